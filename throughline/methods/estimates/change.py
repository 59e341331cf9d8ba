"""Change between two cycles whose samples are independent, the same, or overlapping."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from throughline.methods.estimates.design import Design, Flags, Floats
from throughline.methods.estimates.domain import columns_of, domain_of
from throughline.methods.estimates.effective import effective_of_shares
from throughline.methods.estimates.errors import BadAnswersError, BadDesignError
from throughline.methods.estimates.estimate import Estimate, NoInterval, means, shares
from throughline.methods.estimates.interval import LEVEL, Interval, hall_by_t, t_beyond, wilson_by_t
from throughline.methods.estimates.linearized import Linearized, linearized

Labels: TypeAlias = Sequence[Hashable] | NDArray[np.generic]
Ends: TypeAlias = tuple[Floats, Floats]

SMALLEST_LOG_P = -36.0


@dataclass(frozen=True)
class Change:
    """A change from one cycle to another.

    Attributes
    ----------
    value : float
        The later estimate minus the earlier.
    before, after : Estimate
        The two.
    standard_error : float or None
        Standard deviation over samples; None where one of them is not a probability sample.
    interval : Interval or None
        Confidence interval of the change.
    no_interval : {'self_selected', 'collected_elsewhere', 'one_cluster'} or None
        Why there is no interval.
    p : float or None
        Probability of at least so large a change in samples of an unchanged population: one minus the highest
        level at which the interval excludes zero.
    correlation : float
        Of the two estimates over samples: above zero where the same people answered similarly.
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
    scale: tuple[float, float] | None = None,
    level: float = LEVEL,
) -> tuple[Change, ...]:
    """Estimate how means changed, by combining Hall's intervals of both.

    Parameters
    ----------
    before : Design
        Who answered in the earlier cycle.
    before_values : array_like, shape (n_people, n_variables)
        The answers in the earlier cycle; they may be nan outside the domain.
    after : Design
        Who answered in the later cycle.
    after_values : array_like, shape (n_people, n_variables)
        The answers in the later cycle; they may be nan outside the domain.
    same : tuple of two sequences, optional
        A name of each person's sampled cluster (of each person, where there are no clusters) in either cycle:
        the same name in both means the same cluster. Without it the samples are independent.
    before_domain, after_domain : array_like of bool, shape (n_people,), optional
        People the estimate covers; everyone if not given.
    scale : tuple of float, optional
        The lowest and the highest answer there can be: Wilson's intervals are used instead, within them.
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
    .. [1] Zou and Donner (2008), Construction of confidence limits about effect measures,
       doi:10.1002/sim.3095.
    """
    sides = _Sides.of(before, before_values, after, after_values, before_domain, after_domain)
    estimates = tuple(
        zip(
            means(before, before_values, domain=before_domain, scale=scale, level=level),
            means(after, after_values, domain=after_domain, scale=scale, level=level),
            strict=True,
        )
    )
    return _changes(sides, estimates, same, scale, level)


