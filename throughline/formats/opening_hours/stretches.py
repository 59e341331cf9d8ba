"""When a place or service is open: what its rows of hours say of each day, and what they leave open."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

DAY: Final = 24 * 60
"""Minutes."""

MOST_DAYS_INSTEAD: Final = 14
"""A row of so many dates without a rule is a holiday: its hours hold instead of the weekly ones."""


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


def without_closed(stretches: Collection[Stretch]) -> Iterator[Stretch]:
    """
    Take from the hours of rules the days of the week on which another row says that it is closed.

    What holds on single dates instead of the weekly hours is left as it is.

    Parameters
    ----------
    stretches : collection of Stretch
        The stretches of all rows.

    Yields
    ------
    Stretch
        What is left of each.
    """
    closed = [one for one in stretches if one.weekday is not None and one.opens is None]
    for stretch in stretches:
        parts = [stretch]
        if stretch.opens is None or stretch.is_instead:
            yield stretch
            continue
        if stretch.day is not None:
            parts = [] if any(shut.holds_on(stretch.day) for shut in closed) else parts
        else:
            for shut in closed:
                if shut.weekday == stretch.weekday:
                    parts = [left for part in parts for left in _outside(part, shut)]
        yield from parts


def _outside(stretch: Stretch, shut: Stretch) -> Iterator[Stretch]:
    """What is left of a weekly stretch before the first and after the last day of another one."""
    before = _day_beside(shut.first_day, -1)
    if before is not None:
        last_day = min(before, stretch.last_day or before)
        if stretch.first_day is None or stretch.first_day <= last_day:
            yield replace(stretch, last_day=last_day)
    after = _day_beside(shut.last_day, 1)
    if after is not None:
        first_day = max(after, stretch.first_day or after)
        if stretch.last_day is None or first_day <= stretch.last_day:
            yield replace(stretch, first_day=first_day)


def _day_beside(day: date | None, n_days: int) -> date | None:
    """A day after or before; None if there is none."""
    return None if day in {None, date.min, date.max} else day + timedelta(days=n_days)


def in_order(stretch: Stretch) -> tuple[int, date, int, int, date, date]:
    """
    Order stretches, which have parts that may be missing.

    Parameters
    ----------
    stretch : Stretch
        A stretch.

    Returns
    -------
    tuple
        What they are compared by.
    """
    return (
        -1 if stretch.weekday is None else stretch.weekday,
        stretch.day or date.min,
        -1 if stretch.opens is None else stretch.opens,
        -1 if stretch.closes is None else stretch.closes,
        stretch.first_day or date.min,
        stretch.last_day or date.max,
    )


def _joined(hours: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Hours in order without overlap."""
    found: list[tuple[int, int]] = []
    for opens, closes in hours:
        if found and opens <= found[-1][1]:
            found[-1] = (found[-1][0], max(closes, found[-1][1]))
        else:
            found.append((opens, closes))
    return found
