"""Linearization: how each person influences a total, or a ratio of totals."""

from dataclasses import dataclass

from throughline.methods.estimates.design import Design, Floats


@dataclass(frozen=True, eq=False)
class Linearized:
    """Estimates of several variables, with each person's influence on them.

    Attributes
    ----------
    value : ndarray of float64, shape (n_variables,)
        The estimates.
    influence : ndarray of float64, shape (n_people, n_variables)
        The weighted totals of these linearize the estimates; zero outside the domain.
    by_replicate : ndarray of float64, shape (n_replicates, n_variables), or None
        The estimates with each replicate's weights.
    """

    value: Floats
    influence: Floats
    by_replicate: Floats | None


def linearized(design: Design, numerator: Floats, denominator: Floats | None) -> Linearized:
    """Compute weighted totals, or ratios of them, with each person's influence on them.

    Parameters
    ----------
    design : Design
        Who answered, and what each answer represents.
    numerator : ndarray of float64, shape (n_people, n_variables)
        Zero outside the domain.
    denominator : ndarray of float64, shape (n_people, 1) or (n_people, n_variables), optional
        Zero outside the domain, with totals above zero; not given for totals.

    Returns
    -------
    Linearized
        Values, influences and, where the design has replicates, their values.
    """
    above = design.weight @ numerator
    replicates = None if design.replicates is None else design.replicates.weight.T @ numerator
    if denominator is None:
        return Linearized(above, numerator, replicates)
    below = design.weight @ denominator
    value = above / below
    if replicates is not None and design.replicates is not None:
        replicates = replicates / (design.replicates.weight.T @ denominator)
    return Linearized(value, (numerator - value * denominator) / below, replicates)
