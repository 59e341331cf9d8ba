"""Population margins: targets of one variable, or of a cross of several."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from throughline.methods.weighting.errors import BadCodesError, BadTargetsError, ContradictingTotalsError

NOT_KNOWN = -1

_TOTALS_AGREE = 1e-9


@dataclass(frozen=True, eq=False)
class Margin:
    """How many people the population has in each category of one variable.

    Attributes
    ----------
    name : str
        Name of the variable, such as "school".
    targets : ndarray of float64, shape (n_categories,)
        People of each category, or their shares.
    categories : tuple of str
        Name of each category; its number where not given.
    is_share : bool
        The targets are shares (0-1) that add up to 1. Otherwise they count people, and all margins of counts
        must have the same total.
    """

    name: str
    targets: NDArray[np.float64]
    categories: tuple[str, ...] = ()
    is_share: bool = False

    def __post_init__(self) -> None:
        """Refuse targets that are not numbers of people."""
        targets = np.array(self.targets, dtype=np.float64)
        if targets.ndim != 1 or not targets.size:
            raise BadTargetsError(f"{self.name}: the targets must be one number a category.", self.name)
        categories = tuple(self.categories) or tuple(map(str, range(targets.size)))
        if len(categories) != targets.size:
            raise BadTargetsError(f"{self.name}: there must be one target for each category.", self.name)
        bad = np.flatnonzero(~np.isfinite(targets) | (targets < 0))
        if bad.size:
            category, target = categories[bad[0]], float(targets[bad[0]])
            reason = (
                "Negative numbers are codes of the source for a figure that is not there, not people."
                if target < 0
                else "That is no number of people."
            )
            raise BadTargetsError(
                f"{self.name}: the target of {category} is {target:.10g}. {reason}",
                self.name,
                category,
                target,
            )
        total = float(targets.sum())
        if not total > 0:
            raise BadTargetsError(f"{self.name}: all targets are zero.", self.name)
        if self.is_share and abs(total - 1) > 1e-6:
            raise BadTargetsError(
                f"{self.name}: the shares add up to {total:.10g}, not to 1.", self.name, target=total
            )
        targets.flags.writeable = False
        object.__setattr__(self, "targets", targets)
        object.__setattr__(self, "categories", categories)

    @property
    def total(self) -> float:
        """Sum of the targets."""
        return float(self.targets.sum())


def cross(
    codes: ArrayLike,
    names: Sequence[str],
    categories: Sequence[Sequence[str]],
    targets: ArrayLike,
    *,
    is_share: bool = False,
) -> tuple[NDArray[np.intp], Margin]:
    """Cross several variables into one, for post-stratification by all of them at once.

    Parameters
    ----------
    codes : array_like of int, shape (n_people, n_variables)
        Category of each person on each variable, from 0; `NOT_KNOWN` (-1) where it is not known.
    names : sequence of str
        Names of the variables.
    categories : sequence of sequence of str
        Names of the categories of each.
    targets : array_like of float, shape (n_categories_1, n_categories_2, ...)
        People of the population in each combination.
    is_share : bool
        The targets are shares (0-1).

    Returns
    -------
    code : ndarray of intp, shape (n_people,)
        Combination of each person; not known where any of the variables is not.
    margin : Margin
        Its targets.

    Raises
    ------
    BadCodesError
        Codes, names, categories and targets do not fit each other.
    BadTargetsError
        A target is not a number of people.
    """
    table, wanted = np.asarray(codes), np.asarray(targets, dtype=np.float64)
    sizes = tuple(len(each) for each in categories)
    if table.ndim != 2 or table.shape[1] != len(names) or wanted.shape != sizes or len(sizes) != len(names):
        raise BadCodesError("Codes, names, categories and targets must have one entry for each variable.")
    if table.size and (not np.issubdtype(table.dtype, np.integer) or bool((table >= np.array(sizes)).any())):
        raise BadCodesError("Codes must be whole numbers below the number of categories.")
    is_known = (table >= 0).all(axis=1)
    code = np.full(len(table), NOT_KNOWN, dtype=np.intp)
    code[is_known] = np.ravel_multi_index(tuple(table[is_known].T), sizes)
    labels = tuple(
        " × ".join(each[int(i)] for each, i in zip(categories, place, strict=True))
        for place in np.ndindex(*sizes)
    )
    return code, Margin(listed(names), wanted.ravel(), labels, is_share)


def listed(names: Sequence[str]) -> str:
    """Join names as in a sentence.

    Parameters
    ----------
    names : sequence of str
        At least one.

    Returns
    -------
    str
        "a", "a and b", "a, b and c".
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def total_of(margins: Sequence[Margin], total: float | None, base_total: float) -> float:
    """Determine what the weights add up to.

    Parameters
    ----------
    margins : sequence of Margin
        Those given as counts must agree on their total.
    total : float or None
        The requested total; takes precedence over that of the margins.
    base_total : float
        Sum of the base weights: the default.

    Returns
    -------
    float
        A positive number of people.

    Raises
    ------
    ContradictingTotalsError
        If two margins count different totals.
    BadTargetsError
        If `total` is not a positive number.
    """
    counted = {margin.name: margin.total for margin in margins if not margin.is_share}
    if counted:
        largest, smallest = max(counted.values()), min(counted.values())
        if largest - smallest > _TOTALS_AGREE * largest:
            raise ContradictingTotalsError(counted)
    if total is not None:
        if not (math.isfinite(total) and total > 0):
            raise BadTargetsError(f"The total must be a positive number, not {total:g}.", "", target=total)
        return float(total)
    return next(iter(counted.values())) if counted else base_total
