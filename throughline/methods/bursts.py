"""Bursts: responses that one person or one network may have made.

See ``docs/methods/bursts.md``.
"""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse, special
from scipy.sparse import csgraph

METHOD = "bursts"
VERSION = "1"

MANY_OF_A_NETWORK: Final = 4
"""So many people of one network on one day are more than a household."""

FEWEST_AT_ONCE: Final = 5
"""Fewer people within a window are no burst."""

WINDOWS_MINUTES: Final = (10, 60)
"""The windows in which people are counted."""

ORDINARY_QUANTILE: Final = 0.75
"""Of the hours with any response: the ordinary hour is the one that this part of them does not exceed."""

ORDINARY_SWING: Final = 3.0
"""An hour may have so many times the people of an ordinary one: an evening, the day after a reminder."""

MOST_UNLIKELY: Final = 1e-3
"""The chance that ordinary traffic shows a burst anywhere in a forum."""

HOUR_MINUTES: Final = 60
DAY_MINUTES: Final = 1440

Kind: TypeAlias = Literal["network", "time"]
Numbers: TypeAlias = NDArray[np.int64]


class BadArrivalsError(ValueError):
    """The two columns do not describe the same people."""


@dataclass(frozen=True)
class Unit:
    """People whom one person or one network may have made up.

    Attributes
    ----------
    kind : {"network", "time"}
        "network": all of one network. "time": within a few minutes, of one or of many networks.
    people : ndarray of int64
        Indices of the people, ascending.
    n_networks : int
        Number of networks they came from, as far as known.
    """

    kind: Kind
    people: Numbers
    n_networks: int


def find_bursts(minute: ArrayLike, network: ArrayLike) -> tuple[Unit, ...]:
    """Find the people who came from one network on one day, or at once.

    Parameters
    ----------
    minute : array_like of int, shape (n_people,)
        When each person first contributed, in minutes since any moment at which a day begins.
    network : array_like of str, shape (n_people,)
        A label of each person's network; empty where it is not known.

    Returns
    -------
    tuple of Unit
        By their first person. They do not overlap: units that share a person are one. The same people in
        another order give the same units.

    Raises
    ------
    BadArrivalsError
        The columns are of unequal length.
    """
    minutes = np.asarray(minute, dtype=np.int64).reshape(-1)
    networks = np.asarray(network, dtype=np.str_).reshape(-1)
    if minutes.size != networks.size:
        raise BadArrivalsError("Each person has one minute and one network.")
    if not minutes.size:
        return ()
    links = [*_of_networks(minutes, networks), *_at_once(minutes)]
    if not links:
        return ()
    return tuple(sorted(_joined(links, networks), key=lambda unit: int(unit.people[0])))


def _of_networks(minutes: Numbers, networks: NDArray[np.str_]) -> list[Numbers]:
    """The people of each network and day, if they are more than a household."""
    known = np.flatnonzero(networks != "")
    if not known.size:
        return []
    _names, number = np.unique(networks[known], return_inverse=True)
    day = minutes[known] // DAY_MINUTES
    order = np.lexsort((day, number))
    starts = np.flatnonzero(np.diff(number[order], prepend=-1) | np.diff(day[order], prepend=day.min() - 1))
    groups = np.split(known[order], starts[1:])
    return [np.sort(group) for group in groups if group.size >= MANY_OF_A_NETWORK]


def _at_once(minutes: Numbers) -> list[Numbers]:
    """The people of each window that has far more than the forum's ordinary hours make plausible."""
    order = np.argsort(minutes, kind="stable")
    ordered = minutes[order]
    ordinary = _ordinary_by_person(ordered)
    found: list[Numbers] = []
    for width in WINDOWS_MINUTES:
        end = np.searchsorted(ordered, ordered + width, side="left")
        n_within = end - np.arange(ordered.size)
        expected = ORDINARY_SWING * ordinary * width / HOUR_MINUTES
        chance = special.pdtrc(n_within - 1, expected)
        is_burst = (n_within >= FEWEST_AT_ONCE) & (chance <= MOST_UNLIKELY / ordered.size)
        start = np.flatnonzero(is_burst)
        if start.size:
            # Overlapping windows are one: they begin in order, and so do their ends.
            is_new = np.append(True, start[1:] >= end[start][:-1])
            last = np.append(np.flatnonzero(is_new)[1:] - 1, start.size - 1)
            found += [order[a:b] for a, b in zip(start[is_new], end[start][last], strict=True)]
    return found


def _ordinary_by_person(ordered: Numbers) -> NDArray[np.float64]:
    """People of an ordinary hour, leaving out the hour of each person and the next: at least 1."""
    hours, number, n_people = np.unique(ordered // HOUR_MINUTES, return_inverse=True, return_counts=True)
    by_size = np.argsort(n_people, kind="stable")
    rank = np.empty(hours.size, dtype=np.int64)
    rank[by_size] = np.arange(hours.size)
    has_next = np.append(np.diff(hours) == 1, False)
    following = np.where(has_next, np.append(rank[1:], 0), hours.size)
    first, second = np.minimum(rank, following), np.maximum(rank, following)
    n_left = hours.size - 1 - has_next
    place = np.ceil(ORDINARY_QUANTILE * n_left).astype(np.int64) - 1
    place = place + (place >= first)
    place = place + (place >= second)
    ordinary = np.where(n_left > 0, n_people[by_size][np.clip(place, 0, hours.size - 1)], 1)
    return np.maximum(1.0, ordinary[number])


def _joined(links: list[Numbers], networks: NDArray[np.str_]) -> list[Unit]:
    """Join groups that share a person."""
    edges = np.concatenate([np.column_stack([np.full(group.size, group[0]), group]) for group in links])
    n = networks.size
    graph = sparse.coo_array((np.ones(len(edges), dtype=np.int8), (edges[:, 0], edges[:, 1])), shape=(n, n))
    _n_parts, part = csgraph.connected_components(graph, directed=False)
    inside = np.unique(edges)
    inside = inside[np.argsort(part[inside], kind="stable")]
    units = []
    for people in np.split(inside, np.flatnonzero(np.diff(part[inside])) + 1):
        known = np.unique(networks[people])
        is_one = known.size == 1 and known[0] != ""
        units.append(Unit("network" if is_one else "time", people, int((known != "").sum())))
    return units
