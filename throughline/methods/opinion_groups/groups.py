"""People who stand near each other on the plane, in groups."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from throughline.methods.k_means import Clusters, k_means, nearest, settle, silhouette
from throughline.methods.opinion_groups.errors import GroupsTooSmallError, TooFewPeopleError
from throughline.methods.opinion_groups.plane import MINIMUM_VOTES, Placement, place
from throughline.methods.votes import Votes

N_BASE_CLUSTERS = 100
GROUP_COUNTS = (2, 3, 4, 5)
MINIMUM_GROUP_SIZE = 5
N_STARTS = 30
N_SETTLED = 5
UNPLACED = -1


@dataclass(frozen=True, eq=False)
class OpinionGroups:
    """People in groups. Group 0 is the largest; ties fall to the group further left on the plane.

    Attributes
    ----------
    placement : Placement
        Who is placed, and where.
    group : ndarray of int8, shape (n_placed,)
        Group of each placed person: the one whose centre is nearest.
    base : ndarray of int16, shape (n_placed,)
        Base cluster of each placed person: the fine clusters that are grouped, and drawn on the map.
    base_position : ndarray of float64, shape (n_base, 2)
        Centre of each base cluster.
    base_size : ndarray of int64, shape (n_base,)
        People in each.
    base_group : ndarray of int8, shape (n_base,)
        Group whose centre is nearest to each base cluster.
    centre : ndarray of float64, shape (n_groups, 2)
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
    centre: NDArray[np.float64]
    silhouette_of: dict[int, float] = field(default_factory=dict)

    @property
    def n_groups(self) -> int:
        """Number of groups."""
        return len(self.centre)

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
    people, into groups; the best few outcomes are then settled on the people themselves, and the best of
    those taken, so that hardly anything depends on where the fine clusters happened to start.

    Parameters
    ----------
    votes : Votes
        The current votes.
    rng : numpy.random.Generator
        Source of the starts of k-means. The same state gives the same groups, whatever the order in which
        votes or people came.
    n_groups : int, optional
        How many groups; without it, the number from 2 to 5 with the best silhouette over base clusters.
    minimum_votes : int
        Votes a person needs to be placed.
    minimum_group_size : int
        People a group needs; a split with a smaller one is passed over.

    Returns
    -------
    OpinionGroups
        The groups. This always answers with at least two: whether they are more than noise is another
        question.

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
    placement = place(votes, minimum_votes=minimum_votes)
    spot, spot_of, n_at_spot = np.unique(placement.position, axis=0, return_inverse=True, return_counts=True)
    people = n_at_spot.astype(np.float64)
    counts = GROUP_COUNTS if n_groups is None else (n_groups,)
    if len(spot) < min(counts):
        raise TooFewPeopleError(f"{min(counts)} groups need people at as many places; there are {len(spot)}.")
    base = k_means(spot, people, min(N_BASE_CLUSTERS, len(spot)), rng=rng, n_starts=1)[0]
    tried = {
        k: groups
        for k in counts
        if (groups := _grouped(base, k, spot, people, rng, minimum_group_size)) is not None
    }
    if not tried:
        raise GroupsTooSmallError(f"No split has {minimum_group_size} people in every group.")
    silhouette_of = {
        k: silhouette(base.centre, nearest(base.centre, groups.centre))
        for k, groups in tried.items()
        if k > 1
    }
    best = max(tried, key=lambda k: (silhouette_of.get(k, 0.0), -k))
    centre = tried[best].centre
    centre = centre[np.lexsort((centre[:, 0], -tried[best].weight))]
    return OpinionGroups(
        placement=placement,
        group=nearest(placement.position, centre).astype(np.int8),
        base=base.label[spot_of.reshape(-1)].astype(np.int16),
        base_position=base.centre,
        base_size=base.weight.astype(np.int64),
        base_group=nearest(base.centre, centre).astype(np.int8),
        centre=centre,
        silhouette_of=silhouette_of,
    )


def _grouped(
    base: Clusters,
    n_groups: int,
    spot: NDArray[np.float64],
    people: NDArray[np.float64],
    rng: np.random.Generator,
    minimum_group_size: int,
) -> Clusters | None:
    """Group the base clusters, settle the best on the people; None where a group stays too small."""
    if n_groups > len(base.centre):
        return None
    coarse = k_means(base.centre, base.weight, n_groups, rng=rng, n_starts=N_STARTS)
    wide = [clusters for clusters in coarse if clusters.weight.min() >= minimum_group_size]
    settled = [settle(spot, people, clusters.centre) for clusters in wide[:N_SETTLED]]
    wide = [clusters for clusters in settled if clusters.weight.min() >= minimum_group_size]
    return min(wide, key=lambda clusters: clusters.inertia, default=None)
