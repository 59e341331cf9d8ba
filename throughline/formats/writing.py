"""The writer of delimited files for every export: UTF-8, all or nothing, safe to open in a spreadsheet."""

import csv
import io
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

Cell = str | int | float | bool | None

_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_FORMULA_STARTS: Final = frozenset("=+-@＝＋－＠\t\r\n")


def _starts_formula(text: str) -> bool:
    return text.lstrip("' ")[:1] in _FORMULA_STARTS and bool(text) and not _NUMBER.fullmatch(text)


def guarded(text: str) -> str:
    """
    Prevent a spreadsheet from running a text as a formula.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The text, with an apostrophe before it where it begins like a formula and is not a plain number.

    References
    ----------
    OWASP, CSV injection: https://owasp.org/www-community/attacks/CSV_Injection
    """
    return "'" + text if _starts_formula(text) else text


def unguarded(text: str) -> str:
    """
    Undo `guarded`.

    Parameters
    ----------
    text : str
        A text from a file that is known to be guarded.

    Returns
    -------
    str
        The original text.
    """
    return text[1:] if text.startswith("'") and _starts_formula(text) else text


def _as_text(cell: Cell, is_guarded: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        text = cell.replace("\0", "")
        return guarded(text) if is_guarded else text
    return repr(cell)


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, guard: bool = True) -> Iterator[str]:
    """
    Write a table line by line, for a file or a streamed response.

    Parameters
    ----------
    header : sequence of str
        Names of the columns.
    rows : iterable of sequence of str, int, float, bool or None
        The cells. Numbers are written as they are, None as an empty cell.
    guard : bool
        Prevent a spreadsheet from running texts as formulas.

    Yields
    ------
    str
        One record with its line end.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    for cells in _chain(header, rows):
        writer.writerow([_as_text(cell, guard) for cell in cells])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _chain(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    yield header
    yield from rows


def write_csv(
    path: str | os.PathLike[str],
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    guard: bool = True,
    with_bom: bool = False,
) -> int:
    """
    Write a table to a file in UTF-8, all or nothing.

    Parameters
    ----------
    path : path-like
        The destination. An existing file is replaced when the new one is complete.
    header : sequence of str
        Names of the columns.
    rows : iterable of sequence of str, int, float, bool or None
        The cells.
    guard : bool
        Prevent a spreadsheet from running texts as formulas.
    with_bom : bool
        Begin with the byte order mark by which Excel recognizes UTF-8.

    Returns
    -------
    int
        Rows written, without the header.
    """
    target = Path(path)
    part = target.with_name(target.name + ".part")
    n_lines = 0
    try:
        encoding = "utf-8-sig" if with_bom else "utf-8"
        with part.open("w", encoding=encoding, errors="replace", newline="") as stream:
            for line in csv_lines(header, rows, guard=guard):
                stream.write(line)
                n_lines += 1
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return n_lines - 1
