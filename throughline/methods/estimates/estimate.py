"""Totals, means, ratios and shares, of everyone or of a domain, with what chance does to them."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from throughline.methods.estimates.design import (
    BadAnswersError,
    DataKind,
    Design,
    EmptyDomainError,
    Flags,
    Floats,
    Integers,
    MissingAnswersError,
)
from throughline.methods.estimates.interval import (
    LEVEL,
    Interval,
    MeanMethod,
    ShareMethod,
    beta,
    hall,
    logit,
    wilson,
)

NoInterval: TypeAlias = Literal["self_selected", "collected_elsewhere", "one_cluster"]

MEAN_METHODS: tuple[MeanMethod, ...] = ("hall", "t")
NO_VARIATION = 1e-22


@dataclass(frozen=True)
class Estimate:
    """One number and what it stands on.

    Attributes
    ----------
    value : float
        The estimate.
    kind : {'random', 'roster', 'chose', 'imported'}
        How people came to answer.
    n : int
        People whose answers are in it.
    n_effective : float
        As many people of a simple random sample would tell as much. Without a sampling variance, what the
        weights alone leave: the squared sum of the weights over the sum of their squares.
    standard_error : float or None
        Standard deviation over samples; None where chance chose nobody.
    interval : Interval or None
        From how far to how far the truth may lie; None where that cannot be said.
    no_interval : {'self_selected', 'collected_elsewhere', 'one_cluster'} or None
        Why there is no interval.
    degrees_of_freedom : int
        Clusters less strata among those who are in it.
    design_effect : float or None
        Variance over that of a simple random sample of as many, without replacement; None where there is no
        variance, or more people than the weights say there are.
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


@dataclass(frozen=True, eq=False)
class Linearised:
    """Estimates of several variables, and how each person moves them.

    Attributes
    ----------
    value : ndarray of float64, shape (n_variables,)
        The estimates.
    influence : ndarray of float64, shape (n_people, n_variables)
        The estimates move like the weighted totals of these; zero outside the domain.
    by_replicate : ndarray of float64, shape (n_replicates, n_variables), or None
        The estimates with each replicate's weights.
    """

    value: Floats
    influence: Floats
    by_replicate: Floats | None


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
        Who answered, and what each answer stands for.
    values : array_like, shape (n_people, n_variables)
        Numbers; outside the domain they may be nan.
    domain : array_like of bool, shape (n_people,), optional
        Who is meant; everyone without it.
    interval : {'hall', 't'}
        How to make the interval. 'hall' bends to the side to which the answers lean; 't' does not, and is for
        large samples.
    level : float
        Level of confidence of the intervals (0-1).

    Returns
    -------
    tuple of Estimate, length n_variables
        The totals.

    Raises
    ------
    EstimateError
        An empty domain, missing answers, a stratum with one cluster and the like; the class says which.
    """
    asked = domain_of(design, domain)
    columns = columns_of(design, values, asked)
    found = linearised(design, columns, None)
    spread = _spread(design, columns, asked) * float(design.weight.sum()) ** 2
    return _estimates(design, asked, found, spread, level, interval)


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
        Who answered, and what each answer stands for.
    values : array_like, shape (n_people, n_variables)
        Numbers; outside the domain they may be nan.
    domain : array_like of bool, shape (n_people,), optional
        Who is meant; everyone without it.
    scale : tuple of float, optional
        The lowest and the highest answer there can be. With it, the interval is Wilson's within them, which
        holds for small n, and `interval` is not asked.
    interval : {'hall', 't'}
        How to make the interval. 'hall' bends to the side to which the answers lean; 't' does not, and is for
        large samples.
    level : float
        Level of confidence of the intervals (0-1).

    Returns
    -------
    tuple of Estimate, length n_variables
        The means.

    Raises
    ------
    EstimateError
        An empty domain, missing answers, a stratum with one cluster and the like; the class says which.
    """
    asked = domain_of(design, domain)
    columns = columns_of(design, values, asked)
    found = linearised(design, columns, asked.astype(np.float64)[:, None])
    if scale is not None:
        low, high = scale
        if not low < high or (columns[asked] < low).any() or (columns[asked] > high).any():
            raise BadAnswersError(f"An answer is not between {low:g} and {high:g}.")
    return _estimates(design, asked, found, _spread(design, columns, asked), level, interval, scale)


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
        Who answered, and what each answer stands for.
    numerators, denominators : array_like, shape (n_people, n_variables)
        Numbers; outside the domain they may be nan.
    domain : array_like of bool, shape (n_people,), optional
        Who is meant; everyone without it.
    level : float
        Level of confidence of the intervals (0-1).

    Returns
    -------
    tuple of Estimate, length n_variables
        The ratios; they have no design effect.

    Raises
    ------
    EstimateError
        An empty domain, missing answers, a denominator of zero and the like; the class says which.
    """
    asked = domain_of(design, domain)
    above, below = (columns_of(design, each, asked) for each in (numerators, denominators))
    if above.shape != below.shape:
        raise BadAnswersError("Each numerator needs one denominator.")
    if not (design.weight @ below).all():
        raise BadAnswersError("A ratio's denominator adds up to zero.")
    return _estimates(design, asked, linearised(design, above, below), None, level, "hall")


def shares(
    design: Design,
    is_so: ArrayLike,
    *,
    domain: ArrayLike | None = None,
    interval: ShareMethod = "wilson",
    level: float = LEVEL,
) -> tuple[Estimate, ...]:
    """Estimate which shares of the population, or of a domain, are so.

    Parameters
    ----------
    design : Design
        Who answered, and what each answer stands for.
    is_so : array_like of bool, shape (n_people, n_variables)
        Whether each is so of each person.
    domain : array_like of bool, shape (n_people,), optional
        Who is meant; everyone without it.
    interval : {'wilson', 'logit', 'beta'}
        How to make the interval. 'wilson' holds for small n and small shares; 'beta' is conservative;
        'logit' is for shares well away from 0 and 1, and gives way to 'beta' where everyone or nobody is so.
    level : float
        Level of confidence of the intervals (0-1).

    Returns
    -------
    tuple of Estimate, length n_variables
        The shares (0-1).

    Raises
    ------
    EstimateError
        An empty domain, missing answers, a stratum with one cluster and the like; the class says which.
    """
    asked = domain_of(design, domain)
    columns = columns_of(design, is_so, asked)
    if not np.isin(columns, (0.0, 1.0)).all():
        raise BadAnswersError("A share is of what is so (1) or is not (0).")
    found = linearised(design, columns, asked.astype(np.float64)[:, None])
    spread = _spread(design, columns, asked)
    return _estimates(design, asked, found, spread, level, interval, (0.0, 1.0))


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
        Who answered, and what each answer stands for.
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
        Missing answers, a stratum with one cluster and the like; the class says which.
    """
    names = groups.tolist() if isinstance(groups, np.ndarray) else list(groups)
    column = np.asarray(values, dtype=np.float64)[:, None]
    return {
        group: means(design, column, domain=np.array([name == group for name in names]), level=level)[0]
        for group in dict.fromkeys(names)
        if group is not None
    }


