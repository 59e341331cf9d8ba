"""Weighted k-means on points of the plane, and the silhouette that chooses k.

See ``docs/methods/k_means.md``.
"""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

MAXIMUM_ITERATIONS = 200
TOGETHER_FROM_N_CLUSTERS = 20
SLAB = 1024


class TooFewPointsError(ValueError):
    """There are fewer distinct points than clusters requested."""


@dataclass(frozen=True, eq=False)
class Clusters:
    """Points in clusters.

    Attributes
    ----------
    label : ndarray of int64, shape (n_points,)
        Cluster of each point, ``0 .. n_clusters - 1``.
    center : ndarray of float64, shape (n_clusters, n_dimensions)
        Weighted mean of each cluster.
    weight : ndarray of float64, shape (n_clusters,)
        Sum of the weights of each cluster; never zero.
    inertia : float
        Weighted sum of squared distances to the centers.
    """

    label: NDArray[np.int64]
    center: NDArray[np.float64]
    weight: NDArray[np.float64]
    inertia: float


def k_means(
    points: NDArray[np.float64],
    weights: NDArray[np.float64],
    n_clusters: int,
    *,
    rng: np.random.Generator,
    n_starts: int = 10,
    maximum_iterations: int = MAXIMUM_ITERATIONS,
) -> list[Clusters]:
    """Split weighted points into clusters of small squared distance.

    Starts are drawn by k-means++ (a point is drawn by its weight times its squared distance to the nearest
    center so far); each is iterated by Lloyd's steps. A cluster that becomes empty takes the point
    that is farthest from its own center.

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
        How many starts, at least one. All are iterated at once.
    maximum_iterations : int
        How many of Lloyd's steps at most, at least one.

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
    starts = _drawn_centers(points, weights, n_clusters, n_starts, rng)
    outcomes: dict[bytes, Clusters] = {}
    for found in settle_all(points, weights, starts, maximum_iterations=maximum_iterations):
        outcomes.setdefault(np.sort(found.center, axis=0).tobytes(), found)
    return sorted(outcomes.values(), key=lambda clusters: clusters.inertia)


def settle(
    points: NDArray[np.float64], weights: NDArray[np.float64], center: NDArray[np.float64]
) -> Clusters:
    """Improve centers by Lloyd's steps: each point to its nearest center, each center to its points' mean.

    Parameters
    ----------
    points : ndarray of float64, shape (n_points, n_dimensions)
        At least as many distinct points as centers.
    weights : ndarray of float64, shape (n_points,)
        Positive weights.
    center : ndarray of float64, shape (n_clusters, n_dimensions)
        Starting centers.

    Returns
    -------
    Clusters
        The clusters in which no point moves any more (or after `MAXIMUM_ITERATIONS`).
    """
    return settle_all(points, weights, center[None])[0]


def settle_all(
    points: NDArray[np.float64],
    weights: NDArray[np.float64],
    centers: NDArray[np.float64],
    *,
    maximum_iterations: int = MAXIMUM_ITERATIONS,
) -> list[Clusters]:
    """Improve several sets of centers at once, each as `settle` would.

    Parameters
    ----------
    points : ndarray of float64, shape (n_points, n_dimensions)
        At least as many distinct points as centers in a set.
    weights : ndarray of float64, shape (n_points,)
        Positive weights.
    centers : ndarray of float64, shape (n_starts, n_clusters, n_dimensions)
        Starting centers of each.
    maximum_iterations : int
        How many steps at most, at least one.

    Returns
    -------
    list of Clusters
        The result of each, in the same order.
    """
    n_starts, n_clusters, _n_dimensions = centers.shape
    middle = points.mean(axis=0)
    points, center = points - middle, centers - middle
    label = np.full((n_starts, len(points)), -1, dtype=_label_type(n_clusters))
    weight = np.zeros((n_starts, n_clusters))
    moving = np.arange(n_starts)
    lifted = _lifted(points)
    weighted = weights[:, None] * lifted
    for _ in range(maximum_iterations):
        new = _nearest_of_each(lifted, center[moving])
        total = _totals(new, weighted, n_clusters)
        if not total[:, :, -1].all():
            for row in np.flatnonzero((total[:, :, -1] == 0).any(axis=1)):
                new[row] = _filled(points, center[moving[row]], new[row])
                total[row] = _totals(new[row][None], weighted, n_clusters)[0]
        is_moving = (new != label[moving]).any(axis=1)
        if not is_moving.all():
            moving, new, total = moving[is_moving], new[is_moving], total[is_moving]
            if not moving.size:
                break
        label[moving] = new
        weight[moving] = total[:, :, -1]
        center[moving] = total[:, :, :-1] / total[:, :, -1:]
    inertia = _inertia(points, weights, center, label)
    center += middle
    return [
        Clusters(
            label=label[row].astype(np.int64),
            center=center[row],
            weight=weight[row],
            inertia=float(inertia[row]),
        )
        for row in range(n_starts)
    ]


def nearest(points: NDArray[np.float64], center: NDArray[np.float64]) -> NDArray[np.int64]:
    """Find the nearest center of each point.

    Parameters
    ----------
    points : ndarray of float64, shape (n_points, n_dimensions)
        The points.
    center : ndarray of float64, shape (n_clusters, n_dimensions)
        The centers.

    Returns
    -------
    ndarray of int64, shape (n_points,)
        Row of `center`.
    """
    middle = points.mean(axis=0)
    return np.asarray(_nearest_of_each(_lifted(points - middle), center[None] - middle)[0], dtype=np.int64)


def silhouette(points: NDArray[np.float64], label: NDArray[np.int64]) -> float:
    """Compute how well points fit their clusters, from -1 to 1.

    For a point, ``a`` is the mean distance to the other points of its cluster and ``b`` the smallest mean
    distance to the points of another; its silhouette is ``(b - a) / max(a, b)``, and 0 where it is alone.

    Parameters
    ----------
    points : ndarray of float64, shape (n_points, n_dimensions)
        The points; all pairwise distances are kept in memory, so a few thousand at most.
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
    distance = scipy.spatial.distance.cdist(points, points)
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


