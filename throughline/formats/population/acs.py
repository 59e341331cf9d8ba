"""Survey tabulations with margins of error: the American Community Survey and NCES EDGE's parents tabulation.

Both give, for each geography, pairs of an estimate and its margin of error at 90 %, wide (a row a geography)
or long (a row a variable). Codes that stand where a number is missing are states, never numbers.

References
----------
U.S. Census Bureau, Notes on ACS Estimate and Annotation Values; Understanding and Using American Community
Survey Data (2020), chapter 8, for the margin of a sum.
National Center for Education Statistics, EDGE, ACS-ED district tabulations.
"""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Final

from throughline.formats import race_ethnicity
from throughline.formats.population.model import (
    Count,
    Dimension,
    Figures,
    MarginState,
    State,
    in_order,
    key_from,
)
from throughline.formats.problems import BadFile, Problems, quoted
from throughline.formats.tables import Encoding, Limits, Row, Table

LARGE: Final = Limits(max_bytes=400_000_000, max_rows=2_000_000)

ESTIMATE_CODES: Final[dict[str, State]] = {
    "-9": "too_few",
    "-8": "not_applicable",
    "-6": "too_few",
    "-5": "not_available",
    "-3": "not_available",
    "-2": "not_available",
    "-1": "missing",
    "-999999999": "too_few",
    "-888888888": "not_applicable",
    "-666666666": "too_few",
    "-555555555": "not_available",
    "-333333333": "not_available",
    "-222222222": "not_available",
    "(x)": "not_applicable",
    "x": "not_applicable",
    "n": "too_few",
    "-": "too_few",
    "**": "too_few",
    "null": "not_available",
    "na": "not_available",
    "": "not_available",
}
"""What stands where an estimate is missing: short codes (NCES), nine digits and signs (Census Bureau)."""

MARGIN_CODES: Final[dict[str, MarginState]] = {
    "-5": "controlled",
    "-555555555": "controlled",
    "*****": "controlled",
    "-9": "unknown",
    "-8": "unknown",
    "-6": "unknown",
    "-3": "unknown",
    "-2": "unknown",
    "-1": "unknown",
    "-999999999": "unknown",
    "-888888888": "unknown",
    "-666666666": "unknown",
    "-333333333": "unknown",
    "-222222222": "unknown",
    "**": "unknown",
    "***": "unknown",
    "(x)": "unknown",
    "x": "unknown",
    "n": "unknown",
    "-": "unknown",
    "null": "unknown",
    "na": "unknown",
    "": "unknown",
}
"""What stands where a margin of error is missing. Controlled to an official total, it has none."""

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
_ONE_GEOGRAPHY: Final = "1"
MAX_VARIABLES: Final = 5_000


@dataclass(frozen=True)
class Meaning:
    """
    What a variable counts.

    Parameters
    ----------
    dimension : str
        By what; the dimension ``""`` is that of the total.
    category : str
        Key of the category. Variables of one category are added up.
    label : str
        Its name.
    """

    dimension: Dimension | None
    category: str = ""
    label: str = ""


TOTAL: Final = Meaning(None)
"""The meaning of the variable that counts everybody."""


def _languages(*pairs: tuple[str, str, str]) -> dict[str, Meaning]:
    return {f"C16001_{code}": Meaning("language", key, label) for code, key, label in pairs}


KNOWN: Final[dict[str, Meaning]] = {
    "B03002_001": TOTAL,
    "B03002_003": Meaning("group", race_ethnicity.WHITE, "White"),
    "B03002_004": Meaning("group", race_ethnicity.BLACK, "Black or African American"),
    "B03002_005": Meaning("group", race_ethnicity.AMERICAN_INDIAN, "American Indian or Alaska Native"),
    "B03002_006": Meaning("group", race_ethnicity.ASIAN, "Asian"),
    "B03002_007": Meaning("group", race_ethnicity.PACIFIC, "Native Hawaiian or Pacific Islander"),
    "B03002_008": Meaning("group", "some_other_race", "Some other race"),
    "B03002_009": Meaning("group", race_ethnicity.TWO_OR_MORE, "Two or more races"),
    "B03002_012": Meaning("group", race_ethnicity.HISPANIC, "Hispanic or Latino"),
    "C16001_001": TOTAL,
    **_languages(
        ("002", "en", "English"),
        ("003", "es", "Spanish"),
        ("006", "fr", "French, Haitian or Cajun"),
        ("009", "german", "German or other West Germanic languages"),
        ("012", "slavic", "Russian, Polish or other Slavic languages"),
        ("015", "indo_european", "Other Indo-European languages"),
        ("018", "ko", "Korean"),
        ("021", "zh-hans", "Chinese"),
        ("024", "vi", "Vietnamese"),
        ("027", "tagalog", "Tagalog"),
        ("030", "asian_pacific", "Other Asian and Pacific Island languages"),
        ("033", "ar", "Arabic"),
        ("036", "other", "Other languages"),
    ),
    "B25003_001": TOTAL,
    "B25003_002": Meaning("tenure", "own", "Own their home"),
    "B25003_003": Meaning("tenure", "rent", "Rent their home"),
    "B11005_001": TOTAL,
    "B11005_002": Meaning("children", "with_children", "Households with children"),
    "B11005_011": Meaning("children", "without_children", "Households without children"),
}
"""Detailed tables whose variables are known. They count people; B25003 and B11005 count households."""


