"""Confidence intervals of numbers and of shares."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from throughline.methods.estimates.design import Floats
from throughline.methods.estimates.errors import EstimateError

IntervalMethod: TypeAlias = Literal["t", "hall", "wilson", "logit", "beta", "woodruff", "score", "mover"]
MeanMethod: TypeAlias = Literal["hall", "t"]
ShareMethod: TypeAlias = Literal["wilson", "logit", "beta"]
LEVEL = 0.95


class BadLevelError(EstimateError):
    """A level of confidence that is not between 0 and 1."""


@dataclass(frozen=True)
class Interval:
    """A confidence interval.

    Attributes
    ----------
    low, high : float
        The ends; infinite where the answers give no bound on that side.
    level : float
        Level of confidence (0-1): the share of samples whose interval contains the truth.
    method : {'t', 'hall', 'wilson', 'logit', 'beta', 'woodruff', 'score', 'mover'}
        How it was made.
    """

    low: float
    high: float
    level: float
    method: IntervalMethod


def t_quantile(level: float, degrees_of_freedom: ArrayLike) -> Floats:
    """Return how many standard errors an interval extends to each side.

    Parameters
    ----------
    level : float
        Level of confidence (0-1).
    degrees_of_freedom : array_like
        Degrees of freedom, above 0.

    Returns
    -------
    ndarray of float64
        Quantiles of Student's t.

    Raises
    ------
    BadLevelError
        `level` is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise BadLevelError(f"A level of confidence is between 0 and 1, not {level:g}.")
    return t_beyond(1 - level, degrees_of_freedom)


def t_beyond(alpha: ArrayLike, degrees_of_freedom: ArrayLike) -> Floats:
    """Return the two-sided quantile of Student's t: beyond how many standard errors a share of it lies.

    Parameters
    ----------
    alpha : array_like
        The share (0-1), of both sides together.
    degrees_of_freedom : array_like
        Degrees of freedom, above 0.

    Returns
    -------
    ndarray of float64
        Quantiles of Student's t.
    """
    return np.asarray(-special.stdtrit(np.asarray(degrees_of_freedom), np.asarray(alpha) / 2))


def hall(
    value: ArrayLike,
    variance: ArrayLike,
    third_moment: ArrayLike,
    degrees_of_freedom: ArrayLike,
    level: float = LEVEL,
) -> tuple[Floats, Floats]:
    """Compute the interval of a mean or total, corrected for skewness.

    With skewed answers the interval of Student's t misses too often; this one transforms its quantiles by
    Hall's cubic transformation.

    Parameters
    ----------
    value : array_like
        Estimates.
    variance : array_like
        Their sampling variances.
    third_moment : array_like
        Their third central moments over samples; 0 gives the interval of Student's t.
    degrees_of_freedom : array_like
        Degrees of freedom of the variance, above 0.
    level : float
        Level of confidence (0-1).

    Returns
    -------
    tuple of ndarray of float64
        Low and high ends.

    References
    ----------
    .. [1] Hall (1992), On the removal of skewness by transformation,
       doi:10.1111/j.2517-6161.1992.tb01876.x.
    """
    return hall_by_t(value, variance, third_moment, t_quantile(level, degrees_of_freedom))


def hall_by_t(
    value: ArrayLike, variance: ArrayLike, third_moment: ArrayLike, t: ArrayLike
) -> tuple[Floats, Floats]:
    """Compute Hall's interval that extends a number of standard errors to each side, before transformation.

    Parameters
    ----------
    value : array_like
        Estimates.
    variance : array_like
        Their sampling variances.
    third_moment : array_like
        Their third central moments over samples.
    t : array_like
        How many standard errors.

    Returns
    -------
    tuple of ndarray of float64
        Low and high ends.
    """
    center, by = np.asarray(value, dtype=np.float64), np.asarray(t, dtype=np.float64)
    error = np.sqrt(np.asarray(variance, dtype=np.float64))
    cubed = np.where(error > 0, error, 1.0) ** 3
    skewness = np.where(error > 0, np.asarray(third_moment) / cubed, 0.0)
    is_skewed = np.abs(skewness) > 1e-6
    a = np.where(is_skewed, skewness, 1.0)
    up = np.where(is_skewed, 3 / a * (np.cbrt(1 + a * (by - a / 6)) - 1), by)
    down = np.where(is_skewed, 3 / a * (np.cbrt(1 + a * (-by - a / 6)) - 1), -by)
    return np.asarray(center - error * up), np.asarray(center - error * down)


