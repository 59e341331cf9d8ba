"""Read the cells of a directory by the field they belong to."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from math import isnan
from typing import Any, Final, NamedTuple

from throughline.formats import recurrence
from throughline.formats.hsds import values
from throughline.formats.hsds.exact import form_fault
from throughline.formats.hsds.standard import TABLES
from throughline.formats.markdown_text import without_markdown
from throughline.formats.names import plain_name
from throughline.formats.plain_text import plain_text

TIMES: Final = frozenset({"opens_at", "closes_at"})
_TEXTS: Final = frozenset({"year_incorporated", "timezone", "extension"})
"""Numbers of the standard that are read as texts: directories write words in them."""

_WHOLE: Final = frozenset({"count", "interval"})
_READ_AS: Final[Mapping[str, type]] = {"number": float, "date": date, "datetime": datetime}

TYPES: Final[Mapping[str, Mapping[str, type]]] = {
    name: {
        one.name: str if one.name in _TEXTS else int if one.name in _WHOLE else _READ_AS.get(one.kind, str)
        for one in table.fields
    }
    for name, table in TABLES.items()
}
"""The fields of each table, with the types as which they are read."""

BLANKS: Final[Mapping[str, Mapping[str, Any]]] = {
    table: {name: "" if kind is str else None for name, kind in types.items()}
    for table, types in TYPES.items()
}
"""What each field of a table is where it is absent."""

EXTRA_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "schedule": ("closed", "exdate", "rdate", *recurrence.COLUMNS),
    "service": ("location_id",),
}
"""Columns that HSDS 3.0 does not have, and that are used nevertheless."""

_RANGES: Final = {
    "latitude": ("hsds_latitude", -90.0, 90.0),
    "longitude": ("hsds_longitude", -180.0, 180.0),
    "minimum_age": ("hsds_age", 0.0, 999.0),
    "maximum_age": ("hsds_age", 0.0, 999.0),
}
_RULES: Final = frozenset({"freq", "byday", "wkst", "interval", "count"})
_NULL: Final = frozenset({"null", "<null>", "\\n", "nan", "#n/a"})
"""What databases and spreadsheets write for a cell without a value."""

_BARE: Final = frozenset({"n/a", "-", "--", "\N{EN DASH}", "\N{EM DASH}"})
"""What people write for it."""

_ABSENT: Final = _BARE | {"na", "none", "nil"}
"""What means it where no value is such a text: "None" may well be what a service costs."""

_ADDRESSES: Final = frozenset(
    (
        "email",
        "assurer_email",
        "url",
        "website",
        "logo",
        "uri",
        "term_uri",
        "schedule_link",
        "number",
        "extension",
    )
)
_OTHER_WORDS: Final = frozenset({"description", "notes", "alert", "attending_type"})
_PLAIN: Final = frozenset({"name", "alternate_name"})
"""The standard allows no marks in names. HTML is taken off all the same."""


_SHORT: Final = 40
"""Longest cell whose reading is remembered: days, times, names of towns and listed values often repeat."""


class Reading(NamedTuple):
    """
    What a cell says.

    Parameters
    ----------
    text : str
        The cell without blanks and marks; empty if it says nothing.
    had_marks : bool
        Whether it held marks of HTML or Markdown.
    code : str
        The problem if it cannot be read.
    value : value
        The value of its field; None if it has no field, says nothing or cannot be read.
    form : str
        The problem if it is not written as HSDS 3 wants, whether it can be read or not.
    """

    text: str
    had_marks: bool
    code: str = ""
    value: Any = None
    form: str = ""


def read_cell(table: str, target: str | None, name: str, cell: str) -> Reading:
    """
    Read a cell.

    Parameters
    ----------
    table : str
        The table.
    target : str or None
        The field; None if the table has none for the column.
    name : str
        The column, as its version of the standard names it.
    cell : str
        The cell.

    Returns
    -------
    Reading
        What it says.
    """
    return (_remembered if len(cell) <= _SHORT else _read)(table, target, name, cell)


def _read(table: str, target: str | None, name: str, cell: str) -> Reading:
    text, had_marks = text_of(table, target, cell)
    if not text or target is None:
        return Reading(text, had_marks)
    field = TABLES[table].by_name.get(target)
    return Reading(
        text, had_marks, *convert(table, target, name, text), form_fault(field, text) if field else ""
    )


_remembered = lru_cache(maxsize=20_000)(_read)


def is_id(target: str) -> bool:
    """
    Tell whether a field holds an id, which is compared as it is written.

    Parameters
    ----------
    target : str
        The field.

    Returns
    -------
    bool
        True for ids and links.
    """
    return target == "id" or target.endswith("_id")


def text_of(table: str, target: str | None, cell: str) -> tuple[str, bool]:
    """
    Take a cell without its blanks and its marks of HTML and Markdown.

    Parameters
    ----------
    table : str
        The table.
    target : str or None
        The field; None if the table has none for the column.
    cell : str
        The cell.

    Returns
    -------
    tuple of str, bool
        The text, and whether it held marks. A cell that says "null" is blank, and so is one of a date, a
        number, an address or a link that says "N/A".
    """
    text = cell.strip()
    if target is None:
        return ("" if text.lower() in _NULL else text), False
    if _is_blank(table, target, text.lower()):
        return "", False
    if is_id(target):
        return text, False
    plain = words_of(text, target)
    return plain, plain != text


def words_of(text: str, target: str) -> str:
    """
    Take the marks of HTML and Markdown off a text.

    Parameters
    ----------
    text : str
        The text.
    target : str
        Its field.

    Returns
    -------
    str
        The text without marks, and without blanks around it.
    """
    plain = plain_text(text).strip()
    if target in _PLAIN:
        return plain or text  # A name that looks like a mark is a name.
    if target in _ADDRESSES:
        return plain
    return without_markdown(plain).strip()


def _is_blank(table: str, target: str, text: str) -> bool:
    """Whether a cell says that there is no value."""
    if text in _NULL:
        return target != "name" or table != "contact"
    if is_id(target):
        return target != "id" and text in {"n/a", "none"}
    if target in _ADDRESSES or target in _OTHER_WORDS or _has_no_words(table, target):
        return text in _ABSENT
    return text in _BARE and target != "name"


def _has_no_words(table: str, target: str) -> bool:
    """Whether no value of the field is a text that somebody writes."""
    return (
        TYPES[table].get(target) is not str
        or is_id(target)
        or target in TIMES
        or target in TABLES[table].values
        or (table == "schedule" and target in recurrence.COLUMNS)
    )


def convert(table: str, target: str, name: str, text: str) -> tuple[str, Any]:
    """
    Read a cell.

    Parameters
    ----------
    table, target : str
        The table and the field.
    name : str
        The column, as its version of the standard names it.
    text : str
        The cell, not blank.

    Returns
    -------
    tuple of str, value
        The code of the problem, and the value; the value is None if it cannot be read.
    """
    if table == "schedule" and target in _RULES:
        return _part_of_rule(target, name, text)
    allowed = TABLES[table].values.get(target)
    if allowed:
        plain = plain_name(text)
        return "hsds_enum", next((value for value in allowed if plain_name(value) == plain), None)
    if target in TIMES:
        return "hsds_time", values.time_of_day(text)
    if target == "extension":
        return "", values.extension(text)
    kind = TYPES[table][target]
    if kind is datetime:
        return _date_code(text), values.moment(text)
    if kind is date:
        return _date_code(text), values.day(text)
    if kind is int:
        return "hsds_number", values.whole(text)
    if kind is float:
        return _number(target, text)
    return "", text


def _number(target: str, text: str) -> tuple[str, float | None]:
    value = values.number(text)
    if target not in _RANGES:
        return "hsds_number", value
    code, least, most = _RANGES[target]
    try:
        size = float(text) if value is None and text.isascii() else value
    except ValueError:
        size = None
    if size is None or least <= size <= most:
        return "hsds_number", value
    return ("hsds_number" if isnan(size) else code), None


def _date_code(text: str) -> str:
    return "hsds_date_order" if values.is_ambiguous_date(text) else "hsds_date"


def _part_of_rule(target: str, name: str, text: str) -> tuple[str, Any]:
    if target in {"interval", "count"}:
        number = values.whole(text)
        return "hsds_number", number if number is not None and number > 0 else None
    if target == "freq":
        rule = recurrence.read_columns({"freq": text}).rule
        return "hsds_freq", rule and rule.freq
    if name == "weekday":
        return "hsds_weekday", values.weekday(text)
    days = recurrence.ordinal_days(text)
    if target == "wkst" and (days is None or len(days) != 1 or days[0].ordinal):
        return "hsds_weekday", None
    return "hsds_byday", ",".join(day.text for day in days) if days else None
