"""The guard: the one place where figures become figures that may be told.

What a page for people without rights to raw voices, a release, an export or an answer of an interface says
in numbers, it says through here. `tests/architecture` holds that nothing else in `understand` asks
`methods.disclosure`.

The rules are the district's own settings (`accounts.models.District`), read for the forums a figure rests on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from throughline.accounts.models import District
from throughline.convene.models import Forum
from throughline.methods import disclosure

GUARD = disclosure.METHOD
GUARD_VERSION = disclosure.VERSION
NOT_SHOWN: dict[str, Any] = {"percent": None, "bound": "hidden"}

CannotBeProtectedError = disclosure.CannotBeProtectedError
Order = disclosure.Order
ProtectedCounts = disclosure.ProtectedCounts
ProtectedTable = disclosure.ProtectedTable


@dataclass(frozen=True)
class Rules:
    """What holds for one figure.

    `protection` is how far apart the smallest and largest possible value of a hidden count must stay. Shares
    below `bottom_percent` and above `top_percent` are told as "fewer than" and "more than".
    """

    minimum_n: int
    protection: int
    bottom_percent: int = 5
    top_percent: int = 95

    @property
    def rule(self) -> disclosure.Rule:
        return disclosure.Rule(self.minimum_n, self.protection)

    @property
    def as_json(self) -> dict[str, int]:
        return {
            "minimum_n": self.minimum_n,
            "protection": self.protection,
            "bottom_percent": self.bottom_percent,
            "top_percent": self.top_percent,
        }

    @staticmethod
    def from_json(said: dict[str, Any]) -> "Rules":
        return Rules(
            int(said["minimum_n"]),
            int(said["protection"]),
            int(said["bottom_percent"]),
            int(said["top_percent"]),
        )

    def is_small(self, n: int) -> bool:
        return self.rule.is_small(n)


def rules_of(district: District, forums: Iterable[Forum] = ()) -> Rules:
    """The district's rules as they hold for what rests on some forums."""
    minimum_n = minimum_n_of(district, forums)
    return Rules(minimum_n, district.protection_of(minimum_n), district.bottom_percent, district.top_percent)


def minimum_n_of(district: District, forums: Iterable[Forum]) -> int:
    """How many must stand behind a figure.

    The students' minimum as soon as one forum was for students; that for employees only where all were.
    """
    asked = list(forums)
    if any(forum.is_for_students for forum in asked):
        return max(district.minimum_n, district.student_minimum_n)
    if asked and all(forum.is_for_staff for forum in asked):
        return district.employee_minimum_n
    return district.minimum_n


def n_shown(n: int, rules: Rules) -> int | None:
    """A number of people as it may be told: none where it is small."""
    return None if n < rules.minimum_n else n


def shares_of(counts: Sequence[int], rules: Rules, n: int | None = None) -> list[dict[str, Any]]:
    """Whole percents of `n` people: none where they are too few, and nothing beyond the edges told exactly.

    A share of all or of none would say of each single person what they answered.
    """
    of = sum(counts) if n is None else n
    if of < rules.minimum_n:
        return [dict(NOT_SHOWN) for _count in counts]
    return [share_of(count / of, rules) for count in counts]


def share_of(share: float, rules: Rules) -> dict[str, Any]:
    percent = 100 * share
    if percent < rules.bottom_percent:
        return {"percent": rules.bottom_percent, "bound": "less"}
    if percent > rules.top_percent:
        return {"percent": rules.top_percent, "bound": "more"}
    return {"percent": int(percent + 0.5), "bound": ""}


def protect_counts(
    labels: Sequence[str], counts: Sequence[int], rules: Rules, *, order: Order = "unordered"
) -> ProtectedCounts:
    """Groups merged, or hidden where nothing may be merged, until none is small."""
    return disclosure.protect_counts(labels, counts, rules.rule, order=order)


def protect_table(
    rows: Sequence[str],
    columns: Sequence[str],
    counts: Any,
    rules: Rules,
    *,
    row_order: Order = "unordered",
    column_order: Order = "fixed",
) -> ProtectedTable:
    """Cells merged, then hidden, until no small one can be worked out."""
    return disclosure.protect_table(
        rows, columns, counts, rules.rule, row_order=row_order, column_order=column_order
    )
