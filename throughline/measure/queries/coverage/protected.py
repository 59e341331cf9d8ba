"""Groups of one dimension as they may be published: merged until none is small."""

from collections.abc import Sequence
from math import sqrt

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from throughline.measure.models import MarginState
from throughline.measure.queries.coverage.comparison import ComparedGroup
from throughline.measure.queries.coverage.groups import by_shortfall, compared_groups
from throughline.measure.queries.guard import CannotBeProtectedError, Rules, protect_counts
from throughline.measure.queries.populations.counts import Target
from throughline.methods import coverage
from throughline.methods.coverage import Group


def protected_groups(
    targets: Sequence[Target],
    heard: Sequence[int],
    full: Sequence[ComparedGroup],
    rules: Rules,
    is_random: bool,
    *,
    is_ordered: bool,
) -> tuple[list[ComparedGroup], list[str], list[str], bool]:
    """Merge groups until none is small. At most one missing group of each merged row is named.

    Naming a missing group discloses that fewer than four fifths of those expected were heard. It is named
    only if that range of counts is at least as wide as `minimum_n` and `protection`.
    """
    counted = [i for i, target in enumerate(targets) if target.n is not None]
    if not counted:
        return [], [], [], False
    try:
        protected = protect_counts(
            [str(i) for i in counted],
            [heard[i] for i in counted],
            rules,
            order="ordered" if is_ordered else "unordered",
        )
    except CannotBeProtectedError:
        return [], [], [], True
    parts = [[int(label) for label in group] for group in protected.groups]
    shown = [
        (part, n)
        for part, n in zip(parts, protected.n, strict=True)
        if n is not None and not rules.is_small(n)
    ]
    if sum(len(part) for part, _n in shown) < len(counted):
        return [], [], [], True
    together = [_together([targets[i] for i in part]) for part, _n in shown]
    rows = [
        ComparedGroup(row.label, row.group, is_merged=len(part) > 1)
        for row, (part, _n) in zip(
            compared_groups(together, [int(n) for _part, n in shown], is_random), shown, strict=True
        )
    ]
    merged = [_merged_sentence([targets[i].label for i in part]) for part, _n in shown if len(part) > 1]
    missing = [row.label for row in by_shortfall(rows) if not row.is_merged]
    for part, _n in shown:
        if len(part) > 1:
            named = by_shortfall([full[i] for i in part])[:1]
            missing += [row.label for row in named if _leaves_enough(row.group, rules)]
    return rows, merged, missing, False


def _leaves_enough(group: Group, rules: Rules) -> bool:
    return coverage.LOW_RATIO * (group.expected or 0.0) >= max(rules.minimum_n, rules.protection)


def _together(targets: Sequence[Target]) -> Target:
    first = targets[0]
    if len(targets) == 1:
        return first
    margins = [target.margin_of_error or 0.0 for target in targets]
    states = {target.margin_state for target in targets}
    is_unknown = MarginState.UNKNOWN in states
    margin = None if is_unknown or not any(margins) else sqrt(sum(one * one for one in margins))
    return Target(
        "+".join(target.category for target in targets),
        " + ".join(target.label for target in targets),
        sum(target.n or 0 for target in targets),
        margin,
        first.state,
        MarginState.UNKNOWN if is_unknown else MarginState.EXACT if margin is None else MarginState.GIVEN,
    )


def _merged_sentence(labels: Sequence[str]) -> str:
    return _("%(names)s are shown together, so that nobody can be recognized.") % {
        "names": get_text_list(list(labels), _("and"))
    }
