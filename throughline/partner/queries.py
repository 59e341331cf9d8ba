"""Queries of the directory and of supports."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cache, partial
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from throughline.accounts.models import Person, School
from throughline.accounts.queries import sentence_in_words
from throughline.accounts.queries.search import (
    NOT_IN_NAME,
    Search,
    among,
    in_index,
    matching,
    search_for,
)
from throughline.align.models import Directive
from throughline.formats import opening_hours, recurrence
from throughline.formats.folding import Term, fold
from throughline.formats.problems import ReportRow
from throughline.partner.models import (
    Address,
    Contact,
    DirectoryImport,
    Location,
    Organization,
    Schedule,
    Service,
    ServiceAtLocation,
    Support,
    SupportKind,
    SupportState,
)

Key = TypeVar("Key", int, str)

DATE_COLUMNS = ("start_date", "end_date", "valid_from", "valid_to", "dtstart")
"""Columns of a schedule that are in `extra` only where they could not be read."""


def organization_search(words: str) -> Search:
    """A search for organizations; mistyped words are replaced by those that may have been meant."""
    return search_for(words, partial(in_index, Organization), [Organization])


def organizations(words: str | Search = "") -> QuerySet[Organization]:
    """Organizations with every search word in their names or description, best matches first."""
    rows = Organization.objects.annotate(n_services=Count("services")).order_by("name", "id")
    return matching(rows, words if isinstance(words, Search) else organization_search(words))


def organizations_of(person: Person | None) -> list[Organization]:
    """Organizations in whose listing this person's email address is, as a contact or as its own."""
    if person is None:
        return []
    address = {"address": person.email.lower()}
    listed = Organization.objects.annotate(address=Lower("email")).filter(**address)
    contacts = Contact.objects.annotate(address=Lower("email")).filter(**address)
    own = (
        Q(pk__in=listed.values("pk"))
        | Q(pk__in=contacts.filter(organization__isnull=False).values("organization"))
        | Q(pk__in=contacts.filter(service__isnull=False).values("service__organization"))
    )
    return list(organizations().filter(own, ended_on__isnull=True).prefetch_related("services"))


def service_search(words: str) -> Search:
    """A search for services; mistyped words are replaced by those that may have been meant."""
    cities = {city: fold(city) for city in _cities()} if words.strip() else {}

    def find(terms: Sequence[Term]) -> dict[Term, dict[int, int]]:
        found, organizations = in_index(Service, terms), in_index(Organization, terms)
        named = {
            term: {key for key in keys if keys[key] < NOT_IN_NAME} for term, keys in organizations.items()
        }
        here = {term: {city for city in cities if term.is_in(cities[city])} for term in terms}
        offered, given = _services_of(set().union(*named.values())), _services_in(set().union(*here.values()))
        for term, places in found.items():
            for keys in (*map(offered.get, named[term]), *map(given.get, here[term])):
                places.update({key: NOT_IN_NAME for key in keys or () if key not in places})
        return found

    return search_for(words, find, [Service, Organization], cities)


def _services_of(organizations: Collection[int]) -> dict[int, list[int]]:
    rows = Service.objects.filter(among("organization", organizations)).order_by()
    return _grouped(rows.values_list("organization_id", "pk") if organizations else ())


def _services_in(cities: Collection[str]) -> dict[str, list[int]]:
    rows = ServiceAtLocation.objects.filter(location__addresses__city__in=cities).order_by()
    return _grouped(rows.values_list("location__addresses__city", "service"))


def _grouped(pairs: Iterable[tuple[Key, int]]) -> dict[Key, list[int]]:
    groups: dict[Key, list[int]] = {}
    for key, row in pairs:
        groups.setdefault(key, []).append(row)
    return groups


def services(words: str | Search = "", term: str = "") -> QuerySet[Service]:
    """Services with every search word in their names, description, organization's name or city.

    Best matches come first. `term` is the code of a kind of support.
    """
    rows = Service.objects.select_related("organization").order_by("name", "id")
    if term:
        rows = rows.filter(terms__code=term)
    return matching(rows, words if isinstance(words, Search) else service_search(words))


def _cities() -> list[str]:
    return list(Address.objects.order_by().values_list("city", flat=True).distinct())


def terms() -> list[SupportKind]:
    return list(SupportKind.objects.all())


def locations_of(organization: Organization) -> QuerySet[Location]:
    return _with_hours(organization.locations.all())


def locations_of_service(service: Service) -> QuerySet[Location]:
    """Where a service is: with the hours of the place, and those of the service at that place."""
    here = ServiceAtLocation.objects.filter(service=service).prefetch_related("schedules")
    there = Schedule.objects.filter(service=service, service_at_location__isnull=True)
    return _with_hours(
        Location.objects.filter(services__service=service),
        Prefetch("services", here, "of_service"),
        Prefetch("schedules", there, "schedules_of_service"),
    )


