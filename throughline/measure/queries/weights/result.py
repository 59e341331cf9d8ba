"""The result that a run of weights stores: the diagnostics, or why there are no weights."""

import math
from collections.abc import Sequence
from dataclasses import replace

from throughline.measure.models.results import (
    Balance,
    Bounds,
    Cost,
    ExactWeights,
    Extreme,
    Miss,
    NoWeights,
    WeightMargin,
)
from throughline.measure.queries.weights.coded_people import NOBODY, CodedPeople
from throughline.methods import weighting

EMPTY_CATEGORY = "empty_category"
ZERO_TARGET = "zero_target"
OUT_OF_REACH = "out_of_reach"
DID_NOT_CONVERGE = "did_not_converge"
OTHER = "other"


def exact_weights(
    weights: weighting.Weights, diagnosis: weighting.Diagnostics, described: Sequence[WeightMargin]
) -> ExactWeights:
    order = [margin.name for margin in weights.margins]
    balances = {margin.name: margin for margin in diagnosis.margins}
    return ExactWeights(
        margins=tuple(described),
        is_single=len(order) == 1,
        bounds=stored_bounds(weights.bounds),
        n_profiles=diagnosis.n_profiles,
        design_effect=diagnosis.design_effect,
        effective_n=diagnosis.effective_n,
        smallest=diagnosis.smallest,
        median=diagnosis.median,
        largest=diagnosis.largest,
        n_at_lower_bound=diagnosis.n_at_lower_bound,
        n_at_upper_bound=diagnosis.n_at_upper_bound,
        relative_error=weights.relative_error,
        balances=tuple(
            tuple(
                Balance(
                    category=one.category,
                    n=one.n,
                    before_share=one.before_share,
                    target_share=one.target_share,
                    after_share=one.after_share,
                    factor=one.mean_factor,
                )
                for one in balances[name].categories
            )
            for name in order
        ),
        costs=tuple(
            Cost(order.index(one.name), one.effective_n_without, one.cost) for one in diagnosis.margins
        ),
        highest=tuple(_extreme(one) for one in diagnosis.highest),
        lowest=tuple(_extreme(one) for one in diagnosis.lowest),
    )


def _extreme(one: weighting.ExtremeProfile) -> Extreme:
    return Extreme(tuple(one.categories), one.n, one.factor)


def stored_bounds(bounds: tuple[float, float] | None) -> Bounds | None:
    """Convert bounds for storage: an unlimited largest weight is None."""
    if bounds is None:
        return None
    return bounds[0], None if math.isinf(bounds[1]) else bounds[1]


def why_no_weights(
    error: weighting.WeightingError,
    coded: CodedPeople,
    bounds: tuple[float, float] | None,
) -> NoWeights:
    """Convert an error to the reason why there are no weights, with the values for a sentence."""
    number = {margin.name: i for i, margin in enumerate(coded.margins)}
    nothing = no_weights(OTHER, coded.described, bounds)
    if isinstance(error, weighting.EmptyCategoryError):
        return replace(
            nothing,
            reason=EMPTY_CATEGORY,
            target=float(error.target),
            margin=number[error.margin],
            category=error.category,
        )
    if isinstance(error, weighting.ZeroTargetError):
        return replace(
            nothing,
            reason=ZERO_TARGET,
            n=error.n_people,
            margin=number[error.margin],
            category=error.category,
        )
    if isinstance(error, weighting.DidNotConvergeError):
        is_proved = isinstance(error, weighting.OutOfReachError)
        misses = tuple(
            Miss(
                margin=number[miss.margin],
                category=_known(miss.category, coded.described[number[miss.margin]]),
                target_share=miss.target_share,
                reached_share=miss.reached_share,
            )
            for miss in error.misses
        )
        return replace(nothing, reason=OUT_OF_REACH if is_proved else DID_NOT_CONVERGE, misses=misses)
    if isinstance(error, weighting.NobodyError):
        return replace(nothing, reason=NOBODY)
    return nothing


def _known(category: str, described: WeightMargin) -> str | None:
    return category if category in described.labels else None


def no_weights(
    reason: str,
    described: Sequence[WeightMargin],
    bounds: tuple[float, float] | None,
    *,
    margin: int | None = None,
) -> NoWeights:
    return NoWeights(
        reason=reason,
        margins=tuple(described),
        is_single=len(described) == 1,
        bounds=stored_bounds(bounds),
        margin=margin,
    )
