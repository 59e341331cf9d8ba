"""Read the people of a roster: what they are counted by, and what is set aside with a count."""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Final

from throughline.formats import race_ethnicity
from throughline.formats.marks import is_no_opinion, is_ticked, is_unticked
from throughline.formats.population.model import (
    Dimension,
    PersonCategories,
    SchoolNamed,
    band_of,
    grade_key,
    grade_label,
    is_nothing,
    key_from,
    sex_of,
)
from throughline.formats.population.roster_hints import Part
from throughline.formats.population.set_aside import (
    codes_listed,
    is_missing_code,
    is_unknown,
    listed,
    note_grades_aside,
)
from throughline.formats.problems import BadFile, Problems, quoted
from throughline.formats.survey_csv.words import language_code
from throughline.formats.tables import Row

_SHORTENED: Final = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE)
_GRADES_BELOW_ZERO: Final = re.compile(r"-[1-4]")
"""Grades before kindergarten in some systems, codes for a missing value in others: a person has to say."""
_RACES: Final = re.compile(r"[,;|/&+]|\band\b|\by\b", re.IGNORECASE)
_CODED: Final = re.compile(
    r"(?!no[nt]?\b)(\d\w{0,2}|\w{1,3}(?=\s*[:=]|\s+[-–]))\s*[-–:=]\s*(\D.*|\d+\D.*)", re.IGNORECASE
)
"""A value with its code before it, such as "7 - Hispanic" or "09: Grade 9"."""
_TOTALS: Final = frozenset({"total", "totals", "grand total", "subtotal", "totales", "gran total"})
_NOT_HISPANIC: Final = re.compile(r"(no|not|non)\b.*", re.IGNORECASE)


