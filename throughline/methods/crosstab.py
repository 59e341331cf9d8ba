"""How do the answers to one question differ by the answers to another?

See ``docs/methods/crosstab.md``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

METHOD = "crosstab"
VERSION = "1"


class BadAnswersError(ValueError):
    """The two lists of answers do not belong together, or hold an answer that was not offered."""


@dataclass(frozen=True, eq=False)
class Crosstab:
    """Counts of people by two answers, with those who gave only one of them, or neither.

    Attributes
    ----------
    rows, columns : tuple of str
        The answers, in the order asked for.
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
        """Shares (0-1) of each row's people by column, None in a row of nobody."""
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