@dataclass(frozen=True)
class Pair:
    """
    An estimate with its margin of error, in people.

    Parameters
    ----------
    variable : str
        Its name in the file, without what marks estimate and margin.
    label : str
        What it counts, as the file says it.
    n : int or None
        The estimate; None unless `state` is ``"counted"``.
    margin_of_error : float or None
        At 90 %; None unless `margin_state` is ``"given"``.
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
        NCES's seven digits of the district. A file of one geography alone is taken as it is.
    limits : Limits
        How large it may be.
    encoding : {"detect", "cp1252"}
        What to read where the file does not say.
    name : str, optional
        What to call the file in sentences.

    Returns
    -------
    Tabulation
        Every pair of estimate and margin.

    Raises
    ------
    BadFile
        If the file is damaged, has no pairs, names no row of the district, or holds a cell that is neither a
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
    """The Census Bureau's tables say in a second row what each column is."""
    if len(table.header_rows) < 2:
        return False
    cells = [cell.casefold() for cell in table.header_rows[1]]
    return any(cell.startswith(("estimate!!", "margin of error!!")) for cell in cells)


def _long_columns(header: tuple[str, ...]) -> tuple[int, int] | None:
    """Where estimate and margin stand in a long file; data.census.gov puts the geography before them."""
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
    """The headings under which a label stands: the Census Bureau indents it."""
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
        said = labels[columns[0]]
        label = re.sub(r"^Estimate!!", "", said, flags=re.IGNORECASE).replace("!!", " > ").replace(":", "")
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
    """Whether a geography's id is the district's: bare, or behind the Census Bureau's summary level."""
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


def suggested(tabulation: Tabulation) -> dict[str, Meaning]:
    """
    Tell what the variables of known tables count.

    Parameters
    ----------
    tabulation : Tabulation
        As `read` gives it.

    Returns
    -------
    dict of str to Meaning
        By variable, of those that are known.
    """
    return {pair.variable: KNOWN[key] for pair in tabulation.pairs if (key := pair.variable.upper()) in KNOWN}


def count(tabulation: Tabulation, meanings: Mapping[str, Meaning]) -> Figures:
    """
    Turn variables into counts by category, adding up those of one category.

    Parameters
    ----------
    tabulation : Tabulation
        As `read` gives it.
    meanings : mapping of str to Meaning
        What each variable that is used counts.

    Returns
    -------
    Figures
        Counts with margins. The margin of a sum is the root of the sum of squares; a part that is controlled
        adds nothing; if a part is not counted, or its margin not known, neither is the sum's.

    Raises
    ------
    BadFile
        If no variable is used, or one is not in the file.
    """
    by_name = {pair.variable: pair for pair in tabulation.pairs}
    problems = Problems()
    total: Pair | None = None
    parts: dict[tuple[Dimension, str], list[Pair]] = {}
    labels: dict[tuple[Dimension, str], str] = {}
    for variable, meaning in meanings.items():
        pair = by_name.get(variable)
        if pair is None:
            problems.add("survey_unknown_column", tabulation.file, None, quoted(variable))
        elif meaning.dimension is None:
            total = total or pair
        else:
            label = (meaning.label or pair.label)[:200]
            key = (meaning.dimension, meaning.category or _category(meaning.dimension, label))
            parts.setdefault(key, []).append(pair)
            labels.setdefault(key, label)
    if not parts and not problems.errors:
        problems.add("population_nothing_mapped", tabulation.file)
    problems.raise_if_any()
    counts = []
    n_by_state: dict[State, int] = {}
    for (dimension, category), pairs in parts.items():
        n, margin, state, margin_state = _added(pairs)
        counts.append(Count(dimension, category, labels[dimension, category], n, margin, state, margin_state))
        if state != "counted":
            n_by_state[state] = n_by_state.get(state, 0) + 1
    for state, number in sorted(n_by_state.items()):
        problems.note(f"population_state_{state}", tabulation.file, n=number)
    has_group = any(dimension == "group" for dimension, _category in parts)
    return Figures(
        total.n if total else None,
        in_order(counts),
        margin_of_error=total.margin_of_error if total else None,
        race_standard="1997" if has_group else "",
        notes=tuple(problems.notes),
        n_notes=problems.n_notes,
    )


def _category(dimension: Dimension, label: str) -> str:
    last = label.rsplit(" > ", 1)[-1]
    known = race_ethnicity.key_of(last) if dimension == "group" else None
    return known or key_from(last)


def _added(pairs: Iterable[Pair]) -> tuple[int | None, float | None, State, MarginState]:
    pairs = list(pairs)
    unknown = next((pair for pair in pairs if pair.n is None), None)
    if unknown is not None:
        return None, None, unknown.state, "unknown"
    n = sum(pair.n or 0 for pair in pairs)
    if any(pair.margin_state == "unknown" for pair in pairs):
        return n, None, "counted", "unknown"
    margins = [pair.margin_of_error for pair in pairs if pair.margin_of_error is not None]
    if not margins:
        return n, None, "counted", "controlled"
    return n, sqrt(sum(margin * margin for margin in margins)), "counted", "given"
