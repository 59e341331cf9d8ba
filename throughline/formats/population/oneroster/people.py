"""Count the people of a OneRoster export: who they are, at which school, in which grade."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from throughline.formats.population.model import Dimension, PersonCategories, SchoolNamed
from throughline.formats.population.oneroster.files import User, Users
from throughline.formats.population.oneroster.grades import grades_of
from throughline.formats.population.oneroster.schools import AsOf, Tie, current, school_of
from throughline.formats.population.set_aside import note_grades_aside
from throughline.formats.problems import Problems, quoted


@dataclass
class People:
    """
    The people to count, and what was set aside.

    Parameters
    ----------
    wanted : collection of str
        Roles of those who are counted.
    users : Users
        Everybody in the export.
    roles, enrollments : mapping of str to list of Tie
        By id of the user.
    about : mapping of str to dict
        Race and ethnicity, and sex, by id of the user.
    orgs : collection of str
        Ids of organizations.
    schools : mapping of str to SchoolNamed
        The schools among them.
    as_of : AsOf
        The day the figures are of.
    has_grades : bool
        Whether grades are counted.
    problems : Problems
        Collects what does not fit.
    """

    wanted: Collection[str]
    users: Users
    roles: Mapping[str, list[Tie]]
    enrollments: Mapping[str, list[Tie]]
    about: Mapping[str, dict[Dimension, tuple[str, str]]]
    orgs: Collection[str]
    schools: Mapping[str, SchoolNamed]
    as_of: AsOf
    has_grades: bool
    problems: Problems
    n_without_role: int = 0
    n_ended: int = 0
    n_undecided: int = 0
    n_unknown_orgs: int = 0
    n_several_grades: int = 0
    codes: Counter[str] = field(default_factory=Counter)

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
            if user.is_deleted:
                continue
            held = self._held(key, user)
            if not held:
                self.n_without_role += 1
            fitting = [tie for tie in held if tie.role in self.wanted]
            if fitting and self._has_known_orgs(user):
                school = self._school(key, user, fitting)
                people.append(PersonCategories(school, self._categories(key, user)))
        return people

    def _held(self, key: str, user: User) -> list[Tie]:
        """Return the roles a person has: of 1.2 those that hold, of 1.1 the only one."""
        ties = self.roles.get(key)
        if ties is None:
            return [Tie(user.row, user.role, "", is_primary=True)] if user.role else []
        holding = self._holding(ties, "roles.csv")
        self.n_ended += len(ties) - len(holding) if any(tie.role in self.wanted for tie in ties) else 0
        return holding

    def _holding(self, ties: Sequence[Tie], file: str) -> list[Tie]:
        """Leave out what has ended; a day that cannot be read matters only where there is a choice."""
        if len({(tie.role, tie.org) for tie in ties}) > 1:
            for tie in ties:
                if tie.unreadable:
                    value = quoted(tie.unreadable)
                    self.problems.add("oneroster_day", file, tie.row, None, value=value)
        return current(ties, self.as_of)

    def _has_known_orgs(self, user: User) -> bool:
        """Report a person whose organizations are not in orgs.csv; count one of several that is not."""
        if user.primary_org and user.primary_org not in self.orgs:
            self._refuse_org(user, "primaryOrgSourcedId", user.primary_org)
            return False
        unknown = [org for org in user.orgs if org not in self.orgs]
        if unknown and len(unknown) == len(user.orgs) and not user.primary_org:
            self._refuse_org(user, "orgSourcedIds", unknown[0])
            return False
        self.n_unknown_orgs += len(unknown)
        return True

    def _refuse_org(self, user: User, column: str, org: str) -> None:
        self.problems.add("oneroster_no_org", self.users.file, user.row, column, id=quoted(org))

    def _school(self, key: str, user: User, fitting: Sequence[Tie]) -> str:
        ties = [tie for tie in self.enrollments.get(key, ()) if not tie.role or tie.role in self.wanted]
        enrolled = self._holding(ties, "enrollments.csv")
        self.n_ended += len(ties) - len(enrolled)
        last = enrolled if self.as_of.is_stated else current(enrolled, AsOf())
        school, is_undecided = school_of(
            (
                [user.primary_org],
                user.orgs,
                [tie.org for tie in fitting if tie.is_primary],
                [tie.org for tie in fitting],
                [tie.org for tie in enrolled if tie.is_primary],
                [tie.org for tie in enrolled],
                [tie.org for tie in last],
            ),
            self.schools,
        )
        self.n_undecided += is_undecided
        return school

    def _categories(self, key: str, user: User) -> dict[Dimension, tuple[str, str]]:
        categories = dict(self.about.get(key, {}))
        if self.has_grades:
            grades, unknown, has_several = grades_of(user.grades)
            categories.update(grades)
            self.n_several_grades += has_several
            if unknown:
                self.codes[unknown] += 1
        return categories

    def note_set_aside(self, people: Collection[PersonCategories]) -> None:
        """
        Note how many were set aside, and of what.

        Parameters
        ----------
        people : collection of PersonCategories
            As `counted` returned them.
        """
        n_without = sum(not person.school_id for person in people) - self.n_undecided
        file = self.users.file
        for code, n in (
            ("oneroster_no_role", self.n_without_role),
            ("oneroster_no_school", n_without),
            ("oneroster_several_schools", self.n_undecided),
            ("oneroster_ended", self.n_ended),
            ("oneroster_unknown_orgs", self.n_unknown_orgs),
            ("oneroster_several_grades", self.n_several_grades),
        ):
            if n:
                self.problems.note(code, file, n=n)
        note_grades_aside(self.codes, file, "grades", self.problems)
