"""Find services by what a family wishes: a need in words, a place, a time, a language, a cost.

All wishes hold together. Only the first services are listed, in their order; whether there are more is known.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from math import cos, radians
from typing import Any, Final

from django.db.models import (
    Case,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.lookups import GreaterThan
from django.utils import timezone

from throughline.accounts.queries.search import Search, among
from throughline.formats.opening_hours import DAY
from throughline.formats.service_words import ACCESS_NAMES
from throughline.methods.needs import Needs
from throughline.partner.models import (
    CapacityStatus,
    Cost,
    FinderEntry,
    FinderHours,
    Service,
    ServiceAtLocation,
    ServiceTerm,
    Support,
    SupportKind,
    SupportState,
)
from throughline.partner.queries.finder_bits import LANGUAGES, TIMES, bits, month_bit
from throughline.partner.queries.finder_words import Matches, Ranks, matches_of, meaning_of
from throughline.partner.queries.near import Point, box_around, distance_meters

MOST_LISTED: Final = 1_000
_ROWS_READ: Final = 2 * MOST_LISTED
_MOST_CANDIDATES: Final = 5_000
"""If no more entries than these meet the other wishes, only the texts of their services are searched."""

_COLUMNS: Final = ("pk", "service_id", "latitude", "longitude")
_Row = tuple[Any, ...]


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What someone looks for. `ages` are the youngest and the oldest, `month` is 1 to 12."""

    words: str = ""
    kinds: tuple[str, ...] = ()
    school_id: int | None = None
    center: Point | None = None
    most_meters: float | None = None
    open_at: datetime | None = None
    times: tuple[str, ...] = ()
    month: int | None = None
    languages: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    ages: tuple[float, float] | None = None
    costs: tuple[int, ...] = ()
    leaves_out_full: bool = False
    shows_open_first: bool = False
    is_confidential: bool = False
    """Only where the address is confidential."""


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
    moment = now or timezone.localtime()
    entries = FinderEntry.objects.filter(_conditions(wishes, meaning))
    if listed is None:
        entries = entries.filter(is_available=True)
    else:
        entries = entries.filter(service__in=listed.order_by().values("pk"))
    has_words = bool(wishes.words.strip())
    if meaning.is_open_ended and meaning.has_filters:
        fitting = entries.filter(*_filters_in(meaning, moment))
        entries = fitting if fitting.exists() else entries
    if has_words and (listed is not None or narrows(wishes)):
        few = _few_candidates(entries, wishes, meaning, moment)
        if few is not None:
            return _found_among(few, wishes, meaning)
    matches = Matches(Search(wishes.words), is_all=True)
    if has_words:
        matches = matches_of(wishes.words, meaning, None)
    if not matches.is_all:
        entries = entries.filter(among("service_id", matches.ranks.keys()))
    order = _order(wishes, meaning, matches, moment)
    rows = list(entries.order_by(*order).values_list(*_COLUMNS)[:_ROWS_READ])
    return _found(_hits(rows, wishes), len(rows) == _ROWS_READ, matches, meaning)


def _found(hits: Sequence[Hit], has_more: bool, matches: Matches, meaning: Needs) -> Found:
    listed = hits[:MOST_LISTED]
    n_exact = sum(matches.is_all or hit.service_id in matches.exact for hit in listed)
    return Found(listed, has_more or len(hits) > MOST_LISTED, matches.search, meaning, n_exact)


def find_confidential(wishes: Wishes, now: datetime | None = None) -> Found | None:
    """Services at confidential addresses that meet all wishes but those of place and access.

    Neither is known of them, and they are the same for each distance and place, so that these tell nothing.
    None if no such wish is made.
    """
    if wishes.center is None and not wishes.accessibility:
        return None
    others = replace(wishes, center=None, most_meters=None, accessibility=(), is_confidential=True)
    return find_services(others, now)


def _found_among(rows: Sequence[_Row], wishes: Wishes, meaning: Needs) -> Found:
    """Search only the texts of the services that meet the other wishes."""
    if not rows:
        return Found((), False, Search(wishes.words), meaning)
    matches = matches_of(wishes.words, meaning, sorted({row[1] for row in rows}))
    ranks, worst = matches.ranks, max(matches.ranks.values(), default=0) + 1
    hits = [hit for hit in _hits(rows, wishes) if matches.is_all or hit.service_id in ranks]
    early = {row[0]: row[4] for row in rows}

    def order(hit: Hit) -> tuple[bool, int, float, int]:
        is_inexact = matches.is_mixed and hit.service_id not in matches.exact
        return is_inexact, early[hit.entry_id], hit.meters or 0.0, ranks.get(hit.service_id, worst)

    return _found(sorted(hits, key=order), False, matches, meaning)


