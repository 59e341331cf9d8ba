"""Excel workbooks (XLSX) as streams of records: their sheets, and their cells as texts."""

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import Any, Final
from weakref import finalize

import openpyxl
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException

from throughline.formats.problems import BadFile, quoted
from throughline.formats.sources import Limits, Row
from throughline.formats.workbook_parts import (
    MOST_ROWS,
    UNREADABLE,
    Seen,
    check_archive,
    check_parts,
    look_through,
    refuse_other_kinds,
)

_WORKBOOK_STARTS: Final = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
_ZEROS: Final = re.compile("0+")
_DAY: Final = timedelta(days=1)
_BAD_CONTENT: Final = (*UNREADABLE, InvalidFileException, AttributeError, LookupError, SyntaxError, TypeError)
"""What `openpyxl` raises for a workbook whose parts contradict each other."""

_ROWS_AT_ONCE: Final = 200
_MOST_DIGITS: Final = 15
"""Digits that a spreadsheet keeps of a number."""


@dataclass(frozen=True)
class Sheet:
    """
    One sheet of a workbook.

    Parameters
    ----------
    name : str
        Its name.
    is_hidden : bool
        Whether the workbook hides it.
    has_data : bool
        Whether any of its cells has a value.
    """

    name: str
    is_hidden: bool
    has_data: bool


def is_workbook(path: Path) -> bool:
    """
    Tell from its first bytes whether a file may be a workbook.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    bool
        True for zip archives and the binary files of old programs.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(4) in _WORKBOOK_STARTS
    except OSError:
        return False


class WorkbookSource:
    """
    One sheet of a workbook, with the interface of `sources.Source`.

    Parameters
    ----------
    path : Path
        The file.
    limits : Limits
        How large it may be.
    sheet : str or None
        Name of the sheet. Blank for the only one that has data; if several have, the file is refused. None
        to list the sheets only.
    name : str, optional
        Name of the file in messages; its own by default.

    Attributes
    ----------
    sheets : tuple of Sheet
        The sheets of the workbook, in their order.
    sheet : str
        The sheet that is read.
    n_unsaved : int
        Formulas of this sheet whose result was not saved with them. Their cells are blank.
    merges : list of tuple
        Blocks of merged cells: first column, first row, last column, last row, from 1.

    Raises
    ------
    BadFile
        If the file is too large, another kind of file, damaged or protected by a password, or if it is
        uncertain which sheet is meant.
    """

    encoding = ""
    delimiter = ""

    def __init__(self, path: Path, limits: Limits, sheet: str | None = "", name: str | None = None) -> None:
        self.path = path
        self.file = name or path.name
        self.limits = limits
        self.sheets, seen = self._look_through()
        self.n_unsaved, self.merges = 0, list[tuple[int, int, int, int]]()
        self.sheet = ""
        if sheet is None:
            return
        self.sheet = self._chosen(sheet)
        self.n_unsaved = seen[self.sheet].n_unsaved
        self.merges = seen[self.sheet].merges

    def _look_through(self) -> tuple[tuple[Sheet, ...], dict[str, Seen]]:
        n_bytes = self.path.stat().st_size
        if n_bytes > self.limits.max_bytes:
            size, limit = round(n_bytes / 1e6, 1), round(self.limits.max_bytes / 1e6, 1)
            raise BadFile.of("too_large", self.file, size_mb=size, limit_mb=limit)
        # A workbook is read as long as the source lives, whatever happens to it meanwhile.
        stream = self.path.open("rb")
        finalize(self, stream.close)
        refuse_other_kinds(stream.read(4), self.path.read_bytes, self.file)
        with self._readable(), zipfile.ZipFile(stream) as archive:
            check_archive(archive, self.file)
            check_parts(archive, self.file)
            with _without_warnings():
                self._workbook: Any = openpyxl.load_workbook(
                    stream, read_only=True, data_only=True, keep_links=False
                )
            parts: list[Any] = self._workbook.worksheets
            seen = {one.title: look_through(archive, one._worksheet_path, self.file) for one in parts}
        sheets = (Sheet(one.title, one.sheet_state != "visible", seen[one.title].has_data) for one in parts)
        return tuple(sheets), seen

    def _chosen(self, sheet: str) -> str:
        if sheet:
            if sheet not in {one.name for one in self.sheets}:
                raise BadFile.of("workbook_no_sheet", self.file, sheet=quoted(sheet))
            return sheet
        filled = [one for one in self.sheets if one.has_data]
        visible = [one for one in filled if not one.is_hidden]
        if not filled:
            raise BadFile.of("empty", self.file)
        if len(visible) != 1:
            names = ", ".join(quoted(one.name) for one in (visible or filled))
            raise BadFile.of("workbook_several_sheets", self.file, names=names)
        return visible[0].name

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """Report whatever a damaged workbook makes the libraries raise."""
        try:
            yield
        except BadFile:
            raise
        except _BAD_CONTENT:
            raise BadFile.of("workbook_damaged", self.file) from None

    def records(self) -> Iterator[Row]:
        """
        Stream the rows of the sheet, without blank cells at their ends.

        Yields
        ------
        Row
            A row with its number in the sheet.

        Raises
        ------
        BadFile
            If the sheet is damaged or has too many rows.
        """
        n_filled = 0
        sheet = self._workbook[self.sheet]
        sheet.reset_dimensions()
        with self._readable():
            numbered = enumerate(sheet.iter_rows(max_row=MOST_ROWS), 1)
            while rows := self._next_rows(numbered):
                for row in rows:
                    if not row.cells:
                        continue
                    n_filled += 1
                    if n_filled > self.limits.max_rows + 1:
                        raise BadFile.of("too_many_rows", self.file, limit=self.limits.max_rows)
                    yield row

    @staticmethod
    def _next_rows(numbered: "Iterator[tuple[int, Sequence[Any]]]") -> list[Row]:
        rows = []
        with _without_warnings():
            for number, cells in islice(numbered, _ROWS_AT_ONCE):
                texts = [text_of(cell) for cell in cells]
                while texts and not texts[-1]:
                    texts.pop()
                rows.append(Row(number, texts))
        return rows


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Keep quiet about charts, validations and dates that are not read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def text_of(cell: Any) -> str:
    """
    Return what a cell says, as a text.

    Parameters
    ----------
    cell : Cell
        A cell of `openpyxl`.

    Returns
    -------
    str
        Dates and times in ISO 8601, numbers with as many digits as a spreadsheet keeps, true or false. A
        number that is shown with zeros before it, such as a ZIP code, keeps them.
    """
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        text = unescape(value) if "_x" in value else value
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number_text(value, cell.number_format)
    return _moment_text(value)


def _number_text(value: float, number_format: str) -> str:
    if not isfinite(value):
        return ""
    if float(value).is_integer() and abs(value) < 10**_MOST_DIGITS:
        text = str(int(value))
        return text.zfill(len(number_format)) if _ZEROS.fullmatch(number_format or "") else text
    text = f"{value:.{_MOST_DIGITS}g}"
    return text if "e" not in text else f"{value:f}".rstrip("0").rstrip(".")


def _moment_text(value: object) -> str:
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else value.isoformat(timespec="seconds")
    if isinstance(value, timedelta):
        if not timedelta() <= value <= _DAY:
            return str(value)
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    if isinstance(value, time):
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    return value.isoformat() if isinstance(value, date) else str(value)
