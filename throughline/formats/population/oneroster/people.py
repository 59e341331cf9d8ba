"""Count the people of a OneRoster export: who they are, at which school, in which grade."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from throughline.formats.population.model import Dimension, PersonCategories
from throughline.formats.population.oneroster.files import Orgs, User, Users
from throughline.formats.population.oneroster.grades import grades_of
from throughline.formats.population.oneroster.schools import AsOf, Tie, current, holding, school_of
from throughline.formats.population.set_aside import codes_listed, note_grades_aside
from throughline.formats.problems import Problems, quoted

_IN_ORDER: Final = (
    "oneroster_no_role",
    "oneroster_no_school",
    "oneroster_several_schools",
    "oneroster_moved",
    "oneroster_conflict",
    "oneroster_ended",
    "oneroster_not_enrolled",
    "oneroster_turned_off",
    "oneroster_unknown_orgs",
    "population_several_grades",
    "oneroster_grade_and_code",
    "oneroster_no_group",
    "oneroster_no_sex",
)
"""Notes on people, in the order in which they are told."""


@dataclass
class People:
    """
    The people to count, and what was set aside.

    Parameters
    ----------
    wanted : collection of str
        Roles of those who are counted.
    known_roles : collection of str
        All roles of the standard.
    users : Users
        Everybody in the export.
    roles, enrollments : mapping of str to list of Tie
        By id of the user.
    about : mapping of str to dict, or None
        Race and ethnicity, and sex, by id of the user; None without the file.
    orgs : Orgs
        The organizations.
    as_of : AsOf
        The day the figures are of.
    has_grades : bool
        Whether grades are counted.
    problems : Problems
        Collects what does not fit.
    """

    wanted: Collection[str]
    known_roles: Collection[str]
    users: Users
    roles: Mapping[str, list[Tie]]
    enrollments: Mapping[str, list[Tie]]
    about: Mapping[str, dict[Dimension, tuple[str, str]]] | None
    orgs: Orgs
    as_of: AsOf
    has_grades: bool
    problems: Problems
    aside: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    other_roles: Counter[str] = field(default_factory=Counter)
    n_without_grade: int = 0

    def __post_init__(self) -> None:
        self._schools_above = self.orgs.schools_above()

    def counted(self) -> list[PersonCategories]:
        """
        Find the categories of everybody who is to be counted.

        Returns
        -------
        list of PersonCategories
            One for each person.
        """
        people = []
        for key, user in self.users.people.items():
            if user.is_set_aside:
                continue
            held = self._held(key, user)
            fitting = [tie for tie in held if tie.role in self.wanted]
            if not held:
                self.aside["oneroster_no_role"] += 1
            elif not fitting:
                self.other_roles.update({tie.role for tie in held} - set(self.known_roles))
            elif self._has_known_orgs(user):
                people.append(PersonCategories(self._school(key, user, fitting), self._categories(key, user)))
                self.aside["oneroster_turned_off"] += user.is_turned_off
        return people

    def _held(self, key: str, user: User) -> list[Tie]:
        """Return the roles a person has: of 1.2 those that hold, of 1.1 the only one."""
        ties = self.roles.get(key)
        if ties is None:
            return [Tie(user.row, user.role, "", is_primary=True)] if user.role else []
        held = current(ties, self.as_of)
        self.aside["oneroster_ended"] += (
            len(ties) - len(held) if any(tie.role in self.wanted for tie in ties) else 0
        )
        return held

    def _has_known_orgs(self, user: User) -> bool:
        """Report a person whose organizations are not in orgs.csv; count one of several that is not."""
        if user.primary_org and user.primary_org not in self.orgs.ids:
            self._refuse_org(self.users.file, user.row, "primaryOrgSourcedId", user.primary_org)
            return False
        unknown = [org for org in user.orgs if org not in self.orgs.ids]
        if unknown and len(unknown) == len(user.orgs) and not user.primary_org:
            self._refuse_org(self.users.file, user.row, "orgSourcedIds", unknown[0])
            return False
        self.aside["oneroster_unknown_orgs"] += len(unknown)
        return True

    def _refuse_org(self, file: str, row: int, column: str, org: str) -> None:
        self.problems.add("oneroster_no_org", file, row, column, id=quoted(org))

    def _school(self, key: str, user: User, fitting: Sequence[Tie]) -> str:
        ties = [tie for tie in self.enrollments.get(key, ()) if not tie.role or tie.role in self.wanted]
        enrolled = current(ties, self.as_of)
        now = holding(ties, self.as_of)
        self.aside["oneroster_ended"] += len(ties) - len(enrolled)
        self._count_without_any(ties, now, self.roles.get(key, ()))
        stated = (
            [self.orgs.school_of(user.primary_org)],
            [self.orgs.school_of(org) for org in user.orgs],
            _schools(tie for tie in fitting if tie.is_primary),
            _schools(fitting),
        )
        by_class = (
            _schools(tie for tie in enrolled if tie.is_primary),
            _schools(enrolled),
            _schools(enrolled if self.as_of.is_stated else current(enrolled, AsOf())),
        )
        left = _schools(ties) - _schools(now) if _schools(now) else set()
        school, is_undecided = self._decided(*(set(ids) - left for ids in stated), *by_class)
        before, _is_undecided = self._decided(*stated, *by_class)
        if before and before != school:
            self.aside["oneroster_moved"] += 1
        elif school and any(self._is_elsewhere(school, ids) for ids in (*stated, _schools(now))):
            self.aside["oneroster_conflict"] += 1
        self.aside["oneroster_several_schools"] += is_undecided
        if not school and not is_undecided:
            self._count_without_school(enrolled)
        return school

    def _decided(self, *evidence: Collection[str]) -> tuple[str, bool]:
        return school_of(evidence, self._schools_above)

    def _is_elsewhere(self, school: str, named: Iterable[str]) -> bool:
        """Whether there are schools, and neither this one nor one above or below it is among them."""
        return bool(one := set(named) - {""}) and not any(
            other == school
            or other in self._schools_above.get(school, ())
            or school in self._schools_above.get(other, ())
            for other in one
        )

    def _count_without_any(self, ties: Sequence[Tie], now: Sequence[Tie], roles: Sequence[Tie]) -> None:
        """Count a person who has enrollments or roles of which none holds on the day."""
        is_over = (bool(ties) and not now) or (bool(roles) and not holding(roles, self.as_of))
        self.aside["oneroster_not_enrolled"] += is_over and self.as_of.day is not None
        self.aside["oneroster_unknown_orgs"] += sum(bool(tie.unknown_org) for tie in ties)

    def _count_without_school(self, enrolled: Sequence[Tie]) -> None:
        unknown = next((tie for tie in enrolled if tie.unknown_org), None)
        if unknown is not None and unknown.end is None:
            self._refuse_org("enrollments.csv", unknown.row, "schoolSourcedId", unknown.unknown_org)
        self.aside["oneroster_no_school"] += 1

    def _categories(self, key: str, user: User) -> dict[Dimension, tuple[str, str]]:
        categories = dict((self.about or {}).get(key, {}))
        if self.about is not None:
            self.aside["oneroster_no_group"] += "group" not in categories
            self.aside["oneroster_no_sex"] += "sex" not in categories
        if self.has_grades:
            grades = grades_of(user.grades)
            categories.update(grades.categories)
            self.aside["population_several_grades"] += grades.n_grades > 1
            self.aside["oneroster_grade_and_code"] += bool(grades.codes and grades.n_grades)
            if grades.codes and not grades.n_grades:
                self.codes[", ".join(grades.codes)] += 1
            self.n_without_grade += not (grades.codes or grades.n_grades)
        return categories

    def note_set_aside(self) -> None:
        """Note how many were set aside, and of what."""
        file = self.users.file
        for code in _IN_ORDER:
            if self.aside[code]:
                self.problems.note(code, file, n=self.aside[code])
        if self.other_roles:
            n, roles = self.other_roles.total(), codes_listed(self.other_roles)
            self.problems.note("oneroster_other_roles", file, None, "role", n=n, codes=roles)
        if self.n_without_grade:
            self.problems.note("population_blank", file, None, "grades", n=self.n_without_grade)
        note_grades_aside(self.codes, file, "grades", self.problems)


def _schools(ties: Iterable[Tie]) -> set[str]:
    return {tie.school for tie in ties} - {""}