def domain_of(design: Design, domain: ArrayLike | None) -> Flags:
    """Check who is meant.

    Parameters
    ----------
    design : Design
        Who answered.
    domain : array_like of bool, shape (n_people,), optional
        Who is meant; everyone without it.

    Returns
    -------
    ndarray of bool, shape (n_people,)
        The domain.

    Raises
    ------
    BadAnswersError
        It has another length.
    EmptyDomainError
        Nobody, or nobody with weight, is in it.
    """
    asked = np.ones(design.n, dtype=bool) if domain is None else np.asarray(domain, dtype=bool)
    if asked.shape != (design.n,):
        raise BadAnswersError(f"The domain is said of {asked.size} people, and there are {design.n}.")
    if not (asked & (design.weight > 0)).any():
        raise EmptyDomainError("Nobody with weight is in the domain.")
    return asked


def columns_of(design: Design, values: ArrayLike, domain: Flags) -> Floats:
    """Check answers, and put zero outside the domain.

    Parameters
    ----------
    design : Design
        Who answered.
    values : array_like, shape (n_people, n_variables)
        Numbers; outside the domain they may be nan.
    domain : ndarray of bool, shape (n_people,)
        Who is meant.

    Returns
    -------
    ndarray of float64, shape (n_people, n_variables)
        The answers, zero outside the domain.

    Raises
    ------
    BadAnswersError
        They have another shape, or one is infinite.
    MissingAnswersError
        One is missing inside the domain.
    """
    columns = np.asarray(values, dtype=np.float64)
    if columns.ndim != 2 or len(columns) != design.n:
        raise BadAnswersError("Answers need one row for each person and one column for each variable.")
    if not domain.all():
        columns = np.where(domain[:, None], columns, 0.0)
    if not np.isfinite(columns).all():
        if np.isnan(columns).any():
            raise MissingAnswersError("An answer is missing inside the domain: leave those people out of it.")
        raise BadAnswersError("An answer is infinite.")
    return columns


def linearised(design: Design, numerator: Floats, denominator: Floats | None) -> Linearised:
    """Compute weighted totals, or ratios of them, and how each person moves them.

    Parameters
    ----------
    design : Design
        Who answered, and what each answer stands for.
    numerator : ndarray of float64, shape (n_people, n_variables)
        Zero outside the domain.
    denominator : ndarray of float64, shape (n_people, 1) or (n_people, n_variables), optional
        Zero outside the domain, with totals above zero; none for totals.

    Returns
    -------
    Linearised
        Values, influences and, where the design has replicates, their values.
    """
    above = design.weight @ numerator
    replicates = None if design.replicates is None else design.replicates.weight.T @ numerator
    if denominator is None:
        return Linearised(above, numerator, replicates)
    below = design.weight @ denominator
    value = above / below
    if replicates is not None and design.replicates is not None:
        replicates = replicates / (design.replicates.weight.T @ denominator)
    return Linearised(value, (numerator - value * denominator) / below, replicates)


