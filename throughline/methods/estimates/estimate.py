"""Totals, means, ratios and shares, of everyone or of a domain, with their uncertainty."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from throughline.methods.estimates.design import DataKind, Design, Flags, Floats
from throughline.methods.estimates.domain import columns_of, domain_of
from throughline.methods.estimates.effective import kish, share_ends
from throughline.methods.estimates.errors import BadAnswersError
from throughline.methods.estimates.interval import LEVEL, Interval, MeanMethod, ShareMethod, hall
from throughline.methods.estimates.linearized import Linearized, linearized

NoInterval: TypeAlias = Literal["self_selected", "collected_elsewhere", "one_cluster"]

MEAN_METHODS: tuple[MeanMethod, ...] = ("hall", "t")


@dataclass(frozen=True)
class Estimate:
    """One number with its uncertainty.

    Attributes
    ----------
    value : float
        The estimate.
    kind : {'random', 'roster', 'chose', 'imported'}
        How people came to answer.
    n : int
        People whose answers are in it.
    n_effective : float
        Effective sample size: the size of a simple random sample of equal precision. Without a sampling
        variance, Kish's: the squared sum of the weights over the sum of their squares.
    standard_error : float or None
        Standard deviation over samples; None without a probability sample.
    interval : Interval or None
        Confidence interval; None where there is none.
    no_interval : {'self_selected', 'collected_elsewhere', 'one_cluster'} or None
        Why there is no interval.
    degrees_of_freedom : int
        Clusters minus strata among the people counted in `n`.
    design_effect : float or None
        Variance over that of a simple random sample of the same size, without replacement; None where there
        is no variance, or n exceeds the population that the weights add up to.
    """

    value: float
    kind: DataKind
    n: int
    n_effective: float
    standard_error: float | None
    interval: Interval | None
    no_interval: NoInterval | None
    degrees_of_freedom: int
    design_effect: float | None


def totals(
    design: Design,
    values: ArrayLike,
    *,
    domain: ArrayLike | None = None,
    interval: MeanMethod = "hall",
    level: float = LEVEL,
) -> tuple[Estimate, ...]:
    """Estimate the totals of variables in the population.

    Parameters
    ----------
    design : Design
        Who answered, and what each answer represents.
    values : array_like, shape (n_people, n_variables)
        Numbers; outside the domain they may be nan.
    domain : array_like of bool, shape (n_people,), optional
        People the estimate covers; everyone if not given.
    interval : {'hall', 't'}
        How to make the interval. 'hall' corrects for skewed answers; 't' does not, and is for large
        samples.
    level : float
        Level of confidence of the intervals (0-1).

    Returns
    -------
    tuple of Estimate, length n_variables
        The totals.

    Raises
    ------
    EstimateError
        An empty domain, missing answers, a stratum with one cluster and the like, by class.
    """
    in_domain = domain_of(design, domain)
    columns = columns_of(design, values, in_domain)
    found = linearized(design, columns, None)
    spread = _spread(design, columns, in_domain) * float(design.weight.sum()) ** 2
    return _estimates(design, in_domain, found, spread, level, interval)


def means(
    design: Design,
    values: ArrayLike,
    *,
    domain: ArrayLike | None = None,
    scale: tuple[float, float] | None = None,
    interval: MeanMethod = "hall",
    level: float = LEVEL,
) -> tuple[Estimate, ...]:
    """Estimate the means of variables in the population or a domain.

    Parameters
    ----------
    design : Design
        Who answered, and what each answer represents.
    values : array_like, shape (n_people, n_variables)
        Numbers; outside the domain they may be nan.
    domain : array_like of bool, shape (n_people,), optional
        People the estimate covers; everyone if not given.
    scale : tuple of float, optional
        The lowest and the highest answer there can be. With it, the interval is Wilson's within them, which
        holds for small n, and `interval` is ignored.
    interval : {'hall', 't'}
        How to make the interval. 'hall' corrects for skewed answers; 't' does not, and is for large
        samples.
    level : float
        Level of confidence of the intervals (0-1).

    Returns
    -------
    tuple of Estimate, length n_variables
        The means.

    Raises
    ------
    EstimateError
        An empty domain, missing answers, a stratum with one cluster and the like, by class.
    """
    in_domain = domain_of(design, domain)
    columns = columns_of(design, values, in_domain)
    found = linearized(design, columns, in_domain.astype(np.float64)[:, None])
    if scale is not None:
        low, high = scale
        if not low < high or (columns[in_domain] < low).any() or (columns[in_domain] > high).any():
            raise BadAnswersError(f"An answer is not between {low:g} and {high:g}.")
    return _estimates(design, in_domain, found, _spread(design, columns, in_domain), level, interval, scale)


def ratios(
    design: Design,
    numerators: ArrayLike,
    denominators: ArrayLike,
    *,
    domain: ArrayLike | None = None,
    level: float = LEVEL,
) -> tuple[Estimate, ...]:
    """Estimate ratios of two totals.

    Parameters
    ----------
    design : Design
        Who answered, and what each answer represents.
    numerators, denominators : array_like, shape (n_people, n_variables)
        Numbers; outside the domain they may be nan.
    domain : array_like of bool, shape (n_people,), optional
        People the estimate covers; everyone if not given.
    level : float
        Level of confidence of the intervals (0-1).

    Returns
    -------
    tuple of Estimate, length n_variables
        The ratios; they have no design effect.

    Raises
    ------
    EstimateError
        An empty domain, missing answers, a denominator of zero and the like, by class.
    """
    in_domain = domain_of(design, domain)
    above, below = (columns_of(design, each, in_domain) for each in (numerators, denominators))
    if above.shape != below.shape:
        raise BadAnswersError("Each numerator needs one denominator.")
    if not (design.weight @ below).all():
        raise BadAnswersError("A ratio's denominator adds up to zero.")
    return _estimates(design, in_domain, linearized(design, above, below), None, level, "hall")


def shares(
    design: Design,
    indicators: ArrayLike,
    *,
    domain: ArrayLike | None = None,
    interval: ShareMethod = "wilson",
    level: float = LEVEL,
) -> tuple[Estimate, ...]:
    """Estimate shares of the population or of a domain.

    Parameters
    ----------
    design : Design
        Who answered, and what each answer represents.
    indicators : array_like of bool, shape (n_people, n_variables)
        Who counts towards each share.
    domain : array_like of bool, shape (n_people,), optional
        People the estimate covers; everyone if not given.
    interval : {'wilson', 'logit', 'beta'}
        How to make the interval. 'wilson' holds for small n and small shares; 'beta' is conservative;
        'logit' is for shares well away from 0 and 1, and falls back to 'beta' where the share is 0 or 1.
    level : float
        Level of confidence of the intervals (0-1).

    Returns
    -------
    tuple of Estimate, length n_variables
        The shares (0-1).

    Raises
    ------
    EstimateError
        An empty domain, missing answers, a stratum with one cluster and the like, by class.
    """
    in_domain = domain_of(design, domain)
    columns = columns_of(design, indicators, in_domain)
    if not np.isin(columns, (0.0, 1.0)).all():
        raise BadAnswersError("An indicator is 0 or 1.")
    found = linearized(design, columns, in_domain.astype(np.float64)[:, None])
    spread = _spread(design, columns, in_domain)
    return _estimates(design, in_domain, found, spread, level, interval, (0.0, 1.0))


def means_by(
    design: Design,
    values: ArrayLike,
    groups: Sequence[Hashable] | NDArray[np.generic],
    *,
    level: float = LEVEL,
) -> dict[Hashable, Estimate]:
    """Estimate the mean of a variable in each group.

    Parameters
    ----------
    design : Design
        Who answered, and what each answer represents.
    values : array_like, shape (n_people,)
        Numbers; they may be nan where the group is None.
    groups : sequence, shape (n_people,)
        The group of each person; None for those in none.
    level : float
        Level of confidence of the intervals (0-1).

    Returns
    -------
    dict of group to Estimate
        The means, in the order of the groups' first appearance.

    Raises
    ------
    EstimateError
        Missing answers, a stratum with one cluster and the like, by class.
    """
    names = groups.tolist() if isinstance(groups, np.ndarray) else list(groups)
    column = np.asarray(values, dtype=np.float64)[:, None]
    return {
        group: means(design, column, domain=np.array([name == group for name in names]), level=level)[0]
        for group in dict.fromkeys(names)
        if group is not None
    }


def why_no_interval(design: Design, degrees_of_freedom: int) -> NoInterval | None:
    """Return why no confidence interval may be shown; None if one may.

    Parameters
    ----------
    design : Design
        Who answered, and how they were recruited.
    degrees_of_freedom : int
        Clusters minus strata in the domain.

    Returns
    -------
    {'self_selected', 'collected_elsewhere', 'one_cluster'} or None
        The reason; None where an interval is valid.
    """
    if design.kind == "chose":
        return "self_selected"
    if design.kind == "imported":
        return "collected_elsewhere"
    return None if degrees_of_freedom > 0 else "one_cluster"


def _spread(design: Design, columns: Floats, domain: Flags) -> Floats:
    """Variance of the mean of a simple random sample of equal size; nan if n exceeds the population."""
    weight = np.where(domain, design.weight, 0.0)
    n, population = int((weight > 0).sum()), float(weight.sum())
    if n < 2 or population < n:
        return np.full(columns.shape[1], np.nan)
    mean = weight @ columns / population
    variance = weight @ (columns - mean) ** 2 / population * n / (n - 1)
    return np.asarray(variance * (population - n) / (population * n))


def _estimates(
    design: Design,
    domain: Flags,
    found: Linearized,
    spread: Floats | None,
    level: float,
    interval: MeanMethod | ShareMethod,
    scale: tuple[float, float] | None = None,
) -> tuple[Estimate, ...]:
    n = int(domain.sum())
    weight = design.weight[domain]
    degrees = design.degrees_of_freedom(None if domain.all() else domain)
    reason = why_no_interval(design, degrees)
    by_weight = kish(weight)
    if reason is not None and reason != "one_cluster":
        return tuple(
            Estimate(float(value), design.kind, n, by_weight, None, None, reason, degrees, None)
            for value in found.value
        )
    scores = design.scores(found.influence, found.by_replicate)
    variance = np.asarray(np.einsum("ij,ij->j", scores, scores))
    error = np.sqrt(variance)
    effect, effective = _effects(variance, spread, n, by_weight)
    method = "wilson" if scale and interval in MEAN_METHODS else interval
    if reason is not None:
        low = high = found.value
    elif scale is None:
        third = design.third_moments(scores) if method == "hall" else np.zeros(len(variance))
        low, high = hall(found.value, variance, third, degrees, level)
    else:
        low, high = _on_scale(design, domain, found.value, variance, degrees, level, method, scale)
    return tuple(
        Estimate(
            float(found.value[i]),
            design.kind,
            n,
            float(effective[i]),
            float(error[i]),
            None if reason else Interval(float(low[i]), float(high[i]), level, method),
            reason,
            degrees,
            None if np.isnan(effect[i]) else float(effect[i]),
        )
        for i in range(len(found.value))
    )


def _effects(variance: Floats, spread: Floats | None, n: int, by_weight: float) -> tuple[Floats, Floats]:
    """Design effects (nan where there is none) and effective sample sizes."""
    if spread is None:
        return np.full(len(variance), np.nan), np.full(len(variance), by_weight)
    varies = spread > 0
    effect = np.where(varies, variance / np.where(varies, spread, 1.0), np.nan)
    known = varies & (effect > 1e-12)
    return effect, np.where(known, n / np.where(known, effect, 1.0), by_weight)


def _on_scale(
    design: Design,
    domain: Flags,
    value: Floats,
    variance: Floats,
    degrees: int,
    level: float,
    method: MeanMethod | ShareMethod,
    scale: tuple[float, float],
) -> tuple[Floats, Floats]:
    """Ends of the intervals of means on a scale, as shares of its length."""
    start, length = scale[0], scale[1] - scale[0]
    share, share_variance = (value - start) / length, variance / length**2
    low, high = share_ends(design, domain, share, share_variance, degrees, level, method)
    return start + length * low, start + length * high
