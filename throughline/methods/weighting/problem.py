"""The factors closest to 1 that meet the targets within bounds: a convex problem of a few dozen variables."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy import sparse

from throughline.methods.weighting.errors import (
    BadBoundsError,
    BadCodesError,
    DidNotConvergeError,
    EmptyCategoryError,
    Miss,
    OutOfReachError,
    ZeroTargetError,
)
from throughline.methods.weighting.margin import NOT_KNOWN, Margin
from throughline.methods.weighting.profiles import Profiles

TOLERANCE = 1e-8
MAXIMUM_ROUNDS = 200
MAXIMUM_PROFILES_PROVED = 100_000

_GOAL = 1e-12
_LARGEST_STEP = 8.0
_PROVED = 1e-6


@dataclass(frozen=True, eq=False)
class Problem:
    """Profiles and targets as shares, with the categories of all margins numbered consecutively.

    `column[margin]` is the number of each profile's category; `start[margin]` the first of the margin's. A
    margin that is unknown for some people has one more category, with their share as its target.
    """

    base: NDArray[np.float64]
    column: tuple[NDArray[np.intp], ...]
    start: tuple[int, ...]
    target: NDArray[np.float64]
    base_sum: NDArray[np.float64]
    labels: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, profiles: Profiles, margins: Sequence[Margin]) -> "Problem":
        if len(margins) != len(profiles.code):
            raise BadCodesError("There must be one margin for each column of codes.")
        base = profiles.base / float(profiles.base.sum())
        columns, start, targets, sums, labels = [], [0], [], [], []
        for margin, code in zip(margins, profiles.code, strict=True):
            size, target = margin.targets.size, margin.targets / margin.total
            is_missing = code == NOT_KNOWN
            column = np.where(is_missing, size, code)
            summed = np.bincount(column, base, minlength=size)
            counted = np.bincount(column, profiles.n, minlength=size)
            for i in range(size):
                if target[i] > 0 and counted[i] == 0:
                    raise EmptyCategoryError(margin.name, margin.categories[i], float(margin.targets[i]))
                if target[i] == 0 and counted[i] > 0:
                    raise ZeroTargetError(margin.name, margin.categories[i], int(counted[i]))
            names = [(margin.name, category) for category in margin.categories]
            if bool(is_missing.any()):
                target = np.append(target * (1 - summed[size]), summed[size])
                names.append((margin.name, "not known"))
            columns.append(column + start[-1])
            start.append(start[-1] + target.size)
            targets.append(target)
            sums.append(summed)
            labels += names
        return cls(
            base, tuple(columns), tuple(start), np.concatenate(targets), np.concatenate(sums), tuple(labels)
        )

    def without(self, number: int) -> "Problem":
        """The same problem with one margin left out."""
        first, last = self.start[number], self.start[number + 1]
        size = last - first
        kept = [i for i in range(self.target.size) if not first <= i < last]
        return Problem(
            base=self.base,
            column=tuple(
                each if i < number else each - size for i, each in enumerate(self.column) if i != number
            ),
            start=tuple(
                each if i <= number else each - size for i, each in enumerate(self.start) if i != number + 1
            ),
            target=self.target[kept],
            base_sum=self.base_sum[kept],
            labels=tuple(self.labels[i] for i in kept),
        )

    def sums(self, share: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum of the shares of the profiles in each category."""
        return np.concatenate(
            [
                np.bincount(column - first, share, minlength=last - first)
                for column, first, last in zip(self.column, self.start, self.start[1:], strict=False)
            ]
        )

    def error(self, reached: NDArray[np.float64]) -> float:
        """Largest relative error of the sums reached."""
        wanted = self.target > 0
        return float((np.abs(reached - self.target)[wanted] / self.target[wanted]).max())

    def solve(self, low: float, high: float) -> tuple[NDArray[np.float64], int, float]:
        """Return the factor of each profile, the rounds it took, and the largest relative error.

        Factors are ``clip(exp(eta), low, high)``, with ``eta`` the sum of one number for each category of
        the profile: the closest to 1 of all that meet the targets. The numbers minimize a convex function
        whose gradient is the distance to the targets, by damped Newton steps after one round of proportional
        fitting.
        """
        log_low = math.log(low) if low > 0 else -math.inf
        log_high = math.log(high)
        potential = np.zeros(self.target.size)
        if not (low > 0 or high < math.inf):
            potential = self._fit_proportionally(potential)
        free = self._free()
        state = self._at(potential, log_low, log_high)
        damping = 1e-3
        n_rounds = 0
        while n_rounds < MAXIMUM_ROUNDS and state.error > _GOAL:
            n_rounds += 1
            missing = self.target - state.reached
            hessian = self._hessian(state.slope)[np.ix_(free, free)]
            for _ in range(30):
                ridge = damping * min(1.0, state.error) + 1e-13
                step = np.zeros_like(potential)
                step[free] = np.linalg.solve(hessian + np.diag(ridge * self.target[free]), missing[free])
                step *= min(1.0, _LARGEST_STEP / max(float(np.abs(step).max()), 1e-300))
                tried = self._at(potential + step, log_low, log_high)
                gain = float(missing @ step)
                if tried.value <= state.value - 1e-4 * gain + 1e-15 or tried.error < 0.5 * state.error:
                    break
                damping = min(damping * 10, 1e9)
            else:
                break
            if tried.error >= state.error and state.error <= TOLERANCE:
                break
            potential, state = potential + step, tried
            damping = max(damping / 10, 1e-6)
        if state.error > TOLERANCE:
            raise self._failure(state.reached, low, high)
        return np.clip(state.factor, low, high), n_rounds, state.error

    def _at(self, potential: NDArray[np.float64], log_low: float, log_high: float) -> "_State":
        eta = potential[self.column[0]]
        for column in self.column[1:]:
            eta += potential[column]
        clipped = np.clip(eta, log_low, log_high)
        with np.errstate(over="ignore"):
            inside = eta == clipped
            factor = np.exp(clipped)
            share = factor * self.base
            beyond = np.where(inside, 0.0, eta - clipped)
            value = float((share * (1 + beyond)).sum()) - float(self.target @ potential)
        if not math.isfinite(value):
            return _State(factor, share, share, share, math.inf, math.inf)
        reached = self.sums(share)
        return _State(factor, share, np.where(inside, share, 0.0), reached, value, self.error(reached))

    def _fit_proportionally(self, potential: NDArray[np.float64]) -> NDArray[np.float64]:
        """One round of iterative proportional fitting."""
        share, fitted = self.base.copy(), potential.copy()
        for column, first, last in zip(self.column, self.start, self.start[1:], strict=False):
            reached = np.bincount(column - first, share, minlength=last - first)
            wanted = self.target[first:last]
            change = np.where(wanted > 0, wanted / np.where(reached > 0, reached, 1.0), 1.0)
            share *= change[column - first]
            fitted[first:last] += np.log(change)
        return fitted

    def _free(self) -> NDArray[np.intp]:
        """Categories that are free variables: all with a target except the largest of each further margin."""
        free = self.target > 0
        for first, last in zip(self.start[1:], self.start[2:], strict=False):
            free[first + int(np.argmax(self.target[first:last]))] = False
        return np.flatnonzero(free)

    def _hessian(self, slope: NDArray[np.float64]) -> NDArray[np.float64]:
        hessian = np.diag(self.sums(slope))
        for one, other in combinations(range(len(self.column)), 2):
            rows = slice(self.start[one], self.start[one + 1])
            columns = slice(self.start[other], self.start[other + 1])
            width = columns.stop - columns.start
            pair = (self.column[one] - rows.start) * width + (self.column[other] - columns.start)
            counted = np.bincount(pair, slope, minlength=(rows.stop - rows.start) * width)
            hessian[rows, columns] = counted.reshape(-1, width)
            hessian[columns, rows] = hessian[rows, columns].T
        return hessian

    def _failure(self, reached: NDArray[np.float64], low: float, high: float) -> DidNotConvergeError:
        """The error to raise: with a proof, if the nearest weights within the bounds miss the targets too."""
        within = "" if (low, high) == (0.0, math.inf) else f" between {low:g} and {high:g} times the average"
        nearest = self._nearest(low, high) if self.base.size <= MAXIMUM_PROFILES_PROVED else None
        if nearest is not None:
            return OutOfReachError(
                self._misses(nearest),
                self._error_of_margin(nearest),
                f"No weights{within} meet all targets. The nearest miss",
            )
        return DidNotConvergeError(
            self._misses(reached),
            self._error_of_margin(reached),
            f"No weights{within} that meet all targets were found. Furthest off is",
        )

    def _nearest(self, low: float, high: float) -> NDArray[np.float64] | None:
        """Sums of the weights with the smallest sum of misses, by a linear program.

        None where that sum is not clearly above the tolerance of the solver.
        """
        n_profiles, n_categories = self.base.size, self.target.size
        rows = np.concatenate(self.column)
        which = np.tile(np.arange(n_profiles), len(self.column))
        sums = sparse.csr_array((self.base[which], (rows, which)), shape=(n_categories, n_profiles))
        eye = sparse.eye_array(n_categories)
        outcome = scipy.optimize.linprog(
            np.concatenate([np.zeros(n_profiles), np.ones(2 * n_categories)]),
            A_eq=sparse.hstack([sums, eye, -eye], format="csr"),
            b_eq=self.target,
            bounds=[(low, high)] * n_profiles + [(0, None)] * (2 * n_categories),
            method="highs",
        )
        if outcome.x is None or float(outcome.fun or 0.0) <= _PROVED:
            return None
        return np.asarray(sums @ outcome.x[:n_profiles], dtype=np.float64)

    def _misses(self, reached: NDArray[np.float64]) -> tuple[Miss, ...]:
        misses = (
            Miss(*label, float(target), float(found))
            for label, target, found in zip(self.labels, self.target, reached, strict=True)
        )
        missed = (miss for miss in misses if abs(miss.share) > TOLERANCE * miss.target_share)
        return tuple(sorted(missed, key=lambda miss: -abs(miss.share)))

    def _error_of_margin(self, reached: NDArray[np.float64]) -> dict[str, float]:
        errors = np.abs(reached - self.target) / np.where(self.target > 0, self.target, 1.0)
        return {
            self.labels[first][0]: float(errors[first:last].max())
            for first, last in zip(self.start, self.start[1:], strict=False)
        }


@dataclass(frozen=True, eq=False)
class _State:
    """State of the solution: factor, share and slope of each profile, and the sums of the shares."""

    factor: NDArray[np.float64]
    share: NDArray[np.float64]
    slope: NDArray[np.float64]
    reached: NDArray[np.float64]
    value: float
    error: float


def bounds_of(bounds: tuple[float, float] | None) -> tuple[float, float]:
    """Check the bounds of a factor.

    Parameters
    ----------
    bounds : tuple of float, or None
        Smallest and largest factor, as multiples of the average.

    Returns
    -------
    tuple of float
        The bounds; 0 and infinity where none are given.

    Raises
    ------
    BadBoundsError
        If 1 is not between them, or the lower one is negative.
    """
    if bounds is None:
        return 0.0, math.inf
    low, high = map(float, bounds)
    if not (0 <= low < 1 < high):
        raise BadBoundsError(
            f"The bounds {low:g} and {high:g} must lie on either side of 1, the average, and not below 0."
        )
    return low, high
