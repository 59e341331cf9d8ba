"""Read single values of a directory; None where a value cannot be read."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

from throughline.formats.opening_hours import time_of_day
from throughline.formats.recurrence import WEEKDAYS, weekdays

__all__ = ["day", "extension", "is_ambiguous_date", "moment", "number", "time_of_day", "weekday", "whole"]

_NUMBER: Final = re.compile(r"[+-]?\d{1,12}(?:\.\d{1,20})?", re.ASCII)
_EXTENSION: Final = re.compile(
    r"(?:ext(?:ension|n)?\b\.?|x|#)?\s*:?\s*(\d{1,15})(?:\.0+)?", re.ASCII | re.IGNORECASE
)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}|(?:19|20)\d{6}(?!\d)", re.ASCII)
_SLASHES: Final = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_IN_WORDS: Final = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.ASCII)
_MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_CENTURY: Final = 2000
_SERIAL: Final = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_DAY_0: Final = date(1899, 12, 30)
"""From which spreadsheets count days, for every day after February 1900."""

_FIRST_SERIAL: Final = (date(1970, 1, 1) - _DAY_0).days
_LAST_SERIAL: Final = (date(2099, 12, 31) - _DAY_0).days


def number(cell: str) -> float | None:
    """
    Read a number.

    Parameters
    ----------
    cell : str
        The cell, without surrounding whitespace.

    Returns
    -------
    float or None
        The number, or None if it is not one.
    """
    return float(cell) if _NUMBER.fullmatch(cell) else None


def whole(cell: str) -> int | None:
    """
    Read a whole number.

    Parameters
    ----------
    cell : str
        The cell, without surrounding whitespace.

    Returns
    -------
    int or None
        The number, or None if it is not a whole one.
    """
    value = number(cell)
    return int(value) if value is not None and value.is_integer() else None


def day(cell: str) -> date | None:
    """
    Read a date such as 2026-09-01, 12/24/2026 or December 24, 2026; ignore a time of day after the first.

    Month and day in numbers are read only if they can be one date: 12/24/2026 is, 11/12/2026 is not. A number
    of days is a date as spreadsheets count them: 45000 is 2023-03-15.

    Parameters
    ----------
    cell : str
        The cell, without surrounding whitespace.

    Returns
    -------
    date or None
        The date, or None if it is not one.
    """
    moment_read = moment(cell)
    if moment_read:
        return moment_read.date()
    if _SERIAL.fullmatch(cell) and _FIRST_SERIAL <= (n_days := int(cell.partition(".")[0])) <= _LAST_SERIAL:
        return _DAY_0 + timedelta(days=n_days)
    choices = _choices(cell)
    return choices.pop() if len(choices) == 1 else None


def is_ambiguous_date(cell: str) -> bool:
    """
    Tell whether a cell can be two dates, as 11/12/2026 is November 12 or December 11.

    Parameters
    ----------
    cell : str
        The cell, without surrounding whitespace.

    Returns
    -------
    bool
        True if it can.
    """
    return len(_choices(cell)) > 1


def _choices(cell: str) -> set[date]:
    """Return every date that a cell in numbers, or in English words, can mean."""
    tries: list[tuple[int, int, int]] = []
    in_numbers = _SLASHES.fullmatch(cell)
    if in_numbers:
        first, second, year = int(in_numbers[1]), int(in_numbers[3]), int(in_numbers[4])
        year += _CENTURY if len(in_numbers[4]) == 2 else 0
        tries = [(year, first, second), (year, second, first)]
    in_words = _IN_WORDS.fullmatch(cell)
    if in_words:
        name = in_words[1].lower()
        months = [n for n, month in enumerate(_MONTHS, 1) if month.startswith(name)]
        tries = [(int(in_words[3]), month, int(in_words[2])) for month in months]
    found = set()
    for year, month, number in tries:
        try:
            found.add(date(year, month, number))
        except ValueError:
            continue
    return found


def moment(cell: str) -> datetime | None:
    """
    Read a date with or without a time of day, in ISO 8601 format.

    Parameters
    ----------
    cell : str
        The cell, without surrounding whitespace.

    Returns
    -------
    datetime or None
        The date and time, in UTC where no offset is given; None if it is not one.
    """
    if not _DATE.match(cell):
        return None
    try:
        value = datetime.fromisoformat(cell.upper())
    except ValueError:
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def extension(cell: str) -> str:
    """
    Read the extension of a phone number.

    Parameters
    ----------
    cell : str
        The cell, such as 12, ext. 12, x12, or 12.0, as spreadsheets write a number.

    Returns
    -------
    str
        Its digits; anything else as it is written.
    """
    found = _EXTENSION.fullmatch(cell)
    return found[1] if found else cell


def weekday(cell: str) -> str | None:
    """
    Read days of the week.

    Numbers are not read: HSDS 1.1 does not specify the first day of the week.

    Parameters
    ----------
    cell : str
        The name of a day, or several of them, as `recurrence.weekdays` reads them.

    Returns
    -------
    str or None
        The days in the letters of RFC 5545, such as MO or MO,WE; None if it is not days.
    """
    days = weekdays(cell)
    return ",".join(WEEKDAYS[number] for number in days) if days else None
