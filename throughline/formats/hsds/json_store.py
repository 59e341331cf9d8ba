"""Rows that were taken out of JSON files, each once, outside of the memory until they are read."""

import json
import tempfile
from array import array
from collections.abc import Iterator, Mapping
from typing import Any, Final

from throughline.formats.hsds.rows import Findings, Line
from throughline.formats.problems import BadFile, quoted
from throughline.formats.tables import Limits

_WINDOW: Final = 1 << 17
"""How many bytes are written, and read ahead, at a time."""

_LENGTH: Final = 4
"""How many bytes say the length of a row, before it."""


class _Spool:
    """Pieces of bytes in a temporary file, which the system deletes when it is closed."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115
        self._pending = bytearray()
        self._n_written = 0

    def append(self, piece: bytes) -> int:
        """Keep a piece; return its place."""
        place = self._n_written + len(self._pending)
        self._pending += len(piece).to_bytes(_LENGTH) + piece
        if len(self._pending) >= _WINDOW:
            self.flush()
        return place

    def flush(self) -> None:
        """Write what waits to be written."""
        self._file.seek(self._n_written)
        pending = memoryview(bytes(self._pending))
        while pending:
            pending = pending[self._file.write(pending) :]
        self._n_written += len(self._pending)
        self._pending.clear()

    def read(self, place: int) -> bytes:
        """Return the piece of a place."""
        if place >= self._n_written:
            start = place - self._n_written + _LENGTH
            length = int.from_bytes(self._pending[start - _LENGTH : start])
            return bytes(self._pending[start : start + length])
        self._file.seek(place)
        length = int.from_bytes(self._file.read(_LENGTH) or b"")
        return self._file.read(length) or b""

    def in_order(self, places: "array[int]") -> Iterator[bytes]:
        """Stream the pieces of places that mostly follow each other."""
        self.flush()
        first, window = 0, b""
        for place in places:
            start = place - first + _LENGTH
            length = int.from_bytes(window[start - _LENGTH : start]) if start >= _LENGTH else 0
            if start < _LENGTH or start > len(window) or start + length > len(window):
                length = len(self.read(place))
                self._file.seek(place)
                first, window = place, self._file.read(max(_WINDOW, length + _LENGTH)) or b""
                start = _LENGTH
            yield window[start : start + length]

    def close(self) -> None:
        """Delete the file."""
        self._file.close()


class _Stored:
    """The rows of one table."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.header: dict[str, None] = {}
        self.places = array("Q")
        self.numbers: dict[int, int] = {}


class JsonStore:
    """
    The rows of every table.

    Only a number for each row is in memory: a hash of its key, by which it is met again.

    Parameters
    ----------
    limits : Limits
        How many rows and columns a table may have.
    found : Findings
        Collects what was found.
    """

    def __init__(self, limits: Limits, found: Findings) -> None:
        self._limits, self._found = limits, found
        self._spool = _Spool()
        self._tables: dict[str, _Stored] = {}

    def __contains__(self, table: str) -> bool:
        """Return whether a table has rows."""
        return table in self._tables

    def add(
        self,
        table: str,
        key: str,
        file: str,
        number: int,
        cells: Mapping[str, str],
        types: Mapping[str, str],
    ) -> None:
        """
        Add a row, or join it with the row that has its key.

        Parameters
        ----------
        table : str
            The table.
        key : str
            What tells the row from the others of its table: its id, if it has one.
        file : str
            The file.
        number : int
            The number of the record in the file.
        cells : mapping of str to str
            Its columns.
        types : mapping of str to str
            The columns whose value has another type than the standard requires: see `Line`.

        Raises
        ------
        BadFile
            If the table has too many rows or columns.
        """
        stored = self._tables.setdefault(table, _Stored(file))
        for name in cells:
            if name not in stored.header:
                stored.header[name] = None
                if len(stored.header) > self._limits.max_columns:
                    raise BadFile.of("too_many_columns", file, number, limit=self._limits.max_columns)
        at, known = self._find(stored, key)
        if known is None:
            if len(stored.places) >= self._limits.max_rows:
                raise BadFile.of("too_many_rows", file, limit=self._limits.max_rows)
            stored.numbers[at] = len(stored.places)
            stored.places.append(self._spool.append(json.dumps([key, file, number, cells, types]).encode()))
            return
        _key, first_file, first_row, before, first_types = known
        joined = self._joined(key, (file, number), (first_file, first_row), before, cells)
        if joined is not None:
            new = {name: kind for name, kind in types.items() if not before.get(name)}
            row = json.dumps([key, first_file, first_row, joined, {**first_types, **new}]).encode()
            stored.places[stored.numbers[at]] = self._spool.append(row)

    def _find(self, stored: _Stored, key: str) -> tuple[int, Any]:
        """Return the number under which a row is remembered, and the row, if it is there."""
        at = hash(key)
        while (number := stored.numbers.get(at)) is not None:
            row = json.loads(self._spool.read(stored.places[number]).decode())
            if row[0] == key:
                return at, row
            at += 1
        return at, None

    def cells(self, table: str, key: str) -> Mapping[str, str] | None:
        """
        Return a row.

        Parameters
        ----------
        table, key : str
            The table and the key of the row.

        Returns
        -------
        mapping of str to str or None
            Its columns; None if there is no such row.
        """
        if table not in self._tables:
            return None
        _at, row = self._find(self._tables[table], key)
        return dict(row[3]) if row else None

    def _joined(
        self,
        key: str,
        place: tuple[str, int],
        first: tuple[str, int],
        before: dict[str, str],
        cells: Mapping[str, str],
    ) -> dict[str, str] | None:
        """Add what a second copy of a record says besides; report what it says otherwise."""
        added = {name: text for name, text in cells.items() if text and not before.get(name)}
        for name, text in cells.items():
            if text and name not in added and before[name] != text:
                file, number = place
                one, (first_file, first_row) = quoted(key), first
                self._found.add(
                    "hsds_json_copies", file, number, name, id=one, first_file=first_file, first_row=first_row
                )
        return {**before, **added} if added else None

    def finish(self) -> None:
        """Forget what is needed only while rows are added."""
        for stored in self._tables.values():
            stored.numbers.clear()

    def lines(self, table: str) -> "StoredLines":
        """Return the rows of a table."""
        stored = self._tables[table]
        return StoredLines(self._spool, stored.places, stored.file, tuple(stored.header))

    def close(self) -> None:
        """Delete every row."""
        self._spool.close()


class StoredLines:
    """
    The rows of a table, as a file of columns has them.

    Parameters
    ----------
    spool : _Spool
        Where they are.
    places : array of int
        Their places.
    file : str
        The file in which the first of them was met.
    header : tuple of str
        Their columns.
    """

    def __init__(self, spool: _Spool, places: "array[int]", file: str, header: tuple[str, ...]) -> None:
        self._spool, self._places = spool, places
        self.file, self.header = file, header

    def __iter__(self) -> Iterator[Line]:
        """Stream the rows."""
        for piece in self._spool.in_order(self._places):
            _key, file, number, cells, types = json.loads(piece.decode())
            yield Line(file, number, [cells.get(name, "") for name in self.header], types)
