"""Weighted two-way tables, and the test of association."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from throughline.methods.estimates.design import Design, Flags, Floats, Integers
from throughline.methods.estimates.domain import domain_of
from throughline.methods.estimates.errors import BadAnswersError, EstimateError
from throughline.methods.estimates.estimate import Estimate, NoInterval, shares, why_no_interval
from throughline.methods.estimates.interval import LEVEL, ShareMethod
from throughline.methods.estimates.linearized import linearized


class NoComparisonError(EstimateError):
    """Fewer than two rows or columns are not empty, or nothing varies: there is nothing to test."""


@dataclass(frozen=True)
class Association:
    """Test of association of two answers in the population, by Rao and Scott.

    Attributes
    ----------
    n : int
        People who gave both answers.
    pearson : float
        Pearson's statistic of the weighted table, scaled to n; not valid without the correction.
    degrees_of_freedom : int
        (rows - 1) * (columns - 1), without empty ones.
    mean_design_effect : float
        What Pearson's statistic is divided by.
    p_first_order : float
        P value of the corrected statistic, by chi-square.
    f : float
        The corrected statistic over its degrees of freedom, as F.
    numerator_degrees, denominator_degrees : float
        Its degrees of freedom, second-order.
    p : float
        P value of `f`: the more accurate of the two, and the one to show.
    cramers_v : float
        Strength of the association in the weighted table, 0 to 1.
    """

    n: int
    pearson: float
    degrees_of_freedom: int
    mean_design_effect: float
    p_first_order: float
    f: float
    numerator_degrees: float
    denominator_degrees: float
    p: float
    cramers_v: float


@dataclass(frozen=True, eq=False)
class TwoWay:
    """A weighted table of two answers.

    Attributes
    ----------
    rows, columns : tuple of str
        The answers.
    n : ndarray of int64, shape (n_rows, n_columns)
        People in each cell, unweighted.
    share : ndarray of float64, shape (n_rows, n_columns)
        Weighted share (0-1) of all who gave both answers.
    row_shares : tuple of tuple of (Estimate or None)
        Weighted share of each row's people by column; None in an empty row.
    column_shares : tuple of tuple of (Estimate or None)
        Weighted share of each column's people by row, as ``column_shares[row][column]``.
    association : Association or None
        The test; None without a probability sample, or where nothing can be compared.
    no_association : str or None
        Why there is no test: as for intervals, or 'nothing_to_compare'.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    n: Integers
    share: Floats
    row_shares: tuple[tuple[Estimate | None, ...], ...]
    column_shares: tuple[tuple[Estimate | None, ...], ...]
    association: Association | None
    no_association: NoInterval | str | None


def two_way(
    design: Design,
    row_answers: Sequence[Hashable] | NDArray[np.generic],
    column_answers: Sequence[Hashable] | NDArray[np.generic],
    *,
    rows: Sequence[Hashable] | None = None,
    columns: Sequence[Hashable] | None = None,
    domain: ArrayLike | None = None,
    interval: ShareMethod = "wilson",
    level: float = LEVEL,
) -> TwoWay:
    """Estimate a table of two answers.

    Parameters
    ----------
    design : Design
        Who answered, and what each answer represents.
    row_answers, column_answers : sequence, shape (n_people,)
        Each person's answers; None where there is none.
    rows, columns : sequence, optional
        The answers in the order to show them; without it, those given, sorted by name.
    domain : array_like of bool, shape (n_people,), optional
        People the estimate covers; everyone if not given.
    interval : {'wilson', 'logit', 'beta'}
        How to make the intervals of shares.
    level : float
        Level of confidence of the intervals (0-1).

    Returns
    -------
    TwoWay
        Counts, shares and the test.

    Raises
    ------
    EstimateError
        An empty domain, an answer that was not offered, a stratum with one cluster and the like.
    """
    row_names, row = _numbered(design, row_answers, rows)
    column_names, column = _numbered(design, column_answers, columns)
    both = domain_of(design, domain) & (row >= 0) & (column >= 0)
    domain_of(design, both)
    n = np.zeros((len(row_names), len(column_names)), dtype=np.int64)
    np.add.at(n, (row[both], column[both]), 1)
    weight = np.zeros(n.shape)
    np.add.at(weight, (row[both], column[both]), design.weight[both])
    has_row, has_column = weight.sum(axis=1) > 0, weight.sum(axis=0) > 0

    def shares_within(
        code: Integers, n_codes: int, of: Integers, is_filled: Flags
    ) -> list[tuple[Estimate | None, ...]]:
        return [
            shares(design, _is(code, n_codes), domain=both & (of == i), interval=interval, level=level)
            if filled
            else (None,) * n_codes
            for i, filled in enumerate(is_filled)
        ]

    by_row = shares_within(column, len(column_names), row, has_row)
    by_column = shares_within(row, len(row_names), column, has_column)
    reason: NoInterval | str | None = why_no_interval(design, design.degrees_of_freedom(both))
    found = None
    if reason is None:
        try:
            found = _association(design, both, row, column)
        except NoComparisonError:
            reason = "nothing_to_compare"
    return TwoWay(
        tuple(map(str, row_names)),
        tuple(map(str, column_names)),
        n,
        weight / weight.sum(),
        tuple(by_row),
        tuple(zip(*by_column, strict=True)),
        found,
        reason,
    )


