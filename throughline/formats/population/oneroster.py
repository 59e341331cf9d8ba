"""A OneRoster export (1.1 or 1.2): the people of an organization and its schools, counted.

orgs.csv and users.csv must be there; roles.csv, enrollments.csv and demographics.csv are read where they are.
Columns are found by name, in any order.

References
----------
1EdTech, OneRoster 1.2 CSV Binding (2022).
"""

import hashlib
import os
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal

from throughline.formats import race_ethnicity
from throughline.formats.population.model import (
    Dimension,
    Figures,
    Said,
    SchoolNamed,
    band_of,
    counted,
    grade_key,
    grade_label,
    is_nothing,
    sex_of,
)
from throughline.formats.population.roster import standard_of
from throughline.formats.problems import BadFile, Problems, quoted
from throughline.formats.tables import DEFAULT_LIMITS, Encoding, Limits, Table

Who = Literal["students", "families", "staff"]

ROLES: Final[dict[Who, frozenset[str]]] = {
    "students": frozenset({"student"}),
    "families": frozenset({"parent", "guardian", "relative"}),
    "staff": frozenset(
        {
            "teacher",
            "aide",
            "administrator",
            "counselor",
            "districtadministrator",
            "principal",
            "proctor",
            "siteadministrator",
            "systemadministrator",
        }
    ),
}
"""The roles of the standard, by whom they make."""

FILES: Final = ("orgs.csv", "users.csv", "roles.csv", "enrollments.csv", "demographics.csv")
_NEEDED: Final = ("orgs.csv", "users.csv")
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
_MAX_UNPACKED: Final = 400_000_000


class _File:
    """One file of the export, its cells by the name of their column."""

    def __init__(self, path: Path, needed: Collection[str], reading: "_Reading") -> None:
        self.table = Table(path, limits=reading.limits, encoding=reading.encoding, problems=reading.problems)
        self.file = self.table.file
        self._index = {name.casefold(): i for i, name in enumerate(self.table.header)}
        missing = [name for name in needed if name.casefold() not in self._index]
        if missing:
            raise BadFile.of("missing_columns", self.file, 1, missing=", ".join(missing))

    def has(self, column: str) -> bool:
        return column.casefold() in self._index

    def rows(self) -> Iterator[tuple[int, "_Cells"]]:
        for row in self.table:
            yield row.number, _Cells(row.cells, self._index)


@dataclass(frozen=True)
class _Cells:
    cells: list[str]
    index: dict[str, int]

    def __getitem__(self, column: str) -> str:
        i = self.index.get(column.casefold())
        return "" if i is None else self.cells[i].strip()

    @property
    def is_deleted(self) -> bool:
        return self["status"].casefold() == "tobedeleted"


@dataclass(frozen=True)
class _Reading:
    problems: Problems
    limits: Limits
    encoding: Encoding


def read(
    path: str | os.PathLike[str],
    who: Who = "students",
    *,
    limits: Limits = DEFAULT_LIMITS,
    encoding: Encoding = "detect",
    name: str | None = None,
) -> Figures:
    """
    Count the people of a OneRoster export, all or none.

    Parameters
    ----------
    path : path-like
        The zip of the export, or the folder it was unpacked into.
    who : {"students", "families", "staff"}
        Whom to count: people in one of the roles of `ROLES`.
    limits : Limits
        How large each file may be.
    encoding : {"detect", "cp1252"}
        What to read where a file does not say.
    name : str, optional
        What to call the export in sentences.

    Returns
    -------
    Figures
        Counts by school, grade, band, race and ethnicity, and sex, as far as the files tell.

    Raises
    ------
    BadFile
        If a file is damaged or missing, an id stands twice, or a row names a person or an organization that
        is not there; with every problem, up to a cap.
    """
    reading = _Reading(Problems(), limits, encoding)
    with _unpacked(Path(path)) as folder:
        return _read(folder, who, reading, name or Path(path).name)


@contextmanager
def _unpacked(path: Path) -> Iterator[Path]:
    """The folder of the CSV files. Of an archive, only those that are read are taken out, by fixed names."""
    if path.is_dir():
        yield path
        return
    if not path.is_file():
        raise BadFile.of("no_file", path.name)
    with TemporaryDirectory() as name:
        try:
            _extract(path, Path(name))
        except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError) as error:
            raise BadFile.of("not_zip", path.name) from error
        except (RuntimeError, OSError, ValueError) as error:  # encrypted or broken inside
            raise BadFile.of("not_zip", path.name) from error
        except Exception as error:
            if type(error).__module__ == "zlib":
                raise BadFile.of("not_zip", path.name) from error
            raise
        yield Path(name)


