"""The two directions in which votes differ most, and the positions of people on them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.sparse.linalg import LinearOperator, eigsh

from throughline.methods.opinion_groups.errors import (
    BadMomentsError,
    NoDifferenceError,
    TooFewPeopleError,
    TooFewStatementsError,
)
from throughline.methods.opinion_groups.moments import Moments
from throughline.methods.opinion_groups.slabs import (
    added_up,
    in_threads,
    laid_out,
    order_of_people,
    slabs_of,
    summed,
)
from throughline.methods.votes import Votes

MINIMUM_VOTES = 7
EXACT_UP_TO_N_CELLS = 1e9
GRAM_UP_TO_N_STATEMENTS = 1_000
FINE, FINEST = 2.0**32, 2.0**40


@dataclass(frozen=True, eq=False)
class Plane:
    """The directions in which votes differ most: two of them, unless more are requested.

    Attributes
    ----------
    mean : ndarray of float64, shape (n_statements,)
        Mean vote on each statement; 0 where zeroed or unseen.
    component : ndarray of float64, shape (n_components, n_statements)
        Unit vectors, the one of larger variance first; 0 where zeroed or unseen. In each the loading of
        largest size is positive. The second is all zero where votes differ in one direction only.
    variance_share : ndarray of float64, shape (n_components,)
        Share (0-1) of the variance of the mean-filled votes that lies along each.
    is_counted : ndarray of bool, shape (n_statements,)
        Statements that somebody voted on; the others are ignored.
    is_zeroed : ndarray of bool, shape (n_statements,)
        Statements that were moderated out or are meta.
    """

    mean: NDArray[np.float64]
    component: NDArray[np.float64]
    variance_share: NDArray[np.float64]
    is_counted: NDArray[np.bool_]
    is_zeroed: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Placement:
    """Positions of people on the plane.

    Attributes
    ----------
    plane : Plane
        The plane.
    person : ndarray of int64, shape (n_placed,)
        Who is placed, ascending: everyone with enough votes.
    position : ndarray of float64, shape (n_placed, 2)
        Position of each.
    n_people : int
        How many people there are, placed or not.
    """

    plane: Plane
    person: NDArray[np.int64]
    position: NDArray[np.float64]
    n_people: int


def fit_plane(votes: Votes, *, n_components: int = 2, moments: Moments | None = None) -> Plane:
    """Find the directions in which votes differ most.

    Everyone's votes count, including those of people with too few to be placed. A missing vote is set to the
    mean of those who saw the statement, so that it adds nothing to the sums of deviations: the dense matrix
    is never built.

    Parameters
    ----------
    votes : Votes
        The current votes.
    n_components : int
        How many directions; 2 make a plane.
    moments : Moments, optional
        The sums of these votes, where they are stored.

    Returns
    -------
    Plane
        Means and components.

    Raises
    ------
    TooFewStatementsError
        Fewer than two statements that are not zeroed have a vote.
    NoDifferenceError
        On no statement do two people differ.
    """
    counts = votes.n_votes_by_value if moments is None else moments.counts
    if moments is not None and not np.array_equal(moments.seen, votes.n_votes_by_statement):
        raise BadMomentsError("The sums are not those of these votes.")
    n_seen = counts.sum(axis=0)
    is_counted = n_seen > 0
    is_used = is_counted & ~votes.is_zeroed
    if int(is_used.sum()) < 2:
        raise TooFewStatementsError("At least two approved statements with votes are needed.")
    mean = np.where(is_used, (counts[2] - counts[0]) / np.maximum(n_seen, 1), 0.0)
    # In an order that depends only on the votes, so that rounding does too.
    used = np.flatnonzero(is_used)
    used = used[np.lexsort((np.abs(counts[2] - counts[0])[used], counts[1, used], n_seen[used]))]
    spread = (counts[2] + counts[0] - n_seen * mean * mean)[used].sum()
    if spread <= 1e-9:
        raise NoDifferenceError("Everyone who voted on a statement voted alike.")
    n_components = min(n_components, used.size)
    if used.size > GRAM_UP_TO_N_STATEMENTS:
        variance, vectors = _by_iteration(votes, mean, used, n_components)
    else:
        variance, vectors = _leading(_deviations(votes, mean, used, moments), n_components)
    component = np.zeros((n_components, votes.n_statements))
    for row in range(n_components):
        if variance[row] > 1e-9 * spread:
            vector = vectors[:, row]
            component[row, used] = np.rint(vector * np.sign(vector[_largest(vector)]) * FINE) / FINE
    return Plane(
        mean=mean,
        component=component,
        variance_share=np.clip(variance, 0.0, None) / spread,
        is_counted=is_counted,
        is_zeroed=votes.is_zeroed,
    )


def project(votes: Votes, plane: Plane) -> NDArray[np.float64]:
    """Place every person on the plane.

    Parameters
    ----------
    votes : Votes
        Votes on the plane's statements, of the same or of other people.
    plane : Plane
        The plane.

    Returns
    -------
    ndarray of float64, shape (n_people, n_components)
        ``sqrt(n_statements / n_seen)`` times the sum over seen statements of deviation times component.
        Zeroed statements count as seen by everyone; people who saw nothing are at the origin.
    """
    is_used = plane.is_counted & ~plane.is_zeroed
    # Multiples of a power of two are added exactly, so that the order of statements does not matter.
    deviation = np.array([-1.0, 0.0, 1.0]) - plane.mean[:, None]
    moved = plane.component[:, :, None] * np.where(is_used[:, None], deviation, 0.0)
    tables = list((np.rint(moved * FINEST) / FINEST).reshape(len(moved), -1))
    is_seen = None if bool(is_used[plane.is_counted].all()) else np.repeat(is_used.astype(np.int64), 3)
    n_always = int((plane.is_counted & plane.is_zeroed).sum())
    position = np.zeros((votes.n_people, len(tables)))

    def work(people: slice) -> None:
        n_seen = n_by_person[people] if is_seen is None else added_up(votes, people, is_seen)
        stretch = np.sqrt(int(plane.is_counted.sum()) / np.maximum(n_seen + n_always, 1))
        for axis, table in enumerate(tables):
            position[people, axis] = added_up(votes, people, table) * stretch

    n_by_person = votes.n_votes_by_person
    in_threads(slabs_of(votes.n_people), votes.n_votes, work)
    return position


def place(
    votes: Votes,
    *,
    minimum_votes: int = MINIMUM_VOTES,
    n_components: int = 2,
    moments: Moments | None = None,
) -> Placement:
    """Find the plane, and place everyone with enough votes on it.

    Parameters
    ----------
    votes : Votes
        The current votes.
    minimum_votes : int
        Votes a person needs, passes and zeroed statements included; all of the statements where there are
        fewer than this.
    n_components : int
        How many directions; 2 make a plane.
    moments : Moments, optional
        The sums of these votes, where they are stored.

    Returns
    -------
    Placement
        The plane, who is placed, and where.

    Raises
    ------
    TooFewPeopleError
        Fewer than two people have enough votes.
    TooFewStatementsError
        Fewer than two statements that are not zeroed have a vote.
    NoDifferenceError
        On no statement do two people differ.
    """
    plane = fit_plane(votes, n_components=n_components, moments=moments)
    needed = min(minimum_votes, int(plane.is_counted.sum()))
    person = np.flatnonzero(votes.n_votes_by_person >= needed)
    if person.size < 2:
        raise TooFewPeopleError(
            f"At least two people with {needed} votes are needed; there are {person.size}."
        )
    return Placement(
        plane=plane, person=person, position=project(votes, plane)[person], n_people=votes.n_people
    )


def _largest(vector: NDArray[np.float64]) -> int:
    """Index of the entry of largest size; the first of those equal within rounding errors."""
    size = np.abs(vector)
    return int(np.argmax(size >= size.max() * (1 - 1e-9)))


def _leading(
    deviations: NDArray[np.float64], n_components: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the largest eigenvalues and their vectors, largest first."""
    n = len(deviations)
    variance, vectors = eigh(deviations, subset_by_index=[n - n_components, n - 1])
    return variance[::-1], vectors[:, ::-1]


