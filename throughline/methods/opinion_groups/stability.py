"""Stability of the groups under resampling of people and of statements."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from throughline.methods.k_means import nearest
from throughline.methods.opinion_groups.errors import OpinionGroupsError
from throughline.methods.opinion_groups.groups import MINIMUM_GROUP_SIZE, find
from throughline.methods.opinion_groups.null import never
from throughline.methods.opinion_groups.plane import MINIMUM_VOTES, fit_plane, project
from throughline.methods.opinion_groups.sheet import statements_in_order
from throughline.methods.votes import Votes

N_BOOTSTRAPS = 20
N_SPLITS = 10
STEADY_FROM = 0.75
LOOSE_FROM = 0.4

Steadiness = Literal["steady", "loose", "unsteady", "cannot_tell"]


@dataclass(frozen=True)
class Stability:
    """How far the same groups are found again; adjusted Rand indices, 1 for the same, about 0 for unrelated.

    Attributes
    ----------
    bootstrap : float or None
        Median agreement with the groups found when people are drawn again with replacement; None where no
        draw gave groups.
    n_bootstraps : int
        How many such draws gave groups.
    split : float or None
        Median agreement of the groups found on two random halves of the statements; None where no half gave
        groups.
    n_splits : int
        How many such pairs of halves gave groups.
    """

    bootstrap: float | None
    n_bootstraps: int
    split: float | None
    n_splits: int

    @property
    def steadiness(self) -> Steadiness:
        """The label of the weaker of the two: steady from 0.75, loose from 0.4, unsteady below."""
        known = [value for value in (self.bootstrap, self.split) if value is not None]
        if not known:
            return "cannot_tell"
        weaker = min(known)
        return "steady" if weaker >= STEADY_FROM else "loose" if weaker >= LOOSE_FROM else "unsteady"


def stability(
    votes: Votes,
    group_of_person: NDArray[np.signedinteger],
    n_groups: int,
    *,
    rng: np.random.Generator,
    is_over: Callable[[], bool] = never,
    minimum_group_size: int = MINIMUM_GROUP_SIZE,
    n_bootstraps: int = N_BOOTSTRAPS,
    n_splits: int = N_SPLITS,
) -> Stability:
    """Find the groups again, on bootstrap samples of the people and on halves of the statements.

    Parameters
    ----------
    votes : Votes
        The current votes; a sample of the people where they are many.
    group_of_person : ndarray of int, shape (n_people,)
        The groups found; negative for people in none.
    n_groups : int
        How many groups.
    rng : numpy.random.Generator
        Source of the draws.
    is_over : callable
        Called before each draw; drawing ends once it returns True.
    minimum_group_size : int
        People a group needs.
    n_bootstraps, n_splits : int
        How many draws of each kind.

    Returns
    -------
    Stability
        Median agreements, and the number of draws.
    """
    again: list[float] = []
    for _ in range(n_bootstraps):
        if is_over():
            break
        drawn = of_people(votes, rng.integers(votes.n_people, size=votes.n_people))
        try:
            found = find(drawn, rng=rng, n_groups=n_groups, minimum_group_size=minimum_group_size)
        except OpinionGroupsError:
            continue
        label = nearest(project(votes, found.placement.plane), found.center)
        is_placed = group_of_person >= 0
        again.append(adjusted_rand_index(label[is_placed], group_of_person[is_placed]))
    halves: list[float] = []
    statements = statements_in_order(fit_plane(votes)) if n_splits else np.zeros(0, dtype=np.int64)
    for _ in range(n_splits):
        if is_over():
            break
        deal = rng.permutation(statements)
        labels = [
            labels_of_part(
                votes, among(half, votes), n_groups, rng=rng, minimum_group_size=minimum_group_size
            )
            for half in (deal[: deal.size // 2], deal[deal.size // 2 :])
        ]
        one, other = labels
        if one is None or other is None:
            continue
        is_placed = (one >= 0) & (other >= 0)
        if int(is_placed.sum()) > n_groups:
            halves.append(adjusted_rand_index(one[is_placed], other[is_placed]))
    return Stability(
        bootstrap=float(np.median(again)) if again else None,
        n_bootstraps=len(again),
        split=float(np.median(halves)) if halves else None,
        n_splits=len(halves),
    )


def labels_of_part(
    votes: Votes,
    is_kept: NDArray[np.bool_],
    n_groups: int,
    *,
    rng: np.random.Generator,
    minimum_group_size: int = MINIMUM_GROUP_SIZE,
) -> NDArray[np.int8] | None:
    """Find groups on some of the statements only.

    Parameters
    ----------
    votes : Votes
        The current votes.
    is_kept : ndarray of bool, shape (n_statements,)
        The statements to use. The number of votes that people need is reduced in proportion.
    n_groups : int
        How many groups.
    rng : numpy.random.Generator
        Source of the starts of k-means.
    minimum_group_size : int
        People a group needs.

    Returns
    -------
    ndarray of int8, shape (n_people,), or None
        Group of each person, negative for those not placed; None where these statements give no such groups.
    """
    share = float(is_kept.mean())
    try:
        found = find(
            of_statements(votes, is_kept),
            rng=rng,
            n_groups=n_groups,
            minimum_votes=max(2, round(share * MINIMUM_VOTES)),
            minimum_group_size=minimum_group_size,
        )
    except OpinionGroupsError:
        return None
    return found.group_of_person


def among(statements: NDArray[np.int64], votes: Votes) -> NDArray[np.bool_]:
    """Mark the given statements, and those that were zeroed, which count as seen by everyone.

    Parameters
    ----------
    statements : ndarray of int64
        Row numbers of statements.
    votes : Votes
        The current votes.

    Returns
    -------
    ndarray of bool, shape (n_statements,)
        Which to keep.
    """
    is_kept = votes.is_zeroed.copy()
    is_kept[statements] = True
    return is_kept


def of_people(votes: Votes, people: NDArray[np.integer]) -> Votes:
    """Select some people's votes, with repetition where a person is given more than once.

    Parameters
    ----------
    votes : Votes
        The current votes.
    people : ndarray of int, shape (n_taken,)
        Row numbers of people, in any order.

    Returns
    -------
    Votes
        Their votes on the same statements.
    """
    n_votes = votes.n_votes_by_person[people]
    offsets = np.concatenate([[0], np.cumsum(n_votes)]).astype(np.int64)
    first = np.repeat(votes.offsets[:-1][people] - offsets[:-1], n_votes)
    rows = first + np.arange(offsets[-1])
    return Votes(
        offsets=offsets,
        statement=votes.statement[rows],
        value=votes.value[rows],
        is_zeroed=votes.is_zeroed,
    )


def of_statements(votes: Votes, is_kept: NDArray[np.bool_]) -> Votes:
    """Select the votes on some statements; the others are kept without votes.

    Parameters
    ----------
    votes : Votes
        The current votes.
    is_kept : ndarray of bool, shape (n_statements,)
        Which statements.

    Returns
    -------
    Votes
        The same people's votes on them.
    """
    is_in = is_kept[votes.statement]
    n_before = np.concatenate([[0], np.cumsum(is_in)]).astype(np.int64)
    return Votes(
        offsets=n_before[votes.offsets],
        statement=votes.statement[is_in],
        value=votes.value[is_in],
        is_zeroed=votes.is_zeroed & is_kept,
    )


def adjusted_rand_index(one: NDArray[np.integer], other: NDArray[np.integer]) -> float:
    """Compute how far two partitions of the same people agree.

    Parameters
    ----------
    one, other : ndarray of int, shape (n_people,)
        Group of each person, not negative.

    Returns
    -------
    float
        1 for the same partition, about 0 for unrelated ones; 1 where both have a single group.

    References
    ----------
    .. [1] Hubert and Arabie (1985), Comparing partitions, doi:10.1007/BF01908075.
    """
    table = np.zeros((int(one.max()) + 1, int(other.max()) + 1))
    np.add.at(table, (one, other), 1)
    together = _n_pairs(table)
    of_one, of_other = _n_pairs(table.sum(axis=1)), _n_pairs(table.sum(axis=0))
    expected = of_one * of_other / max(_n_pairs(np.array([table.sum()])), 1.0)
    largest = (of_one + of_other) / 2
    return (together - expected) / (largest - expected) if largest > expected else 1.0


def _n_pairs(counts: NDArray[np.float64]) -> float:
    return float((counts * (counts - 1) / 2).sum())
