"""Packages of the standard: written, opened again, and judged by the published schemas."""

import csv
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import frictionless
from jsonschema import Draft202012Validator

from tests.shared import shared
from throughline.formats.hsds import TABLES, HsdsRow
from throughline.formats.hsds.cells import TYPES
from throughline.formats.hsds.nested import Rows
from throughline.formats.hsds.version import ONE

NOON = datetime(2026, 9, 2, 12, 0, tzinfo=UTC)
HARD = '=1+1, "quoted"\nsecond line; +1 217 555 0100'


def an_id(table: str, number: int = 0) -> str:
    return f"00000000-0000-4000-8000-{list(TABLES).index(table):010d}{number:02d}"


ALLOWED = {
    "attribute": {"link_id": an_id("service"), "link_entity": "service"},
    "language": {"code": "es"},
    "metadata": {"resource_id": an_id("attribute"), "resource_type": "attribute"},
    "schedule": {"byday": "MO,2TU", "timezone": "America/Chicago"},
}
"""What the reader would take for something else."""


class EveryTable:
    """A directory with two rows in each table: one with every field, and one with what it must have."""

    def rows(self, table: str) -> Iterator[HsdsRow]:
        samples = {float: 1.5, int: 2, date: date(2026, 9, 1), datetime: NOON, str: HARD}
        full: dict[str, Any] = {}
        for one in TABLES[table].fields:
            kind = TYPES[table][one.name]
            formats = {"uri": "https://hope.example/a", "email": "a@hope.example", "time": "09:00"}
            full[one.name] = formats.get(one.kind, one.values[0] if one.values else samples[kind])
            if one.link:
                full[one.name] = an_id(one.link)
        full |= {"id": an_id(table, 0)} | ALLOWED.get(table, {})
        yield HsdsRow(table=table, values=full, extra={"fax": HARD, "phones": "2"}, source_id="x 1")
        bare = {name: "" if kind is str else None for name, kind in TYPES[table].items()}
        must = {name: full[name] for name in TABLES[table].required}
        must |= {name: an_id(other, 1) for name, other in TABLES[table].links.items() if name in must}
        yield HsdsRow(table=table, values={**bare, **must, "id": an_id(table, 1)})


FOLDERS = {"3.0": "3.0", "3.1": "3.1-dev"}


class Published:
    """A directory with UUIDs in the place of its ids, as the district's own has them."""

    def __init__(self, source: Rows) -> None:
        self._source = source

    def rows(self, table: str) -> Iterator[HsdsRow]:
        for number, row in enumerate(self._source.rows(table)):
            one = row.values["id"]
            values = dict(row.values)
            values["id"] = a_uuid(table, one) if one else a_uuid(table, f"row {number}")
            for link, target in TABLES[table].links.items():
                values[link] = values[link] and a_uuid(target, values[link])
            extra = dict(row.extra)
            yield HsdsRow(table=table, values=values, extra=extra, source_id=one)


def a_uuid(table: str, one: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{table}:{one}"))


def cells(source: Rows) -> dict[str, dict[str, Any]]:
    """Every cell of a directory that is not blank, by table and id."""
    return {
        table: {
            row.values["id"]: {
                "source_id": row.source_id,
                **{name: value for name, value in row.values.items() if value not in ("", None)},
                **{f"extra {name}": value for name, value in row.extra.items()},
            }
            for row in source.rows(table)
        }
        for table in TABLES
    }


def unpacked(pieces: Iterable[bytes], folder: Path) -> Path:
    with zipfile.ZipFile(BytesIO(b"".join(pieces))) as archive:
        archive.extractall(folder)
    return folder


def judge(version: str, name: str) -> Draft202012Validator:
    """The validator of a compiled schema, formats included."""
    text = shared("hsds", FOLDERS[version], "schema", "compiled", f"{name}.json").read_text("utf-8")
    return validator(json.loads(text))


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def complaints(validator: Draft202012Validator, content: object) -> list[str]:
    return [f"{list(error.absolute_path)}: {error.message}" for error in validator.iter_errors(content)]


def flat_records(table: str, record: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """A record and all that it holds, each with its table and without what it holds."""
    nested = {
        name: one for name, one in TABLES[table].nested.items() if isinstance(record.get(name), dict | list)
    }
    yield table, {name: value for name, value in record.items() if name not in nested}
    for name, child in nested.items():
        for one in [record[name]] if name in ONE else record[name]:
            yield from flat_records(child, one)


def errors_of(folder: Path) -> list[str]:
    longest = csv.field_size_limit()
    try:
        report = frictionless.validate(str(folder / "datapackage.json"))
    finally:
        csv.field_size_limit(longest)  # the judge lifts it for the whole process
    return [str(one) for one in report.flatten(["title", "rowNumber", "fieldName", "note"])] + report.errors


def written_records(folder: Path) -> dict[str, dict[str, Any]]:
    """The records of every file, each once, without those that they hold."""
    tables = {table.stem: name for name, table in TABLES.items()}
    found: dict[str, dict[str, Any]] = {}
    for file in folder.glob("*.json"):
        if file.stem in tables:
            for record in json.loads(file.read_text("utf-8")):
                for table, one in flat_records(tables[file.stem], record):
                    before = found.setdefault(table, {}).setdefault(one["id"], one)
                    assert before == one
    return found