def association(
    design: Design,
    row_answers: Sequence[Hashable] | NDArray[np.generic],
    column_answers: Sequence[Hashable] | NDArray[np.generic],
    *,
    domain: ArrayLike | None = None,
) -> Association:
    """Test whether two answers are associated in the population.

    Parameters
    ----------
    design : Design
        Who answered, and what each answer represents; a random sample or a roster.
    row_answers, column_answers : sequence, shape (n_people,)
        Each person's answers; None where there is none.
    domain : array_like of bool, shape (n_people,), optional
        People the estimate covers; everyone if not given.

    Returns
    -------
    Association
        The test.

    Raises
    ------
    NoComparisonError
        Fewer than two rows or columns are not empty, nothing varies, or it is not a probability sample.
    EstimateError
        An empty domain, a stratum with one cluster and the like.

    References
    ----------
    .. [1] Rao and Scott (1984), On chi-squared tests for multiway contingency tables,
       doi:10.1214/aos/1176346391.
    .. [2] Thomas and Rao (1987), Small-sample comparisons of level and power, doi:10.2307/2289476.
    """
    _, row = _numbered(design, row_answers, None)
    _, column = _numbered(design, column_answers, None)
    both = domain_of(design, domain) & (row >= 0) & (column >= 0)
    domain_of(design, both)
    if not design.has_sampling_intervals:
        raise NoComparisonError(
            "This is not a probability sample, so there is no sampling distribution to test by."
        )
    return _association(design, both, row, column)


def _association(design: Design, both: Flags, row: Integers, column: Integers) -> Association:
    counted = both & (design.weight > 0)
    row_code, column_code = _dense(row, counted), _dense(column, counted)
    n_rows, n_columns = int(row_code.max()) + 1, int(column_code.max()) + 1
    degrees = (n_rows - 1) * (n_columns - 1)
    sampled = design.degrees_of_freedom(None if both.all() else both)
    if not degrees:
        raise NoComparisonError("Fewer than two rows or columns have anybody.")
    if sampled < 1:
        raise NoComparisonError("All who answered were sampled together.")
    n = int(counted.sum())
    cell = np.where(counted, row_code * n_columns + column_code, -1)
    found = linearized(design, _is(cell, n_rows * n_columns), counted.astype(np.float64)[:, None])
    share = found.value.reshape(n_rows, n_columns)
    expected = np.outer(share.sum(axis=1), share.sum(axis=0))
    phi = float(((share - expected) ** 2 / expected).sum())
    contrasts = _interaction(n_rows, n_columns)
    inverse = np.where(found.value > 0, 1 / np.where(found.value > 0, found.value, 1.0), 0.0)
    scores = design.scores(found.influence, found.by_replicate) @ (inverse[:, None] * contrasts)
    simple = contrasts.T @ (inverse[:, None] * contrasts) / n
    try:
        effects = np.linalg.solve(simple, scores.T @ scores)
    except np.linalg.LinAlgError:
        raise NoComparisonError("Too few cells have anybody.") from None
    trace, square = float(np.trace(effects)), float((effects * effects.T).sum())
    if not trace > NEGLIGIBLE:
        raise NoComparisonError("The table cannot vary: the design fixes it.")
    numerator = trace**2 / square
    pearson = n * phi
    return Association(
        n=n,
        pearson=pearson,
        degrees_of_freedom=degrees,
        mean_design_effect=trace / degrees,
        p_first_order=float(scipy.stats.chi2.sf(pearson * degrees / trace, degrees)),
        f=pearson / trace,
        numerator_degrees=numerator,
        denominator_degrees=numerator * sampled,
        p=float(scipy.stats.f.sf(pearson / trace, numerator, numerator * sampled)),
        cramers_v=float(np.sqrt(min(1.0, phi / (min(n_rows, n_columns) - 1)))),
    )


NEGLIGIBLE = 1e-12


def _interaction(n_rows: int, n_columns: int) -> Floats:
    """Interaction contrasts of the cells, row by row."""
    row = np.kron(np.eye(n_rows), np.ones((n_columns, 1)))
    column = np.kron(np.ones((n_rows, 1)), np.eye(n_columns))
    cells = np.kron(np.eye(n_rows)[:, 1:], np.eye(n_columns)[:, 1:])
    orthonormal, _ = np.linalg.qr(np.hstack([row, column[:, 1:]]))
    return np.asarray(cells - orthonormal @ (orthonormal.T @ cells))


def _numbered(
    design: Design, answers: Sequence[Hashable] | NDArray[np.generic], offered: Sequence[Hashable] | None
) -> tuple[tuple[Hashable, ...], Integers]:
    given = answers.tolist() if isinstance(answers, np.ndarray) else list(answers)
    if len(given) != design.n:
        raise BadAnswersError(f"There are {len(given)} answers of {design.n} people.")
    if offered is None:
        offered = sorted({answer for answer in given if answer is not None}, key=str)
    number: dict[Hashable, int] = {answer: i for i, answer in enumerate(offered)}
    if len(number) != len(offered):
        raise BadAnswersError("An answer is offered twice.")
    number[None] = -1
    try:
        return tuple(offered), np.array([number[answer] for answer in given], dtype=np.int64)
    except KeyError as problem:
        raise BadAnswersError(f"The answer {problem.args[0]!r} was not offered.") from None


def _dense(code: Integers, counted: Flags) -> Integers:
    """Renumber the codes of those counted without gaps; 0 for the rest."""
    dense = np.zeros(len(code), dtype=np.int64)
    dense[counted] = np.unique(code[counted], return_inverse=True)[1]
    return dense


def _is(code: Integers, n: int) -> Floats:
    return np.asarray(code[:, None] == np.arange(n), dtype=np.float64)
