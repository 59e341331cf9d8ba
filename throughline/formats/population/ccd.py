"""School membership in the format of the Common Core of Data: one count per row, by grade, race and sex.

Ids are texts: Colorado's begin with a zero, and a file whose zeros a spreadsheet removed is refused. Codes
for a missing number are states, never numbers.

References
----------
National Center for Education Statistics, Common Core of Data, Public Elementary/Secondary School Universe
Survey, membership (long format since 2016-17).
"""

import os
from dataclasses import dataclass
from typing import Final

from throughline.formats import race_ethnicity
from throughline.formats.population.model import (
    Count,
    Dimension,
    Figures,
    SchoolNamed,
    State,
    band_of,
    grade_key,
    grade_label,
    in_order,
    is_nothing,
    sex_of,
)
from throughline.formats.problems import BadFile, Problems, quoted
from throughline.formats.tables import Encoding, Limits, Table

LARGE: Final = Limits(max_bytes=400_000_000, max_rows=12_000_000)
"""A whole state's file, or the nation's with few columns."""

CODES: Final[dict[str, State]] = {
    "-1": "missing",
    "m": "missing",
    "-2": "not_applicable",
    "n": "not_applicable",
    "-3": "too_few",
    "-9": "doubtful",
    "": "missing",
    ".": "missing",
    "†": "not_applicable",
    "–": "missing",
    "‡": "doubtful",
}
"""Codes for a missing number, and their meaning."""

_FLAGS: Final[dict[str, State]] = {
    "missing": "missing",
    "not reported": "missing",
    "not applicable": "not_applicable",
    "suppressed": "too_few",
    "quality": "doubtful",
}
_COLUMNS: Final = {
    "leaid": ("leaid",),
    "ncessch": ("ncessch",),
    "school": ("sch_name", "schnam", "school_name"),
    "grade": ("grade",),
    "race": ("race_ethnicity", "race"),
    "sex": ("sex",),
    "n": ("student_count", "enrollment", "member"),
    "indicator": ("total_indicator",),
    "flag": ("dms_flag",),
}
_ALL: Final = "no category codes"
_WHOLE: Final = frozenset({"grade", "group", "sex"})
_PREFERRED: Final[dict[Dimension, tuple[frozenset[str], ...]]] = {
    "grade": (frozenset({"grade"}), _WHOLE),
    "group": (frozenset({"group"}), frozenset({"group", "sex"}), _WHOLE),
    "sex": (frozenset({"sex"}), frozenset({"group", "sex"}), _WHOLE),
}


@dataclass(frozen=True)
class _Cell:
    n: int | None
    state: State


@dataclass
class _School:
    name: str
    by_grain: dict[frozenset[str], dict[tuple[str, str, str], _Cell]]
    totals: dict[bool, _Cell]


def read(
    path: str | os.PathLike[str],
    leaid: str,
    *,
    limits: Limits = LARGE,
    encoding: Encoding = "detect",
    name: str | None = None,
) -> Figures:
    """
    Read the membership of one district.

    Parameters
    ----------
    path : path-like
        The file, of schools or of districts.
    leaid : str
        NCES's seven digits of the district, as text.
    limits : Limits
        How large it may be.
    encoding : {"detect", "cp1252"}
        Encoding where the file does not declare one.
    name : str, optional
        Name of the file in messages.

    Returns
    -------
    Figures
        Students by school, grade, band, race and ethnicity (1997 standard) and sex, overall and within each
        school. Adult education is left out. If one school's count is missing, the district's is too.

    Raises
    ------
    BadFile
        If the file is damaged, names no row of the district, has lost the leading zeros of its ids, has one
        count twice, or holds a count that is neither a number nor a known code.
    """
    problems = Problems()
    table = Table(path, limits=limits, encoding=encoding, problems=problems, name=name)
    columns = _columns(table)
    if not (leaid.isascii() and leaid.isdigit() and len(leaid) == 7):
        raise BadFile.of("ccd_leaid", table.file, value=quoted(leaid))
    schools: dict[str, _School] = {}
    states: dict[State, int] = {}
    for row in table:
        cells = {key: row.cells[i].strip() for key, i in columns.items()}
        _check_ids(cells, table.file, row.number, problems)
        if cells["leaid"] != leaid:
            continue
        _add_row(cells, schools, table.file, row.number, problems, states)
    problems.raise_if_any()
    if not schools:
        raise BadFile.of("ccd_no_district", table.file, leaid=leaid)
    for state, n_cells in sorted(states.items()):
        problems.note(f"population_state_{state}", table.file, None, "STUDENT_COUNT", n=n_cells)
    counts, n = _counts(schools)
    named = tuple(SchoolNamed(key, school.name, key) for key, school in schools.items() if key)
    return Figures(
        n,
        in_order(counts),
        tuple(sorted(named, key=lambda school: school.name)),
        race_standard="1997",
        notes=tuple(problems.notes),
        n_notes=problems.n_notes,
    )


def _columns(table: Table) -> dict[str, int]:
    header = {name.casefold(): i for i, name in reversed(list(enumerate(table.header)))}
    columns: dict[str, int] = {}
    for key, names in _COLUMNS.items():
        found = next((header[one] for one in names if one in header), None)
        if found is not None:
            columns[key] = found
    missing = [
        _COLUMNS[key][0].upper() for key in ("leaid", "grade", "race", "sex", "n") if key not in columns
    ]
    if missing:
        raise BadFile.of("missing_columns", table.file, 1, missing=", ".join(missing))
    return columns


