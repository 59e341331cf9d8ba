"""The files of a OneRoster export: organizations, users, roles, enrollments and demographics."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from throughline.formats import race_ethnicity
from throughline.formats.population.model import Dimension, SchoolNamed, sex_of
from throughline.formats.problems import BadFile, Problems, quoted
from throughline.formats.tables import Encoding, Limits, Table

_RACES: Final = {
    "americanindianoralaskanative": race_ethnicity.AMERICAN_INDIAN,
    "asian": race_ethnicity.ASIAN,
    "blackorafricanamerican": race_ethnicity.BLACK,
    "middleeasternornorthafrican": race_ethnicity.MIDDLE_EASTERN,
    "nativehawaiianorotherpacificislander": race_ethnicity.PACIFIC,
    "white": race_ethnicity.WHITE,
}
_MANY: Final = "demographicracetwoormoreraces"
_HISPANIC: Final = "hispanicorlatinoethnicity"


class File:
    """One file of the export, with cells by column name."""

    def __init__(self, path: Path, needed: Collection[str], reading: "Reading") -> None:
        self.table = Table(path, limits=reading.limits, encoding=reading.encoding, problems=reading.problems)
        self.file = self.table.file
        self._index = {name.casefold(): i for i, name in enumerate(self.table.header)}
        missing = [name for name in needed if name.casefold() not in self._index]
        if missing:
            raise BadFile.of("missing_columns", self.file, 1, missing=", ".join(missing))

    def has(self, column: str) -> bool:
        return column.casefold() in self._index

    def rows(self) -> Iterator[tuple[int, "Cells"]]:
        for row in self.table:
            yield row.number, Cells(row.cells, self._index)


@dataclass(frozen=True)
class Cells:
    cells: list[str]
    index: dict[str, int]

    def __getitem__(self, column: str) -> str:
        i = self.index.get(column.casefold())
        return "" if i is None else self.cells[i].strip()

    @property
    def is_deleted(self) -> bool:
        return self["status"].casefold() == "tobedeleted"


@dataclass(frozen=True)
class Reading:
    problems: Problems
    limits: Limits
    encoding: Encoding


def orgs_of(file: File, problems: Problems) -> tuple[set[str], dict[str, SchoolNamed]]:
    """
    Read the ids of all organizations, and the schools among them.

    Parameters
    ----------
    file : File
        orgs.csv.
    problems : Problems
        Collects rows that do not fit.

    Returns
    -------
    tuple of set and dict
        Ids of organizations; schools by id.
    """
    orgs: set[str] = set()
    schools: dict[str, SchoolNamed] = {}
    first_rows: dict[str, int] = {}
    for number, cells in file.rows():
        key = cells["sourcedId"][:80]
        if not key:
            problems.add("population_blank_id", file.file, number, "sourcedId")
            continue
        before = first_rows.setdefault(key, number)
        if before != number:
            problems.add("population_duplicate_id", file.file, number, "sourcedId", first_row=before)
            continue
        orgs.add(key)
        if cells["type"].casefold() == "school" and not cells.is_deleted:
            identifier = cells["identifier"]
            nces_id = identifier if len(identifier) == 12 and identifier.isdigit() else ""
            schools[key] = SchoolNamed(key, (cells["name"] or key)[:200], nces_id)
    return orgs, schools


@dataclass(frozen=True)
class Users:
    """The people in users.csv: row, roles and organizations (1.1), primary organization (1.2), grade."""

    file: str
    has_role: bool
    rows: dict[str, int]
    role: dict[str, str]
    org: dict[str, str]
    grade: dict[str, str]
    deleted: frozenset[str]


def users_of(file: File, problems: Problems) -> Users:
    """
    Read the users.

    Parameters
    ----------
    file : File
        users.csv.
    problems : Problems
        Collects rows that do not fit.

    Returns
    -------
    Users
        Every user once.
    """
    rows: dict[str, int] = {}
    role: dict[str, str] = {}
    org: dict[str, str] = {}
    grade: dict[str, str] = {}
    deleted: set[str] = set()
    first_rows: dict[bytes, int] = {}
    for number, cells in file.rows():
        key = cells["sourcedId"]
        if not key:
            problems.add("population_blank_id", file.file, number, "sourcedId")
            continue
        digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        before = first_rows.setdefault(digest, number)
        if before != number:
            problems.add("population_duplicate_id", file.file, number, "sourcedId", first_row=before)
            continue
        rows[key] = number
        if cells.is_deleted:
            deleted.add(key)
        role[key] = cells["role"].casefold()
        org[key] = cells["primaryOrgSourcedId"] or cells["orgSourcedIds"].split(",")[0].strip()
        grade[key] = (cells["grades"] or cells["grade"]).split(",")[0].strip()
    if deleted:
        problems.note("oneroster_deleted", file.file, n=len(deleted))
    return Users(
        file.file,
        file.has("role"),
        rows,
        role,
        org,
        grade,
        frozenset(deleted),
    )


def roles_of(
    file: File, users: Users, orgs: set[str], problems: Problems
) -> dict[str, list[tuple[str, str]]]:
    """
    Read the roles of each user.

    Parameters
    ----------
    file : File
        roles.csv.
    users : Users
        The users.
    orgs : set of str
        Ids of organizations.
    problems : Problems
        Collects rows that do not fit.

    Returns
    -------
    dict of str to list of (str, str)
        Role and organization by id of the user, primary roles first.
    """
    roles: dict[str, list[tuple[str, str]]] = {}
    for number, cells in file.rows():
        if cells.is_deleted:
            continue
        person, org = cells["userSourcedId"], cells["orgSourcedId"]
        if person not in users.rows:
            problems.add("oneroster_no_user", file.file, number, "userSourcedId")
        elif org not in orgs:
            problems.add("oneroster_no_org", file.file, number, "orgSourcedId", id=quoted(org))
        else:
            of_person = roles.setdefault(person, [])
            pair = (cells["role"].casefold(), org)
            of_person.insert(0 if cells["roleType"].casefold() == "primary" else len(of_person), pair)
    return roles


def enrolled_in(file: File, orgs: set[str], problems: Problems) -> dict[str, str]:
    """
    Read the school in which each user is enrolled first.

    Parameters
    ----------
    file : File
        enrollments.csv.
    orgs : set of str
        Ids of organizations.
    problems : Problems
        Collects rows that do not fit.

    Returns
    -------
    dict of str to str
        Id of the school by id of the user.
    """
    schools: dict[str, str] = {}
    for number, cells in file.rows():
        if cells.is_deleted:
            continue
        org = cells["schoolSourcedId"]
        if org not in orgs:
            problems.add("oneroster_no_org", file.file, number, "schoolSourcedId", id=quoted(org))
        else:
            schools.setdefault(cells["userSourcedId"], org)
    return schools


def demographics_of(file: File, problems: Problems) -> dict[str, dict[Dimension, tuple[str, str]]]:
    """
    Read race and ethnicity, and sex, of each user.

    Parameters
    ----------
    file : File
        demographics.csv.
    problems : Problems
        Collects rows that do not fit.

    Returns
    -------
    dict of str to dict
        Categories by id of the user: dimension to (key, label).
    """
    about: dict[str, dict[Dimension, tuple[str, str]]] = {}
    first_rows: dict[str, int] = {}
    for number, cells in file.rows():
        key = cells["sourcedId"]
        before = first_rows.setdefault(key, number)
        if before != number:
            problems.add("population_duplicate_id", file.file, number, "sourcedId", first_row=before)
        if cells.is_deleted:
            continue
        categories: dict[Dimension, tuple[str, str]] = {}
        group = _group(cells, file.file, number, problems)
        if group is not None:
            categories["group"] = group, race_ethnicity.LABELS[group]
        if (sex := sex_of(cells["sex"])) is not None:
            categories["sex"] = sex
        about[key] = categories
    return about


def _group(cells: Cells, file: str, number: int, problems: Problems) -> str | None:
    """Apply the federal roll-up: Hispanic takes precedence, then one race, then two or more."""
    flags: dict[str, bool] = {}
    for column in (*_RACES, _MANY, _HISPANIC):
        word = cells[column].casefold()
        if word not in {"", "true", "false", "1", "0"}:
            problems.add("oneroster_flag", file, number, column, value=quoted(word))
        flags[column] = word in {"true", "1"}
    if flags[_HISPANIC]:
        return race_ethnicity.HISPANIC
    races = {key for column, key in _RACES.items() if flags[column]}
    if flags[_MANY] or len(races) > 1:
        return race_ethnicity.TWO_OR_MORE
    return next(iter(races), None)
