"""Names of groups that persist from one run to the next."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from throughline.methods.opinion_groups.errors import OpinionGroupsError

KEPT_SHARE = 0.5


@dataclass(frozen=True, eq=False)
class Matching:
    """How the groups of two runs correspond.

    Attributes
    ----------
    name : tuple of int
        Name of each new group: that of the old group it continues, or one that was never used.
    continues : tuple of (int or None)
        The old group each new one continues; None for a group that is new.
    ended : tuple of int
        Old groups that no new one continues.
    n_both : ndarray of int64, shape (n_old, n_new)
        People who were in the old group and are in the new one.
    n_stayed, n_moved : int
        People in a group both times, with the same name or another.
    n_came, n_left : int
        People who are in a group only now, or were in one only before.
    """

    name: tuple[int, ...]
    continues: tuple[int | None, ...]
    ended: tuple[int, ...]
    n_both: NDArray[np.int64]
    n_stayed: int
    n_moved: int
    n_came: int
    n_left: int


def match_groups(
    old: NDArray[np.signedinteger],
    new: NDArray[np.signedinteger],
    *,
    names: Sequence[int] | None = None,
    taken: Sequence[int] = (),
) -> Matching:
    """Match the groups of two runs by who is in them, so that a group keeps its name.

    Groups are paired so that as many people as possible keep their group. A pair counts as the same group
    where the people they share are more than half (`KEPT_SHARE`) of one of both, among people placed both
    times.

    Parameters
    ----------
    old, new : ndarray of int, shape (n_people,)
        Group of each person in the earlier and in the later run, ``0 .. n - 1``; negative for none. The
        rows of both are the same people.
    names : sequence of int, optional
        Names of the old groups, whole numbers; if not given, each is named by its number.
    taken : sequence of int
        Other names that must not be used again: those of groups that ended before.

    Returns
    -------
    Matching
        Names of the new groups, and who moved.

    Raises
    ------
    OpinionGroupsError
        The rows are not the same people's, or there is not one name for each old group.
    """
    before, after = np.asarray(old), np.asarray(new)
    if before.shape != after.shape or before.ndim != 1:
        raise OpinionGroupsError("Both runs need one label for each person.")
    n_old = int(before.max(initial=-1)) + 1 if names is None else len(names)
    n_new = int(after.max(initial=-1)) + 1
    old_names = tuple(range(n_old)) if names is None else tuple(names)
    if int(before.max(initial=-1)) >= n_old or len(set(old_names)) < n_old:
        raise OpinionGroupsError("Each old group needs a name of its own.")
    is_both = (before >= 0) & (after >= 0)
    cell = before[is_both].astype(np.int64) * max(n_new, 1) + after[is_both]
    n_both = np.bincount(cell, minlength=n_old * max(n_new, 1)).reshape(n_old, max(n_new, 1))[:, :n_new]
    continues: list[int | None] = [None] * n_new
    for one, other in zip(*scipy.optimize.linear_sum_assignment(n_both, maximize=True), strict=True):
        smaller = min(int(n_both[one].sum()), int(n_both[:, other].sum()))
        if n_both[one, other] > KEPT_SHARE * smaller:
            continues[int(other)] = int(one)
    name = _names(continues, old_names, {*old_names, *taken})
    n_stayed = sum(int(n_both[one, other]) for other, one in enumerate(continues) if one is not None)
    return Matching(
        name=name,
        continues=tuple(continues),
        ended=tuple(one for one in range(n_old) if one not in continues),
        n_both=n_both,
        n_stayed=n_stayed,
        n_moved=int(is_both.sum()) - n_stayed,
        n_came=int(((before < 0) & (after >= 0)).sum()),
        n_left=int(((before >= 0) & (after < 0)).sum()),
    )


def _names(continues: Sequence[int | None], old_names: Sequence[int], taken: set[int]) -> tuple[int, ...]:
    free = (number for number in range(len(taken) + len(continues)) if number not in taken)
    return tuple(next(free) if one is None else old_names[one] for one in continues)
