"""Read estimates and margins of error of one district."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Final

from throughline.formats.population.acs.codes import ESTIMATE_CODES, MARGIN_CODES
from throughline.formats.population.model import MarginState, State
from throughline.formats.problems import BadFile, Problems, quoted
from throughline.formats.tables import Encoding, Limits, Row, Table

LARGE: Final = Limits(max_bytes=400_000_000, max_rows=2_000_000)
_GEOGRAPHY: Final = ("leaid", "geo_id", "geoid", "geo id", "ucgid", "geography id")
_NAME: Final = ("name", "geography", "geo_name", "geographic area name", "district", "lea_name")
_VARIABLE: Final = ("variable", "label", "category", "label (grouping)", "item", "title")
_LONG_ESTIMATE: Final = ("estimate", "est")
_LONG_MARGIN: Final = ("margin of error", "margin_of_error", "moe", "margin")
_WIDE: Final = (
    (re.compile(r"(.+_\d{3})E", re.IGNORECASE), "{}M"),
    (re.compile(r"(.+?_?)est(imate)?", re.IGNORECASE), "{}moe"),
    (re.compile(r"Estimate!!(.+)", re.IGNORECASE), "Margin of Error!!{}"),
    (re.compile(r"(.+)!!Estimate", re.IGNORECASE), "{}!!Margin of Error"),
)
MAX_VARIABLES: Final = 5_000


@dataclass(frozen=True)
class Pair:
    """
    An estimate with its margin of error, in people.

    Parameters
    ----------
    variable : str
        Its name in the file, without the marks of estimate and margin.
    label : str
        What it counts, as worded in the file.
    n : int or None
        The estimate; None unless `state` is ``"counted"``.
    margin_of_error : float or None
        At 90%; None unless `margin_state` is ``"given"``.
    state : str
        One of `State`.
    margin_state : str
        One of `MarginState`.
    """

    variable: str
    label: str
    n: int | None
    margin_of_error: float | None
    state: State
    margin_state: MarginState


@dataclass(frozen=True, eq=False)
class Tabulation:
    """
    One geography of a file.

    Parameters
    ----------
    file : str
        Name of the file.
    geography : str
        Name or id of the geography.
    pairs : tuple of Pair
        Its variables, in the order of the file.
    """

    file: str
    geography: str
    pairs: tuple[Pair, ...]


def read(
    path: str | os.PathLike[str],
    leaid: str,
    *,
    limits: Limits = LARGE,
    encoding: Encoding = "detect",
    name: str | None = None,
) -> Tabulation:
    """
    Read the estimates and margins of one district.

    Parameters
    ----------
    path : path-like
        The file, wide or long.
    leaid : str
        NCES's seven digits of the district. A file of a single geography is read as it is.
    limits : Limits
        How large it may be.
    encoding : {"detect", "cp1252"}
        Encoding where the file does not declare one.
    name : str, optional
        Name of the file in messages.

    Returns
    -------
    Tabulation
        Every pair of estimate and margin.

    Raises
    ------
    BadFile
        If the file is damaged, has no pairs, has no row of the district, or has a cell that is neither a
        number nor a known code.
    """
    problems = Problems()
    peek = Table(path, n_header_rows=2, limits=limits, encoding=encoding, any_header=True, name=name)
    has_labels = _is_label_row(peek)
    table = Table(
        path,
        n_header_rows=2 if has_labels else 1,
        limits=limits,
        encoding=encoding,
        problems=problems,
        any_header=True,
        name=name,
    )
    header = {column.casefold(): i for i, column in reversed(list(enumerate(table.header)))}
    variable = next((header[one] for one in _VARIABLE if one in header), None)
    if variable is not None and (columns := _long_columns(table.header)) is not None:
        pairs, geography = _read_long(table, variable, columns, header, leaid, problems)
    else:
        labels = table.header_rows[1] if has_labels else table.header
        pairs, geography = _read_wide(table, labels, header, leaid, problems)
    problems.raise_if_any()
    return Tabulation(table.file, geography, tuple(pairs))


def _is_label_row(table: Table) -> bool:
    """Return whether the second row describes the columns, as in the Census Bureau's tables."""
    if len(table.header_rows) < 2:
        return False
    cells = [cell.casefold() for cell in table.header_rows[1]]
    return any(cell.startswith(("estimate!!", "margin of error!!")) for cell in cells)


def _long_columns(header: tuple[str, ...]) -> tuple[int, int] | None:
    """Columns of estimate and margin in a long file; data.census.gov puts the geography before them."""
    tails = [name.casefold().rsplit("!!", 1)[-1].strip() for name in header]
    estimate = next((i for i, tail in enumerate(tails) if tail in _LONG_ESTIMATE), None)
    margin = next((i for i, tail in enumerate(tails) if tail in _LONG_MARGIN), None)
    return None if estimate is None or margin is None else (estimate, margin)


