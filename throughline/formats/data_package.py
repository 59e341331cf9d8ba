"""Write tables as a data package: a zip with one CSV per table, a dictionary of all columns, and other files.

The dictionary is `datapackage.json`, which follows Frictionless Tabular Data Package, version 1.

References
----------
Tabular Data Package: https://specs.frictionlessdata.io/tabular-data-package/
Table Schema: https://specs.frictionlessdata.io/table-schema/
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, TypeAlias

from throughline.formats.writing import Cell, csv_lines
from throughline.formats.zipping import zipped

PROFILE: Final = "tabular-data-package"
RESOURCE_PROFILE: Final = "tabular-data-resource"
DIALECT: Final = {
    "delimiter": ",",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
}

Key: TypeAlias = str | tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name : str
        Its name in the header.
    description : str
        What it contains, for a reader who has only the file. Empty if it needs none.
    type : {"string", "integer", "number", "date", "time", "datetime"}
        Table Schema's type.
    is_required : bool
        Whether every row has a value.
    values : tuple of str
        The only values it may have; empty for any.
    format : str
        Table Schema's format; empty for any.
    """

    name: str
    description: str
    type: Literal["string", "integer", "number", "date", "time", "datetime"] = "string"
    is_required: bool = False
    values: tuple[str, ...] = ()
    format: str = ""

    @property
    def as_json(self) -> dict[str, object]:
        """The field descriptor of Table Schema."""
        constraints: dict[str, object] = {"required": True} if self.is_required else {}
        if self.values:
            constraints["enum"] = list(self.values)
        described: dict[str, object] = {"name": self.name, "type": self.type}
        more = {"format": self.format, "description": self.description, "constraints": constraints}
        return described | {name: value for name, value in more.items() if value}


@dataclass(frozen=True)
class Table:
    """One table: its columns, its rows, and how it relates to others.

    Attributes
    ----------
    name : str
        Lower case, digits, "-", "_" and "." only.
    description : str
        What a row is.
    columns : tuple of Column
        In order.
    rows : iterable of sequence
        Cells in the order of the columns. Read once.
    key : tuple of str
        Columns of the primary key.
    refers : tuple of (str or tuple of str, str, str or tuple of str)
        ``(column, table, column of that table)`` of each foreign key; tuples for keys of several columns. An
        empty table means this one.
    file : str
        Path of its file in the package; ``data/<name>.csv`` if empty.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Cell]]
    key: tuple[str, ...] = ()
    refers: tuple[tuple[Key, str, Key], ...] = ()
    file: str = ""

    @property
    def path(self) -> str:
        """Path of its file in the package."""
        return self.file or f"data/{self.name}.csv"


@dataclass(frozen=True)
class DataPackage:
    """The content of a package.

    Attributes
    ----------
    name : str
        Lower case, digits, "-", "_" and "." only.
    title, description : str
        Human-readable.
    created : datetime
        When its content was created; written as the time of each file, so that the same content gives the
        same bytes.
    tables : iterable of Table
        Each becomes a CSV. The next one is taken when the one before is written.
    files : iterable of (str, str)
        Path and text of every other file, taken when the tables are written.
    about : mapping
        Additional properties of the descriptor.
    guard : bool
        Whether texts that begin like a formula get an apostrophe, so that a spreadsheet does not run them. A
        package that programs read again is written without.
    """

    name: str
    title: str
    description: str
    created: datetime
    tables: Iterable[Table]
    files: Iterable[tuple[str, str]] = ()
    about: Mapping[str, object] = field(default_factory=dict)
    guard: bool = True


def stream(package: DataPackage) -> Iterator[bytes]:
    """
    Write a package as a zip, piece by piece.

    Parameters
    ----------
    package : DataPackage
        What to write. The rows of its tables are read while it is written.

    Returns
    -------
    iterator of bytes
        The pieces of the zip; at most 64 KiB and one line of a table are kept in memory.
    """
    return zipped(_files(package), package.created)


def _files(package: DataPackage) -> Iterator[tuple[str, Iterable[bytes]]]:
    """List the files of a package. Each is read before the next is asked for."""
    resources = []
    for table in package.tables:
        measured = _Measured(csv_lines([one.name for one in table.columns], table.rows, guard=package.guard))
        yield table.path, measured
        resources.append(_resource(table, measured.n_bytes, measured.digest.hexdigest()))
    for path, text in package.files:
        yield path, [text.encode()]
    descriptor = json.dumps(_descriptor(package, resources), indent=2, ensure_ascii=False)
    yield "datapackage.json", [(descriptor + "\n").encode()]


class _Measured:
    """The lines of a file in UTF-8, with their length and SHA-256 once they were read."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = lines
        self.n_bytes = 0
        self.digest = hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for line in self._lines:
            data = line.encode("utf-8", "replace")
            self.digest.update(data)
            self.n_bytes += len(data)
            yield data


def _descriptor(package: DataPackage, resources: list[dict[str, object]]) -> dict[str, object]:
    return {
        "profile": PROFILE,
        "name": package.name,
        "title": package.title,
        "description": package.description,
        "created": package.created.isoformat(),
        **package.about,
        "resources": resources,
    }


def _resource(table: Table, n_bytes: int, sha256: str) -> dict[str, object]:
    schema: dict[str, object] = {
        "fields": [column.as_json for column in table.columns],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.refers:
        schema["foreignKeys"] = [
            {"fields": _fields(column), "reference": {"resource": other, "fields": _fields(referred)}}
            for column, other, referred in table.refers
        ]
    return {
        "profile": RESOURCE_PROFILE,
        "name": table.name,
        "description": table.description,
        "path": table.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": DIALECT,
        "bytes": n_bytes,
        "hash": f"sha256:{sha256}",
        "schema": schema,
    }


def _fields(key: Key) -> str | list[str]:
    return key if isinstance(key, str) else list(key)