def narrows(wishes: Wishes) -> bool:
    """Whether there are wishes besides the words."""
    nothing = Wishes()
    names = [field.name for field in fields(Wishes) if field.name not in ("words", "shows_open_first")]
    return any(getattr(wishes, name) != getattr(nothing, name) for name in names)


def _hits(rows: Iterable[tuple[Any, ...]], wishes: Wishes) -> list[Hit]:
    """Each service once, at its first place in the order."""
    found: dict[int, Hit] = {}
    for entry_id, service_id, latitude, longitude, *_rest in rows:
        meters = None
        if wishes.center is not None and latitude is not None and longitude is not None:
            meters = distance_meters(wishes.center, Point(latitude, longitude))
            if wishes.most_meters is not None and meters > wishes.most_meters:
                continue
        found.setdefault(service_id, Hit(service_id, entry_id, meters))
    return list(found.values())


def _few_candidates(
    entries: QuerySet[FinderEntry], wishes: Wishes, meaning: Needs, now: datetime
) -> list[_Row] | None:
    """The entries that meet the other wishes, if they are few; each with how early it is to be listed."""
    order = _order(wishes, meaning, Matches(Search(wishes.words), is_all=True), now)
    *firsts, _name, _key = order
    if wishes.center is not None:
        firsts.pop()
    early: Any = Value(0)
    for one in firsts:
        early = early * 2 + one
    rows = entries.order_by(*order).values_list(*_COLUMNS, ExpressionWrapper(early, IntegerField()))
    few = list(rows[: _MOST_CANDIDATES + 1])
    return few if len(few) <= _MOST_CANDIDATES else None


def _conditions(wishes: Wishes, meaning: Needs) -> Q:
    found = _is_confidential() if wishes.is_confidential else Q()
    is_of_place = meaning.is_urgent or meaning.wants_open or meaning.languages or meaning.accessibility
    if not (is_of_place or _depends_on_place(wishes)):
        found &= Q(is_first=True)
    if wishes.center is not None:
        is_near = Q(latitude__isnull=False, longitude__isnull=False)
        if wishes.most_meters is not None:
            is_near = box_around(wishes.center, wishes.most_meters)
        found &= is_near
    if wishes.kinds:
        found &= _is_of_kinds(wishes.kinds)
    if wishes.school_id is not None:
        found &= _is_at_school(wishes.school_id)
    if wishes.costs:
        found &= Q(cost__in=wishes.costs)
    if wishes.ages is not None:
        found &= _is_for_ages(*wishes.ages)
    if wishes.leaves_out_full:
        found &= ~Q(capacity_status=CapacityStatus.FULL)
    found &= _has_bits("languages", bits(wishes.languages, LANGUAGES), bool(wishes.languages))
    found &= _has_bits("times", bits(wishes.times, TIMES), bool(wishes.times))
    found &= _has_bits("months", month_bit(wishes.month) if wishes.month else 0, bool(wishes.month))
    for name in wishes.accessibility:
        found &= _has_bits("accessibility", bits([name], ACCESS_NAMES), True)
    if wishes.open_at is not None:
        found &= is_open_at(wishes.open_at)
    return found


def _is_confidential() -> Q:
    """The entries of services at places whose address is confidential: they name no place."""
    hidden = ServiceAtLocation.objects.filter(service=OuterRef("service"), location__is_confidential=True)
    return Q(Exists(hidden), location__isnull=True)


def _is_for_ages(youngest: float, oldest: float) -> Q:
    found = Q(minimum_age__isnull=True) | Q(minimum_age__lt=oldest + 1)
    return found & (Q(maximum_age__isnull=True) | Q(maximum_age__gte=youngest))


