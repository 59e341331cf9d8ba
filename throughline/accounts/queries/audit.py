from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django_scopes import scope

from throughline.accounts.declarations import story_apps
from throughline.accounts.models import AuditEntry, District, Person
from throughline.accounts.queries.audit_details import detail_label, detail_shown
from throughline.accounts.queries.export import day_of, shuffled_rows
from throughline.formats.writing import Cell

CSV_CHUNK_ROWS = 2_000


@dataclass(frozen=True)
class AuditFilter:
    """Filter of the audit log; days are in the district's time zone."""

    verb: str = ""
    person: str = ""
    object_type: str = ""
    object_id: str = ""
    first_day: date | None = None
    last_day: date | None = None


BY_CONTRIBUTOR = Q(actor_kind=AuditEntry.ActorKind.CONTRIBUTOR)


def audit_entries(district: District, wanted: AuditFilter) -> QuerySet[AuditEntry]:
    """The entries as a page lists them, newest first.

    What contributors did is listed only where the filter asks for it or for one object, and by object:
    between entries with a time, or in the order of arrival, each would tell when somebody took part.
    """
    rows = _matching(district, wanted)
    if wanted.object_id:
        return rows.order_by("-id")
    if wanted.person == AuditEntry.ActorKind.CONTRIBUTOR:
        return rows.order_by("object_type", "object_id", "-id")
    if not wanted.person and wanted.verb and rows.filter(BY_CONTRIBUTOR).exists():
        return rows.order_by("object_type", "object_id", "-id")
    return rows.exclude(BY_CONTRIBUTOR).order_by("-id")


def _matching(district: District, wanted: AuditFilter) -> QuerySet[AuditEntry]:
    rows = AuditEntry.objects.select_related("person")
    if wanted.verb:
        rows = rows.filter(verb=wanted.verb)
    if wanted.person in AuditEntry.ActorKind.values:
        rows = rows.filter(actor_kind=wanted.person)
    elif wanted.person:
        rows = rows.filter(person__public_id=wanted.person)
    if wanted.object_type:
        rows = rows.filter(object_type=wanted.object_type)
    if wanted.object_id:
        rows = rows.filter(object_id=wanted.object_id)
    if wanted.first_day:
        rows = rows.filter(at__gte=district.starts(wanted.first_day))
    if wanted.last_day:
        rows = rows.filter(at__lt=district.ends(wanted.last_day))
    return rows


def audit_verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("verb").values_list("verb", flat=True).distinct())


def audit_object_types() -> list[str]:
    return list(AuditEntry.objects.order_by("object_type").values_list("object_type", flat=True).distinct())


def audit_people() -> QuerySet[Person]:
    """Everyone who has acted in this district, including people who have left since."""
    return Person.objects.filter(pk__in=AuditEntry.objects.values("person_id").distinct()).order_by("name")


def audit_csv_rows(district: District, wanted: AuditFilter) -> Iterator[list[Cell]]:
    """Yield every matching entry. It streams after the request, so each piece opens its own scope.

    What contributors did comes last, in a random order and with the day alone: who knows when somebody took
    part must not find out which text or answer is theirs.
    """
    before: int | None = None
    while True:
        with scope(district=district):
            rows = _matching(district, wanted).exclude(BY_CONTRIBUTOR).order_by("-id")
            piece = list((rows.filter(pk__lt=before) if before else rows)[:CSV_CHUNK_ROWS])
        yield from (_csv_row(entry, _second_of(entry, district)) for entry in piece)
        if len(piece) < CSV_CHUNK_ROWS:
            break
        before = piece[-1].pk
    with scope(district=district):
        rows = _matching(district, wanted).filter(BY_CONTRIBUTOR)
    yield from shuffled_rows(
        district, rows, lambda entry: [_csv_row(entry, day_of(entry.at, district).isoformat())]
    )


def _second_of(entry: AuditEntry, district: District) -> str:
    return entry.at.astimezone(district.zone).isoformat(timespec="seconds")


def _csv_row(entry: AuditEntry, at: str) -> list[Cell]:
    return [
        at,
        entry.person.name if entry.person else entry.get_actor_kind_display(),
        entry.person.email if entry.person else "",
        entry.verb,
        entry.object_type,
        entry.object_id,
        "; ".join(f"{name}={value}" for name, value in entry.details.items()),
    ]


@dataclass(frozen=True)
class AuditRow:
    """One entry as a page shows it."""

    at: datetime
    is_by_contributor: bool
    who: str
    what: str
    to_what: str
    object_type: str
    object_id: str
    details: list[tuple[str, str]]


def verb_label(verb: str) -> str:
    """Readable label of an audit verb."""
    return _label(verb, [app.audit_verbs for app in story_apps()])


def object_label(object_type: str) -> str:
    return _label(object_type, [app.audit_kinds for app in story_apps()])


def _label(name: str, declared: Iterable[Mapping[str, Promise]]) -> str:
    """Return the declared label of a name. A row may outlive the app version that declared its name."""
    return next(
        (str(labels[name]) for labels in declared if name in labels), name.replace("_", " ").capitalize()
    )


def audit_row(entry: AuditEntry) -> AuditRow:
    return AuditRow(
        at=entry.at,
        is_by_contributor=entry.actor_kind == AuditEntry.ActorKind.CONTRIBUTOR,
        who=str(entry.person) if entry.person else str(entry.get_actor_kind_display()),
        what=verb_label(entry.verb),
        to_what=object_label(entry.object_type),
        object_type=entry.object_type,
        object_id=entry.object_id,
        details=[
            (
                detail_label(name) or object_label(name),
                detail_shown(entry.object_type, name, value),
            )
            for name, value in entry.details.items()
        ],
    )
