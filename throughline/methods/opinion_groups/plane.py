"""The two directions in which votes differ most, and where people stand on them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

from throughline.methods.opinion_groups.errors import (
    NoDifferenceError,
    TooFewPeopleError,
    TooFewStatementsError,
)
from throughline.methods.opinion_groups.moments import Moments
from throughline.methods.votes import Votes

MINIMUM_VOTES = 7


@dataclass(frozen=True, eq=False)
class Plane:
    """The two directions in which votes differ most.

    Attributes
    ----------
    mean : ndarray of float64, shape (n_statements,)
        Mean vote on each statement; 0 where zeroed or unseen.
    component : ndarray of float64, shape (2, n_statements)
        Unit vectors, the one of larger variance first; 0 where zeroed or unseen. In each the loading of
        largest size is positive. The second is all zero where votes differ in one direction only.
    variance_share : ndarray of float64, shape (2,)
        Share (0-1) of the variance of the mean-filled votes that lies along each.
    is_counted : ndarray of bool, shape (n_statements,)
        Statements that somebody voted on; the others take no part at all.
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
    """Where people stand on the plane.

    Attributes
    ----------
    plane : Plane
        The plane.
    person : ndarray of int64, shape (n_placed,)
        Who is placed, ascending: everyone with enough votes.
    position : ndarray of float64, shape (n_placed, 2)
        Where each stands.
    n_people : int
        How many people there are, placed or not.
    """

    plane: Plane
    person: NDArray[np.int64]
    position: NDArray[np.float64]
    n_people: int


def fit_plane(votes: Votes) -> Plane:
    """Find the two directions in which votes differ most.

    Everyone's votes count, also of people with too few to be placed. A missing vote is set to the mean of
    those who saw the statement, so that it adds nothing to the sums of deviations: the dense matrix is never
    made.

    Parameters
    ----------
    votes : Votes
        The current votes.

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
    is_counted = votes.n_votes_by_statement > 0
    is_used = is_counted & ~votes.is_zeroed
    if int(is_used.sum()) < 2:
        raise TooFewStatementsError("At least two approved statements with votes are needed.")
    moments = Moments.of(votes)
    used = np.flatnonzero(is_used)
    deviations = moments.deviations()[np.ix_(used, used)]
    trace = float(np.trace(deviations))
    if trace <= 1e-9:
        raise NoDifferenceError("Everyone who voted on a statement voted alike.")
    variance, vectors = eigh(deviations, subset_by_index=[len(used) - 2, len(used) - 1])
    component = np.zeros((2, votes.n_statements))
    for row, column in enumerate((1, 0)):
        if variance[column] > 1e-9 * trace:
            vector = vectors[:, column]
            component[row, used] = vector * np.sign(vector[_largest(vector)])
    share = np.clip(variance[::-1], 0.0, None) / trace
    return Plane(
        mean=np.where(is_used, moments.mean, 0.0),
        component=component,
        variance_share=share,
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
    ndarray of float64, shape (n_people, 2)
        ``sqrt(n_statements / n_seen)`` times the sum over seen statements of deviation times component.
        Zeroed statements count as seen by everyone; who saw nothing stands at the origin.
    """
    is_used = plane.is_counted & ~plane.is_zeroed
    of_used = is_used[votes.statement]
    deviation = np.where(of_used, votes.value - plane.mean[votes.statement], 0.0)
    n_seen = np.bincount(votes.person[of_used], minlength=votes.n_people)
    n_seen += int((plane.is_counted & plane.is_zeroed).sum())
    stretch = np.sqrt(int(plane.is_counted.sum()) / np.maximum(n_seen, 1))
    position = votes.sparse_of(deviation) @ plane.component.T
    return np.asarray(position * stretch[:, None], dtype=np.float64)


def place(votes: Votes, *, minimum_votes: int = MINIMUM_VOTES) -> Placement:
    """Find the plane, and place everyone with enough votes on it.

    Parameters
    ----------
    votes : Votes
        The current votes.
    minimum_votes : int
        Votes a person needs, passes and zeroed statements included; all of the statements where there are
        fewer than this.

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
    plane = fit_plane(votes)
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
    """Index of the entry of largest size; of entries equal but for rounding, the first."""
    size = np.abs(vector)
    return int(np.argmax(size >= size.max() * (1 - 1e-9)))
