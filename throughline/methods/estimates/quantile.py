"""Quantiles: below what value does a share of the population lie?"""

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from throughline.methods.estimates.design import BadAnswersError, Design, Floats, Integers
from throughline.methods.estimates.estimate import (
    Estimate,
    columns_of,
    domain_of,
    effective_of_shares,
    kish,
    linearised,
    why_no_interval,
)
from throughline.methods.estimates.interval import LEVEL, Interval, t_quantile

QuantileMethod: TypeAlias = Literal["score", "woodruff"]


def quantiles(
    design: Design,
    values: ArrayLike,
    shares: ArrayLike,
    *,
    domain: ArrayLike | None = None,
    interval: QuantileMethod = "score",
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
    interval : {'score', 'woodruff'}
        'score' keeps every value that is compatible with the share asked for, by Wilson's test of the share
        of answers at or below it; it holds for small n. 'woodruff' reaches a number of standard errors of
        that share to either side, as survey packages do, and is for large samples.
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
    if interval == "woodruff":
        half = t * np.sqrt(variance)
        low_share, high_share = share.value - half, share.value + half
        high_at = _first_at(below, high_share)
    else:
        _, informing = effective_of_shares(design, asked, share.value, variance)
        half = t * np.sqrt(wanted * (1 - wanted) / informing)
        low_share, high_share = wanted - half, wanted + half
        high_at = _first_at(below, high_share, beyond=True)
    low = np.where(low_share > 0, ordered[_first_at(below, low_share)], -np.inf)
    high = np.where(high_share < 1, ordered[high_at], np.inf)
    return tuple(
        Estimate(
            float(found[i]),
            design.kind,
            n,
            effective,
            float((high[i] - low[i]) / (2 * t)) if np.isfinite(high[i] - low[i]) else None,
            Interval(float(low[i]), float(high[i]), level, interval),
            None,
            degrees,
            None,
        )
        for i in range(len(found))
    )


def _first_at(below: Floats, share: Floats, *, beyond: bool = False) -> Integers:
    """First place whose cumulated weight reaches the share, or goes beyond it; a hair off counts as there."""
    hair = 1e-10 if beyond else -1e-10
    reached = np.searchsorted(below, share * below[-1] * (1 + hair), side="right" if beyond else "left")
    return np.asarray(np.minimum(reached, len(below) - 1), dtype=np.int64)
