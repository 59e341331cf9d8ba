"""Weights fitted to known totals, and replicate weights."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from throughline.methods.estimates.design import Calibration, Design, Floats, Integers, Replicates
from throughline.methods.estimates.errors import BadDesignError, NoWeightError
from throughline.methods.estimates.sample import check_weights


class EmptyCellError(BadDesignError):
    """A cell of the population with a known total has no person (with weight)."""


class NoSolutionError(BadDesignError):
    """The known totals contradict each other or cannot be reached with these people."""


def post_stratified(
    design: Design, cells: Sequence[Hashable] | NDArray[np.generic], totals: Mapping[Hashable, float]
) -> Design:
    """Fit the weights to known totals of cells that partition the population.

    Parameters
    ----------
    design : Design
        The sample; its replicates, if it has any, are fitted too.
    cells : sequence, shape (n_people,)
        The cell of each person.
    totals : mapping of cell to float
        How many of the population are in each cell.

    Returns
    -------
    Design
        The sample with fitted weights.

    Raises
    ------
    EmptyCellError
        Nobody in a cell (of the sample or of a replicate) has weight.
    BadDesignError
        A person's cell has no total, a total is not a positive number, or the weights were fitted before.
    """
    _refuse_fitted(design)
    number = {cell: index for index, cell in enumerate(totals)}
    names = cells.tolist() if isinstance(cells, np.ndarray) else cells
    if len(names) != design.n:
        raise BadDesignError(f"There are {len(names)} cells for {design.n} people.")
    missing = sorted({str(cell) for cell in names if cell not in number})
    if missing:
        raise BadDesignError(f"No total is known for: {', '.join(missing)}.")
    wanted = np.array(list(totals.values()), dtype=np.float64)
    if not (np.isfinite(wanted).all() and (wanted > 0).all()):
        raise BadDesignError("Every cell needs a total above 0. Leave out a cell that the population lacks.")
    code = np.array([number[cell] for cell in names], dtype=np.int64)
    member = _indicators(code, len(number))

    def fitted(weight: Floats) -> Floats:
        found = np.asarray(member.T @ weight)
        empty = np.asarray((found <= 0).reshape(len(number), -1).any(axis=1))
        if empty.any():
            at = [str(cell) for cell, is_empty in zip(number, empty.tolist(), strict=True) if is_empty]
            raise EmptyCellError(
                f"Nobody with weight is in: {', '.join(at)}. Join such a cell with a like one."
            )
        factor = wanted.reshape((-1,) + (1,) * (found.ndim - 1)) / found
        return np.asarray(weight * factor[code])

    replicates = design.replicates
    if replicates is not None:
        replicates = replace(replicates, weight=fitted(replicates.weight))
    return replace(
        design,
        weight=fitted(design.weight),
        calibration=Calibration(member, design.weight),
        replicates=replicates,
    )


def raked(
    design: Design, weight: ArrayLike, margins: Sequence[Sequence[Hashable] | NDArray[np.generic]]
) -> Design:
    """Use weights that were raked to known margins, such as those of `methods.weighting`.

    Parameters
    ----------
    design : Design
        The sample with the weights that the raking started from.
    weight : array_like, shape (n_people,)
        The raked weights.
    margins : sequence of sequences, each of shape (n_people,)
        The category of each person in each margin.

    Returns
    -------
    Design
        The sample with those weights; its variances use the residuals from the margins.

    Raises
    ------
    BadDesignError
        Lengths differ, the weights were fitted before, or there are replicates (each would need its raking).
    """
    blocks = []
    for labels in margins:
        if len(labels) != design.n:
            raise BadDesignError(f"A margin has {len(labels)} categories for {design.n} people.")
        number: dict[Hashable, int] = {}
        names = labels.tolist() if isinstance(labels, np.ndarray) else labels
        code = np.array([number.setdefault(name, len(number)) for name in names], dtype=np.int64)
        blocks.append(_indicators(code, len(number)))
    return calibrated(design, weight, sparse.csr_array(sparse.hstack(blocks)) if blocks else None)


def calibrated(
    design: Design, weight: ArrayLike, auxiliaries: ArrayLike | sparse.csr_array[np.float64] | None
) -> Design:
    """Use weights that were fitted to known totals by any distance.

    Parameters
    ----------
    design : Design
        The sample with the weights that the fitting started from.
    weight : array_like, shape (n_people,)
        The fitted weights.
    auxiliaries : array_like or csr_array, shape (n_people, n_auxiliaries), optional
        The variables whose totals were met. Without them variances are computed as if nothing were
        known, which is conservative on average.

    Returns
    -------
    Design
        The sample with those weights.

    Raises
    ------
    NoWeightError
        Weights are negative, not finite, or all zero.
    BadDesignError
        Lengths differ, the weights were fitted before, or there are replicates.
    """
    _refuse_fitted(design)
    if design.replicates is not None:
        raise BadDesignError("Each replicate would need its own fitting: fit first, then make replicates.")
    weights = np.asarray(weight, dtype=np.float64)
    if weights.shape != (design.n,):
        raise BadDesignError(f"There are {weights.size} weights for {design.n} people.")
    check_weights(weights)
    if auxiliaries is None:
        return replace(design, weight=weights)
    known = (
        auxiliaries
        if isinstance(auxiliaries, sparse.csr_array)
        else np.asarray(auxiliaries, dtype=np.float64)
    )
    if known.ndim != 2 or known.shape[0] != design.n:
        raise BadDesignError("Auxiliaries need one row for each person.")
    return replace(design, weight=weights, calibration=Calibration(known, design.weight))


def regression_calibrated(design: Design, auxiliaries: ArrayLike, totals: ArrayLike) -> Design:
    """Fit the weights to known totals of numbers by linear calibration (the regression estimator, GREG).

    Parameters
    ----------
    design : Design
        The sample.
    auxiliaries : array_like, shape (n_people, n_auxiliaries)
        The variables; a column of ones where the population's size is known.
    totals : array_like, shape (n_auxiliaries,)
        Their totals in the population.

    Returns
    -------
    Design
        The sample with fitted weights.

    Raises
    ------
    NoSolutionError
        The totals cannot be met, or only with a negative weight.
    BadDesignError
        Shapes do not fit, numbers are not finite, the weights were fitted before, or there are replicates.

    References
    ----------
    .. [1] Deville and Särndal (1992), Calibration estimators in survey sampling,
       doi:10.1080/01621459.1992.10475217.
    """
    known = np.asarray(auxiliaries, dtype=np.float64)
    wanted = np.asarray(totals, dtype=np.float64)
    if known.ndim != 2 or wanted.shape != (known.shape[1],) or len(known) != design.n:
        raise BadDesignError("Auxiliaries need one row for each person and one total for each column.")
    if not (np.isfinite(known).all() and np.isfinite(wanted).all()):
        raise BadDesignError("An auxiliary or its total is not a finite number.")
    size = np.sqrt((known**2).mean(axis=0))
    size[size == 0] = 1.0
    scaled = known / size
    gap = wanted / size - scaled.T @ design.weight
    step = np.linalg.lstsq(scaled.T @ (design.weight[:, None] * scaled), gap, rcond=1e-12)[0]
    weights = design.weight * (1 + scaled @ step)
    reached = scaled.T @ weights
    if not np.allclose(reached, wanted / size, rtol=1e-9, atol=1e-9 * float(np.abs(wanted / size).max())):
        raise NoSolutionError("The known totals contradict each other, or nobody here carries them.")
    try:
        return calibrated(design, weights, known)
    except NoWeightError:
        raise NoSolutionError(
            "The known totals can be met only with a negative weight. Rake within bounds instead."
        ) from None


def jackknifed(design: Design) -> Design:
    """Replace the formula for variances by replicates that leave out one cluster each.

    The variance is that of replicates about their mean, less the sampled share of a finite population.

    Parameters
    ----------
    design : Design
        The sample, before its weights are fitted: `post_stratified` then fits each replicate.

    Returns
    -------
    Design
        The sample with one replicate for each cluster.

    Raises
    ------
    BadDesignError
        The weights were fitted before, or a stratum has one cluster.

    References
    ----------
    .. [1] Wolter (2007), Introduction to Variance Estimation, chapter 4, doi:10.1007/978-0-387-35099-8.
    """
    _refuse_fitted(design)
    n = np.bincount(design.cluster_stratum, minlength=design.n_strata)
    if (n < 2).any():
        raise BadDesignError("Leaving out a cluster takes at least two in each stratum.")
    left_out = np.arange(design.n_clusters)
    stratum = design.cluster_stratum
    factor = np.where(design.stratum[:, None] == stratum[None, :], (n / (n - 1))[stratum][None, :], 1.0) * (
        design.cluster[:, None] != left_out[None, :]
    )
    replicates = Replicates(
        weight=design.weight[:, None] * factor,
        scale=((n - 1) / n * (1 - design.sampled_share))[stratum],
        degrees_of_freedom=design.degrees_of_freedom(),
    )
    return replace(design, replicates=replicates)


def _refuse_fitted(design: Design) -> None:
    if design.calibration is not None:
        raise BadDesignError("The weights were fitted to known totals before. Fit to all of them at once.")


def _indicators(code: Integers, n: int) -> "sparse.csr_array[np.float64]":
    return sparse.csr_array((np.ones(len(code)), (np.arange(len(code)), code)), shape=(len(code), n))