def schedules_of(service: Service) -> list[Schedule]:
    """Schedules of a service wherever it is: those of one of several places are shown there."""
    places = {row.pk: row.location_id for row in service.places.all()}
    shown = set(places.values())
    rows = service.schedules.all()
    if len(shown) < 2:
        return list(rows)
    return [row for row in rows if row.service_at_location_id not in places and row.location_id not in shown]


def _with_hours(locations: QuerySet[Location], *lookups: Prefetch[str, Any, Any]) -> QuerySet[Location]:
    """With hours that apply to the whole place: others belong to a service."""
    own = Schedule.objects.filter(service__isnull=True, service_at_location__isnull=True)
    return locations.prefetch_related(
        "addresses", "phones", Prefetch("schedules", own, "own_schedules"), *lookups
    ).order_by("name", "id")


@dataclass(frozen=True)
class Place:
    """A place: with its own hours, and those of one service there, which are often fewer."""

    location: Location
    hours: Sequence[str]
    hours_of_service: Sequence[str] = ()


@dataclass(frozen=True)
class Places:
    """The first places of a list, and the number of all."""

    shown: Sequence[Place]
    n: int

    @property
    def n_more(self) -> int:
        return self.n - len(self.shown)


def places(locations: QuerySet[Location], most: int = 20) -> Places:
    found = list(locations[:most])
    is_one_of_several = len(found) > 1
    shown = [
        Place(
            location,
            hours(location.own_schedules),  # type: ignore[attr-defined]
            hours(_schedules_of_service_at(location, is_one_of_several=is_one_of_several)),
        )
        for location in found
    ]
    return Places(shown, locations.count() if len(shown) == most else len(shown))


def _schedules_of_service_at(location: Location, *, is_one_of_several: bool) -> list[Schedule]:
    """Schedules of one service at a place. If it has one place, `schedules_of` has those that name it."""
    at_place: list[ServiceAtLocation] = getattr(location, "of_service", [])
    there: list[Schedule] = getattr(location, "schedules_of_service", [])
    rows = [*there, *(schedule for row in at_place for schedule in row.schedules.all())]
    return [row for row in rows if row.service_id is None or is_one_of_several]


def ages(service: Service) -> str:
    """The ages of the people whom a service is for, in words; empty if it names none."""
    first, last = service.minimum_age, service.maximum_age
    if not last or (first and last < first):
        # Databases write 0 where nobody has named a maximum.
        last = None
    if first and last is not None:
        return _("Ages %(first)s to %(last)s") % {"first": _age(first), "last": _age(last)}
    if first:
        return _("Ages %(first)s and up") % {"first": _age(first)}
    return "" if last is None else _("Up to age %(last)s") % {"last": _age(last)}


def _age(years: float) -> str:
    return number_format(years, use_l10n=True) if years % 1 else str(int(years))


def hours(schedules: Sequence[Schedule], today: date | None = None) -> list[str]:
    """Opening hours in words. Days with the same hours are grouped; what has ended is omitted.

    A rule that cannot be put into words is shown as it is in the directory.
    """
    today = today or timezone.localdate()
    local = _offsets_in(timezone.get_current_timezone(), today.year)
    openings = [_opening(schedule, local, today.year) for schedule in schedules]
    return [sentence_in_words(line) for line in opening_hours.lines(openings, today, local)]


def _offsets_in(zone: tzinfo, year: int) -> tuple[int, ...]:
    """The offsets of a zone from UTC in January and in July, in minutes."""
    offsets = (zone.utcoffset(datetime(year, month, 1)) for month in (1, 7))
    return tuple(round(offset.total_seconds() / 60) for offset in offsets if offset is not None)


def _opening(schedule: Schedule, local: tuple[int, ...], year: int) -> opening_hours.Opening:
    """The row as the directory has it: cells that could not be read are in `extra`."""
    extra = schedule.extra
    unread = [f"{name}={extra[name]}" for name in DATE_COLUMNS if extra.get(name)]
    offset = str(extra.get("opens_at_offset") or extra.get("closes_at_offset") or "")
    return opening_hours.Opening(
        columns={name: getattr(schedule, name, None) or extra.get(name) for name in recurrence.COLUMNS},
        opens_at=schedule.opens_at or str(extra.get("opens_at", "")),
        closes_at=schedule.closes_at or str(extra.get("closes_at", "")),
        offset=offset or _zone_of(schedule.timezone.strip(), local, year),
        valid_from=schedule.valid_from,
        valid_to=schedule.valid_to,
        dtstart=schedule.dtstart,
        closed=str(extra.get("closed", "")),
        dates_as_written=", ".join(unread),
        exdate=str(extra.get("exdate", "")),
        rdate=str(extra.get("rdate", "")),
        description=schedule.description,
        notes=schedule.notes,
        attending_type=schedule.attending_type or str(extra.get("attending_type", "")),
        schedule_link=schedule.schedule_link or str(extra.get("schedule_link", "")),
    )


