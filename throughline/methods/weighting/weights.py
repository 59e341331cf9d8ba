"""Weights for people: raked or post-stratified."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from throughline.methods.weighting.errors import (
    BadCodesError,
    NobodyError,
)
from throughline.methods.weighting.margin import Margin, listed, total_of
from throughline.methods.weighting.problem import Problem, bounds_of
from throughline.methods.weighting.profiles import Profiles, collapse


@dataclass(frozen=True, eq=False)
class Weights:
    """One weight for each person, and how it was computed.

    Attributes
    ----------
    weight : ndarray of float64, shape (n_people,)
        How many people of the population each represents; where every target is a share, how many of those
        who answered.
    factor : ndarray of float64, shape (n_profiles,)
        What the base weights of each profile are multiplied by, over the average factor. The bounds hold
        for these.
    profiles : Profiles
        The people, collapsed.
    margins : tuple of Margin
        The targets that the weights meet.
    bounds : tuple of float, or None
        Smallest and largest factor allowed.
    total : float
        Sum of the weights.
    relative_error : float
        Largest relative distance between a target and what the weights add up to.
    n_rounds : int
        Rounds the solution took.
    model : str
        Name of the model, shown with every weighted figure: "raked to school and role".
    """

    weight: NDArray[np.float64]
    factor: NDArray[np.float64]
    profiles: Profiles
    margins: tuple[Margin, ...]
    bounds: tuple[float, float] | None
    total: float
    relative_error: float
    n_rounds: int
    model: str

    @property
    def design_effect(self) -> float:
        """Kish's design effect of weighting: at least 1."""
        return self.profiles.n_people / self.effective_n

    @cached_property
    def effective_n(self) -> float:
        """Effective sample size: the size of an unweighted sample of the same precision."""
        base, square = self.profiles.base, self.profiles.base_square
        return float((self.factor * base).sum()) ** 2 / float((self.factor**2 * square).sum())


def rake(
    codes: ArrayLike,
    margins: Sequence[Margin],
    *,
    base: ArrayLike | None = None,
    bounds: tuple[float, float] | None = None,
    total: float | None = None,
) -> Weights:
    """Weight people so that every margin meets its targets, changing the base weights as little as possible.

    Without bounds these are the weights iterative proportional fitting converges to. With bounds they are
    the closest weights, in the same sense, of all that meet both the targets and the bounds.

    Parameters
    ----------
    codes : array_like of int, shape (n_people, n_margins)
        Category of each person on each margin, from 0. Those of whom a category is not known
        (`NOT_KNOWN`, -1) keep their share of the total; the targets hold for the others.
    margins : sequence of Margin
        The targets, in the order of the columns.
    base : array_like of float, shape (n_people,), optional
        Base weights; 1 each unless given.
    bounds : tuple of float, optional
        Smallest and largest allowed factor, over the average: (0.3, 3) keeps each weight between
        0.3 and 3 times the base weight, after rescaling to the total.
    total : float, optional
        What the weights add up to. Unless given, the total of the margins that count people, or, where all
        are shares, the sum of the base weights.

    Returns
    -------
    Weights
        The weights; every target is met within a relative error of `TOLERANCE`.

    Raises
    ------
    BadCodesError, BadBaseWeightsError, BadBoundsError, NobodyError
        The arguments do not describe people.
    ContradictingTotalsError
        Margins that count people have different totals.
    EmptyCategoryError
        Nobody answered in a category with a positive target.
    ZeroTargetError
        Somebody answered in a category with the target zero.
    OutOfReachError
        No weights within the bounds meet all targets.
    DidNotConvergeError
        No weights that meet all targets were found.

    References
    ----------
    Deming and Stephan, "On a least squares adjustment of a sampled frequency table when the expected
    marginal totals are known", Annals of Mathematical Statistics 11 (1940). Deville, Särndal and Sautory,
    "Generalized raking procedures in survey sampling", JASA 88 (1993), case 2 and its truncation.
    """
    profiles = collapse(codes, [margin.targets.size for margin in margins], base=base)
    return rake_profiles(profiles, margins, bounds=bounds, total=total)


