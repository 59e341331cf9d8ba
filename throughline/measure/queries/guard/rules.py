"""The district's rules for figures from some forums."""

from collections.abc import Iterable

from throughline.accounts.models import District
from throughline.convene.models import Forum
from throughline.measure.models.results import Rules
from throughline.methods import disclosure


def rule_of(rules: Rules) -> disclosure.Rule:
    """Convert rules to the form of `methods.disclosure`."""
    return disclosure.Rule(rules.minimum_n, rules.protection)


def rules_of(district: District, forums: Iterable[Forum] = (), *, is_of_students: bool = False) -> Rules:
    """The district's rules for figures from some forums, or for counts of students."""
    minimum_n = minimum_n_of(district, forums)
    if is_of_students:
        minimum_n = max(minimum_n, district.student_minimum_n)
    return Rules(minimum_n, district.protection_of(minimum_n), district.bottom_percent, district.top_percent)


def minimum_n_of(district: District, forums: Iterable[Forum]) -> int:
    """The smallest number of people that a figure may be about.

    The students' minimum if any forum was for students; the employees' minimum only if all were for staff.
    """
    all_forums = list(forums)
    if any(forum.is_for_students for forum in all_forums):
        return max(district.minimum_n, district.student_minimum_n)
    if all_forums and all(forum.is_for_staff for forum in all_forums):
        return district.employee_minimum_n
    return district.minimum_n


def n_shown(n: int, rules: Rules, known: Iterable[int] = ()) -> int | None:
    """A number of people as it may be published: None if it is small, also without the people of any unit."""
    return None if n - max(known, default=0) < rules.minimum_n else n
