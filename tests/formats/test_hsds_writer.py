"""Whole directories out, by the standard: valid, complete, and the same when they are read again."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.formats.hsds_packages import (
    FOLDERS,
    NOON,
    EveryTable,
    Published,
    an_id,
    cells,
    complaints,
    errors_of,
    judge,
    unpacked,
    validator,
    written_records,
)
from tests.shared import shared
from throughline.formats import hsds
from throughline.formats.hsds import TABLES, WRITTEN, Grouped, HsdsRow, Version, record_of
from throughline.formats.hsds.cells import TYPES

VERSIONS = pytest.mark.parametrize("version", WRITTEN)


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
    again, expected = cells(hsds.read(folder)), cells(EveryTable())
    for loss in losses:
        if loss.reason == "no table":
            expected[loss.table] = {}
        else:
            expected[loss.table][loss.example_id].pop(loss.field)
    assert again == expected
    lost = {loss.table for loss in losses if loss.reason == "no table"}
    assert written_records(folder) == {
        table: {row.id: record_of(row, version) for row in source.rows(table)}
        for table in TABLES
        if table not in lost
    }
    assert lost == ({"unit", "url", "service_capacity"} if version == "3.0" else set())


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
    assert cells(hsds.read(folder)) == cells(source)
    assert written_records(folder) == {
        table: {row.id: record_of(row, version) for row in source.rows(table)}
        for table in TABLES
        if list(source.rows(table))
    }


class Rows(EveryTable):
    """A directory of a few rows."""

    def __init__(self, *rows: HsdsRow) -> None:
        self._rows = rows

    def rows(self, table: str) -> Iterator[HsdsRow]:
        return (row for row in self._rows if row.table == table)


def a_row(table: str, number: int = 0, extra: dict[str, str] | None = None, **values: Any) -> HsdsRow:
    blanks = {name: "" if kind is str else None for name, kind in TYPES[table].items()}
    return HsdsRow(table=table, values={**blanks, "id": an_id(table, number), **values}, extra=extra or {})


def test_what_cannot_be_written_is_told_without_its_words(tmp_path: Path) -> None:
    source = Rows(
        a_row("organization", name="Hope", parent_organization_id=an_id("organization", 7)),
        a_row("service", name="Meals", status="active", organization_id=an_id("organization", 9)),
        a_row("url", url="ask Mary"),
    )
    pieces, losses = hsds.write_tables(source, "3.1", title="Valley", created=NOON)
    folder = unpacked(pieces, tmp_path / "package")
    assert errors_of(folder) == []
    assert [(one.table, one.field, one.reason, one.n, one.example_id) for one in losses] == [
        ("organization", "parent_organization_id", "no such row", 1, an_id("organization")),
        ("service", "organization_id", "no such row", 1, an_id("service")),
        ("url", "url", "required value missing", 1, an_id("url")),
    ]
    assert "Mary" not in (folder / "losses.csv").read_text("utf-8")


def test_columns_that_a_reader_would_take_for_others_are_kept_apart(tmp_path: Path) -> None:
    extra = {"Fax": "1", "fax": "2", "Alternate Name": "Hopeful", "": "x"}
    source = Rows(a_row("organization", name="Hope", extra=extra))
    pieces, losses = hsds.write_tables(source, "3.0", title="Valley", created=NOON)
    folder = unpacked(pieces, tmp_path / "package")
    assert errors_of(folder) == []
    assert list(losses) == []
    [row] = hsds.read(folder).organization
    assert row.alternate_name == ""
    assert row.extra == {
        "fax": "1",
        "fax_2": "2",
        "alternate name_as_written": "Hopeful",
        "column": "x",
    }


@VERSIONS
def test_the_profile_describes_what_is_written(version: Version) -> None:
    folder = shared("hsds", FOLDERS[version], "schema")
    for name, patch in hsds.profile(version).items():
        schema = merged(json.loads((folder / name).read_text("utf-8")), patch)
        schema["properties"] = {
            key: {} if "$ref" in str(one) else one for key, one in schema["properties"].items()
        }
        table = name.removesuffix(".json")
        odd = a_row(
            table,
            extra={
                "fax": "1",
                "phones": "2",
                "is_confidential": "true",
                "organization_id": an_id("organization"),
            },
        )
        for row in (*EveryTable().rows(table), odd):
            assert complaints(validator(schema), record_of(row, version) | required_of(row)) == []
        assert complaints(validator(schema), record_of(odd, version) | {"fax": 5})


def required_of(row: HsdsRow) -> dict[str, object]:
    """What a row of blanks lacks, and the record that a capacity holds."""
    full = record_of(next(iter(EveryTable().rows(row.table))), "3.1")
    missing = {name: full[name] for name in hsds.gaps(row, "3.1")}
    return missing | ({"unit": {"id": an_id("unit")}} if row.table == "service_capacity" else {})


def merged(target: Any, patch: Any) -> Any:
    """Merge a patch as RFC 7386 says."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result
