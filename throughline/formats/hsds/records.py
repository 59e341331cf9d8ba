"""Write a row as a record of a version of the standard, in which every value is valid."""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Final, TypeAlias

from throughline.formats.hsds.additions import AS_WRITTEN, CONFIDENTIAL, NOT_STATED, SOURCE_ID, written_name
from throughline.formats.hsds.model import HsdsRow
from throughline.formats.hsds.standard import TABLES
from throughline.formats.hsds.version import Field, Version

Record: TypeAlias = dict[str, Any]
Held: TypeAlias = Mapping[str, "Record | Sequence[Record]"]

_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_PART: Final = r"(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})"
_PATH: Final = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})"
_URI: Final = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.-]*:"
    rf"(?://(?:(?:{_PART}|:)*@)?{_PART}+(?::\d*)?(?:/{_PATH}*)?|/?(?!/){_PATH}+)"
    rf"(?:\?(?:{_PATH}|\?)*)?(?:#(?:{_PATH}|\?)*)?",
    re.ASCII,
)
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_EMAIL: Final = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+", re.ASCII)
_PATTERNS: Final = {"uuid": _UUID, "uri": _URI, "email": _EMAIL}
_TIME: Final = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?", re.ASCII)
_NUMBER: Final = re.compile(r"0|-?[1-9]\d{0,14}", re.ASCII)


def fitting(row: HsdsRow, version: Version) -> tuple[Record, dict[str, str]]:
    """
    Separate the values of a row that fit their field from those that do not.

    Parameters
    ----------
    row : HsdsRow
        The row. Its id and its links are UUIDs.
    version : str
        The version of the standard.

    Returns
    -------
    tuple of dict, dict
        The values that fit, as JSON has them, by field; and the texts that do not.
    """
    values: Record = {"id": row.values["id"]}
    others: dict[str, str] = {}
    blank = []
    for one in _fields(row.table, version)[1:]:
        value = row.values.get(one.name)
        if value is None or value == "":
            fit = None
        else:
            fit = _fit(one, value)
            if fit is None:
                others[one.name] = _text(value)
        if fit is None and one.is_required and one.values:
            fit = one.values[0]
            blank.append(one.name)
        elif fit is None and one.is_required and one.kind in {"string", "date"}:
            fit = ""
        if fit is not None:
            values[one.name] = fit
    if blank:
        others[NOT_STATED] = " ".join(blank)
    return values, others


def record_of(row: HsdsRow, version: Version, held: Held | None = None) -> Record:
    """
    Write a row as a record in JSON.

    Parameters
    ----------
    row : HsdsRow
        The row. Its id and its links are UUIDs.
    version : str
        The version of the standard.
    held : mapping of str to record or sequence of record, optional
        Records of other tables that it holds, by name; those that the version does not have, and empty ones,
        are left out.

    Returns
    -------
    dict
        The fields that have a value, in the order of the standard, then the records it holds, then what we
        add: every required text is there, and every value has the type, the format and the values that the
        standard allows. What does not fit is in a property of its own: see `additions`. What is missing all
        the same is told by `gaps`.
    """
    values, others = fitting(row, version)
    if held:
        names = TABLES[row.table].nested_in(version)
        values |= {name: held[name] for name in names if held.get(name)}
    return values | added(row, others)


def added(row: HsdsRow, others: Mapping[str, str]) -> Record:
    """
    Return what a record has beside the standard.

    Parameters
    ----------
    row : HsdsRow
        The row.
    others : mapping of str to str
        What does not fit, as `fitting` returns it.

    Returns
    -------
    dict
        The id in the directory it came from, columns that the standard does not have, and what does not fit.
    """
    beside: Record = {SOURCE_ID: row.source_id} if row.source_id else {}
    for name, value in row.extra.items():
        if name == CONFIDENTIAL and row.table == "location" and value in {"true", "false"}:
            beside[name] = value == "true"
        elif value not in (None, ""):
            beside[written_name(row.table, name)] = _text(value)
    for name, text in others.items():
        beside[name if name == NOT_STATED else name + AS_WRITTEN] = text
    return beside


def gaps(row: HsdsRow, version: Version, held: Held | None = None) -> tuple[str, ...]:
    """
    List what a record must have and has not.

    Parameters
    ----------
    row : HsdsRow
        The row.
    version : str
        The version of the standard.
    held : mapping of str to record or sequence of record, optional
        Records of other tables that it holds.

    Returns
    -------
    tuple of str
        Names of required fields that have no valid value and cannot be blank. A record with gaps would not be
        valid.
    """
    must = _musts(row.table, version)
    values = fitting(row, version)[0] if must else {}
    missing = [name for name in must if name not in values]
    if row.table == "service_capacity" and held is not None and not held.get("unit"):
        missing.append("unit")
    return tuple(missing)


@cache
def _fields(table: str, version: Version) -> tuple[Field, ...]:
    return TABLES[table].fields_in(version)


@cache
def _musts(table: str, version: Version) -> tuple[str, ...]:
    """Required fields that cannot be blank."""
    return tuple(one.name for one in _fields(table, version) if one.is_required and _may_be_missing(one))


def _may_be_missing(field: Field) -> bool:
    return field.kind not in {"string", "date", "uuid"}


def _fit(field: Field, value: Any) -> Any:
    """Return a value as JSON has it; None if the field may not have it."""
    if field.kind == "number":
        return _number(value)
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = _text(value)
    if field.kind == "time":
        time = _TIME.fullmatch(text)
        return time and (text if time[1] else f"{text}:00")
    pattern = _PATTERNS.get(field.kind)
    if (field.values and text not in field.values) or (pattern and not pattern.fullmatch(text)):
        return None
    return None if field.kind == "datetime" else text


def _number(value: Any) -> int | float | None:
    """Return a number. A text is one only if it says the same when it is read again, unlike 007."""
    if isinstance(value, str):
        return int(value) if _NUMBER.fullmatch(value) else None
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    return value if isinstance(value, int) else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value)
