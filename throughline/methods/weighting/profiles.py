"""People collapsed to the distinct combinations of their categories."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from throughline.methods.weighting.errors import BadBaseWeightsError, BadCodesError, NobodyError
from throughline.methods.weighting.margin import NOT_KNOWN

_LARGEST_KEY = 2**62


@dataclass(frozen=True, eq=False)
class Profiles:
    """People collapsed to the distinct combinations of categories: weights depend only on those.

    Attributes
    ----------
    code : ndarray of intp, shape (n_margins, n_profiles)
        Category of each profile, `NOT_KNOWN` (-1) where it is not known; in ascending order.
    n : ndarray of intp, shape (n_profiles,)
        People of each profile.
    base : ndarray of float64, shape (n_profiles,)
        Sum of their base weights.
    base_square : ndarray of float64, shape (n_profiles,)
        Sum of the squares of their base weights.
    of_person : ndarray of intp, shape (n_people,)
        Profile of each person.
    base_of_person : ndarray of float64, shape (n_people,), or None
        Base weight of each person; None where each is 1.
    """

    code: NDArray[np.intp]
    n: NDArray[np.intp]
    base: NDArray[np.float64]
    base_square: NDArray[np.float64]
    of_person: NDArray[np.intp]
    base_of_person: NDArray[np.float64] | None

    @property
    def n_people(self) -> int:
        """Number of people."""
        return self.of_person.size

    @property
    def n_profiles(self) -> int:
        """Number of distinct combinations among them."""
        return self.n.size


def collapse(codes: ArrayLike, n_categories: Sequence[int], *, base: ArrayLike | None = None) -> Profiles:
    """Collapse people to the distinct combinations of their categories.

    Parameters
    ----------
    codes : array_like of int, shape (n_people, n_margins)
        Category of each person on each margin, from 0; `NOT_KNOWN` (-1) where it is not known.
    n_categories : sequence of int
        Number of categories of each margin.
    base : array_like of float, shape (n_people,), optional
        Weight of each person before weighting, such as the inverse of the sampling probability. 1 each unless
        given.

    Returns
    -------
    Profiles
        The combinations that occur, independent of the order of the people.

    Raises
    ------
    BadCodesError
        The codes are not whole numbers in range, or there is no margin.
    BadBaseWeightsError
        A base weight is not a positive number, or there is not one for each person.
    NobodyError
        There is nobody.
    """
    table = np.asarray(codes)
    if table.ndim != 2 or table.shape[1] != len(n_categories) or not len(n_categories):
        raise BadCodesError("The codes must have one row a person and one column a margin.")
    if not table.shape[0]:
        raise NobodyError("There is nobody to weight.")
    if not np.issubdtype(table.dtype, np.integer):
        raise BadCodesError("Codes must be whole numbers.")
    columns = np.ascontiguousarray(table.T)
    for number, (column, size) in enumerate(zip(columns, n_categories, strict=True)):
        if int(column.min()) < NOT_KNOWN or int(column.max()) >= size:
            raise BadCodesError(f"Codes of margin {number} must lie between 0 and {size - 1}, or be -1.")
    weights = base_weights(base, table.shape[0])
    of_person, n_profiles = _number_profiles(columns, n_categories)
    first = np.empty(n_profiles, dtype=np.intp)
    first[of_person[::-1]] = np.arange(of_person.size - 1, -1, -1)
    n = np.bincount(of_person, minlength=n_profiles)
    if weights is None:
        sums = squares = n.astype(np.float64)
    else:
        sums = _summed(of_person, weights, n_profiles)
        squares = _summed(of_person, weights**2, n_profiles)
    return Profiles(
        code=columns[:, first].astype(np.intp),
        n=n,
        base=sums,
        base_square=squares,
        of_person=of_person,
        base_of_person=weights,
    )


def _number_profiles(
    columns: NDArray[np.integer], n_categories: Sequence[int]
) -> tuple[NDArray[np.intp], int]:
    """Number each person's combination, in ascending order of the codes; also return how many occur."""
    key = np.zeros(columns.shape[1], dtype=np.intp)
    span = 1
    for column, size in zip(columns, n_categories, strict=True):
        if span * (size + 1) > _LARGEST_KEY:
            key, span = _renumber(key, span)
        key *= size + 1
        key += column
        key += 1
        span *= size + 1
    return _renumber(key, span)


def _renumber(key: NDArray[np.intp], span: int) -> tuple[NDArray[np.intp], int]:
    """Replace the keys that occur by 0, 1, 2, ... in their order."""
    if span > 4 * key.size + 1_000_000:
        found, number = np.unique(key, return_inverse=True)
        return np.asarray(number, dtype=np.intp).reshape(-1), found.size
    occurs = np.zeros(span, dtype=np.bool_)
    occurs[key] = True
    number = np.cumsum(occurs, dtype=np.intp) - 1
    return number[key], int(number[-1]) + 1


def base_weights(base: ArrayLike | None, n_people: int) -> NDArray[np.float64] | None:
    """Check the base weights.

    Parameters
    ----------
    base : array_like of float, shape (n_people,), or None
        One for each person, positive; None where all are equal.
    n_people : int
        How many there must be.

    Returns
    -------
    ndarray of float64, shape (n_people,), or None
        The weights, or None where all are equal.

    Raises
    ------
    BadBaseWeightsError
        If one is missing, not a number, or not positive.
    """
    if base is None:
        return None
    weights = np.asarray(base, dtype=np.float64)
    if weights.shape != (n_people,):
        raise BadBaseWeightsError("There must be one base weight for each person.")
    if not (np.isfinite(weights).all() and (weights > 0).all()):
        raise BadBaseWeightsError("A base weight must be a positive number.")
    return weights


def _summed(group: NDArray[np.intp], number: NDArray[np.float64], n_groups: int) -> NDArray[np.float64]:
    return np.asarray(np.bincount(group, number, minlength=n_groups), dtype=np.float64)