def change_of_shares(
    before: Design,
    before_indicators: ArrayLike,
    after: Design,
    after_indicators: ArrayLike,
    *,
    same: tuple[Labels, Labels] | None = None,
    before_domain: ArrayLike | None = None,
    after_domain: ArrayLike | None = None,
    level: float = LEVEL,
) -> tuple[Change, ...]:
    """Estimate how shares changed, by combining Wilson's intervals of both.

    Parameters
    ----------
    before : Design
        Who answered in the earlier cycle.
    before_indicators : array_like of bool, shape (n_people, n_variables)
        Who counts towards each share, in the earlier cycle.
    after : Design
        Who answered in the later cycle.
    after_indicators : array_like of bool, shape (n_people, n_variables)
        Who counts towards each share, in the later cycle.
    same : tuple of two sequences, optional
        A name of each person's sampled cluster (of each person, where there are no clusters) in either cycle:
        the same name in both means the same cluster. Without it the samples are independent.
    before_domain, after_domain : array_like of bool, shape (n_people,), optional
        People the estimate covers; everyone if not given.
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
    sides = _Sides.of(before, before_indicators, after, after_indicators, before_domain, after_domain)
    estimates = tuple(
        zip(
            shares(before, before_indicators, domain=before_domain, level=level),
            shares(after, after_indicators, domain=after_domain, level=level),
            strict=True,
        )
    )
    return _changes(sides, estimates, same, (0.0, 1.0), level)


@dataclass(frozen=True, eq=False)
class _Sides:
    designs: tuple[Design, Design]
    domains: tuple[Flags, Flags]
    before: Linearized
    after: Linearized
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
            raise BadAnswersError("The two cycles do not have the same variables.")
        one, other = (
            linearized(design, column, domain.astype(np.float64)[:, None])
            for design, column, domain in zip((before, after), columns, domains, strict=True)
        )
        degrees = (
            before.degrees_of_freedom(None if domains[0].all() else domains[0]),
            after.degrees_of_freedom(None if domains[1].all() else domains[1]),
        )
        return _Sides((before, after), domains, one, other, degrees)

    def scores(self) -> tuple[Floats, Floats]:
        return (
            self.designs[0].scores(self.before.influence, self.before.by_replicate),
            self.designs[1].scores(self.after.influence, self.after.by_replicate),
        )

    def covariance(self, scores: tuple[Floats, Floats], same: tuple[Labels, Labels] | None) -> Floats:
        """Covariance of both estimates: through the clusters that are in both samples."""
        none = np.zeros(scores[0].shape[1])
        if same is None:
            return none
        if any(design.replicates is not None for design in self.designs):
            raise BadDesignError("Overlapping samples are not supported with replicate weights.")
        names = [_names_of_clusters(design, each) for design, each in zip(self.designs, same, strict=True)]
        place = {name: index for index, name in enumerate(names[1])}
        pairs = [(index, place[name]) for index, name in enumerate(names[0]) if name in place]
        if not pairs:
            return none
        first, second = np.array(pairs, dtype=np.int64).T
        return np.asarray(np.einsum("ij,ij->j", scores[0][first], scores[1][second]))

    def ends(
        self, number: int, scores: Floats, scale: tuple[float, float] | None
    ) -> Callable[[Floats], Ends]:
        """Ends of the interval of either cycle as a function of the error probability."""
        design, domain, degrees = self.designs[number], self.domains[number], self.degrees[number]
        value = (self.before, self.after)[number].value
        variance = np.asarray(np.einsum("ij,ij->j", scores, scores))
        if scale is None:
            third = design.third_moments(scores)
            return lambda alpha: hall_by_t(value, variance, third, t_beyond(alpha, degrees))
        start, length = scale[0], scale[1] - scale[0]
        share, effective = effective_of_shares(design, domain, (value - start) / length, variance / length**2)

        def on_scale(alpha: Floats) -> Ends:
            low, high = wilson_by_t(share, effective, t_beyond(alpha, degrees))
            return start + length * low, start + length * high

        return on_scale


def _changes(
    sides: _Sides,
    estimates: tuple[tuple[Estimate, Estimate], ...],
    same: tuple[Labels, Labels] | None,
    scale: tuple[float, float] | None,
    level: float,
) -> tuple[Change, ...]:
    reason = next((each.no_interval for pair in estimates for each in pair if each.no_interval), None)
    value = sides.after.value - sides.before.value
    if reason is not None:
        return tuple(
            Change(float(by), *pair, None, None, reason, None, 0.0)
            for by, pair in zip(value, estimates, strict=True)
        )
    scores = sides.scores()
    covariance = sides.covariance(scores, same)
    one, other = (np.asarray(np.einsum("ij,ij->j", each, each)) for each in scores)
    size = np.sqrt(one * other)
    correlation = np.clip(np.divide(covariance, size, out=np.zeros(len(size)), where=size > 0), -1.0, 1.0)
    error = np.sqrt(np.maximum(one + other - 2 * covariance, 0.0))
    before, after = (sides.ends(number, scores[number], scale) for number in (0, 1))

    def ends(alpha: Floats) -> Ends:
        return _combined(sides.before.value, before(alpha), sides.after.value, after(alpha), correlation)

    low, high = ends(np.full(len(value), 1 - level))
    p = _p(ends, value)
    return tuple(
        Change(
            float(value[i]),
            *estimates[i],
            float(error[i]),
            Interval(float(low[i]), float(high[i]), level, "mover"),
            None,
            float(p[i]),
            float(correlation[i]),
        )
        for i in range(len(value))
    )


def _combined(one: Floats, one_ends: Ends, other: Floats, other_ends: Ends, correlation: Floats) -> Ends:
    """Ends of the change, by the variances recovered from the ends of either interval (MOVER)."""
    down, up = other - other_ends[0], one_ends[1] - one
    low = other - one - np.sqrt(np.maximum(down**2 + up**2 - 2 * correlation * down * up, 0.0))
    down, up = one - one_ends[0], other_ends[1] - other
    high = other - one + np.sqrt(np.maximum(down**2 + up**2 - 2 * correlation * down * up, 0.0))
    return low, high


def _p(ends: Callable[[Floats], Ends], value: Floats) -> Floats:
    """The p value at which the interval just reaches zero, by bisection on the scale of its logarithm."""
    smallest, largest = np.full(len(value), SMALLEST_LOG_P), np.zeros(len(value))
    for _ in range(50):
        middle = (smallest + largest) / 2
        low, high = ends(np.exp(middle))
        excludes_zero = (low > 0) | (high < 0)
        largest = np.where(excludes_zero, middle, largest)
        smallest = np.where(excludes_zero, smallest, middle)
    return np.asarray(np.where(np.abs(value) > 1e-15, np.exp(largest), 1.0))


def _names_of_clusters(design: Design, labels: Labels) -> list[Hashable]:
    names = labels.tolist() if isinstance(labels, np.ndarray) else list(labels)
    if len(names) != design.n:
        raise BadAnswersError(f"There are {len(names)} names for {design.n} people.")
    found: dict[int, Hashable] = {}
    for cluster, name in zip(design.cluster.tolist(), names, strict=True):
        if found.setdefault(cluster, name) != name:
            raise BadDesignError("People of one cluster have two names of clusters.")
    if len(set(found.values())) != len(found):
        raise BadDesignError("Two clusters have the same name.")
    return [found[cluster] for cluster in range(design.n_clusters)]