def _check_ids(cells: dict[str, str], file: str, number: int, problems: Problems) -> None:
    """Refuse an id that lost its leading zero: it would match nothing, or a school of another state."""
    for key, length in (("leaid", 7), ("ncessch", 12)):
        word = cells.get(key, "")
        is_short = word.isdigit() and len(word) == length - 1
        if is_short or ("e+" in word.casefold()) or (word.endswith(".0") and word[:-2].isdigit()):
            problems.add("ccd_lost_zero", file, number, key.upper(), value=quoted(word), length=length)


def _add_row(
    cells: dict[str, str],
    schools: dict[str, _School],
    file: str,
    number: int,
    problems: Problems,
    states: dict[State, int],
) -> None:
    cell = _number(cells, file, number, problems)
    if cell is None:
        return
    key = cells.get("ncessch", "")
    school = schools.setdefault(key, _School(cells.get("school", "") or key, {}, {}))
    if cells["grade"].casefold() == "adult education":
        return
    values: dict[str, str] = {}
    for name, column in (("grade", "grade"), ("group", "race"), ("sex", "sex")):
        word = cells[column]
        if word.casefold() in {_ALL, "total", "99"}:
            continue
        known = _key(name, word)
        if known is None and not is_nothing(word):
            problems.add("ccd_category", file, number, _COLUMNS[column][0].upper(), value=quoted(word))
            return
        values[name] = known or ""
    if cell.n is None:
        states[cell.state] = states.get(cell.state, 0) + 1
    grain = frozenset(values)
    if not grain:
        is_without_adults = "adult" in cells.get("indicator", "").casefold()
        if is_without_adults in school.totals:
            problems.add("ccd_twice", file, number)
        school.totals[is_without_adults] = cell
        return
    place = (values.get("grade", ""), values.get("group", ""), values.get("sex", ""))
    cells_of_grain = school.by_grain.setdefault(grain, {})
    if place in cells_of_grain and all(
        place[i] for i, one in enumerate(("grade", "group", "sex")) if one in grain
    ):
        problems.add("ccd_twice", file, number)
        return
    cells_of_grain[place] = cell


def _key(name: str, word: str) -> str | None:
    if name == "grade":
        return grade_key(word)
    if name == "group":
        return race_ethnicity.key_of(word)
    sex = sex_of(word)
    return sex[0] if sex else None


def _number(cells: dict[str, str], file: str, number: int, problems: Problems) -> _Cell | None:
    word = cells["n"]
    if word.isascii() and word.isdigit() and len(word) <= 9:
        return _Cell(int(word), "counted")
    state = CODES.get(word.casefold())
    if state is None:
        problems.add("population_count", file, number, "STUDENT_COUNT", value=quoted(word))
        return None
    flag = cells.get("flag", "").casefold()
    flagged = next((reason for name, reason in _FLAGS.items() if flag.startswith(name)), None)
    return _Cell(None, flagged if flagged is not None and state == "missing" else state)


def _counts(schools: dict[str, _School]) -> tuple[list[Count], int | None]:
    counts: list[Count] = []
    over_all: dict[tuple[Dimension, str, str], list[_Cell]] = {}
    totals: list[_Cell] = []
    for key, school in sorted(schools.items()):
        total = _total(school)
        totals.append(total)
        if key:
            counts.append(Count("school", key, school.name, total.n, state=total.state))
        for (dimension, category, label), cell in _by_dimension(school).items():
            over_all.setdefault((dimension, category, label), []).append(cell)
            if key:
                counts.append(Count(dimension, category, label, cell.n, state=cell.state, school_id=key))
    for (dimension, category, label), cells in over_all.items():
        cell = _sum(cells)
        counts.append(Count(dimension, category, label, cell.n, state=cell.state))
    return counts, _sum(totals).n


def _total(school: _School) -> _Cell:
    if school.totals:
        return school.totals.get(True) or school.totals[False]
    for grain in (frozenset({"grade"}), frozenset({"group", "sex"}), _WHOLE):
        if grain in school.by_grain:
            return _sum(list(school.by_grain[grain].values()))
    return _sum([cell for cells in school.by_grain.values() for cell in cells.values()])


def _by_dimension(school: _School) -> dict[tuple[Dimension, str, str], _Cell]:
    found: dict[tuple[Dimension, str, str], list[_Cell]] = {}
    for i, dimension in enumerate(_PREFERRED):
        grain = next((one for one in _PREFERRED[dimension] if one in school.by_grain), None)
        for place, cell in school.by_grain.get(grain or frozenset(), {}).items():
            key = place[i]
            if not key:
                continue
            found.setdefault((dimension, key, _label(dimension, key)), []).append(cell)
            if dimension == "grade" and (band := band_of(key)) is not None:
                found.setdefault(("grade_band", *band), []).append(cell)
    return {place: _sum(cells) for place, cells in found.items()}


def _label(dimension: Dimension, key: str) -> str:
    if dimension == "grade":
        return grade_label(key)
    if dimension == "group":
        return race_ethnicity.LABELS[key]
    sex = sex_of(key)
    return sex[1] if sex else key


def _sum(cells: list[_Cell]) -> _Cell:
    """Return the sum if every part is known; skip a category that does not apply to a school."""
    parts = [cell for cell in cells if cell.state != "not_applicable"]
    if not parts:
        return _Cell(None, "not_applicable")
    unknown = next((cell for cell in parts if cell.n is None), None)
    if unknown is not None:
        return _Cell(None, unknown.state)
    return _Cell(sum(cell.n or 0 for cell in parts), "counted")