def wilson(
    share: ArrayLike, n_effective: ArrayLike, degrees_of_freedom: ArrayLike, level: float = LEVEL
) -> tuple[Floats, Floats]:
    """Compute Wilson's interval of a share with the effective sample size and Student's t.

    Parameters
    ----------
    share : array_like
        Estimated shares (0-1).
    n_effective : array_like
        Effective sample size, above 0.
    degrees_of_freedom : array_like
        Degrees of freedom of the variance, above 0.
    level : float
        Level of confidence (0-1).

    Returns
    -------
    tuple of ndarray of float64
        Low and high ends.

    References
    ----------
    .. [1] Wilson (1927), Probable inference, doi:10.1080/01621459.1927.10502953.
    .. [2] Dean and Pagano (2015), Confidence interval methods for binomial proportions in surveys,
       doi:10.1093/jssam/smv024.
    """
    return wilson_by_t(share, n_effective, t_quantile(level, degrees_of_freedom))


def wilson_by_t(share: ArrayLike, n_effective: ArrayLike, t: ArrayLike) -> tuple[Floats, Floats]:
    """Compute Wilson's interval of a share that extends a number of standard errors to each side.

    Parameters
    ----------
    share : array_like
        Estimated shares (0-1).
    n_effective : array_like
        Effective sample size, above 0.
    t : array_like
        How many standard errors.

    Returns
    -------
    tuple of ndarray of float64
        Low and high ends.
    """
    p = np.asarray(share, dtype=np.float64)
    k = np.asarray(t) ** 2 / np.asarray(n_effective)
    middle = (p + k / 2) / (1 + k)
    half = np.sqrt(k * (p * (1 - p) + k / 4)) / (1 + k)
    return np.minimum(np.maximum(middle - half, 0.0), p), np.maximum(np.minimum(middle + half, 1.0), p)


def logit(
    share: ArrayLike, variance: ArrayLike, degrees_of_freedom: ArrayLike, level: float = LEVEL
) -> tuple[Floats, Floats]:
    """Compute the interval of a share that is symmetric on the scale of its log-odds.

    Parameters
    ----------
    share : array_like
        Estimated shares, above 0 and below 1.
    variance : array_like
        Their sampling variances.
    degrees_of_freedom : array_like
        Degrees of freedom of the variance, above 0.
    level : float
        Level of confidence (0-1).

    Returns
    -------
    tuple of ndarray of float64
        Low and high ends.

    References
    ----------
    .. [1] Lumley (2010), Complex Surveys, section 2.4, doi:10.1002/9780470580066.
    """
    p = np.asarray(share, dtype=np.float64)
    odds = np.log(p / (1 - p))
    half = t_quantile(level, degrees_of_freedom) * np.sqrt(np.asarray(variance)) / (p * (1 - p))
    return 1 / (1 + np.exp(half - odds)), 1 / (1 + np.exp(-half - odds))


def beta(
    share: ArrayLike,
    n_effective: ArrayLike,
    n: ArrayLike,
    degrees_of_freedom: ArrayLike,
    level: float = LEVEL,
) -> tuple[Floats, Floats]:
    """Compute Clopper and Pearson's interval of a share with the effective sample size of Korn and Graubard.

    It is conservative: it contains the truth more often than its level, by much where shares are small.

    Parameters
    ----------
    share : array_like
        Estimated shares (0-1).
    n_effective : array_like
        Effective sample size, above 0.
    n : array_like
        People in the sample, above 1.
    degrees_of_freedom : array_like
        Degrees of freedom of the variance, above 0.
    level : float
        Level of confidence (0-1).

    Returns
    -------
    tuple of ndarray of float64
        Low and high ends.

    References
    ----------
    .. [1] Korn and Graubard (1998), Confidence intervals for proportions with small expected number of
       positive counts estimated from survey data, Survey Methodology 24, 193-201.
    """
    p = np.asarray(share, dtype=np.float64)
    fewer = t_quantile(level, np.asarray(n) - 1) / t_quantile(level, degrees_of_freedom)
    effective = np.asarray(n_effective) * fewer**2
    yes, no = effective * p, effective * (1 - p)
    tail = (1 - level) / 2
    with np.errstate(invalid="ignore"):
        low = np.where(yes > 0, special.betaincinv(np.maximum(yes, 1e-300), no + 1, tail), 0.0)
        high = np.where(no > 0, special.betaincinv(yes + 1, np.maximum(no, 1e-300), 1 - tail), 1.0)
    return low, high
