"""Rows that were taken out of JSON files, each once, outside of the memory until they are read."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from throughline.formats.hsds.rows import Findings, Line
from throughline.formats.problems import BadFile, quoted
from throughline.formats.tables import Limits

_CACHE_KB: Final = 16_000
_READ_AT_ONCE: Final = 500


class JsonStore:
    """
    The rows of every table.

    They are in a temporary database of SQLite without a name, which the system deletes with the connection.

    Parameters
    ----------
    limits : Limits
        How many rows and columns a table may have.
    found : Findings
        Collects what was found.

    Attributes
    ----------
    headers : dict of str to dict
        The columns of each table that has rows, in the order in which they were met.
    files : dict of str to str
        The file in which the first row of each table was met.
    """

    def __init__(self, limits: Limits, found: Findings) -> None:
        self._limits, self._found = limits, found
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode=OFF")
        self._database.execute("PRAGMA synchronous=OFF")
        self._database.execute(f"PRAGMA cache_size=-{_CACHE_KB}")
        self._database.execute(
            "CREATE TABLE lines (number INTEGER PRIMARY KEY, name TEXT, key TEXT, file TEXT, record INTEGER, "
            "cells TEXT, UNIQUE (name, key))"
        )
        self._database.execute("CREATE INDEX in_order ON lines (name, number)")
        # One transaction that never ends: nothing of it is to outlive the connection.
        self._database.execute("BEGIN")
        self.headers: dict[str, dict[str, None]] = {}
        self.files: dict[str, str] = {}
        self._n_rows: Counter[str] = Counter()

    def add(self, table: str, key: str, file: str, number: int, cells: Mapping[str, str]) -> bool:
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

        Returns
        -------
        bool
            Whether the row is new.
        """
        known = self._database.execute(
            "SELECT number, file, record, cells FROM lines WHERE name = ? AND key = ?", (table, key)
        ).fetchone()
        self.files.setdefault(table, file)
        header = self.headers.setdefault(table, {})
        for name in cells:
            if name not in header:
                header[name] = None
                if len(header) > self._limits.max_columns:
                    raise BadFile.of("too_many_columns", file, number, limit=self._limits.max_columns)
        if known is None:
            self._n_rows[table] += 1
            if self._n_rows[table] > self._limits.max_rows:
                raise BadFile.of("too_many_rows", file, limit=self._limits.max_rows)
            self._database.execute(
                "INSERT INTO lines (name, key, file, record, cells) VALUES (?, ?, ?, ?, ?)",
                (table, key, file, number, json.dumps(dict(cells))),
            )
            return True
        at, first_file, first_row, text = known
        joined = self._joined(table, key, (file, number), (first_file, first_row), json.loads(text), cells)
        if joined is not None:
            self._database.execute("UPDATE lines SET cells = ? WHERE number = ?", (json.dumps(joined), at))
        return False

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
        row = self._database.execute(
            "SELECT cells FROM lines WHERE name = ? AND key = ?", (table, key)
        ).fetchone()
        return dict(json.loads(row[0])) if row else None

    def _joined(
        self,
        table: str,
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

    def lines(self, table: str) -> "StoredLines":
        """Return the rows of a table."""
        return StoredLines(self._database, table, self.files[table], tuple(self.headers[table]))

    def close(self) -> None:
        """Delete every row."""
        self._database.close()


class StoredLines:
    """
    The rows of a table, as a file of columns has them.

    Parameters
    ----------
    database : sqlite3.Connection
        The database.
    table, file : str
        The table, and the file in which its first row was met.
    header : tuple of str
        Its columns.
    """

    def __init__(self, database: sqlite3.Connection, table: str, file: str, header: tuple[str, ...]) -> None:
        self._database = database
        self._table = table
        self.file = file
        self.header = header

    def __iter__(self) -> Iterator[Line]:
        """Stream the rows."""
        last = 0
        while rows := self._database.execute(
            "SELECT number, file, record, cells FROM lines WHERE name = ? AND number > ? "
            "ORDER BY number LIMIT ?",
            (self._table, last, _READ_AT_ONCE),
        ).fetchall():
            last = rows[-1][0]
            for _number, file, record, text in rows:
                cells = json.loads(text)
                yield Line(file, record, [cells.get(name, "") for name in self.header])
