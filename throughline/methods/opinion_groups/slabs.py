"""Votes laid out densely, a few thousand people at a time: the whole matrix is never built."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from throughline.methods.votes import Votes

ROWS = 4096
N_LANES = 2
THREADS_FROM_N_VOTES = 200_000

Part = TypeVar("Part")
Outcome = TypeVar("Outcome")
Number = TypeVar("Number", bound=np.number)


def laid_out(
    votes: Votes,
    people: slice | NDArray[np.int64],
    table: NDArray[np.floating],
    column: NDArray[np.int64],
    n_columns: int,
) -> NDArray[np.floating]:
    """Lay out some people's votes, each replaced by its number in a table.

    Parameters
    ----------
    votes : Votes
        The current votes.
    people : slice or ndarray of int64
        Which people: a slice of neighbors, or row numbers in any order.
    table : ndarray of float, shape (n_statements, 3)
        Number for a disagree, a pass and an agree on each statement.
    column : ndarray of int64, shape (n_statements,)
        Column of each statement. Those that share one are added up.
    n_columns : int
        How many columns.

    Returns
    -------
    ndarray of float, shape (n_chosen, n_columns)
        In the type of `table`; 0 where there is no vote.
    """
    if isinstance(people, slice):
        offsets = votes.offsets[people.start : people.stop + 1]
        chosen: slice | NDArray[np.int64] = slice(int(offsets[0]), int(offsets[-1]))
        bounds = offsets - offsets[0]
    else:
        first, n_each = votes.offsets[people], votes.offsets[people + 1] - votes.offsets[people]
        bounds = np.concatenate([[0], np.cumsum(n_each)])
        chosen = np.repeat(first - bounds[:-1], n_each) + np.arange(bounds[-1])
    statement = votes.statement[chosen].astype(np.intp)
    cell = table.reshape(-1).take(3 * statement + 1 + votes.value[chosen])
    shape = (len(bounds) - 1, n_columns)
    laid = sparse.csr_array(
        (cell, column.take(statement).astype(np.int32), bounds.astype(np.int32)), shape=shape
    )
    return np.asarray(laid.toarray())


def added_up(votes: Votes, people: slice, table: NDArray[Number]) -> NDArray[Number]:
    """For each of some people, add up the numbers that a table has for their votes.

    Parameters
    ----------
    votes : Votes
        The current votes.
    people : slice
        Which people.
    table : ndarray, shape (n_statements * 3,)
        Number for a disagree, a pass and an agree on each statement, statement by statement.

    Returns
    -------
    ndarray, shape (n_chosen,)
        Sums in the type of `table`; 0 for people who did not vote.
    """
    offsets = votes.offsets[people.start : people.stop + 1]
    rows = slice(int(offsets[0]), int(offsets[-1]))
    total = np.zeros(len(offsets) - 1, dtype=table.dtype)
    has_voted = offsets[1:] > offsets[:-1]
    if has_voted.any():
        cell = table.take(3 * votes.statement[rows].astype(np.intp) + 1 + votes.value[rows])
        total[has_voted] = np.add.reduceat(cell, offsets[:-1][has_voted] - offsets[0])
    return total


def order_of_people(votes: Votes, statements: NDArray[np.int64]) -> NDArray[np.int64]:
    """Put people into an order that depends only on how they voted.

    Sums of rounded numbers are then the same regardless of the order of people and statements.

    Parameters
    ----------
    votes : Votes
        The current votes.
    statements : ndarray of int64
        Statements whose votes count.

    Returns
    -------
    ndarray of int64, shape (n_people,)
        Row numbers of people. People who voted alike are adjacent.
    """
    counts = np.asarray(votes.n_votes_by_value[:, statements], dtype=np.uint64)
    key = _mixed(counts[0] + _mixed(counts[1] + _mixed(counts[2])))
    table = np.zeros((votes.n_statements, 3), dtype=np.uint64)
    table[statements] = _mixed(key[:, None] + np.array([0, 1, 2], dtype=np.uint64))
    mark = np.zeros(votes.n_people, dtype=np.uint64)

    def work(people: slice) -> None:
        mark[people] = added_up(votes, people, table.reshape(-1))

    in_threads(slabs_of(votes.n_people), votes.n_votes, work)
    return np.argsort(mark, kind="stable")


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread whole numbers over 64 bits (the finalizer of SplitMix64)."""
    mixed = numbers + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def slabs_of(n_people: int) -> list[slice]:
    """Cut people into slices of neighbors.

    Parameters
    ----------
    n_people : int
        How many there are.

    Returns
    -------
    list of slice
        At most `ROWS` people each, in order.
    """
    return [slice(first, min(first + ROWS, n_people)) for first in range(0, n_people, ROWS)]


def in_threads(parts: Sequence[Part], n_votes: int, work: Callable[[Part], Outcome]) -> list[Outcome]:
    """Process several parts, in threads where there is enough to do.

    Parameters
    ----------
    parts : sequence
        What to work on.
    n_votes : int
        How many votes there are in all; with few, no threads are used.
    work : callable
        What to do with a part; called from several threads at once.

    Returns
    -------
    list
        The outcomes, in the order of the parts.
    """
    n_threads = min(N_LANES, len(parts))
    if n_votes < THREADS_FROM_N_VOTES or n_threads < 2:
        return [work(part) for part in parts]
    with ThreadPoolExecutor(n_threads) as pool:
        return list(pool.map(work, parts))


def summed(
    n_people: int, n_votes: int, work: Callable[[slice], NDArray[np.integer | np.floating]]
) -> NDArray[np.float64]:
    """Add up an array computed for each slab of people, in threads where there is enough to do.

    Parameters
    ----------
    n_people, n_votes : int
        How many there are; at least one person.
    work : callable
        Computes an array for a slice of people; called from several threads at once.

    Returns
    -------
    ndarray of float64
        The sum. The order of the additions does not depend on the number of threads.
    """
    slabs = slabs_of(n_people)

    def lane(number: int) -> NDArray[np.float64]:
        total = work(slabs[number]).astype(np.float64)
        for slab in slabs[number + N_LANES :: N_LANES]:
            total += work(slab)
        return total

    parts = in_threads(range(min(N_LANES, len(slabs))), n_votes, lane)
    return np.asarray(sum(parts[1:], start=parts[0]))
