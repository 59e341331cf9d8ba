"""Are there groups of people who vote alike, what does each hold, and what do all groups share?

Steps 1 to 8 of the Polis procedure, on sparse votes. See ``docs/methods/opinion_groups.md``.
"""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

from throughline.methods.k_means import Clusters, k_means, nearest, settle, silhouette
from throughline.methods.votes import AGREE, DISAGREE, Votes

METHOD = "opinion_groups"
VERSION = "1"

MINIMUM_VOTES = 7
N_BASE_CLUSTERS = 100
GROUP_COUNTS = (2, 3, 4, 5)
MINIMUM_GROUP_SIZE = 5
N_STARTS = 30
N_SETTLED = 5
SIGNIFICANT_Z = 1.2816
UNPLACED = -1

Direction = Literal["agree", "disagree"]


class OpinionGroupsError(ValueError):
    """No opinion groups can be computed from these votes."""


class TooFewPeopleError(OpinionGroupsError):
    """Too few people have voted often enough to be placed."""


class GroupsTooSmallError(OpinionGroupsError):
    """Every split leaves a group with too few people."""


class TooFewStatementsError(OpinionGroupsError):
    """Too few statements, after moderation, have votes."""


class NoDifferenceError(OpinionGroupsError):
    """Nobody differs: all who voted on a statement voted alike, so there is nothing to place people by."""


@dataclass(frozen=True, eq=False)
class Moments:
    """Everything the components depend on: exact whole numbers, whatever the number of people.

    One more vote changes one row and one column of each; people in another order change nothing.

    Attributes
    ----------
    seen : ndarray of int64, shape (n_statements,)
        Votes on each statement, passes included.
    total : ndarray of int64, shape (n_statements,)
        Sum of the votes: agrees minus disagrees.
    product : ndarray of int64, shape (n_statements, n_statements)
        ``product[j, k]`` is the sum of ``vote_j * vote_k`` over people who saw both.
    total_where_seen : ndarray of int64, shape (n_statements, n_statements)
        ``total_where_seen[j, k]`` is the sum of ``vote_j`` over people who saw both.
    seen_together : ndarray of int64, shape (n_statements, n_statements)
        Number of people who saw both.
    """

    seen: NDArray[np.int64]
    total: NDArray[np.int64]
    product: NDArray[np.int64]
    total_where_seen: NDArray[np.int64]
    seen_together: NDArray[np.int64]

    @classmethod
    def of(cls, votes: Votes) -> "Moments":
        """Count the votes.

        Parameters
        ----------
        votes : Votes
            The current votes.

        Returns
        -------
        Moments
            Their exact sums; zeroed statements are counted like any other.
        """
        value = votes.sparse_of(votes.value.astype(np.int64))
        shown = votes.sparse_of(np.ones(votes.n_votes, dtype=np.int64))
        together = np.asarray((shown.T @ shown).toarray(), dtype=np.int64)
        where_seen = np.asarray((value.T @ shown).toarray(), dtype=np.int64)
        return cls(
            seen=np.diagonal(together).copy(),
            total=np.diagonal(where_seen).copy(),
            product=np.asarray((value.T @ value).toarray(), dtype=np.int64),
            total_where_seen=where_seen,
            seen_together=together,
        )

    @property
    def mean(self) -> NDArray[np.float64]:
        """Mean vote of those who saw each statement; 0 where nobody did; shape (n_statements,)."""
        return self.total / np.maximum(self.seen, 1)

    def deviations(self) -> NDArray[np.float64]:
        """Sum over people of the products of their deviations from the means.

        Returns
        -------
        ndarray of float64, shape (n_statements, n_statements)
            ``sum_i (v_ij - mean_j)(v_ik - mean_k)`` over people who saw both: the covariance, times the
            number of people, of the votes with each missing one set to its statement's mean.
        """
        mean = self.mean
        crossed = self.total_where_seen * mean
        return self.product - crossed - crossed.T + np.outer(mean, mean) * self.seen_together


