"""Separation of the best groups: the statistic by which real and simulated votes are compared."""

import numpy as np
from numpy.typing import NDArray

N_STARTS = 6
N_STARTS_TO_CHOOSE = 60
MAXIMUM_STEPS = 25


def split(
    position: NDArray[np.float64],
    n_groups: int,
    *,
    rng: np.random.Generator,
    minimum_size: int,
    n_starts: int = N_STARTS,
) -> tuple[NDArray[np.int64], NDArray[np.float64]] | None:
    """Split people into groups by k-means from a few starts, all iterated at once.

    Parameters
    ----------
    position : ndarray of float64, shape (n_people, n_dimensions)
        Positions of people.
    n_groups : int
        How many groups.
    rng : numpy.random.Generator
        Source of the starts.
    minimum_size : int
        A split with a smaller group is skipped.
    n_starts : int
        How many starts: few where many sets are compared, the same for all; many where groups are chosen.

    Returns
    -------
    tuple or None
        Group of each person and the centers of the groups, of smallest inertia; None where every split has
        too small a group.
    """
    n_people, n_dimensions = position.shape
    if n_groups * minimum_size > n_people:
        return None
    center = _drawn_centers(position, n_groups, n_starts, rng)
    shift = (np.arange(n_starts) * n_groups)[:, None]
    label = np.full((n_starts, n_people), -1)
    size = np.zeros((n_starts, n_groups))
    for _ in range(MAXIMUM_STEPS):
        # Squared distance without the person's own square, which does not change the order.
        distance = (center**2).sum(axis=2)[:, None] - 2 * (position @ center.transpose(0, 2, 1))
        new = distance.argmin(axis=2)
        is_settled = np.array_equal(new, label)
        label = new
        if is_settled:
            break
        cell = (label + shift).ravel()
        size = np.bincount(cell, minlength=n_starts * n_groups).reshape(n_starts, n_groups).astype(np.float64)
        for axis in range(n_dimensions):
            weights = np.tile(position[:, axis], n_starts)
            total = np.bincount(cell, weights=weights, minlength=n_starts * n_groups).reshape(size.shape)
            center[:, :, axis] = np.where(size > 0, total / np.maximum(size, 1), center[:, :, axis])
    inertia = distance.min(axis=2).sum(axis=1)
    inertia[size.min(axis=1) < minimum_size] = np.inf
    best = int(np.argmin(inertia))
    return (label[best], center[best]) if np.isfinite(inertia[best]) else None


def separation(position: NDArray[np.float64], center: NDArray[np.float64]) -> float:
    """Mean over people of ``1 - distance to the nearest center / distance to the second nearest``.

    Parameters
    ----------
    position : ndarray of float64, shape (n_people, n_dimensions)
        Positions of people.
    center : ndarray of float64, shape (n_groups, n_dimensions)
        At least two centers.

    Returns
    -------
    float
        From 0 (all on the border between two groups) to 1 (all on their group's center).
    """
    square = ((position[:, None, :] - center) ** 2).sum(axis=2)
    near = np.sqrt(np.partition(square, 1, axis=1)[:, :2])
    further = np.maximum(near[:, 1], 1e-12)
    return float((1 - np.minimum(near[:, 0] / further, 1.0)).mean())


def separations(
    position: NDArray[np.float64],
    counts: tuple[int, ...],
    *,
    rng: np.random.Generator,
    minimum_size: int,
    n_starts: int = N_STARTS,
) -> NDArray[np.float64]:
    """Compute the separation of the best groups for each number of groups.

    Parameters
    ----------
    position : ndarray of float64, shape (n_people, n_dimensions)
        Positions of people.
    counts : tuple of int
        Numbers of groups to try.
    rng : numpy.random.Generator
        Source of the starts.
    minimum_size : int
        People a group needs.
    n_starts : int
        How many starts of k-means.

    Returns
    -------
    ndarray of float64, shape (n_counts,)
        0 where no split has large enough groups.
    """
    found = [
        split(position, count, rng=rng, minimum_size=minimum_size, n_starts=n_starts) for count in counts
    ]
    return np.array([0.0 if one is None else separation(position, one[1]) for one in found])


def _drawn_centers(
    position: NDArray[np.float64], n_groups: int, n_starts: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Starts of k-means++: points are drawn by their squared distance from the centers so far."""
    n_people, n_dimensions = position.shape
    center = np.empty((n_starts, n_groups, n_dimensions))
    center[:, 0] = position[rng.integers(n_people, size=n_starts)]
    nearest = ((position - center[:, :1]) ** 2).sum(axis=2)
    for number in range(1, n_groups):
        reached = np.cumsum(nearest, axis=1)
        mark = rng.random(n_starts) * reached[:, -1]
        drawn = np.minimum((reached <= mark[:, None]).sum(axis=1), n_people - 1)
        center[:, number] = position[drawn]
        np.minimum(nearest, ((position - center[:, number : number + 1]) ** 2).sum(axis=2), out=nearest)
    return center