def kish(weight: Floats) -> float:
    """Compute the effective n that unequal weights leave.

    Parameters
    ----------
    weight : ndarray of float64, shape (n_people,)
        Weights, not all zero.

    Returns
    -------
    float
        The squared sum of the weights over the sum of their squares.

    References
    ----------
    .. [1] Kish (1965), Survey Sampling, section 11.2.
    """
    return float(weight.sum() ** 2 / (weight @ weight))


def why_no_interval(design: Design, degrees_of_freedom: int) -> NoInterval | None:
    """Say why no sampling interval may be shown, if none may.

    Parameters
    ----------
    design : Design
        Who answered, and how they came to.
    degrees_of_freedom : int
        Clusters less strata among those meant.

    Returns
    -------
    {'self_selected', 'collected_elsewhere', 'one_cluster'} or None
        The reason; None where an interval says something true.
    """
    if design.kind == "chose":
        return "self_selected"
    if design.kind == "imported":
        return "collected_elsewhere"
    return None if degrees_of_freedom > 0 else "one_cluster"


def _spread(design: Design, columns: Floats, domain: Flags) -> Floats:
    """Variance of the mean of a simple random sample of as many, without replacement; nan if n exceeds N."""
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
    found: Linearised,
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
    """Design effects (nan where there is none) and effective n."""
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
    """Ends of the intervals of means on a scale, as those of shares of the way up it."""
    start, length = scale[0], scale[1] - scale[0]
    share, its_variance = (value - start) / length, variance / length**2
    low, high = share_ends(design, domain, share, its_variance, degrees, level, method)
    return start + length * low, start + length * high


def share_ends(
    design: Design,
    domain: Flags,
    share: Floats,
    variance: Floats,
    degrees_of_freedom: int,
    level: float,
    method: MeanMethod | ShareMethod,
) -> tuple[Floats, Floats]:
    """Compute the ends of intervals of shares.

    Parameters
    ----------
    design : Design
        Who answered, and what each answer stands for.
    domain : ndarray of bool, shape (n_people,)
        Who is meant.
    share : ndarray of float64, shape (n_variables,)
        Estimated shares (0-1).
    variance : ndarray of float64, shape (n_variables,)
        Their sampling variances.
    degrees_of_freedom : int
        Of the variances, above 0.
    level : float
        Level of confidence (0-1).
    method : {'wilson', 'logit', 'beta'}
        Which interval.

    Returns
    -------
    tuple of ndarray of float64
        Low and high ends.
    """
    p, effective = effective_of_shares(design, domain, share, variance)
    if method == "wilson":
        return wilson(p, effective, degrees_of_freedom, level)
    n = int((domain & (design.weight > 0)).sum())
    low, high = beta(p, effective, max(n, 2), degrees_of_freedom, level)
    inside = (p > 0) & (p < 1)
    if method == "logit" and inside.any():
        low[inside], high[inside] = logit(p[inside], variance[inside], degrees_of_freedom, level)
    return low, high


def effective_of_shares(
    design: Design, domain: Flags, share: Floats, variance: Floats
) -> tuple[Floats, Floats]:
    """Compute how many people of a simple random sample would tell as much about shares.

    Where everyone or nobody is so, the answers do not show how alike people of one cluster are. Then each
    cluster counts as one person, by Kish's formula with the clusters' weights.

    Parameters
    ----------
    design : Design
        Who answered, and what each answer stands for.
    domain : ndarray of bool, shape (n_people,)
        Who is meant.
    share : ndarray of float64, shape (n_variables,)
        Estimated shares (0-1).
    variance : ndarray of float64, shape (n_variables,)
        Their sampling variances.

    Returns
    -------
    tuple of ndarray of float64
        The shares, with what is 0 or 1 but for rounding put there; and the effective n.
    """
    p = np.clip(share, 0.0, 1.0)
    inside = (p > 1e-12) & (p < 1 - 1e-12)
    p = np.where(inside, p, np.round(p))
    effective = np.where(
        inside, p * (1 - p) / np.maximum(variance, NO_VARIATION), kish(_by_cluster(design, domain))
    )
    return p, effective


def _by_cluster(design: Design, domain: Flags) -> Floats:
    code: Integers = design.cluster[domain]
    found = np.bincount(code, weights=design.weight[domain], minlength=design.n_clusters)
    return np.asarray(found[found > 0], dtype=np.float64)
