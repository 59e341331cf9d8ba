"""Whole directories out, by the standard: valid, complete, and the same when they are read again."""

import json
from pathlib import Path

import pytest

from tests.formats.hsds_packages import (
    NOON,
    EveryTable,
    Published,
    cells,
    complaints,
    errors_of,
    judge,
    unpacked,
    written_records,
)
from tests.shared import shared
from throughline.formats import hsds
from throughline.formats.hsds import TABLES, WRITTEN, Grouped, Version, record_of

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
