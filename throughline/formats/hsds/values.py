"""Read single values of a directory; None where a value cannot be read."""

import re
from datetime import UTC, date, datetime
from typing import Final

_TIME: Final = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?\s*(?P<half>[ap]\.?m\.?)?"
    r"\s*(?P<offset>Z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE | re.ASCII,
)
_NUMBER: Final = re.compile(r"[+-]?\d{1,12}(?:\.\d{1,20})?", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DAYS: Final = {
    "monday": "MO",
    "tuesday": "TU",
    "wednesday": "WE",
    "thursday": "TH",
    "friday": "FR",
    "saturday": "SA",
    "sunday": "SU",
}


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
    Read a date such as 2026-09-01; ignore a time of day after it.

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
    return moment_read.date() if moment_read else None


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
        value = datetime.fromisoformat(cell)
    except ValueError:
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def time_of_day(cell: str) -> tuple[str, str] | None:
    """
    Read a time of day, with or without seconds, am or pm, and an offset.

    Parameters
    ----------
    cell : str
        The cell, without surrounding whitespace.

    Returns
    -------
    tuple of str, str, or None
        The time as HH:MM, up to 24:00, and the offset, which is mostly empty; None if it is not a time.
    """
    found = _TIME.fullmatch(cell)
    if not found:
        return None
    hour, minute = int(found["hour"]), int(found["minute"])
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return None
    return f"{hour:02}:{minute:02}", found["offset"] or ""


def weekday(cell: str) -> str | None:
    """
    Read a day of the week.

    Numbers are not read: HSDS 1.1 does not specify the first day of the week.

    Parameters
    ----------
    cell : str
        The English name of a day, in full or at least its first three letters, or its two letters in RFC
        5545.

    Returns
    -------
    str or None
        The two letters of RFC 5545, or None if it is not a day.
    """
    text = cell.lower().rstrip(".")
    if text.upper() in _DAYS.values():
        return text.upper()
    return next((short for name, short in _DAYS.items() if len(text) > 2 and name.startswith(text)), None)
