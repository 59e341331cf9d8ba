"""The next view of a page: all its numbers move together, each by nobody or by enough people.

Whoever looks before and after one answer sees that answer in the difference. So a new view counts only people
whose changes are hidden among enough others, in every group that two views have in common.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.listen.queries.burst import Units
from throughline.measure.queries.guard import Rules, joined_groups, moves_in_steps
from throughline.measure.queries.kept_views.columns import EVERYONE, NOTHING, Column, Columns

Values = Mapping[str, Mapping[int, str]]
"""By column, the value of each person."""

Groups = Mapping[str, Mapping[str, int]]
"""By column, the group of each value."""


@dataclass(frozen=True)
class Step:
    """The columns of a new view. `moved` has, by column, the values whose groups have moved.

    The groups of `unsafe` columns were cut anew though nobody in them moved: they may not be shown.
    """

    columns: Columns
    moved: Mapping[str, frozenset[str]]
    unsafe: frozenset[str]


def next_step(
    shown: Columns,
    live: Values,
    grouped: Callable[[Values], Groups],
    rules: Rules,
    *,
    units: Units = (),
    is_changed: bool = False,
) -> Step | None:
    """Count as many people anew as may be; None while they are too few to show anything else.

    `grouped` merges values into groups as they may be shown. The people of one of the `units`, for whom
    nobody vouches, hide nobody. With `is_changed` something other than people has changed: if too few people
    have moved, the same ones are shown with it.
    """
    if EVERYONE not in shown:
        return _first(live, grouped) if are_enough(live[EVERYONE], rules, units) else None
    change = _Change(shown, live, grouped, rules, units)
    change.hold_back()
    if not change.is_enough:
        if not is_changed:
            return None
        change.hold_back_all()
    return change.step() if are_enough(change.counted()[EVERYONE], rules, units) else None


def _first(live: Values, grouped: Callable[[Values], Groups]) -> Step:
    groups = grouped(live)
    columns = {name: Column(dict(values), dict(groups[name])) for name, values in live.items()}
    moved = {name: frozenset(groups[name]) for name in live}
    return Step(columns, moved, frozenset())


class _Change:
    """The people who moved since a view, and those of them who may be counted anew."""

    def __init__(
        self,
        shown: Columns,
        live: Values,
        grouped: Callable[[Values], Groups],
        rules: Rules,
        units: Units,
    ) -> None:
        self.shown, self.live, self.grouped, self.rules, self.units = shown, live, grouped, rules, units
        self.changed = {
            name: changed_people(shown[name].value_of, values)
            for name, values in live.items()
            if name in shown
        }
        self.people = sorted(set().union(*self.changed.values()))
        self.place = {person: place for place, person in enumerate(self.people)}
        self.may_move: NDArray[np.bool_] = np.ones(len(self.people), dtype=bool)
        self.groups: Groups = {}
        self.blocks: dict[str, dict[str, int]] = {}

    def counted(self) -> dict[str, dict[int, str]]:
        """The value of each person who is counted in the next view."""
        found: dict[str, dict[int, str]] = {}
        for name, changed in self.changed.items():
            values = found[name] = dict(self.shown[name].value_of)
            new = self.live[name]
            for person in changed:
                if self.may_move[self.place[person]]:
                    if person in new:
                        values[person] = new[person]
                    else:
                        values.pop(person, None)
        for name in self.live.keys() - found.keys():
            found[name] = {person: self.live[name].get(person, NOTHING) for person in found[EVERYONE]}
        return found

    def hold_back(self) -> None:
        while True:
            self._group()
            person, move = self._moves()
            may_move = moves_of_many(person, move, self.people, self.rules, self.units) & self.may_move
            may_move[self._unseen(person, may_move)] = False
            if np.array_equal(may_move, self.may_move):
                return
            self.may_move = may_move

    def hold_back_all(self) -> None:
        self.may_move = np.zeros(len(self.people), dtype=bool)
        self._group()

    @property
    def is_enough(self) -> bool:
        """Whether enough people have come or left."""
        return any(self.may_move[self.place[person]] for person in self.changed[EVERYONE])

    def step(self) -> Step:
        counted = self.counted()
        moved = self._moved(self.may_move)
        unsafe = frozenset(
            name
            for name, blocks in self.blocks.items()
            if _is_cut_anew(blocks, moved[name], self.shown[name].group_of, self.groups[name])
        )
        columns = {**self.shown}
        columns |= {
            name: Column(values, dict(self.groups[name]))
            for name, values in counted.items()
            if name not in unsafe
        }
        values_moved = {
            name: frozenset(value for value, block in self.blocks[name].items() if block in moved[name])
            if name in self.blocks
            else frozenset(self.groups[name])
            for name in counted
        }
        return Step(columns, values_moved, unsafe)

    def _group(self) -> None:
        self.groups = self.grouped(self.counted())
        for name, changed in self.changed.items():
            column, new = self.shown[name], self.live[name]
            values = {*column.group_of, *self.groups[name], *column.value_of.values()}
            values |= {new[person] for person in changed if person in new}
            self.blocks[name] = joined_groups(column.group_of, self.groups[name], sorted(values))

    def _moves(self) -> tuple[list[int], list[int]]:
        """Each visible move of somebody who may still move: out of a group, or into one."""
        people: list[int] = []
        moves: list[int] = []
        number: dict[tuple[str, int, bool], int] = {}
        for name, changed in self.changed.items():
            for person in changed:
                place = self.place[person]
                before, after = self._between(name, person)
                if before == after or not self.may_move[place]:
                    continue
                for block, is_in in ((before, False), (after, True)):
                    if block is not None:
                        people.append(place)
                        moves.append(number.setdefault((name, block, is_in), len(number)))
        return people, moves

    def _between(self, name: str, person: int) -> tuple[int | None, int | None]:
        blocks, old, new = self.blocks[name], self.shown[name].value_of, self.live[name]
        return (
            blocks[old[person]] if person in old else None,
            blocks[new[person]] if person in new else None,
        )

    def _moved(self, may_move: NDArray[np.bool_]) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        for name, changed in self.changed.items():
            found[name] = set()
            for person in changed:
                before, after = self._between(name, person)
                if before != after and may_move[self.place[person]]:
                    found[name] |= {block for block in (before, after) if block is not None}
        return found

    def _unseen(self, seen: list[int], may_move: NDArray[np.bool_]) -> list[int]:
        """People who changed only within a group that nobody else came to or left: they wait too."""
        moved = self._moved(may_move)
        return [
            self.place[person]
            for name, changed in self.changed.items()
            for person in changed
            for before, after in [self._between(name, person)]
            if before == after and before not in moved[name]
        ]


def are_enough(people: Mapping[int, str], rules: Rules, units: Units) -> bool:
    """Whether people are enough to be shown, also without those of any unit."""
    without = max((len(unit & people.keys()) for unit in units), default=0)
    return len(people) - without >= rules.minimum_n


def moves_of_many(
    person: Sequence[int], move: Sequence[int], people: Sequence[int], rules: Rules, units: Units
) -> NDArray[np.bool_]:
    """Choose people, by their place, whose moves are hidden among enough others, made-up ones not counted."""
    place = {one: number for number, one in enumerate(people)}
    places = [[place[one] for one in sorted(unit) if one in place] for unit in units]
    return moves_in_steps(person, move, len(people), rules, places)


def changed_people(old: Mapping[int, str], new: Mapping[int, str]) -> list[int]:
    """Who came, left or has another value."""
    return [person for person in old.keys() | new.keys() if old.get(person) != new.get(person)]


def _is_cut_anew(
    blocks: Mapping[str, int], moved: set[int], old: Mapping[str, int], new: Mapping[str, int]
) -> bool:
    """Whether values of a group that did not move are merged in another way than before."""
    both: dict[tuple[int, int], set[int]] = {}
    for value, block in blocks.items():
        if block not in moved:
            both.setdefault((block, 0), set()).add(old.get(value, -1))
            both.setdefault((block, 1), set()).add(new.get(value, -1))
    return any(len(numbers) > 1 for numbers in both.values())
