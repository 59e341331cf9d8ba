"""Read dates as written by survey tools. The order of day and month is a parameter, never guessed."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import Final, Literal
from zoneinfo import ZoneInfo, available_timezones

from throughline.formats.marks import is_placeholder_date, is_zero_date

DateOrder = Literal["YMD", "MDY", "DMY", "EXCEL"]
DATE_ORDERS: Final[tuple[DateOrder, ...]] = ("YMD", "MDY", "DMY", "EXCEL")
"""Year first, month first, day first, or the day number of a spreadsheet."""

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january ene enero",
            "feb february febrero",
            "mar march marzo",
            "apr april abr abril",
            "may mayo",
            "jun june junio",
            "jul july julio",
            "aug august ago agosto",
            "sep sept september septiembre setiembre",
            "oct october octubre",
            "nov november noviembre",
            "dec december dic diciembre",
        ),
        start=1,
    )
    for name in names.split()
}
_OFFSETS_HOURS: Final = {
    "z": 0,
    "utc": 0,
    "gmt": 0,
    "ast": -4,
    "adt": -3,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "akst": -9,
    "akdt": -8,
    "hst": -10,
}
_LONGEST_DATE_CHARS: Final = 80
_DIGIT: Final = re.compile(r"\d")
_NUMERIC: Final = re.compile(r"(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})", re.ASCII)
_DAY_MONTH: Final = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[ -](?:de )?([a-z]+)\.?,?[ -](?:de )?(\d{4}|\d{2})", re.ASCII
)
_MONTH_DAY: Final = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.ASCII)
_WEEKDAY: Final = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? ", re.ASCII)
_NAMED_ZONE: Final = re.compile(r" \(?([a-z]+(?:/[a-z_]+)+)\)?$")
_ZONE_SAID_TWICE: Final = re.compile(
    r"((?: |(?<=\d))(?:gmt|utc)?[+-]\d{2}:?\d{2}) (?:utc|gmt|[a-z]{3,4}|\([a-z ]+\))$"
)
_ORDERS_IN_HEADERS: Final[dict[DateOrder, re.Pattern[str]]] = {
    "MDY": re.compile(r"\bmm?([/.-])dd?\1[ya]{2,4}\b"),
    "DMY": re.compile(r"\bdd?([/.-])mm?\1[ya]{2,4}\b"),
}
_TIME: Final = re.compile(
    r"(?:[t ]|, ?| at | a las )(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d{1,9})?)?(?: ?([ap])\.? ?m\.?)?"
    r"(?: ?([a-z]{1,4}))?(?: ?([+-])(\d{1,2}):?(\d{2})?)?",
    re.ASCII,
)
_SERIAL: Final = re.compile(r"(\d{5})(?:[.,](\d{1,15}))?", re.ASCII)
_FIRST_DAY: Final = datetime(1899, 12, 30)


def parse(text: str, order: DateOrder) -> datetime | None:
    """
    Read a date, with or without a time of day.

    Parameters
    ----------
    text : str
        The cell.
    order : {"YMD", "MDY", "DMY", "EXCEL"}
        Which part comes first. A month written as a word, and a year of four digits in front, are read in
        any of the first three.

    Returns
    -------
    datetime or None
        The date and time; with a time zone only if the cell names one. None if the cell is not a date in this
        order.
    """
    if len(text) > _LONGEST_DATE_CHARS:
        return None
    cell = " ".join(text.replace("\u202f", " ").lower().split())
    if order == "EXCEL":
        return _serial(cell)
    if named := _NAMED_ZONE.search(cell):
        moment, zone = _before_zone(cell[: named.start()], order), _zone_of_name(named[1])
        return moment.replace(tzinfo=zone) if moment is not None and zone is not None else None
    return _before_zone(cell, order)


def _before_zone(cell: str, order: DateOrder) -> datetime | None:
    """Read a date with no name of a zone behind it."""
    cell = _ZONE_SAID_TWICE.sub(r"\1", cell)
    cell = cell[match.end() :] if (match := _WEEKDAY.match(cell)) else cell
    for pattern in (_NUMERIC, _DAY_MONTH, _MONTH_DAY):
        found = pattern.match(cell)
        if found:
            parts = _parts(pattern, found, order)
            return _moment(parts, cell[found.end() :]) if parts else None
    return None


def _parts(pattern: re.Pattern[str], found: re.Match[str], order: DateOrder) -> tuple[int, int, int] | None:
    if pattern is _DAY_MONTH:
        month = _MONTHS.get(found[2])
        return (_year(found[3]), month, int(found[1])) if month else None
    if pattern is _MONTH_DAY:
        month = _MONTHS.get(found[1])
        return (_year(found[3]), month, int(found[2])) if month else None
    first, middle, last = found[1], int(found[3]), found[4]
    if len(first) == 4:
        return (int(first), middle, int(last)) if len(last) <= 2 else None
    if len(first) > 2 or len(last) not in {2, 4} or order == "YMD":
        return None
    return (_year(last), int(first), middle) if order == "MDY" else (_year(last), middle, int(first))


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _moment(parts: tuple[int, int, int], rest: str) -> datetime | None:
    try:
        if not rest:
            return datetime(*parts)
        found = _TIME.fullmatch(rest)
        if not found:
            return None
        hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
        if found[4]:
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if found[4] == "p" else 0)
        zone = _zone(found[5], found[6], found[7], found[8])
        if zone is None and (found[5] or found[6]):
            return None
        return datetime(*parts, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None


def _zone(name: str | None, sign: str | None, hours: str | None, minutes: str | None) -> timezone | None:
    base = _OFFSETS_HOURS.get(name or "utc")
    if base is None or (not name and not sign):
        return None
    if not sign:
        return timezone(timedelta(hours=base)) if base else UTC
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    if base or offset >= timedelta(hours=24):
        return None
    return timezone(-offset if sign == "-" else offset)


@cache
def _zone_of_name(name: str) -> tzinfo | None:
    """Find a zone by its name in lower case."""
    known = {one.lower(): one for one in available_timezones()}
    return ZoneInfo(known[name]) if name in known else None


def order_in_header(header: str) -> DateOrder | None:
    """
    Find the order of day and month that a column's name states.

    Parameters
    ----------
    header : str
        The name, such as ``Date (mm/dd/yyyy)`` or ``Fecha (dd/mm/aaaa)``.

    Returns
    -------
    {"MDY", "DMY"} or None
        The order; None if the name states none.
    """
    lower = header.lower()
    return next((order for order, pattern in _ORDERS_IN_HEADERS.items() if pattern.search(lower)), None)


def _serial(cell: str) -> datetime | None:
    found = _SERIAL.fullmatch(cell)
    if not found or not 20_000 <= int(found[1]) <= 80_000:
        return None
    moment = _FIRST_DAY + timedelta(days=float(f"{found[1]}.{found[2] or 0}"))
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)


def is_placeholder(text: str) -> bool:
    """
    Return whether a cell only stands in for a date that is not known.

    Parameters
    ----------
    text : str
        The cell.

    Returns
    -------
    bool
        True for ``1980-01-01 00:00:00``, ``0000-00-00`` and the like.
    """
    if len(text) > _LONGEST_DATE_CHARS or not _DIGIT.search(text):
        return False
    if is_zero_date(text) or _has_zero(text):
        return True
    # Months in words are read alike in every order.
    orders = DATE_ORDERS[:3] if text.lstrip()[:1].isdigit() else DATE_ORDERS[:1]
    read = (parse(text, order) for order in orders)
    found = [moment for moment in read if moment is not None]
    return bool(found) and all(is_placeholder_date(moment) for moment in found)


def _has_zero(text: str) -> bool:
    """Return whether the day or month of a date is 0, as spreadsheets write for the day number 0."""
    found = _NUMERIC.match(text.strip())
    return found is not None and "0" in {found[n].lstrip("0") or "0" for n in (1, 3, 4)}


def best_order(texts: Sequence[str]) -> DateOrder | None:
    """
    Find the order in which nearly all cells are dates, where none fits every cell.

    Parameters
    ----------
    texts : sequence of str
        The cells, none of them blank.

    Returns
    -------
    {"YMD", "MDY", "DMY", "EXCEL"} or None
        The order; None if fewer than four fifths of the cells are dates in any.
    """
    counted = {order: sum(parse(text, order) is not None for text in texts) for order in DATE_ORDERS}
    best = max(counted, key=lambda order: counted[order])
    return best if 5 * counted[best] >= 4 * len(texts) > 0 else None


def orders_that_fit(texts: Iterable[str]) -> tuple[DateOrder, ...]:
    """
    Find the orders in which every cell is a date.

    Parameters
    ----------
    texts : iterable of str
        The cells, none of them blank.

    Returns
    -------
    tuple of {"YMD", "MDY", "DMY", "EXCEL"}
        The orders. Where the year comes first or months are words, only "YMD". Two orders mean that the cells
        alone do not decide.
    """
    left = list(DATE_ORDERS)
    for text in texts:
        left = [order for order in left if parse(text, order) is not None]
        if not left:
            break
    return ("YMD",) if "YMD" in left else tuple(left)
