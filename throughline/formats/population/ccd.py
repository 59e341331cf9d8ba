"""School membership in the format of the Common Core of Data: one count per row, by grade, race and sex.

Ids are texts: Colorado's begin with a zero, and a file whose zeros a spreadsheet removed is refused. Codes
for a missing number are states, never numbers.

References
----------
National Center for Education Statistics, Common Core of Data, Public Elementary/Secondary School Universe
Survey, membership (long format since 2016-17).
"""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from throughline.formats import race_ethnicity
from throughline.formats.columns import columns_by_meaning, name_key
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
    "leaid": ("LEAID",),
    "ncessch": ("NCESSCH",),
    "school": ("SCH_NAME", "SCHNAM", "SCHOOL_NAME"),
    "year": ("SCHOOL_YEAR", "SURVYEAR", "YEAR"),
    "grade": ("GRADE",),
    "race": ("RACE_ETHNICITY", "RACE"),
    "sex": ("SEX",),
    "n": ("STUDENT_COUNT", "ENROLLMENT", "MEMBER"),
    "indicator": ("TOTAL_INDICATOR",),
    "flag": ("DMS_FLAG",),
}
_NEEDED: Final = ("leaid", "grade", "race", "sex", "n")
_WIDE: Final = re.compile(r"g(0\d|1[0-3])|(am|as|hi|bl|wh|hp|tr)(pk|kg|ug|\d\d)[mfu]")
"""Columns of the layout until 2015-16, which had one row a school."""
_ALL: Final = frozenset({"no category codes", "total", "99"})
_WHOLE_NUMBER: Final = re.compile(r"(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.0+)?", re.ASCII)
_YEAR: Final = re.compile(r"(\d{4})(?:\D+(?:\d\d)?(\d\d))?", re.ASCII)
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


_Place = tuple[str, str, str]
"""Grade, group and sex; empty where a row is of all of them, or does not say."""


@dataclass
class _School:
    """The counts of a school, or of the whole district, by what they are counted by and the words for it."""

    name: str
    by_grain: dict[frozenset[str], dict[_Place, tuple[_Place, _Cell]]] = field(default_factory=dict)
    totals: dict[bool, _Cell] = field(default_factory=dict)
    adults: dict[frozenset[str], list[_Cell]] = field(default_factory=dict)
    is_without_adults: dict[tuple[frozenset[str], _Place], bool] = field(default_factory=dict)


