"""How each group voted on each statement, what is representative of it, and what all share."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from throughline.methods.opinion_groups.errors import OpinionGroupsError
from throughline.methods.opinion_groups.slabs import summed
from throughline.methods.votes import Votes

SIGNIFICANT_Z = 1.2816

Direction = Literal["agree", "disagree"]


@dataclass(frozen=True, eq=False)
class StatementStatistics:
    """How each group voted on each statement. All arrays have the shape (n_groups, n_statements).

    Attributes
    ----------
    n_agree, n_disagree, n_pass, n_seen : ndarray of int64
        Counts of people; ``n_seen`` is the sum of the other three.
    p_agree, p_disagree : ndarray of float64
        ``(n + 1) / (n_seen + 2)``: the share, shrunk slightly towards one half.
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
        How many of the group do so, of how many of them who saw it.
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
        How many groups; if not given, the largest label plus one.

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
    n_disagree, n_pass, n_agree = _counted(votes, labels, n)
    n_seen = n_disagree + n_pass + n_agree
    p_agree, z_agree, r_agree, zr_agree = _figures(n_agree, n_seen)
    p_disagree, z_disagree, r_disagree, zr_disagree = _figures(n_disagree, n_seen)
    return StatementStatistics(
        n_agree=n_agree,
        n_disagree=n_disagree,
        n_pass=n_pass,
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

    A statement is representative of a group where both z values of a direction exceed `minimum_z`. A group
    may have none.

    Parameters
    ----------
    statistics : StatementStatistics
        Figures of every group.
    is_left_out : ndarray of bool, shape (n_statements,), optional
        Statements never to be listed, such as the zeroed ones.
    n_per_group : int
        How many at most.
    minimum_z : float
        Both z values must exceed this; 1.2816 is one-sided 90%, without correction for multiple comparisons.

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
    """Compute how far all groups agree with each statement.

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


def _counted(votes: Votes, labels: NDArray[np.signedinteger], n_groups: int) -> NDArray[np.int64]:
    """Disagrees, passes and agrees of each group on each statement; shape (3, n_groups, n_statements)."""
    n = votes.n_statements
    size = (n_groups + 1) * 3 * n
    first_cell = np.where(labels >= 0, labels, n_groups).astype(np.intp) * 3 * n + n

    def work(people: slice) -> NDArray[np.intp]:
        offsets = votes.offsets[people.start : people.stop + 1]
        rows = slice(int(offsets[0]), int(offsets[-1]))
        cell = np.repeat(first_cell[people], np.diff(offsets))
        cell += votes.statement[rows]
        cell += votes.value[rows].astype(np.intp) * n
        return np.bincount(cell, minlength=size)

    counts = summed(votes.n_people, votes.n_votes, work).astype(np.int64)
    return counts.reshape(n_groups + 1, 3, n)[:n_groups].transpose(1, 0, 2)


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
