"""Entries of the finder, made from the rows of the directory."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from throughline.formats.opening_hours import Opening, OpenTimes, Stretch, open_times
from throughline.formats.service_words import cost_in
from throughline.partner.models import (
    Accessibility,
    Cost,
    CostOption,
    FinderEntry,
    FinderHours,
    Language,
    Location,
    Schedule,
    Service,
    ServiceAtLocation,
)
from throughline.partner.queries.confirmed import confirmed_on
from throughline.partner.queries.finder_bits import (
    LANGUAGES,
    access_bits,
    bits,
    languages_named,
    month_bits,
    time_bits,
)
from throughline.partner.queries.hours import age_span, local_offsets, opening_of

DAYS_WRITTEN_OUT: Final = 35
"""For how many days the dates of rules that do not repeat every week are written out."""
DAYS_AHEAD: Final = 21
"""For how many days dates are always written out."""

_A_YEAR: Final = timedelta(days=365)
_COSTS: Final = {"free": Cost.FREE, "reduced": Cost.REDUCED, "paid": Cost.PAID, "": Cost.UNKNOWN}


@dataclass
class NewEntry:
    """An entry that is not saved yet, with the hours in which it is open."""

    entry: FinderEntry
    hours: list[FinderHours]


@dataclass
class _Rows:
    """Rows of the directory about some services, by the keys of what they describe."""

    services: Sequence[Service]
    places: dict[int, list[ServiceAtLocation]] = field(default_factory=lambda: defaultdict(list))
    locations: Mapping[int, Location] = field(default_factory=dict)
    of_service: dict[int, list[Schedule]] = field(default_factory=lambda: defaultdict(list))
    of_place: dict[int, list[Schedule]] = field(default_factory=lambda: defaultdict(list))
    of_location: dict[int, list[Schedule]] = field(default_factory=lambda: defaultdict(list))
    languages_of_service: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    languages_of_location: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    access: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    amounts: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))


def entries_made_for(keys: Collection[int], today: date | None = None) -> list[NewEntry]:
    """The entries of these services as they should be. Rows that an unfinished import adds are not seen."""
    rows = _read(keys)
    maker = _Maker(rows, today or timezone.localdate())
    return [one for service in rows.services for one in maker.entries_of(service)]


def _read(keys: Collection[int]) -> _Rows:
    rows = _Rows(list(Service.objects.filter(pk__in=keys).select_related("organization").order_by("pk")))
    found = [one.pk for one in rows.services]
    places = list(ServiceAtLocation.objects.filter(service__in=found).order_by("pk"))
    for place in places:
        rows.places[place.service_id].append(place)
    rows.locations = Location.objects.in_bulk({place.location_id for place in places})
    _read_schedules(rows, found, places)
    for language in Language.objects.filter(service__in=found).order_by("pk"):
        rows.languages_of_service[language.service_id or 0] |= languages_named(language.name, language.code)
    for language in Language.objects.filter(location__in=[*rows.locations]).order_by("pk"):
        rows.languages_of_location[language.location_id or 0] |= languages_named(language.name, language.code)
    for access in Accessibility.objects.filter(location__in=[*rows.locations]).order_by("pk"):
        rows.access[access.location_id or 0] += [access.description, access.details]
    amounts = CostOption.objects.filter(service__in=found, amount__isnull=False).order_by("pk")
    for service_id, amount in amounts.values_list("service", "amount"):
        rows.amounts[service_id].append(amount or 0.0)
    return rows


def _read_schedules(rows: _Rows, services: Sequence[int], places: Sequence[ServiceAtLocation]) -> None:
    """Hours of a service, of a service at a place, and of a place whatever is offered there."""
    pairs = {(place.service_id, place.location_id): place.pk for place in places}
    for one in Schedule.objects.filter(service__in=services).order_by("pk"):
        service_id = one.service_id or 0
        place_id = one.service_at_location_id or pairs.get((service_id, one.location_id or 0))
        if place_id is None:
            rows.of_service[service_id].append(one)
        else:
            rows.of_place[place_id].append(one)
    of_place = Schedule.objects.filter(service_at_location__in=[place.pk for place in places], service=None)
    for one in of_place.order_by("pk"):
        rows.of_place[one.service_at_location_id or 0].append(one)
    of_location = Schedule.objects.filter(
        location__in=[*rows.locations], service=None, service_at_location=None
    )
    for one in of_location.order_by("pk"):
        rows.of_location[one.location_id or 0].append(one)


class _Maker:
    def __init__(self, rows: _Rows, today: date) -> None:
        self._rows, self._today = rows, today
        self._local = local_offsets(today.year)

    def entries_of(self, service: Service) -> list[NewEntry]:
        """One entry for each place; one without a place for all whose location is confidential."""
        places = self._rows.places[service.pk]
        shown = [
            (place, location)
            for place in places
            if (location := self._rows.locations.get(place.location_id)) and not location.is_confidential
        ]
        shown.sort(key=lambda pair: pair[1].pk)
        made = [self._entry(service, [place], location) for place, location in shown]
        hidden = [place for place in places if place.location_id not in {one.pk for _, one in shown}]
        if hidden or not made:
            made.append(self._entry(service, hidden, None))
        for place_in_list, one in enumerate(made):
            one.entry.is_first = place_in_list == 0
        return made

    def _entry(
        self, service: Service, places: Sequence[ServiceAtLocation], location: Location | None
    ) -> NewEntry:
        rows = self._rows
        spoken = rows.languages_of_service[service.pk].union(
            *(rows.languages_of_location[place.location_id] for place in places)
        )
        first_age, last_age = age_span(service)
        entry = FinderEntry(
            district_id=service.district_id,
            service_id=service.pk,
            location_id=location.pk if location else None,
            is_available=service.is_available,
            name=service.name,
            languages=bits(spoken, LANGUAGES),
            accessibility=access_bits(rows.access[location.pk]) if location else 0,
            cost=int(cost_of(service, rows.amounts[service.pk])),
            minimum_age=first_age,
            maximum_age=last_age,
            capacity_status=service.capacity_status,
            confirmed_on=confirmed_on(service),
        )
        if location is not None and location.latitude is not None and location.longitude is not None:
            entry.latitude, entry.longitude = location.latitude, location.longitude
        times, seasons = self._times(service, places)
        entry.times, entry.months = time_bits(seasons), month_bits(seasons)
        entry.has_hours = times.is_whole
        entry.hours_until = _written_until(times)
        return NewEntry(entry, [_hours(entry, one) for one in times.stretches])

    def _times(
        self, service: Service, places: Sequence[ServiceAtLocation]
    ) -> tuple[OpenTimes, Sequence[Stretch]]:
        """When it is open from today on, and the stretches by which its seasons and times of day are told.

        Hours of a season that is over still tell when it was open.
        """
        levels = [
            self._openings(one for place in places for one in self._rows.of_place[place.pk]),
            self._openings(self._rows.of_service[service.pk]),
            self._openings(one for place in places for one in self._rows.of_location[place.location_id]),
        ]
        known = [one for one in levels if one]
        last = self._today + timedelta(days=DAYS_WRITTEN_OUT)
        times = joined_times([open_times(one, self._today, last, self._local) for one in known])
        if any(one.opens is not None for one in times.stretches) or not known:
            return times, times.stretches
        before = [open_times(one, self._today - _A_YEAR, self._today, self._local) for one in known]
        return times, joined_times(before).stretches

    def _openings(self, schedules: Iterable[Schedule]) -> list[Opening]:
        return [opening_of(one, self._local, self._today.year) for one in schedules]


def joined_times(levels: Sequence[OpenTimes]) -> OpenTimes:
    """The most particular hours that there are: of a service at a place, of the service, or of the place.

    When the whole place or service is closed on a date, each part of it is.
    """
    regular = [
        number
        for number, times in enumerate(levels)
        if not times.is_whole or any(not one.is_instead for one in times.stretches)
    ]
    if not regular:
        stretches = [one for times in levels for one in times.stretches]
        regular = [next((number for number, times in enumerate(levels) if times.stretches), 0)]
        levels = [replace(times, is_whole=not stretches) for times in levels] or [OpenTimes(is_whole=False)]
    chosen = regular[0]
    particular = [one for times in levels[:chosen] for one in times.stretches if one.is_instead]
    taken = {one.day for one in particular}
    own = [one for one in levels[chosen].stretches if not (one.is_instead and one.day in taken)]
    known = {one.day for one in (*own, *particular) if one.is_instead}
    closed = [
        one
        for times in levels[chosen + 1 :]
        for one in times.stretches
        if one.is_instead and one.opens is None and one.day not in known
    ]
    untils = [times.until for times in levels if times.until is not None]
    return OpenTimes(
        stretches=tuple(dict.fromkeys([*own, *particular, *closed])),
        is_whole=levels[chosen].is_whole,
        until=max(untils, default=None),
    )


def _written_until(times: OpenTimes) -> date | None:
    """The last day on which the hours may stand as they are: a season ends, or dates have to be added."""
    ends = [one.last_day for one in times.stretches if one.last_day is not None]
    if times.until is not None:
        ends.append(times.until - timedelta(days=DAYS_AHEAD))
    return min(ends, default=None)


def _hours(entry: FinderEntry, one: Stretch) -> FinderHours:
    return FinderHours(
        district_id=entry.district_id,
        weekday=one.weekday,
        day=one.day,
        first_day=one.first_day,
        last_day=one.last_day,
        opens=one.opens,
        closes=one.closes,
        is_instead=one.is_instead,
    )


def cost_of(service: Service, amounts: Sequence[float]) -> int:
    """What a service costs, as far as its entry says plainly. Words about income say more than an amount."""
    word = cost_in("\n".join(filter(None, [service.fees_description, service.fees])))
    if word == "reduced" or not amounts:
        return _COSTS[word]
    if not any(amounts):
        return Cost.UNKNOWN if word == "paid" else Cost.FREE
    return Cost.PAID if all(amounts) else Cost.REDUCED


def values_of_entry(entry: FinderEntry) -> dict[str, Any]:
    """All that an entry says, without its key."""
    return {
        one.attname: one.value_from_object(entry) for one in entry._meta.concrete_fields if one.name != "id"
    }


def services_to_index(today: date) -> QuerySet[Service]:
    """Services without an entry, and those whose hours have to be written again."""
    entries = FinderEntry.objects.filter(service=OuterRef("pk"))
    is_due = Q(pk__in=FinderEntry.objects.filter(hours_until__lt=today).values("service"))
    return Service.objects.filter(~Exists(entries) | is_due).order_by("pk")
