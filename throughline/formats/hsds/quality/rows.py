"""Checks of one row by itself: what its values say, whatever is around it."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final

from throughline.formats import recurrence
from throughline.formats.hsds.exact import is_currency, is_time
from throughline.formats.hsds.quality import words
from throughline.formats.hsds.quality.model import Grade
from throughline.formats.hsds.reaching import can_be_dialed, is_email
from throughline.formats.hsds.standard import TABLES
from throughline.formats.opening_hours import is_overnight
from throughline.formats.problems import ParamValue, quoted

DAYS_FRESH: Final = 365
"""How many days after it was confirmed an entry is taken to be right."""

PRIVATE_TABLES: Final = frozenset({"location", "address", "accessibility"})
"""Tables whose cells are never quoted: they may say where a confidential place is."""

_MUST_BE_FILLED: Final = frozenset({"name", "status", "number", "url", "address_1", "city", "identifier"})
"""Required fields whose blank leaves people without what they need. A blank in others is a warning."""

_NAMED: Final = frozenset({"organization", "service", "location", "program"})
_MARKED: Final[Mapping[str, tuple[str, ...]]] = {
    name: tuple(
        one.name
        for one in table.fields
        if one.kind == "string" and not one.values and not one.name.endswith("_id") and one.name != "extent"
    )
    for name, table in TABLES.items()
    if name != "metadata"
}
_REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    name: tuple(one for one in table.required if one != "id" and one not in table.links)
    for name, table in TABLES.items()
}
_FORMATTED: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    name: tuple((one.name, one.kind) for one in table.fields if one.kind in {"email", "uri"})
    for name, table in TABLES.items()
}

Finding = tuple[str, Grade, str, Mapping[str, ParamValue]]
"""Code, grade, field and values for the sentence."""

Found = Iterator[Finding]


def shown(table: str, value: object) -> str:
    """
    Shorten a value to be quoted in a sentence, where that is allowed.

    Parameters
    ----------
    table : str
        Its table.
    value : object
        The value.

    Returns
    -------
    str
        The value; dots for a cell of a location or an address.
    """
    return "…" if table in PRIVATE_TABLES else quoted(str(value))


def blanks(table: str, values: Mapping[str, Any]) -> Found:
    """
    Find required fields that are blank.

    Parameters
    ----------
    table : str
        The table.
    values : mapping of str to value
        The values of the row.

    Yields
    ------
    tuple
        Code, grade, field and values for the sentence.
    """
    for name in _REQUIRED[table]:
        value = values.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            yield "quality_blank", grade_of_blank(name), name, {}


def grade_of_blank(name: str) -> Grade:
    """
    Grade a required field that is blank.

    Parameters
    ----------
    name : str
        The field.

    Returns
    -------
    {"fault", "warning"}
        A fault if people lack what they need.
    """
    return "fault" if name in _MUST_BE_FILLED else "warning"


def formats(table: str, values: Mapping[str, Any]) -> Found:
    """
    Find values that the standard does not allow: email addresses, web addresses, and values of a list.

    Parameters
    ----------
    table : str
        The table.
    values : mapping of str to value
        The values of the row.

    Yields
    ------
    tuple
        Code, grade, field and values for the sentence.
    """
    for name, kind in _FORMATTED[table]:
        value = values.get(name)
        if not value or not isinstance(value, str):
            continue
        if kind == "email" and not is_email(value):
            yield "quality_email", "fault", name, {"value": shown(table, value)}
        elif kind == "uri" and not words.is_uri(value):
            if words.is_host(value):
                yield "quality_web_beginning", "warning", name, {"value": shown(table, value)}
            else:
                yield "quality_web", "fault", name, {"value": shown(table, value)}
    for name, allowed in TABLES[table].values.items():
        value = values.get(name)
        if value and value not in allowed:
            params = {"value": shown(table, value), "allowed": ", ".join(allowed)}
            yield "quality_value", "fault", name, params


def contents(table: str, values: Mapping[str, Any], today: date) -> Found:
    """
    Find what is wrong, old or unusable in a row though the standard allows it.

    Parameters
    ----------
    table : str
        The table.
    values : mapping of str to value
        The values of the row: those of a directory that was read, or of a record of JSON.
    today : date
        The day on which an entry should be fresh.

    Yields
    ------
    tuple
        Code, grade, field and values for the sentence.
    """
    own = _OWN.get(table)
    if own:
        yield from own(values, today)
    for name in _MARKED.get(table, ()):
        value = values.get(name)
        if isinstance(value, str) and ("<" in value or "&" in value) and words.has_marks(value):
            yield "quality_marks", "advice", name, {}
    name_of_row = values.get("name") if table in _NAMED else None
    if isinstance(name_of_row, str) and words.is_in_capitals(name_of_row):
        yield "quality_capitals", "advice", "name", {}


def _phone(values: Mapping[str, Any], today: date) -> Found:
    number = values.get("number")
    if isinstance(number, str) and number.strip() and not can_be_dialed(number):
        yield "quality_phone", "warning", "number", {"value": quoted(number)}


def _cost(values: Mapping[str, Any], today: date) -> Found:
    currency = values.get("currency")
    if isinstance(currency, str) and currency.strip() and not is_currency(currency.strip()):
        yield "quality_currency", "warning", "currency", {"value": quoted(currency)}


def _location(values: Mapping[str, Any], today: date) -> Found:
    latitude, longitude = values.get("latitude"), values.get("longitude")
    if isinstance(latitude, int | float) and isinstance(longitude, int | float):
        fault = words.coordinate_fault(latitude, longitude)
        if fault == "swapped":
            yield "quality_swapped", "warning", "latitude", {}
        elif fault:
            yield "quality_impossible", "advice", "latitude", {}


def _service(values: Mapping[str, Any], today: date) -> Found:
    least, most = values.get("minimum_age"), values.get("maximum_age")
    if isinstance(least, int | float) and isinstance(most, int | float) and least > most:
        yield "quality_ages", "warning", "minimum_age", {"least": f"{least:g}", "most": f"{most:g}"}
    if values.get("status") in {"inactive", "defunct"}:
        yield "quality_not_active", "advice", "status", {"status": str(values["status"])}
        return
    days = [day for name in ("assured_date", "last_modified") if (day := words.day_of(values.get(name)))]
    if not days:
        yield "quality_undated", "advice", "assured_date", {}
    elif (today - max(days)).days > DAYS_FRESH:
        yield "quality_old", "advice", "assured_date", {"day": max(days).isoformat()}


def _schedule(values: Mapping[str, Any], today: date) -> Found:
    cells = tuple(str(values.get(name) or "") for name in recurrence.COLUMNS)
    start = words.day_of(values.get("dtstart"))
    if any(cells) and (unread := _unread(cells, start)):
        yield "quality_rule", "advice", unread, {}
    opens, closes = values.get("opens_at") or "", values.get("closes_at") or ""
    if is_time(opens) and is_time(closes) and is_overnight(opens[:5], closes[:5]) is None:
        yield "quality_closes_first", "warning", "closes_at", {"opens_at": opens[:5], "closes_at": closes[:5]}
    first, last = words.day_of(values.get("valid_from")), words.day_of(values.get("valid_to"))
    if first and last and first > last:
        yield "quality_ends_first", "warning", "valid_to", {}


@lru_cache(maxsize=4096)
def _unread(cells: tuple[str, ...], start: date | None) -> str:
    """The column for which a rule cannot be put into words; a directory has few different rules."""
    reading = recurrence.read_columns(dict(zip(recurrence.COLUMNS, cells, strict=True)))
    if reading.unread:
        return reading.unread[0]
    return "freq" if reading.rule and recurrence.phrase(reading.rule, start) is None else ""


def _term(values: Mapping[str, Any], today: date) -> Found:
    if not values.get("taxonomy") and not values.get("taxonomy_id") and not values.get("taxonomy_detail"):
        yield "quality_no_taxonomy", "advice", "taxonomy", {}


_OWN: Final = {
    "phone": _phone,
    "cost_option": _cost,
    "location": _location,
    "service": _service,
    "schedule": _schedule,
    "taxonomy_term": _term,
}
