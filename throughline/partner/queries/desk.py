"""What those who keep the directory find on one page: what waits, how good it is, what is new."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from throughline.accounts.models import Job
from throughline.formats.hsds.quality import GRADES
from throughline.partner.models import (
    DirectoryImport,
    Location,
    Organization,
    Revision,
    RevisionRow,
    Service,
    ServiceCapacity,
)
from throughline.partner.queries.duplicates import (
    TABLES_COMPARED,
    last_search,
    n_open_duplicates,
    running_search,
)
from throughline.partner.queries.names import named
from throughline.partner.queries.quality import CheckSummary, check_summary, running_check
from throughline.partner.queries.quality_words import GRADE_WORDS
from throughline.partner.queries.revision_words import name_of_row

DAYS_CONFIRMED: Final = 365
"""Days after which an entry has to be confirmed again."""

N_NEW: Final = 8
MOST_ENTRIES: Final = 3

KIND_WORDS: Final = {
    Revision.Kind.EDIT: pgettext_lazy("change", "Edited"),
    Revision.Kind.IMPORT: gettext_lazy("Changed by an import"),
    Revision.Kind.MERGE: gettext_lazy("Merged"),
    Revision.Kind.CONFIDENTIAL: gettext_lazy("Changed who can see an address"),
    Revision.Kind.UNDO: gettext_lazy("Undid a change"),
}

ADDED: Final = pgettext_lazy("change", "Added")
REMOVED: Final = pgettext_lazy("change", "Removed")


@dataclass(frozen=True)
class Entry:
    """An entry of the directory that a change is about."""

    table: str
    name: str
    public_id: str


@dataclass(frozen=True)
class Change:
    """A change of the directory: by whom, when, of what, and of how many entries more."""

    revision: Revision
    words: str
    entries: Sequence[Entry]
    n_more: int


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
        imports=list(DirectoryImport.objects.select_related("person", "job")[:N_NEW]),
        changes=changes(Revision.objects.select_related("person")[:N_NEW]),
    )


def full_services() -> QuerySet[Service]:
    """Services of which some count says that no place is left."""
    return Service.objects.filter(pk__in=ServiceCapacity.objects.filter(available=0).values("service"))


def confidential_locations() -> QuerySet[Location]:
    rows = Location.objects.filter(is_confidential=True).select_related("organization")
    return rows.order_by("organization__name", "pk").prefetch_related("services__service")


def unconfirmed_services(today: date) -> QuerySet[Service]:
    """Services that no one has confirmed for a year, by the newer of the two dates that say so."""
    since = today - timedelta(days=DAYS_CONFIRMED)
    is_fresh = Q(assured_date__gte=since) | Q(last_modified__date__gte=since)
    return Service.objects.exclude(pk__in=Service.objects.filter(is_fresh).values("pk"))


def changes(revisions: "QuerySet[Revision]") -> list[Change]:
    """Changes with the entries they are about, in five queries however many they are."""
    found = list(revisions)
    by_revision: dict[int, list[tuple[str, int]]] = {}
    rows = RevisionRow.objects.filter(revision__in=[row.pk for row in found]).order_by()
    for pk, table, key in rows.values_list("revision", "entry_table", "entry_key").distinct():
        by_revision.setdefault(pk, []).append((table, key))
    shown = {pk: sorted(entries)[:MOST_ENTRIES] for pk, entries in by_revision.items()}
    names = _entries({entry for entries in shown.values() for entry in entries})
    edits = [row.pk for row in found if row.kind == Revision.Kind.EDIT]
    own = _rows_of_entries(edits)
    added = {row.revision_id for row in own if row.before is None}
    removed = {row.revision_id for row in own if row.after is None}
    names |= {
        (row.table, row.key): Entry(row.table, name_of_row(row, None), "")
        for row in own
        if row.after is None and (row.table, row.key) not in names
    }
    return [
        Change(
            revision,
            _change_words(revision, added, removed),
            [names[entry] for entry in shown.get(revision.pk, ()) if entry in names],
            max(0, len(by_revision.get(revision.pk, ())) - MOST_ENTRIES),
        )
        for revision in found
    ]


def _change_words(revision: Revision, added: Collection[int], removed: Collection[int]) -> str:
    if revision.pk in added:
        return str(ADDED)
    return str(REMOVED if revision.pk in removed else KIND_WORDS[Revision.Kind(revision.kind)])


def _rows_of_entries(revisions: Sequence[int]) -> list[RevisionRow]:
    """The rows of revisions in which an organization, a service or a location itself came or went."""
    itself = {"table": F("entry_table"), "key": F("entry_key"), "table__in": list(TABLES_COMPARED)}
    rows = RevisionRow.objects.filter(revision__in=revisions, **itself)
    return list(rows.filter(Q(before__isnull=True) | Q(after__isnull=True)))


def _entries(keys: set[tuple[str, int]]) -> dict[tuple[str, int], Entry]:
    found = {}
    for table, model in TABLES_COMPARED.items():
        rows: QuerySet[Any] = model.objects.filter(pk__in=[key for of, key in keys if of == table])
        related = () if table == "organization" else ("organization",)
        for row in rows.select_related(*related):
            found[table, row.pk] = Entry(table, named(row), row.public_id)
    return found
