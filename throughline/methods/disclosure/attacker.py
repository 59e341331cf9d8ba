"""The attacker's linear program: bounds on unpublished counts over all tables that match the publications.

One HiGHS model is kept and only its objective changes, so that each search starts from the last solution.
"""

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from throughline.methods.disclosure.errors import DisclosureError
from throughline.methods.disclosure.solver import pass_program, quiet_solver

ROUNDING = 1e-6
N_SEARCHES_AT_LARGE = 8
N_SEARCHES_NEARBY = 40


@dataclass(frozen=True)
class CellInterval:
    """What can be inferred about one count that is not shown.

    Attributes
    ----------
    key : str
        Which count.
    low, high : int or None
        The smallest and the largest whole number that fit everything published; None where nothing limits
        them. Where intervals were not computed to their ends, they are at least this wide.
    """

    key: str
    low: int | None
    high: int | None

    @property
    def width(self) -> int | None:
        """Distance of the two ends; None where nothing limits one of them."""
        return None if self.low is None or self.high is None else self.high - self.low

    def is_narrower_than(self, protection: int) -> bool:
        """Return whether the interval is narrower than `protection`."""
        return self.width is not None and self.width < protection


class FittingTables:
    """All consistent tables: counts within bounds that satisfy the sums.

    Parameters
    ----------
    low, high : ndarray of float, shape (n_cells,)
        Bounds of each count, infinite where there is none.
    equations : sparse array, shape (n_equations, n_cells)
        Each row times the counts equals the corresponding entry of `right`.
    right : ndarray of float, shape (n_equations,), optional
        0 everywhere, unless given.
    """

    def __init__(
        self,
        low: NDArray[np.float64],
        high: NDArray[np.float64],
        equations: sparse.csr_array,
        right: NDArray[np.float64] | None = None,
    ) -> None:
        right = np.zeros(equations.shape[0]) if right is None else right
        finite = np.concatenate([low[np.isfinite(low)], high[np.isfinite(high)], right])
        self.far = 10_000.0 + 4.0 * float(np.abs(finite).max(initial=0.0))
        self.n_cells = len(low)
        self._cells = np.arange(self.n_cells, dtype=np.int32)
        self._low, self._high = np.maximum(low, -self.far), np.minimum(high, self.far)
        self._solver = quiet_solver(4)
        pass_program(
            self._solver,
            cost=np.zeros(self.n_cells),
            low=self._low,
            high=self._high,
            equations=equations,
            right=right,
        )

    def farthest(self, goal: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """Return a fitting table with the largest ``goal @ counts``; None if no table fits."""
        self._solver.changeColsCost(self.n_cells, self._cells, -goal)
        self._solver.run()
        status = self._solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            # The warm start may be the cause: solve once more from scratch, with the other simplex method.
            self._solver.clearSolver()
            self._solver.setOptionValue("simplex_strategy", 1)
            self._solver.run()
            self._solver.setOptionValue("simplex_strategy", 4)
            status = self._solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise DisclosureError(f"The linear program ended without an answer: {status.name}.")
        return np.asarray(self._solver.getSolution().col_value)

    def reach(
        self, targets: sparse.csr_array, *, enough: float | None = None
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Find how low and how high each target can be.

        A fitting table found for one target widens the others too. With `enough`, a target that is this wide
        is not searched further, and its ends are a lower bound on the interval.

        Parameters
        ----------
        targets : sparse array, shape (n_targets, n_cells)
            Each row times the counts is a number an attacker wants.
        enough : float, optional
            The width that is enough, in whole numbers.

        Returns
        -------
        low, high : ndarray of float, shape (n_targets,)
            The ends in whole numbers, rounded inwards, infinite where nothing limits them.

        Raises
        ------
        DisclosureError
            No table fits.
        """
        n_targets = targets.shape[0]
        low, high = np.full(n_targets, np.inf), np.full(n_targets, -np.inf)

        def look(goal: NDArray[np.float64]) -> NDArray[np.float64]:
            table = self.farthest(goal)
            if table is None:
                raise DisclosureError("The published numbers do not add up.")
            seen = targets @ table
            np.minimum(low, seen, out=low)
            np.maximum(high, seen, out=high)
            return table

        least = np.inf if enough is None else enough

        def waiting() -> NDArray[np.int64]:
            return np.flatnonzero(np.floor(high + ROUNDING) - np.ceil(low - ROUNDING) < least)

        if n_targets and enough is not None:
            self._look_jointly(look, waiting, targets, enough)
        for number in waiting():
            for towards in (1.0, -1.0):
                if np.floor(high[number] + ROUNDING) - np.ceil(low[number] - ROUNDING) < least:
                    look(towards * targets[[number]].toarray()[0])
        whole_low, whole_high = np.ceil(low - ROUNDING), np.floor(high + ROUNDING)
        whole_low[low < -self.far / 2] = -np.inf
        whole_high[high > self.far / 2] = np.inf
        return whole_low, whole_high

    def _look_jointly(
        self,
        look: Callable[[NDArray[np.float64]], NDArray[np.float64]],
        waiting: Callable[[], NDArray[np.int64]],
        targets: sparse.csr_array,
        enough: float,
    ) -> None:
        """Widen many targets at once: first over all tables, then near the mean of the tables found."""
        found = []

        def search(number: int, cells: NDArray[np.int64]) -> NDArray[np.float64]:
            goal = np.zeros(targets.shape[0])
            goal[cells] = joint_signs(cells, number)
            return look(targets.T @ goal)

        for number in range(N_SEARCHES_AT_LARGE):
            cells = waiting()
            if len(cells) < 3:
                return
            found.append(search(number, cells))
        middle = np.mean(found, axis=0)
        self._bound(np.maximum(self._low, middle - enough), np.minimum(self._high, middle + enough))
        cells, n_idle = waiting(), 0
        for number in range(N_SEARCHES_NEARBY):
            if len(cells) < 3 or n_idle == 2:
                break
            search(number, cells)
            left = waiting()
            n_idle = n_idle + 1 if len(left) == len(cells) else 0
            cells = left
        self._bound(self._low, self._high)

    def _bound(self, low: NDArray[np.float64], high: NDArray[np.float64]) -> None:
        self._solver.changeColsBounds(self.n_cells, self._cells, low, high)


def joint_signs(cells: NDArray[np.int64], number: int) -> NDArray[np.float64]:
    """Assign a direction to each of several counts, so that successive searches mix them differently.

    Parameters
    ----------
    cells : ndarray of int, shape (n_cells,)
        Numbers of the counts.
    number : int
        Which search. 0: all up; 1: all down; then alternately a random mixture and its opposite.

    Returns
    -------
    ndarray of float, shape (n_cells,)
        1 or -1 each.
    """
    towards = 1.0 if number % 2 == 0 else -1.0
    if number < 2:
        return np.full(len(cells), towards)
    mixture = np.random.default_rng(number // 2).integers(0, 2, size=int(cells.max(initial=0)) + 1)
    return towards * np.where(mixture[cells] > 0, 1.0, -1.0)
