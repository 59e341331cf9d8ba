"""The sums that the plane depends on, as exact whole numbers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.methods.opinion_groups.slabs import laid_out, summed
from throughline.methods.votes import Votes

SPARSE_COST = 300.0  # a pair of votes costs about as much as this many cells of a dense product


@dataclass(frozen=True, eq=False)
class Moments:
    """The sums that the components depend on: exact whole numbers, for any number of people.

    One more vote changes one row and one column of each; the order of people does not matter.

    Attributes
    ----------
    seen : ndarray of int64, shape (n_statements,)
        Votes on each statement, passes included.
    total : ndarray of int64, shape (n_statements,)
        Sum of the votes: agrees minus disagrees.
    product : ndarray of int64, shape (n_statements, n_statements)
        ``product[j, k]`` is the sum of ``vote_j * vote_k`` over people who saw both.
    total_where_seen : ndarray of int64, shape (n_statements, n_statements)
        ``total_where_seen[j, k]`` is the sum of ``vote_j`` over people who saw both.
    seen_together : ndarray of int64, shape (n_statements, n_statements)
        Number of people who saw both.
    """

    seen: NDArray[np.int64]
    total: NDArray[np.int64]
    product: NDArray[np.int64]
    total_where_seen: NDArray[np.int64]
    seen_together: NDArray[np.int64]

    @classmethod
    def of(cls, votes: Votes, chosen: NDArray[np.int64] | None = None) -> "Moments":
        """Count the votes.

        Parameters
        ----------
        votes : Votes
            The current votes.
        chosen : ndarray of int64, optional
            Statements to use, in the order wanted; all if not given.

        Returns
        -------
        Moments
            Their exact sums; zeroed statements are counted like any other.
        """
        product, where_seen, together = _products(
            votes, np.arange(votes.n_statements) if chosen is None else chosen
        )
        return cls(
            seen=np.diagonal(together).copy(),
            total=np.diagonal(where_seen).copy(),
            product=product,
            total_where_seen=where_seen,
            seen_together=together,
        )

    @property
    def mean(self) -> NDArray[np.float64]:
        """Mean vote of those who saw each statement; 0 where nobody did; shape (n_statements,)."""
        return self.total / np.maximum(self.seen, 1)

    @property
    def counts(self) -> NDArray[np.int64]:
        """Disagrees, passes and agrees on each statement; int64, shape (3, n_statements)."""
        n_sided = np.diagonal(self.product)
        return np.stack([(n_sided - self.total) // 2, self.seen - n_sided, (n_sided + self.total) // 2])

    def only(self, chosen: NDArray[np.int64]) -> "Moments":
        """Leave out statements, or put them in another order.

        Parameters
        ----------
        chosen : ndarray of int64
            Statements to keep, in the order wanted.

        Returns
        -------
        Moments
            Their sums.
        """
        square = np.ix_(chosen, chosen)
        return Moments(
            seen=self.seen[chosen],
            total=self.total[chosen],
            product=self.product[square],
            total_where_seen=self.total_where_seen[square],
            seen_together=self.seen_together[square],
        )

    def deviations(self) -> NDArray[np.float64]:
        """Sum over people of the products of their deviations from the means.

        Returns
        -------
        ndarray of float64, shape (n_statements, n_statements)
            ``sum_i (v_ij - mean_j)(v_ik - mean_k)`` over people who saw both: the covariance, times the
            number of people, of the votes with each missing one set to its statement's mean.
        """
        mean = self.mean
        crossed = self.total_where_seen * mean
        return self.product - crossed - crossed.T + np.outer(mean, mean) * self.seen_together


def _products(votes: Votes, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
    """`product`, `total_where_seen` and `seen_together` of the chosen statements; shape (3, n, n)."""
    n = chosen.size
    if not n or not votes.n_people:
        return np.zeros((3, n, n), dtype=np.int64)
    n_pairs = float((votes.n_votes_by_person.astype(np.float64) ** 2).sum())
    if SPARSE_COST * n_pairs < float(votes.n_people) * n * n:
        return _sparse_products(votes, chosen)
    column = np.full(votes.n_statements, n)  # statements not chosen go into a last column
    column[chosen] = np.arange(n)
    shown, value = np.ones((votes.n_statements, 3), np.float32), np.zeros((votes.n_statements, 3), np.float32)
    value[:] = (-1, 0, 1)

    def work(people: slice) -> NDArray[np.float32]:
        """Counts of a slab stay far below 2^24: exact in single precision."""
        s = laid_out(votes, people, shown, column, n + 1)[:, :n]
        v = laid_out(votes, people, value, column, n + 1)[:, :n]
        return np.stack([v.T @ v, v.T @ s, s.T @ s])

    return summed(votes.n_people, votes.n_votes, work).astype(np.int64)


def _sparse_products(votes: Votes, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
    value = votes.sparse_of(votes.value.astype(np.float64))[:, chosen]
    shown = votes.sparse_of(np.ones(votes.n_votes))[:, chosen]
    parts = (value.T @ value, value.T @ shown, shown.T @ shown)
    return np.stack([part.toarray() for part in parts]).astype(np.int64)
