"""A simple random sample, its answers as a column, and the only estimate of a list."""

import numpy as np

from throughline.methods.estimates import design_of


def simple(n, kind="random"):
    return design_of(np.ones(n), kind=kind)


def column(*numbers):
    return np.array(numbers, dtype=float)[:, None]


def only(found):
    (estimate,) = found
    return estimate
