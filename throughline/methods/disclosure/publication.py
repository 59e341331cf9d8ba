"""A publication: counts shown, counts hidden, and how they add up.

A publication does not know where its counts are on a page: a cell is a key, and a relation says that
one key is the sum of others. Tables of one, two or three questions, schools within levels within districts,
tables that share margins, and the same table published again are all of this form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from throughline.methods.disclosure.counts import ProtectedCounts
from throughline.methods.disclosure.errors import BadCountsError
from throughline.methods.disclosure.table import ProtectedTable, Unit

Relation: TypeAlias = tuple[str, tuple[str, ...]]
"""``(whole, parts)``: the count of the key `whole` is the sum of the counts of the keys `parts`."""

EVERYONE = "everyone"


@dataclass(frozen=True)
class Publication:
    """What one table, or one release of several, discloses.

    Attributes
    ----------
    name : str
        Name in verdicts, such as a release's code.
    shown : mapping of str to int
        Count of people by key, where it is shown.
    hidden : tuple of str
        Keys that are in the publication with their count hidden.
    relations : tuple of (str, tuple of str)
        ``(whole, parts)``: sums that hold for the people counted here. Keys that occur in a relation but are
        neither shown nor hidden are counts never published.
    merged : tuple of (str, tuple of str)
        ``(whole, parts)``: sums that hold for any people, because the whole was merged from the parts ("Birch
        and Cedar together").
    ranges : mapping of str to (int, int)
        Keys that are neither shown nor hidden but published as a range, such as a percentage (see
        `implied_range`).
    answers : frozenset of str
        Keys that count answers within a group that is large enough: they may be small, and may change by
        little. Keys of groups of people must not be in here.
    coded : frozenset of str
        Answers published as a bound ("fewer than 5%"), so that it is not disclosed that none or all gave
        them: at least two counts must remain possible.
    smallest_hidden : int
        The smallest value a hidden count may have, which follows from the rule and is therefore public: 1
        where every 0 is shown, else 0.
    people : str
        Who was counted. The same text in two publications means exactly the same people, so that a key has
        one count in both. Different texts: people may have joined in between. (For example a forum's public
        id and the log position read.)
    """

    name: str
    shown: Mapping[str, int]
    hidden: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    merged: tuple[Relation, ...] = ()
    ranges: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    answers: frozenset[str] = frozenset()
    coded: frozenset[str] = frozenset()
    smallest_hidden: int = 1
    people: str = ""

    def __post_init__(self) -> None:
        """Sort hidden keys, and refuse a key with two states."""
        object.__setattr__(self, "hidden", tuple(sorted(self.hidden)))
        n_keys = len(self.shown) + len(self.hidden) + len(self.ranges)
        if len({*self.shown, *self.hidden, *self.ranges}) != n_keys:
            raise BadCountsError("A key is shown, hidden or published as a range: one of them, once.")

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key published or named in a relation, sorted."""
        named = {key for whole, parts in (*self.relations, *self.merged) for key in (whole, *parts)}
        return tuple(sorted(named.union(self.shown, self.hidden, self.ranges)))

    def as_json(self) -> dict[str, object]:
        """Return the publication as JSON-compatible data; `publication_of_json` reads it back."""
        return {
            "name": self.name,
            "people": self.people,
            "shown": dict(sorted(self.shown.items())),
            "hidden": list(self.hidden),
            "ranges": {key: list(ends) for key, ends in sorted(self.ranges.items())},
            "relations": [[whole, list(parts)] for whole, parts in self.relations],
            "merged": [[whole, list(parts)] for whole, parts in self.merged],
            "answers": sorted(self.answers),
            "coded": sorted(self.coded),
            "smallest_hidden": self.smallest_hidden,
        }


def publication_of_json(stored: Mapping[str, Any]) -> Publication:
    """Read back what `Publication.as_json` returned.

    Parameters
    ----------
    stored : mapping
        The stored object.

    Returns
    -------
    Publication
        An equal publication.
    """
    return Publication(
        name=stored["name"],
        people=stored["people"],
        shown=dict(stored["shown"]),
        hidden=tuple(stored["hidden"]),
        ranges={key: (low, high) for key, (low, high) in stored["ranges"].items()},
        relations=tuple((whole, tuple(parts)) for whole, parts in stored["relations"]),
        merged=tuple((whole, tuple(parts)) for whole, parts in stored["merged"]),
        answers=frozenset(stored["answers"]),
        coded=frozenset(stored["coded"]),
        smallest_hidden=stored["smallest_hidden"],
    )


def cell_key(facts: Mapping[str, str | Sequence[str]]) -> str:
    """Name a group of people by its facts, so that every table uses the same name.

    Parameters
    ----------
    facts : mapping of str to str or sequence of str
        Label by dimension (``{"school": "alder", "role": "parent"}``); several labels where groups are
        counted together. Use stable ids, not labels that may be translated. No facts: everyone.

    Returns
    -------
    str
        The key: ``"role=parent & school=alder"``; dimensions and merged labels sorted, ``%&+=`` escaped.
    """
    labels = {
        _escaped(dimension): "+".join(sorted(map(_escaped, [label] if isinstance(label, str) else label)))
        for dimension, label in facts.items()
    }
    return " & ".join(f"{dimension}={label}" for dimension, label in sorted(labels.items())) or EVERYONE


def publication_of_counts(
    counts: ProtectedCounts,
    dimension: str,
    *,
    name: str = "",
    people: str = "",
    within: Mapping[str, str] | None = None,
) -> Publication:
    """Make a publication of a protected list of groups and its total.

    Parameters
    ----------
    counts : ProtectedCounts
        What is to be published.
    dimension : str
        What the groups are groups of: ``"school"``.
    name, people : str
        As in `Publication`.
    within : mapping of str to str, optional
        Facts that hold for everybody counted here, where that is not everyone: ``{"role": "parent"}``.

    Returns
    -------
    Publication
        With keys as `cell_key` makes them, and a relation for each merged group.
    """
    base = dict(within or {})
    keys = [_key_of(base, {dimension: group}) for group in counts.groups]
    whole = cell_key(base)
    shown = {key: n for key, n in zip(keys, counts.n, strict=True) if n is not None}
    return Publication(
        name=name,
        people=people,
        shown=shown | {whole: counts.total},
        hidden=tuple(key for key, n in zip(keys, counts.n, strict=True) if n is None),
        relations=((whole, tuple(keys)),) if keys else (),
        merged=tuple(_merger(base, {dimension: group}) for group in counts.groups if len(group) > 1),
    )


def publication_of_table(
    table: ProtectedTable,
    row: str,
    column: str,
    *,
    unit: Unit = "cell",
    name: str = "",
    people: str = "",
    within: Mapping[str, str] | None = None,
) -> Publication:
    """Make a publication of a protected two-way table and its totals.

    Parameters
    ----------
    table : ProtectedTable
        What is to be published.
    row, column : str
        What rows and columns are: ``"school"``, ``"answer to q3"``.
    unit : {"cell", "row"}
        As it was given to `protect_table`. "row": cells and column totals are answers, which may be small.
    name, people : str
        As in `Publication`.
    within : mapping of str to str, optional
        Facts that hold for everybody counted here, where that is not everyone.

    Returns
    -------
    Publication
        With keys as `cell_key` makes them, and a relation for each merged cell, row and column.
    """
    base = dict(within or {})
    everyone = cell_key(base)
    row_keys = [_key_of(base, {row: labels}) for labels in table.rows]
    column_keys = [_key_of(base, {column: labels}) for labels in table.columns]
    keys = [[_key_of(base, {row: r, column: c}) for c in table.columns] for r in table.rows]
    counts: dict[str, int | None] = {everyone: table.total}
    for line_keys, line in zip(
        [*keys, row_keys, column_keys], [*table.n, table.row_n, table.column_n], strict=True
    ):
        counts |= dict(zip(line_keys, line, strict=True))
    relations = [(key, tuple(line)) for key, line in zip(row_keys, keys, strict=True)]
    relations += [(key, tuple(line[j] for line in keys)) for j, key in enumerate(column_keys)]
    relations += [(everyone, tuple(row_keys)), (everyone, tuple(column_keys))]
    groups: list[dict[str, tuple[str, ...]]] = [{row: labels} for labels in table.rows]
    groups += [{column: labels} for labels in table.columns]
    groups += [{row: r, column: c} for r in table.rows for c in table.columns]
    cells = {key for line in keys for key in line}
    return Publication(
        name=name,
        people=people,
        shown={key: n for key, n in counts.items() if n is not None},
        hidden=tuple(key for key, n in counts.items() if n is None),
        relations=tuple(relation for relation in relations if relation[1]),
        merged=tuple(
            _merger(base, group) for group in groups if any(len(labels) > 1 for labels in group.values())
        ),
        answers=frozenset(cells.union(column_keys)) if unit == "row" else frozenset(),
        smallest_hidden=table.smallest_hidden,
    )


def _escaped(text: str) -> str:
    for sign in "%&+=":
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def _key_of(base: Mapping[str, str], facts: Mapping[str, Sequence[str]]) -> str:
    return cell_key({**base, **facts})


def _merger(base: Mapping[str, str], facts: Mapping[str, Sequence[str]]) -> Relation:
    """The relation between a merged group and its single ones."""
    singles: list[dict[str, str]] = [{}]
    for dimension, labels in facts.items():
        singles = [{**single, dimension: label} for single in singles for label in labels]
    return _key_of(base, facts), tuple(cell_key({**base, **single}) for single in singles)
