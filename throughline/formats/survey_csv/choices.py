"""Split several choices in one cell."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

TIGHT_COMMA: Final = "comma without a blank"
"""Separator of choices: a comma with no blank after it, so that a choice may have a comma and a blank."""

LINE_BREAK: Final = "line break"
"""Separator of choices that stand each on its own line of the cell."""

_BLANKS: Final = re.compile(r"\s*")
_SOME_BLANKS: Final = re.compile(r"\s+")
_COMMA: Final = re.compile(",")
_NOT_IN_A_NUMBER: Final = r"(?!(?<=\d,)\d{3}\b)"
_LINES: Final = re.compile(r"\n")
_BEFORE_A_CAPITAL: Final = re.compile(rf",(?:\s+(?=[^\sa-zà-öø-ÿ])|(?=\S){_NOT_IN_A_NUMBER})")
_BEFORE_NO_BLANK: Final = re.compile(rf",(?=\S){_NOT_IN_A_NUMBER}")

Known = dict[str, list[tuple[str, str]]]
"""The known options by their first letter."""


def split(cell: str, separator: str, options: Iterable[str] = ()) -> tuple[str, ...]:
    """
    Split a cell into its choices.

    Known options are matched first, longest first, so that an option with a comma is not split. Elsewhere a
    comma with a blank after it separates only before a word that does not begin in lower case, and a comma
    within a number does not.

    Parameters
    ----------
    cell : str
        The cell.
    separator : str
        Separator of the choices, such as ``;``, ``,`` or a blank; or `TIGHT_COMMA` or
        `LINE_BREAK`.
    options : iterable of str
        The known options.

    Returns
    -------
    tuple of str
        The distinct choices, in their order.
    """
    mark, sure = _patterns(separator.strip())
    known = _by_first_letter(options)
    parts = _with_known(cell.strip(), mark, sure, known) if known else sure.split(cell)
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _patterns(separator: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return a pattern of every separator, and of those that separate whatever stands beside them."""
    if separator == ",":
        return _COMMA, _BEFORE_A_CAPITAL
    if separator == TIGHT_COMMA:
        return _COMMA, _BEFORE_NO_BLANK
    if separator == LINE_BREAK:
        return _LINES, _LINES
    every = re.compile(re.escape(separator)) if separator else _SOME_BLANKS
    return every, every


def _by_first_letter(options: Iterable[str]) -> Known:
    """Return each option as written and without case, the longest first."""
    known: Known = {}
    for one in sorted((one for one in options if one), key=len, reverse=True):
        folded = one.casefold()
        known.setdefault(folded[0], []).append((one, folded))
    return known


def _with_known(cell: str, mark: re.Pattern[str], sure: re.Pattern[str], known: Known) -> list[str]:
    """Take the longest known option at the beginning, else what stands before the next option."""
    parts: list[str] = []
    at = 0
    while at < len(cell):
        option = _option_at(cell, at, mark, known)
        if option is None:
            ends = (
                found.start()
                for found in mark.finditer(cell, at)
                if sure.match(cell, found.start())
                or _option_at(cell, _past_blanks(cell, found.end()), mark, known) is not None
            )
            option = cell[at : next(ends, len(cell))]
        parts.append(option)
        after = _past_mark(cell, at + len(option), mark)
        at = len(cell) if after is None else after
    return parts


def _option_at(cell: str, at: int, mark: re.Pattern[str], known: Known) -> str | None:
    """Return the longest option that stands here, before a separator or the end."""
    for option, folded in known.get(cell[at : at + 1].casefold()[:1], ()):
        end = at + len(option)
        if cell[at:end].casefold() == folded and _past_mark(cell, end, mark) is not None:
            return option
    return None


def _past_mark(cell: str, at: int, mark: re.Pattern[str]) -> int | None:
    """Return the place after the separator that stands here, and after the blanks beside it, or the end."""
    here = _past_blanks(cell, at)
    if here >= len(cell):
        return len(cell)
    if mark in {_SOME_BLANKS, _LINES}:
        return here if mark.search(cell, at, here) else None
    found = mark.match(cell, here)
    return _past_blanks(cell, found.end()) if found else None


def _past_blanks(cell: str, at: int) -> int:
    found = _BLANKS.match(cell, at)
    return found.end() if found else at


def is_ranking(cells: Sequence[str], separator: str) -> bool:
    """
    Return whether each cell has the same choices in some order.

    Parameters
    ----------
    cells : sequence of str
        The different cells of a column.
    separator : str
        What stands between the choices.

    Returns
    -------
    bool
        True if several cells differ in the order alone: people ranked the choices.
    """
    found = {frozenset(split(cell, separator)) for cell in cells}
    return len(cells) > 1 and len(found) == 1 and len(next(iter(found))) > 1


def always_together(counted: Mapping[str, int], separator: str) -> list[tuple[str, str]]:
    """
    Find choices of which neither occurs without the other beside it, so that they may be one choice.

    Parameters
    ----------
    counted : mapping of str to int
        The different cells, with how often each occurs.
    separator : str
        The separator of choices.

    Returns
    -------
    list of tuple of str
        Each two that stand together at least twice.
    """
    n_cells: Counter[str] = Counter()
    n_beside: Counter[tuple[str, str]] = Counter()
    for cell, n in counted.items():
        parts = split(cell, separator)
        n_cells.update(dict.fromkeys(parts, n))
        n_beside.update(dict.fromkeys(pairwise(parts), n))
    return [two for two, n in n_beside.items() if n > 1 and n == n_cells[two[0]] == n_cells[two[1]]]
