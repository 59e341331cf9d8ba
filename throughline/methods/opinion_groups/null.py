"""The permutation null: votes permuted within each statement, keeping who saw what."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.methods.opinion_groups.sheet import Sheet, largest_variances

N_VARIANCES = 4
VISIBLE_SHARES = (0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5)
N_PLANTED = 8
LEAST_SHARE = 1e-4


def never() -> bool:
    """Return False: the default of `is_over` for callers without a time budget.

    Returns
    -------
    bool
        Always False.
    """
    return False


@dataclass(frozen=True, eq=False)
class PermutationNull:
    """The distribution of how far votes vary together by chance alone.

    Attributes
    ----------
    variance : ndarray of float64, shape (n_draws,)
        Largest sum of squared deviations along a component, of each set of permuted votes.
    """

    variance: NDArray[np.float64]

    @property
    def n_draws(self) -> int:
        """Number of permuted sets."""
        return len(self.variance)

    def p_value(self, variance: float) -> float:
        """Compute how rarely chance alone makes the votes vary together as much.

        Parameters
        ----------
        variance : float
            The largest sum of squared deviations along a component.

        Returns
        -------
        float
            ``(1 + draws that reach it) / (1 + draws)``.
        """
        return (1 + int((self.variance >= variance).sum())) / (1 + self.n_draws)

    def n_beyond(self, variances: NDArray[np.float64], total: float, level: float) -> int:
        """Count the components, from the first on, along which votes differ by more than chance.

        What a component explains is removed before the next is tested: the threshold, the largest variance
        that chance reaches at this level, shrinks with the remaining variance.

        Parameters
        ----------
        variances : ndarray of float64, shape (N_VARIANCES,)
            Those of the votes, largest first.
        total : float
            Sum of all squared deviations.
        level : float
            Level of each test.

        Returns
        -------
        int
            How many dimensions there are beyond chance, ``0 .. N_VARIANCES``.
        """
        left = total - np.concatenate([[0.0], np.cumsum(variances)[:-1]])
        bar = np.quantile(self.variance, 1 - level) * left / total
        is_beyond = (variances > bar) & (variances > LEAST_SHARE * total)
        return int(np.argmin(np.append(is_beyond, False)))


class Shuffler:
    """Votes permuted within each statement among those who saw it.

    Parameters
    ----------
    sheet : Sheet
        The votes.
    """

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._statement, self._person = np.nonzero(sheet.is_seen.T)
        self._value = sheet.value[self._person, self._statement]

    def draw(self, rng: np.random.Generator) -> NDArray[np.int8]:
        """Permute once.

        Parameters
        ----------
        rng : numpy.random.Generator
            Source of the permutation.

        Returns
        -------
        ndarray of int8, shape (n_people, n_statements)
            Votes with each statement's counts and who saw what unchanged.
        """
        order = np.argsort(self._statement + rng.random(self._statement.size))
        value = np.zeros(self._sheet.value.shape, dtype=np.int8)
        value[self._person, self._statement] = self._value[order]
        return value


def permutation_null(
    sheet: Sheet, *, rng: np.random.Generator, n_draws: int, is_over: Callable[[], bool] = never
) -> PermutationNull:
    """Draw the distribution of votes without structure.

    Parameters
    ----------
    sheet : Sheet
        The votes.
    rng : numpy.random.Generator
        Source of the permutations.
    n_draws : int
        How many permuted sets.
    is_over : callable
        Called before each draw; drawing ends once it returns True.

    Returns
    -------
    PermutationNull
        The result of as many draws as there was time for.
    """
    shuffler = Shuffler(sheet)
    drawn: list[float] = []
    while len(drawn) < n_draws and not is_over():
        drawn.append(float(largest_variances(sheet.deviation(shuffler.draw(rng)), 1)[0]))
    return PermutationNull(np.array(drawn))


def smallest_visible_share(
    sheet: Sheet,
    draw: Callable[[np.random.Generator], NDArray[np.int8]],
    is_detected: Callable[[NDArray[np.int8]], bool],
    *,
    rng: np.random.Generator,
    is_over: Callable[[], bool] = never,
) -> float | None:
    """Estimate the smallest group that these votes could have shown.

    People who answer contrary to most on a random half of the statements are planted into votes drawn without
    groups.

    Parameters
    ----------
    sheet : Sheet
        The votes.
    draw : callable
        Draws votes without groups, of the sheet's people.
    is_detected : callable
        Whether the test would detect the groups in votes of the sheet's people.
    rng : numpy.random.Generator
        Source of the plantings.
    is_over : callable
        Called before each planting; once it returns True, there is no answer.

    Returns
    -------
    float or None
        The smallest share (0-1) of people, of `VISIBLE_SHARES`, for which all of `N_PLANTED` plantings are
        detected; None where not even half of the people would be, or where time was over.
    """
    contrary = np.where(sheet.value.sum(axis=0, dtype=np.int64) > 0, -1, 1).astype(np.int8)
    for share in VISIBLE_SHARES:
        n_planted = round(share * sheet.n_people)
        for number in range(1, N_PLANTED + 1):
            if n_planted < 2:
                break
            if is_over():
                return None
            value = draw(rng)
            people = rng.choice(sheet.n_people, size=n_planted, replace=False)
            statements = rng.choice(sheet.n_statements, size=(sheet.n_statements + 1) // 2, replace=False)
            cells = np.ix_(people, statements)
            value[cells] = np.where(value[cells] != 0, contrary[statements], 0)
            if not is_detected(value):
                break
            if number == N_PLANTED:
                return share
    return None