def _read_long(
    table: Table,
    variable: int,
    columns: tuple[int, int],
    header: Mapping[str, int],
    leaid: str,
    problems: Problems,
) -> tuple[list[Pair], str]:
    place = next((header[one] for one in _GEOGRAPHY if one in header), None)
    label_at = next((header[one] for one in ("label", "title") if one in header), variable)
    pairs: list[Pair] = []
    first_rows: dict[str, int] = {}
    path: list[tuple[int, str]] = []
    for row in table:
        if place is not None and not _is_district(row.cells[place], leaid):
            continue
        cell = row.cells[variable].replace("\xa0", " ")
        word = cell.strip().rstrip(":")
        if not word or not (row.cells[columns[0]].strip() or row.cells[columns[1]].strip()):
            path = _deeper(path, cell, word)
            continue
        path = _deeper(path, cell, word)
        is_nested = len(path) > 1
        key = " > ".join(one for _depth, one in path) if is_nested else word
        before = first_rows.setdefault(key, row.number)
        if before != row.number:
            problems.add("acs_twice", table.file, row.number, None, value=quoted(key), first_row=before)
            continue
        label = key if is_nested or label_at == variable else row.cells[label_at].strip() or key
        pair = _pair(key, label, row, columns, table, problems)
        if pair is not None:
            pairs.append(pair)
        if len(pairs) > MAX_VARIABLES:
            raise BadFile.of("population_too_many", table.file, limit=MAX_VARIABLES)
    if not pairs and not problems.errors:
        raise BadFile.of("acs_no_district", table.file, leaid=leaid)
    return pairs, leaid


def _deeper(path: list[tuple[int, str]], cell: str, word: str) -> list[tuple[int, str]]:
    """Return the headings above a label, found by the Census Bureau's indentation."""
    depth = len(cell) - len(cell.lstrip())
    return [*((d, w) for d, w in path if d < depth), (depth, word)] if word else path


def _read_wide(
    table: Table, labels: tuple[str, ...], header: Mapping[str, int], leaid: str, problems: Problems
) -> tuple[list[Pair], str]:
    found = _wide_columns(table.header, header)
    if not found:
        raise BadFile.of("acs_no_pairs", table.file, 1)
    place = next((header[one] for one in _GEOGRAPHY if one in header), None)
    named = next((header[one] for one in _NAME if one in header), None)
    rows = []
    for row in table:
        if place is None or _is_district(row.cells[place], leaid):
            rows.append(row)
        if len(rows) > 1:
            raise BadFile.of("acs_two_rows", table.file, row.number, leaid=leaid, first_row=rows[0].number)
    if not rows:
        raise BadFile.of("acs_no_district", table.file, leaid=leaid)
    pairs = []
    for variable, columns in found.items():
        label = re.sub(r"^Estimate!!", "", labels[columns[0]], flags=re.IGNORECASE)
        label = label.replace("!!", " > ").replace(":", "")
        pair = _pair(variable, label or variable, rows[0], columns, table, problems)
        if pair is not None:
            pairs.append(pair)
    geography = rows[0].cells[named].strip() if named is not None else leaid
    return pairs, geography[:200]


def _wide_columns(names: tuple[str, ...], header: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for i, name in enumerate(names):
        for pattern, margin in _WIDE:
            match = pattern.fullmatch(name)
            if match is None:
                continue
            other = header.get(margin.format(match.group(1)).casefold())
            if other is not None:
                found.setdefault(match.group(1).rstrip("_"), (i, other))
                break
        if len(found) > MAX_VARIABLES:
            break
    return found


def _is_district(cell: str, leaid: str) -> bool:
    """Return whether a geography's id is the district's, with or without the Census Bureau's prefix."""
    word = cell.strip()
    return bool(leaid) and (word == leaid or word.endswith("US" + leaid))


def _pair(
    variable: str, label: str, row: Row, columns: tuple[int, int], table: Table, problems: Problems
) -> Pair | None:
    estimate_cell, margin_cell = row.cells[columns[0]], row.cells[columns[1]]
    n, state = _estimate(estimate_cell)
    if state is None:
        problems.add(
            "population_count", table.file, row.number, quoted(variable), value=quoted(estimate_cell)
        )
        return None
    margin, margin_state = _margin(margin_cell)
    if margin_state is None:
        problems.add("acs_margin", table.file, row.number, quoted(variable), value=quoted(margin_cell))
        return None
    if n is None:
        margin, margin_state = None, "unknown"
    return Pair(variable[:200], label[:200], n, margin, state, margin_state)


def _plain(cell: str) -> str:
    word = cell.strip().replace("±", "").replace("+/-", "").replace("\u2212", "-").strip().casefold()
    word = word[:-2] if re.fullmatch(r"-?\d+\.0", word) else word
    return word.replace(",", "") if re.fullmatch(r"-?[\d,]+(\.\d+)?", word) else word


def _estimate(cell: str) -> tuple[int | None, State | None]:
    word = _plain(cell)
    if word in ESTIMATE_CODES:
        return None, ESTIMATE_CODES[word]
    if word.isascii() and word.isdigit() and len(word) <= 9:
        return int(word), "counted"
    return None, None


def _margin(cell: str) -> tuple[float | None, MarginState | None]:
    word = _plain(cell)
    if word in MARGIN_CODES:
        return None, MARGIN_CODES[word]
    if re.fullmatch(r"\d{1,12}(\.\d{1,6})?", word, re.ASCII) and isfinite(float(word)):
        return float(word), "given"
    return None, None
