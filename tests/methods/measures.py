"""Measures for comparing results."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog


def adjusted_rand_index(one: NDArray[np.integer], other: NDArray[np.integer]) -> float:
    """Return 1 for the same partition, about 0 for unrelated ones (Hubert and Arabie 1985)."""
    table = np.zeros((int(one.max()) + 1, int(other.max()) + 1))
    np.add.at(table, (one, other), 1)

    def pairs(counts: NDArray[np.float64]) -> float:
        return float((counts * (counts - 1) / 2).sum())

    together, of_one, of_other = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    expected = of_one * of_other / pairs(table.sum(keepdims=True))
    return (together - expected) / ((of_one + of_other) / 2 - expected)


def linear_separability(position: NDArray[np.float64], label: NDArray[np.integer]) -> float:
    """Share of people on the correct side of the line between a group and the rest; minimum over groups.

    The line has the smallest hinge loss: a linear program.
    """
    scaled = np.column_stack([position / position.std(axis=0), np.ones(len(position))])
    shares = []
    for group in np.unique(label):
        side = np.where(label == group, 1.0, -1.0)
        n = len(side)
        limits: Any = sparse.csr_array(sparse.hstack([-side[:, None] * scaled, -sparse.eye_array(n)]))
        bounds: list[tuple[float | None, float | None]] = [*[(None, None)] * 3, *[(0, None)] * n]
        outcome: Any = linprog(
            np.concatenate([np.zeros(3), np.ones(n)]),
            A_ub=limits,
            b_ub=-np.ones(n),
            bounds=bounds,
            method="highs",
        )
        shares.append(float(((scaled @ outcome.x[:3] > 0) == (side > 0)).mean()))
    return min(shares)
