"""Read rows of opening hours into stretches of time."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from throughline.formats.opening_hours.lines import Opening
from throughline.formats.opening_hours.stretches import (
    DAY,
    MOST_DAYS_INSTEAD,
    OpenTimes,
    Stretch,
    in_order,
    without_closed,
)
from throughline.formats.opening_hours.times import (
    is_all_day,
    is_closed,
    is_overnight,
    offset_minutes,
    time_of_day,
)
from throughline.formats.recurrence import Rule, TooManyDates, dates, read_columns, read_dates

_EVERY_YEAR: Final = 1
_NO_START: Final = (1900, date(1970, 1, 1))
_NO_END: Final = 2099


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
    weekly hours there, and so does a day on which a rule says that it is closed. What cannot be read to the
    minute gives no stretch, and says so.

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
        stretches=tuple(sorted(without_closed(stretches), key=in_order)),
        is_whole=is_whole,
        until=last if is_written_out else None,
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
    reading = read_columns(opening.columns)
    rule = reading.rule
    if rule and rule.until and _EVERY_YEAR < rule.until.year < _NO_END:
        ends = min(_day(rule.until), ends or date.max)
    if ends is not None and ends < first and not opening.rdate:
        return []
    without, added = read_dates(opening.exdate), read_dates(opening.rdate)
    if times is None or opening.dates_as_written or without is None or added is None or reading.unread:
        return None
    if rule is None:
        found = _of_dates(opening, [_day(one) for one in added], first, last)
    elif _is_weekly(rule, opening):
        return _weekly(rule, opening, times, begins, ends)
    else:
        found = _dates_of(rule, opening, begins, ends, first, last)
        if found is not None:
            found.extend(_day(one) for one in added if first <= _day(one) <= last)
    if found is None:
        return None
    is_instead = rule is None or times.opens is None
    return [
        Stretch(day=day, opens=times.opens, closes=times.closes, is_instead=is_instead)
        for day in sorted(set(found) - {_day(one) for one in without})
    ]


def _weekly(
    rule: Rule, opening: Opening, times: _Times, begins: date | None, ends: date | None
) -> list[Stretch]:
    """A stretch for each day of the week of a rule that holds every week."""
    days = {one.day for one in rule.byday} or set(range(7))
    if rule.freq == "WEEKLY" and not rule.byday:
        days = {start.weekday() for start in (_start(opening),) if start}
    return [
        Stretch(weekday=day, first_day=begins, last_day=ends, opens=times.opens, closes=times.closes)
        for day in sorted(days)
    ]


def _is_weekly(rule: Rule, opening: Opening) -> bool:
    """Whether a rule holds on the same days of every week, so that it needs no list of dates."""
    others = (rule.bymonthday, rule.byyearday, rule.byweekno, rule.bymonth, rule.bysetpos)
    if rule.interval != 1 or rule.count is not None or any(others) or opening.exdate or opening.rdate:
        return False
    if rule.freq == "DAILY":
        return True
    return rule.freq == "WEEKLY" and bool(rule.byday or _start(opening))


def _start(opening: Opening) -> date | None:
    """The date from which a rule counts, if the row has one."""
    starts = (day for day in (opening.dtstart, opening.valid_from) if day and _is_start(day))
    return next(starts, None)


def _dates_of(
    rule: Rule, opening: Opening, begins: date | None, ends: date | None, first: date, last: date
) -> list[date] | None:
    """The dates of a rule in the window; None if it does not say from when it counts."""
    start = _start(opening)
    if start is None:
        if rule.interval != 1 or rule.count is not None:
            return None
        if rule.freq != "DAILY" and not (rule.byday or rule.bymonthday or rule.byyearday or rule.byweekno):
            return None
        start = date(first.year - 1, 1, 1)
    try:
        return list(dates(rule, start, max(first, begins or first), min(last, ends or last)))
    except TooManyDates:
        return None


def _of_dates(opening: Opening, added: Iterable[date], first: date, last: date) -> list[date] | None:
    """The dates of a row without a rule: a holiday or single ones. Of a longer time it names no days."""
    days = [day for day in added if first <= day <= last]
    begins, ends = opening.valid_from, opening.valid_to
    spans: list[tuple[date, date]] = []
    if begins and ends and begins.year == _EVERY_YEAR == ends.year:
        spans = list(_every_year(begins, ends, first, last))
        if any((end - begin).days >= MOST_DAYS_INSTEAD for begin, end in spans):
            return None
    elif begins or ends:
        if not (begins and ends) or not 0 <= (ends - begins).days < MOST_DAYS_INSTEAD:
            return None if ends is None or ends >= first else days
        spans = [(begins, ends)]
    elif opening.dtstart:
        spans = [(opening.dtstart, opening.dtstart)]
    elif not opening.rdate:
        return None
    for begin, end in spans:
        n_days = (min(end, last) - max(begin, first)).days + 1
        days.extend(max(begin, first) + timedelta(days=n) for n in range(n_days))
    return days


def _every_year(begins: date, ends: date, first: date, last: date) -> Iterator[tuple[date, date]]:
    for year in range(first.year - 1, last.year + 1):
        begin = begins.replace(year=year)
        end = ends.replace(year=year + ((ends.month, ends.day) < (begins.month, begins.day)))
        if end >= first and begin <= last:
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
    offsets = filter(None, (opening.offset, found[0][1], found[1][1]))
    if any(offset_minutes(offset) not in local_offsets for offset in offsets):
        return None
    opens_at, closes_at = found[0][0].replace("24:00", "00:00"), found[1][0]
    if is_all_day(opens_at, closes_at):
        return _Times(0, DAY)
    overnight = is_overnight(opens_at, closes_at)
    if overnight is None:
        return None
    closes = _minutes(closes_at) or DAY
    return _Times(_minutes(opens_at), closes + DAY * overnight)


def _minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def _day(moment: date) -> date:
    return date(moment.year, moment.month, moment.day)
