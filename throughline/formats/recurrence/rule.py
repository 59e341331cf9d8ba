"""A recurrence rule with every part of RFC 5545, section 3.3.10."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, Literal, NamedTuple

Frequency = Literal["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"]

FREQUENCIES: Final[tuple[Frequency, ...]] = (
    "YEARLY",
    "MONTHLY",
    "WEEKLY",
    "DAILY",
    "HOURLY",
    "MINUTELY",
    "SECONDLY",
)
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""The days of the week as RFC 5545 writes them; Monday is 0."""

LISTS: Final = {
    "bysecond": (0, 60),
    "byminute": (0, 59),
    "byhour": (0, 23),
    "bymonthday": (-31, 31),
    "byyearday": (-366, 366),
    "byweekno": (-53, 53),
    "bymonth": (1, 12),
    "bysetpos": (-366, 366),
}
"""Parts that are lists of numbers, with the lowest and the highest number."""

_MOST: Final = 10**9
_SPECIAL: Final = {
    "byweekno": ("YEARLY",),
    "byyearday": ("YEARLY", "HOURLY", "MINUTELY", "SECONDLY"),
    "bymonthday": tuple(freq for freq in FREQUENCIES if freq != "WEEKLY"),
}
"""Parts that RFC 5545 allows with some frequencies only."""


class BadRule(ValueError):
    """
    A rule that RFC 5545 does not allow, or a part of one that cannot be read.

    Parameters
    ----------
    part : str
        Name of the part, in small letters.
    value : str
        The part as it is written.

    Attributes
    ----------
    part : str
        Name of the part.
    value : str
        The part as it is written.
    """

    def __init__(self, part: str, value: str = "") -> None:
        super().__init__(f"{part}={value}")
        self.part = part
        self.value = value


class OrdinalDay(NamedTuple):
    """
    A day of the week, as in BYDAY.

    Parameters
    ----------
    day : int
        Monday is 0.
    ordinal : int
        Which of them in the month or year, negative from the end; 0 for each of them.
    """

    day: int
    ordinal: int = 0

    @property
    def text(self) -> str:
        """The day as RFC 5545 writes it, such as 2MO."""
        return f"{self.ordinal or ''}{WEEKDAYS[self.day]}"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """
    A recurrence rule.

    Parameters
    ----------
    freq : str
        How often it repeats: YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY, MINUTELY or SECONDLY.
    interval : int
        Every how many years, months, weeks and so on.
    count : int or None
        How many times in all.
    until : date, datetime or None
        The last day or moment. A day is meant whole.
    wkst : int
        The day on which weeks begin; Monday is 0.
    byday : tuple of OrdinalDay
        Days of the week.
    bymonthday, byyearday, byweekno, bymonth, bysetpos, byhour, byminute, bysecond : tuple of int
        The other parts, as RFC 5545 defines them.

    Raises
    ------
    BadRule
        If RFC 5545 does not allow the rule.
    """

    freq: Frequency
    interval: int = 1
    count: int | None = None
    until: date | datetime | None = None
    wkst: int = 0
    byday: tuple[OrdinalDay, ...] = ()
    bymonthday: tuple[int, ...] = ()
    byyearday: tuple[int, ...] = ()
    byweekno: tuple[int, ...] = ()
    bymonth: tuple[int, ...] = ()
    bysetpos: tuple[int, ...] = ()
    byhour: tuple[int, ...] = ()
    byminute: tuple[int, ...] = ()
    bysecond: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what RFC 5545 does not allow."""
        for part, value in self._faults():
            raise BadRule(part, value)

    def _faults(self) -> Iterator[tuple[str, str]]:
        if self.freq not in FREQUENCIES:
            yield "freq", self.freq
        if not 1 <= self.interval <= _MOST:
            yield "interval", str(self.interval)
        if self.count is not None and (not 1 <= self.count <= _MOST or self.until is not None):
            yield "count", str(self.count)
        if not 0 <= self.wkst <= 6:
            yield "wkst", str(self.wkst)
        for name, (low, high) in LISTS.items():
            numbers = getattr(self, name)
            if any(not low <= n <= high or (n == 0 and low < 0) for n in numbers):
                yield name, _joined(numbers)
            if numbers and self.freq not in _SPECIAL.get(name, FREQUENCIES):
                yield name, _joined(numbers)
        if any(not 0 <= day <= 6 or abs(ordinal) > 53 for day, ordinal in self.byday) or (
            any(day.ordinal for day in self.byday)
            and (self.freq not in {"MONTHLY", "YEARLY"} or self.byweekno)
        ):
            yield "byday", ",".join(day.text for day in self.byday if 0 <= day.day <= 6)
        if self.bysetpos and not (self.byday or any(getattr(self, n) for n in LISTS if n != "bysetpos")):
            yield "bysetpos", _joined(self.bysetpos)

    @property
    def text(self) -> str:
        """The rule as RFC 5545 writes it, without `RRULE:`."""
        parts = [f"FREQ={self.freq}"]
        if self.until is not None:
            parts.append(f"UNTIL={_until_text(self.until)}")
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        if self.interval != 1:
            parts.append(f"INTERVAL={self.interval}")
        parts.extend(
            f"{name.upper()}={_joined(getattr(self, name))}" for name in LISTS if getattr(self, name)
        )
        if self.byday:
            parts.append(f"BYDAY={','.join(day.text for day in self.byday)}")
        if self.wkst:
            parts.append(f"WKST={WEEKDAYS[self.wkst]}")
        return ";".join(parts)


def _joined(numbers: tuple[int, ...]) -> str:
    return ",".join(map(str, numbers))


def _until_text(until: date | datetime) -> str:
    if not isinstance(until, datetime):
        return f"{until.year:04}{until:%m%d}"
    if until.tzinfo is not None:
        until = until.astimezone(UTC)
    return f"{until.year:04}{until:%m%dT%H%M%S}{'Z' if until.tzinfo else ''}"
