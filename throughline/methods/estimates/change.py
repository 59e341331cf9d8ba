"""What changed between two cycles, asked of other people, of the same, or of some of the same."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from throughline.methods.estimates.design import BadAnswersError, BadDesignError, Design, Flags, Floats
from throughline.methods.estimates.estimate import (
    Estimate,
    Linearised,
    NoInterval,
    columns_of,
    domain_of,
    effective_of_shares,
    linearised,
    means,
    shares,
)
from throughline.methods.estimates.interval import LEVEL, Interval, hall, hall_p, wilson_by_t

Labels: TypeAlias = Sequence[Hashable] | NDArray[np.generic]

SMALLEST_LOG_P = -36.0


@dataclass(frozen=True)
class Change:
    """A change from one cycle to another.

    Attributes
    ----------
    value : float
        The later estimate less the earlier.
    before, after : Estimate
        The two.
    standard_error : float or None
        Standard deviation over samples; None where chance chose nobody in one of them.
    interval : Interval or None
        From how far to how far the true change may lie.
    no_interval : {'self_selected', 'collected_elsewhere', 'one_cluster'} or None
        Why there is no interval.
    p : float or None
        Chance of at least so large a change in samples of an unchanged population: one less the highest level
        at which the interval leaves out zero.
    correlation : float
        Of the two estimates over samples: above zero where the same people answered alike.
    """

    value: float
    before: Estimate
    after: Estimate
    standard_error: float | None
    interval: Interval | None
    no_interval: NoInterval | None
    p: float | None
    correlation: float


def change_of_means(
    before: Design,
    before_values: ArrayLike,
    after: Design,
    after_values: ArrayLike,
    *,
    same: tuple[Labels, Labels] | None = None,
    before_domain: ArrayLike | None = None,
    after_domain: ArrayLike | None = None,
    level: float = LEVEL,
) -> tuple[Change, ...]:
    """Estimate how means changed.

    Parameters
    ----------
    before, after : Design
        Who answered in either cycle.
    before_values, after_values : array_like, shape (n_people, n_variables)
        The answers in either cycle; nan outside the domain.
    same : tuple of two sequences, optional
        A name of each person's sampled cluster (of each person, where there are no clusters) in either cycle:
        the same name in both means that the same was asked twice. Without it the samples are independent.
    before_domain, after_domain : array_like of bool, shape (n_people,), optional
        Who is meant; everyone without it.
    level : float
        Level of confidence of the intervals (0-1).

    Returns
    -------
    tuple of Change, length n_variables
        The changes. Degrees of freedom are Welch's for independent samples, else the smaller of the two.

    Raises
    ------
    EstimateError
        An empty domain, missing answers, names that do not fit the clusters and the like.

    References
    ----------
    .. [1] Welch (1947), The generalization of Student's problem, doi:10.1093/biomet/34.1-2.28.
    """
    sides = _Sides.of(before, before_values, after, after_values, before_domain, after_domain)
    estimates = tuple(
        zip(
            means(before, before_values, domain=before_domain, level=level),
            means(after, after_values, domain=after_domain, level=level),
            strict=True,
        )
    )
    reason = _reason(estimates)
    if reason is not None:
        return _without_interval(estimates, reason)
    one, other, covariance, third = sides.spread(same)
    variance = np.maximum(one + other - 2 * covariance, 0.0)
    degrees = np.minimum(*sides.degrees) * np.ones(len(one))
    if same is None:
        total = one + other
        share = np.divide(one, total, out=np.full(len(one), 0.5), where=total > 0)
        degrees = 1 / (share**2 / sides.degrees[0] + (1 - share) ** 2 / sides.degrees[1])
    value = sides.after.value - sides.before.value
    error = np.sqrt(variance)
    low, high = hall(value, variance, third, degrees, level)
    p = hall_p(value, variance, third, degrees)
    return tuple(
        Change(
            float(value[i]),
            *estimates[i],
            float(error[i]),
            Interval(float(low[i]), float(high[i]), level, "hall"),
            None,
            float(p[i]),
            _correlation(one[i], other[i], covariance[i]),
        )
        for i in range(len(value))
    )


def change_of_shares(
    before: Design,
    before_is_so: ArrayLike,
    after: Design,
    after_is_so: ArrayLike,
    *,
    same: tuple[Labels, Labels] | None = None,
    before_domain: ArrayLike | None = None,
    after_domain: ArrayLike | None = None,
    level: float = LEVEL,
) -> tuple[Change, ...]:
    """Estimate how shares changed, by Wilson's intervals of both put together.

    Parameters
    ----------
    before, after : Design
        Who answered in either cycle.
    before_is_so, after_is_so : array_like of bool, shape (n_people, n_variables)
        Whether each is so of each person, in either cycle.
    same : tuple of two sequences, optional
        A name of each person's sampled cluster (of each person, where there are no clusters) in either cycle:
        the same name in both means that the same was asked twice. Without it the samples are independent.
    before_domain, after_domain : array_like of bool, shape (n_people,), optional
        Who is meant; everyone without it.
    level : float
        Level of confidence of the intervals (0-1).

    Returns
    -------
    tuple of Change, length n_variables
        The changes.

    Raises
    ------
    EstimateError
        An empty domain, missing answers, names that do not fit the clusters and the like.

    References
    ----------
    .. [1] Newcombe (1998), Interval estimation for the difference between independent proportions,
       doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I.
    .. [2] Zou and Donner (2008), Construction of confidence limits about effect measures,
       doi:10.1002/sim.3095.
    """
    sides = _Sides.of(before, before_is_so, after, after_is_so, before_domain, after_domain)
    estimates = tuple(
        zip(
            shares(before, before_is_so, domain=before_domain, level=level),
            shares(after, after_is_so, domain=after_domain, level=level),
            strict=True,
        )
    )
    reason = _reason(estimates)
    if reason is not None:
        return _without_interval(estimates, reason)
    one, other, covariance, _ = sides.spread(same)
    variance = np.maximum(one + other - 2 * covariance, 0.0)
    correlation = np.array([_correlation(*each) for each in zip(one, other, covariance, strict=True)])
    value = sides.after.value - sides.before.value
    low, high = _together(sides, one, other, correlation, np.full(len(value), 1 - level))
    p = _p_of_shares(sides, one, other, correlation, value)
    return tuple(
        Change(
            float(value[i]),
            *estimates[i],
            float(np.sqrt(variance[i])),
            Interval(float(low[i]), float(high[i]), level, "mover"),
            None,
            float(p[i]),
            float(correlation[i]),
        )
        for i in range(len(value))
    )


@dataclass(frozen=True, eq=False)
class _Sides:
    designs: tuple[Design, Design]
    domains: tuple[Flags, Flags]
    before: Linearised
    after: Linearised
    degrees: tuple[int, int]

    @staticmethod
    def of(
        before: Design,
        before_values: ArrayLike,
        after: Design,
        after_values: ArrayLike,
        before_domain: ArrayLike | None,
        after_domain: ArrayLike | None,
    ) -> "_Sides":
        domains = domain_of(before, before_domain), domain_of(after, after_domain)
        columns = columns_of(before, before_values, domains[0]), columns_of(after, after_values, domains[1])
        if columns[0].shape[1] != columns[1].shape[1]:
            raise BadAnswersError("The two cycles have not the same variables.")
        one, other = (
            linearised(design, column, domain.astype(np.float64)[:, None])
            for design, column, domain in zip((before, after), columns, domains, strict=True)
        )
        degrees = (
            before.degrees_of_freedom(None if domains[0].all() else domains[0]),
            after.degrees_of_freedom(None if domains[1].all() else domains[1]),
        )
        return _Sides((before, after), domains, one, other, degrees)

    def spread(self, same: tuple[Labels, Labels] | None) -> tuple[Floats, Floats, Floats, Floats]:
        """Variances of both estimates, their covariance, and the third moments of the change."""
        scores = [
            design.scores(side.influence, side.by_replicate)
            for design, side in zip(self.designs, (self.before, self.after), strict=True)
        ]
        one, other = (np.asarray(np.einsum("ij,ij->j", each, each)) for each in scores)
        thirds = [design.third_moments(each) for design, each in zip(self.designs, scores, strict=True)]
        none, apart = np.zeros(len(one)), thirds[1] - thirds[0]
        if same is None:
            return one, other, none, apart
        if any(design.replicates is not None for design in self.designs):
            raise BadDesignError("People asked twice are not followed through replicate weights.")
        names = [_names_of_clusters(design, each) for design, each in zip(self.designs, same, strict=True)]
        place = {name: index for index, name in enumerate(names[1])}
        pairs = [(index, place[name]) for index, name in enumerate(names[0]) if name in place]
        if not pairs:
            return one, other, none, apart
        first, second = np.array(pairs, dtype=np.int64).T
        early, late = scores[0][first], scores[1][second]
        factors = [design.third_moment_factor for design in self.designs]
        both = (factors[0][first] + factors[1][second]) / 2
        third = (
            apart + factors[0][first] @ early**3 - factors[1][second] @ late**3 + both @ (late - early) ** 3
        )
        return one, other, np.asarray(np.einsum("ij,ij->j", early, late)), np.asarray(third)


def _names_of_clusters(design: Design, labels: Labels) -> list[Hashable]:
    names = labels.tolist() if isinstance(labels, np.ndarray) else list(labels)
    if len(names) != design.n:
        raise BadAnswersError(f"There are {len(names)} names for {design.n} people.")
    found: dict[int, Hashable] = {}
    for cluster, name in zip(design.cluster.tolist(), names, strict=True):
        if found.setdefault(cluster, name) != name:
            raise BadDesignError("People of one cluster carry two names of clusters.")
    if len(set(found.values())) != len(found):
        raise BadDesignError("Two clusters carry the same name.")
    return [found[cluster] for cluster in range(design.n_clusters)]


def _reason(estimates: Sequence[tuple[Estimate, Estimate]]) -> NoInterval | None:
    return next((each.no_interval for pair in estimates for each in pair if each.no_interval), None)


def _without_interval(
    estimates: Sequence[tuple[Estimate, Estimate]], reason: NoInterval
) -> tuple[Change, ...]:
    return tuple(
        Change(after.value - before.value, before, after, None, None, reason, None, 0.0)
        for before, after in estimates
    )


def _correlation(one: float, other: float, covariance: float) -> float:
    size = float(np.sqrt(one * other))
    return float(np.clip(covariance / size, -1.0, 1.0)) if size > 0 else 0.0


def _together(
    sides: _Sides, one: Floats, other: Floats, correlation: Floats, alpha: Floats
) -> tuple[Floats, Floats]:
    """Ends of the change by the variance estimates recovered from the ends of either share (MOVER)."""
    (p, p_effective), (q, q_effective) = (
        effective_of_shares(design, domain, side.value, variance)
        for design, domain, side, variance in zip(
            sides.designs, sides.domains, (sides.before, sides.after), (one, other), strict=True
        )
    )
    p_low, p_high = wilson_by_t(p, p_effective, stats.t.isf(alpha / 2, sides.degrees[0]))
    q_low, q_high = wilson_by_t(q, q_effective, stats.t.isf(alpha / 2, sides.degrees[1]))
    down, up = q - q_low, p_high - p
    low = (q - p) - np.sqrt(np.maximum(down**2 + up**2 - 2 * correlation * down * up, 0.0))
    down, up = p - p_low, q_high - q
    high = (q - p) + np.sqrt(np.maximum(down**2 + up**2 - 2 * correlation * down * up, 0.0))
    return low, high


def _p_of_shares(sides: _Sides, one: Floats, other: Floats, correlation: Floats, value: Floats) -> Floats:
    """Where the interval just reaches zero, by halving on the scale of the logarithm of p."""
    smallest, largest = np.full(len(value), SMALLEST_LOG_P), np.zeros(len(value))
    for _ in range(50):
        middle = (smallest + largest) / 2
        low, high = _together(sides, one, other, correlation, np.exp(middle))
        leaves_out = (low > 0) | (high < 0)
        largest = np.where(leaves_out, middle, largest)
        smallest = np.where(leaves_out, smallest, middle)
    return np.asarray(np.where(np.abs(value) > 1e-15, np.exp(largest), 1.0))
