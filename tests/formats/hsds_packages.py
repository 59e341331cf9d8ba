"""Packages of the standard: written, opened again, and judged by the published schemas."""

import json
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from jsonschema import Draft202012Validator

from tests.shared import shared
from throughline.formats.hsds import TABLES, HsdsRow
from throughline.formats.hsds.nested import Rows
from throughline.formats.hsds.version import ONE

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
    return Draft202012Validator(json.loads(text), format_checker=Draft202012Validator.FORMAT_CHECKER)


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
