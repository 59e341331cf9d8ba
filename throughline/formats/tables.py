"""The one reader of delimited files, shared by every format.

A table is read as a stream of rows, each with the number a spreadsheet shows beside it. What is wrong with
the file is said by `BadFile`, with file, row and remedy. Nothing here knows what the columns mean.
"""

import codecs
import csv
import io
import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Literal, NamedTuple

from throughline.formats.problems import BadFile, Problems, ReportRow, quoted
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

Encoding = Literal["detect", "cp1252"]

_SAMPLE_CHARS: Final = 65_536
_SAMPLE_ROWS: Final = 20
_DELIMITERS: Final = ",;\t"
_ESCAPED_BYTE: Final = re.compile("[\udc80-\udcff]")
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_WEB_PAGES: Final = (b"<!doctype", b"<html", b"<?xml")
_OTHER_KINDS: Final = (
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "GZIP"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b'{"', "JSON"),
    (b'[{"', "JSON"),
    (b"{\n", "JSON"),
)


@dataclass(frozen=True)
class Limits:
    """
    How large a file may be.

    Parameters
    ----------
    max_bytes : int
        Size of the file; a larger one is refused before it is opened.
    max_rows : int
        Rows below the header.
    max_columns : int
        Columns of the header.
    """

    max_bytes: int = 50_000_000
    max_rows: int = 1_000_000
    max_columns: int = 20_000


DEFAULT_LIMITS: Final = Limits()


class Row(NamedTuple):
    """
    One row of a table.

    Parameters
    ----------
    number : int
        The row as a spreadsheet shows it: the header is row 1, a cell with line breaks does not count twice.
    cells : list of str
        As many as the header has.
    """

    number: int
    cells: list[str]


class _Source:
    """A file whose size, kind, encoding and delimiter are known."""

    def __init__(
        self, path: Path, limits: Limits, encoding: Encoding, delimiter: str | None, name: str | None
    ) -> None:
        self.path = path
        self.file = name or path.name
        self.limits = limits
        if path.is_dir():
            raise BadFile.of("not_a_file", self.file)
        try:
            n_bytes = path.stat().st_size
            if n_bytes > limits.max_bytes:
                raise BadFile.of(
                    "too_large",
                    self.file,
                    size_mb=round(n_bytes / 1e6, 1),
                    limit_mb=round(limits.max_bytes / 1e6, 1),
                )
            with path.open("rb") as stream:
                head = stream.read(4096)
        except FileNotFoundError:
            raise BadFile.of("no_file", self.file) from None
        except OSError as error:
            raise BadFile.of("unreadable", self.file, detail=error.strerror or str(error)) from error
        if not head.strip():
            raise BadFile.of("empty", self.file)
        self._refuse_other_kinds(head)
        self.encoding = self._encoding(head, encoding)
        self.skips_first_line = False
        self.delimiter = delimiter or self._delimiter()

    def _refuse_other_kinds(self, head: bytes) -> None:
        start = head.lstrip(codecs.BOM_UTF8 + b" \t\r\n")
        if head.startswith(_WORKBOOKS):
            raise BadFile.of("not_csv_workbook", self.file)
        if start[:15].lower().startswith(_WEB_PAGES):
            raise BadFile.of("not_csv_web_page", self.file)
        for signature, kind in _OTHER_KINDS:
            if start.startswith(signature):
                raise BadFile.of("not_csv_other", self.file, kind=kind)

    @staticmethod
    def _encoding(head: bytes, asked: Encoding) -> str:
        if head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        return "cp1252" if asked == "cp1252" else "utf-8"

    def open(self) -> IO[str]:
        if self.encoding != "utf-16":
            return self.path.open(encoding=self.encoding, errors="surrogateescape", newline="")
        data = self.path.read_bytes()
        try:
            return io.StringIO(data.decode("utf-16"), newline="")
        except UnicodeDecodeError as error:
            good = io.StringIO(data[: error.start].decode("utf-16", errors="ignore"), newline="")
            row = sum(1 for _ in csv.reader(good))
            raise BadFile.of("encoding_utf16", self.file, max(row, 1)) from None

    def _delimiter(self) -> str:
        with self.open() as stream:
            sample = stream.read(_SAMPLE_CHARS)
            is_whole = not stream.read(1)
        said = re.match(r'"?sep=(.)"?\r?\n', sample)
        if said:
            self.skips_first_line = True
            return said.group(1)
        best, best_score = ",", (0.0, 1)
        for delimiter in _DELIMITERS:
            rows: list[list[str]] = []
            try:
                for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
                    rows.append(row)
                    if len(rows) > _SAMPLE_ROWS:
                        break
            except csv.Error:
                pass
            if len(rows) > 1 and not is_whole:
                rows.pop()
            if not rows or len(rows[0]) < 2:
                continue
            alike = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
            if (alike, len(rows[0])) > best_score:
                best, best_score = delimiter, (alike, len(rows[0]))
        return best

    def _lines(self, stream: IO[str], number: list[int]) -> Iterator[str]:
        for i, line in enumerate(stream):
            if i == 0 and self.skips_first_line:
                continue
            if "\0" in line:
                raise BadFile.of("nul", self.file, number[0] + 1)
            if not line.isascii() and _ESCAPED_BYTE.search(line):
                code = "encoding_cp1252" if self.encoding == "cp1252" else "encoding"
                raise BadFile.of(code, self.file, number[0] + 1)
            yield line

    def records(self) -> Iterator[Row]:
        """Every record of the file, the header included."""
        number = [0]
        with self.open() as stream:
            reader = csv.reader(self._lines(stream, number), delimiter=self.delimiter, strict=True)
            try:
                for cells in reader:
                    number[0] += 1
                    if number[0] > self.limits.max_rows + 1:
                        raise BadFile.of("too_many_rows", self.file, limit=self.limits.max_rows)
                    yield Row(number[0], cells)
            except csv.Error as error:
                raise self._csv_error(str(error), number[0] + 1) from None

    def _csv_error(self, detail: str, row: int) -> BadFile:
        if "unexpected end of data" in detail:
            return BadFile.of("unterminated", self.file, row)
        if "field larger than field limit" in detail:
            return BadFile.of("long_cell", self.file, row, limit=csv.field_size_limit())
        return BadFile.of("malformed", self.file, row, detail=quoted(detail))


