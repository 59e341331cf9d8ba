"""Check against the published counts whether 1 means agree and whether any votes are missing."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from throughline.formats.problems import Problems

Counts = NDArray[np.int64]

_MOST_MISSING_SHARE: Final = 0.02
_MOST_DIFFERING_SHARE: Final = 0.10


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
    """

    file: str
    columns: list[str]
    rows: list[int]
    agrees: Counts
    disagrees: Counts


def agree_sign(plus: Counts, minus: Counts, published: Published, problems: Problems) -> int:
    """
    Find which sign means agree, and whether the votes match the published counts.

    Parameters
    ----------
    plus, minus : ndarray of int64, shape (n_rows,)
        How often the file has 1 and -1 for each row of `published`.
    published : Published
        The counts to compare with.
    problems : Problems
        Collects mixed signs, missing votes and small differences.

    Returns
    -------
    int
        1 or -1: the value that means agree in the file. 0 if the counts do not decide it.
    """
    agrees, disagrees = published.agrees, published.disagrees
    off_plain = np.abs(plus - agrees) + np.abs(minus - disagrees)
    off_turned = np.abs(plus - disagrees) + np.abs(minus - agrees)
    n_plain, n_turned = int(off_plain.sum()), int(off_turned.sum())
    sign = 0 if n_plain == n_turned else 1 if n_plain < n_turned else -1
    off, other = (off_turned, off_plain) if sign == -1 else (off_plain, off_turned)
    for i in np.flatnonzero((off > 0) & (other == 0)) if sign else ():
        problems.add(
            "polis_mixed_sign",
            published.file,
            published.rows[i],
            published.columns[i],
            published_agrees=int(agrees[i]),
            published_disagrees=int(disagrees[i]),
        )
    if problems.errors or not off.any():
        return sign
    found, counted = plus + minus, agrees + disagrees
    n_missing = int(np.maximum(counted - found, 0).sum())
    n_counted = int(counted.sum())
    if n_missing > _MOST_MISSING_SHARE * n_counted or int(off.sum()) > _MOST_DIFFERING_SHARE * n_counted:
        worst = int(np.argmax(off))
        problems.add(
            "polis_counts_differ",
            published.file,
            published.rows[worst],
            published.columns[worst],
            published=n_counted,
            found=int(found.sum()),
            published_here=int(counted[worst]),
            found_here=int(found[worst]),
        )
    else:
        problems.note("polis_counts_drift", published.file, n=int(np.count_nonzero(off)))
    return sign


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
