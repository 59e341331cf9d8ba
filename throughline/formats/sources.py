"""Delimited files as streams of records: size, kind, encoding and delimiter."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Literal, NamedTuple

from throughline.formats.problems import BadFile, quoted

Encoding = Literal["detect", "cp1252"]
_SAMPLE_CHARS: Final = 65_536
_SAMPLE_ROWS: Final = 20
_DELIMITERS: Final = ",;\t"
_ESCAPED_BYTE: Final = re.compile("[\udc80-\udcff]")
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_WEB_PAGES: Final = ("<!doctype", "<html", "<?xml")
_OTHER_KINDS: Final = (
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "GZIP"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
)
_JSON: Final = re.compile(r'\{\s*(["}]|\Z)|\[\s*([{\["\]]|\Z)')
_SEPARATOR_LINE: Final = re.compile(r'"?sep=(.)"?(\r\n|\r|\n|\Z)', re.IGNORECASE)


@dataclass(frozen=True)
class Limits:
    """
    The maximum size of a file.

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
        The row as a spreadsheet shows it: the header is row 1, and line breaks inside a cell do not count.
    cells : list of str
        As many as the header has.
    """

    number: int
    cells: list[str]


def only_file(folder: Path, name: str) -> Path:
    """
    Return the one file of a folder.

    Parameters
    ----------
    folder : Path
        The folder.
    name : str
        What to call it in messages.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    BadFile
        If there is no file, or more than one.
    """
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    if len(files) != 1:
        raise BadFile.of("several_files" if files else "no_file", name)
    return files[0]


class Source:
    """
    A file whose size, kind, encoding and delimiter are checked.

    Parameters
    ----------
    path : Path
        The file.
    limits : Limits
        How large it may be.
    encoding : {"detect", "cp1252"}
        Encoding where the file does not declare one.
    delimiter : str or None
        The separator, where it is known.
    name : str or None
        Name of the file in messages; its own by default.

    Raises
    ------
    BadFile
        If the file is too large, empty, or not delimited text.
    """

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
        self._refuse_other_kinds(head)
        self.encoding = self._encoding(head, encoding)
        self.skips_first_line = False
        separator = self._check_text()
        self.delimiter = delimiter or separator or self._delimiter()

    def _refuse_other_kinds(self, head: bytes) -> None:
        start = head.lstrip(codecs.BOM_UTF8 + b" \t\r\n")
        if head.startswith(_WORKBOOKS):
            raise BadFile.of("not_csv_workbook", self.file)
        for signature, kind in _OTHER_KINDS:
            if start.startswith(signature):
                raise BadFile.of("not_csv_other", self.file, kind=kind)

    def _check_text(self) -> str | None:
        """Refuse a file without text, web pages and JSON; return the delimiter that a `sep=` line names."""
        with self.open() as stream:
            text = stream.read(_SAMPLE_CHARS)
            separator_line = _SEPARATOR_LINE.match(text)
            start = (text[separator_line.end() :] if separator_line else text).lstrip()
            while not start and (text := stream.read(_SAMPLE_CHARS)):
                start = text.lstrip()
        if not start:
            raise BadFile.of("empty", self.file)
        if start[:15].casefold().startswith(_WEB_PAGES):
            raise BadFile.of("not_csv_web_page", self.file)
        if _JSON.match(start):
            raise BadFile.of("not_csv_other", self.file, kind="JSON")
        if separator_line is None:
            return None
        self.skips_first_line = True
        return separator_line.group(1)

    @staticmethod
    def _encoding(head: bytes, requested: Encoding) -> str:
        if head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        return "cp1252" if requested == "cp1252" else "utf-8"

    def open(self) -> IO[str]:
        """Open the file as text."""
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
            sample = ""
            while not sample and (text := stream.read(_SAMPLE_CHARS)):
                sample = text.lstrip("\r\n")
            is_whole = not stream.read(1)
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
        """Every record of the file, including the header."""
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
