"""The header of a tabulation: what each column is an estimate or a margin of error of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from throughline.formats.names import plain_name
from throughline.formats.problems import BadFile, quoted
from throughline.formats.tables import Table

Measure = Literal["estimate", "margin", "percent", ""]

_MEASURES: Final[dict[str, Measure]] = {
    "estimate": "estimate",
    "est": "estimate",
    "marginoferror": "margin",
    "moe": "margin",
    "margin": "margin",
    "percent": "percent",
    "percentestimate": "percent",
    "percentmarginoferror": "percent",
    "percentmoe": "percent",
}
_PERCENT_COLUMN: Final = re.compile(
    r".+_\d{3,4}P[EM]|.+(pct|pctmoe)|percent(age)?( margin of error)?!!.+|.+!!percent( margin of error)?",
    re.IGNORECASE,
)
_WIDE: Final = (
    (re.compile(r"(.+_\d{3,4})E", re.IGNORECASE), "{}M"),
    (re.compile(r"(.+?_?)est(imate)?", re.IGNORECASE), "{}moe"),
    (re.compile(r"Estimate!!(.+)", re.IGNORECASE), "Margin of Error!!{}"),
    (re.compile(r"(.+)!!Estimate", re.IGNORECASE), "{}!!Margin of Error"),
)


def measure_of(word: str) -> Measure:
    """
    Recognize the kind of number that a heading announces.

    Parameters
    ----------
    word : str
        Such as ``"Margin of Error"`` or ``"moe"``.

    Returns
    -------
    {"estimate", "margin", "percent", ""}
        Empty if it is none.
    """
    return _MEASURES.get(plain_name(word), "")


@dataclass(frozen=True)
class Heading:
    """
    A column.

    Parameters
    ----------
    index : int
        Its position.
    name : str
        Its name.
    plain : str
        Its name without case and punctuation.
    """

    index: int
    name: str
    plain: str

    @property
    def above(self) -> tuple[str, ...]:
        """The headings above the last, of a name such as ``"District!!Total!!Estimate"``."""
        return tuple(" ".join(part.split()).rstrip(":") for part in self.name.split("!!")[:-1])

    @property
    def measure(self) -> Measure:
        """What the column has, by the last of its headings."""
        return measure_of(self.name.rsplit("!!", 1)[-1])


def headings_of(table: Table) -> tuple[Heading, ...]:
    """
    Read the header.

    Parameters
    ----------
    table : Table
        The file.

    Returns
    -------
    tuple of Heading
        Its columns.
    """
    return tuple(Heading(i, name, plain_name(name)) for i, name in enumerate(table.header))


def one_column(headings: Sequence[Heading], names: Sequence[str], file: str) -> int | None:
    """
    Find the column with the first of these names that occurs.

    Parameters
    ----------
    headings : sequence of Heading
        The header.
    names : sequence of str
        Plain names, the preferred one first.
    file : str
        Name of the file in messages.

    Returns
    -------
    int or None
        Its position; None if there is none.

    Raises
    ------
    BadFile
        If two columns have that name.
    """
    for name in names:
        found = [one for one in headings if one.plain == name]
        if len(found) > 1:
            first, second = (quoted(one.name) for one in found[:2])
            raise BadFile.of("same_columns", file, 1, second, first=first, second=second)
        if found:
            return found[0].index
    return None


@dataclass(frozen=True)
class PairColumns:
    """
    The columns of one variable.

    Parameters
    ----------
    variable : str
        Name without the marks of estimate and margin.
    estimates, margins : tuple of int
        Positions. Profiles repeat some labels, so that there may be several, which have to be equal.
    """

    variable: str
    estimates: tuple[int, ...]
    margins: tuple[int, ...]


def wide_pairs(headings: Sequence[Heading], most: int) -> list[PairColumns]:
    """
    Find the pairs of columns of a file with one row for each geography.

    Parameters
    ----------
    headings : sequence of Heading
        The header.
    most : int
        Where to stop.

    Returns
    -------
    list of PairColumns
        In the order of the file.
    """
    by_plain: dict[str, list[int]] = {}
    for one in headings:
        by_plain.setdefault(one.plain, []).append(one.index)
    found: dict[str, PairColumns] = {}
    for one in headings:
        for pattern, margin in _WIDE:
            match = pattern.fullmatch(one.name)
            if match is None or _PERCENT_COLUMN.fullmatch(one.name):
                continue
            margins = by_plain.get(plain_name(margin.format(match.group(1))))
            if margins:
                estimates = tuple(by_plain[one.plain])
                pair = PairColumns(match.group(1).rstrip("_"), estimates, tuple(margins))
                found.setdefault(plain_name(match.group(1)), pair)
                break
        if len(found) > most:
            break
    return list(found.values())


def percent_columns(headings: Sequence[Heading]) -> list[Heading]:
    """
    Find the columns of percentages, which count nobody.

    Parameters
    ----------
    headings : sequence of Heading
        The header.

    Returns
    -------
    list of Heading
        Their estimates; columns of their margins of error are left out.
    """
    return [
        one
        for one in headings
        if _PERCENT_COLUMN.fullmatch(one.name)
        and not re.search(r"(PM|moe|margin of error|margin of error!!.+)$", one.name, re.IGNORECASE)
    ]
