"""List the dates of a rule, by python-dateutil, within bounds."""

from collections.abc import Iterator
from datetime import MAXYEAR, date, datetime, time, timedelta
from itertools import takewhile
from typing import Any, Final

from dateutil import rrule

from throughline.formats.recurrence.rule import LISTS, Rule

MOST_OCCURRENCES: Final = 50_000
"""How many occurrences are made, from the first date of a rule on."""

_CYCLE: Final = 400
"""Years after which the calendar repeats, days of the week included."""

_YEARS_OF_A_COUNT: Final = 100
_SMALL: Final = frozenset({"HOURLY", "MINUTELY", "SECONDLY"})
_MOST_SMALL: Final = timedelta(days=800)
_TIMES: Final = ("byhour", "byminute", "bysecond")


class TooManyDates(ValueError):
    """Listing the dates of a rule would take too long."""


def dates(rule: Rule, start: date | datetime, first: date, last: date) -> tuple[date, ...]:
    """
    List the days on which something recurs.

    Parameters
    ----------
    rule : Rule
        The rule.
    start : date or datetime
        Its first date (DTSTART), by the clock of the place. A `rule.until` with a zone is compared by its own
        clock.
    first, last : date
        The window, both included.

    Returns
    -------
    tuple of date
        Every day once, in order.

    Raises
    ------
    TooManyDates
        If there are more occurrences since `start` than can be listed, or if the rule counts hours, minutes
        or seconds and would take too long.
    """
    days = takewhile(lambda day: day <= last, _days(rule, start, last))
    return tuple(dict.fromkeys(day for day in days if day >= first))


def last_date(rule: Rule, start: date | datetime) -> date | None:
    """
    Find the last date of a rule that is limited by a count.

    Parameters
    ----------
    rule : Rule
        The rule.
    start : date or datetime
        Its first date.

    Returns
    -------
    date or None
        The last date, or None if the rule has no count.

    Raises
    ------
    TooManyDates
        As for `dates`, or if the count is not used up within a hundred years.
    """
    if rule.count is None:
        return None
    end = date(min(MAXYEAR, start.year + _YEARS_OF_A_COUNT), 12, 31)
    days = list(takewhile(lambda day: day <= end, _days(rule, start, end)))
    if len(days) < rule.count:
        raise TooManyDates(rule.text)
    return days[-1]


def _days(rule: Rule, start: date | datetime, last: date) -> Iterator[date]:
    """Yield the day of each occurrence from the first on, at least until one is after the last day."""
    begins = start if isinstance(start, datetime) else datetime.combine(start, time())
    begins = begins.replace(tzinfo=None)
    if begins.date() > last:
        return
    if rule.freq in _SMALL:
        _check_small(rule, begins, last)
    # dateutil looks for a next occurrence until the year 9999, however long that takes. The last repetition
    # of the calendar before that year has the same days of the week and leaves at most 400 years to look at.
    shift = (MAXYEAR - last.year) // _CYCLE * _CYCLE
    begins = begins.replace(year=begins.year + shift)
    try:
        for n, moment in enumerate(rrule.rrule(**_arguments(rule, begins, last, shift))):
            if n >= MOST_OCCURRENCES:
                raise TooManyDates(rule.text)
            yield moment.date().replace(year=moment.year - shift)
    except TooManyDates:
        raise
    except (ValueError, OverflowError):
        # dateutil refuses combinations of times that never occur.
        return


def _check_small(rule: Rule, begins: datetime, last: date) -> None:
    """Refuse rules by hours, minutes and seconds for which dateutil would count through many years."""
    if last - begins.date() > _MOST_SMALL and rule.count is None:
        raise TooManyDates(rule.text)
    if not (rule.byday or rule.bymonth or rule.bymonthday or rule.byyearday):
        return
    if rule.count is not None or rule.byyearday or date.max - last <= _MOST_SMALL:
        raise TooManyDates(rule.text)
    by_days = Rule(freq="DAILY", byday=rule.byday, bymonth=rule.bymonth, bymonthday=rule.bymonthday)
    if not dates(by_days, begins, last + timedelta(days=1), last + _MOST_SMALL):
        raise TooManyDates(rule.text)


def _arguments(rule: Rule, begins: datetime, last: date, shift: int) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "freq": getattr(rrule, rule.freq),
        "dtstart": begins,
        "interval": rule.interval,
        "wkst": rule.wkst,
        "count": rule.count,
        "byweekday": [rrule.weekday(day, ordinal or None) for day, ordinal in rule.byday] or None,
    }
    times_matter = rule.count is not None or rule.bysetpos or rule.freq in _SMALL or rule.until is not None
    for name in LISTS:
        if times_matter or name not in _TIMES:
            arguments[name] = getattr(rule, name) or None
    until = rule.until
    if until is not None:
        if not isinstance(until, datetime):
            until = datetime.combine(until, time(23, 59, 59))
        # A later end makes no difference here, and may lie after the last year there is.
        if until.date() <= last:
            arguments["until"] = until.replace(tzinfo=None, year=until.year + shift)
    return arguments
