"""Groups of one dimension as they may be published: merged until none is small."""

from collections.abc import Sequence
from math import sqrt

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from throughline.measure.models import MarginState
from throughline.measure.queries.coverage.comparison import ComparedGroup
from throughline.measure.queries.coverage.groups import by_shortfall
from throughline.measure.queries.guard import CannotBeProtectedError, Rules, protect_counts
from throughline.measure.queries.populations.counts import Target
from throughline.methods import coverage
from throughline.methods.coverage import Group


def protected_parts(
    targets: Sequence[Target],
    heard: Sequence[int],
    rules: Rules,
    *,
    is_ordered: bool,
    known: Sequence[Sequence[int]] = (),
) -> list[tuple[list[int], int]] | None:
    """Merge groups with a count until none is small: their indices, and people heard. None if impossible.

    `known` are the people heard of each unit for whom nobody vouches.
    """
    counted = [i for i, target in enumerate(targets) if target.n is not None]
    if not counted:
        return None
    try:
        protected = protect_counts(
            [str(i) for i in counted],
            [heard[i] for i in counted],
            rules,
            order="ordered" if is_ordered else "unordered",
            known=[[of_unit[i] for i in counted] for of_unit in known],
        )
    except CannotBeProtectedError:
        return None
    shown = [
        ([int(label) for label in group], n)
        for group, n in zip(protected.groups, protected.n, strict=True)
        if n is not None and not rules.is_small(n)
    ]
    return shown if sum(len(part) for part, _n in shown) == len(counted) else None


def named_group(part: Sequence[int], full: Sequence[ComparedGroup], rules: Rules) -> int | None:
    """The one group of a merged row that may be named as missing.

    Naming a missing group discloses that fewer than four fifths of those expected were heard. It is named
    only if that range of counts is at least as wide as `minimum_n` and `protection`.
    """
    if len(part) < 2:
        return None
    missing = by_shortfall([full[i] for i in part])
    if not missing or not _leaves_enough(missing[0].group, rules):
        return None
    return next(i for i in part if full[i] is missing[0])


def _leaves_enough(group: Group, rules: Rules) -> bool:
    return coverage.LOW_RATIO * (group.expected or 0.0) >= max(rules.minimum_n, rules.protection)


def merged_target(targets: Sequence[Target]) -> Target:
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


def merged_sentence(labels: Sequence[str]) -> str:
    return _("Combined to protect privacy: %(names)s.") % {"names": get_text_list(list(labels), _("and"))}
