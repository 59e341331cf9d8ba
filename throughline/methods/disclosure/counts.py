"""One list of groups: merged or hidden, published with its total."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from throughline.methods.disclosure.errors import BadCountsError, CannotBeProtectedError
from throughline.methods.disclosure.rule import Rule

Order: TypeAlias = Literal["ordered", "unordered", "fixed"]
Labels: TypeAlias = tuple[str, ...]


@dataclass(frozen=True)
class ProtectedCounts:
    """Counts of one list of groups, ready to be published.

    Attributes
    ----------
    groups : tuple of tuple of str
        Labels of each published group; several where groups were merged.
    n : tuple of int or None
        People in each, None where hidden.
    total : int
        People in all of them, hidden ones included.
    """

    groups: tuple[Labels, ...]
    n: tuple[int | None, ...]
    total: int

    @property
    def merged(self) -> tuple[Labels, ...]:
        """Groups that were merged from several."""
        return tuple(group for group in self.groups if len(group) > 1)

    @property
    def hidden(self) -> tuple[Labels, ...]:
        """Groups whose count is hidden."""
        return tuple(group for group, n in zip(self.groups, self.n, strict=True) if n is None)


def protect_counts(
    labels: Sequence[str],
    counts: Sequence[int],
    rule: Rule,
    *,
    order: Order = "unordered",
    known: ArrayLike | None = None,
) -> ProtectedCounts:
    """Merge or hide groups until no small count can be worked out; the total is published too.

    Parameters
    ----------
    labels : sequence of str
        Names of the groups, each once.
    counts : sequence of int
        People in each group.
    rule : Rule
        What counts as small.
    order : {"ordered", "unordered", "fixed"}
        "ordered": only neighbors in the given order may be merged (years, scales); of all such mergers the
        one that keeps the most groups is taken, the most even one among those. "unordered": the smallest
        group is merged with the next smallest until none is small. "fixed": nothing may be merged, so counts
        are hidden: small ones, and the next smallest until the hidden ones together are not small and none
        of them can be inferred within the rule's protection.
    known : array_like of int, shape (n_units, n_groups), optional
        How many people of each group somebody may know, because they made some or all of them up. Each unit
        is somebody of their own. A count with people of a unit may not be small without them either, nor may
        there be nobody else: of a unit, some may be real.

    Returns
    -------
    ProtectedCounts
        What may be published. Groups are in the given order, merged ones at their first place.

    Raises
    ------
    CannotBeProtectedError
        All groups together are small, or a count could be inferred even if all were hidden.
    BadCountsError
        Labels and counts do not match, or a count is negative.
    """
    check_labels(labels)
    values = checked_counts(counts)
    if values.shape != (len(labels),):
        raise BadCountsError("One count for each label is needed.")
    rests = rests_of(values, known)
    total = int(values.sum())
    if small_anywhere(rests.sum(axis=1), rule).any():
        raise CannotBeProtectedError(f"All groups together are fewer than {rule.minimum_n}.")
    if order == "fixed":
        hidden = _hidden_counts(values, rests, rule)
        return ProtectedCounts(
            groups=tuple((label,) for label in labels),
            n=tuple(None if i in hidden else int(values[i]) for i in range(len(labels))),
            total=total,
        )
    merged = _neighbors_merged if order == "ordered" else _smallest_merged
    parts = merged(values, rests, rule)
    return ProtectedCounts(
        groups=tuple(tuple(labels[i] for i in part) for part in parts),
        n=tuple(int(values[list(part)].sum()) for part in parts),
        total=total,
    )


def check_labels(labels: Sequence[str]) -> None:
    """Refuse labels that name two groups at once.

    Parameters
    ----------
    labels : sequence of str
        Names of groups.

    Raises
    ------
    BadCountsError
        A label occurs twice.
    """
    if len(set(labels)) != len(labels):
        raise BadCountsError("Two groups have the same label.")


def checked_counts(counts: ArrayLike) -> NDArray[np.int64]:
    """Convert counts to whole numbers.

    Parameters
    ----------
    counts : array_like of int
        Counts of people, of any shape.

    Returns
    -------
    ndarray of int64
        The same counts.

    Raises
    ------
    BadCountsError
        A count is negative or not whole.
    """
    given = np.asarray(counts)
    if given.size and not np.issubdtype(given.dtype, np.integer):
        raise BadCountsError("Counts are whole numbers.")
    values = given.astype(np.int64)
    if values.size and int(values.min()) < 0:
        raise BadCountsError("A count cannot be negative.")
    return values


def rests_of(values: NDArray[np.int64], known: ArrayLike | None) -> NDArray[np.int64]:
    """Compute what remains of counts for somebody who subtracts the people they know.

    Parameters
    ----------
    values : ndarray of int
        Counts of people, of any shape.
    known : array_like of int, shape (n_units, *shape), or None
        People of each unit.

    Returns
    -------
    ndarray of int64, shape (1 + n_units, *shape)
        The counts themselves first, then without each unit.

    Raises
    ------
    BadCountsError
        A unit has another shape, or more people than there are.
    """
    if known is None:
        return values[None]
    units = checked_counts(known).reshape(-1, *values.shape) if np.size(known) else values[None][:0]
    rests = np.concatenate([values[None], values - units])
    if rests.size and int(rests.min()) < 0:
        raise BadCountsError("Nobody can know more people than there are.")
    return rests


def small_anywhere(rests: NDArray[np.int64], rule: Rule) -> NDArray[np.bool_]:
    """Return which counts are small for anybody.

    Parameters
    ----------
    rests : ndarray of int, shape (1 + n_units, *shape)
        What remains of counts, as in `rests_of`.
    rule : Rule
        What counts as small.

    Returns
    -------
    ndarray of bool, of that shape
        A count is not small if nobody is counted, or if for everybody enough remain.
    """
    return np.asarray((rests[0] >= rule.smallest_hidden) & (rests.min(axis=0) < rule.minimum_n))


def _neighbors_merged(
    values: NDArray[np.int64], rests: NDArray[np.int64], rule: Rule
) -> list[tuple[int, ...]]:
    """Cut the list into the most runs of which none is small; of those, the most even cut."""
    n = len(values)
    upto = np.concatenate([[0], np.cumsum(values)])
    rests_upto = np.pad(np.cumsum(rests, axis=1), ((0, 0), (1, 0)))
    best: list[tuple[int, int, int] | None] = [
        (0, 0, 0)
    ]  # (runs, minus sum of squares, where the last began)
    for end in range(1, n + 1):
        options = []
        for start in range(end):
            before = best[start]
            people = int(upto[end] - upto[start])
            if before is not None and not small_anywhere(rests_upto[:, end] - rests_upto[:, start], rule):
                options.append((before[0] + 1, before[1] - people * people, start))
        best.append(max(options, default=None))
    runs: list[tuple[int, ...]] = []
    end = n
    while end:
        cut = best[end]
        assert cut is not None  # the caller has checked that the whole list is not small
        runs.append(tuple(range(cut[2], end)))
        end = cut[2]
    return runs[::-1]


def _smallest_merged(
    values: NDArray[np.int64], rests: NDArray[np.int64], rule: Rule
) -> list[tuple[int, ...]]:
    """Merge the smallest group with the next smallest until none is small; empty groups are kept."""

    def place(part: tuple[int, ...]) -> tuple[bool, bool, int, tuple[int, ...]]:
        is_small = small_anywhere(rests[:, list(part)].sum(axis=1), rule)
        people = int(values[list(part)].sum())
        return not people and not rule.hides_zeros, not is_small, people, part

    parts = sorted(place((i,)) for i in range(len(values)))
    while any(not is_enough for _is_empty, is_enough, _people, _part in parts):
        one, other, *rest = parts
        parts = sorted([*rest, place(tuple(sorted(one[-1] + other[-1])))])
    return sorted(part for *_place, part in parts)


def _hidden_counts(values: NDArray[np.int64], rests: NDArray[np.int64], rule: Rule) -> set[int]:
    """Choose which counts of a list with a published total to hide."""
    least = rule.smallest_hidden
    small = {i for i in range(len(values)) if small_anywhere(rests[:, i], rule)}
    order = sorted(
        (i for i in range(len(values)) if values[i] >= least), key=lambda i: (i not in small, values[i], i)
    )
    if not small:
        return set()
    for n_hidden in range(max(len(small), 2), len(order) + 1):
        hidden = order[:n_hidden]
        people = int(rests[:, hidden].sum(axis=1).min())
        # Each hidden count ranges from `least` to what the others leave: all intervals have the same width.
        if people >= rule.minimum_n and people - n_hidden * least >= rule.protection:
            return set(hidden)
    raise CannotBeProtectedError("Hiding every count would still give a small one away.")
