"""A OneRoster export (1.1 or 1.2): the people of an organization and its schools, counted.

orgs.csv and users.csv are required; roles.csv, enrollments.csv, demographics.csv and manifest.csv are
optional. Files and columns are found by name, in any spelling and order.

References
----------
1EdTech, OneRoster 1.2 CSV Binding (2022).
"""

import os
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final, Literal

from throughline.formats.population.model import Dimension, Figures, counted
from throughline.formats.population.oneroster import files
from throughline.formats.population.oneroster.archive import FILES, one_of_each, unpacked
from throughline.formats.population.oneroster.demographics import DEMOGRAPHICS, demographics_of
from throughline.formats.population.oneroster.files import (
    File,
    Reading,
    enrollments_of,
    orgs_of,
    roles_of,
    users_of,
)
from throughline.formats.population.oneroster.manifest import COLUMNS, check_manifest
from throughline.formats.population.oneroster.people import People
from throughline.formats.population.oneroster.schools import AsOf, Tie
from throughline.formats.population.roster import standard_of
from throughline.formats.problems import BadFile, Problems
from throughline.formats.tables import DEFAULT_LIMITS, Encoding, Limits

__all__ = ["FILES", "ROLES", "Who", "read"]

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
"""The standard's roles, and who has them."""
_NEEDED: Final = ("orgs.csv", "users.csv")


def read(
    path: str | os.PathLike[str],
    who: Who = "students",
    *,
    on: date | None = None,
    limits: Limits = DEFAULT_LIMITS,
    encoding: Encoding = "detect",
    name: str | None = None,
) -> Figures:
    """
    Count the people of a OneRoster export, all or nothing.

    Parameters
    ----------
    path : path-like
        The zip of the export, or the folder it was unpacked into.
    who : {"students", "families", "staff"}
        Whom to count: people in one of the roles of `ROLES`.
    on : date, optional
        The day the figures are of: people are counted at the school where they were enrolled on it. By
        default the last day on which a row of the export was changed.
    limits : Limits
        How large each file may be.
    encoding : {"detect", "cp1252"}
        Encoding where a file does not declare one.
    name : str, optional
        Name of the export in messages.

    Returns
    -------
    Figures
        Counts by school, grade, band, race and ethnicity, and sex, as far as the files have them. People of
        several schools, of which nothing says the main one, are counted for the district alone. Codes that
        are no grade are set aside and noted.

    Raises
    ------
    BadFile
        If a file is damaged or missing, the export is of another version or has only changes, an id occurs
        twice, or a row refers to a person or an organization that does not exist; with every problem, up to a
        cap.
    """
    reading = Reading(Problems(), limits, encoding)
    with unpacked(Path(path)) as folder:
        return _read(folder, who, reading, name or Path(path).name, on)


def _read(folder: Path, who: Who, reading: Reading, export: str, on: date | None) -> Figures:
    names = sorted(path.name for path in folder.iterdir() if path.is_file())
    present = {kind: folder / name for kind, name in one_of_each(names, export).items()}
    problems = reading.problems

    def file(name: str, columns: Sequence[str], *needed: str) -> File:
        return File(present[name], columns, needed, reading)

    if "manifest.csv" in present:
        check_manifest(file("manifest.csv", COLUMNS, *COLUMNS), present.keys(), problems)
    missing = [name for name in _NEEDED if name not in present]
    if missing:
        raise BadFile.of("oneroster_no_file", export, missing=", ".join(missing))
    orgs = orgs_of(file("orgs.csv", files.ORGS, "sourcedId", "name", "type"), problems)
    users = users_of(file("users.csv", files.USERS, "sourcedId"), problems)
    roles: dict[str, list[Tie]] = {}
    if "roles.csv" in present:
        of_roles = file("roles.csv", files.ROLES, "userSourcedId", "role", "orgSourcedId")
        roles = roles_of(of_roles, users, orgs, problems)
    elif not users.has_role:
        raise BadFile.of("oneroster_no_file", export, missing="roles.csv")
    enrollments: dict[str, list[Tie]] = {}
    if "enrollments.csv" in present:
        of_classes = file("enrollments.csv", files.ENROLLMENTS, "userSourcedId", "schoolSourcedId")
        enrollments = enrollments_of(of_classes, users, orgs, problems)
    about: dict[str, dict[Dimension, tuple[str, str]]] | None = None
    if "demographics.csv" in present:
        about = demographics_of(file("demographics.csv", DEMOGRAPHICS, "sourcedId"), problems)
    else:
        problems.note("oneroster_no_demographics", "demographics.csv")
    as_of = AsOf(on or reading.last_change, is_stated=on is not None)
    _note_day(as_of, (*roles.values(), *enrollments.values()), export, problems)
    known = frozenset().union(*ROLES.values())
    people = People(
        ROLES[who], known, users, roles, enrollments, about, orgs, as_of, who == "students", problems
    )
    return _figures(people)


def _note_day(as_of: AsOf, ties: Iterable[Iterable[Tie]], export: str, problems: Problems) -> None:
    """Tell the day that was taken, where roles or enrollments begin or end and nobody stated one."""
    if as_of.is_stated or not any(tie.begin or tie.end for of_one in ties for tie in of_one):
        return
    if as_of.day is None:
        problems.note("oneroster_no_day", export)
    else:
        problems.note("oneroster_day_taken", export, day=as_of.day.isoformat())


def _figures(people: People) -> Figures:
    counted_people, problems = people.counted(), people.problems
    problems.raise_if_any()
    if not counted_people:
        raise BadFile.of("population_no_rows", people.users.file)
    n, counts = counted(counted_people, people.orgs.schools)
    named = {count.category for count in counts if count.dimension == "school"}
    groups = {count.category for count in counts if count.dimension == "group"}
    people.note_set_aside()
    return Figures(
        n,
        counts,
        tuple(sorted((people.orgs.schools[key] for key in named), key=lambda school: school.name)),
        race_standard=standard_of(groups),
        notes=tuple(problems.notes),
        n_notes=problems.n_notes,
    )
