"""Statements that distinguish a group, tested on votes that did not form the groups."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from throughline.methods.opinion_groups.groups import MINIMUM_GROUP_SIZE
from throughline.methods.opinion_groups.null import never
from throughline.methods.opinion_groups.plane import fit_plane
from throughline.methods.opinion_groups.sheet import statements_in_order
from throughline.methods.opinion_groups.stability import labels_of_part
from throughline.methods.opinion_groups.statistics import Direction, StatementStatistics, statement_statistics
from throughline.methods.votes import Votes

N_FOLDS = 5
FALSE_DISCOVERY_RATE = 0.05


@dataclass(frozen=True)
class HeldOutStatement:
    """A statement that distinguishes a group, by votes that did not form the groups.

    Attributes
    ----------
    group, statement : int
        Which group, and which statement.
    direction : {"agree", "disagree"}
        What the group does more than the others.
    n_of_direction, n_seen : int
        How many of the group do so, of how many of them who saw the statement.
    share, share_of_rest : float
        Share (0-1) of the group, and of everyone else who is placed.
    q_value : float
        False discovery rate among all statements with at most this q-value.
    """

    group: int
    statement: int
    direction: Direction
    n_of_direction: int
    n_seen: int
    share: float
    share_of_rest: float
    q_value: float


@dataclass(frozen=True, eq=False)
class HeldOut:
    """The outcome of testing every statement.

    Attributes
    ----------
    listed : tuple of tuple of HeldOutStatement
        For each group, the statements that distinguish it, the largest difference of shares first.
    q_value : ndarray of float64, shape (n_groups, n_statements, 2)
        Of each group, statement and direction (agree, disagree); 1 where there were too few votes to test.
    is_tested : ndarray of bool, shape (n_statements,)
        Statements with enough votes to be tested.
    """

    listed: tuple[tuple[HeldOutStatement, ...], ...]
    q_value: NDArray[np.float64]
    is_tested: NDArray[np.bool_]


def held_out_statements(
    votes: Votes,
    group_of_person: NDArray[np.signedinteger],
    n_groups: int,
    *,
    rng: np.random.Generator,
    is_over: Callable[[], bool] = never,
    level: float = FALSE_DISCOVERY_RATE,
    minimum_group_size: int = MINIMUM_GROUP_SIZE,
) -> HeldOut:
    """Test what distinguishes each group, by groups that were formed without the tested statement.

    Statements are randomly divided into `N_FOLDS` parts. For each part the groups are found again on the
    other parts, and matched to the groups they overlap most. Then, for each group and statement of the part,
    Fisher's exact test compares how many of the group and of everyone else agree, or disagree. The false
    discovery rate is controlled over all tests.

    Parameters
    ----------
    votes : Votes
        The current votes.
    group_of_person : ndarray of int, shape (n_people,)
        The groups found on all votes; negative for people in none.
    n_groups : int
        How many groups; with one there is nothing to test.
    rng : numpy.random.Generator
        Source of the division, and of the starts of k-means.
    is_over : callable
        Called before each part; once it returns True, the remaining parts are not tested.
    level : float
        False discovery rate.
    minimum_group_size : int
        People a group needs, and votes of a group on a statement to be tested.

    Returns
    -------
    HeldOut
        What was found.

    References
    ----------
    .. [1] Benjamini and Hochberg (1995), Controlling the false discovery rate,
       doi:10.1111/j.2517-6161.1995.tb02031.x.
    """
    tests = _Tests(n_groups, votes.n_statements)
    if n_groups > 1:
        deal = rng.permutation(statements_in_order(fit_plane(votes)))
        for fold in range(min(N_FOLDS, deal.size)):
            if is_over():
                break
            part = deal[fold::N_FOLDS]
            is_kept = np.ones(votes.n_statements, dtype=bool)
            is_kept[part] = False
            found = labels_of_part(votes, is_kept, n_groups, rng=rng, minimum_group_size=minimum_group_size)
            if found is not None:
                label = named_like(found, group_of_person, n_groups)
                tests.add(part, statement_statistics(votes, label, n_groups), minimum_group_size)
    q_value = np.ones(tests.p_value.shape)
    q_value[tests.is_tested] = q_values(tests.p_value[tests.is_tested])
    return HeldOut(
        listed=tuple(tests.listed(group, q_value[group], level) for group in range(n_groups)),
        q_value=q_value,
        is_tested=np.asarray(tests.is_tested.any(axis=(0, 2))),
    )


class _Tests:
    """The tests of every group, statement and direction, collected part by part."""

    def __init__(self, n_groups: int, n_statements: int) -> None:
        shape = (n_groups, n_statements, 2)
        self.p_value, self.is_tested = np.ones(shape), np.zeros(shape, dtype=bool)
        self.n_of = np.zeros(shape, dtype=np.int64)
        self.n_seen = np.zeros((n_groups, n_statements), dtype=np.int64)
        self.share, self.share_of_rest = np.zeros(shape), np.zeros(shape)

    def add(self, part: NDArray[np.int64], statistics: StatementStatistics, minimum_group_size: int) -> None:
        """Test the statements of one part, by groups formed without them."""
        seen = statistics.n_seen[:, part]
        seen_of_all = seen.sum(axis=0)
        self.n_seen[:, part] = seen
        is_enough = (seen >= minimum_group_size) & (seen_of_all - seen >= minimum_group_size)
        for side, counted in enumerate((statistics.n_agree[:, part], statistics.n_disagree[:, part])):
            of_all = counted.sum(axis=0)
            self.n_of[:, part, side] = counted
            self.share[:, part, side] = counted / np.maximum(seen, 1)
            self.share_of_rest[:, part, side] = (of_all - counted) / np.maximum(seen_of_all - seen, 1)
            self.p_value[:, part, side] = np.where(
                is_enough, scipy.stats.hypergeom.sf(counted - 1, seen_of_all, of_all, seen), 1.0
            )
            self.is_tested[:, part, side] = is_enough

    def listed(self, group: int, q_value: NDArray[np.float64], level: float) -> tuple[HeldOutStatement, ...]:
        """List the statements that distinguish a group, the largest difference of shares first."""
        directions: tuple[Direction, Direction] = ("agree", "disagree")
        found = [
            HeldOutStatement(
                group=group,
                statement=int(statement),
                direction=directions[int(side)],
                n_of_direction=int(self.n_of[group, statement, side]),
                n_seen=int(self.n_seen[group, statement]),
                share=float(self.share[group, statement, side]),
                share_of_rest=float(self.share_of_rest[group, statement, side]),
                q_value=float(q_value[statement, side]),
            )
            for statement, side in np.argwhere(q_value <= level)
        ]
        return tuple(sorted(found, key=lambda one: (one.share_of_rest - one.share, one.statement)))


def q_values(p_value: NDArray[np.float64]) -> NDArray[np.float64]:
    """Adjust p-values for the false discovery rate.

    Parameters
    ----------
    p_value : ndarray of float64, shape (n_tests,)
        One for each test.

    Returns
    -------
    ndarray of float64, shape (n_tests,)
        ``min over p' >= p of p' * n_tests / rank(p')``, at most 1.
    """
    order = np.argsort(p_value, kind="stable")
    raw = p_value[order] * p_value.size / np.arange(1, p_value.size + 1)
    q = np.empty(p_value.size)
    q[order] = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1.0)
    return q


def named_like(
    label: NDArray[np.signedinteger], reference: NDArray[np.signedinteger], n_groups: int
) -> NDArray[np.signedinteger]:
    """Rename groups by those of a reference that they overlap most.

    Parameters
    ----------
    label, reference : ndarray of int, shape (n_people,)
        Groups of the same people, below `n_groups`; negative for people in none.
    n_groups : int
        How many groups.

    Returns
    -------
    ndarray of int, shape (n_people,)
        `label`, renamed one to one.
    """
    is_in = (label >= 0) & (reference >= 0)
    shared = np.zeros((n_groups, n_groups))
    np.add.at(shared, (label[is_in], reference[is_in]), 1)
    rows, columns = scipy.optimize.linear_sum_assignment(-shared)
    name = np.empty(n_groups, dtype=label.dtype)
    name[rows] = columns
    return np.where(label >= 0, name[np.maximum(label, 0)], label)
