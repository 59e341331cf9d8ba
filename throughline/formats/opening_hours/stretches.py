"""When a place or service is open: what its rows of hours say of each day, and what they leave open."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from throughline.formats.opening_hours.lines import Opening
from throughline.formats.opening_hours.times import (
    is_all_day,
    is_closed,
    is_overnight,
    offset_minutes,
    time_of_day,
)
from throughline.formats.recurrence import Rule, TooManyDates, dates, read_columns, read_dates

DAY: Final = 24 * 60
"""Minutes."""

MOST_DAYS_INSTEAD: Final = 14
"""A row of so many dates without a rule is a holiday: its hours hold instead of the weekly ones."""

_EVERY_YEAR: Final = 1
_NO_START: Final = (1900, date(1970, 1, 1))
_NO_END: Final = 2099


@dataclass(frozen=True, order=True, kw_only=True)
class Stretch:
    """
    A stretch of time in which something is open, every week on one day or on one date.

    Parameters
    ----------
    weekday : int or None
        Monday is 0; None if it is on one date.
    day : date or None
        The date, if it is on one.
    first_day, last_day : date or None
        Of a weekly one: the dates between which it holds, both included.
    opens, closes : int or None
        Minutes after midnight; `closes` is above 1440 after midnight of the next day. None if it is closed.
    is_instead : bool
        True if it holds on its date instead of weekly hours.
    """

    weekday: int | None = None
    day: date | None = None
    first_day: date | None = None
    last_day: date | None = None
    opens: int | None = None
    closes: int | None = None
    is_instead: bool = False

    def holds_on(self, day: date) -> bool:
        """
        Tell whether it begins on a day.

        Parameters
        ----------
        day : date
            The day.

        Returns
        -------
        bool
            True if the day is its date, or its day of the week between its first and last day.
        """
        if self.day is not None:
            return self.day == day
        return (
            self.weekday == day.weekday()
            and (self.first_day is None or self.first_day <= day)
            and (self.last_day is None or day <= self.last_day)
        )


@dataclass(frozen=True, kw_only=True)
class OpenTimes:
    """
    When something is open, as far as its rows say.

    Parameters
    ----------
    stretches : tuple of Stretch
        Sorted by what is in them, each once.
    is_whole : bool
        False if a row could not be read to the minute: what is not in a stretch may still be open.
    until : date or None
        The day up to which rules that do not repeat weekly are written out; None if all do.
    """

    stretches: tuple[Stretch, ...] = ()
    is_whole: bool = True
    until: date | None = None

    def on(self, day: date) -> tuple[tuple[int, int], ...]:
        """
        List the hours of one day.

        Parameters
        ----------
        day : date
            The day.

        Returns
        -------
        tuple of (int, int)
            When it opens and closes, in minutes after midnight, in order, without overlap. Empty if nothing
            says that it is open.
        """
        holding = [stretch for stretch in self.stretches if stretch.holds_on(day)]
        instead = [stretch for stretch in holding if stretch.is_instead]
        hours = sorted(
            (stretch.opens, stretch.closes)
            for stretch in instead or holding
            if stretch.opens is not None and stretch.closes is not None
        )
        return tuple(_joined(hours))

    def is_open(self, day: date, minute: int) -> bool:
        """
        Tell whether it is certainly open.

        Parameters
        ----------
        day : date
            The day.
        minute : int
            Minutes after its midnight.

        Returns
        -------
        bool
            False also if nothing is known.
        """
        before = ((opens - DAY, closes - DAY) for opens, closes in self.on(day - timedelta(days=1)))
        return any(opens <= minute < closes for opens, closes in (*before, *self.on(day)))


class _Times(NamedTuple):
    opens: int | None
    closes: int | None


def open_times(
    openings: Sequence[Opening], first: date, last: date, local_offsets: Collection[int] = ()
) -> OpenTimes:
    """
    Read when something is open from its rows of hours.

    Rules that repeat every week become one stretch for each day of the week. Others, such as every second
    Monday, are written out between two days. A row without a rule on one date or a few holds instead of the
    weekly hours there. What cannot be read to the minute gives no stretch, and says so.

    Parameters
    ----------
    openings : sequence of Opening
        The rows.
    first, last : date
        Between which days rules are written out that are not weekly.
    local_offsets : collection of int
        Offsets from UTC of the place, in minutes. Times in another zone are not read.

    Returns
    -------
    OpenTimes
        The stretches.
    """
    stretches: set[Stretch] = set()
    is_whole, is_written_out = bool(openings), False
    for opening in openings:
        found = _stretches(opening, first, last, local_offsets)
        if found is None:
            is_whole = False
            continue
        stretches.update(found)
        is_written_out |= any(one.day is not None for one in found) or _is_dated(opening)
    return OpenTimes(
        stretches=tuple(sorted(stretches, key=_order)),
        is_whole=is_whole,
        until=last if is_written_out else None,
    )


def _order(stretch: Stretch) -> tuple[int, date, int, int, date, date]:
    return (
        -1 if stretch.weekday is None else stretch.weekday,
        stretch.day or date.min,
        -1 if stretch.opens is None else stretch.opens,
        -1 if stretch.closes is None else stretch.closes,
        stretch.first_day or date.min,
        stretch.last_day or date.max,
    )


def _is_dated(opening: Opening) -> bool:
    """Whether a row is about dates that may come into the window later."""
    reading = read_columns(opening.columns)
    return reading.rule is None or not _is_weekly(reading.rule, opening)


def _stretches(
    opening: Opening, first: date, last: date, local_offsets: Collection[int]
) -> list[Stretch] | None:
    """The stretches of one row; None if it cannot be read."""
    times = _times(opening, local_offsets)
    begins, ends = _valid(opening)
    without, added = read_dates(opening.exdate), read_dates(opening.rdate)
    if times is None or opening.dates_as_written or without is None or added is None:
        return None if ends is None or ends >= first else []
    reading = read_columns(opening.columns)
    if reading.unread:
        return None
    if reading.rule is None:
        return _of_dates(opening, times, [_day(one) for one in added], first, last)
    rule = reading.rule
    if _is_weekly(rule, opening):
        until = _day(rule.until) if rule.until else None
        ends = min((day for day in (ends, until) if day), default=None)
        if ends is not None and ends < first:
            return []
        days = [one.day for one in rule.byday] or (
            [begins.weekday()] if rule.freq == "WEEKLY" and begins else list(range(7))
        )
        return [
            Stretch(weekday=day, first_day=begins, last_day=ends, opens=times.opens, closes=times.closes)
            for day in sorted(set(days))
        ]
    found = _dates_of(rule, opening, begins, first, last)
    if found is None:
        return None
    if ends is not None:
        found = [day for day in found if day <= ends]
    left_out = {_day(one) for one in without}
    days_to_come = {*found, *(_day(one) for one in added if first <= _day(one) <= last)} - left_out
    return [Stretch(day=day, opens=times.opens, closes=times.closes) for day in sorted(days_to_come)]


def _is_weekly(rule: Rule, opening: Opening) -> bool:
    """Whether a rule holds on the same days of every week, so that it needs no list of dates."""
    others = (rule.bymonthday, rule.byyearday, rule.byweekno, rule.bymonth, rule.bysetpos)
    if rule.interval != 1 or rule.count is not None or any(others) or opening.exdate or opening.rdate:
        return False
    if rule.freq == "DAILY":
        return True
    is_known = rule.byday or opening.dtstart or opening.valid_from
    return rule.freq == "WEEKLY" and bool(is_known)


def _dates_of(
    rule: Rule, opening: Opening, begins: date | None, first: date, last: date
) -> list[date] | None:
    """The dates of a rule in the window; None if it does not say from when it counts."""
    start = opening.dtstart or begins
    if start is None:
        if rule.interval != 1 or rule.count is not None:
            return None
        if not (rule.byday or rule.bymonthday or rule.byyearday or rule.byweekno):
            return None
        start = date(first.year - 1, 1, 1)
    try:
        return list(dates(rule, start, max(first, begins or first), last))
    except TooManyDates:
        return None


def _of_dates(
    opening: Opening, times: _Times, added: Iterable[date], first: date, last: date
) -> list[Stretch] | None:
    """A row without a rule: a holiday or single dates. Of a longer time it does not say which days."""
    days = [day for day in added if first <= day <= last]
    begins, ends = opening.valid_from, opening.valid_to
    if begins and ends and begins.year == _EVERY_YEAR == ends.year:
        spans = list(_every_year(begins, ends, first, last))
    elif begins or ends:
        if not (begins and ends) or (ends - begins).days >= MOST_DAYS_INSTEAD:
            return None if ends is None or ends >= first else []
        spans = [(begins, ends)]
    elif opening.dtstart:
        spans = [(opening.dtstart, opening.dtstart)]
    elif not days:
        return [] if opening.rdate else None
    else:
        spans = []
    for begin, end in spans:
        n_days = (min(end, last) - max(begin, first)).days + 1
        days.extend(max(begin, first) + timedelta(days=n) for n in range(n_days))
    return [
        Stretch(day=day, opens=times.opens, closes=times.closes, is_instead=True) for day in sorted(set(days))
    ]


def _every_year(begins: date, ends: date, first: date, last: date) -> Iterator[tuple[date, date]]:
    for year in range(first.year - 1, last.year + 1):
        try:
            begin = begins.replace(year=year)
            end = ends.replace(year=year + ((ends.month, ends.day) < (begins.month, begins.day)))
        except ValueError:  # February 29
            continue
        if end >= first and begin <= last and (end - begin).days < MOST_DAYS_INSTEAD:
            yield begin, end


def _valid(opening: Opening) -> tuple[date | None, date | None]:
    """The days between which a row with a rule holds."""
    begins = [day for day in (opening.valid_from, opening.dtstart) if day and _is_start(day)]
    ends = opening.valid_to
    return max(begins, default=None), ends if ends and _EVERY_YEAR < ends.year < _NO_END else None


def _is_start(day: date) -> bool:
    return day.year > _NO_START[0] and day != _NO_START[1]


def _times(opening: Opening, local_offsets: Collection[int]) -> _Times | None:
    """The hours of a row in minutes, without a time where it is closed; None if they cannot be read."""
    if opening.closed:
        is_shut = is_closed(opening.closed)
        if is_shut is None or (is_shut and (opening.opens_at or opening.closes_at)):
            return None
        if is_shut:
            return _Times(None, None)
    written = [text.strip() for text in (opening.opens_at, opening.closes_at)]
    texts = {text for text in written if text}
    if len(texts) == 1 and time_of_day(alone := next(iter(texts))) is None:
        if is_all_day(alone, ""):
            return _Times(0, DAY)
        return _Times(None, None) if is_closed(alone) and not alone.isdecimal() else None
    found = [time_of_day(text) for text in written]
    if found[0] is None or found[1] is None:
        return None
    offset = opening.offset or found[0][1] or found[1][1]
    if offset and offset_minutes(offset) not in local_offsets:
        return None
    opens_at, closes_at = found[0][0], found[1][0]
    if is_all_day(opens_at, closes_at):
        return _Times(0, DAY)
    overnight = is_overnight(opens_at, closes_at)
    if overnight is None:
        return None
    closes = _minutes(closes_at) or DAY
    return _Times(_minutes(opens_at) % DAY, closes + DAY * overnight)


def _minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def _day(moment: date) -> date:
    return date(moment.year, moment.month, moment.day)


def _joined(hours: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Hours in order without overlap."""
    found: list[tuple[int, int]] = []
    for opens, closes in hours:
        if found and opens <= found[-1][1]:
            found[-1] = (found[-1][0], max(closes, found[-1][1]))
        else:
            found.append((opens, closes))
    return found
