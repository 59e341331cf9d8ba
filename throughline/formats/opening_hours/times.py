"""Read times of day as directories write them."""

import re
from typing import Final

from throughline.formats.names import plain_name

_TIME: Final = re.compile(
    r"(?:\d{4}-\d\d-\d\dT)?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?:[:.]\d{2}(?:\.\d+)?)?)?"
    r"\s*(?P<half>[ap](?:\.?\s?m\.?)?)?\s*(?P<offset>Z|UTC|[+-]\d{2}(?::?\d{2})?)?",
    re.IGNORECASE | re.ASCII,
)
_DIGITS: Final = re.compile(r"(\d{1,2})(\d{2})(\s*[apz].*)?", re.ASCII | re.IGNORECASE)
_HOURS: Final = re.compile(r"(\d{1,2})\s?h(?:rs?\b\.?)?\s?(\d{2})?()", re.ASCII | re.IGNORECASE)
"""Such as 17h and 9h30. Who writes an hour so counts 24 of them."""

_OFFSET: Final = re.compile(r"([+-])(\d{2}):?(\d{2})?", re.ASCII)
_NAMED: Final = {
    "noon": "12:00",
    "12noon": "12:00",
    "midday": "12:00",
    "midnight": "00:00",
    "12midnight": "00:00",
}
_CLOSED: Final = {
    **dict.fromkeys(("true", "t", "yes", "y", "1", "closed", "x", "si", "cerrado"), True),
    **dict.fromkeys(("false", "f", "no", "n", "0", "open", "abierto"), False),
}
_ALL_DAY: Final = frozenset({"24hours", "24hrs", "24h", "24hr", "247", "allday", "open24hours", "24horas"})
_LEAST_OFFSET: Final = -10 * 60
_MOST_OFFSET: Final = 14 * 60
"""Offsets of inhabited places. What looks like another one is a range of hours, such as 9:00-17:00."""

_AFTERNOON: Final = "13:00"


def time_of_day(cell: str) -> tuple[str, str] | None:
    """
    Read a time of day, with or without seconds, a.m. or p.m., a date before it and an offset.

    An hour alone is read only if it can be one time: 17, 9am and 9h are read, 9 is not. Spreadsheets make 900
    of 0900.

    Parameters
    ----------
    cell : str
        The cell, without surrounding whitespace.

    Returns
    -------
    tuple of str, str, or None
        The time as HH:MM, up to 24:00, and the offset from UTC, which is mostly empty; None if it is not a
        time.
    """
    named = _NAMED.get(plain_name(cell))
    if named:
        return named, ""
    digits = _DIGITS.fullmatch(cell) or _HOURS.fullmatch(cell)
    if digits:
        cell = f"{digits[1]}:{digits[2] or '00'}{digits[3] or ''}"
    found = _TIME.fullmatch(cell)
    if not found:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    elif found["minute"] is None and (hour < 13 or found["offset"]):
        return None
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return None
    offset = found["offset"] or ""
    if offset and not _LEAST_OFFSET <= (offset_minutes(offset) or 0) <= _MOST_OFFSET:
        return None
    return f"{hour:02}:{minute:02}", offset


def offset_minutes(offset: str) -> int | None:
    """
    Read an offset from UTC.

    Parameters
    ----------
    offset : str
        Such as Z, UTC, -07:00, -0700 or -07.

    Returns
    -------
    int or None
        Minutes east of UTC; None if it is not an offset.
    """
    if offset.upper() in {"Z", "UTC"}:
        return 0
    found = _OFFSET.fullmatch(offset)
    if not found:
        return None
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return -minutes if found[1] == "-" else minutes


def is_all_day(opens_at: str, closes_at: str) -> bool:
    """
    Tell whether hours are the whole day.

    The standard's guidance writes 00:00 to 23:59 for it.

    Parameters
    ----------
    opens_at, closes_at : str
        Times as HH:MM.

    Returns
    -------
    bool
        True for midnight to midnight, for midnight to 23:59, and for words such as "24 hours" alone.
    """
    first, last = plain_name(opens_at), plain_name(closes_at)
    if first in _ALL_DAY and last in {first, ""}:
        return True
    return opens_at in {"00:00", "24:00"} and closes_at in {"00:00", "24:00", "23:59"}


def is_overnight(opens_at: str, closes_at: str) -> bool | None:
    """
    Tell whether hours go past midnight.

    Where a place opens at 13:00 or later, the file counts 24 hours, or says p.m., and closing earlier on the
    clock is closing on the next day. Before that, "9:00 to 5:00" most probably lacks its p.m.

    Parameters
    ----------
    opens_at, closes_at : str
        Times as HH:MM.

    Returns
    -------
    bool or None
        None if it is uncertain what is meant: hours that would close before they open, or have no length.
    """
    if is_all_day(opens_at, closes_at) or closes_at in {"00:00", "24:00"} or opens_at < closes_at:
        return False
    if opens_at == closes_at:
        return None
    return True if opens_at >= _AFTERNOON else None


def is_closed(cell: str) -> bool | None:
    """
    Read the `closed` column of holidays.

    Parameters
    ----------
    cell : str
        Such as true, no or 1.

    Returns
    -------
    bool or None
        None if it says neither.
    """
    return _CLOSED.get(plain_name(cell))