@dataclass(frozen=True, eq=False)
class Plane:
    """The two directions in which votes differ most.

    Attributes
    ----------
    mean : ndarray of float64, shape (n_statements,)
        Mean vote on each statement; 0 where zeroed or unseen.
    component : ndarray of float64, shape (2, n_statements)
        Unit vectors, the one of larger variance first; 0 where zeroed or unseen. In each the loading of
        largest size is positive. The second is all zero where votes differ in one direction only.
    variance_share : ndarray of float64, shape (2,)
        Share (0-1) of the variance of the mean-filled votes that lies along each.
    is_counted : ndarray of bool, shape (n_statements,)
        Statements that somebody voted on; the others take no part at all.
    is_zeroed : ndarray of bool, shape (n_statements,)
        Statements that were moderated out or are meta.
    """

    mean: NDArray[np.float64]
    component: NDArray[np.float64]
    variance_share: NDArray[np.float64]
    is_counted: NDArray[np.bool_]
    is_zeroed: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Placement:
    """Where people stand on the plane.

    Attributes
    ----------
    plane : Plane
        The plane.
    person : ndarray of int64, shape (n_placed,)
        Who is placed, ascending: everyone with enough votes.
    position : ndarray of float64, shape (n_placed, 2)
        Where each stands.
    n_people : int
        How many people there are, placed or not.
    """

    plane: Plane
    person: NDArray[np.int64]
    position: NDArray[np.float64]
    n_people: int


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


@dataclass(frozen=True, eq=False)
class StatementStatistics:
    """How each group voted on each statement. All arrays have the shape (n_groups, n_statements).

    Attributes
    ----------
    n_agree, n_disagree, n_pass, n_seen : ndarray of int64
        Counts of people; ``n_seen`` is the sum of the other three.
    p_agree, p_disagree : ndarray of float64
        ``(n + 1) / (n_seen + 2)``: the share, drawn a little towards one half.
    z_agree, z_disagree : ndarray of float64
        How far the share lies from one half, in standard errors.
    r_agree, r_disagree : ndarray of float64
        Representativeness: the group's share over that of all other groups together.
    zr_agree, zr_disagree : ndarray of float64
        Two-proportion pooled z of the group against all other groups together.
    """

    n_agree: NDArray[np.int64]
    n_disagree: NDArray[np.int64]
    n_pass: NDArray[np.int64]
    n_seen: NDArray[np.int64]
    p_agree: NDArray[np.float64]
    p_disagree: NDArray[np.float64]
    z_agree: NDArray[np.float64]
    z_disagree: NDArray[np.float64]
    r_agree: NDArray[np.float64]
    r_disagree: NDArray[np.float64]
    zr_agree: NDArray[np.float64]
    zr_disagree: NDArray[np.float64]


@dataclass(frozen=True)
class RepresentativeStatement:
    """A statement on which a group stands out.

    Attributes
    ----------
    group, statement : int
        Which group, and which statement.
    direction : {"agree", "disagree"}
        What the group does more than the others.
    n_of_direction, n_seen : int
        How many of the group do so, of how many who saw it.
    p, z, r, zr : float
        The figures of `StatementStatistics` for this direction.
    """

    group: int
    statement: int
    direction: Direction
    n_of_direction: int
    n_seen: int
    p: float
    z: float
    r: float
    zr: float

    @property
    def strength(self) -> float:
        """What representative statements are ordered by: ``p * z * r * zr``."""
        return self.p * self.z * self.r * self.zr


def fit_plane(votes: Votes) -> Plane:
    """Find the two directions in which votes differ most.

    Everyone's votes count, also of people with too few to be placed. A missing vote is set to the mean of
    those who saw the statement, so that it adds nothing to the sums of deviations: the dense matrix is never
    made.

    Parameters
    ----------
    votes : Votes
        The current votes.

    Returns
    -------
    Plane
        Means and components.

    Raises
    ------
    TooFewStatementsError
        Fewer than two statements that are not zeroed have a vote.
    NoDifferenceError
        On no statement do two people differ.
    """
    is_counted = votes.n_votes_by_statement > 0
    is_used = is_counted & ~votes.is_zeroed
    if int(is_used.sum()) < 2:
        raise TooFewStatementsError("At least two approved statements with votes are needed.")
    moments = Moments.of(votes)
    used = np.flatnonzero(is_used)
    deviations = moments.deviations()[np.ix_(used, used)]
    trace = float(np.trace(deviations))
    if trace <= 1e-9:
        raise NoDifferenceError("Everyone who voted on a statement voted alike.")
    variance, vectors = eigh(deviations, subset_by_index=[len(used) - 2, len(used) - 1])
    component = np.zeros((2, votes.n_statements))
    for row, column in enumerate((1, 0)):
        if variance[column] > 1e-9 * trace:
            vector = vectors[:, column]
            component[row, used] = vector * np.sign(vector[_largest(vector)])
    share = np.clip(variance[::-1], 0.0, None) / trace
    return Plane(
        mean=np.where(is_used, moments.mean, 0.0),
        component=component,
        variance_share=share,
        is_counted=is_counted,
        is_zeroed=votes.is_zeroed,
    )


