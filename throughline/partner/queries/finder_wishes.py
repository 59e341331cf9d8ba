"""What someone looks for, as conditions on the entries of the finder."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from django.db.models import Exists, ExpressionWrapper, F, IntegerField, OuterRef, Q, Value
from django.db.models.lookups import GreaterThan
from django.utils import timezone

from throughline.accounts.queries.search import among
from throughline.formats.opening_hours import DAY
from throughline.formats.service_words import ACCESS_NAMES
from throughline.methods.needs import Needs
from throughline.partner.models import (
    CapacityStatus,
    Cost,
    FinderEntry,
    FinderHours,
    ServiceAtLocation,
    ServiceTerm,
    Support,
    SupportKind,
    SupportState,
)
from throughline.partner.queries.day_hours import with_times
from throughline.partner.queries.finder_bits import LANGUAGES, TIMES, bits, month_bit
from throughline.partner.queries.near import Point, box_around


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


def narrows(wishes: Wishes) -> bool:
    """Whether there are wishes besides the words."""
    nothing = Wishes()
    names = [field.name for field in fields(Wishes) if field.name not in ("words", "shows_open_first")]
    return any(getattr(wishes, name) != getattr(nothing, name) for name in names)


def conditions(wishes: Wishes, meaning: Needs) -> Q:
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
    found &= has_bits("languages", bits(wishes.languages, LANGUAGES), bool(wishes.languages))
    found &= has_bits("times", bits(wishes.times, TIMES), bool(wishes.times))
    found &= has_bits("months", month_bit(wishes.month) if wishes.month else 0, bool(wishes.month))
    for name in wishes.accessibility:
        found &= has_bits("accessibility", bits([name], ACCESS_NAMES), True)
    if wishes.open_at is not None:
        found &= may_be_open_at(wishes.open_at)
    return found


def _is_confidential() -> Q:
    """The entries of services at places whose address is confidential: they name no place."""
    hidden = ServiceAtLocation.objects.filter(service=OuterRef("service"), location__is_confidential=True)
    return Q(Exists(hidden), location__isnull=True)


def _is_for_ages(youngest: float, oldest: float) -> Q:
    found = Q(minimum_age__isnull=True) | Q(minimum_age__lt=oldest + 1)
    return found & (Q(maximum_age__isnull=True) | Q(maximum_age__gte=youngest))


def filters_in(meaning: Needs) -> list[Q]:
    """The filters that the words of a search tell, but for the time."""
    spoken = bits(meaning.languages, LANGUAGES)
    found = [has_bits("languages", spoken, True)] if spoken else []
    found += [has_bits("accessibility", bits([name], ACCESS_NAMES), True) for name in meaning.accessibility]
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


def has_bits(field: str, mask: int, is_wished: bool) -> Q:
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


def may_be_open_at(moment: datetime) -> Q:
    """Entries that are open at a moment, unless a date on which other hours hold says otherwise.

    Those for which it does are `shut_at`. One condition finds both databases an index; all rules together
    would not.
    """
    local = timezone.localtime(moment)
    minute = local.hour * 60 + local.minute
    today, yesterday = local.date(), local.date() - timedelta(days=1)
    is_open = _begins_on(today, minute) | _begins_on(yesterday, minute + DAY)
    return Q(Exists(FinderHours.objects.filter(is_open, entry=OuterRef("pk"))))


def _begins_on(day: date, minute: int) -> Q:
    """Hours that begin on a day and have a minute after its midnight in them."""
    weekly = Q(weekday=day.weekday())
    weekly &= Q(first_day__isnull=True) | Q(first_day__lte=day)
    weekly &= Q(last_day__isnull=True) | Q(last_day__gte=day)
    return Q(opens__lte=minute, closes__gt=minute) & (Q(day=day) | weekly)


def shut_at(moment: datetime, entries: Collection[int]) -> set[int]:
    """Which of these entries are not open at a moment, because of a date on which other hours hold."""
    local = timezone.localtime(moment)
    days = (local.date(), local.date() - timedelta(days=1))
    special = FinderHours.objects.filter(among("entry_id", entries), is_instead=True, day__in=days).order_by()
    rows = FinderEntry.objects.filter(pk__in=special.values("entry")).order_by("pk")
    minute = local.hour * 60 + local.minute
    return {entry.pk for entry, times in with_times(rows) if not times.is_open(local.date(), minute)}


def is_out_of_season(now: datetime) -> Q:
    """Entries that are certainly closed for a week and longer."""
    today = timezone.localdate(now)
    next_week = today + timedelta(days=7)
    hours = FinderHours.objects.filter(entry=OuterRef("pk"), opens__isnull=False)
    weekly = Q(weekday__isnull=False, day__isnull=True)
    weekly &= Q(first_day__isnull=True) | Q(first_day__lt=next_week)
    weekly &= Q(last_day__isnull=True) | Q(last_day__gte=today)
    on_date = Q(day__gte=today - timedelta(days=1), day__lt=next_week)
    return Q(has_hours=True) & ~Q(Exists(hours.filter(weekly | on_date)))