def _extract(path: Path, folder: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        left = _MAX_UNPACKED
        for member in archive.infolist():
            name = member.filename.replace("\\", "/").rsplit("/", 1)[-1].casefold()
            if name not in FILES or (folder / name).exists() or "__MACOSX" in member.filename:
                continue
            with archive.open(member) as source, (folder / name).open("wb") as target:
                while chunk := source.read(1 << 20):
                    left -= len(chunk)
                    if left < 0:
                        limit_mb = round(_MAX_UNPACKED / 1e6, 1)
                        raise BadFile.of("too_large", path.name, size_mb=limit_mb, limit_mb=limit_mb)
                    target.write(chunk)


def _read(folder: Path, who: Who, reading: _Reading, export: str) -> Figures:
    present = {path.name.casefold(): path for path in sorted(folder.iterdir()) if path.is_file()}
    missing = [name for name in _NEEDED if name not in present]
    if missing:
        raise BadFile.of("oneroster_no_file", export, missing=", ".join(missing))
    problems = reading.problems
    orgs, schools = _orgs(_File(present["orgs.csv"], ("sourcedId", "name", "type"), reading), problems)
    users = _users(_File(present["users.csv"], ("sourcedId",), reading), problems)
    roles: dict[str, list[tuple[str, str]]] = {}
    if "roles.csv" in present:
        of_roles = _File(present["roles.csv"], ("userSourcedId", "role", "orgSourcedId"), reading)
        roles = _roles(of_roles, users, orgs, problems)
    elif not users.has_role:
        raise BadFile.of("oneroster_no_file", export, missing="roles.csv")
    enrolled: dict[str, str] = {}
    if "enrollments.csv" in present:
        of_classes = _File(present["enrollments.csv"], ("userSourcedId", "schoolSourcedId"), reading)
        enrolled = _enrolled(of_classes, orgs, problems)
    about: dict[str, dict[Dimension, tuple[str, str]]] = {}
    if "demographics.csv" in present:
        about = _demographics(_File(present["demographics.csv"], ("sourcedId",), reading), problems)
    else:
        problems.note("oneroster_no_demographics", "demographics.csv")
    people = _people(who, users, roles, enrolled, about, schools, orgs, problems)
    problems.raise_if_any()
    if not people:
        raise BadFile.of("population_no_rows", users.file)
    n, counts = counted(people, schools)
    named = {count.category for count in counts if count.dimension == "school"}
    groups = {count.category for count in counts if count.dimension == "group"}
    n_without = sum(not person.school_id for person in people)
    if n_without:
        problems.note("oneroster_no_school", users.file, n=n_without)
    return Figures(
        n,
        counts,
        tuple(sorted((schools[key] for key in named), key=lambda school: school.name)),
        race_standard=standard_of(groups),
        notes=tuple(problems.notes),
        n_notes=problems.n_notes,
    )


def _orgs(file: _File, problems: Problems) -> tuple[set[str], dict[str, SchoolNamed]]:
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
class _Users:
    """Who is in users.csv: row, roles and organizations of 1.1, primary organization of 1.2, grade."""

    file: str
    has_role: bool
    has_grades: bool
    rows: dict[str, int]
    role: dict[str, str]
    org: dict[str, str]
    grade: dict[str, str]
    deleted: frozenset[str]


def _users(file: _File, problems: Problems) -> _Users:
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
    return _Users(
        file.file,
        file.has("role"),
        file.has("grades") or file.has("grade"),
        rows,
        role,
        org,
        grade,
        frozenset(deleted),
    )


def _roles(
    file: _File, users: _Users, orgs: set[str], problems: Problems
) -> dict[str, list[tuple[str, str]]]:
    """Role and organization of each person, the primary ones first."""
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


def _enrolled(file: _File, orgs: set[str], problems: Problems) -> dict[str, str]:
    """The school in which each person is enrolled first."""
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


def _demographics(file: _File, problems: Problems) -> dict[str, dict[Dimension, tuple[str, str]]]:
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


def _group(cells: _Cells, file: str, number: int, problems: Problems) -> str | None:
    """The federal roll-up: Hispanic before all else, then one race, then two or more."""
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


def _people(
    who: Who,
    users: _Users,
    roles: dict[str, list[tuple[str, str]]],
    enrolled: dict[str, str],
    about: dict[str, dict[Dimension, tuple[str, str]]],
    schools: dict[str, SchoolNamed],
    orgs: set[str],
    problems: Problems,
) -> list[Said]:
    people: list[Said] = []
    for key, number in users.rows.items():
        if key in users.deleted:
            continue
        held = roles.get(key) or [(users.role[key], users.org[key])]
        fitting = [org for role, org in held if role in ROLES[who]]
        if not fitting:
            continue
        org = users.org[key]
        if org and org not in orgs:
            problems.add("oneroster_no_org", users.file, number, "primaryOrgSourcedId", id=quoted(org))
            continue
        candidates = [org, *fitting, enrolled.get(key, "")]
        school_id = next((one for one in candidates if one in schools), "")
        categories = dict(about.get(key, {}))
        if not is_nothing(users.grade[key]) and who == "students":
            grade = grade_key(users.grade[key])
            if grade is None:
                value = quoted(users.grade[key])
                problems.add("population_grade", users.file, number, "grades", value=value)
            else:
                categories["grade"] = grade, grade_label(grade)
                if (band := band_of(grade)) is not None:
                    categories["grade_band"] = band
        people.append(Said(school_id, categories))
    return people