def project(votes: Votes, plane: Plane) -> NDArray[np.float64]:
    """Place every person on the plane.

    Parameters
    ----------
    votes : Votes
        Votes on the plane's statements, of the same or of other people.
    plane : Plane
        The plane.

    Returns
    -------
    ndarray of float64, shape (n_people, 2)
        ``sqrt(n_statements / n_seen)`` times the sum over seen statements of deviation times component.
        Zeroed statements count as seen by everyone; who saw nothing stands at the origin.
    """
    is_used = plane.is_counted & ~plane.is_zeroed
    of_used = is_used[votes.statement]
    deviation = np.where(of_used, votes.value - plane.mean[votes.statement], 0.0)
    n_seen = np.bincount(votes.person[of_used], minlength=votes.n_people)
    n_seen += int((plane.is_counted & plane.is_zeroed).sum())
    stretch = np.sqrt(int(plane.is_counted.sum()) / np.maximum(n_seen, 1))
    position = votes.sparse_of(deviation) @ plane.component.T
    return np.asarray(position * stretch[:, None], dtype=np.float64)


def place(votes: Votes, *, minimum_votes: int = MINIMUM_VOTES) -> Placement:
    """Find the plane, and place everyone with enough votes on it.

    Parameters
    ----------
    votes : Votes
        The current votes.
    minimum_votes : int
        Votes a person needs, passes and zeroed statements included; all of the statements where there are
        fewer than this.

    Returns
    -------
    Placement
        The plane, who is placed, and where.

    Raises
    ------
    TooFewPeopleError
        Fewer than two people have enough votes.
    TooFewStatementsError
        Fewer than two statements that are not zeroed have a vote.
    NoDifferenceError
        On no statement do two people differ.
    """
    plane = fit_plane(votes)
    needed = min(minimum_votes, int(plane.is_counted.sum()))
    person = np.flatnonzero(votes.n_votes_by_person >= needed)
    if person.size < 2:
        raise TooFewPeopleError(
            f"At least two people with {needed} votes are needed; there are {person.size}."
        )
    return Placement(
        plane=plane, person=person, position=project(votes, plane)[person], n_people=votes.n_people
    )


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


