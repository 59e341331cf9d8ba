"""The reader of delimited files and of the sheets of workbooks, shared by every format.

A table is read as a stream of rows, each with its row number in a spreadsheet. Problems with the file are
reported by `BadFile`, with file, row and remedy. Nothing here depends on what the columns mean.
"""

import os
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

from throughline.formats.problems import BadFile, Problems, ReportRow, quoted
from throughline.formats.sources import DEFAULT_LIMITS, Encoding, Limits, Row, Source
from throughline.formats.table_headers import SEARCHED_ROWS, find_header, joined_names
from throughline.formats.workbooks import WorkbookSource, is_workbook
from throughline.formats.writing import Cell, csv_lines, guarded, unguarded, write_csv

__all__ = [
    "DEFAULT_LIMITS",
    "BadFile",
    "Cell",
    "Encoding",
    "Limits",
    "Problems",
    "ReportRow",
    "Row",
    "Table",
    "column_letter",
    "csv_lines",
    "guarded",
    "quoted",
    "unguarded",
    "write_csv",
]


class Table:
    """
    A delimited file, or a sheet of a workbook, read by the names in its header.

    The constructor checks the size, the kind, the encoding and the header. Iterating over it streams the
    rows, each time from the beginning.

    Parameters
    ----------
    path : path-like
        The file.
    required : collection of str
        Required columns; a file without them is refused.
    n_header_rows : int
        Rows before the first row of data. The names are those of the first.
    problems : Problems, optional
        Collects rows of the wrong length. Without it the first one is raised.
    limits : Limits
        How large the file may be.
    encoding : {"detect", "cp1252"}
        Encoding where the file does not declare one: UTF-8, or Windows-1252 where the user chose it.
    delimiter : str, optional
        The separator, where it is known.
    any_header : bool
        True if names may be blank or repeated, as in surveys.
    name : str, optional
        Name of the file in messages; its own by default.
    sheet : str, optional
        Name of the sheet if the file is a workbook; blank for the only one with data. Without it, workbooks
        are refused.
    finds_header : bool
        True if rows may stand above the header, such as a title; the names of merged cells in two rows of a
        workbook are joined.

    Attributes
    ----------
    file : str
        Name of the file in messages.
    workbook : WorkbookSource or None
        The sheets of a workbook; None for a delimited file.
    header : tuple of str
        The names, without surrounding whitespace.
    header_rows : tuple of tuple of str
        All header rows, each as long as `header`.
    blank_rows : list of int
        Blank rows skipped in the last iteration.
    delimiter, encoding : str
        As detected.

    Raises
    ------
    BadFile
        If the file is too large, of another kind, empty, not in its encoding, or lacks required columns.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        required: Collection[str] = (),
        n_header_rows: int = 1,
        problems: Problems | None = None,
        limits: Limits = DEFAULT_LIMITS,
        encoding: Encoding = "detect",
        delimiter: str | None = None,
        any_header: bool = False,
        name: str | None = None,
        sheet: str | None = None,
        finds_header: bool = False,
    ) -> None:
        self.workbook: WorkbookSource | None = None
        if sheet is not None and is_workbook(Path(path)):
            self.workbook = WorkbookSource(Path(path), limits, sheet, name)
        self._source = self.workbook or Source(Path(path), limits, encoding, delimiter, name)
        self._finds_header = finds_header
        self._problems = problems
        self.file = self._source.file
        self.delimiter = self._source.delimiter
        self.encoding = self._source.encoding
        self.blank_rows: list[int] = []
        rows = self._first_rows(n_header_rows)
        self._n_columns = len(rows[0])
        names = [cell.strip() for cell in rows[0]]
        while (finds_header or not any_header) and not names[-1]:
            names.pop()
        if len(names) > limits.max_columns:
            raise BadFile.of("too_many_columns", self.file, 1, limit=limits.max_columns)
        self.header = tuple(names)
        self._index = {header: i for i, header in reversed(list(enumerate(names)))}
        if not any_header:
            self._check_names(required)
        width = len(names)
        self.header_rows = tuple(
            tuple([*(cell.strip() for cell in row), *[""] * width][:width]) for row in rows
        )

    def _first_rows(self, n_header_rows: int) -> list[list[str]]:
        """Return the header rows. The first of them is the first row that is not blank."""
        if self._finds_header:
            return [self._found_header()]
        records = self._source.records()
        rows: list[list[str]] = []
        self._last_header_row = 0
        for row in records:
            if rows or any(cell.strip() for cell in row.cells):
                rows.append(row.cells)
                self._last_header_row = row.number
            if len(rows) == n_header_rows:
                break
        records.close()  # type: ignore[attr-defined]
        if not rows:
            raise BadFile.of("empty_header", self.file, 1, letter="A")
        return rows

    def _found_header(self) -> list[str]:
        """Return the names of the columns, which may stand below a title, and in two rows."""
        records = self._source.records()
        first = [row for row in islice(records, SEARCHED_ROWS) if any(cell.strip() for cell in row.cells)]
        records.close()  # type: ignore[attr-defined]
        if not first:
            raise BadFile.of("empty", self.file)
        at = find_header(first)
        merges = self.workbook.merges if self.workbook else ()
        names = joined_names(first[at], first[at + 1] if at + 1 < len(first) else None, merges)
        self._last_header_row = first[at + 1].number if names else first[at].number
        return names or first[at].cells

    def _check_names(self, required: Collection[str]) -> None:
        for i, header in enumerate(self.header):
            if not header:
                raise BadFile.of("empty_header", self.file, 1, letter=column_letter(i))
            if self._index[header] != i:
                raise BadFile.of(
                    "duplicate_header",
                    self.file,
                    1,
                    quoted(header),
                    first=column_letter(self._index[header]),
                    second=column_letter(i),
                )
        missing = [header for header in required if header not in self._index]
        if missing:
            raise BadFile.of("missing_columns", self.file, 1, missing=", ".join(missing))

    def _refuse_beside(self, number: int, cells: list[str]) -> None:
        beside = next(i for i in range(len(self.header), len(cells)) if cells[i])
        letter = column_letter(beside)
        if self._problems is None:
            raise BadFile.of("workbook_beside", self.file, number, letter=letter)
        self._problems.add("workbook_beside", self.file, number, letter=letter)

    def index(self, column: str) -> int | None:
        """
        Find the position of a column.

        Parameters
        ----------
        column : str
            Its name.

        Returns
        -------
        int or None
            Its position in each row, or None if the file has no such column.
        """
        return self._index.get(column)

    def __iter__(self) -> Iterator[Row]:
        """
        Stream the rows below the header.

        Yields
        ------
        Row
            A row with as many cells as the header, in the order of the file.

        Raises
        ------
        BadFile
            At the first row that cannot be read.
        """
        self.blank_rows = []
        width = len(self.header)
        for row in self._source.records():
            if row.number <= self._last_header_row:
                continue
            number, cells = row
            if len(cells) == width == self._n_columns:
                if not any(cells):
                    self.blank_rows.append(number)
                else:
                    yield row
                continue
            if not any(cells):
                self.blank_rows.append(number)
                continue
            if width <= len(cells) <= self._n_columns and not any(cells[width:]):
                yield Row(number, cells[:width])
                continue
            if self.workbook is not None and len(cells) <= width:
                # A sheet has no cells where nothing stands at the end of a row.
                yield Row(number, [*cells, *[""] * (width - len(cells))])
                continue
            if self.workbook is not None:
                self._refuse_beside(number, cells)
                continue
            code = "short_row" if len(cells) < width else "long_row"
            if self._problems is None:
                raise BadFile.of(code, self.file, number, found=len(cells), expected=width)
            self._problems.add(code, self.file, number, found=len(cells), expected=width)


def records(
    path: str | os.PathLike[str],
    *,
    limits: Limits = DEFAULT_LIMITS,
    encoding: Encoding = "detect",
    delimiter: str | None = None,
    name: str | None = None,
) -> Iterator[Row]:
    """
    Stream a file that has no header.

    Parameters
    ----------
    path : path-like
        The file.
    limits : Limits
        How large it may be.
    encoding : {"detect", "cp1252"}
        Encoding where the file does not declare one.
    delimiter : str, optional
        The separator, where it is known.
    name : str, optional
        Name of the file in messages.

    Yields
    ------
    Row
        Every record, with any number of cells.

    Raises
    ------
    BadFile
        If the file cannot be read.
    """
    yield from Source(Path(path), limits, encoding, delimiter, name).records()


def column_letter(index: int) -> str:
    """
    Return the letter of a column in a spreadsheet.

    Parameters
    ----------
    index : int
        Position, from 0.

    Returns
    -------
    str
        A, B, … Z, AA, AB, …
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