def _lifted(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points with a 1 as their last coordinate; shape (n_points, n_dimensions + 1)."""
    return np.column_stack([points, np.ones(len(points))])


def _nearest_of_each(lifted: NDArray[np.float64], centers: NDArray[np.float64]) -> NDArray[np.signedinteger]:
    """Nearest center of each point in each set of centers; shape (n_sets, n_points).

    It has the largest ``point · center − center²/2``: a product of matrices. The points should be centered on
    the origin, to keep rounding errors small.
    """
    n_sets, n_clusters, n_dimensions = centers.shape
    coefficients = np.empty((n_clusters, n_sets, n_dimensions + 1))
    coefficients[:, :, :-1] = centers.transpose(1, 0, 2)
    coefficients[:, :, -1] = np.einsum("skd,skd->ks", centers, centers) / -2
    label = np.zeros((n_sets, len(lifted)), dtype=_label_type(n_clusters))
    if n_clusters >= TOGETHER_FROM_N_CLUSTERS:
        for number in range(n_sets):
            for first in range(0, len(lifted), SLAB):
                rows = slice(first, first + SLAB)
                label[number, rows] = (lifted[rows] @ coefficients[:, number].T).argmax(axis=1)
        return label
    nearness = (coefficients.reshape(-1, n_dimensions + 1) @ lifted.T).reshape(n_clusters, n_sets, -1)
    largest = nearness[0]
    for cluster in range(1, n_clusters):
        np.copyto(label, cluster, where=nearness[cluster] > largest, casting="unsafe")
        np.maximum(largest, nearness[cluster], out=largest)
    return label


def _label_type(n_clusters: int) -> type[np.signedinteger]:
    """The narrowest type that holds the labels: they are compared at every step."""
    return np.int8 if n_clusters <= np.iinfo(np.int8).max else np.int64


def _totals(
    label: NDArray[np.signedinteger], of: NDArray[np.float64], n_clusters: int
) -> NDArray[np.float64]:
    """Sums of some numbers per point in each cluster of each row of labels.

    `of` is of shape (n_points, n_numbers), the sums of shape (n_rows, n_clusters, n_numbers).
    """
    n_rows, n_points = label.shape
    if n_clusters < TOGETHER_FROM_N_CLUSTERS:
        is_in = (label[:, None, :] == np.arange(n_clusters, dtype=label.dtype)[:, None]).reshape(-1, n_points)
        return np.asarray((is_in.astype(np.float64) @ of).reshape(n_rows, n_clusters, -1))
    cell = (label + np.arange(n_rows)[:, None] * n_clusters).reshape(-1)
    sums = [np.bincount(cell, np.tile(one, n_rows), n_rows * n_clusters) for one in of.T]
    return np.asarray(np.stack(sums, axis=-1).reshape(n_rows, n_clusters, -1), dtype=np.float64)


def _inertia(
    points: NDArray[np.float64],
    weights: NDArray[np.float64],
    center: NDArray[np.float64],
    label: NDArray[np.signedinteger],
) -> NDArray[np.float64]:
    """Weighted sum of squared distances to the centers in each row of labels; shape (n_rows,)."""
    total = np.zeros(len(label))
    for axis in range(points.shape[1]):
        total += ((points[:, axis] - np.take_along_axis(center[:, :, axis], label, axis=1)) ** 2) @ weights
    return total


def _drawn_centers(
    points: NDArray[np.float64],
    weights: NDArray[np.float64],
    n_clusters: int,
    n_starts: int,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Draw `n_starts` sets of centers by k-means++; shape (n_starts, n_clusters, n_dimensions)."""
    chance = rng.random((n_starts, n_clusters))
    chosen = np.empty((n_starts, n_clusters), dtype=np.int64)
    chosen[:, 0] = _drawn(np.broadcast_to(weights, (n_starts, len(points))), chance[:, 0])
    smallest = np.full((n_starts, len(points)), np.inf)
    columns = np.ascontiguousarray(points.T)
    for number in range(1, n_clusters):
        difference = columns[:, None] - columns[:, chosen[:, number - 1], None]
        np.minimum(smallest, (difference * difference).sum(axis=0), out=smallest)
        chosen[:, number] = _drawn(weights * smallest, chance[:, number])
    return points[chosen]


def _drawn(weight: NDArray[np.float64], chance: NDArray[np.float64]) -> NDArray[np.int64]:
    """Draw an index in each row with probability proportional to its weight, the first where all are zero."""
    cumulative = weight.cumsum(axis=1)
    total = cumulative[:, -1]
    if len(weight) == 1:
        index = np.searchsorted(cumulative[0], chance * total, side="right")
    else:
        index = (cumulative <= (chance * total)[:, None]).sum(axis=1)
    return np.where(total > 0, np.minimum(index, weight.shape[1] - 1), 0)


def _filled(
    points: NDArray[np.float64], center: NDArray[np.float64], label: NDArray[np.signedinteger]
) -> NDArray[np.signedinteger]:
    """Move the point farthest from its own center, from a cluster of several, to each empty cluster."""
    size = np.bincount(label, minlength=len(center))
    if size.all():
        return label
    label = label.copy()
    distance = ((points - center[label]) ** 2).sum(axis=1)
    for empty in np.flatnonzero(size == 0):
        free = np.where(size[label] > 1, distance, -1.0)
        moved = int(np.argmax(free))
        size[label[moved]] -= 1
        size[empty] += 1
        label[moved] = empty
        distance[moved] = -1.0
    return label
