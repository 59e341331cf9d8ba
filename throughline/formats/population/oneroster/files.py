"""The files of a OneRoster export: organizations, users, roles and enrollments."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from throughline.formats.columns import columns_by_meaning
from throughline.formats.names import plain_name
from throughline.formats.population.model import SchoolNamed
from throughline.formats.population.oneroster.schools import Tie, day_of
from throughline.formats.population.set_aside import listed
from throughline.formats.problems import Problems, quoted
from throughline.formats.tables import Encoding, Limits, Table

_ALWAYS: Final = ("status", "dateLastModified")
_SET_ASIDE: Final = frozenset({"tobedeleted", "deleted", "inactive"})
TRUE: Final = frozenset({"true", "1", "t", "yes", "y"})
FALSE: Final = frozenset({"false", "0", "f", "no", "n"})
ORGS: Final = ("sourcedId", "name", "type", "identifier", "parentSourcedId")
USERS: Final = ("sourcedId", "role", "primaryOrgSourcedId", "orgSourcedIds", "grades", "enabledUser")
ROLES: Final = ("userSourcedId", "role", "orgSourcedId", "roleType", "beginDate", "endDate")
ENROLLMENTS: Final = ("userSourcedId", "schoolSourcedId", "role", "primary", "beginDate", "endDate")


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
        self._n_set_aside = 0
        self._unreadable: list[str] = []

    def has(self, column: str) -> bool:
        return column in self._index

    def rows(self) -> Iterator[tuple[int, "Cells"]]:
        for row in self.table:
            cells = Cells(row.cells, self._index)
            changed, _unreadable = day_of(cells["dateLastModified"])
            if changed is not None:
                self._reading.last_change = max(changed, self._reading.last_change or changed)
            self._n_set_aside += cells.is_set_aside
            yield row.number, cells

    def day(self, cell: str) -> date | None:
        """Return the day of a cell, and count those that cannot be read."""
        day, is_unreadable = day_of(cell)
        if is_unreadable:
            self._unreadable.append(cell)
        return day

    def note_set_aside(self, code: str = "oneroster_deleted_rows") -> None:
        problems = self._reading.problems
        if self._n_set_aside:
            problems.note(code, self.file, n=self._n_set_aside)
        if self._unreadable:
            example = quoted(self._unreadable[0])
            problems.note("oneroster_day", self.file, n=len(self._unreadable), value=example)


@dataclass(frozen=True)
class Cells:
    cells: list[str]
    index: dict[str, int]

    def __getitem__(self, column: str) -> str:
        i = self.index.get(column)
        return "" if i is None else self.cells[i].strip()

    @property
    def is_set_aside(self) -> bool:
        """Whether the row is marked to be deleted (1.1, 1.2) or inactive (1.0, and written still)."""
        return plain_name(self["status"]) in _SET_ASIDE


@dataclass(frozen=True)
class Orgs:
    """
    The organizations.

    Parameters
    ----------
    ids : set of str
        Ids of all of them.
    schools : dict of str to SchoolNamed
        The schools by id.
    parents : dict of str to str
        For each organization, the id of the one it belongs to, where the file says so.
    """

    ids: set[str] = field(default_factory=set)
    schools: dict[str, SchoolNamed] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)

    def school_of(self, org: str) -> str:
        """
        Find the school of an organization.

        Parameters
        ----------
        org : str
            Id of a school, or of a department of one.

        Returns
        -------
        str
            Id of the school; empty for a district, and for an organization that is not known.
        """
        return next((one for one in (org, *self._above(org)) if one in self.schools), "")

    def schools_above(self) -> dict[str, frozenset[str]]:
        """
        Find the schools that belong to other schools.

        Returns
        -------
        dict of str to frozenset of str
            By id of such a school, the ids of those above it.
        """
        above = {one: frozenset(self._above(one)) & self.schools.keys() for one in self.schools}
        return {one: schools for one, schools in above.items() if schools}

    def _above(self, org: str) -> list[str]:
        found: list[str] = []
        while (org := self.parents.get(org, "")) and org not in found:
            found.append(org)
        return found


def orgs_of(file: File, problems: Problems) -> Orgs:
    """
    Read the organizations.

    Parameters
    ----------
    file : File
        orgs.csv.
    problems : Problems
        Collects rows that do not fit.

    Returns
    -------
    Orgs
        All organizations, and the schools among them.
    """
    orgs = Orgs()
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
        orgs.ids.add(key)
        orgs.parents[key] = cells["parentSourcedId"][:80]
        if plain_name(cells["type"]) == "school" and not cells.is_set_aside:
            identifier = cells["identifier"]
            nces_id = identifier if len(identifier) == 12 and identifier.isdigit() else ""
            orgs.schools[key] = SchoolNamed(key, (cells["name"] or key)[:200], nces_id)
    file.note_set_aside()
    return orgs


@dataclass(frozen=True)
class User:
    """A person of users.csv: role and organizations are of 1.1, the primary organization of 1.2."""

    row: int
    role: str
    primary_org: str
    orgs: tuple[str, ...]
    grades: str
    is_set_aside: bool
    is_turned_off: bool


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
        users.people[key] = User(
            number,
            plain_name(cells["role"]),
            cells["primaryOrgSourcedId"][:80],
            tuple(org[:80] for org in listed(cells["orgSourcedIds"])),
            cells["grades"],
            cells.is_set_aside,
            cells["enabledUser"].casefold() in FALSE,
        )
    file.note_set_aside("oneroster_deleted")
    return users


def roles_of(file: File, users: Users, orgs: Orgs, problems: Problems) -> dict[str, list[Tie]]:
    """
    Read the roles of each user.

    Parameters
    ----------
    file : File
        roles.csv.
    users : Users
        The users.
    orgs : Orgs
        The organizations.
    problems : Problems
        Collects rows that do not fit.

    Returns
    -------
    dict of str to list of Tie
        Roles by id of the user.
    """
    roles: dict[str, list[Tie]] = {}
    for number, cells in file.rows():
        if cells.is_set_aside:
            continue
        person, org = cells["userSourcedId"], cells["orgSourcedId"][:80]
        if person not in users.people:
            problems.add("oneroster_no_user", file.file, number, "userSourcedId")
        elif org not in orgs.ids:
            problems.add("oneroster_no_org", file.file, number, "orgSourcedId", id=quoted(org))
        else:
            is_primary = plain_name(cells["roleType"]) == "primary"
            roles.setdefault(person, []).append(_tie(file, number, cells, org, orgs, is_primary))
    file.note_set_aside()
    return roles


def enrollments_of(file: File, users: Users, orgs: Orgs, problems: Problems) -> dict[str, list[Tie]]:
    """
    Read the enrollments of each user.

    Parameters
    ----------
    file : File
        enrollments.csv.
    users : Users
        The users.
    orgs : Orgs
        The organizations.
    problems : Problems
        Takes notes.

    Returns
    -------
    dict of str to list of Tie
        Enrollments by id of the user.
    """
    enrollments: dict[str, list[Tie]] = {}
    n_nobody = 0
    for number, cells in file.rows():
        person, org = cells["userSourcedId"], cells["schoolSourcedId"][:80]
        if cells.is_set_aside:
            continue
        if person not in users.people:
            n_nobody += 1
            continue
        is_primary = cells["primary"].casefold() in TRUE
        enrollments.setdefault(person, []).append(_tie(file, number, cells, org, orgs, is_primary))
    file.note_set_aside()
    if n_nobody:
        problems.note("oneroster_nobody", file.file, n=n_nobody)
    return enrollments


def _tie(file: File, number: int, cells: Cells, org: str, orgs: Orgs, is_primary: bool) -> Tie:
    return Tie(
        number,
        plain_name(cells["role"]),
        orgs.school_of(org),
        is_primary,
        file.day(cells["beginDate"]),
        file.day(cells["endDate"]),
        "" if org in orgs.ids else org or "–",
    )
