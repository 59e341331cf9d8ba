"""The files of a OneRoster export: organizations, users, roles, enrollments and demographics."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from throughline.formats import race_ethnicity
from throughline.formats.columns import columns_by_meaning
from throughline.formats.names import plain_name
from throughline.formats.population.model import Dimension, SchoolNamed, is_nothing, sex_of
from throughline.formats.population.oneroster.schools import Tie, day_of
from throughline.formats.problems import Problems, quoted
from throughline.formats.tables import Encoding, Limits, Table

_RACES: Final = {
    "americanIndianOrAlaskaNative": race_ethnicity.AMERICAN_INDIAN,
    "asian": race_ethnicity.ASIAN,
    "blackOrAfricanAmerican": race_ethnicity.BLACK,
    "middleEasternOrNorthAfrican": race_ethnicity.MIDDLE_EASTERN,
    "nativeHawaiianOrOtherPacificIslander": race_ethnicity.PACIFIC,
    "white": race_ethnicity.WHITE,
}
_MANY: Final = "demographicRaceTwoOrMoreRaces"
_HISPANIC: Final = "hispanicOrLatinoEthnicity"
_ALWAYS: Final = ("status", "dateLastModified")
ORGS: Final = ("sourcedId", "name", "type", "identifier")
USERS: Final = ("sourcedId", "role", "primaryOrgSourcedId", "orgSourcedIds", "grades")
ROLES: Final = ("userSourcedId", "role", "orgSourcedId", "roleType", "beginDate", "endDate")
ENROLLMENTS: Final = ("userSourcedId", "schoolSourcedId", "role", "primary", "beginDate", "endDate")
DEMOGRAPHICS: Final = ("sourcedId", "sex", *_RACES, _MANY, _HISPANIC)


@dataclass
class Reading:
    """How the files are read, and the last day on which any of their rows was changed."""

    problems: Problems
    limits: Limits
    encoding: Encoding
    last_change: date | None = None


class File:
    """One file of the export, with cells by the standard's column names, however they are spelled."""

    def __init__(
        self, path: Path, columns: Sequence[str], needed: Collection[str], reading: Reading, name: str = ""
    ) -> None:
        self.table = Table(
            path,
            limits=reading.limits,
            encoding=reading.encoding,
            problems=reading.problems,
            name=name or path.name,
        )
        self.file = self.table.file
        self._reading = reading
        names = {column: (column,) for column in (*columns, *_ALWAYS)}
        self._index = columns_by_meaning(self.table, names, [one for one in columns if one in needed])

    def has(self, column: str) -> bool:
        return column in self._index

    def rows(self) -> Iterator[tuple[int, "Cells"]]:
        for row in self.table:
            cells = Cells(row.cells, self._index)
            changed, _unreadable = day_of(cells["dateLastModified"])
            if changed is not None:
                self._reading.last_change = max(changed, self._reading.last_change or changed)
            yield row.number, cells


@dataclass(frozen=True)
class Cells:
    cells: list[str]
    index: dict[str, int]

    def __getitem__(self, column: str) -> str:
        i = self.index.get(column)
        return "" if i is None else self.cells[i].strip()

    @property
    def is_deleted(self) -> bool:
        return plain_name(self["status"]) == "tobedeleted"


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
        if plain_name(cells["type"]) == "school" and not cells.is_deleted:
            identifier = cells["identifier"]
            nces_id = identifier if len(identifier) == 12 and identifier.isdigit() else ""
            schools[key] = SchoolNamed(key, (cells["name"] or key)[:200], nces_id)
    return orgs, schools


@dataclass(frozen=True)
class User:
    """A person of users.csv: row, role (1.1), primary organization (1.2), organizations (1.1), grades."""

    row: int
    role: str
    primary_org: str
    orgs: tuple[str, ...]
    grades: str
    is_deleted: bool


@dataclass(frozen=True)
class Users:
    """The people of users.csv by id."""

    file: str
    has_role: bool
    people: dict[str, User] = field(default_factory=dict)


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
    users = Users(file.file, file.has("role"))
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
        orgs = tuple(org for part in cells["orgSourcedIds"].split(",") if (org := part.strip()))
        users.people[key] = User(
            number,
            plain_name(cells["role"]),
            cells["primaryOrgSourcedId"],
            orgs,
            cells["grades"],
            cells.is_deleted,
        )
    n_deleted = sum(user.is_deleted for user in users.people.values())
    if n_deleted:
        problems.note("oneroster_deleted", file.file, n=n_deleted)
    return users


def roles_of(file: File, users: Users, orgs: set[str], problems: Problems) -> dict[str, list[Tie]]:
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
    dict of str to list of Tie
        Roles by id of the user.
    """
    roles: dict[str, list[Tie]] = {}
    for number, cells in file.rows():
        if cells.is_deleted:
            continue
        person, org = cells["userSourcedId"], cells["orgSourcedId"]
        if person not in users.people:
            problems.add("oneroster_no_user", file.file, number, "userSourcedId")
        elif org not in orgs:
            problems.add("oneroster_no_org", file.file, number, "orgSourcedId", id=quoted(org))
        else:
            is_primary = plain_name(cells["roleType"]) == "primary"
            roles.setdefault(person, []).append(_tie(number, cells, org, is_primary))
    return roles


def enrollments_of(file: File, orgs: set[str], problems: Problems) -> dict[str, list[Tie]]:
    """
    Read the enrollments of each user.

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
    dict of str to list of Tie
        Enrollments by id of the user. One that ended, at a school that is not in orgs.csv, is left out.
    """
    enrollments: dict[str, list[Tie]] = {}
    for number, cells in file.rows():
        if cells.is_deleted:
            continue
        org = cells["schoolSourcedId"]
        tie = _tie(number, cells, org, cells["primary"].casefold() in {"true", "1", "t", "yes", "y"})
        if org in orgs:
            enrollments.setdefault(cells["userSourcedId"], []).append(tie)
        elif tie.end is None:
            problems.add("oneroster_no_org", file.file, number, "schoolSourcedId", id=quoted(org))
    return enrollments


def _tie(number: int, cells: Cells, org: str, is_primary: bool) -> Tie:
    begin, bad_begin = day_of(cells["beginDate"])
    end, bad_end = day_of(cells["endDate"])
    return Tie(number, plain_name(cells["role"]), org, is_primary, begin, end, bad_begin or bad_end)


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
    n_unknown = 0
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
        elif not is_nothing(cells["sex"]):
            n_unknown += 1
        about[key] = categories
    if n_unknown:
        problems.note("population_unknown", file.file, None, "sex", n=n_unknown)
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
