"""What people at either end of a spectrum agree with, by their votes."""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from throughline.methods.opinion_groups.errors import OpinionGroupsError
from throughline.methods.opinion_groups.representative import FALSE_DISCOVERY_RATE, q_values
from throughline.methods.opinion_groups.statistics import Direction, statement_statistics
from throughline.methods.votes import Votes

END_SHARE = 0.2
LARGEST_END_SHARE = 1 / 3


@dataclass(frozen=True)
class EndStatement:
    """A statement that most people at one end of a spectrum agree or disagree with, and fewer at the other.

    Attributes
    ----------
    statement : int
        Which statement.
    direction : {"agree", "disagree"}
        What most people at this end do.
    n_of_direction, n_seen : int
        How many people at this end do so, of how many there who saw the statement.
    share, share_of_other_end : float
        Share (0-1) at this end, and at the other.
    q_value : float
        False discovery rate among all statements with at most this q-value.
    """

    statement: int
    direction: Direction
    n_of_direction: int
    n_seen: int
    share: float
    share_of_other_end: float
    q_value: float


@dataclass(frozen=True)
class Ends:
    """The two ends of a spectrum.

    Attributes
    ----------
    n_low, n_high : int
        People at either end; 0 where there are no ends.
    low, high : tuple of EndStatement
        Statements of each end, the largest difference from the other end first: those that people there agree
        with or, only if there are none, disagree with. Empty where no statement is significant.
    """

    n_low: int = 0
    n_high: int = 0
    low: tuple[EndStatement, ...] = ()
    high: tuple[EndStatement, ...] = ()


def ends_of_spectrum(
    votes: Votes,
    position: NDArray[np.floating],
    *,
    minimum_people: int,
    level: float = FALSE_DISCOVERY_RATE,
) -> Ends:
    """Find what the people at either end of a line agree with, or else disagree with.

    An end is the outer fifth (`END_SHARE`) of those who have a position, or `minimum_people` where a fifth is
    fewer and they are no more than a third (`LARGEST_END_SHARE`); people at the position of its last person
    belong to it. An end agrees with a statement where at least `minimum_people` at either end saw it, more
    than half of those at this end agree, and more of them than at the other end by Fisher's exact test. The
    false discovery rate is controlled over all tests. The same for disagreeing.

    Parameters
    ----------
    votes : Votes
        The current votes.
    position : ndarray of float, shape (n_people,)
        Position of each person along the line; nan for those who are not placed.
    minimum_people : int
        People at an end who must have seen a statement; at least 1.
    level : float
        False discovery rate.

    Returns
    -------
    Ends
        Statements of either end.

    Raises
    ------
    OpinionGroupsError
        There is not one position for each person, or `minimum_people` is below 1.
    """
    where = np.asarray(position, dtype=np.float64)
    if where.shape != (votes.n_people,):
        raise OpinionGroupsError("One position for each person is needed.")
    if minimum_people < 1:
        raise OpinionGroupsError("At least one person is needed at an end.")
    end = _end_of_person(where, minimum_people)
    if end is None:
        return Ends()
    statistics = statement_statistics(votes, end, 2)
    seen = statistics.n_seen
    counted = np.stack([statistics.n_agree, statistics.n_disagree])  # side, end, statement
    of_both = counted.sum(axis=1, keepdims=True)
    p_value = np.asarray(scipy.stats.hypergeom.sf(counted - 1, seen.sum(axis=0), of_both, seen))
    is_tested = np.broadcast_to((seen >= minimum_people).all(axis=0) & ~votes.is_zeroed, p_value.shape)
    q_value = np.ones(p_value.shape)
    q_value[is_tested] = q_values(p_value[is_tested])
    n_low, n_high = int((end == 0).sum()), int((end == 1).sum())
    return Ends(n_low, n_high, *(_statements_of(at, counted, seen, q_value, level) for at in (0, 1)))


def _end_of_person(position: NDArray[np.float64], minimum_people: int) -> NDArray[np.int8] | None:
    """Assign people to the low end (0), the high end (1) or neither (-1); None where there are no ends."""
    ordered = np.sort(position[~np.isnan(position)])
    n_at_end = max(int(END_SHARE * ordered.size), minimum_people)
    if n_at_end > LARGEST_END_SHARE * ordered.size or ordered[n_at_end - 1] >= ordered[-n_at_end]:
        return None
    end = np.full(position.size, -1, dtype=np.int8)
    end[position <= ordered[n_at_end - 1]] = 0
    end[position >= ordered[-n_at_end]] = 1
    return end


def _statements_of(
    at: int,
    counted: NDArray[np.int64],
    seen: NDArray[np.int64],
    q_value: NDArray[np.float64],
    level: float,
) -> tuple[EndStatement, ...]:
    """List what an end agrees with or, only if there is nothing, what it disagrees with."""
    share = counted / np.maximum(seen, 1)
    directions: tuple[Direction, Direction] = ("agree", "disagree")
    for side, direction in enumerate(directions):
        is_listed = (q_value[side, at] <= level) & (2 * counted[side, at] > seen[at])
        found = [
            EndStatement(
                statement=int(j),
                direction=direction,
                n_of_direction=int(counted[side, at, j]),
                n_seen=int(seen[at, j]),
                share=float(share[side, at, j]),
                share_of_other_end=float(share[side, 1 - at, j]),
                q_value=float(q_value[side, at, j]),
            )
            for j in np.flatnonzero(is_listed)
        ]
        if found:
            return tuple(sorted(found, key=lambda one: (one.share_of_other_end - one.share, one.statement)))
    return ()
