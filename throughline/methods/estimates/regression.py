"""Linear regression under a sampling design."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from throughline.methods.estimates.design import DataKind, Design, Floats
from throughline.methods.estimates.domain import columns_of, domain_of
from throughline.methods.estimates.errors import BadAnswersError, EstimateError
from throughline.methods.estimates.estimate import NoInterval, why_no_interval
from throughline.methods.estimates.interval import LEVEL, Interval, t_quantile

SMALLEST_RESIDUAL_SHARE = 1e-6


class NotIdentifiedError(EstimateError):
    """The predictors are collinear, or are as many as the people."""


@dataclass(frozen=True, eq=False)
class Regression:
    """Coefficients of a linear regression.

    Attributes
    ----------
    coefficient : ndarray of float64, shape (n_predictors + 1,)
        The intercept, then one for each predictor.
    covariance : ndarray of float64, shape (n_predictors + 1, n_predictors + 1), or None
        Sampling covariance; None without a probability sample.
    intervals : tuple of Interval, or None
        One for each coefficient, wider than the standard error alone would make it, since people with high
        leverage make residuals too small in small samples (HC3).
    no_interval : {'self_selected', 'collected_elsewhere', 'one_cluster'} or None
        Why there are none.
    kind : {'random', 'roster', 'chose', 'imported'}
        How people came to answer.
    n : int
        People in it.
    degrees_of_freedom : int
        Clusters minus strata minus predictors.
    """

    coefficient: Floats
    covariance: Floats | None
    intervals: tuple[Interval, ...] | None
    no_interval: NoInterval | None
    kind: DataKind
    n: int
    degrees_of_freedom: int

    @property
    def standard_error(self) -> Floats | None:
        """Standard deviations of the coefficients over samples; float64, shape (n_predictors + 1,)."""
        return None if self.covariance is None else np.sqrt(np.diag(self.covariance))


def regression(
    design: Design,
    outcome: ArrayLike,
    predictors: ArrayLike,
    *,
    domain: ArrayLike | None = None,
    level: float = LEVEL,
) -> Regression:
    """Fit a linear regression by weighted least squares, with the design's variance.

    Parameters
    ----------
    design : Design
        Who answered, and what each answer represents.
    outcome : array_like, shape (n_people,)
        Numbers; outside the domain they may be nan.
    predictors : array_like, shape (n_people, n_predictors)
        Numbers without the column of ones; outside the domain they may be nan.
    domain : array_like of bool, shape (n_people,), optional
        People the estimate covers; everyone if not given.
    level : float
        Level of confidence of the intervals (0-1).

    Returns
    -------
    Regression
        The intercept and the coefficients.

    Raises
    ------
    NotIdentifiedError
        The predictors are collinear, or there are as many as people.
    EstimateError
        An empty domain, missing answers, a stratum with one cluster and the like.

    References
    ----------
    .. [1] Binder (1983), On the variances of asymptotically normal estimators from complex surveys,
       doi:10.2307/1402588.
    .. [2] MacKinnon and White (1985), Some heteroskedasticity-consistent covariance matrix estimators with
       improved finite sample properties, doi:10.1016/0304-4076(85)90158-7.
    """
    in_domain = domain_of(design, domain)
    answers = columns_of(design, np.asarray(outcome)[:, None], in_domain)[:, 0]
    given = np.asarray(predictors)
    if given.ndim != 2:
        raise BadAnswersError("Predictors need one row for each person and one column each.")
    matrix = np.column_stack([in_domain.astype(np.float64), columns_of(design, given, in_domain)])
    size = np.sqrt((matrix**2).mean(axis=0))
    if not size.all():
        raise NotIdentifiedError("A predictor is zero for everyone.")
    matrix = matrix / size
    coefficient, inverse = _fitted(matrix, answers, design.weight)
    residual = (answers - matrix @ coefficient) * in_domain
    influence = (matrix * residual[:, None]) @ inverse / size
    degrees = design.degrees_of_freedom(None if in_domain.all() else in_domain) - given.shape[1]
    reason = why_no_interval(design, degrees)
    covariance, intervals = None, None
    if reason is None:
        by_replicate = None
        if design.replicates is not None:
            by_replicate = np.array(
                [_fitted(matrix, answers, weight)[0] / size for weight in design.replicates.weight.T]
            )
        covariance = design.covariance(influence, by_replicate)
        # People with high leverage have the smallest residuals: corrected for intervals (HC3).
        leverage = design.weight * np.einsum("ij,jk,ik->i", matrix, inverse, matrix)
        corrected = influence / np.maximum(1 - leverage, SMALLEST_RESIDUAL_SHARE)[:, None]
        half = float(t_quantile(level, degrees)) * np.sqrt(design.variances(corrected, by_replicate))
        intervals = tuple(
            Interval(float(value - by), float(value + by), level, "t")
            for value, by in zip(coefficient / size, half, strict=True)
        )
    return Regression(
        coefficient / size, covariance, intervals, reason, design.kind, int(in_domain.sum()), degrees
    )


def _fitted(matrix: Floats, answers: Floats, weight: Floats) -> tuple[Floats, Floats]:
    weighted = weight[:, None] * matrix
    product = matrix.T @ weighted
    if np.linalg.cond(product) > 1e12:
        raise NotIdentifiedError("The predictors repeat each other, or there are as many as people.")
    inverse = np.linalg.inv(product)
    return np.asarray(np.linalg.solve(product, weighted.T @ answers)), np.asarray(inverse)
