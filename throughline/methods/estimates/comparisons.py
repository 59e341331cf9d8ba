"""Corrections for multiple comparisons."""

import numpy as np
from numpy.typing import ArrayLike

from throughline.methods.estimates.design import Floats, Integers
from throughline.methods.estimates.errors import EstimateError


class BadProbabilityError(EstimateError):
    """A value that is not a probability."""


def holm(p: ArrayLike) -> Floats:
    """Adjust p values so that the chance of any false finding stays below the level (Holm).

    Parameters
    ----------
    p : array_like, shape (n_comparisons,)
        P values of all comparisons made, including those not shown.

    Returns
    -------
    ndarray of float64, shape (n_comparisons,)
        Adjusted p values, never above 1: compare them with the level.

    Raises
    ------
    BadProbabilityError
        One is not between 0 and 1.

    References
    ----------
    .. [1] Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of
       Statistics 6, 65-70.
    """
    given, order = _ordered(p)
    n = len(given)
    stepped = np.maximum.accumulate(given[order] * (n - np.arange(n)))
    adjusted = np.empty(n)
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """Adjust p values so that the expected share of false findings among all found stays below the level.

    Parameters
    ----------
    p : array_like, shape (n_comparisons,)
        P values of all comparisons made, including those not shown.

    Returns
    -------
    ndarray of float64, shape (n_comparisons,)
        Adjusted p values, never above 1: compare them with the level.

    Raises
    ------
    BadProbabilityError
        One is not between 0 and 1.

    References
    ----------
    .. [1] Benjamini and Hochberg (1995), Controlling the false discovery rate,
       doi:10.1111/j.2517-6161.1995.tb02031.x.
    """
    given, order = _ordered(p)
    n = len(given)
    stepped = np.minimum.accumulate((given[order] * n / np.arange(1, n + 1))[::-1])[::-1]
    adjusted = np.empty(n)
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted


def _ordered(p: ArrayLike) -> tuple[Floats, Integers]:
    given = np.asarray(p, dtype=np.float64).reshape(-1)
    if not ((given >= 0) & (given <= 1)).all():
        raise BadProbabilityError("A p value is between 0 and 1.")
    return given, np.argsort(given, kind="stable").astype(np.int64)