def statement_statistics(
    votes: Votes, group_of_person: NDArray[np.signedinteger], n_groups: int | None = None
) -> StatementStatistics:
    """Count how each group voted on each statement, and how far that stands out.

    Parameters
    ----------
    votes : Votes
        The current votes.
    group_of_person : ndarray of int, shape (n_people,)
        Group of each person, ``0 .. n_groups - 1``; negative for people in none, who are left out.
    n_groups : int, optional
        How many groups; without it, the largest label and one.

    Returns
    -------
    StatementStatistics
        Counts and figures, zeroed statements like any other.

    Raises
    ------
    OpinionGroupsError
        Nobody is in a group, or a label is not below `n_groups`.
    """
    labels = np.asarray(group_of_person)
    if labels.shape != (votes.n_people,):
        raise OpinionGroupsError("One group label for each person is needed.")
    if not bool((labels >= 0).any()):
        raise OpinionGroupsError("Nobody is in a group.")
    n = int(labels.max()) + 1 if n_groups is None else n_groups
    if int(labels.max()) >= n:
        raise OpinionGroupsError(f"A group label must lie below {n}.")
    group_of_vote = labels[votes.person]
    is_in = group_of_vote >= 0
    cell = group_of_vote[is_in].astype(np.int64) * votes.n_statements + votes.statement[is_in]
    value = votes.value[is_in]

    def counted(of: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.bincount(of, minlength=n * votes.n_statements).reshape(n, votes.n_statements)

    n_seen, n_agree, n_disagree = (
        counted(cell),
        counted(cell[value == AGREE]),
        counted(cell[value == DISAGREE]),
    )
    p_agree, z_agree, r_agree, zr_agree = _figures(n_agree, n_seen)
    p_disagree, z_disagree, r_disagree, zr_disagree = _figures(n_disagree, n_seen)
    return StatementStatistics(
        n_agree=n_agree,
        n_disagree=n_disagree,
        n_pass=n_seen - n_agree - n_disagree,
        n_seen=n_seen,
        p_agree=p_agree,
        p_disagree=p_disagree,
        z_agree=z_agree,
        z_disagree=z_disagree,
        r_agree=r_agree,
        r_disagree=r_disagree,
        zr_agree=zr_agree,
        zr_disagree=zr_disagree,
    )


def representative_statements(
    statistics: StatementStatistics,
    *,
    is_left_out: NDArray[np.bool_] | None = None,
    n_per_group: int = 5,
    minimum_z: float = SIGNIFICANT_Z,
) -> tuple[tuple[RepresentativeStatement, ...], ...]:
    """List, for each group, the statements on which it stands out most.

    A statement stands for a group where both z values of a direction exceed `minimum_z`. A group for which
    none does gets none.

    Parameters
    ----------
    statistics : StatementStatistics
        Figures of every group.
    is_left_out : ndarray of bool, shape (n_statements,), optional
        Statements never to be listed, such as the zeroed ones.
    n_per_group : int
        How many at most.
    minimum_z : float
        Both z values must exceed this; 1.2816 is one-sided 90 %, without correction for looking at many.

    Returns
    -------
    tuple of tuple of RepresentativeStatement
        For each group, strongest first.
    """
    n_groups, n_statements = statistics.n_seen.shape
    is_listed = np.ones(n_statements, dtype=bool) if is_left_out is None else ~is_left_out
    listed: list[tuple[RepresentativeStatement, ...]] = []
    for group in range(n_groups):
        found = [
            _representative(statistics, group, statement, direction)
            for direction in ("agree", "disagree")
            for statement in np.flatnonzero(is_listed & _stands_out(statistics, group, direction, minimum_z))
        ]
        found.sort(key=lambda one: (-one.strength, one.statement))
        listed.append(tuple(found[:n_per_group]))
    return tuple(listed)


def group_informed_consensus(statistics: StatementStatistics) -> NDArray[np.float64]:
    """Say how far all groups agree with each statement.

    Parameters
    ----------
    statistics : StatementStatistics
        Figures of every group.

    Returns
    -------
    ndarray of float64, shape (n_statements,)
        Product over groups of ``p_agree``: near 1 only where every group agrees. It falls with the number of
        groups, so compare statements of one run only.
    """
    return np.asarray(statistics.p_agree.prod(axis=0), dtype=np.float64)


def _largest(vector: NDArray[np.float64]) -> int:
    """Index of the entry of largest size; of entries equal but for rounding, the first."""
    size = np.abs(vector)
    return int(np.argmax(size >= size.max() * (1 - 1e-9)))


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


def _figures(
    n_of: NDArray[np.int64], n_seen: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return p, z, r and zr of one direction, each of the shape (n_groups, n_statements)."""
    n_rest, n_seen_rest = n_of.sum(axis=0) - n_of, n_seen.sum(axis=0) - n_seen
    p = (n_of + 1) / (n_seen + 2)
    p_rest = (n_rest + 1) / (n_seen_rest + 2)
    z = 2 * np.sqrt(n_seen + 1) * ((n_of + 1) / (n_seen + 1) - 0.5)
    share, share_rest = (n_of + 1) / (n_seen + 1), (n_rest + 1) / (n_seen_rest + 1)
    pooled = (n_of + n_rest + 2) / (n_seen + n_seen_rest + 2)
    spread = np.sqrt(pooled * (1 - pooled) * (1 / (n_seen + 1) + 1 / (n_seen_rest + 1)))
    zr = np.where(spread > 0, (share - share_rest) / np.where(spread > 0, spread, 1.0), 0.0)
    return p, z, p / p_rest, zr


def _stands_out(
    statistics: StatementStatistics, group: int, direction: Direction, minimum_z: float
) -> NDArray[np.bool_]:
    z = statistics.z_agree if direction == "agree" else statistics.z_disagree
    zr = statistics.zr_agree if direction == "agree" else statistics.zr_disagree
    return np.asarray((z[group] > minimum_z) & (zr[group] > minimum_z))


def _representative(
    statistics: StatementStatistics, group: int, statement: np.intp, direction: Direction
) -> RepresentativeStatement:
    is_agree = direction == "agree"
    cell = (group, int(statement))
    return RepresentativeStatement(
        group=group,
        statement=int(statement),
        direction=direction,
        n_of_direction=int((statistics.n_agree if is_agree else statistics.n_disagree)[cell]),
        n_seen=int(statistics.n_seen[cell]),
        p=float((statistics.p_agree if is_agree else statistics.p_disagree)[cell]),
        z=float((statistics.z_agree if is_agree else statistics.z_disagree)[cell]),
        r=float((statistics.r_agree if is_agree else statistics.r_disagree)[cell]),
        zr=float((statistics.zr_agree if is_agree else statistics.zr_disagree)[cell]),
    )
