"""Check against the published counts whether 1 means agree and whether any votes are missing."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from throughline.formats.problems import Problems

Counts = NDArray[np.int64]

_MOST_MISSING_SHARE: Final = 0.02
_MOST_DIFFERING_SHARE: Final = 0.10
_FEWEST_ROWS: Final = 3
"""So many rows have to tell the sign of counts that are old."""


@dataclass(frozen=True, eq=False)
class Published:
    """
    Counts a file publishes, row by row.

    Parameters
    ----------
    file : str
        Which file.
    columns : list of str
        Header of the column of each count of agreements, for the message.
    rows : list of int
        Row of each count, as a spreadsheet shows it.
    agrees, disagrees : ndarray of int64, shape (n_rows,)
        What was published.
    removable : str
        What may be removed from the export to read it without these counts.
    """

    file: str
    columns: list[str]
    rows: list[int]
    agrees: Counts
    disagrees: Counts
    removable: str


@dataclass(frozen=True, eq=False)
class SignCheck:
    """
    What published counts say about votes.

    Parameters
    ----------
    published : Published or None
        The counts; None if there are none.
    sign : int
        1 or -1: the value that means agree in the file. 0 if the counts do not decide it.
    is_decisive : bool
        Whether the counts fit one sign clearly better than the other, even if they are old.
    off : ndarray of int64, shape (n_rows,)
        By how many votes each row differs.
    reversed_rows : ndarray of intp
        Rows that fit the other sign exactly, and this one not.
    found : ndarray of int64, shape (n_rows,)
        Agreements and disagreements among the votes.
    """

    published: Published | None
    sign: int
    is_decisive: bool
    off: Counts
    reversed_rows: NDArray[np.intp]
    found: Counts

    @classmethod
    def nothing(cls) -> "SignCheck":
        """Return the check of votes without published counts."""
        none = np.zeros(0, dtype=np.int64)
        return cls(None, 0, False, none, none, none)

    @property
    def n_off(self) -> int:
        """Rows that differ."""
        return int(np.count_nonzero(self.off))

    @property
    def n_decided(self) -> int:
        """Rows that tell agree from disagree."""
        if self.published is None:
            return 0
        return int(np.count_nonzero(self.published.agrees != self.published.disagrees))

    @property
    def is_mixed(self) -> bool:
        """Whether at least half of the rows that differ are the other way round."""
        n_reversed = len(self.reversed_rows)
        return n_reversed > 0 and 2 * n_reversed >= self.n_off

    @property
    def is_contradicted(self) -> bool:
        """Whether the counts are not those of the votes, or of other votes than are there."""
        return len(self.reversed_rows) > 0 or self._is_far_off

    @property
    def _is_far_off(self) -> bool:
        if self.published is None or not self.off.any():
            return False
        counted = self._counted
        n_counted = int(counted.sum())
        n_missing = int(np.maximum(counted - self.found, 0).sum())
        return (
            n_missing > _MOST_MISSING_SHARE * n_counted
            or int(self.off.sum()) > _MOST_DIFFERING_SHARE * n_counted
        )

    @property
    def _counted(self) -> Counts:
        if self.published is None:
            return np.zeros(0, dtype=np.int64)
        return self.published.agrees + self.published.disagrees

    def report(self, problems: Problems) -> None:
        """
        Add what is wrong, or note a small difference.

        Parameters
        ----------
        problems : Problems
            Collects mixed signs, missing votes and small differences.
        """
        published = self.published
        if published is None or not self.n_off:
            return
        for i in self.reversed_rows:
            problems.add(
                "polis_mixed_sign",
                published.file,
                published.rows[i],
                published.columns[i],
                published_agrees=int(published.agrees[i]),
                published_disagrees=int(published.disagrees[i]),
            )
        if problems.errors:
            return
        if not self._is_far_off:
            problems.note("polis_counts_drift", published.file, n=self.n_off)
            return
        worst, counted = int(np.argmax(self.off)), self._counted
        is_more = int(self.found.sum()) > int(counted.sum())
        problems.add(
            "polis_counts_exceeded" if is_more else "polis_counts_differ",
            published.file,
            published.rows[worst],
            published.columns[worst],
            published=int(counted.sum()),
            found=int(self.found.sum()),
            published_here=int(counted[worst]),
            found_here=int(self.found[worst]),
            removable=published.removable,
        )


def sign_check(plus: Counts, minus: Counts, published: Published) -> SignCheck:
    """
    Find which sign means agree, and whether the votes match the published counts.

    Parameters
    ----------
    plus, minus : ndarray of int64, shape (n_rows,)
        How often the file has 1 and -1 for each row of `published`.
    published : Published
        The counts to compare with.

    Returns
    -------
    SignCheck
        The sign, and the rows that differ.
    """
    agrees, disagrees = published.agrees, published.disagrees
    off_plain = np.abs(plus - agrees) + np.abs(minus - disagrees)
    off_turned = np.abs(plus - disagrees) + np.abs(minus - agrees)
    n_plain, n_turned = int(off_plain.sum()), int(off_turned.sum())
    sign = 0 if n_plain == n_turned else 1 if n_plain < n_turned else -1
    off, other = (off_turned, off_plain) if sign == -1 else (off_plain, off_turned)
    is_reversed = (off > 0) & (other == 0) & (sign != 0)
    fits = {1: (off_plain, plus, minus), -1: (off_turned, minus, plus)}
    is_decisive = sign != 0 and _is_clear(published, fits[sign], fits[-sign])
    return SignCheck(published, sign, is_decisive, off, np.flatnonzero(is_reversed), plus + minus)


def _is_clear(
    published: Published, fit: tuple[Counts, Counts, Counts], other: tuple[Counts, Counts, Counts]
) -> bool:
    """Return whether one sign fits clearly better: by the sums, by rows that fit exactly, or by growth.

    Old counts are smaller than the votes on both sides, or larger on both; by the wrong sign many cross.
    """
    (off, agree, disagree), (off_other, agree_other, disagree_other) = fit, other
    if 2 * int(off.sum()) <= int(off_other.sum()):
        return True
    n_exact = int(np.count_nonzero((off == 0) & (off_other > 0)))
    n_exact_other = int(np.count_nonzero((off_other == 0) & (off > 0)))
    if n_exact >= _FEWEST_ROWS and n_exact >= 10 * n_exact_other:
        return True
    n_crossed = _n_crossed(published, agree, disagree)
    return n_crossed == 0 and _n_crossed(published, agree_other, disagree_other) >= _FEWEST_ROWS


def _n_crossed(published: Published, agree: Counts, disagree: Counts) -> int:
    """Count the rows with more agreements but fewer disagreements than published, or the reverse."""
    products = np.sign(agree - published.agrees) * np.sign(disagree - published.disagrees)
    return int(np.count_nonzero(products < 0))


def count_by(index: NDArray[np.int32], value: NDArray[np.int8], wanted: int, n: int) -> Counts:
    """
    Count votes of one value.

    Parameters
    ----------
    index : ndarray of int32, shape (n_votes,)
        Person or statement of each vote.
    value : ndarray of int8, shape (n_votes,)
        The votes.
    wanted : int
        The value to count.
    n : int
        How many people or statements there are.

    Returns
    -------
    ndarray of int64, shape (n,)
        The counts.
    """
    return np.bincount(index[value == wanted], minlength=n).astype(np.int64)
