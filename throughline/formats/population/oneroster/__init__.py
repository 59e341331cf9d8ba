"""A OneRoster export (1.1 or 1.2): the people of an organization and its schools, counted.

orgs.csv and users.csv are required; roles.csv, enrollments.csv and demographics.csv are optional. Columns are
found by name, in any order.

References
----------
1EdTech, OneRoster 1.2 CSV Binding (2022).
"""

import os
from pathlib import Path
from typing import Final, Literal

from throughline.formats.population.model import (
    Dimension,
    Figures,
    PersonCategories,
    SchoolNamed,
    band_of,
    counted,
    grade_key,
    grade_label,
    is_nothing,
)
from throughline.formats.population.oneroster.archive import FILES, unpacked
from throughline.formats.population.oneroster.files import (
    File,
    Reading,
    Users,
    demographics_of,
    enrolled_in,
    orgs_of,
    roles_of,
    users_of,
)
from throughline.formats.population.roster import standard_of
from throughline.formats.problems import BadFile, Problems, quoted
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
    limits : Limits
        How large each file may be.
    encoding : {"detect", "cp1252"}
        Encoding where a file does not declare one.
    name : str, optional
        Name of the export in messages.

    Returns
    -------
    Figures
        Counts by school, grade, band, race and ethnicity, and sex, as far as the files have them.

    Raises
    ------
    BadFile
        If a file is damaged or missing, an id occurs twice, or a row refers to a person or an organization
        that does not exist; with every problem, up to a cap.
    """
    reading = Reading(Problems(), limits, encoding)
    with unpacked(Path(path)) as folder:
        return _read(folder, who, reading, name or Path(path).name)


def _read(folder: Path, who: Who, reading: Reading, export: str) -> Figures:
    present = {path.name.casefold(): path for path in sorted(folder.iterdir()) if path.is_file()}
    missing = [name for name in _NEEDED if name not in present]
    if missing:
        raise BadFile.of("oneroster_no_file", export, missing=", ".join(missing))
    problems = reading.problems
    orgs, schools = orgs_of(File(present["orgs.csv"], ("sourcedId", "name", "type"), reading), problems)
    users = users_of(File(present["users.csv"], ("sourcedId",), reading), problems)
    roles: dict[str, list[tuple[str, str]]] = {}
    if "roles.csv" in present:
        of_roles = File(present["roles.csv"], ("userSourcedId", "role", "orgSourcedId"), reading)
        roles = roles_of(of_roles, users, orgs, problems)
    elif not users.has_role:
        raise BadFile.of("oneroster_no_file", export, missing="roles.csv")
    enrolled: dict[str, str] = {}
    if "enrollments.csv" in present:
        of_classes = File(present["enrollments.csv"], ("userSourcedId", "schoolSourcedId"), reading)
        enrolled = enrolled_in(of_classes, orgs, problems)
    about: dict[str, dict[Dimension, tuple[str, str]]] = {}
    if "demographics.csv" in present:
        about = demographics_of(File(present["demographics.csv"], ("sourcedId",), reading), problems)
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


def _people(
    who: Who,
    users: Users,
    roles: dict[str, list[tuple[str, str]]],
    enrolled: dict[str, str],
    about: dict[str, dict[Dimension, tuple[str, str]]],
    schools: dict[str, SchoolNamed],
    orgs: set[str],
    problems: Problems,
) -> list[PersonCategories]:
    people: list[PersonCategories] = []
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
        people.append(PersonCategories(school_id, categories))
    return people
