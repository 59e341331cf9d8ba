"""Groups of one dimension: people heard compared with people expected, and which are missing."""

from collections.abc import Sequence
from math import nan

from throughline.measure.models import MarginState
from throughline.measure.queries.coverage.comparison import ComparedGroup
from throughline.measure.queries.populations.counts import Target
from throughline.methods import coverage
from throughline.methods.coverage import Verdict


def compared_groups(targets: Sequence[Target], heard: Sequence[int], is_random: bool) -> list[ComparedGroup]:
    people = [nan if target.n is None else float(target.n) for target in targets]
    result = coverage.coverage(heard, people, [_margin(target) for target in targets], is_random=is_random)
    return [
        ComparedGroup(target.label, group, "" if target.n is not None else str(target.state.label))
        for target, group in zip(targets, result.groups, strict=True)
    ]


def _margin(target: Target) -> float:
    if target.margin_of_error is not None:
        return target.margin_of_error
    return nan if target.margin_state == MarginState.UNKNOWN else 0.0


def by_shortfall(rows: Sequence[ComparedGroup]) -> list[ComparedGroup]:
    under = [row for row in rows if row.group.verdict == Verdict.UNDER]
    return sorted(under, key=lambda row: -row.group.n_missing)
