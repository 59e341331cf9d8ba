"""Effective sample sizes, and the intervals of shares that follow from them."""

import numpy as np

from throughline.methods.estimates.design import Design, Flags, Floats, Integers
from throughline.methods.estimates.interval import MeanMethod, ShareMethod, beta, logit, wilson

NO_VARIATION = 1e-22


def kish(weight: Floats) -> float:
    """Compute Kish's effective sample size of unequal weights.

    Parameters
    ----------
    weight : ndarray of float64, shape (n_people,)
        Weights, not all zero.

    Returns
    -------
    float
        The squared sum of the weights over the sum of their squares.

    References
    ----------
    .. [1] Kish (1965), Survey Sampling, section 11.2.
    """
    return float(weight.sum() ** 2 / (weight @ weight))


def share_ends(
    design: Design,
    domain: Flags,
    share: Floats,
    variance: Floats,
    degrees_of_freedom: int,
    level: float,
    method: MeanMethod | ShareMethod,
) -> tuple[Floats, Floats]:
    """Compute the ends of intervals of shares.

    Parameters
    ----------
    design : Design
        Who answered, and what each answer represents.
    domain : ndarray of bool, shape (n_people,)
        People the estimate covers.
    share : ndarray of float64, shape (n_variables,)
        Estimated shares (0-1).
    variance : ndarray of float64, shape (n_variables,)
        Their sampling variances.
    degrees_of_freedom : int
        Of the variances, above 0.
    level : float
        Level of confidence (0-1).
    method : {'wilson', 'logit', 'beta'}
        Which interval.

    Returns
    -------
    tuple of ndarray of float64
        Low and high ends.
    """
    p, effective = effective_of_shares(design, domain, share, variance)
    if method == "wilson":
        return wilson(p, effective, degrees_of_freedom, level)
    n = int((domain & (design.weight > 0)).sum())
    low, high = beta(p, effective, max(n, 2), degrees_of_freedom, level)
    inside = (p > 0) & (p < 1)
    if method == "logit" and inside.any():
        low[inside], high[inside] = logit(p[inside], variance[inside], degrees_of_freedom, level)
    return low, high


def effective_of_shares(
    design: Design, domain: Flags, share: Floats, variance: Floats
) -> tuple[Floats, Floats]:
    """Compute the effective sample size of shares.

    Where a share is 0 or 1, the answers do not show how alike people of one cluster are. Then each cluster
    counts as one person, by Kish's formula with the clusters' weights.

    Parameters
    ----------
    design : Design
        Who answered, and what each answer represents.
    domain : ndarray of bool, shape (n_people,)
        People the estimate covers.
    share : ndarray of float64, shape (n_variables,)
        Estimated shares (0-1).
    variance : ndarray of float64, shape (n_variables,)
        Their sampling variances.

    Returns
    -------
    tuple of ndarray of float64
        The shares, rounded to 0 or 1 within rounding errors, and the effective sample sizes.
    """
    p = np.clip(share, 0.0, 1.0)
    inside = (p > 1e-12) & (p < 1 - 1e-12)
    p = np.where(inside, p, np.round(p))
    effective = np.where(
        inside, p * (1 - p) / np.maximum(variance, NO_VARIATION), kish(_by_cluster(design, domain))
    )
    return p, effective


def _by_cluster(design: Design, domain: Flags) -> Floats:
    code: Integers = design.cluster[domain]
    found = np.bincount(code, weights=design.weight[domain], minlength=design.n_clusters)
    return np.asarray(found[found > 0], dtype=np.float64)
