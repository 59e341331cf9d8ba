"""The guard: the one place where figures become figures that may be told.

What a page for people without rights to raw voices, a release, an export or an answer of an interface says
in numbers, it says through here. `tests/architecture` holds that nothing else in `understand` asks
`methods.disclosure`.

The rules are the district's own settings (`accounts.models.District`), read for the forums a figure rests on.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from throughline.accounts.models import District
from throughline.convene.models import Forum
from throughline.methods import disclosure, estimates
from throughline.ui.data_kinds import may_have_interval

GUARD = disclosure.METHOD
GUARD_VERSION = disclosure.VERSION
NOT_SHOWN: dict[str, Any] = {"percent": None, "bound": "hidden"}

CannotBeProtectedError = disclosure.CannotBeProtectedError
DisclosureError = disclosure.DisclosureError
Publication = disclosure.Publication
HistoryVerdict = disclosure.HistoryVerdict
Leak = disclosure.Leak
Audit = disclosure.Audit
cell_key = disclosure.cell_key
publication_of_json = disclosure.publication_of_json
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

    A share of all or of none would say of each single person what they answered. Where the other shares would
    give such a share away, the largest of them are told in round numbers only.
    """
    of = sum(counts) if n is None else n
    if of < rules.minimum_n:
        return [dict(NOT_SHOWN) for _count in counts]
    shares = [share_of(count, of, rules) for count in counts]
    if sum(counts) == of:
        exact = sorted((i for i, one in enumerate(shares) if not one["bound"]), key=lambda i: counts[i])
        while exact and not _are_edges_kept(shares, of):
            largest = exact.pop()
            shares[largest] = _about(counts[largest], of)
    return shares


def share_of(count: int, n: int, rules: Rules) -> dict[str, Any]:
    bottom, top = edges_of(n, rules)
    percent = 100 * count / n
    if percent < bottom:
        return {"percent": bottom, "bound": "less"}
    if percent > top:
        return {"percent": top, "bound": "more"}
    return {"percent": int(percent + 0.5), "bound": ""}


def with_margins(shares: Sequence[dict[str, Any]], n: int, kind: str) -> list[dict[str, Any]]:
    """Shares told exactly, with how far the truth may lie from them where chance chose whom to ask.

    Worked out of what is told alone, so that a margin tells nothing more of those who answered.
    """
    if not may_have_interval(kind):
        return [dict(one) for one in shares]
    return [one if one["bound"] else {**one, "margin": _margin(one["percent"], n)} for one in shares]


def _margin(percent: int, n: int) -> list[int]:
    low, high = estimates.wilson(percent / 100, n, n - 1)
    return [math.floor(100 * float(low)), math.ceil(100 * float(high))]


def edges_of(n: int, rules: Rules) -> tuple[int, int]:
    """Where shares of `n` people stop being told exactly: "less than 5 %" of twelve would be none of them."""
    bottom, top = rules.bottom_percent, rules.top_percent
    while bottom * n <= 100:
        bottom += 5
    while (100 - top) * n <= 100:
        top -= 5
    return bottom, top


def counts_told(share: dict[str, Any], n: int) -> tuple[int, int]:
    """The fewest and the most people of `n` that a told share can stand for."""
    if "low" in share:
        return share["low"], share["high"]
    percent, bound = share["percent"], share["bound"]
    if percent is None:
        return 0, n
    if bound == "less":
        return 0, min(n, math.ceil(percent * n / 100) - 1)
    if bound == "more":
        return max(0, math.floor(percent * n / 100) + 1), n
    give = share.get("within", 0.5)
    low, high = (percent - give) * n / 100, (percent + give) * n / 100
    return max(0, math.ceil(low)), min(n, math.ceil(high) - 1 if give == 0.5 else math.floor(high))


def _about(count: int, n: int) -> dict[str, Any]:
    """A share so round that it stands for at least one count more and one less than there are."""
    within = next((half for half in (3, 5, 10, 20) if half * n >= 200), None)
    if within is None:
        return dict(NOT_SHOWN)
    nearest = round(100 * count / n / within) * within
    return {"percent": min(max(nearest, within), 100 - within), "bound": "about", "within": within}


def _are_edges_kept(shares: Sequence[dict[str, Any]], n: int) -> bool:
    """Whether each share beyond an edge can still stand for two counts or more, the others being known."""
    ends = [counts_told(share, n) for share in shares]
    lows, highs = sum(low for low, _high in ends), sum(high for _low, high in ends)
    return all(
        min(high, n - (lows - low)) > max(low, n - (highs - high))
        for share, (low, high) in zip(shares, ends, strict=True)
        if share["bound"] in {"less", "more"}
    )


def is_told_safely(
    parts: Sequence[tuple[int, Sequence[dict[str, Any]]]],
    whole: tuple[int, Sequence[dict[str, Any]]],
) -> bool:
    """Whether the shares of all may stand beside those of each part: `(n, shares)` of one question.

    Not where a share beyond an edge could then be pinned to one count, nor where few people belong to no part
    and something of what they answered could be told.
    """
    n_answers = len(whole[1])
    n_rest = whole[0] - sum(n for n, _shares in parts)
    if n_rest < 0 or (len(parts) == 1 and n_rest == 0):
        return True
    lines = [*parts, (n_rest, [dict(NOT_SHOWN)] * n_answers)]
    shown = {f"line={i}": n for i, (n, _shares) in enumerate(lines)} | {"everyone": whole[0]}
    ranges: dict[str, tuple[int, int]] = {}
    relations: list[tuple[str, tuple[str, ...]]] = []
    for i, (n, shares) in enumerate(lines):
        keys = tuple(f"line={i} & answer={j}" for j in range(n_answers))
        ranges |= {key: counts_told(share, n) for key, share in zip(keys, shares, strict=True)}
        relations.append((f"line={i}", keys))
    for j, share in enumerate(whole[1]):
        ranges[f"answer={j}"] = counts_told(share, whole[0])
        relations.append((f"answer={j}", tuple(f"line={i} & answer={j}" for i in range(len(lines)))))
    relations.append(("everyone", tuple(f"answer={j}" for j in range(n_answers))))
    keys_of_answers = frozenset(ranges)
    told = disclosure.Publication(
        "told", shown, ranges=ranges, relations=tuple(relations), answers=keys_of_answers
    )
    found = disclosure.audit(told, disclosure.Rule(2, 1), exact=True)
    width = {one.key: one.width for one in found.intervals}
    coded = [
        f"line={i} & answer={j}"
        for i, (_n, shares) in enumerate(parts)
        for j, share in enumerate(shares)
        if share["bound"] in {"less", "more"}
    ]
    rest = [f"line={len(parts)} & answer={j}" for j in range(n_answers)]
    is_rest_kept = n_rest == 0 or all((width.get(key) or 0) >= min(n_rest, 2) for key in rest)
    return is_rest_kept and all((width.get(key) or 0) >= 1 for key in coded)


def names_to_tell(counts: Mapping[str, int], n_people: int, rules: Rules) -> frozenset[str]:
    """The groups under whose name quotes may stand, so that one without a name points at nobody."""
    return disclosure.names_to_tell(counts, n_people, rules.rule)


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


def audit_of(told: Sequence[Publication], rules: Rules) -> Audit:
    """What an outsider can work out of figures about the same people, by linear programming."""
    return disclosure.audit(told, rules.rule)


def held_against(told: Sequence[Publication], earlier: Sequence[Publication], rules: Rules) -> HistoryVerdict:
    """Whether figures, read beside all that left earlier, tell of few people."""
    return disclosure.check_release(told, earlier, rules.rule)
