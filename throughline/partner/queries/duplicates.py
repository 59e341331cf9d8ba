"""Proposals of duplicates: what is compared, what waits for a decision, and what was merged into what."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.accounts.models import Job, JobState
from throughline.partner.models import (
    DirectoryImport,
    DirectoryRow,
    Duplicate,
    Location,
    MergedRow,
    Organization,
    Phone,
    Revision,
    Service,
    ServiceAtLocation,
    Support,
)
from throughline.partner.queries.names import named
from throughline.partner.queries.quotes import open_addresses
from throughline.partner.queries.revision_words import field_words
from throughline.partner.queries.revisions import HISTORY_MODELS

TABLES_COMPARED: Final[Mapping[str, type[Organization] | type[Service] | type[Location]]] = {
    "organization": Organization,
    "service": Service,
    "location": Location,
}

FIELDS_COMPARED: Final[Mapping[str, Sequence[str]]] = {
    "organization": (
        "name",
        "alternate_name",
        "description",
        "email",
        "website",
        "tax_status",
        "tax_id",
        "year_incorporated",
        "legal_status",
        "ended_on",
    ),
    "service": (
        "name",
        "alternate_name",
        "description",
        "status",
        "email",
        "url",
        "eligibility_description",
        "fees_description",
        "application_process",
        "wait_time",
        "interpretation_services",
        "minimum_age",
        "maximum_age",
        "accreditations",
        "licenses",
        "alert",
        "assured_date",
    ),
    "location": (
        "name",
        "alternate_name",
        "description",
        "location_type",
        "transportation",
        "latitude",
        "url",
    ),
}
"""The fields of which a person chooses one value when two entries are merged."""

TOGETHER: Final = {"latitude": "longitude", "assured_date": "assurer_email"}
"""Fields whose value is chosen together with that of another."""

LABELS: Final = {"latitude": gettext_lazy("Coordinates")}

JOB_KIND: Final = "find_duplicates"
MOST_STEPS: Final = 50
MOST_SHOWN: Final = 5

_OPEN_AGAIN = Q(
    state=Duplicate.State.MERGED,
    revision__undone_by__isnull=False,
    revision__undone_by__undone_by__isnull=True,
)
"""A merge that was undone, on its page or in the history."""


def open_duplicates(table: str = "") -> QuerySet[Duplicate]:
    """Proposals of two entries that are both there, to be decided; those with most evidence first."""
    there = Q(pk__in=())
    for one in [table] if table else TABLES_COMPARED:
        there |= _both_there(one)
    return _undecided().filter(there)


def _undecided() -> QuerySet[Duplicate]:
    return Duplicate.objects.filter(Q(state=Duplicate.State.OPEN) | _OPEN_AGAIN)


def _both_there(table: str) -> Q:
    rows: QuerySet[Any] = TABLES_COMPARED[table].objects.all()
    first, second = rows.filter(pk=OuterRef("first_key")), rows.filter(pk=OuterRef("second_key"))
    return Q(Exists(first), Exists(second), table=table)


def decided_duplicates(table: str = "") -> QuerySet[Duplicate]:
    rows = Duplicate.objects.exclude(state=Duplicate.State.OPEN).exclude(_OPEN_AGAIN)
    rows = rows.select_related("decided_by").order_by("-id")
    return rows.filter(table=table) if table else rows


def n_open_duplicates() -> dict[str, int]:
    counts: Counter[str] = Counter(
        dict(open_duplicates().order_by().values_list("table").annotate(models.Count("pk")))
    )
    return {table: counts[table] for table in TABLES_COMPARED}


def is_open(duplicate: Duplicate) -> bool:
    """Whether a proposal was not decided, though one of its entries may be gone."""
    return _undecided().filter(pk=duplicate.pk).exists()


REASON_WORDS: Final[Mapping[str, Any]] = {
    "same_name": gettext_lazy("same name"),
    "similar_name": gettext_lazy("similar name"),
    "phone": gettext_lazy("same phone"),
    "address": gettext_lazy("same address"),
    "email": gettext_lazy("same email"),
    "website": gettext_lazy("same website"),
}


@dataclass(frozen=True)
class Proposal:
    """A proposal with its two entries; an entry that was removed since is None."""

    duplicate: Duplicate
    first: Any
    second: Any
    cities: Mapping[int, str] = field(default_factory=dict)
    """Of each organization or location, a city in which it is."""

    @property
    def first_label(self) -> str:
        return self._label(self.first)

    @property
    def second_label(self) -> str:
        return self._label(self.second)

    def _label(self, entry: Any) -> str:
        """The name of an entry with what tells it from another of this name: its city or its organization."""
        organization = getattr(entry, "organization", None)
        about = self.cities.get(entry.pk) or (organization and organization.name)
        if not about:
            return named(entry)
        return _("%(name)s (%(about)s)") % {"name": entry.name or _("No name"), "about": about}

    @property
    def reasons(self) -> str:
        return ", ".join(str(REASON_WORDS.get(one, one)) for one in self.duplicate.reasons)

    @property
    def kept(self) -> Any:
        """The entry that is left of a merge."""
        return self.first or self.second


def proposals(duplicates: Sequence[Duplicate]) -> list[Proposal]:
    """Proposals with their entries, in five queries however many they are."""
    found: dict[tuple[str, int], DirectoryRow] = {}
    for table, model in TABLES_COMPARED.items():
        keys = {key for one in duplicates if one.table == table for key in (one.first_key, one.second_key)}
        if keys:
            related = () if table == "organization" else ("organization",)
            rows: QuerySet[Any] = model.objects.select_related(*related).filter(pk__in=keys)
            found |= {(table, row.pk): row for row in rows}
    cities = {table: _cities_of(table, [key for of, key in found if of == table]) for table in CITY_OF}
    return [
        Proposal(
            one,
            found.get((one.table, one.first_key)),
            found.get((one.table, one.second_key)),
            cities.get(one.table, {}),
        )
        for one in duplicates
    ]


CITY_OF: Final = {"organization": "location__organization", "location": "location"}


def _cities_of(table: str, keys: Sequence[int]) -> dict[int, str]:
    """The first city of each entry; a confidential location has no address here."""
    if not keys:
        return {}
    rows = open_addresses().exclude(city="").order_by("-pk")
    return dict(rows.filter(**{f"{CITY_OF[table]}__in": keys}).values_list(CITY_OF[table], "city"))


def last_search() -> Job | None:
    """The last search for duplicates that came to its end: when, and of how many entries."""
    return Job.objects.filter(kind=JOB_KIND, state=JobState.DONE).order_by("-ended_at", "-id").first()


def running_search() -> Job | None:
    running = (JobState.WAITING, JobState.RUNNING)
    return Job.objects.filter(kind=JOB_KIND, state__in=running).order_by("-id").first()


def has_changed_since_search() -> bool:
    """Whether a directory with entries was changed, or imported, since the last search began."""
    if not any(model.objects.exists() for model in TABLES_COMPARED.values()):
        return False
    last = last_search()
    if last is None:
        return True
    began = last.started_at or last.created_at
    imports = DirectoryImport.objects.filter(state=DirectoryImport.State.DONE)
    return (
        Revision.objects.filter(at__gt=began).exists()
        or imports.filter(Q(at__gt=began) | Q(job__ended_at__gt=began)).exists()
    )


def kept_key(table: str, *, foreign_id: str = "", public_id: str = "", key: int | None = None) -> int | None:
    """The key of the row that was kept when one with this id was merged into it; None if none was.

    A row that is there again, because its merge was undone, was not merged.
    """
    which = Q(foreign_id=foreign_id) if foreign_id else Q(public_id=public_id) if public_id else Q(key=key)
    merged = MergedRow.objects.filter(which, table=table).order_by("-id").first()
    model: Any = HISTORY_MODELS[table]
    for _step in range(MOST_STEPS):
        if merged is None or model.everything.filter(pk=merged.key).exists():
            return None
        if model.everything.filter(pk=merged.kept_key).exists():
            return merged.kept_key
        merged = MergedRow.objects.filter(table=table, key=merged.kept_key).first()
    return None


def kept_instead(table: str, public_id: str) -> Organization | Service | Location | None:
    """The entry that was kept when the one with this public id was merged into it."""
    key = kept_key(table, public_id=public_id)
    return TABLES_COMPARED[table].objects.filter(pk=key).first() if key else None


@dataclass(frozen=True)
class Comparison:
    """A field of two entries, as it is shown side by side."""

    name: str
    label: str
    first: str
    second: str

    @property
    def is_same(self) -> bool:
        return self.first == self.second


def comparisons(table: str, first: DirectoryRow, second: DirectoryRow) -> list[Comparison]:
    """The compared fields of two entries, without those that neither has."""
    rows = [
        Comparison(
            name, str(LABELS.get(name) or field_words(name)), _shown(first, name), _shown(second, name)
        )
        for name in FIELDS_COMPARED[table]
    ]
    return [row for row in rows if row.first or row.second]


def _shown(row: DirectoryRow, name: str) -> str:
    values = [getattr(row, one) for one in (name, TOGETHER.get(name)) if one]
    return ", ".join(
        formats.localize(value) if isinstance(value, date) else str(value)
        for value in values
        if value not in (None, "")
    )


@dataclass(frozen=True)
class Belongings:
    """What hangs on an entry and moves when it is merged."""

    phones: Sequence[str]
    addresses: Sequence[str]
    n_services: int
    n_locations: int
    n_supports: int


def belongings(table: str, row: Organization | Service | Location) -> Belongings:
    """In at most five queries. Those of a confidential location are not asked for."""
    link = {table: row}
    phones = Phone.objects.filter(**link).exclude(number="").order_by("pk").values_list("number", flat=True)
    addresses = open_addresses().order_by("pk")
    places = (
        ServiceAtLocation.objects.filter(**link)
        if table != "organization"
        else ServiceAtLocation.objects.none()
    )
    if table == "organization":
        addresses = addresses.filter(Q(organization=row.pk) | Q(location__organization=row.pk))
        n_services = Service.objects.filter(organization=row.pk).count()
        n_locations = Location.objects.filter(organization=row.pk).count()
        n_supports = Support.objects.filter(service__organization=row.pk).count()
    elif table == "service":
        addresses = addresses.filter(location__services__service=row.pk)
        n_services, n_locations = 0, places.count()
        n_supports = Support.objects.filter(service=row.pk).count()
    else:
        addresses = addresses.filter(location=row.pk)
        n_services, n_locations, n_supports = places.count(), 0, 0
    lines = addresses.values_list("address_1", "city", "state_province")[:MOST_SHOWN]
    return Belongings(
        list(phones[:MOST_SHOWN]),
        [", ".join(filter(None, line)) for line in lines],
        n_services,
        n_locations,
        n_supports,
    )
