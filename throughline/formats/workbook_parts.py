"""Look through the parts of a workbook before anything of it is built: size, damage, what its sheets hold.

A part of a few kilobytes can unpack to gigabytes, and a row may claim to be the billionth. Every part is
therefore read once in pieces, and refused when it exceeds what a spreadsheet can have.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from throughline.formats.problems import BadFile

MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
"""Of a sheet, by the format."""

_LAST_COLUMN: Final = "XFD"
_MOST_SHEET_BYTES: Final = 400_000_000
_MOST_OTHER_BYTES: Final = 80_000_000
_MOST_CELLS: Final = 10_000_000
_MOST_PARTS: Final = 2_000
_PIECE: Final = 1 << 18
_CELL: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_OTHER_PROGRAMS: Final[Mapping[str, str]] = {
    "xl/workbook.bin": "XLSB",
    "word/document.xml": "DOCX",
    "ppt/presentation.xml": "PPTX",
    "Index/Document.iwa": "Numbers",
}
UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What reading a damaged or forged archive raises."""


@dataclass
class Seen:
    """
    What a sheet holds, as far as it shows without reading the cells.

    Attributes
    ----------
    has_data : bool
        Whether any cell has a value.
    n_unsaved : int
        Formulas whose result was not saved with them.
    merges : list of tuple
        The first column, first row, last column and last row of each block of merged cells, from 1.
    """

    has_data: bool = False
    n_unsaved: int = 0
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


def column_number(letters: str) -> int:
    """
    Return the number of a column.

    Parameters
    ----------
    letters : str
        Such as A or AB.

    Returns
    -------
    int
        Its number, from 1.
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def refuse_other_kinds(start: bytes, whole: Callable[[], bytes], file: str) -> None:
    """
    Refuse the binary workbooks of old programs, and those with a password, which look alike from outside.

    Parameters
    ----------
    start : bytes
        The first bytes of the file.
    whole : callable
        Returns all of them.
    file : str
        Its name in messages.

    Raises
    ------
    BadFile
        If it is one of them.
    """
    if start.startswith(_OLD_WORKBOOK):
        raise BadFile.of("workbook_password" if _ENCRYPTED in whole() else "workbook_old", file)


def check_archive(archive: zipfile.ZipFile, file: str) -> None:
    """
    Check that an archive is a workbook of an acceptable size.

    Parameters
    ----------
    archive : ZipFile
        The archive.
    file : str
        Its name in messages.

    Raises
    ------
    BadFile
        If it is another kind of file, or would unpack to too much.
    """
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "mimetype" in names and "content.xml" in names:
        raise BadFile.of("workbook_other", file, kind="ODS")
    for name, kind in _OTHER_PROGRAMS.items():
        if name in names:
            raise BadFile.of("workbook_other", file, kind=kind)
    if "[Content_Types].xml" not in names:
        raise BadFile.of("workbook_zip", file)
    if any(part.flag_bits & 1 for part in parts):
        raise BadFile.of("workbook_password", file)
    n_bytes = {True: 0, False: 0}
    for part in parts:
        n_bytes[_is_sheet(part.filename)] += part.file_size
    if n_bytes[True] > _MOST_SHEET_BYTES or n_bytes[False] > _MOST_OTHER_BYTES or len(parts) > _MOST_PARTS:
        raise BadFile.of("workbook_too_large", file, size_mb=round(sum(n_bytes.values()) / 1e6))


def _is_sheet(name: str) -> bool:
    return "/worksheets/" in name


def check_parts(archive: zipfile.ZipFile, file: str) -> None:
    """
    Read every part but the sheets, to find damage and definitions that would grow without end.

    Parameters
    ----------
    archive : ZipFile
        The archive.
    file : str
        Its name in messages.

    Raises
    ------
    BadFile
        If a part is damaged.
    """
    for part in archive.infolist():
        if part.filename.endswith((".xml", ".rels")) and not _is_sheet(part.filename):
            _read(archive, part.filename, _parser(file))


def look_through(archive: zipfile.ZipFile, part: str, file: str) -> Seen:
    """
    Read a sheet without building its cells.

    Parameters
    ----------
    archive : ZipFile
        The archive.
    part : str
        The name of the sheet's part.
    file : str
        Its name in messages.

    Returns
    -------
    Seen
        What the sheet holds.

    Raises
    ------
    BadFile
        If it is damaged, or has more rows, columns or cells than a sheet can have.
    """
    parser = _parser(file)
    look = _Look(file, parser)
    _read(archive, part, parser)
    return look.seen


def _parser(file: str) -> expat.XMLParserType:
    def refuse(*_about: object) -> None:
        raise BadFile.of("workbook_damaged", file)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    return parser


def _read(archive: zipfile.ZipFile, part: str, parser: expat.XMLParserType) -> None:
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            parser.Parse(piece, False)
        parser.Parse(b"", True)


class _Look:
    """Counts the cells of one sheet as its elements go by."""

    def __init__(self, file: str, parser: expat.XMLParserType) -> None:
        self.seen = Seen()
        self._file = file
        self._parser = parser
        self._n_rows = self._n_cells = self._n_in_row = 0
        self._has_value = True
        parser.StartElementHandler = self._start

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag[tag.find(":") + 1 :]
        if name == "c":
            self._n_cells += 1
            self._n_in_row += 1
            if self._n_in_row > MOST_COLUMNS or self._n_cells > _MOST_CELLS:
                raise BadFile.of("workbook_too_many_cells", self._file)
            place = attributes.get("r", "")
            if place[2:3].isalpha() and (place[3:4].isalpha() or place[:3].upper() > _LAST_COLUMN):
                raise BadFile.of("workbook_too_many_cells", self._file)
        elif name in {"v", "t"}:
            self.seen.has_data = True
        elif name == "f":
            self._has_value = False
            self._parser.CharacterDataHandler = self._text
            self._parser.EndElementHandler = self._end
            self._parser.StartElementHandler = self._start_in_formula
        elif name == "row":
            self._start_row(attributes.get("r", "1"))
        elif name == "mergeCell":
            self._add_merge(attributes.get("ref", ""))

    def _start_in_formula(self, tag: str, attributes: dict[str, str]) -> None:
        self._has_value = False
        self._start(tag, attributes)

    def _text(self, text: str) -> None:
        self._has_value = True

    def _end(self, tag: str) -> None:
        if tag[tag.find(":") + 1 :] == "c":
            self.seen.n_unsaved += not self._has_value
            self._parser.CharacterDataHandler = self._parser.EndElementHandler = None
            self._parser.StartElementHandler = self._start

    def _start_row(self, number: str) -> None:
        self._n_rows += 1
        self._n_in_row = 0
        if self._n_rows > MOST_ROWS or not (number.isdecimal() and 1 <= int(number[:9]) <= MOST_ROWS):
            raise BadFile.of("workbook_too_many_cells", self._file)

    def _add_merge(self, block: str) -> None:
        first, _, last = block.partition(":")
        begin, end = _CELL.fullmatch(first), _CELL.fullmatch(last or first)
        if begin and end and len(self.seen.merges) < _MOST_PARTS:
            places = (column_number(begin[1]), int(begin[2]), column_number(end[1]), int(end[2]))
            self.seen.merges.append(places)
