"""Counts that grow in steps: who may be counted in the next view of a page, so that nobody stands out."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from throughline.methods.disclosure.rule import Rule

REST = -1
"""The number of the group of all values that are in no group."""


def moves_in_steps(
    person: ArrayLike,
    move: ArrayLike,
    n_people: int,
    rule: Rule,
    *,
    units: Sequence[Sequence[int]] = (),
) -> NDArray[np.bool_]:
    """Choose people whose changes may be shown together: each visible number moves by nobody or by enough.

    A page showed some people and their groups. Since then people came, left or changed. All changes of one
    person are shown or none. While some number would move by a few people only, these are held back; they are
    counted once there are enough of them.

    Parameters
    ----------
    person : array_like of int, shape (n_moves,)
        Who moved, 0 to ``n_people - 1``; one entry for each number that a person moves.
    move : array_like of int, shape (n_moves,)
        Which number moved, and in which direction: coming and leaving are different moves.
    n_people : int
        Number of people.
    rule : Rule
        What counts as few.
    units : sequence of sequence of int
        The people of each unit whom somebody may have made up. They hide nobody: whoever knows them sees the
        others alone. They are shown only among enough others, as some of them may be real.

    Returns
    -------
    ndarray of bool, shape (n_people,)
        Whose changes may be shown.

    Examples
    --------
    Twelve come to one school, eleven of them speaking English, and one Spanish: eleven are counted.

    >>> from throughline.methods.disclosure import PUBLIC
    >>> person = [*range(12), *range(12)]
    >>> move = [0] * 12 + [1] * 11 + [2]
    >>> int(moves_in_steps(person, move, 12, PUBLIC).sum())
    11
    """
    people, moves = np.asarray(person, dtype=np.int64), np.asarray(move, dtype=np.int64)
    may_move = np.ones(n_people, dtype=bool)
    n_moves = int(moves.max(initial=-1)) + 1
    of_units = _OfUnits(people, moves, n_people, n_moves, units)
    while True:
        is_shown = may_move[people]
        n_by_move = np.bincount(moves[is_shown], minlength=n_moves)
        is_few = (n_by_move > 0) & (n_by_move < rule.minimum_n)
        exposed = is_shown & (is_few[moves] | of_units.exposed(is_shown, n_by_move, rule))
        if not exposed.any():
            return may_move
        may_move[people[exposed]] = False


class _OfUnits:
    """The moves of the people of units, and the pairs of a unit and a number that it moves."""

    def __init__(
        self,
        people: NDArray[np.int64],
        moves: NDArray[np.int64],
        n_people: int,
        n_moves: int,
        units: Sequence[Sequence[int]],
    ) -> None:
        self.moves = moves
        by_person = np.argsort(people, kind="stable")
        starts = np.searchsorted(people[by_person], np.arange(n_people + 1))
        of_people = [
            (number, by_person[starts[one] : starts[one + 1]])
            for number, unit in enumerate(units)
            for one in unit
        ]
        unit = np.repeat([number for number, _own in of_people], [own.size for _number, own in of_people])
        own = np.concatenate([np.empty(0, dtype=np.int64), *(own for _number, own in of_people)])
        pairs, pair = np.unique(unit.astype(np.int64) * max(n_moves, 1) + moves[own], return_inverse=True)
        self.move_of_pair = pairs % max(n_moves, 1)
        self.pair, self.own = pair, own
        by_pair = np.argsort(pair, kind="stable")
        self.own_of_pair = np.split(own[by_pair], np.searchsorted(pair[by_pair], np.arange(1, pairs.size)))

    def exposed(
        self, is_shown: NDArray[np.bool_], n_by_move: NDArray[np.int64], rule: Rule
    ) -> NDArray[np.bool_]:
        """The moves of a few people besides a unit, and those of a unit without enough others."""
        exposed = np.zeros(self.moves.size, dtype=bool)
        if not self.own.size:
            return exposed
        n_own = np.bincount(self.pair[is_shown[self.own]], minlength=self.move_of_pair.size)
        n_others = n_by_move[self.move_of_pair] - n_own
        is_few = n_others < rule.minimum_n
        exposed[self.own] = is_few[self.pair]
        shown = np.flatnonzero(is_shown)
        shown = shown[np.argsort(self.moves[shown], kind="stable")]
        ends = np.cumsum(n_by_move)
        for one in np.flatnonzero(is_few & (n_others > 0)).tolist():
            number = self.move_of_pair[one]
            everybody = shown[ends[number] - n_by_move[number] : ends[number]]
            exposed[np.setdiff1d(everybody, self.own_of_pair[one])] = True
        return exposed


def joined_groups(one: Mapping[str, int], other: Mapping[str, int], values: Iterable[str]) -> dict[str, int]:
    """Find the finest groups that are unions of groups in both of two groupings of the same values.

    The numbers of people in these are what can be compared between two views that merged differently.

    Parameters
    ----------
    one, other : mapping of str to int
        The number of each value's group. Values that are missing are in the group `REST`.
    values : iterable of str
        All values.

    Returns
    -------
    dict of str to int
        The number of each value's group.

    Examples
    --------
    >>> joined_groups({"a": 0, "b": 0, "c": 1}, {"a": 0, "b": 1, "c": 1}, "abcd")
    {'a': 0, 'b': 0, 'c': 0, 'd': 1}
    """
    every = list(dict.fromkeys(values))
    group_of = {value: number for number, value in enumerate(every)}
    for grouping in (one, other):
        first: dict[int, int] = {}
        becomes: dict[int, int] = {}
        for value in every:
            group, number = group_of[value], grouping.get(value, REST)
            while group in becomes:
                group = becomes[group]
            known = first.setdefault(number, group)
            while known in becomes:
                known = becomes[known]
            if known != group:
                becomes[max(known, group)] = min(known, group)
        for value in every:
            group = group_of[value]
            while group in becomes:
                group = becomes[group]
            group_of[value] = group
    numbers: dict[int, int] = {}
    return {value: numbers.setdefault(group, len(numbers)) for value, group in group_of.items()}
