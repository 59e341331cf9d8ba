"""Quantiles: below what value does a share of the population lie?"""

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from throughline.methods.estimates.design import BadAnswersError, Design, Floats, Integers
from throughline.methods.estimates.estimate import (
    Estimate,
    columns_of,
    domain_of,
    kish,
    linearised,
    share_ends,
    why_no_interval,
)
from throughline.methods.estimates.interval import LEVEL, Interval, t_quantile

QuantileMethod: TypeAlias = Literal["mean", "wilson"]


def quantiles(
    design: Design,
    values: ArrayLike,
    shares: ArrayLike,
    *,
    domain: ArrayLike | None = None,
    interval: QuantileMethod = "wilson",
    level: float = LEVEL,
) -> tuple[Estimate, ...]:
    """Estimate quantiles of a variable: the smallest answer at or below which a share of the weight lies.

    Parameters
    ----------
    design : Design
        Who answered, and what each answer stands for.
    values : array_like, shape (n_people,)
        Numbers; outside the domain they may be nan.
    shares : array_like, shape (n_quantiles,)
        Shares, above 0 and below 1; 0.5 is the median.
    domain : array_like of bool, shape (n_people,), optional
        Who is meant; everyone without it.
    interval : {'wilson', 'mean'}
        How to find from which share to which share the quantile may lie (Woodruff): with Wilson's interval of
        that share, or with its standard error alone, which is for large samples.
    level : float
        Level of confidence of the intervals (0-1).

    Returns
    -------
    tuple of Estimate, length n_quantiles
        The quantiles. An end of an interval is infinite where the sample is too small to bound it. The
        standard error is half the interval's length over the quantile of Student's t.

    Raises
    ------
    EstimateError
        An empty domain, missing answers, a stratum with one cluster and the like; the class says which.

    References
    ----------
    .. [1] Woodruff (1952), Confidence intervals for medians and other position measures,
       doi:10.1080/01621459.1952.10483443.
    .. [2] Hyndman and Fan (1996), Sample quantiles in statistical packages, definition 1,
       doi:10.2307/2684934.
    """
    wanted = np.asarray(shares, dtype=np.float64).reshape(-1)
    if not ((wanted > 0) & (wanted < 1)).all():
        raise BadAnswersError("A quantile's share is above 0 and below 1.")
    asked = domain_of(design, domain)
    column = columns_of(design, np.asarray(values)[:, None], asked)[:, 0]
    weight = np.where(asked, design.weight, 0.0)
    order = np.argsort(column[weight > 0], kind="stable")
    ordered, below = column[weight > 0][order], np.cumsum(weight[weight > 0][order])
    found = ordered[_first_at(below, wanted)]
    degrees = design.degrees_of_freedom(None if asked.all() else asked)
    reason = why_no_interval(design, degrees)
    n, effective = int(asked.sum()), kish(design.weight[asked])
    if reason is not None:
        return tuple(
            Estimate(float(q), design.kind, n, effective, None, None, reason, degrees, None) for q in found
        )
    at_most = np.where(asked[:, None], column[:, None] <= found, False).astype(np.float64)
    share = linearised(design, at_most, asked.astype(np.float64)[:, None])
    variance = design.variances(share.influence, share.by_replicate)
    t = float(t_quantile(level, degrees))
    if interval == "mean":
        half = t * np.sqrt(variance)
        low_share, high_share = share.value - half, share.value + half
    else:
        low_share, high_share = share_ends(design, asked, share.value, variance, degrees, level, "wilson")
    low = np.where(low_share > 0, ordered[_first_at(below, low_share)], -np.inf)
    high = np.where(high_share < 1, ordered[_first_at(below, high_share)], np.inf)
    return tuple(
        Estimate(
            float(found[i]),
            design.kind,
            n,
            effective,
            float((high[i] - low[i]) / (2 * t)) if np.isfinite(high[i] - low[i]) else None,
            Interval(float(low[i]), float(high[i]), level, "woodruff"),
            None,
            degrees,
            None,
        )
        for i in range(len(found))
    )


def _first_at(below: Floats, share: Floats) -> Integers:
    """First place whose cumulated weight reaches the share; a hair below counts as there."""
    reached = np.searchsorted(below, share * below[-1] * (1 - 1e-10), side="left")
    return np.asarray(np.minimum(reached, len(below) - 1), dtype=np.int64)
