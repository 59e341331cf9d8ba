"""Cross-tabulation: how do the answers to one question differ by the answers to another?

See ``docs/methods/crosstab.md``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

METHOD = "crosstab"
VERSION = "1"


LEAST_EXPECTED = 5.0
N_SHUFFLES = 9_999
SHUFFLES_AT_ONCE = 1_000


class BadAnswersError(ValueError):
    """The two lists of answers differ in length, or an answer was not offered or was offered twice."""


class NothingToCompareError(ValueError):
    """Fewer than two rows or columns are not empty."""


@dataclass(frozen=True)
class Independence:
    """Test of independence of the answers of these people to two questions.

    Attributes
    ----------
    n : int
        People who gave both answers.
    how : {'fisher', 'shuffled', 'chi_square'}
        Exact, by shuffling answers among these people, or by the formula for large tables.
    n_shuffles : int
        How many shuffles; 0 where none were needed.
    chi_square : float
        Pearson's statistic.
    degrees_of_freedom : int
        (rows - 1) * (columns - 1), without empty ones.
    p : float
        P value: share of all assignments of the same answers to the same people that are at least as uneven
        (0-1).
    cramers_v : float
        Strength, from 0 (every row answers alike) to 1 (the row determines the answer).
    """

    n: int
    how: Literal["fisher", "shuffled", "chi_square"]
    n_shuffles: int
    chi_square: float
    degrees_of_freedom: int
    p: float
    cramers_v: float


@dataclass(frozen=True, eq=False)
class Crosstab:
    """Counts of people by two answers, with those who gave only one of them, or neither.

    Attributes
    ----------
    rows, columns : tuple of str
        The answers, in the requested order.
    n : ndarray of int64, shape (n_rows, n_columns)
        People who gave both answers.
    n_missing_column : ndarray of int64, shape (n_rows,)
        People with this row's answer and none to the columns' question.
    n_missing_row : ndarray of int64, shape (n_columns,)
        People with this column's answer and none to the rows' question.
    n_missing_both : int
        People with neither answer.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    n: NDArray[np.int64]
    n_missing_column: NDArray[np.int64]
    n_missing_row: NDArray[np.int64]
    n_missing_both: int

    @property
    def row_n(self) -> NDArray[np.int64]:
        """People of each row who gave both answers; int64, shape (n_rows,)."""
        return np.asarray(self.n.sum(axis=1), dtype=np.int64)

    @property
    def column_n(self) -> NDArray[np.int64]:
        """People of each column who gave both answers; int64, shape (n_columns,)."""
        return np.asarray(self.n.sum(axis=0), dtype=np.int64)

    @property
    def total(self) -> int:
        """People who gave both answers."""
        return int(self.n.sum())

    @property
    def n_missing(self) -> int:
        """People who gave one answer only, or neither."""
        return int(self.n_missing_column.sum() + self.n_missing_row.sum()) + self.n_missing_both

    @property
    def row_shares(self) -> tuple[tuple[float | None, ...], ...]:
        """Shares (0-1) of each row's people by column, None in an empty row."""
        return tuple(
            tuple(int(cell) / int(whole) if whole else None for cell in line)
            for line, whole in zip(self.n, self.row_n, strict=True)
        )


def crosstab(
    row_answers: Sequence[str | None],
    column_answers: Sequence[str | None],
    *,
    rows: Sequence[str] | None = None,
    columns: Sequence[str] | None = None,
) -> Crosstab:
    """Count people by two answers.

    Parameters
    ----------
    row_answers, column_answers : sequence of str or None, shape (n_people,)
        What each person answered to either question; None where there is no answer.
    rows, columns : sequence of str, optional
        The answers that could be given, in the order to show them. Answers nobody gave are shown with 0.
        Without it, the answers that were given, sorted.

    Returns
    -------
    Crosstab
        The counts. Every person is counted once, in ``n`` or among the missing.

    Raises
    ------
    BadAnswersError
        The lists differ in length, an answer was not offered, or an answer is offered twice.
    """
    if len(row_answers) != len(column_answers):
        raise BadAnswersError("Both questions need one answer, or none, for each person.")
    row_names, row_of = _numbered(row_answers, rows)
    column_names, column_of = _numbered(column_answers, columns)
    counts = np.zeros((len(row_names) + 1, len(column_names) + 1), dtype=np.int64)
    np.add.at(counts, (row_of, column_of), 1)
    return Crosstab(
        rows=row_names,
        columns=column_names,
        n=counts[:-1, :-1],
        n_missing_column=counts[:-1, -1],
        n_missing_row=counts[-1, :-1],
        n_missing_both=int(counts[-1, -1]),
    )