class RosterReader:
    """
    Converts a row to one person's categories, and counts what is set aside.

    Parameters
    ----------
    file : str
        Name of the file in messages.
    columns : mapping of str to (int, str)
        Position and name of the column by part.
    values : mapping of str to mapping of str to str
        As in `RosterMapping`.
    problems : Problems
        Collects rows that do not fit, and notes.
    """

    def __init__(
        self,
        file: str,
        columns: Mapping[Part, tuple[int, str]],
        values: Mapping[str, Mapping[str, str]],
        problems: Problems,
    ) -> None:
        self._file = file
        self._columns = columns
        self._problems = problems
        self._values = {part: self._meanings(meanings) for part, meanings in values.items()}
        self._schools: dict[str, str] = {}
        self._first_rows: dict[bytes, int] = {}
        self._aside: Counter[tuple[str, str]] = Counter()
        self._no_grades: Counter[str] = Counter()
        self._n_totals = 0
        self._own_words: dict[str, Counter[str]] = {"group": Counter(), "sex": Counter()}

    def _meanings(self, values: Mapping[str, str]) -> dict[str, str]:
        """Return the meaning by cell, as `read` compares cells."""
        meanings: dict[str, str] = {}
        for cell, meaning in values.items():
            key = _compared(cell)
            if _compared(meanings.setdefault(key, meaning)) != _compared(meaning):
                self._problems.add("population_two_meanings", self._file, None, None, value=quoted(cell))
        return meanings

    def read(self, row: Row, schools: dict[str, SchoolNamed]) -> PersonCategories | None:
        """
        Read one row.

        Parameters
        ----------
        row : Row
            The row.
        schools : dict of str to SchoolNamed
            Takes the schools that occur.

        Returns
        -------
        PersonCategories or None
            What the person is counted by; None for a row of totals, which is nobody.
        """
        if any(_compared(row.cells[i]).rstrip(":") in _TOTALS for i, _name in self._columns.values()):
            self._n_totals += 1
            return None
        school_id = ""
        categories: dict[Dimension, tuple[str, str]] = {}
        is_hispanic = False
        for part, (index, name) in self._columns.items():
            if part == "id":
                self._check_id(row, index, name)
                continue
            cell = self._cell(part, row.cells[index])
            if is_nothing(cell) or (part not in {"school", "grade", "other"} and is_no_opinion(cell)):
                self._aside["population_blank", name] += 1
            elif part == "grade" and _GRADES_BELOW_ZERO.fullmatch(cell):
                self._no_grades[cell] += 1
            elif is_missing_code(cell, is_age=part == "age"):
                self._aside["population_missing_codes", name] += 1
            elif part == "grade":
                self._grade(cell, name, categories)
            elif part == "hispanic":
                is_hispanic = self._is_hispanic(cell, name)
            elif part != "other" and part != "ignore" and self._has_several(part, cell):
                self._aside["population_several_values", name] += 1
            elif part == "school":
                # Spelled as it first occurs: names that differ only in case are the same school.
                school_id = self._schools.setdefault(cell[:80].casefold(), cell[:80])
                schools.setdefault(school_id, SchoolNamed(school_id, cell[:200]))
            elif part != "ignore":
                categories[part] = self._category(part, cell, name)
        if is_hispanic:
            categories["group"] = race_ethnicity.HISPANIC, race_ethnicity.LABELS[race_ethnicity.HISPANIC]
        return PersonCategories(school_id, categories)

    def _cell(self, part: Part, cell: str) -> str:
        """Return the cell on one line, or what the mapping says that it means."""
        cell = " ".join(cell.split())
        given = self._values.get(part, {}).get(_compared(cell))
        if given is not None:
            return " ".join(given.split())
        return _without_code(part, cell.removesuffix(".0") if part == "age" else cell)

    def _check_id(self, row: Row, index: int, name: str) -> None:
        """Report a blank or repeated id without quoting it; only a digest is kept, while the file is read."""
        word = row.cells[index].strip()
        if is_unknown(word):
            self._problems.add("population_blank_id", self._file, row.number, quoted(name))
            return
        if _SHORTENED.fullmatch(word):
            self._problems.add("population_short_id", self._file, row.number, quoted(name))
            return
        digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        before = self._first_rows.setdefault(digest, row.number)
        if before != row.number:
            self._problems.add(
                "population_duplicate_id", self._file, row.number, quoted(name), first_row=before
            )

    def _grade(self, cell: str, name: str, categories: dict[Dimension, tuple[str, str]]) -> None:
        words = [cell] if grade_key(cell) else listed(cell)
        keys = {grade_key(word) for word in words}
        known = {key for key in keys if key is not None}
        if not known or None in keys:
            self._no_grades[cell] += 1
            return
        if len(known) > 1:
            self._aside["population_several_grades", name] += 1
        else:
            (key,) = known
            categories["grade"] = key, grade_label(key)
        bands = {band_of(key) for key in known}
        if len(bands) == 1 and (band := bands.pop()) is not None:
            categories["grade_band"] = band

    def _is_hispanic(self, cell: str, name: str) -> bool:
        if is_ticked(cell) or race_ethnicity.key_of(cell) == race_ethnicity.HISPANIC:
            return True
        if not (is_unticked(cell) or _NOT_HISPANIC.fullmatch(cell)):
            self._aside["population_unknown", name] += 1
        return False

    def _has_several(self, part: Part, cell: str) -> bool:
        """Whether a cell has several values of which none goes before the others."""
        if part == "group":
            return False
        words = listed(cell)
        if part == "language":
            codes = {language_code(word) for word in words}
            if language_code(cell) is not None or len(codes) == 1:
                return False
            if None not in codes:
                return True
        if part == "sex" and None not in (sexes := {sex_of(word) for word in words}):
            return len(sexes) > 1
        return len({word.strip() for word in re.split(r"[;|]", cell) if word.strip()}) > 1

    def _category(self, part: Dimension, cell: str, name: str) -> tuple[str, str]:
        if part == "group":
            races = _races_of(cell)
            if len(races) > 1:
                self._aside["population_several_races", name] += 1
            if races:
                key = race_ethnicity.HISPANIC if race_ethnicity.HISPANIC in races else ""
                key = key or (races.pop() if len(races) == 1 else race_ethnicity.TWO_OR_MORE)
                return key, race_ethnicity.LABELS[key]
        if part == "sex" and (known := sex_of(cell)) is not None:
            return known
        if part == "language":
            codes = [code for word in (cell, *listed(cell)) if (code := language_code(word)) is not None]
            if codes:
                return codes[0], cell[:200]
        if part in self._own_words:
            self._own_words[part][cell[:80]] += 1
        return key_from(cell), cell[:200]

    def check_grades(self, found: Collection[str]) -> None:
        """
        Refuse a column of grades without any grade: it is another one, or has codes of its own.

        Parameters
        ----------
        found : collection of str
            The grades that were found.

        Raises
        ------
        BadFile
            If there are only codes.
        """
        if (
            self._no_grades
            and not found
            and not any(code == "population_several_grades" for code, _name in self._aside)
        ):
            name = quoted(self._columns["grade"][1])
            codes = codes_listed(self._no_grades)
            raise BadFile.of("population_no_grades", self._file, None, name, codes=codes)

    def note_set_aside(self) -> None:
        """Note how many cells were set aside, by column."""
        if self._n_totals:
            self._problems.note("population_totals", self._file, n=self._n_totals)
        for (code, name), n in self._aside.items():
            self._problems.note(code, self._file, None, quoted(name), n=n)
        if self._no_grades:
            name = quoted(self._columns["grade"][1])
            note_grades_aside(self._no_grades, self._file, name, self._problems, "population_grade_codes")
        for part, words in self._own_words.items():
            if words:
                name = quoted(next(name for one, (_i, name) in self._columns.items() if one == part))
                n = words.total()
                self._problems.note(
                    "population_own_words", self._file, None, name, n=n, codes=codes_listed(words)
                )


def _compared(cell: str) -> str:
    return " ".join(cell.split()).casefold()


def _without_code(part: Part, cell: str) -> str:
    """Return the value alone where a code stands before a value that is known."""
    coded = _CODED.fullmatch(cell)
    if coded is None:
        return cell
    code, value = coded.group(1), coded.group(2)
    if part == "grade":
        found = {key for word in (code, value) if (key := grade_key(word)) is not None}
        return found.pop() if len(found) == 1 and grade_key(cell) is None else cell
    is_known = (
        (part in {"group", "hispanic"} and not race_ethnicity.key_of(cell) and bool(_races_of(value)))
        or (part == "sex" and sex_of(value) is not None)
        or (part == "language" and language_code(cell) is None and language_code(value) is not None)
    )
    return value if is_known else cell


def _races_of(cell: str) -> set[str]:
    """Return the categories of a cell; none if a part of it is not known."""
    if (key := race_ethnicity.key_of(cell)) is not None:
        return {key}
    keys = {race_ethnicity.key_of(word) for part in _RACES.split(cell) if (word := part.strip())}
    return {key for key in keys if key is not None} if None not in keys else set()