class Table:
    """
    A delimited file, read by the names in its header.

    Building a table looks at the size, the kind, the encoding and the header. Iterating over it streams the
    rows, each time from the beginning.

    Parameters
    ----------
    path : path-like
        The file.
    required : collection of str
        Columns without which the file is the wrong one.
    n_header_rows : int
        Rows before the first row of data. The names are those of the first.
    problems : Problems, optional
        Where rows of the wrong length go. Without it the first one is raised.
    limits : Limits
        How large the file may be.
    encoding : {"detect", "cp1252"}
        What to read where the file does not say: UTF-8, or Windows-1252 where a person asked for it.
    delimiter : str, optional
        The separator, where it is known.
    any_header : bool
        True if names may be blank or stand twice, as in surveys.
    name : str, optional
        What to call the file in sentences; its own name by default.

    Attributes
    ----------
    file : str
        Name of the file in sentences.
    header : tuple of str
        The names, without blanks around them.
    header_rows : tuple of tuple of str
        All header rows, each as long as `header`.
    blank_rows : list of int
        Rows without a single filled cell, passed over in the last iteration.
    delimiter, encoding : str
        What was found.

    Raises
    ------
    BadFile
        If the file is too large, of another kind, empty, not in its encoding, or lacks columns it needs.
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
    ) -> None:
        self._source = _Source(Path(path), limits, encoding, delimiter, name)
        self._problems = problems
        self._n_header_rows = n_header_rows
        self.file = self._source.file
        self.delimiter = self._source.delimiter
        self.encoding = self._source.encoding
        self.blank_rows: list[int] = []
        records = self._source.records()
        rows = [row.cells for row, _ in zip(records, range(n_header_rows), strict=False)]
        records.close()  # type: ignore[attr-defined]
        if not rows or not any(cell.strip() for cell in rows[0]):
            raise BadFile.of("empty_header", self.file, 1, letter="A")
        self._n_columns = len(rows[0])
        names = [cell.strip() for cell in rows[0]]
        while not any_header and not names[-1]:
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

    def index(self, column: str) -> int | None:
        """
        Tell where a column stands.

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
            At the row where the file cannot be read on.
        """
        self.blank_rows = []
        width = len(self.header)
        for row in self._source.records():
            if row.number <= self._n_header_rows:
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
            code = "short_row" if len(cells) < width else "long_row"
            if self._problems is None:
                raise BadFile.of(code, self.file, number, found=len(cells), expected=width)
            self._problems.add(code, self.file, number, found=len(cells), expected=width)


def records(
    path: str | os.PathLike[str],
    *,
    limits: Limits = DEFAULT_LIMITS,
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
    delimiter : str, optional
        The separator, where it is known.
    name : str, optional
        What to call the file in sentences.

    Yields
    ------
    Row
        Every record, however many cells it has.

    Raises
    ------
    BadFile
        If the file cannot be read.
    """
    yield from _Source(Path(path), limits, "detect", delimiter, name).records()


def column_letter(index: int) -> str:
    """
    Name a column as a spreadsheet does.

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
