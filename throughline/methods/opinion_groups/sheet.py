"""A dense copy of the votes of up to a few thousand people, for the tests against chance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

from throughline.methods.opinion_groups.plane import Placement, Plane
from throughline.methods.votes import Votes

MAXIMUM_PEOPLE = 2_000


@dataclass(frozen=True, eq=False)
class Sheet:
    """Votes of placed people on the statements that count.

    People and statements are ordered by their positions on the plane, so that the same votes give the same
    sheet, and the same draws, regardless of their order.

    Attributes
    ----------
    value : ndarray of int8, shape (n_people, n_statements)
        Agree +1, disagree -1, pass 0; 0 where unseen.
    is_seen : ndarray of bool, shape (n_people, n_statements)
        Where there is a vote.
    n_zeroed : int
        Zeroed statements: in no column, but counted as seen by everyone.
    person : ndarray of int64, shape (n_people,)
        Row number of the person in each row.
    statement : ndarray of int64, shape (n_statements,)
        Row number of the statement in each column.
    """

    value: NDArray[np.int8]
    is_seen: NDArray[np.bool_]
    n_zeroed: int
    person: NDArray[np.int64]
    statement: NDArray[np.int64]

    @classmethod
    def of(
        cls,
        votes: Votes,
        placement: Placement,
        *,
        rng: np.random.Generator,
        maximum_people: int = MAXIMUM_PEOPLE,
    ) -> "Sheet":
        """Lay out the votes of the placed people, or of a random sample of them.

        Parameters
        ----------
        votes : Votes
            The current votes.
        placement : Placement
            Who is placed, and where.
        rng : numpy.random.Generator
            Source of the sample; not used where all fit.
        maximum_people : int
            How many people at most.

        Returns
        -------
        Sheet
            Their votes.
        """
        plane = placement.plane
        x, y = np.round(placement.position.T, 9)
        people = placement.person[np.lexsort((y, x, np.abs(y), np.abs(x)))]
        if people.size > maximum_people:
            people = people[np.sort(rng.choice(people.size, size=maximum_people, replace=False))]
        used = statements_in_order(plane)
        row, column = np.full(votes.n_people, -1), np.full(votes.n_statements, -1)
        row[people], column[used] = np.arange(people.size), np.arange(used.size)
        of_row, of_column = row[votes.person], column[votes.statement]
        is_in = (of_row >= 0) & (of_column >= 0)
        value = np.zeros((people.size, used.size), dtype=np.int8)
        is_seen = np.zeros(value.shape, dtype=bool)
        value[of_row[is_in], of_column[is_in]] = votes.value[is_in]
        is_seen[of_row[is_in], of_column[is_in]] = True
        return cls(value, is_seen, int((plane.is_counted & plane.is_zeroed).sum()), people, used)

    @property
    def n_people(self) -> int:
        """Number of rows."""
        return len(self.value)

    @property
    def n_statements(self) -> int:
        """Number of columns."""
        return int(self.value.shape[1])

    def deviation(self, value: NDArray[np.int8]) -> NDArray[np.float32]:
        """Subtract each statement's mean where it was seen.

        Parameters
        ----------
        value : ndarray of int8, shape (n_people, n_statements)
            Votes where this sheet's people voted, 0 elsewhere.

        Returns
        -------
        ndarray of float32, shape (n_people, n_statements)
            Deviations, 0 where unseen.
        """
        mean = value.sum(axis=0, dtype=np.int64) / np.maximum(self.is_seen.sum(axis=0), 1)
        return np.where(self.is_seen, value - mean.astype(np.float32), np.float32(0))

    def positions(self, value: NDArray[np.int8], n_dimensions: int) -> NDArray[np.float64]:
        """Place this sheet's people by their votes, as the plane does, in any number of dimensions.

        Parameters
        ----------
        value : ndarray of int8, shape (n_people, n_statements)
            Votes where this sheet's people voted, 0 elsewhere.
        n_dimensions : int
            How many components.

        Returns
        -------
        ndarray of float64, shape (n_people, n_dimensions)
            Position of each; dimensions beyond the number of statements are 0.
        """
        deviation = self.deviation(value)
        n_found = min(n_dimensions, self.n_statements)
        products = (deviation.T @ deviation).astype(np.float64)
        n = self.n_statements
        component = eigh(products, subset_by_index=[n - n_found, n - 1])[1][:, ::-1]
        n_seen = self.is_seen.sum(axis=1) + self.n_zeroed
        stretch = np.sqrt((n + self.n_zeroed) / np.maximum(n_seen, 1))
        position = np.zeros((self.n_people, n_dimensions))
        position[:, :n_found] = (deviation @ component) * stretch[:, None]
        return position


def statements_in_order(plane: Plane) -> NDArray[np.int64]:
    """Order the statements that count by their positions, independently of the order they came in.

    Parameters
    ----------
    plane : Plane
        The plane.

    Returns
    -------
    ndarray of int64, shape (n_used,)
        Row numbers of statements that have a vote and are not zeroed, by their positions on the plane.
    """
    used = np.flatnonzero(plane.is_counted & ~plane.is_zeroed)
    first, second = np.round(plane.component[:2, used], 9)
    order: NDArray[np.intp] = np.lexsort((np.round(plane.mean[used], 9), second, first))
    return np.asarray(used[order])


def largest_variances(deviation: NDArray[np.float32], n: int) -> NDArray[np.float64]:
    """Largest eigenvalues of the sums of products of deviations.

    Parameters
    ----------
    deviation : ndarray of float32, shape (n_people, n_statements)
        Deviations from the means.
    n : int
        How many.

    Returns
    -------
    ndarray of float64, shape (n,)
        Largest first; 0 where there are fewer.
    """
    is_wide = deviation.shape[1] > deviation.shape[0]
    products = deviation @ deviation.T if is_wide else deviation.T @ deviation
    size = len(products)
    n_found = min(n, size)
    found = eigh(products.astype(np.float64), eigvals_only=True, subset_by_index=[size - n_found, size - 1])
    largest = np.zeros(n)
    largest[:n_found] = np.maximum(found[::-1], 0.0)
    return largest
