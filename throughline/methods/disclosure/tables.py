"""Linked tables before protection: every count by its key, and how the counts add up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from throughline.methods.disclosure.counts import checked_counts
from throughline.methods.disclosure.errors import BadCountsError
from throughline.methods.disclosure.publication import Relation, cell_key

Hierarchy: TypeAlias = Mapping[str, Sequence[str]]
"""Parts by group: ``{"elementary": ("alder", "birch"), "secondary": ("cedar",)}``; a part may be a group."""


@dataclass(frozen=True)
class TableSet:
    """True counts of one or several tables about the same people, to be published together.

    Attributes
    ----------
    counts : mapping of str to int
        People by key, totals included. Keys are made by `cell_key`, so that tables that count the same group
        use the same name.
    relations : tuple of (str, tuple of str)
        ``(whole, parts)``: sums that hold. Every key must have a count.
    people : str
        Who was counted; see `Publication`.
    always_shown : frozenset of str
        Keys that are never hidden: the overall total, and counts that are public anyway.
    merged : tuple of (str, tuple of str)
        ``(whole, parts)``: groups that were merged before; their parts are not published.
    """

    counts: Mapping[str, int]
    relations: tuple[Relation, ...]
    people: str = ""
    always_shown: frozenset[str] = frozenset()
    merged: tuple[Relation, ...] = ()

    def __post_init__(self) -> None:
        """Refuse counts that are negative or do not add up."""
        if any(n < 0 for n in self.counts.values()):
            raise BadCountsError("A count cannot be negative.")
        for whole, parts in self.relations:
            missing = [key for key in (whole, *parts) if key not in self.counts]
            if missing:
                raise BadCountsError(f"A sum names a key without a count: {missing[0]}.")
            if self.counts[whole] != sum(self.counts[part] for part in parts):
                raise BadCountsError(f"The parts do not add up to their whole: {whole}.")


def tables_of_array(
    counts: ArrayLike,
    dimensions: Mapping[str, Sequence[str]],
    *,
    hierarchies: Mapping[str, Hierarchy] | None = None,
    within: Mapping[str, str] | None = None,
    people: str = "",
) -> TableSet:
    """Make the tables of one, two, three or more questions at once, with all their totals.

    Parameters
    ----------
    counts : array_like of int, shape (n_labels of the first dimension, n_labels of the second, ...)
        People in each inner cell; each person in one.
    dimensions : mapping of str to sequence of str
        Labels by dimension, in the order of the array's axes.
    hierarchies : mapping of str to mapping, optional
        For a dimension, the groups between its labels and its total (schools in levels); each label in one
        group at most, and labels in none are directly under the total.
    within : mapping of str to str, optional
        Facts that hold for everybody counted here, where that is not everyone.
    people : str
        Who was counted; see `Publication`.

    Returns
    -------
    TableSet
        Every cell and every total, of groups too; the total of all is always shown.

    Raises
    ------
    BadCountsError
        Labels and counts do not match, or a group refers to a label that does not exist.
    """
    values = checked_counts(counts)
    if values.shape != tuple(len(labels) for labels in dimensions.values()):
        raise BadCountsError("One count for each combination of labels is needed.")
    base = dict(within or {})
    nodes = [
        _nodes(dimension, labels, (hierarchies or {}).get(dimension, {}))
        for dimension, labels in dimensions.items()
    ]
    names = list(dimensions)

    def key_of(place: Sequence[str | None]) -> str:
        labels = {name: label for name, label in zip(names, place, strict=True) if label is not None}
        return cell_key({**base, **labels})

    count_of: dict[str, int] = {}
    for place in product(*nodes):
        cells = np.ix_(*(node[label] for node, label in zip(nodes, place, strict=True)))
        count_of[key_of(place)] = int(values[cells].sum())
    relations: list[Relation] = []
    for axis, (name, labels) in enumerate(dimensions.items()):
        groups = (hierarchies or {}).get(name, {})
        grouped = {part for parts in groups.values() for part in parts}
        sums: list[tuple[str | None, Sequence[str]]] = [
            (None, [label for label in (*groups, *labels) if label not in grouped])
        ]
        sums += list(groups.items())
        others = [node if other != axis else {None: None} for other, node in enumerate(nodes)]
        for place in product(*others):
            for whole, parts in sums:
                if parts:
                    relations.append(
                        (
                            key_of(_at(place, axis, whole)),
                            tuple(key_of(_at(place, axis, part)) for part in parts),
                        )
                    )
    return TableSet(
        counts=count_of, relations=tuple(relations), people=people, always_shown=frozenset([cell_key(base)])
    )


def linked_tables(tables: Iterable[TableSet]) -> TableSet:
    """Join tables about the same people that share totals or cells.

    Parameters
    ----------
    tables : iterable of TableSet
        Tables whose common groups have common keys.

    Returns
    -------
    TableSet
        All of them as one.

    Raises
    ------
    BadCountsError
        They count different people, or one key has two counts.
    """
    given = list(tables)
    if len({one.people for one in given}) > 1:
        raise BadCountsError("These tables count different people.")
    counts: dict[str, int] = {}
    for one in given:
        for key, n in one.counts.items():
            if counts.setdefault(key, n) != n:
                raise BadCountsError(f"Two counts of the same people for one key: {key}.")
    return TableSet(
        counts=counts,
        relations=tuple(dict.fromkeys(relation for one in given for relation in one.relations)),
        people=given[0].people if given else "",
        always_shown=frozenset().union(*(one.always_shown for one in given)),
        merged=tuple(dict.fromkeys(relation for one in given for relation in one.merged)),
    )


def _at(place: Sequence[str | None], axis: int, label: str | None) -> tuple[str | None, ...]:
    return (*place[:axis], label, *place[axis + 1 :])


def _nodes(dimension: str, labels: Sequence[str], groups: Hierarchy) -> dict[str | None, list[int]]:
    """Map every label, every group and the total (None) to the numbers of the labels in it."""
    if len({*labels, *groups}) != len(labels) + len(groups):
        raise BadCountsError(f"A label of {dimension} occurs twice.")
    inside = [part for parts in groups.values() for part in parts]
    if len(set(inside)) != len(inside):
        raise BadCountsError(f"A label of {dimension} is in two groups.")
    number = {label: k for k, label in enumerate(labels)}
    nodes: dict[str | None, list[int]] = {label: [k] for label, k in number.items()}

    def members(group: str, above: frozenset[str]) -> list[int]:
        if group in number:
            return [number[group]]
        if group not in groups or group in above:
            raise BadCountsError(f"No label or group of {dimension} is called {group}.")
        return sorted(k for part in groups[group] for k in members(part, above | {group}))

    for group in groups:
        nodes[group] = members(group, frozenset())
    nodes[None] = list(range(len(labels)))
    return nodes
