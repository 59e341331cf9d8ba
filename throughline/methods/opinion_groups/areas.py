"""Areas of agreement and division among statements, and statements with too few votes to tell."""

from typing import Literal

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from throughline.methods.estimates.interval import wilson_by_t
from throughline.methods.opinion_groups.errors import OpinionGroupsError
from throughline.methods.opinion_groups.representative import FALSE_DISCOVERY_RATE, q_values

FEW_VOTES = 6
BOTH_SIDES = (0.3, 0.7)
UNSURE_SHARE = 1 / 3
DIVISION_GAP = 0.2
Z = 1.959964

Area = Literal["agreement", "rejection", "division", "apart", "unsure", "mixed", "few_votes"]


def areas(
    n_seen: ArrayLike,
    n_least: ArrayLike,
    n_most: ArrayLike | None = None,
    *,
    differs: ArrayLike | None = None,
    level: float = FALSE_DISCOVERY_RATE,
) -> list[Area]:
    """Classify each statement by what its votes support.

    *Agreement* (*rejection*): in each group more than half of those who saw it agree (disagree). The p-value
    is that of the group with the weakest evidence, by the binomial test against one half, doubled for the two
    sides, and controlled for the false discovery rate over all statements.

    *Division*, with groups: `differs`, and the shares of two groups differ by at least `DIVISION_GAP`.
    Without groups: the intervals (Wilson, 95%) of those who agree and of those who disagree both lie within
    `BOTH_SIDES`. *Apart*: shares that differ as much, where nothing was tested.

    *Unsure*: the interval of those who are not sure lies above `UNSURE_SHARE`. *Few votes*: fewer than
    `FEW_VOTES` of a group saw it, so that not even a unanimous group would be significant. *Mixed*: all else.

    Parameters
    ----------
    n_seen : array_like of int, shape (n_groups, n_statements)
        People of each group who saw each statement.
    n_least : array_like of int, shape (3, n_groups, n_statements)
        How many agree, disagree, are not sure; the lower bound, where counts are given as ranges.
    n_most : array_like of int, shape (3, n_groups, n_statements), optional
        The upper bound. Without it counts are exact.
    differs : array_like of bool, shape (n_statements,), optional
        Whether groups differ by a test on votes that did not form them (`held_out_statements`).
    level : float
        False discovery rate of agreement and rejection.

    Returns
    -------
    list of str
        An area for each statement.

    Raises
    ------
    OpinionGroupsError
        The shapes do not fit, or a count is negative or above those who saw the statement.
    """
    seen, least = np.asarray(n_seen, dtype=np.int64), np.asarray(n_least, dtype=np.int64)
    most = least if n_most is None else np.asarray(n_most, dtype=np.int64)
    if seen.ndim != 2 or least.shape != (3, *seen.shape) or most.shape != least.shape:
        raise OpinionGroupsError("Counts must be by group and statement, three for each.")
    if bool(((least < 0) | (least > most) | (most > seen)).any()):
        raise OpinionGroupsError("A count lies between 0 and the people who saw the statement.")
    n_groups, n_statements = seen.shape
    tested = None if differs is None else np.asarray(differs, dtype=bool)
    if tested is not None and tested.shape != (n_statements,):
        raise OpinionGroupsError("Whether groups differ is needed once for each statement.")
    is_few = seen.min(axis=0) < FEW_VOTES if n_groups else np.ones(n_statements, dtype=bool)
    share_least, share_most = least / np.maximum(seen, 1), most / np.maximum(seen, 1)
    # The group with the weakest evidence decides.
    chance = np.asarray(scipy.stats.binom.sf(least[:2] - 1, seen, 0.5))
    p_value = np.minimum(1.0, 2 * chance.max(axis=1, initial=0.0))
    side = p_value.argmin(axis=0)
    q_value = np.ones(n_statements)
    q_value[~is_few] = q_values(p_value.min(axis=0)[~is_few])
    of_all, of_all_most, n_all = least.sum(axis=1), most.sum(axis=1), np.maximum(seen.sum(axis=0), 1)
    low, _up = wilson_by_t(of_all / n_all, n_all, Z)
    _down, high = wilson_by_t(of_all_most / n_all, n_all, Z)
    is_split = np.asarray((low[:2] > BOTH_SIDES[0]).all(axis=0) & (high[:2] < BOTH_SIDES[1]).all(axis=0))
    gap = (share_least.max(axis=1, initial=0.0) - share_most.min(axis=1, initial=1.0))[:2].max(axis=0)
    found: list[Area] = []
    for j in range(n_statements):
        if is_few[j]:
            found.append("few_votes")
        elif q_value[j] <= level:
            found.append("agreement" if side[j] == 0 else "rejection")
        elif n_groups > 1 and gap[j] >= DIVISION_GAP and (tested is None or tested[j]):
            found.append("apart" if tested is None else "division")
        elif n_groups == 1 and is_split[j]:
            found.append("division")
        else:
            found.append("unsure" if low[2, j] > UNSURE_SHARE else "mixed")
    return found


def held_by_all(n_seen: ArrayLike, n_side: ArrayLike) -> NDArray[np.float64]:
    """Return the smallest share of any group on one side of each statement.

    Parameters
    ----------
    n_seen, n_side : array_like of int, shape (n_groups, n_statements)
        People of each group who saw each statement, and how many of them are on one side.

    Returns
    -------
    ndarray of float64, shape (n_statements,)
        The smallest share (0-1) of any group; 0 where a group did not see it.
    """
    share = np.asarray(n_side) / np.maximum(np.asarray(n_seen), 1)
    return np.asarray(share.min(axis=0), dtype=np.float64)
