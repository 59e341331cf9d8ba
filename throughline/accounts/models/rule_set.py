"""Which numbers are too small to show: named rule sets to choose from, or a district's own numbers."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SMALLEST_N = 3
OWN_RULES = "own"
RULE_FIELDS = (
    "minimum_n",
    "student_minimum_n",
    "employee_minimum_n",
    "protection",
    "bottom_percent",
    "top_percent",
)


@dataclass(frozen=True)
class RuleSet:
    """One rule set. Without a `protection`, half of the smallest group that may be shown is used."""

    key: str
    label: Promise
    minimum_n: int
    student_minimum_n: int
    employee_minimum_n: int
    protection: int | None = None
    bottom_percent: int = 5
    top_percent: int = 95

    @property
    def numbers(self) -> dict[str, int | None]:
        return {name: getattr(self, name) for name in RULE_FIELDS}


# Colorado's department of education shows no fewer than 16 students and 5 employees. Ten is what most states
# ask for. Five is for numbers that stay among staff.
RULE_SETS = (
    RuleSet(
        "colorado",
        _("Colorado: at least 16 students, 5 employees or 10 people in general"),
        10,
        16,
        5,
    ),
    RuleSet("public", _("At least 10 people for everyone, as in most states"), 10, 10, 10),
    RuleSet(
        "internal",
        _("At least 5 people for everyone (only if you share results with your own staff and no one else)"),
        5,
        5,
        5,
    ),
)
