"""Find services by what a family wishes: a need in words, a place, a time, a language, a cost.

All wishes hold together. Only the first services are listed, in their order; whether there are more is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import cos, radians
from typing import Any, Final, NamedTuple

from django.db.models import (
    Case,
    ExpressionWrapper,
    F,
    FloatField,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils import timezone

from throughline.accounts.queries.search import Search, among
from throughline.methods.needs import Needs
from throughline.partner.models import FinderEntry, Service
from throughline.partner.queries.finder_wishes import (
    Wishes,
    conditions,
    filters_in,
    is_out_of_season,
    may_be_open_at,
    narrows,
    shut_at,
)
from throughline.partner.queries.finder_words import Matches, Ranks, matches_of, meaning_of
from throughline.partner.queries.near import Point, distance_meters

MOST_LISTED: Final = 1_000
_ROWS_READ: Final = 2 * MOST_LISTED
_MOST_CANDIDATES: Final = 5_000
"""If no more entries than these meet the other wishes, only the texts of their services are searched."""


class _Row(NamedTuple):
    """An entry that was found. Its `flags` are 1 for what puts it behind others, such as being closed now."""

    entry_id: int
    service_id: int
    latitude: float | None
    longitude: float | None
    flags: tuple[int, ...]


@dataclass(frozen=True)
class Hit:
    """A service that was found, at the place that fits best."""

    service_id: int
    entry_id: int
    meters: float | None = None


@dataclass(frozen=True)
class Found:
    """The services found, best first; `has_more` if they are the first of more than are listed.

    `n_exact` are those that name what is needed; the others are only of a kind that is meant.
    """

    hits: Sequence[Hit]
    has_more: bool
    search: Search
    meaning: Needs
    n_exact: int = 0

    @property
    def has_exact(self) -> bool:
        return self.n_exact > 0

    @property
    def n(self) -> int:
        return len(self.hits)


def find_services(
    wishes: Wishes, now: datetime | None = None, listed: QuerySet[Service] | None = None
) -> Found:
    """The services that meet all wishes.

    Services that name what is needed come before those that are only of a kind that is meant; of both, what
    is open now if the need is urgent, then what fits the filters that the words tell ("free"), then the
    nearest where a center is given, else the best match of the words. Words that tell nothing but filters
    list what fits them, and words of asking list all. `listed` are the only services that are looked at,
    closed ones too.
    """
    meaning = meaning_of(wishes.words)
    finding = _Finding(wishes, meaning, now or timezone.localtime())
    entries = FinderEntry.objects.filter(conditions(wishes, meaning))
    if listed is None:
        entries = entries.filter(is_available=True)
    else:
        entries = entries.filter(service__in=listed.order_by().values("pk"))
    if not wishes.words.strip():
        return finding.in_order(entries, Matches(Search(wishes.words), is_all=True))
    if meaning.is_open_ended and meaning.has_filters:
        entries = finding.fitting(entries)
    few = finding.few_rows(entries) if listed is not None or narrows(wishes) else None
    return finding.by_words(entries) if few is None else finding.among_few(few)


def find_confidential(wishes: Wishes, now: datetime | None = None) -> Found | None:
    """Services at confidential addresses that meet all wishes but those of place and access.

    Neither is known of them, and they are the same for each distance and place, so that these tell nothing.
    None if no such wish is made.
    """
    if wishes.center is None and not wishes.accessibility:
        return None
    others = replace(wishes, center=None, most_meters=None, accessibility=(), is_confidential=True)
    return find_services(others, now)


@dataclass(frozen=True)
class _Finding:
    """One search, at a moment."""

    wishes: Wishes
    meaning: Needs
    now: datetime

    @property
    def shows_open_first(self) -> bool:
        return self.wishes.shows_open_first or self.meaning.is_urgent or self.meaning.wants_open

    def fitting(self, entries: QuerySet[FinderEntry]) -> QuerySet[FinderEntry]:
        """The entries that fit all filters that the words tell; all if none does."""
        found = entries.filter(*filters_in(self.meaning))
        if self.meaning.wants_open:
            found = found.filter(may_be_open_at(self.now))
            closed = shut_at(self.now, found.order_by().values_list("pk", flat=True))
            found = found.exclude(among("pk", closed)) if closed else found
        return found if found.exists() else entries

    def few_rows(self, entries: QuerySet[FinderEntry]) -> Sequence[_Row] | None:
        """The entries that meet the other wishes, if they are few."""
        rows = self._rows(entries, Matches(Search(self.wishes.words), is_all=True), _MOST_CANDIDATES + 1)
        return self._open_ones(rows, 0) if len(rows) <= _MOST_CANDIDATES else None

    def among_few(self, rows: Sequence[_Row]) -> Found:
        """Search only the texts of the services that meet the other wishes."""
        if not rows:
            return Found((), False, Search(self.wishes.words), self.meaning)
        matches = matches_of(self.wishes.words, self.meaning, sorted({row.service_id for row in rows}))
        ranks, worst = matches.ranks, max(matches.ranks.values(), default=0) + 1
        hits = [hit for hit in self._hits(rows) if matches.is_all or hit.service_id in ranks]
        flags = {row.entry_id: row.flags for row in rows}

        def order(hit: Hit) -> tuple[bool, tuple[int, ...], float, int]:
            is_inexact = matches.is_mixed and hit.service_id not in matches.naming
            return is_inexact, flags[hit.entry_id], hit.meters or 0.0, ranks.get(hit.service_id, worst)

        return self._found(sorted(hits, key=order), False, matches)

    def by_words(self, entries: QuerySet[FinderEntry]) -> Found:
        matches = matches_of(self.wishes.words, self.meaning, None)
        if not matches.is_all:
            entries = entries.filter(among("service_id", matches.ranks.keys()))
        return self.in_order(entries, matches)

    def in_order(self, entries: QuerySet[FinderEntry], matches: Matches) -> Found:
        rows = self._rows(entries, matches, _ROWS_READ)
        hits = self._hits(self._open_ones(rows, int(matches.is_mixed)))
        return self._found(hits, len(rows) == _ROWS_READ, matches)

    def _found(self, hits: Sequence[Hit], has_more: bool, matches: Matches) -> Found:
        listed = hits[:MOST_LISTED]
        n_exact = sum(matches.is_all or hit.service_id in matches.naming for hit in listed)
        return Found(listed, has_more or len(hits) > MOST_LISTED, matches.search, self.meaning, n_exact)

    def _rows(self, entries: QuerySet[FinderEntry], matches: Matches, most: int) -> list[_Row]:
        flags = self._flags(matches)
        order: list[Any] = list(flags)
        if self.wishes.center is not None:
            order.append(_distance_from(self.wishes.center))
        ranks = matches.ranks
        if len(set(ranks.values())) > 1 or (ranks and matches.is_all):
            order.append(_by_rank(ranks, matches.is_all))
        in_order = entries.order_by(*order, "name", "pk")
        rows = in_order.values_list("pk", "service_id", "latitude", "longitude", *flags)[:most]
        return [
            _Row(entry, service, latitude, longitude, tuple(found))
            for entry, service, latitude, longitude, *found in rows
        ]

    def _flags(self, matches: Matches) -> list[Case]:
        """What puts entries behind others, first what matters most."""
        found = [_first(among("service_id", matches.naming))] if matches.is_mixed else []
        if self.shows_open_first:
            found += [_first(may_be_open_at(self.now)), _first(~is_out_of_season(self.now))]
        found += map(_first, filters_in(self.meaning))
        if self.wishes.ages is not None:
            found.append(_first(Q(minimum_age__isnull=False) | Q(maximum_age__isnull=False)))
        return found

    def _open_ones(self, rows: Sequence[_Row], place: int) -> Sequence[_Row]:
        """The rows, with dates on which other hours hold; `place` is that of the flag of being closed now."""
        if self.wishes.open_at is not None:
            shut = shut_at(self.wishes.open_at, [row.entry_id for row in rows])
            rows = [row for row in rows if row.entry_id not in shut] if shut else rows
        if self.shows_open_first:
            shut = shut_at(self.now, [row.entry_id for row in rows if not row.flags[place]])
            rows = [_as_shut(row, place) if row.entry_id in shut else row for row in rows]
            rows = sorted(rows, key=lambda row: row.flags)
        return rows

    def _hits(self, rows: Sequence[_Row]) -> list[Hit]:
        """Each service once, at its first place in the order."""
        found: dict[int, Hit] = {}
        for row in rows:
            meters = self._meters(row)
            is_too_far = meters is not None and meters > (self.wishes.most_meters or float("inf"))
            if not is_too_far:
                found.setdefault(row.service_id, Hit(row.service_id, row.entry_id, meters))
        return list(found.values())

    def _meters(self, row: _Row) -> float | None:
        if self.wishes.center is None or row.latitude is None or row.longitude is None:
            return None
        return distance_meters(self.wishes.center, Point(row.latitude, row.longitude))


def _first(condition: Q) -> Case:
    return Case(When(condition, then=Value(0)), default=Value(1))


def _as_shut(row: _Row, place: int) -> _Row:
    return row._replace(flags=(*row.flags[:place], 1, *row.flags[place + 1 :]))


def _by_rank(ranks: Ranks, has_others: bool) -> Case:
    """The rank of each service. If there are others, which have none, they come last."""
    groups: dict[int, list[int]] = {max(ranks.values()) + 1: []} if has_others else {}
    for key, rank in ranks.items():
        groups.setdefault(rank, []).append(key)
    worst = max(groups)
    whens = [When(among("service_id", groups[rank]), then=Value(rank)) for rank in sorted(groups)[:-1]]
    return Case(*whens, default=Value(worst), output_field=IntegerField())


def _distance_from(center: Point) -> Any:
    """The square of the distance on a map around the center: it orders as the distance does."""
    north = F("latitude") - Value(center.latitude)
    east = (F("longitude") - Value(center.longitude)) * Value(cos(radians(center.latitude)))
    return ExpressionWrapper(north * north + east * east, output_field=FloatField())
