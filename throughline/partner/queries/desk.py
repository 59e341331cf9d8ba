"""What those who keep the directory find on one page: what waits, how good it is, what is new."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q, QuerySet

from throughline.accounts.models import Job
from throughline.formats.hsds.quality import GRADES
from throughline.partner.models import (
    CapacityStatus,
    DirectoryImport,
    Location,
    Organization,
    Service,
    ServiceCapacity,
)
from throughline.partner.queries.changes import Change, changes, directory_changes
from throughline.partner.queries.duplicates import (
    last_search,
    n_open_duplicates,
    running_search,
)
from throughline.partner.queries.freshness import unconfirmed_services
from throughline.partner.queries.import_undo import undone_imports
from throughline.partner.queries.quality import CheckSummary, check_summary, running_check
from throughline.partner.queries.quality_words import GRADE_WORDS

N_NEW: Final = 8


@dataclass(frozen=True)
class Desk:
    """The figures of the page. Those counted by a job come with the job, which says when."""

    n_organizations: int
    n_services: int
    n_locations: int
    n_confidential: int
    n_unconfirmed: int
    n_full: int
    duplicates: dict[str, int]
    search: Job | None
    running: Job | None
    check: CheckSummary | None
    running_check: Job | None
    imports: Sequence[DirectoryImport]
    undone: Collection[int]
    """The keys of those of them that were undone."""
    changes: Sequence[Change]

    @property
    def is_empty(self) -> bool:
        return not (self.n_organizations or self.n_services)

    @property
    def grades(self) -> list[tuple[str, int]]:
        """How many entries have a problem of each grade, worst first."""
        found = self.check.by_grade if self.check else {}
        return [(str(GRADE_WORDS[grade]), found.get(grade, 0)) for grade in GRADES]


def directory_desk(today: date) -> Desk:
    imports = list(DirectoryImport.objects.select_related("person", "job")[:N_NEW])
    places = Location.objects.aggregate(n=Count("pk"), hidden=Count("pk", filter=Q(is_confidential=True)))
    return Desk(
        n_organizations=Organization.objects.count(),
        n_services=Service.objects.count(),
        n_locations=places["n"],
        n_confidential=places["hidden"],
        n_unconfirmed=unconfirmed_services(today).count(),
        n_full=full_services().count(),
        duplicates=n_open_duplicates(),
        search=last_search(),
        running=running_search(),
        check=check_summary(),
        running_check=running_check(),
        imports=imports,
        undone=undone_imports(imports),
        changes=changes(directory_changes()[:N_NEW]),
    )


def full_services() -> QuerySet[Service]:
    """Services that are said to be full, or of which some count says that no place is left."""
    none_left = ServiceCapacity.objects.filter(available=0)
    is_full = Q(capacity_status=CapacityStatus.FULL) | Q(pk__in=none_left.values("service"))
    return Service.objects.filter(is_full)


def confidential_locations() -> QuerySet[Location]:
    rows = Location.objects.filter(is_confidential=True).select_related("organization")
    return rows.order_by("organization__name", "pk").prefetch_related("services__service")