def _filters_in(meaning: Needs, now: datetime) -> list[Q]:
    """The filters that the words of a search tell."""
    spoken = bits(meaning.languages, LANGUAGES)
    found = [_has_bits("languages", spoken, True)] if spoken else []
    if meaning.wants_open:
        found.append(is_open_at(now))
    found += [_has_bits("accessibility", bits([name], ACCESS_NAMES), True) for name in meaning.accessibility]
    if meaning.wants_free:
        found.append(Q(cost=Cost.FREE))
    if meaning.age is not None:
        found.append(_is_for_ages(meaning.age, meaning.age))
    return found


def _depends_on_place(wishes: Wishes) -> bool:
    """Whether the places of a service may differ in what is wished for."""
    return bool(
        wishes.center
        or wishes.open_at
        or wishes.shows_open_first
        or wishes.times
        or wishes.month
        or wishes.languages
        or wishes.accessibility
        or wishes.is_confidential
    )


def _has_bits(field: str, mask: int, is_wished: bool) -> Q:
    """Entries with one of the bits; a wish that is not known finds nothing."""
    if not is_wished:
        return Q()
    common = ExpressionWrapper(F(field).bitand(mask), output_field=IntegerField())
    return Q(GreaterThan(common, Value(0)))


def _is_of_kinds(codes: Collection[str]) -> Q:
    kinds = list(SupportKind.objects.filter(code__in=codes).order_by().values_list("pk", flat=True))
    return Q(Exists(ServiceTerm.objects.filter(service=OuterRef("service"), term__in=kinds)))


def _is_at_school(school_id: int) -> Q:
    there = Support.objects.filter(school=school_id).exclude(state=SupportState.ENDED)
    there = there.exclude(ends_on__lt=timezone.localdate())
    return Q(service__in=there.order_by().values("service"))


def is_open_at(moment: datetime) -> Q:
    """Entries that are certainly open at a moment, in the time of the place."""
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    minute = local.hour * 60 + local.minute
    today = local.date()
    return _is_open(today, minute) | _is_open(today - timedelta(days=1), minute + DAY)


def _is_open(day: Any, minute: int) -> Q:
    """Entries whose hours that begin on a day have a minute after its midnight in them."""
    hours = FinderHours.objects.filter(entry=OuterRef("pk"))
    is_in = Q(opens__lte=minute, closes__gt=minute)
    weekly = hours.filter(
        is_in,
        Q(first_day__isnull=True) | Q(first_day__lte=day),
        Q(last_day__isnull=True) | Q(last_day__gte=day),
        weekday=day.weekday(),
    )
    on_date = hours.filter(day=day)
    instead = on_date.filter(is_instead=True)
    regular = Q(Exists(weekly)) | Q(Exists(on_date.filter(is_in, is_instead=False)))
    return Q(Exists(instead.filter(is_in))) | (regular & ~Q(Exists(instead)))


def _is_out_of_season(now: datetime) -> Q:
    """Entries that are certainly closed for a week and longer."""
    today = timezone.localdate(now) if timezone.is_aware(now) else now.date()
    next_week = today + timedelta(days=7)
    hours = FinderHours.objects.filter(entry=OuterRef("pk"), opens__isnull=False)
    weekly = Q(weekday__isnull=False, day__isnull=True)
    weekly &= Q(first_day__isnull=True) | Q(first_day__lt=next_week)
    weekly &= Q(last_day__isnull=True) | Q(last_day__gte=today)
    on_date = Q(day__gte=today - timedelta(days=1), day__lt=next_week)
    return Q(has_hours=True) & ~Q(Exists(hours.filter(weekly | on_date)))


def _order(wishes: Wishes, meaning: Needs, matches: Matches, now: datetime) -> list[Any]:
    order: list[Any] = []
    if matches.is_mixed:
        order.append(_first(among("service_id", matches.exact)))
    if wishes.shows_open_first or meaning.is_urgent:
        order += [_first(is_open_at(now)), _first(~_is_out_of_season(now))]
    order += map(_first, _filters_in(meaning, now))
    if wishes.ages is not None:
        order.append(_first(Q(minimum_age__isnull=False) | Q(maximum_age__isnull=False)))
    if wishes.center is not None:
        order.append(_distance_from(wishes.center))
    ranks = matches.ranks
    if len(set(ranks.values())) > 1 or (ranks and matches.is_all):
        order.append(_by_rank(ranks, matches.is_all))
    return [*order, "name", "pk"]


def _first(condition: Q) -> Case:
    return Case(When(condition, then=Value(0)), default=Value(1))


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