def rake_profiles(
    profiles: Profiles,
    margins: Sequence[Margin],
    *,
    bounds: tuple[float, float] | None = None,
    total: float | None = None,
) -> Weights:
    """Weight people who are already collapsed: see `rake`, which does both.

    Parameters
    ----------
    profiles : Profiles
        The people.
    margins : sequence of Margin
        The targets, in the order of the profiles' margins.
    bounds : tuple of float, optional
        Smallest and largest allowed factor, over the average.
    total : float, optional
        What the weights add up to.

    Returns
    -------
    Weights
        The weights.

    Raises
    ------
    BadBoundsError, ContradictingTotalsError, EmptyCategoryError, ZeroTargetError
        As in `rake`.
    OutOfReachError, DidNotConvergeError
        As in `rake`.
    """
    whole = total_of(margins, total, float(profiles.base.sum()))
    low, high = bounds_of(bounds)
    problem = Problem.of(profiles, margins)
    factor, n_rounds, error = problem.solve(low, high)
    names = [margin.name for margin in margins]
    model = f"raked to {listed(names)}"
    if bounds is not None:
        model += f", factors between {low:g} and {high:g}"
    return _weights(profiles, tuple(margins), factor, bounds, whole, error, n_rounds, model)


def post_stratify(
    code: ArrayLike, margin: Margin, *, base: ArrayLike | None = None, total: float | None = None
) -> Weights:
    """Weight people so that one margin, often a cross of several variables, meets its targets.

    Parameters
    ----------
    code : array_like of int, shape (n_people,)
        Category of each person, from 0; `NOT_KNOWN` (-1) where it is not known.
    margin : Margin
        The targets; `cross` makes one of several variables.
    base : array_like of float, shape (n_people,), optional
        Base weights; 1 each unless given.
    total : float, optional
        What the weights add up to; see `rake`.

    Returns
    -------
    Weights
        ``base * target / sum of base`` in each category.

    Raises
    ------
    BadCodesError, BadBaseWeightsError, NobodyError
        The arguments do not describe people.
    EmptyCategoryError, ZeroTargetError
        As in `rake`.

    References
    ----------
    Holt and Smith, "Post stratification", Journal of the Royal Statistical Society A 142 (1979).
    """
    column = np.asarray(code)
    if column.ndim != 1:
        raise BadCodesError("Post-stratification takes one code a person.")
    profiles = collapse(column[:, None], [margin.targets.size], base=base)
    problem = Problem.of(profiles, [margin])
    factor = (problem.target / np.where(problem.base_sum > 0, problem.base_sum, 1.0))[problem.column[0]]
    error = problem.error(problem.sums(factor * problem.base))
    model = f"post-stratified by {margin.name}"
    whole = total_of([margin], total, float(profiles.base.sum()))
    return _weights(profiles, (margin,), factor, None, whole, error, 0, model)


def design_effect(weight: ArrayLike) -> float:
    """Compute Kish's design effect of unequal weights.

    Parameters
    ----------
    weight : array_like of float, shape (n_people,)
        The weights.

    Returns
    -------
    float
        ``n * sum(weight**2) / sum(weight)**2``: 1 for equal weights, more otherwise.

    Raises
    ------
    NobodyError
        There are no weights, or their sum is zero.

    References
    ----------
    Kish, "Survey Sampling" (1965), section 11.7.
    """
    column = np.asarray(weight, dtype=np.float64)
    whole = float(column.sum())
    if not column.size or not whole > 0:
        raise NobodyError("There are no weights, or their sum is zero.")
    return float(column.size * (column**2).sum()) / whole**2


def effective_n(weight: ArrayLike) -> float:
    """Compute the effective sample size: the size of an unweighted sample of the same precision.

    Parameters
    ----------
    weight : array_like of float, shape (n_people,)
        The weights.

    Returns
    -------
    float
        Number of people over `design_effect`.

    Raises
    ------
    NobodyError
        There are no weights, or their sum is zero.
    """
    return np.asarray(weight).size / design_effect(weight)


def _weights(
    profiles: Profiles,
    margins: tuple[Margin, ...],
    factor: NDArray[np.float64],
    bounds: tuple[float, float] | None,
    total: float,
    error: float,
    n_rounds: int,
    model: str,
) -> Weights:
    weight = (factor * (total / float(profiles.base.sum())))[profiles.of_person]
    if profiles.base_of_person is not None:
        weight *= profiles.base_of_person
    return Weights(weight, factor, profiles, margins, bounds, total, error, n_rounds, model)
