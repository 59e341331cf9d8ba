"""Groups of people who are near each other on the plane."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from throughline.methods.k_means import Clusters, k_means, nearest, settle_all, silhouette
from throughline.methods.opinion_groups.errors import GroupsTooSmallError, TooFewPeopleError
from throughline.methods.opinion_groups.plane import MINIMUM_VOTES, Placement, place
from throughline.methods.votes import Votes

N_BASE_CLUSTERS = 100
BASE_ITERATIONS = 4
SPOTS_UP_TO_N_PEOPLE = 20_000
GRID = 128
EXACT = 2.0**26
GROUP_COUNTS = (2, 3, 4, 5)
MINIMUM_GROUP_SIZE = 5
N_STARTS = 12
N_SETTLED = 5
N_OWN_STARTS = 50
OWN_STARTS_FOR_N_SPOTS = 8_000
UNPLACED = -1


@dataclass(frozen=True, eq=False)
class OpinionGroups:
    """People in groups, the largest first; of equally large groups, the one further left on the plane.

    Attributes
    ----------
    placement : Placement
        Who is placed, and where.
    group : ndarray of int8, shape (n_placed,)
        Group of each placed person: the one whose center is nearest.
    base : ndarray of int16, shape (n_placed,)
        Base cluster of each placed person: the fine clusters that are grouped, and drawn on the map.
    base_position : ndarray of float64, shape (n_base, 2)
        Center of each base cluster.
    base_size : ndarray of int64, shape (n_base,)
        People in each.
    base_group : ndarray of int8, shape (n_base,)
        Group whose center is nearest to each base cluster.
    center : ndarray of float64, shape (n_groups, 2)
        Mean position of each group.
    silhouette_of : dict of int to float
        Mean silhouette over base clusters for each number of groups tried.
    """

    placement: Placement
    group: NDArray[np.int8]
    base: NDArray[np.int16]
    base_position: NDArray[np.float64]
    base_size: NDArray[np.int64]
    base_group: NDArray[np.int8]
    center: NDArray[np.float64]
    silhouette_of: dict[int, float] = field(default_factory=dict)

    @property
    def n_groups(self) -> int:
        """Number of groups."""
        return len(self.center)

    @property
    def sizes(self) -> NDArray[np.int64]:
        """People in each group, largest first; int64, shape (n_groups,)."""
        return np.bincount(self.group, minlength=self.n_groups)

    @property
    def group_of_person(self) -> NDArray[np.int8]:
        """Group of every person, `UNPLACED` (-1) for those with too few votes; int8, shape (n_people,)."""
        everyone = np.full(self.placement.n_people, UNPLACED, dtype=np.int8)
        everyone[self.placement.person] = self.group
        return everyone


def find(
    votes: Votes,
    *,
    rng: np.random.Generator,
    n_groups: int | None = None,
    minimum_votes: int = MINIMUM_VOTES,
    minimum_group_size: int = MINIMUM_GROUP_SIZE,
) -> OpinionGroups:
    """Find groups of people who vote alike.

    People are put into at most `N_BASE_CLUSTERS` fine clusters on the plane, and those, weighted by their
    people, into groups; the best few outcomes and some starts drawn among the people are then iterated on the
    people themselves, and the best is taken, so that the result hardly depends on the starts.

    Parameters
    ----------
    votes : Votes
        The current votes.
    rng : numpy.random.Generator
        Source of the starts of k-means. The same state gives the same groups, regardless of the order of
        votes or people.
    n_groups : int, optional
        How many groups; without it, the number from 2 to 5 with the best silhouette over base clusters.
    minimum_votes : int
        Votes a person needs to be placed.
    minimum_group_size : int
        People a group needs; a split with a smaller one is skipped.

    Returns
    -------
    OpinionGroups
        The groups, always at least two: whether they are more than noise is decided by `judge`.

    Raises
    ------
    TooFewPeopleError
        Fewer people, or people at fewer distinct places, than groups.
    GroupsTooSmallError
        No split has `minimum_group_size` people in every group.
    TooFewStatementsError
        Fewer than two statements that are not zeroed have a vote.
    NoDifferenceError
        On no statement do two people differ.
    """
    return group(
        place(votes, minimum_votes=minimum_votes),
        rng=rng,
        n_groups=n_groups,
        minimum_group_size=minimum_group_size,
    )


def group(
    placement: Placement,
    *,
    rng: np.random.Generator,
    n_groups: int | None = None,
    minimum_group_size: int = MINIMUM_GROUP_SIZE,
) -> OpinionGroups:
    """Find groups of people who are near each other, as `find` does once they are placed.

    Parameters
    ----------
    placement : Placement
        Who is placed, and where.
    rng : numpy.random.Generator
        Source of the starts of k-means.
    n_groups : int, optional
        How many groups; without it, the number from 2 to 5 with the best silhouette over base clusters.
    minimum_group_size : int
        People a group needs; a split with a smaller one is skipped.

    Returns
    -------
    OpinionGroups
        The groups.

    Raises
    ------
    TooFewPeopleError
        Fewer people, or people at fewer distinct places, than groups.
    GroupsTooSmallError
        No split has `minimum_group_size` people in every group.
    """
    orientation = _orientation(placement.position)
    position = placement.position * orientation
    spot, people, spot_of = _spots(position)
    counts = GROUP_COUNTS if n_groups is None else (n_groups,)
    if len(spot) < min(counts):
        raise TooFewPeopleError(f"{min(counts)} groups need people at as many places; there are {len(spot)}.")
    n_base = min(N_BASE_CLUSTERS, len(spot))
    base = settle_all(spot, people, _cut_up(spot, n_base)[None], maximum_iterations=BASE_ITERATIONS)[0]
    tried = {k: _grouped(base, k, rng, minimum_group_size) for k in counts if k <= n_base}
    silhouette_of = {
        k: silhouette(base.center, found[0].label) for k, found in tried.items() if found and k > 1
    }
    for k in sorted(tried, key=lambda k: (-silhouette_of.get(k, 0.0), k)):
        settled = _settled(tried[k], spot, people, rng, minimum_group_size)
        if settled is not None:
            break
    else:
        raise GroupsTooSmallError(f"No split has {minimum_group_size} people in every group.")
    order = np.lexsort((settled.center[:, 0], -settled.weight))
    center = settled.center[order]
    if (
        len(position) <= SPOTS_UP_TO_N_PEOPLE
    ):  # people equally near to two centers keep the group they were counted in
        of_person = np.argsort(order)[settled.label][spot_of]
    else:
        of_person = nearest(position, center)
    return OpinionGroups(
        placement=placement,
        group=of_person.astype(np.int8),
        base=base.label[spot_of].astype(np.int16),
        base_position=base.center * orientation,
        base_size=base.weight.astype(np.int64),
        base_group=nearest(base.center, center).astype(np.int8),
        center=center * orientation,
        silhouette_of=silhouette_of,
    )


def _orientation(position: NDArray[np.float64]) -> NDArray[np.float64]:
    """Find for each axis on which side the long tail lies: +1 or -1.

    Random draws then give mirrored results on a mirrored map.
    """
    cube = position * position * position
    third, size = cube.sum(axis=0), np.abs(cube).sum(axis=0)
    return np.where(third < -1e-9 * size, -1.0, 1.0)


def _spots(
    position: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.intp]]:
    """Distinct places, the number of people at each, and the place of each person.

    With very many people, those in one cell of a fine grid are put at their mean place.
    """
    if len(position) <= SPOTS_UP_TO_N_PEOPLE:
        order = np.lexsort(position.T[::-1])
        ordered = position[order]
        is_new = np.ones(len(order), dtype=bool)
        is_new[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
        spot_of = np.empty(len(order), dtype=np.intp)
        spot_of[order] = np.cumsum(is_new) - 1
        return ordered[is_new], np.bincount(spot_of).astype(np.float64), spot_of
    least, most = position.min(axis=0), position.max(axis=0)
    step = np.where(most > least, most - least, 1.0) * (1 + 1e-9) / GRID
    cell = np.zeros(len(position), dtype=np.intp)
    for axis in range(position.shape[1]):
        cell = cell * GRID + ((position[:, axis] - least[axis]) / step[axis]).astype(np.intp)
    n_in_cell = np.bincount(cell, minlength=GRID ** position.shape[1])
    taken = np.flatnonzero(n_in_cell)
    people = n_in_cell[taken].astype(np.float64)
    # Whole numbers are added exactly, in any order of people.
    total = [
        np.bincount(cell, weights=np.rint(axis * EXACT), minlength=n_in_cell.size) for axis in position.T
    ]
    spot_of_cell = np.cumsum(n_in_cell > 0) - 1
    return np.stack([of[taken] / EXACT / people for of in total], axis=1), people, spot_of_cell[cell]


def _cut_up(spot: NDArray[np.float64], n_base: int) -> NDArray[np.float64]:
    """Centers of strips of neighbors along the first axis, each cut up along the second.

    All pieces have the same number of places, or one fewer. The result is deterministic.
    """
    n_strips = max(round(n_base**0.5), 1)
    strips = np.array_split(np.argsort(spot[:, 0], kind="stable"), n_strips)
    shares = np.array_split(np.arange(n_base), n_strips)  # no strip is given more pieces than it has places
    pieces = [
        piece
        for strip, share in zip(strips, shares, strict=True)
        for piece in np.array_split(strip[np.argsort(spot[strip, 1], kind="stable")], len(share))
    ]
    first = np.cumsum([0, *(len(piece) for piece in pieces[:-1])])
    ordered = spot[np.concatenate(pieces)]
    total = np.add.reduceat(ordered, first, axis=0)
    return np.asarray(total / np.array([len(piece) for piece in pieces])[:, None])


def _grouped(
    base: Clusters, n_groups: int, rng: np.random.Generator, minimum_group_size: int
) -> list[Clusters]:
    """Group the base clusters, best first; none with a group of too few people."""
    found = k_means(base.center, base.weight, n_groups, rng=rng, n_starts=N_STARTS)
    return [clusters for clusters in found if clusters.weight.min() >= minimum_group_size]


def _settled(
    tried: list[Clusters],
    spot: NDArray[np.float64],
    people: NDArray[np.float64],
    rng: np.random.Generator,
    minimum_group_size: int,
) -> Clusters | None:
    """Iterate the best few on the people; None where each then has a group that is too small.

    With fewer people there are also starts among the people, so that nothing depends on the base clusters.
    """
    if not tried:
        return None
    settled = settle_all(spot, people, np.stack([clusters.center for clusters in tried[:N_SETTLED]]))
    n_starts = min(N_OWN_STARTS, OWN_STARTS_FOR_N_SPOTS // len(spot))
    if n_starts:
        settled += k_means(spot, people, len(tried[0].center), rng=rng, n_starts=n_starts)
    wide = [clusters for clusters in settled if clusters.weight.min() >= minimum_group_size]
    return min(wide, key=lambda clusters: clusters.inertia, default=None)
