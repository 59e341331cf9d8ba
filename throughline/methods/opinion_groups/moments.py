"""Everything the plane depends on, as exact whole numbers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.methods.votes import Votes


@dataclass(frozen=True, eq=False)
class Moments:
    """Everything the components depend on: exact whole numbers, whatever the number of people.

    One more vote changes one row and one column of each; people in another order change nothing.

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
    def of(cls, votes: Votes) -> "Moments":
        """Count the votes.

        Parameters
        ----------
        votes : Votes
            The current votes.

        Returns
        -------
        Moments
            Their exact sums; zeroed statements are counted like any other.
        """
        value = votes.sparse_of(votes.value.astype(np.int64))
        shown = votes.sparse_of(np.ones(votes.n_votes, dtype=np.int64))
        together = np.asarray((shown.T @ shown).toarray(), dtype=np.int64)
        where_seen = np.asarray((value.T @ shown).toarray(), dtype=np.int64)
        return cls(
            seen=np.diagonal(together).copy(),
            total=np.diagonal(where_seen).copy(),
            product=np.asarray((value.T @ value).toarray(), dtype=np.int64),
            total_where_seen=where_seen,
            seen_together=together,
        )

    @property
    def mean(self) -> NDArray[np.float64]:
        """Mean vote of those who saw each statement; 0 where nobody did; shape (n_statements,)."""
        return self.total / np.maximum(self.seen, 1)

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