def independence(n: ArrayLike, *, rng: np.random.Generator, n_shuffles: int = N_SHUFFLES) -> Independence:
    """Test whether rows and columns of a table are independent.

    The test is about these people only: how often random assignment of their answers would be at least as
    uneven. Two by two answers are tested exactly (Fisher); where an expected count is below five, answers are
    shuffled; otherwise Pearson's formula is used.

    Parameters
    ----------
    n : array_like of int, shape (n_rows, n_columns)
        People in each cell; each person in one.
    rng : numpy.random.Generator
        Source of the shuffles.
    n_shuffles : int
        How many shuffles.

    Returns
    -------
    Independence
        The test and the strength.

    Raises
    ------
    NothingToCompareError
        Fewer than two rows or columns are not empty.

    References
    ----------
    .. [1] Fisher (1935), The logic of inductive inference, doi:10.2307/2342435.
    .. [2] Patefield (1981), Algorithm AS 159, an efficient method of generating random r x c tables,
       doi:10.2307/2346669.
    .. [3] Cramér (1946), Mathematical Methods of Statistics, section 21.9.
    """
    counts = np.asarray(n, dtype=np.int64)
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if min(counts.shape, default=0) < 2:
        raise NothingToCompareError("Fewer than two rows or columns have anybody.")
    rows, columns, total = counts.sum(axis=1), counts.sum(axis=0), int(counts.sum())
    expected = np.outer(rows, columns) / total
    statistic = float(((counts - expected) ** 2 / expected).sum())
    degrees = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    how: Literal["fisher", "shuffled", "chi_square"]
    if counts.shape == (2, 2):
        how, used, p = "fisher", 0, float(scipy.stats.fisher_exact(counts).pvalue)
    elif expected.min() >= LEAST_EXPECTED:
        how, used, p = "chi_square", 0, float(scipy.stats.chi2.sf(statistic, degrees))
    else:
        how, used = "shuffled", n_shuffles
        p = (1 + _n_as_uneven(rows, columns, expected, statistic, rng, n_shuffles)) / (1 + n_shuffles)
    strength = np.sqrt(statistic / total / (min(counts.shape) - 1))
    return Independence(total, how, used, statistic, degrees, min(p, 1.0), float(min(strength, 1.0)))


def _n_as_uneven(
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    expected: NDArray[np.float64],
    statistic: float,
    rng: np.random.Generator,
    n_shuffles: int,
) -> int:
    """Count how many random tables with the same sums are at least as uneven."""
    tables = scipy.stats.random_table(rows, columns, seed=rng)
    found, left = 0, n_shuffles
    while left:
        some = min(left, SHUFFLES_AT_ONCE)
        drawn = np.asarray(tables.rvs(size=some))
        found += int((((drawn - expected) ** 2 / expected).sum(axis=(1, 2)) >= statistic * (1 - 1e-12)).sum())
        left -= some
    return found


def _numbered(
    answers: Iterable[str | None], offered: Sequence[str] | None
) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Return the names of the answers and the number of each person's; one past the last for none."""
    given = list(answers)
    if offered is None:
        offered = sorted({answer for answer in given if answer is not None})
    number: dict[str | None, int] = {answer: index for index, answer in enumerate(offered)}
    if len(number) != len(offered):
        raise BadAnswersError("An answer is offered twice.")
    number[None] = len(offered)
    try:
        return tuple(offered), np.array([number[answer] for answer in given], dtype=np.int64)
    except KeyError as problem:
        raise BadAnswersError(f"The answer {problem.args[0]!r} was not offered.") from None