def read(
    path: str | os.PathLike[str],
    leaid: str,
    *,
    year: str = "",
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
    year : str
        The school year to read where the file has several, such as ``"2024-2025"`` or ``"2024–25"``.
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
        school. Adult education is left out. If one school's count is missing, the district's is too. Rows of
        the district itself, where it has them, go before the sum of its schools.

    Raises
    ------
    BadFile
        If the file is damaged, in the older layout of one row a school, names no row of the district, has
        several school years of which none is chosen, has lost the leading zeros of its ids, has one count
        twice, or holds a count that is neither a number nor a known code.
    """
    problems = Problems()
    table = Table(path, limits=limits, encoding=encoding, problems=problems, name=name)
    columns = _columns(table)
    if not (leaid.isascii() and leaid.isdigit() and len(leaid) == 7):
        raise BadFile.of("ccd_leaid", table.file, value=quoted(leaid))
    years: dict[str, _Year] = {}
    for row in table:
        cells = {key: row.cells[i].strip() for key, i in columns.items()}
        for key in cells.keys() & {"leaid", "ncessch"}:
            cells[key] = cells[key].strip("='\"")
        _check_ids(cells, table.file, row.number, problems)
        if cells["leaid"] == leaid:
            of_year = years.setdefault(cells.get("year", ""), _Year())
            _add_row(cells, of_year, table.file, row.number, problems)
    problems.raise_if_any()
    if not any(one.schools for one in years.values()):
        raise BadFile.of("ccd_no_district", table.file, leaid=leaid)
    chosen = _chosen(years, year, table.file)
    for state, n_cells in sorted(chosen.states.items()):
        problems.note(f"population_state_{state}", table.file, None, "STUDENT_COUNT", n=n_cells)
    schools = chosen.schools
    counts, n = _counts(schools)
    _note_levels(schools, table.file, problems)
    named = tuple(SchoolNamed(key, school.name, key) for key, school in schools.items() if key)
    return Figures(
        n,
        in_order(counts),
        tuple(sorted(named, key=lambda school: school.name)),
        race_standard="1997",
        notes=tuple(problems.notes),
        n_notes=problems.n_notes,
    )


@dataclass
class _Year:
    """What the file says of the district in one school year."""

    schools: dict[str, _School] = field(default_factory=dict)
    states: dict[State, int] = field(default_factory=dict)


def _columns(table: Table) -> dict[str, int]:
    columns = columns_by_meaning(table, _COLUMNS)
    missing = [_COLUMNS[key][0] for key in _NEEDED if key not in columns]
    if missing and sum(bool(_WIDE.fullmatch(name_key(name))) for name in table.header) > 1:
        raise BadFile.of("ccd_wide", table.file, 1)
    if missing:
        raise BadFile.of("missing_columns", table.file, 1, missing=", ".join(missing))
    return columns


def _chosen(years: Mapping[str, _Year], year: str, file: str) -> _Year:
    """Return the only year, or the one that is meant by words such as “2024–25”."""
    wanted = _year_key(year)
    if len(years) == 1:
        ((name, only),) = years.items()
        if _is_another_year(_year_key(name), wanted):
            raise BadFile.of(
                "ccd_other_year", file, None, "SCHOOL_YEAR", year=quoted(year), name=quoted(name)
            )
        return only
    meant = [one for name, one in years.items() if wanted and _year_key(name) == wanted]
    if len(meant) != 1:
        names = ", ".join(f"“{quoted(name)}”" for name in sorted(years))
        raise BadFile.of("ccd_which_year", file, None, "SCHOOL_YEAR", names=names)
    return meant[0]


def _year_key(name: str) -> str:
    """Return the first year in digits, with the last two digits of the second if there is one."""
    found = _YEAR.fullmatch(name.strip())
    return "" if found is None else f"{found.group(1)}-{found.group(2) or ''}"


def _is_another_year(one: str, other: str) -> bool:
    """Return whether two school years differ; a year that is no school year may be either of its halves."""
    return one != other and all(key and not key.endswith("-") for key in (one, other))


def _check_ids(cells: dict[str, str], file: str, number: int, problems: Problems) -> None:
    """Refuse an id that lost its leading zero: it would match nothing, or a school of another state."""
    for key, length in (("leaid", 7), ("ncessch", 12)):
        word = cells.get(key, "")
        is_short = word.isdigit() and len(word) == length - 1
        if is_short or ("e+" in word.casefold()) or (word.endswith(".0") and word[:-2].isdigit()):
            problems.add("ccd_lost_zero", file, number, key.upper(), value=quoted(word), length=length)


def _add_row(cells: dict[str, str], year: _Year, file: str, number: int, problems: Problems) -> None:
    cell = _number(cells, file, number, problems)
    if cell is None:
        return
    key = cells.get("ncessch", "")
    school = year.schools.setdefault(key, _School(cells.get("school", "") or key))
    values: dict[str, str] = {}
    is_adult = cells["grade"].casefold() == "adult education"
    for name, column in (("grade", "grade"), ("group", "race"), ("sex", "sex")):
        word = cells[column]
        if word.casefold() in _ALL:
            continue
        known = "adult" if is_adult and name == "grade" else _key(name, word)
        if known is None and not is_nothing(word):
            problems.add("ccd_category", file, number, _COLUMNS[column][0], value=quoted(word))
            return
        values[name] = known or ""
    grain = frozenset(values)
    if is_adult:
        school.adults.setdefault(grain, []).append(cell)
        return
    if cell.n is None:
        year.states[cell.state] = year.states.get(cell.state, 0) + 1
    place = (values.get("grade", ""), values.get("group", ""), values.get("sex", ""))
    words = (cells["grade"].casefold(), cells["race"].casefold(), cells["sex"].casefold())
    is_without_adults = "adult" in cells.get("indicator", "").casefold()
    if not grain:
        if is_without_adults in school.totals:
            problems.add("ccd_twice", file, number)
        school.totals[is_without_adults] = cell
        return
    before = school.is_without_adults.get((grain, words))
    if before is is_without_adults:
        problems.add("ccd_twice", file, number)
    elif before is not True:
        school.is_without_adults[grain, words] = is_without_adults
        school.by_grain.setdefault(grain, {})[words] = place, cell


def _key(name: str, word: str) -> str | None:
    if name == "grade":
        return grade_key(word)
    if name == "group":
        return race_ethnicity.key_of(word)
    sex = sex_of(word)
    return sex[0] if sex else None


def _number(cells: dict[str, str], file: str, number: int, problems: Problems) -> _Cell | None:
    word = cells["n"]
    if whole := _WHOLE_NUMBER.fullmatch(word):
        return _Cell(int(whole.group(1).replace(",", "")), "counted")
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
    whole = schools.get("")
    of_district = {} if whole is None else _by_dimension(whole)
    stated = {dimension for dimension, _category, _label in of_district}
    for key, school in sorted(schools.items()):
        total = _total(school)
        if whole is None or school is whole:
            totals.append(total)
        if not key:
            continue
        counts.append(Count("school", key, school.name, total.n, state=total.state))
        for (dimension, category, label), cell in _by_dimension(school).items():
            counts.append(Count(dimension, category, label, cell.n, state=cell.state, school_id=key))
            if dimension not in stated:
                over_all.setdefault((dimension, category, label), []).append(cell)
    for place, cell in of_district.items():
        over_all[place] = [cell]
    for (dimension, category, label), cells in over_all.items():
        cell = _sum(cells)
        counts.append(Count(dimension, category, label, cell.n, state=cell.state))
    return counts, _sum(totals).n


def _note_levels(schools: Mapping[str, _School], file: str, problems: Problems) -> None:
    """Note that the district stands beside its schools, and how many adults were taken off totals."""
    if "" in schools and len(schools) > 1:
        problems.note("ccd_two_levels", file)
    taken_off = [_adults(school).n or 0 for school in schools.values() if set(school.totals) == {False}]
    if any(taken_off):
        problems.note("ccd_adults", file, n=sum(taken_off))


def _total(school: _School) -> _Cell:
    if True in school.totals:
        return school.totals[True]
    if school.totals:
        total, adults = school.totals[False], _adults(school)
        if total.n is None or adults.state == "not_applicable":
            return total
        return adults if adults.n is None else _Cell(max(total.n - adults.n, 0), "counted")
    for grain in (frozenset({"grade"}), frozenset({"group", "sex"}), _WHOLE):
        if grain in school.by_grain:
            return _sum(cell for _place, cell in school.by_grain[grain].values())
    return _sum(cell for cells in school.by_grain.values() for _place, cell in cells.values())


def _adults(school: _School) -> _Cell:
    """Return the number of adults, by their subtotal or, without one, by all their rows."""
    subtotal = school.adults.get(frozenset({"grade"}))
    return _sum(subtotal or school.adults.get(_WHOLE, []))


def _by_dimension(school: _School) -> dict[tuple[Dimension, str, str], _Cell]:
    found: dict[tuple[Dimension, str, str], list[_Cell]] = {}
    for i, dimension in enumerate(_PREFERRED):
        grain = next((one for one in _PREFERRED[dimension] if one in school.by_grain), None)
        for place, cell in school.by_grain.get(grain or frozenset(), {}).values():
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


def _sum(cells: Iterable[_Cell]) -> _Cell:
    """Return the sum if every part is known; skip a category that does not apply to a school."""
    parts = [cell for cell in cells if cell.state != "not_applicable"]
    if not parts:
        return _Cell(None, "not_applicable")
    unknown = next((cell for cell in parts if cell.n is None), None)
    if unknown is not None:
        return _Cell(None, unknown.state)
    return _Cell(sum(cell.n or 0 for cell in parts), "counted")
