"""A model of votes without groups: people spread along one to three smooth dimensions.

A factor model: person ``i`` is at ``place[i]`` and, if they agree or disagree, agrees with probability
``1 / (1 + exp(-(intercept[j] + place[i] · loading[:, j])))``. Places are distributed along each dimension
with one peak at most, in any shape: uniform, bell-shaped, skewed, long-tailed.
See ``docs/methods/opinion_groups.md``.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from throughline.methods.opinion_groups.sheet import Sheet

MAXIMUM_DIMENSIONS = 3
REACH = 2.5
N_STEPS_OF_GRID = {1: 31, 2: 13, 3: 7}
MAXIMUM_ROUNDS = 40
RIDGE = 0.1
SMALL_RIDGE = 0.02


@dataclass(frozen=True, eq=False)
class Continuum:
    """A fitted factor model without groups.

    Attributes
    ----------
    coefficient : ndarray of float64, shape (1 + n_dimensions, n_statements)
        Intercept of each statement, then its loading on each dimension.
    weight : ndarray of float64, shape (n_dimensions, n_steps)
        Share of people at each step along each dimension, from ``-REACH`` to ``REACH``; one peak each.
    log_likelihood : float
        Of the agrees and disagrees.
    """

    coefficient: NDArray[np.float64]
    weight: NDArray[np.float64]
    log_likelihood: float

    @property
    def n_dimensions(self) -> int:
        """Number of dimensions."""
        return len(self.weight)

    def draw(self, n_people: int, rng: np.random.Generator) -> NDArray[np.bool_]:
        """Draw people, and whether each would agree with each statement.

        Parameters
        ----------
        n_people : int
            How many.
        rng : numpy.random.Generator
            Source of the draw.

        Returns
        -------
        ndarray of bool, shape (n_people, n_statements)
            Agrees; otherwise disagrees.
        """
        steps = _steps(self.n_dimensions)
        width = steps[1] - steps[0]
        place = np.stack(
            [
                steps[np.searchsorted(np.cumsum(weight)[:-1], rng.random(n_people), side="right")]
                + width * (rng.random(n_people) - 0.5)
                for weight in self.weight
            ],
            axis=1,
        )
        chance = expit(self.coefficient[0] + place @ self.coefficient[1:])
        return np.asarray(rng.random(chance.shape) < chance)


def fit_continuum(sheet: Sheet, n_dimensions: int) -> Continuum:
    """Fit the model by expectation and maximization over a grid of places.

    Parameters
    ----------
    sheet : Sheet
        The votes. Passes and missing votes are taken as given: the model is about who agrees among those who
        agree or disagree.
    n_dimensions : int
        1 to `MAXIMUM_DIMENSIONS`.

    Returns
    -------
    Continuum
        The fitted model.

    References
    ----------
    .. [1] Bock and Aitkin (1981), Marginal maximum likelihood estimation of item parameters,
       doi:10.1007/BF02293801.
    .. [2] Barlow, Bartholomew, Bremner and Brunk (1972), Statistical inference under order restrictions.
    """
    agree = (sheet.value == 1).astype(np.float32)
    disagree = (sheet.value == -1).astype(np.float32)
    steps = _steps(n_dimensions)
    axes = np.meshgrid(*[steps] * n_dimensions, indexing="ij")
    grid = np.stack([np.ones(axes[0].size), *(axis.ravel() for axis in axes)], axis=1)
    coefficient = _first_coefficients(sheet, agree, disagree, n_dimensions)
    weight = np.tile(np.exp(-(steps**2) / 2), (n_dimensions, 1))
    weight /= weight.sum(axis=1, keepdims=True)
    ridge = np.diag([SMALL_RIDGE] + [RIDGE] * n_dimensions)
    last = -np.inf
    log_likelihood = -np.inf
    for _ in range(MAXIMUM_ROUNDS):
        lean = grid @ coefficient
        fit = agree @ (-np.logaddexp(0, -lean)).T.astype(np.float32)
        fit += disagree @ (-np.logaddexp(0, lean)).T.astype(np.float32)
        fit += np.log(np.maximum(_of_grid(weight), 1e-12)).astype(np.float32)
        top = fit.max(axis=1, keepdims=True)
        share = np.exp(fit - top)
        total = share.sum(axis=1, keepdims=True)
        share /= total
        log_likelihood = float((top + np.log(total)).sum(dtype=np.float64))
        if log_likelihood - last < 1e-3 * sheet.n_people**0.5 and last > -np.inf:
            break
        last = log_likelihood
        n_agree = (share.T @ agree).astype(np.float64)
        n_both = n_agree + share.T @ disagree
        coefficient = _improved(grid, coefficient, n_agree, n_both, ridge)
        at = share.sum(axis=0, dtype=np.float64).reshape((len(steps),) * n_dimensions)
        for axis in range(n_dimensions):
            others = tuple(other for other in range(n_dimensions) if other != axis)
            weight[axis] = one_peaked(at.sum(axis=others))
        weight /= weight.sum(axis=1, keepdims=True)
    return Continuum(coefficient, weight, log_likelihood)


def best_continuum(sheet: Sheet) -> Continuum:
    """Fit one dimension, and more as long as they improve the information criterion.

    Parameters
    ----------
    sheet : Sheet
        The votes.

    Returns
    -------
    Continuum
        The model with the smallest Bayesian information criterion (BIC).
    """
    price = sheet.n_statements * np.log(sheet.n_people)
    best = fit_continuum(sheet, 1)
    for n_dimensions in range(2, min(MAXIMUM_DIMENSIONS, sheet.n_statements - 1) + 1):
        further = fit_continuum(sheet, n_dimensions)
        if 2 * (further.log_likelihood - best.log_likelihood) <= price:
            break
        best = further
    return best


def drawn_votes(sheet: Sheet, continuum: Continuum, rng: np.random.Generator) -> NDArray[np.int8]:
    """Draw votes of people without groups, seen, passed and missing where the sheet's people did.

    Parameters
    ----------
    sheet : Sheet
        The votes.
    continuum : Continuum
        The model fitted to them.
    rng : numpy.random.Generator
        Source of the draw.

    Returns
    -------
    ndarray of int8, shape (n_people, n_statements)
        Votes.
    """
    agrees = continuum.draw(sheet.n_people, rng)
    return np.where(sheet.value == 0, 0, np.where(agrees, 1, -1)).astype(np.int8)


def one_peaked(n: NDArray[np.float64]) -> NDArray[np.float64]:
    """Smooth counts by maximum likelihood, so that they rise to one peak and fall after it.

    Parameters
    ----------
    n : ndarray of float64, shape (n_steps,)
        Counts, not negative.

    Returns
    -------
    ndarray of float64, shape (n_steps,)
        Smoothed counts of the same sum.
    """
    best, of_best = n, -np.inf
    for peak in range(n.size):
        smooth = np.concatenate([_rising(n[: peak + 1]), _rising(n[peak + 1 :][::-1])[::-1]])
        value = float((n * np.log(np.maximum(smooth, 1e-12))).sum())
        if value > of_best:
            best, of_best = smooth, value
    return best


def _steps(n_dimensions: int) -> NDArray[np.float64]:
    return np.linspace(-REACH, REACH, N_STEPS_OF_GRID[n_dimensions])


def _of_grid(weight: NDArray[np.float64]) -> NDArray[np.float64]:
    product: NDArray[np.float64] = np.ones(1)
    for of_axis in weight:
        product = np.multiply.outer(product, of_axis).ravel()
    return product


def _first_coefficients(
    sheet: Sheet, agree: NDArray[np.float32], disagree: NDArray[np.float32], n_dimensions: int
) -> NDArray[np.float64]:
    n_agree = agree.sum(axis=0, dtype=np.float64)
    n_both = n_agree + disagree.sum(axis=0, dtype=np.float64)
    share = (n_agree + 0.5) / (n_both + 1)
    deviation = sheet.deviation(sheet.value)
    vectors = np.linalg.eigh((deviation.T @ deviation).astype(np.float64))[1]
    loading = vectors[:, ::-1][:, :n_dimensions].T * np.sqrt(sheet.n_statements)
    return np.concatenate([np.log(share / (1 - share))[None], loading])


def _improved(
    grid: NDArray[np.float64],
    coefficient: NDArray[np.float64],
    n_agree: NDArray[np.float64],
    n_both: NDArray[np.float64],
    ridge: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Take one Newton step of every statement's logistic regression on the places."""
    size = grid.shape[1]
    chance = expit(grid @ coefficient)
    gradient = grid.T @ (n_agree - n_both * chance) - ridge @ coefficient
    crossed = (grid[:, :, None] * grid[:, None, :]).reshape(len(grid), size * size)
    curvature = ((n_both * chance * (1 - chance)).T @ crossed).reshape(-1, size, size) + ridge
    step = np.linalg.solve(curvature, gradient.T[:, :, None])[:, :, 0].T
    return np.asarray(coefficient + np.clip(step, -1.0, 1.0), dtype=np.float64)


def _rising(n: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pool adjacent violators until no value is smaller than the one before it."""
    pooled: list[tuple[float, int]] = []
    for one in n.tolist():
        total, width = one, 1
        while pooled and pooled[-1][0] / pooled[-1][1] > total / width:
            former = pooled.pop()
            total, width = total + former[0], width + former[1]
        pooled.append((total, width))
    return np.concatenate([np.full(width, total / width) for total, width in pooled] or [np.zeros(0)])
