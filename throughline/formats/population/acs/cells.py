"""Read estimates and margins of error, and tell counts of people from other numbers."""

import re
from collections.abc import Sequence
from math import isfinite
from typing import Final

from throughline.formats.population.acs.codes import ESTIMATE_CODES, MARGIN_CODES
from throughline.formats.population.model import MarginState, State

_PERCENT: Final = re.compile(r"^percent(age)?s?\b")
_NO_COUNT: Final = re.compile(
    r"\b(median|mean|average|per capita|gini|aggregate|quartile|quintile|decile|rates?|ratio(?! of income))\b"
    r"|\bper 1,?000\b|\(percent\)$"
)
_NO_COUNT_CELL: Final = re.compile(r"\$?-?[\d,]+(\.\d+)?[+-]|\$-?[\d,]+(\.\d+)?|-?[\d,]*\.?\d+\s*%")
_NO_COUNT_TABLES: Final = re.compile(
    r"[BC](01002|05004|06002|06011|07002|07011|08013|0813[1567]|12007|17011|19013|19019|19025|19049"
    r"|1906[1-9]|19070|19081|19082|19083|19113|19119|19125|19126|19127|19202|19214|19301|19313|20002|20003"
    r"|20004|20017|20018|21004|23013|23020|2401[12]|2402[12]|2403[12]|2404[12]|2408[12]|25010|25018|25019"
    r"|25021|25022|25031|25035|25037|25039|25057|25058|25059|25060|25062|25064|25065|25071|25076|25077|25078"
    r"|25079|25080|25082|25083|25086|25088|25089|25090|25092|25097|25099|25100|25103|25105|2510[7-9]|2511[0-4]"
    r"|25119|25120|25144)[A-I]?_.*",
    re.IGNORECASE,
)
"""Detailed tables of medians, averages and sums of money or minutes."""
_PROFILES: Final = re.compile(r"(S|DP|CP|NP)\d.*", re.IGNORECASE)
"""Subject tables and profiles, which have percentages among their estimates."""


def is_no_count(variable: str, parts: Sequence[str]) -> bool:
    """
    Return whether a variable is a percentage, a median, an average or the like by its name.

    Parameters
    ----------
    variable : str
        Its code, such as ``"B19013_001"``.
    parts : sequence of str
        Its label with the headings above it.

    Returns
    -------
    bool
        True if it does not count anybody. “Less than 15.0 percent” may count households and is no such name.
    """
    words = [" ".join(part.casefold().split()) for part in parts]
    if any(_PERCENT.search(word) or _NO_COUNT.search(word) for word in words):
        return True
    return _NO_COUNT_TABLES.fullmatch(variable) is not None


def is_no_count_cell(variable: str, estimate: str, margin: str) -> bool:
    """
    Return whether an estimate is not a number of people by how it is written.

    Parameters
    ----------
    variable : str
        Code of the variable.
    estimate : str
        The cell of the estimate.
    margin : str
        The cell of its margin of error.

    Returns
    -------
    bool
        True for percentages, amounts of money, open-ended medians (``"250,000+"``), and for decimals in
        subject tables and profiles, whose percentages have no percent sign in some files.
    """
    word = estimate.strip()
    if _NO_COUNT_CELL.fullmatch(word) or margin.strip().endswith("%"):
        return True
    if _PROFILES.fullmatch(variable) is None:
        return False
    cells = [_number(word), _number(margin)]
    if any(cell is not None and not cell.is_integer() for cell in cells):
        return True
    is_small = cells[0] is not None and cells[0] <= 100
    return is_small and "." in word and "." in margin


def _number(cell: str) -> float | None:
    word = _plain(cell)
    return float(word) if re.fullmatch(r"\d{1,12}(\.\d{1,6})?", word, re.ASCII) else None


def _plain(cell: str) -> str:
    word = cell.strip().replace("±", "").replace("+/-", "").replace("\u2212", "-").strip().casefold()
    word = word[:-2] if re.fullmatch(r"-?\d+\.0", word) else word
    return word.replace(",", "") if re.fullmatch(r"-?[\d,]+(\.\d+)?", word) else word


def estimate_of(cell: str) -> tuple[int | None, State | None]:
    """
    Read an estimate.

    Parameters
    ----------
    cell : str
        The cell.

    Returns
    -------
    tuple of int or None and str or None
        Number of people, and one of `State`; None twice if the cell is neither a number nor a known code.
    """
    word = _plain(cell)
    if word in ESTIMATE_CODES:
        return None, ESTIMATE_CODES[word]
    if word.isascii() and word.isdigit() and len(word) <= 9:
        return int(word), "counted"
    return None, None


def margin_of(cell: str) -> tuple[float | None, MarginState | None]:
    """
    Read a margin of error.

    Parameters
    ----------
    cell : str
        The cell.

    Returns
    -------
    tuple of float or None and str or None
        Margin in people, and one of `MarginState`; None twice if the cell is neither a number nor a code.
    """
    word = _plain(cell)
    if word in MARGIN_CODES:
        return None, MARGIN_CODES[word]
    if re.fullmatch(r"\d{1,12}(\.\d{1,6})?", word, re.ASCII) and isfinite(float(word)):
        return float(word), "given"
    return None, None
