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

_COMMA: Final = re.compile(r"\s*,\s*")
_NOT_IN_A_NUMBER: Final = r"(?!(?<=\d,)\d{3}\b)"
_LINES: Final = re.compile(r"\s*\n\s*")
_BEFORE_A_CAPITAL: Final = re.compile(rf"\s*,(?:\s+(?=[^\sa-zà-öø-ÿ])|(?=\S){_NOT_IN_A_NUMBER})")
_BEFORE_NO_BLANK: Final = re.compile(rf"\s*,(?=\S){_NOT_IN_A_NUMBER}")


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
    known = sorted((one for one in options if one), key=len, reverse=True)
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
    every = re.compile(rf"\s*{re.escape(separator)}\s*" if separator else r"\s+")
    return every, every


def _with_known(cell: str, mark: re.Pattern[str], sure: re.Pattern[str], known: list[str]) -> list[str]:
    """Take the longest known option at the beginning, else what stands before the next option."""
    parts: list[str] = []
    rest = cell
    while rest:
        option = next((one for one in known if _begins(rest, one, mark)), None)
        if option is None:
            ends = (
                found.start()
                for found in mark.finditer(rest)
                if sure.match(rest, found.start())
                or any(_begins(rest[found.end() :], one, mark) for one in known)
            )
            option = rest[: next(ends, len(rest))]
        parts.append(option)
        rest = mark.sub("", rest[len(option) :], count=1)
    return parts


def _begins(text: str, option: str, mark: re.Pattern[str]) -> bool:
    if text[: len(option)].casefold() != option.casefold():
        return False
    after = text[len(option) :]
    return not after.strip() or mark.match(after) is not None


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
