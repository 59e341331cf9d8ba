"""Find the row of a spreadsheet that names its columns."""

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Final

from throughline.formats.sources import Row

SEARCHED_ROWS: Final = 30
"""Rows among which the header is looked for."""

_LEAST_NAMES: Final = 2


def find_header(rows: Sequence[Row]) -> int:
    """
    Find the row with the names of the columns below a title and notes.

    Parameters
    ----------
    rows : sequence of Row
        The first rows that are not blank, at least one.

    Returns
    -------
    int
        The position of the first row with at least half as many filled cells as the fullest one.
    """
    counts = [sum(bool(cell.strip()) for cell in row.cells) for row in rows]
    least = min(max(counts), max(_LEAST_NAMES, ceil(max(counts) / 2)))
    return next(i for i, count in enumerate(counts) if count >= least)


def joined_names(
    header: Row, below: Row | None, merges: Iterable[tuple[int, int, int, int]]
) -> list[str] | None:
    """
    Join the names of a header in two rows, where cells of the upper row are merged over several columns.

    Parameters
    ----------
    header : Row
        The upper row.
    below : Row or None
        The row below it.
    merges : iterable of tuple
        Blocks of merged cells: first column, first row, last column, last row, from 1.

    Returns
    -------
    list of str or None
        The name of each column, such as "Address City"; None if the header is one row.
    """
    if below is None or below.number != header.number + 1:
        return None
    groups: dict[int, str] = {}
    for first_column, first_row, last_column, last_row in merges:
        if first_row == last_row == header.number and last_column > first_column <= len(header.cells):
            name = header.cells[first_column - 1].strip()
            groups |= dict.fromkeys(range(first_column - 1, last_column), name)
    lower = [cell.strip() for cell in below.cells]
    named = [i for i, cell in enumerate(lower) if cell]
    if not named or any(i not in groups for i in named):
        return None
    width = max(len(header.cells), len(lower))
    upper = [*(cell.strip() for cell in header.cells), *[""] * width]
    lower += [""] * width
    return [f"{groups.get(i, upper[i])} {lower[i]}".strip() for i in range(width)]
