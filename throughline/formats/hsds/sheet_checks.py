"""Values of a spreadsheet that cannot be right, as a person would want to know before the import."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from throughline.formats.folding import fold
from throughline.formats.hsds.reaching import can_be_dialed, is_email
from throughline.formats.hsds.rows import Findings
from throughline.formats.hsds.sheet_parts import Cells, numbers_of
from throughline.formats.problems import quoted

_PHONES: Final = ("phone.number", "phone.fax", "contact.phone")
_EMAILS: Final = ("organization.email", "service.email", "contact.email")
_ZIP: Final = re.compile(r"\d{5}(?:[- ]?\d{4})?", re.ASCII)
_UNITED_STATES: Final = frozenset(
    fold(one) for one in ("", "US", "USA", "U.S.", "U.S.A.", "United States", "Estados Unidos", "EE. UU.")
)


def check_cells(row: Cells, file: str, found: Findings) -> None:
    """
    Report phones that cannot be dialed, and email addresses and ZIP codes that are none. All are kept.

    Parameters
    ----------
    row : Cells
        The cells of the row.
    file : str
        Name of the file in messages.
    found : Findings
        Collects what was found.
    """
    for key in _PHONES:
        for header, text in row.found.get(key, ()):
            for number, _ in numbers_of(text):
                if not can_be_dialed(number):
                    found.add("sheet_phone", file, row.row, header, value=quoted(number))
    for key in _EMAILS:
        for header, text in row.found.get(key, ()):
            if not is_email(text):
                found.add("hsds_email", file, row.row, header, value=quoted(text))
    code = row.first("address.postal_code")
    if code and fold(row.first("address.country")) in _UNITED_STATES and not _ZIP.fullmatch(code):
        found.add("sheet_zip", file, row.row, row.header("address.postal_code"))


_TOTAL_WORDS: Final = (
    "total|totals|grand total|subtotal|sub-total|sum|count|total count|total services|total organizations|"
    "total agencies|total resources|total rows|totales|suma|conteo|total general|gran total|"
    "total de servicios|total de organizaciones"
)
_TOTALS: Final = frozenset(fold(one) for one in _TOTAL_WORDS.split("|"))
_NUMBER: Final = re.compile(r"[-+$€]?\s*\d[\d.,\s]*%?", re.ASCII)
_COUNTED: Final = re.compile(r"[:=]?\s*\d[\d.,]*$", re.ASCII)


def is_total(cells: Sequence[str]) -> bool:
    """
    Tell whether the last row of a spreadsheet sums up the others.

    Parameters
    ----------
    cells : sequence of str
        Its cells.

    Returns
    -------
    bool
        True if the first filled cell says total, sum or count, and the others are numbers.
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled or fold(_COUNTED.sub("", filled[0])) not in _TOTALS:
        return False
    return all(_NUMBER.fullmatch(cell) for cell in filled[1:])


class MergedCells:
    """
    Gives each cell of a merged block the value of the block, in its first column.

    A block that goes over several columns has its value in the first one: the others are other fields.

    Parameters
    ----------
    merges : sequence of tuple
        Blocks of merged cells: first column, first row, last column, last row, from 1.
    """

    def __init__(self, merges: Sequence[tuple[int, int, int, int]]) -> None:
        self._starts: dict[int, list[tuple[int, int]]] = {}
        for column, first, _, last in merges:
            if last > first:
                self._starts.setdefault(first, []).append((column - 1, last))
        self._open: dict[int, tuple[int, str]] = {}

    def fill(self, number: int, cells: Sequence[str]) -> Sequence[str]:
        """
        Fill the cells of a row; rows come in their order.

        Parameters
        ----------
        number : int
            The row in the sheet.
        cells : sequence of str
            Its cells.

        Returns
        -------
        sequence of str
            The cells, with the values of blocks that began in a row above.
        """
        self._open = {column: (last, text) for column, (last, text) in self._open.items() if last >= number}
        for column, last in self._starts.get(number, ()):
            if column < len(cells):
                self._open[column] = last, cells[column]
        if not self._open or not any(cells):
            return cells
        return list(self._filled(cells))

    def _filled(self, cells: Sequence[str]) -> Iterator[str]:
        for i, text in enumerate(cells):
            yield text or self._open.get(i, (0, ""))[1]
