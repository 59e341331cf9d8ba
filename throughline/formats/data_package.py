"""Write tables as a data package: a zip with one CSV per table, a dictionary of all columns, and other files.

The dictionary is `datapackage.json`, which follows Frictionless Tabular Data Package, version 1.

References
----------
Tabular Data Package: https://specs.frictionlessdata.io/tabular-data-package/
Table Schema: https://specs.frictionlessdata.io/table-schema/
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from throughline.formats.writing import Cell, csv_lines

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

PROFILE: Final = "tabular-data-package"
RESOURCE_PROFILE: Final = "tabular-data-resource"
DIALECT: Final = {
    "delimiter": ",",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
}
CHUNK: Final = 64 * 1024

Key: TypeAlias = str | tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name : str
        Its name in the header.
    description : str
        What it contains, for a reader who has only the file.
    type : {"string", "integer", "number", "datetime"}
        Table Schema's type.
    is_required : bool
        Whether every row has a value.
    values : tuple of str
        The only values it may have; empty for any.
    """

    name: str
    description: str
    type: Literal["string", "integer", "number", "datetime"] = "string"
    is_required: bool = False
    values: tuple[str, ...] = ()

    @property
    def as_json(self) -> dict[str, object]:
        """The field descriptor of Table Schema."""
        constraints: dict[str, object] = {"required": True} if self.is_required else {}
        if self.values:
            constraints["enum"] = list(self.values)
        described: dict[str, object] = {"name": self.name, "type": self.type, "description": self.description}
        return described | ({"constraints": constraints} if constraints else {})


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
        ``(column, table, column of that table)`` of each foreign key; tuples for keys of several columns.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Cell]]
    key: tuple[str, ...] = ()
    refers: tuple[tuple[Key, str, Key], ...] = ()

    @property
    def path(self) -> str:
        """Path of its file in the package."""
        return f"data/{self.name}.csv"


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
    tables : tuple of Table
        Each becomes a CSV.
    files : tuple of (str, str)
        Path and text of every other file.
    about : mapping
        Additional properties of the descriptor.
    """

    name: str
    title: str
    description: str
    created: datetime
    tables: tuple[Table, ...]
    files: tuple[tuple[str, str], ...] = ()
    about: Mapping[str, object] = field(default_factory=dict)


def stream(package: DataPackage) -> Iterator[bytes]:
    """
    Write a package as a zip, piece by piece.

    Texts that begin like a formula get an apostrophe, so that a spreadsheet does not run them.

    Parameters
    ----------
    package : DataPackage
        What to write. The rows of its tables are read while it is written.

    Yields
    ------
    bytes
        The next piece of the zip; at most 64 KiB and one line of a table are kept in memory.
    """
    sink = _Sink()
    resources = []
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in package.tables:
            digest, n_bytes = hashlib.sha256(), 0
            with archive.open(_entry(table.path, package.created), "w") as file:
                for line in csv_lines([column.name for column in table.columns], table.rows):
                    data = line.encode("utf-8", "replace")
                    digest.update(data)
                    n_bytes += len(data)
                    file.write(data)
                    if sink.n_waiting >= CHUNK:
                        yield sink.take()
            resources.append(_resource(table, n_bytes, digest.hexdigest()))
        for path, text in package.files:
            archive.writestr(_entry(path, package.created), text.encode())
        descriptor = json.dumps(_descriptor(package, resources), indent=2, ensure_ascii=False)
        archive.writestr(_entry("datapackage.json", package.created), (descriptor + "\n").encode())
        yield sink.take()
    yield sink.take()


def _entry(path: str, created: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, created.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


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


class _Sink(io.RawIOBase):
    """A write-only buffer, emptied by `take`."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []
        self.n_waiting = 0

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: "ReadableBuffer") -> int:
        """Buffer a piece until `take` is called."""
        piece = bytes(data)
        self._parts.append(piece)
        self.n_waiting += len(piece)
        return len(piece)

    def take(self) -> bytes:
        """Return what was written since the last call."""
        taken = b"".join(self._parts)
        self._parts, self.n_waiting = [], 0
        return taken
