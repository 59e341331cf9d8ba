"""The problem of which counts to hide: which may be, at what price, and how wide intervals must be."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]

TINY = 1e-7
EFFORT = 30_000
PRICE_OF_A_WHOLE = 1.5
PRICE_OF_SIZE = 0.2


@dataclass(frozen=True, eq=False)
class Choice:
    """An instance of the problem: counts, constraints and prices.

    Attributes
    ----------
    counts : ndarray of float, shape (n_cells,)
        The true counts.
    equations : sparse array, shape (n_equations, n_cells)
        Each row times the counts is 0.
    least : ndarray of float, shape (n_cells,)
        The smallest value of each that an attacker considers possible, if it is hidden.
    most : ndarray of float, shape (n_cells,)
        The largest such value, infinite where there is none.
    must_hide, may_hide : ndarray of bool, shape (n_cells,)
        Counts that must be hidden, and counts that may be. All others are known to the attacker.
    price : ndarray of float, shape (n_cells,)
        What hiding each costs.
    width : ndarray of float, shape (n_cells,)
        How wide its interval must be, if it is hidden; 0 where any width will do.
    sums : tuple of (ndarray of int, ndarray of float, float)
        Cells, weights, least: the weights of the hidden cells must add up to at least `least`.
    effort : int
        Steps of the simplex algorithm spent on looking for fewer hidden counts.
    """

    counts: Numbers
    equations: sparse.csr_array
    least: Numbers
    most: Numbers
    must_hide: Flags
    may_hide: Flags
    price: Numbers
    width: Numbers
    sums: tuple[tuple[NDArray[np.int64], Numbers, float], ...]
    effort: int = EFFORT


@dataclass(frozen=True, eq=False)
class Chosen:
    """Which counts are hidden.

    Attributes
    ----------
    is_hidden : ndarray of bool, shape (n_cells,)
        Those that must be, and those chosen.
    price : float
        Of the chosen ones.
    bound : float
        No choice that works is cheaper than this.
    """

    is_hidden: Flags
    price: float
    bound: float
