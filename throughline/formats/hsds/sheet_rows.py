"""The rows of the standard that a spreadsheet becomes, kept on the disk and read table by table."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from hashlib import blake2b
from tempfile import TemporaryFile
from typing import Any, Final

from throughline.formats.hsds.cells import TYPES
from throughline.formats.hsds.model import HsdsRow

_BLANKS: Final[Mapping[str, Mapping[str, str | None]]] = {
    table: {name: "" if hint is str else None for name, hint in types.items()}
    for table, types in TYPES.items()
}
_READ: Final[Mapping[type, Any]] = {date: date.fromisoformat, datetime: datetime.fromisoformat}


class SheetRows:
    """
    Rows by table and id, in a temporary file that has no name and is gone when it is closed.

    A row that is completed is written again at the end. Where each row is, by a digest of its id, is all that
    stays in memory.

    Parameters
    ----------
    file : str
        Name of the spreadsheet, which every row comes from.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._written = TemporaryFile()  # noqa: SIM115
        self._end = 0
        self._places: dict[str, dict[bytes, int]] = {table: {} for table in TYPES}

    @property
    def n_rows(self) -> Mapping[str, int]:
        """How many rows each table has, of those that have some."""
        return {table: len(places) for table, places in self._places.items() if places}

    def put(
        self,
        table: str,
        one: str,
        values: Mapping[str, Any],
        extra: Mapping[str, str],
        row: int,
    ) -> tuple[int, list[str]]:
        """
        Add a row, or complete the one that has the same id.

        Parameters
        ----------
        table : str
            The table.
        one : str
            The id.
        values : mapping of str to value
            Its fields; those that are blank are not needed.
        extra : mapping of str to str
            Cells that have no field. Those of a row that is there already are joined to its own.
        row : int
            Row of the spreadsheet.

        Returns
        -------
        tuple of int, list of str
            The row of the spreadsheet that brought the id first, and the fields that it has otherwise: they
            keep their values.
        """
        filled = {name: _text(value) for name, value in values.items() if value not in (None, "")}
        places = self._places[table]
        key = blake2b(one.encode(errors="replace"), digest_size=8).digest()
        if key not in places:
            places[key] = self._append(one, row, filled, dict(extra))
            return row, []
        _, first_row, before, beside = self._at(places[key])
        others = [name for name, value in filled.items() if before.get(name, value) != value]
        joined = {**beside}
        for name, text in extra.items():
            parts = joined[name].split("; ") if name in joined else []
            joined[name] = "; ".join([*parts, text]) if text not in parts else joined[name]
        merged = {**filled, **before}
        if merged != before or joined != beside:
            places[key] = self._append(one, first_row, merged, joined)
        return first_row, others

    def _append(self, *record: object) -> int:
        begin = self._end
        line = json.dumps(record).encode() + b"\n"
        self._written.seek(begin)
        self._written.write(line)
        self._end += len(line)
        return begin

    def _at(self, begin: int) -> tuple[str, int, dict[str, Any], dict[str, str]]:
        self._written.seek(begin)
        one, row, fields, extra = json.loads(self._written.readline())
        return one, row, fields, extra

    def rows(self, table: str) -> Iterator[HsdsRow]:
        """
        Stream the rows of a table.

        Parameters
        ----------
        table : str
            The table.

        Yields
        ------
        HsdsRow
            Its rows, in the order of the spreadsheet.
        """
        types = TYPES[table]
        for begin in self._places[table].values():
            one, row, fields, extra = self._at(begin)
            filled = {
                name: _READ[types[name]](value) if types[name] in _READ else value
                for name, value in fields.items()
            }
            values = {**_BLANKS[table], **filled, "id": one}
            yield HsdsRow(table=table, values=values, extra=extra, file=self._file, row=row)

    def close(self) -> None:
        """Delete the rows."""
        self._written.close()


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
