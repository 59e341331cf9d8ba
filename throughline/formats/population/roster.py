"""A roster as a plain table: one row for each person, columns named by the mapping.

Nothing about a person is returned. Ids are used only to find the same person twice.
"""

import collections.abc
import os
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from throughline.formats import race_ethnicity
from throughline.formats.population.model import (
    MAX_COUNTS,
    Figures,
    PersonCategories,
    SchoolNamed,
    counted,
)
from throughline.formats.population.roster_hints import Part, suggestions
from throughline.formats.population.roster_people import RosterReader
from throughline.formats.problems import BadFile, Problems, quoted
from throughline.formats.tables import DEFAULT_LIMITS, Encoding, Limits, Table

PARTS: Final[tuple[Part, ...]] = (
    "id",
    "school",
    "grade",
    "language",
    "role",
    "group",
    "hispanic",
    "sex",
    "age",
    "other",
    "ignore",
)
"""What a column may mean."""

_MAX_VALUES: Final = 400


@dataclass(frozen=True)
class RosterMapping:
    """
    What the columns of a roster mean. Columns that are not named are ignored.

    Parameters
    ----------
    parts : mapping of str to str
        Name of a column to one of `PARTS`. Each part except ``ignore`` is used for one column.
    values : mapping of str to mapping of str to str
        For a part, the meaning of cells that the reader does not recognize, such as
        ``{"language": {"Kar": "karen"}}``. An empty value means unknown. Case and repeated blanks do not tell
        cells apart.
    """

    parts: collections.abc.Mapping[str, Part]
    values: collections.abc.Mapping[str, collections.abc.Mapping[str, str]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        """
        Return the mapping as texts, to be stored as JSON.

        Returns
        -------
        dict
            What `from_dict` reads.
        """
        return {
            "parts": dict(self.parts),
            "values": {part: dict(values) for part, values in self.values.items()},
        }

    @classmethod
    def from_dict(cls, data: collections.abc.Mapping[str, Any]) -> "RosterMapping":
        """
        Build a mapping from what `as_dict` returned.

        Parameters
        ----------
        data : mapping
            As read from JSON.

        Returns
        -------
        RosterMapping
            The mapping.

        Raises
        ------
        ValueError
            If a part is not known.
        """
        unknown = [part for part in data["parts"].values() if part not in PARTS]
        if unknown:
            raise ValueError(f"not a part of a roster: {unknown[0]!r}")
        return cls(dict(data["parts"]), {k: dict(v) for k, v in data.get("values", {}).items()})


@dataclass(frozen=True)
class RosterColumn:
    """
    A column in a preview.

    Parameters
    ----------
    name : str
        Its name.
    part : str
        The suggested part.
    n_values : int
        Number of different values, up to 401.
    """

    name: str
    part: Part
    n_values: int


@dataclass(frozen=True)
class RosterPreview:
    """
    A roster before its columns are mapped. It contains no cell of it.

    Parameters
    ----------
    file : str
        Name of the file.
    n_rows : int
        Rows below the header.
    columns : tuple of RosterColumn
        Its columns.
    unclear : mapping of str to tuple of str
        By part, the columns of which each might be it, so that none is suggested.
    """

    file: str
    n_rows: int
    columns: tuple[RosterColumn, ...]
    unclear: collections.abc.Mapping[Part, tuple[str, ...]] = field(default_factory=dict)


def preview(
    path: str | os.PathLike[str],
    *,
    limits: Limits = DEFAULT_LIMITS,
    encoding: Encoding = "detect",
    name: str | None = None,
) -> RosterPreview:
    """
    Preview a roster: its columns, with a suggested part for each.

    Parameters
    ----------
    path : path-like
        The file.
    limits : Limits
        How large it may be.
    encoding : {"detect", "cp1252"}
        Encoding where the file does not declare one.
    name : str, optional
        Name of the file in messages.

    Returns
    -------
    RosterPreview
        Its columns with suggestions.

    Raises
    ------
    BadFile
        If the file cannot be read, or has rows that are too short or too long.
    """
    problems = Problems()
    table = Table(path, limits=limits, encoding=encoding, name=name, problems=problems)
    seen: list[set[str]] = [set() for _column in table.header]
    n_rows = 0
    for row in table:
        n_rows += 1
        for values, cell in zip(seen, row.cells, strict=True):
            if len(values) <= _MAX_VALUES:
                values.add(cell.strip())
    problems.raise_if_any()
    taken, unclear = suggestions(table.header)
    columns = [
        RosterColumn(column, taken.get(column, "ignore"), len(values))
        for column, values in zip(table.header, seen, strict=True)
    ]
    return RosterPreview(table.file, n_rows, tuple(columns), unclear)


def read(
    path: str | os.PathLike[str],
    mapping: RosterMapping,
    *,
    limits: Limits = DEFAULT_LIMITS,
    encoding: Encoding = "detect",
    name: str | None = None,
) -> Figures:
    """
    Count the people of a roster, all or nothing.

    Parameters
    ----------
    path : path-like
        The file: one row for each person.
    mapping : RosterMapping
        What its columns mean.
    limits : Limits
        How large it may be.
    encoding : {"detect", "cp1252"}
        Encoding where the file does not declare one.
    name : str, optional
        Name of the file in messages.

    Returns
    -------
    Figures
        Counts by school, grade, band, language, role, group, sex, age and one more grouping, as far as they
        are mapped, overall and within each school. Codes for missing values, codes that are no grade,
        cells with several values and rows of totals are set aside and noted.

    Raises
    ------
    BadFile
        If the file is damaged, a column is missing or used twice, an id occurs twice, a cell has two
        meanings, or a column of grades has none; with every problem, up to a cap.
    """
    problems = Problems()
    table = Table(path, limits=limits, encoding=encoding, problems=problems, name=name)
    columns = _columns(table, mapping)
    people: list[PersonCategories] = []
    schools: dict[str, SchoolNamed] = {}
    reader = RosterReader(table.file, columns, mapping.values, problems)
    n_cells: set[tuple[str, str, str]] = set()
    for row in table:
        person = reader.read(row, schools)
        if person is None:
            continue
        people.append(person)
        n_cells.update((part, key, person.school_id) for part, (key, _label) in person.categories.items())
        if len(n_cells) > MAX_COUNTS:
            raise BadFile.of("population_too_many", table.file, limit=MAX_COUNTS)
    problems.raise_if_any()
    if not people:
        raise BadFile.of("population_no_rows", table.file)
    reader.check_grades({key for one, key, _school in n_cells if one == "grade"})
    if "id" not in columns:
        problems.note("population_no_id", table.file)
    reader.note_set_aside()
    n, counts = counted(people, schools)
    groups = {count.category for count in counts if count.dimension == "group"}
    return Figures(
        n,
        counts,
        tuple(sorted(schools.values(), key=lambda school: school.name)),
        race_standard=standard_of(groups),
        notes=tuple(problems.notes),
        n_notes=problems.n_notes,
    )


def standard_of(groups: collections.abc.Collection[str]) -> Literal["", "1997", "2024"]:
    """
    Find the standard by which race and ethnicity are counted.

    Parameters
    ----------
    groups : collection of str
        Keys of the categories that occur.

    Returns
    -------
    {"", "1997", "2024"}
        2024 where Middle Eastern or North African is a separate category; empty without categories.
    """
    if not groups:
        return ""
    return "2024" if race_ethnicity.MIDDLE_EASTERN in groups else "1997"


def _columns(table: Table, mapping: RosterMapping) -> dict[Part, tuple[int, str]]:
    problems = Problems()
    columns: dict[Part, tuple[int, str]] = {}
    for column, part in mapping.parts.items():
        if part == "ignore":
            continue
        index = table.index(column)
        if index is None:
            problems.add("survey_unknown_column", table.file, 1, quoted(column))
        elif part in columns:
            problems.add("survey_role_twice", table.file, 1, quoted(column), other=quoted(columns[part][1]))
        else:
            columns[part] = (index, column)
    if not columns.keys() - {"id"} and not problems.errors:
        problems.add("population_nothing_mapped", table.file, 1)
    problems.raise_if_any()
    return columns
