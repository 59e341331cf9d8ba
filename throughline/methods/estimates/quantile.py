"""Quantiles: the value below which a share of the population lies."""

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from throughline.methods.estimates.design import Design, Flags, Floats, Integers
from throughline.methods.estimates.domain import columns_of, domain_of
from throughline.methods.estimates.effective import effective_of_shares, kish
from throughline.methods.estimates.errors import BadAnswersError
from throughline.methods.estimates.estimate import Estimate, why_no_interval
from throughline.methods.estimates.interval import LEVEL, Interval, t_quantile
from throughline.methods.estimates.linearized import linearized

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
        Who answered, and what each answer represents.
    values : array_like, shape (n_people,)
        Numbers; outside the domain they may be nan.
    shares : array_like, shape (n_quantiles,)
        Shares, above 0 and below 1; 0.5 is the median.
    domain : array_like of bool, shape (n_people,), optional
        People the estimate covers; everyone if not given.
    interval : {'score', 'woodruff'}
        'score' keeps every value that is compatible with the requested share, by Wilson's test of the share
        of answers at or below it; it holds for small n. 'woodruff' extends by a number of standard errors of
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
        An empty domain, missing answers, a stratum with one cluster and the like, by class.

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
    in_domain = domain_of(design, domain)
    column = columns_of(design, np.asarray(values)[:, None], in_domain)[:, 0]
    weight = np.where(in_domain, design.weight, 0.0)
    order = np.argsort(column[weight > 0], kind="stable")
    ordered, below = column[weight > 0][order], np.cumsum(weight[weight > 0][order])
    found = ordered[_first_at(below, wanted)]
    degrees = design.degrees_of_freedom(None if in_domain.all() else in_domain)
    reason = why_no_interval(design, degrees)
    n, effective = int(in_domain.sum()), kish(design.weight[in_domain])
    if reason is not None:
        return tuple(
            Estimate(float(q), design.kind, n, effective, None, None, reason, degrees, None) for q in found
        )
    at_most = np.where(in_domain[:, None], column[:, None] <= found, False).astype(np.float64)
    t = float(t_quantile(level, degrees))
    low_share, high_share = _share_ends(design, in_domain, at_most, wanted, t, interval)
    high_at = _first_at(below, high_share, beyond=interval == "score")
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


def _share_ends(
    design: Design,
    domain: Flags,
    at_most: Floats,
    wanted: Floats,
    t: float,
    interval: QuantileMethod,
) -> tuple[Floats, Floats]:
    """Ends of the shares, at or below a value, that are compatible with a quantile there."""
    share = linearized(design, at_most, domain.astype(np.float64)[:, None])
    variance = design.variances(share.influence, share.by_replicate)
    if interval == "woodruff":
        half = t * np.sqrt(variance)
        return share.value - half, share.value + half
    _, effective = effective_of_shares(design, domain, share.value, variance)
    half = t * np.sqrt(wanted * (1 - wanted) / effective)
    return wanted - half, wanted + half


def _first_at(below: Floats, share: Floats, *, beyond: bool = False) -> Integers:
    """First place whose cumulated weight reaches the share, or exceeds it, within rounding errors."""
    hair = 1e-10 if beyond else -1e-10
    reached = np.searchsorted(below, share * below[-1] * (1 + hair), side="right" if beyond else "left")
    return np.asarray(np.minimum(reached, len(below) - 1), dtype=np.int64)
