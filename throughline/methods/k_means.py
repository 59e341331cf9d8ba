"""Weighted k-means on points of the plane, and the silhouette that chooses k.

See ``docs/methods/k_means.md``.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree
from scipy.spatial.distance import cdist

MAXIMUM_ITERATIONS = 200
TREE_FROM_N_CLUSTERS = 20


class TooFewPointsError(ValueError):
    """There are fewer distinct points than clusters asked for."""


@dataclass(frozen=True, eq=False)
class Clusters:
    """Points in clusters.

    Attributes
    ----------
    label : ndarray of int64, shape (n_points,)
        Cluster of each point, ``0 .. n_clusters - 1``.
    centre : ndarray of float64, shape (n_clusters, n_dimensions)
        Weighted mean of each cluster.
    weight : ndarray of float64, shape (n_clusters,)
        Sum of the weights of each cluster; never zero.
    inertia : float
        Weighted sum of squared distances to the centres.
    """

    label: NDArray[np.int64]
    centre: NDArray[np.float64]
    weight: NDArray[np.float64]
    inertia: float


def k_means(
    points: NDArray[np.float64],
    weights: NDArray[np.float64],
    n_clusters: int,
    *,
    rng: np.random.Generator,
    n_starts: int = 10,
) -> list[Clusters]:
    """Split weighted points into clusters of small squared distance.

    Starts are drawn by k-means++ (a point is drawn by its weight times its squared distance to the nearest
    centre so far); each is settled by Lloyd's steps. A cluster that empties takes the point that lies
    farthest from its own centre.

    Parameters
    ----------
    points : ndarray of float64, shape (n_points, n_dimensions)
        Distinct points. The outcome depends on their order only through `rng`.
    weights : ndarray of float64, shape (n_points,)
        Positive weights, such as the number of people at a point.
    n_clusters : int
        How many clusters.
    rng : numpy.random.Generator
        Source of the starts.
    n_starts : int
        How many starts, at least one.

    Returns
    -------
    list of Clusters
        The distinct outcomes of the starts, the one of smallest inertia first.

    Raises
    ------
    TooFewPointsError
        `points` are fewer than `n_clusters`.

    References
    ----------
    .. [1] Lloyd (1982), Least squares quantization in PCM, doi:10.1109/TIT.1982.1056489.
    .. [2] Arthur and Vassilvitskii (2007), k-means++: the advantages of careful seeding, SODA 2007.
    """
    if not 1 <= n_clusters <= len(points):
        raise TooFewPointsError(f"{len(points)} distinct points cannot make {n_clusters} clusters.")
    outcomes: dict[bytes, Clusters] = {}
    for _ in range(n_starts):
        found = settle(points, weights, _drawn_centres(points, weights, n_clusters, rng))
        outcomes.setdefault(np.sort(found.centre, axis=0).tobytes(), found)
    return sorted(outcomes.values(), key=lambda clusters: clusters.inertia)


def settle(
    points: NDArray[np.float64], weights: NDArray[np.float64], centre: NDArray[np.float64]
) -> Clusters:
    """Improve centres by Lloyd's steps: each point to its nearest centre, each centre to its points' mean.

    Parameters
    ----------
    points : ndarray of float64, shape (n_points, n_dimensions)
        At least as many distinct points as centres.
    weights : ndarray of float64, shape (n_points,)
        Positive weights.
    centre : ndarray of float64, shape (n_clusters, n_dimensions)
        Where to start.

    Returns
    -------
    Clusters
        The clusters in which no point moves any more (or after `MAXIMUM_ITERATIONS`).
    """
    n_clusters, n_dimensions = centre.shape
    centre = centre.copy()
    label = np.full(len(points), -1, dtype=np.int64)
    weight: NDArray[np.float64] = np.zeros(n_clusters)
    for _ in range(MAXIMUM_ITERATIONS):
        new = _filled(points, centre, nearest(points, centre))
        is_settled = np.array_equal(new, label)
        label = new
        if is_settled:
            break
        weight = np.bincount(label, weights=weights, minlength=n_clusters).astype(np.float64)
        for axis in range(n_dimensions):
            total = np.bincount(label, weights=weights * points[:, axis], minlength=n_clusters)
            centre[:, axis] = total / weight
    inertia = float((weights * ((points - centre[label]) ** 2).sum(axis=1)).sum())
    return Clusters(label=label, centre=centre, weight=weight, inertia=inertia)


def nearest(points: NDArray[np.float64], centre: NDArray[np.float64]) -> NDArray[np.int64]:
    """Say which centre is nearest to each point.

    Parameters
    ----------
    points : ndarray of float64, shape (n_points, n_dimensions)
        The points.
    centre : ndarray of float64, shape (n_clusters, n_dimensions)
        The centres.

    Returns
    -------
    ndarray of int64, shape (n_points,)
        Row of `centre`.
    """
    if len(centre) >= TREE_FROM_N_CLUSTERS:
        return np.asarray(KDTree(centre).query(points)[1], dtype=np.int64)
    return np.asarray(cdist(points, centre, "sqeuclidean").argmin(axis=1), dtype=np.int64)


def silhouette(points: NDArray[np.float64], label: NDArray[np.int64]) -> float:
    """Say how well points sit in their clusters, from -1 to 1.

    For a point, ``a`` is the mean distance to the other points of its cluster and ``b`` the smallest mean
    distance to the points of another; its silhouette is ``(b - a) / max(a, b)``, and 0 where it is alone.

    Parameters
    ----------
    points : ndarray of float64, shape (n_points, n_dimensions)
        The points; all pairwise distances are held, so a few thousand at most.
    label : ndarray of int64, shape (n_points,)
        Cluster of each point, ``0 .. k - 1``, at least two of them in use.

    Returns
    -------
    float
        Mean over the points.

    References
    ----------
    .. [1] Rousseeuw (1987), Silhouettes, doi:10.1016/0377-0427(87)90125-7.
    """
    n_clusters = int(label.max()) + 1
    size = np.bincount(label, minlength=n_clusters)
    distance = cdist(points, points)
    total = np.stack([distance[:, label == cluster].sum(axis=1) for cluster in range(n_clusters)], axis=1)
    row = np.arange(len(points))
    own_size = size[label]
    a = total[row, label] / np.maximum(own_size - 1, 1)
    other = total / np.maximum(size, 1)
    other[:, size == 0] = np.inf
    other[row, label] = np.inf
    b = other.min(axis=1)
    larger = np.maximum(a, b)
    value = np.where((own_size > 1) & (larger > 0), (b - a) / np.where(larger > 0, larger, 1.0), 0.0)
    return float(value.mean())


def _drawn_centres(
    points: NDArray[np.float64], weights: NDArray[np.float64], n_clusters: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    chosen = np.empty(n_clusters, dtype=np.int64)
    chosen[0] = _drawn(weights, rng)
    nearest = ((points - points[chosen[0]]) ** 2).sum(axis=1)
    for number in range(1, n_clusters):
        chosen[number] = _drawn(weights * nearest, rng)
        np.minimum(nearest, ((points - points[chosen[number]]) ** 2).sum(axis=1), out=nearest)
    return points[chosen]


def _drawn(chance: NDArray[np.float64], rng: np.random.Generator) -> int:
    """Draw one index with probability proportional to `chance` (the largest where all are zero)."""
    cumulative = np.cumsum(chance)
    if cumulative[-1] <= 0:
        return int(np.argmax(chance))
    return min(int(np.searchsorted(cumulative, rng.random() * cumulative[-1], side="right")), chance.size - 1)


def _filled(
    points: NDArray[np.float64], centre: NDArray[np.float64], label: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Give every empty cluster the point farthest from its own centre, out of a cluster of several."""
    size = np.bincount(label, minlength=len(centre))
    if size.all():
        return label
    label = label.copy()
    distance = ((points - centre[label]) ** 2).sum(axis=1)
    for empty in np.flatnonzero(size == 0):
        free = np.where(size[label] > 1, distance, -1.0)
        moved = int(np.argmax(free))
        size[label[moved]] -= 1
        size[empty] += 1
        label[moved] = empty
        distance[moved] = -1.0
    return label
