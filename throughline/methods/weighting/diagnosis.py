"""Diagnostics of weighting: the balance of each margin, the extreme weights, and the cost of each margin."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.methods.weighting.margin import Margin
from throughline.methods.weighting.problem import Problem, bounds_of
from throughline.methods.weighting.profiles import Profiles
from throughline.methods.weighting.weights import Weights

_ROUNDING = 1e-12


@dataclass(frozen=True)
class CategoryBalance:
    """One category before and after weighting.

    Attributes
    ----------
    category : str, or None
        Its name; None for people whose category is not known.
    n : int
        People who answered.
    before_share, target_share, after_share : float
        Share (0-1) of the base weights, of the target, and of the weights.
    mean_factor : float
        Average factor of its people. 0 where nobody answered.
    """

    category: str | None
    n: int
    before_share: float
    target_share: float
    after_share: float
    mean_factor: float


@dataclass(frozen=True)
class MarginBalance:
    """One margin before and after weighting.

    Attributes
    ----------
    name : str
        Its name.
    categories : tuple of CategoryBalance
        In the order of the margin; last the people whose category is not known, if there are any.
    effective_n_without : float
        Effective sample size without this margin.
    cost : float
        Loss of effective sample size: the size without this margin minus the size with it. Below 0 where a
        margin compensates for another.
    """

    name: str
    categories: tuple[CategoryBalance, ...]
    effective_n_without: float
    cost: float


@dataclass(frozen=True)
class ExtremeProfile:
    """A combination of categories whose factor is much larger, or smaller, than the average.

    Attributes
    ----------
    categories : tuple of (str or None)
        Category in each margin, None where it is not known.
    n : int
        People who answered with this profile.
    factor : float
        Factor of each, over the average.
    """

    categories: tuple[str | None, ...]
    n: int
    factor: float


@dataclass(frozen=True)
class Diagnostics:
    """The effect of weighting and its cost.

    Attributes
    ----------
    n_people, n_profiles : int
        People weighted, and the distinct combinations among them.
    design_effect, effective_n : float
        Kish's design effect, and the effective sample size.
    smallest, median, largest : float
        Smallest, median and largest factor over people, over the average.
    n_at_lower_bound, n_at_upper_bound : int
        People whose factor is at a bound.
    margins : tuple of MarginBalance
        Each margin, the most costly first.
    highest, lowest : tuple of ExtremeProfile
        The profiles with the largest factors (largest first) and with the smallest (smallest first).
    """

    n_people: int
    n_profiles: int
    design_effect: float
    effective_n: float
    smallest: float
    median: float
    largest: float
    n_at_lower_bound: int
    n_at_upper_bound: int
    margins: tuple[MarginBalance, ...]
    highest: tuple[ExtremeProfile, ...]
    lowest: tuple[ExtremeProfile, ...]


def diagnose(weights: Weights, *, n_extreme: int = 5) -> Diagnostics:
    """Compute the balance of each margin, the extreme weights, and the cost of each margin.

    Parameters
    ----------
    weights : Weights
        The weights.
    n_extreme : int
        Number of profiles listed at each end.

    Returns
    -------
    Diagnostics
        The diagnosis. The cost of a margin is computed by weighting again without it.
    """
    profiles, factor, margins = weights.profiles, weights.factor, weights.margins
    before = profiles.base / float(profiles.base.sum())
    after = factor * before
    problem = Problem.of(profiles, margins)
    balances = []
    for number, margin in enumerate(margins):
        without = _effective_n_without(weights, number)
        balances.append(
            MarginBalance(
                name=margin.name,
                categories=_category_balances(problem, number, margin, profiles, before, after),
                effective_n_without=without,
                cost=without - weights.effective_n,
            )
        )
    balances.sort(key=lambda each: -each.cost)
    ascending = np.argsort(factor, kind="stable")
    spread = np.cumsum(profiles.n[ascending])
    median = factor[ascending[np.searchsorted(spread, (profiles.n_people + 1) // 2)]]
    low, high = weights.bounds or (-1.0, math.inf)
    return Diagnostics(
        n_people=profiles.n_people,
        n_profiles=profiles.n_profiles,
        design_effect=weights.design_effect,
        effective_n=weights.effective_n,
        smallest=float(factor[ascending[0]]),
        median=float(median),
        largest=float(factor[ascending[-1]]),
        n_at_lower_bound=int(profiles.n[factor <= low * (1 + _ROUNDING)].sum()),
        n_at_upper_bound=int(profiles.n[factor >= high * (1 - _ROUNDING)].sum()),
        margins=tuple(balances),
        highest=tuple(_extreme(weights, each) for each in ascending[::-1][:n_extreme]),
        lowest=tuple(_extreme(weights, each) for each in ascending[:n_extreme]),
    )


def _extreme(weights: Weights, profile: int) -> ExtremeProfile:
    codes = weights.profiles.code[:, profile]
    return ExtremeProfile(
        categories=tuple(
            margin.categories[code] if code >= 0 else None
            for margin, code in zip(weights.margins, codes, strict=True)
        ),
        n=int(weights.profiles.n[profile]),
        factor=float(weights.factor[profile]),
    )


def _effective_n_without(weights: Weights, number: int) -> float:
    others = [margin for i, margin in enumerate(weights.margins) if i != number]
    profiles = weights.profiles
    if not others:
        return float(profiles.base.sum()) ** 2 / float(profiles.base_square.sum())
    problem = Problem.of(profiles, weights.margins).without(number)
    low, high = bounds_of(weights.bounds)
    factor, _, _ = problem.solve(low, high)
    total, square = float((factor * profiles.base).sum()), float((factor**2 * profiles.base_square).sum())
    return total**2 / square


def _category_balances(
    problem: "Problem",
    number: int,
    margin: Margin,
    profiles: Profiles,
    before: NDArray[np.float64],
    after: NDArray[np.float64],
) -> tuple[CategoryBalance, ...]:
    column, start = problem.column[number] - problem.start[number], problem.start[number]
    size = problem.start[number + 1] - start
    n = np.bincount(column, profiles.n, minlength=size)
    shares_before = np.bincount(column, before, minlength=size)
    shares_after = np.bincount(column, after, minlength=size)
    target = problem.target[start : start + size]
    return tuple(
        CategoryBalance(
            category=margin.categories[i] if i < margin.targets.size else None,
            n=int(n[i]),
            before_share=float(shares_before[i]),
            target_share=float(target[i]),
            after_share=float(shares_after[i]),
            mean_factor=float(shares_after[i] / shares_before[i]) if shares_before[i] > 0 else 0.0,
        )
        for i in range(size)
    )