def _deviations(
    votes: Votes, mean: NDArray[np.float64], used: NDArray[np.int64], moments: Moments | None
) -> NDArray[np.float64]:
    """Sums of products of deviations of the used statements: exact where that is fast enough."""
    if moments is not None:
        return moments.only(used).deviations()
    if float(votes.n_people) * used.size**2 <= EXACT_UP_TO_N_CELLS:
        return Moments.of(votes, used).deviations()
    column, table = (
        np.zeros(votes.n_statements, dtype=np.int64),
        np.zeros((votes.n_statements, 3), np.float32),
    )
    column[used] = np.arange(used.size)
    table[used] = np.array([-1.0, 0.0, 1.0]) - mean[used, None]
    order = order_of_people(votes, used)

    def work(people: slice) -> NDArray[np.float32]:
        laid = laid_out(votes, order[people], table, column, used.size)
        return laid.T @ laid

    return summed(votes.n_people, votes.n_votes, work)


def _by_iteration(
    votes: Votes, mean: NDArray[np.float64], used: NDArray[np.int64], n_components: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The largest eigenvalues and their vectors where there are too many statements for a square of them."""
    deviation = votes.sparse_of(votes.value - mean[votes.statement])
    deviation = deviation[order_of_people(votes, used)][:, used]
    deviation.sort_indices()
    across = deviation.T.tocsr()

    def multiplied(vector: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(across @ (deviation @ vector))

    operator = LinearOperator((used.size, used.size), matvec=multiplied, dtype=np.float64)
    start = np.random.default_rng(0).normal(size=used.size)
    variance, vectors = eigsh(operator, k=n_components, v0=start, tol=1e-10)
    return variance[::-1], vectors[:, ::-1]