def _zone_of(name: str, local: tuple[int, ...], year: int) -> str:
    """A schedule's `timezone`, as an offset or a name; empty if its clocks show the district's time all year.

    By the standard it is hours east of UTC; many files name a zone.
    """
    hours_east = re.fullmatch(r"([+-]?)(\d{1,2})(?:\.0+)?", name)
    if hours_east:
        return f"{hours_east[1] or '+'}{int(hours_east[2]):02}:00"
    key = _zone_names().get(name.replace(" ", "_").casefold())
    if key is None:
        return "" if "/" in name else name
    offsets = _offsets_in(ZoneInfo(key), year)
    if offsets == local:
        return ""
    if "/" not in key or len(set(offsets)) > 1 or offsets[0] in local:
        return key.replace("_", " ")
    return f"{'-' if offsets[0] < 0 else '+'}{abs(offsets[0]) // 60:02}:{abs(offsets[0]) % 60:02}"


@cache
def _zone_names() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


def supports() -> QuerySet[Support]:
    return Support.objects.select_related("service__organization", "school", "term", "directive__cycle")


@dataclass(frozen=True)
class SchoolSupports:
    """What is offered at one school; `school` is None for what is offered in the whole district."""

    school: School | None
    supports: Sequence[Support]

    @property
    def n_seats(self) -> int:
        return sum(support.n_seats or 0 for support in self.supports)


@dataclass(frozen=True)
class DirectiveSupports:
    directive: Directive
    supports: Sequence[Support]


def schools_and_district() -> list[School | None]:
    """Every school, including those without a support, so gaps show; then None for the whole district."""
    return [*School.objects.all(), None]


def supports_by_school(schools: Sequence[School | None]) -> list[SchoolSupports]:
    at_school: dict[int | None, list[Support]] = {}
    shown = Q(school__in=[school for school in schools if school])
    if None in schools:
        shown |= Q(school__isnull=True)
    for support in supports().exclude(state=SupportState.ENDED).filter(shown):
        at_school.setdefault(support.school_id, []).append(support)
    return [SchoolSupports(school, at_school.get(school.pk if school else None, [])) for school in schools]


def directives_to_answer() -> QuerySet[Directive]:
    return Directive.objects.select_related("cycle").order_by("-cycle_id", "position", "id")


def supports_by_directive(directives: Sequence[Directive]) -> list[DirectiveSupports]:
    answering: dict[int | None, list[Support]] = {}
    for support in supports().exclude(state=SupportState.ENDED).filter(directive__in=directives):
        answering.setdefault(support.directive_id, []).append(support)
    return [DirectiveSupports(directive, answering.get(directive.pk, [])) for directive in directives]


def directory_imports() -> QuerySet[DirectoryImport]:
    return DirectoryImport.objects.select_related("person")


@dataclass(frozen=True)
class FieldRow:
    """One column of a directory and how it was imported."""

    file: str
    column: str
    state: str
    target: str
    n_filled: int
    n_rows: int
    is_required: bool


def fields_of(brought: DirectoryImport, state: str) -> list[FieldRow]:
    return [FieldRow(*row) for row in brought.report.get("fields", []) if row[2] == state]


def as_json(row: ReportRow) -> dict[str, object]:
    """Return a problem as JSON without its text, so that each reader sees it in their own language."""
    return {
        "code": row.code,
        "file": row.file,
        "row": row.row,
        "column": row.column,
        "params": dict(row.params),
        "is_error": row.is_error,
    }


def problems_of(brought: DirectoryImport, most: int = 100) -> list[str]:
    return [sentence_of(ReportRow(**row)) for row in brought.report.get("problems", [])[:most]]


def n_problems_of(brought: DirectoryImport) -> int:
    return sum(row[3] for row in brought.report.get("counts", []))


def sentence_of(row: ReportRow) -> str:
    """A problem in the current language: file, row, what is wrong, and what to do."""
    place = row.file
    if row.row is not None:
        place = _("%(file)s, row %(row)s") % {"file": row.file, "row": row.row}
    if row.column:
        place = _("%(place)s, column “%(column)s”") % {"place": place, "column": row.column}
    parts = [_(row.problem_template) % row.params]
    if row.remedy_template:
        parts.append(_(row.remedy_template) % row.params)
    return f"{place}: {' '.join(parts)}"
