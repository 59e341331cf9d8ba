"""Whole directories out, by the standard: valid, complete, and the same when they are read again."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import frictionless
import pytest

from tests.formats.hsds_packages import Published, cells, complaints, flat_records, judge, unpacked
from tests.shared import shared
from throughline.formats import hsds
from throughline.formats.hsds import TABLES, WRITTEN, Grouped, HsdsRow, Version, record_of
from throughline.formats.hsds.cells import TYPES

NOON = datetime(2026, 9, 2, 12, 0, tzinfo=UTC)
VERSIONS = pytest.mark.parametrize("version", WRITTEN)
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


def errors_of(folder: Path) -> list[str]:
    report = frictionless.validate(str(folder / "datapackage.json"))
    return [str(one) for one in report.flatten(["title", "rowNumber", "fieldName", "note"])] + report.errors


@VERSIONS
def test_tables_are_valid_and_come_back_the_same(version: Version, tmp_path: Path) -> None:
    pieces, losses = hsds.write_tables(EveryTable(), version, title="Valley", created=NOON)
    folder = unpacked(pieces, tmp_path / "package")
    assert errors_of(folder) == []
    assert ("losses.csv" in {one.name for one in folder.iterdir()}) is (version == "3.0")
    again = cells(hsds.read(folder))
    expected = cells(EveryTable())
    for loss in losses:
        if loss.reason == "no table":
            expected[loss.table] = {}
        else:
            expected[loss.table][loss.example_id].pop(loss.field)
    assert again == expected


@VERSIONS
def test_records_are_valid_and_nothing_is_left_out(version: Version, tmp_path: Path) -> None:
    source = Grouped(EveryTable())
    pieces, losses = hsds.write_records(source, version, created=NOON)
    folder = unpacked(pieces, tmp_path / "package")
    for name in ("service", "organization"):
        content = json.loads((folder / f"{name}s.json").read_text("utf-8"))
        assert complaints(judge(version, f"{name}_package"), content) == []
    lost = {loss.table for loss in losses if loss.reason == "no table"}
    assert written_records(folder) == {
        table: {row.id: record_of(row, version) for row in source.rows(table)}
        for table in TABLES
        if table not in lost
    }
    assert lost == ({"unit", "url", "service_capacity"} if version == "3.0" else set())


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


@VERSIONS
def test_a_real_directory_goes_out_and_in_unchanged(version: Version, tmp_path: Path) -> None:
    source = Published(hsds.read(shared("hsds", "illinois")))
    pieces, losses = hsds.write_tables(source, version, title="Illinois", created=NOON)
    folder = unpacked(pieces, tmp_path / "tables")
    assert errors_of(folder) == []
    assert list(losses) == []
    again = hsds.read(folder)
    assert cells(again) == cells(source)
    pieces, losses = hsds.write_tables(again, version, title="Illinois", created=NOON)
    assert list(losses) == []
    twice = unpacked(pieces, tmp_path / "twice")
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == {
        one.name: one.read_bytes() for one in twice.iterdir()
    }


@VERSIONS
def test_a_real_directory_is_valid_as_records(version: Version, tmp_path: Path) -> None:
    source = Grouped(Published(hsds.read(shared("hsds", "illinois"))))
    pieces, losses = hsds.write_records(source, version, created=NOON)
    folder = unpacked(pieces, tmp_path / "records")
    assert list(losses) == []
    for name in ("service", "organization"):
        content = json.loads((folder / f"{name}s.json").read_text("utf-8"))
        assert complaints(judge(version, f"{name}_package"), content) == []
    records = written_records(folder)
    assert records == {
        table: {row.id: record_of(row, version) for row in source.rows(table)}
        for table in TABLES
        if list(source.rows(table))
    }
