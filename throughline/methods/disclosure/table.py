"""A two-way table with its totals: merged or hidden, and audited from what is published."""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linprog

from throughline.methods.disclosure.counts import Labels, Order, check_labels, checked_counts, protect_counts
from throughline.methods.disclosure.errors import BadCountsError, CannotBeProtectedError, DisclosureError
from throughline.methods.disclosure.rule import Rule

Unit: TypeAlias = Literal["cell", "row"]
Entry: TypeAlias = tuple[int, int]

N_STAGES_TRIED = 12


@dataclass(frozen=True)
class ProtectedTable:
    """Counts of a two-way table with its totals, ready to be published.

    Attributes
    ----------
    rows, columns : tuple of tuple of str
        Labels of each published row and column; several where they were merged.
    n : tuple of tuple of int or None
        Counts ``n[row][column]``, None where hidden.
    row_n, column_n : tuple of int or None
        Totals of rows and of columns, None where hidden.
    total : int
        Everyone.
    smallest_hidden : int
        The smallest value a hidden count may have, as everyone knows who knows the rule: 1 where every 0 is
        shown, else 0.
    """

    rows: tuple[Labels, ...]
    columns: tuple[Labels, ...]
    n: tuple[tuple[int | None, ...], ...]
    row_n: tuple[int | None, ...]
    column_n: tuple[int | None, ...]
    total: int
    smallest_hidden: int = 1

    @property
    def merged_rows(self) -> tuple[Labels, ...]:
        """Rows that were merged of several."""
        return tuple(row for row in self.rows if len(row) > 1)

    @property
    def merged_columns(self) -> tuple[Labels, ...]:
        """Columns that were merged of several."""
        return tuple(column for column in self.columns if len(column) > 1)

    @property
    def n_hidden(self) -> int:
        """Number of hidden counts, totals included."""
        return sum(n is None for line in (*self.n, self.row_n, self.column_n) for n in line)


@dataclass(frozen=True)
class Interval:
    """What an attacker can tell about one hidden count.

    Attributes
    ----------
    row, column : int or None
        Which row and column of the published table; None stands for the total.
    low, high : int
        The smallest and the largest value that fit everything published; ``high`` is `total` at most.
    """

    row: int | None
    column: int | None
    low: int
    high: int


def protect_table(
    rows: Sequence[str],
    columns: Sequence[str],
    counts: ArrayLike,
    rule: Rule,
    *,
    row_order: Order = "unordered",
    column_order: Order = "fixed",
    unit: Unit = "cell",
) -> ProtectedTable:
    """Merge rows and columns, then hide what must be, until no small count can be worked out.

    Totals of rows and columns, and the total of all, are published with the table: they are checked and
    hidden like cells. Merging comes first. Only where it cannot help any more without leaving fewer than two
    rows or columns are counts hidden; then that stage of merging is taken which leaves the most cells to see.

    Parameters
    ----------
    rows, columns : sequence of str
        Names of rows and of columns, each once.
    counts : array_like of int, shape (n_rows, n_columns)
        People in each cell; each person in one cell only.
    rule : Rule
        What counts as small.
    row_order, column_order : {"ordered", "unordered", "fixed"}
        What may be merged, as in `protect_counts`.
    unit : {"cell", "row"}
        "cell": no cell and no total may be small. "row": no row may have a small total, but the cells of a
        row that is large enough may be small (answers of a group, where a single answer tells nothing).

    Returns
    -------
    ProtectedTable
        What may be published.

    Raises
    ------
    CannotBeProtectedError
        Whatever is merged or hidden, a small count could be worked out, or nothing is left to see but the
        total of all.
    BadCountsError
        Labels and counts do not fit, or a count is negative.
    """
    check_labels(rows)
    check_labels(columns)
    table = checked_counts(counts)
    if table.shape != (len(rows), len(columns)):
        raise BadCountsError("One count for each row and column is needed.")
    if rule.is_small(int(table.sum())):
        raise CannotBeProtectedError(f"The whole table holds fewer than {rule.minimum_n} people.")
    if unit == "row":
        return _protected_by_row(rows, columns, table, rule, row_order)
    stages = _stages(table, rule, row_order, column_order)
    if not _is_any_small(stages[-1].table, rule):
        return _published(rows, columns, stages[-1], set(), smallest_hidden=1)
    best: ProtectedTable | None = None
    best_seen = (0, 0)
    for stage in _spread(stages, N_STAGES_TRIED):
        try:
            hidden = _hidden_entries(_with_totals(stage.table), rule)
        except CannotBeProtectedError:
            continue
        published = _published(rows, columns, stage, hidden, smallest_hidden=1)
        if not is_protected(published, rule):
            continue
        seen = (
            _n_seen(n for line in published.n for n in line),
            _n_seen((*published.row_n, *published.column_n)),
        )
        if seen > best_seen:
            best, best_seen = published, seen
    if best is None:
        raise CannotBeProtectedError("No merging or hiding of this table keeps its small counts.")
    return best


def is_protected(table: ProtectedTable, rule: Rule) -> bool:
    """Say whether a published table leaves every hidden count as uncertain as the rule asks.

    Parameters
    ----------
    table : ProtectedTable
        What is to be published.
    rule : Rule
        What counts as small.

    Returns
    -------
    bool
        Whether each hidden count keeps an interval of at least ``rule.protection``, by linear programming on
        the published numbers alone.
    """
    intervals = attacker_intervals(table, enough=rule.protection)
    return all(interval.high - interval.low >= rule.protection for interval in intervals)


def attacker_intervals(table: ProtectedTable, *, enough: int | None = None) -> list[Interval]:
    """Work out what the published numbers give away of each hidden one.

    Parameters
    ----------
    table : ProtectedTable
        What is to be published.
    enough : int, optional
        Stop widening an interval once it is this wide; without it every interval is exact.

    Returns
    -------
    list of Interval
        One for each hidden count, by rows. Both ends are whole numbers that really occur in some table with
        the published numbers: the equations of rows and columns are those of a network.

    References
    ----------
    .. [1] Fischetti and Salazar (2000), Models and algorithms for optimizing cell suppression in tabular
       data with linear constraints, Journal of the American Statistical Association 95.
    """
    shown = _entries_of(table)
    hidden = [(int(i), int(j)) for i, j in np.argwhere(np.isnan(shown))]
    if not hidden:
        return []
    n_rows, n_columns = shown.shape
    direction = _direction(shown.shape)
    n_nodes, n_hidden = n_rows + n_columns, len(hidden)
    signs = [sign for entry in hidden for sign in (direction[entry], -direction[entry])]
    nodes = [node for i, j in hidden for node in (i, n_rows + j)]
    equations = np.zeros((n_nodes, n_hidden))
    equations[nodes, np.repeat(np.arange(n_hidden), 2)] = signs
    flow = direction * np.nan_to_num(shown)
    known = np.concatenate([-flow.sum(axis=1), flow.sum(axis=0)])
    low = np.full(n_hidden, np.inf)
    high = np.full(n_hidden, -np.inf)
    for number in range(n_hidden):
        for towards in (1.0, -1.0):
            if enough is not None and high[number] - low[number] >= enough:
                break
            goal = np.zeros(n_hidden)
            goal[number] = towards
            found = linprog(
                goal, A_eq=equations, b_eq=known, bounds=(table.smallest_hidden, table.total), method="highs"
            )
            if found.x is None:
                raise DisclosureError("The published numbers do not add up.")
            np.minimum(low, found.x, out=low)
            np.maximum(high, found.x, out=high)
    return [
        Interval(
            row=i if i < n_rows - 1 else None,
            column=j if j < n_columns - 1 else None,
            low=round(float(low[number])),
            high=round(float(high[number])),
        )
        for number, (i, j) in enumerate(hidden)
    ]


@dataclass(frozen=True, eq=False)
class _Stage:
    """A table after some merging: which rows and columns stand together."""

    row_parts: tuple[tuple[int, ...], ...]
    column_parts: tuple[tuple[int, ...], ...]
    table: NDArray[np.int64]


def _is_any_small(counts: NDArray[np.int64], rule: Rule) -> bool:
    return bool(((counts > 0) & (counts < rule.minimum_n)).any())


def _n_seen(counts: Iterable[int | None]) -> int:
    return sum(n is not None and n > 0 for n in counts)


def _protected_by_row(
    rows: Sequence[str], columns: Sequence[str], table: NDArray[np.int64], rule: Rule, order: Order
) -> ProtectedTable:
    """Protect the totals of rows as a list; rows that stay small are hidden whole."""
    totals = protect_counts(rows, [int(n) for n in table.sum(axis=1)], rule, order=order)
    number = {label: i for i, label in enumerate(rows)}
    row_parts = tuple(tuple(number[label] for label in group) for group in totals.groups)
    stage = _Stage(row_parts, tuple((j,) for j in range(len(columns))), _merged(table, row_parts, axis=0))
    hidden_rows = [i for i, n in enumerate(totals.n) if n is None]
    hidden = {(i, len(columns)) for i in hidden_rows}
    # Where the hidden rows together hold nobody in a column, the column's total tells as much: a 0 is shown.
    together = stage.table[hidden_rows].sum(axis=0)
    hidden |= {(i, int(j)) for i in hidden_rows for j in np.flatnonzero(together)}
    return _published(rows, columns, stage, hidden, smallest_hidden=0)


# Merging rows and columns.


def _merged(table: NDArray[np.int64], parts: tuple[tuple[int, ...], ...], *, axis: int) -> NDArray[np.int64]:
    lines = [table.take(part, axis=axis).sum(axis=axis) for part in parts]
    return np.stack(lines, axis=axis) if lines else table


def _stages(table: NDArray[np.int64], rule: Rule, row_order: Order, column_order: Order) -> list[_Stage]:
    """Merge step by step, each time so that the fewest small counts stay; stop when none is left."""
    stage = _Stage(
        tuple((i,) for i in range(table.shape[0])), tuple((j,) for j in range(table.shape[1])), table
    )
    stages = [stage]
    while _is_any_small(stages[-1].table, rule):
        options = _mergers(stages[-1], row_order, column_order)
        if not options:
            break
        stages.append(
            min(options, key=lambda option: (_n_small(option[0].table, rule), option[1], option[2]))[0]
        )
    return stages


def _n_small(table: NDArray[np.int64], rule: Rule) -> int:
    return int(((table > 0) & (table < rule.minimum_n)).sum())


def _mergers(stage: _Stage, row_order: Order, column_order: Order) -> list[tuple[_Stage, int, int]]:
    """List every next step: the stage, how many people change their row or column name, and a number."""
    options: list[tuple[_Stage, int, int]] = []
    for axis, order in ((0, row_order), (1, column_order)):
        totals = stage.table.sum(axis=1 - axis)
        for one, other in _pairs(totals, order):
            parts = stage.row_parts if axis == 0 else stage.column_parts
            joined = tuple(sorted((*parts[one], *parts[other])))
            kept = [part for k, part in enumerate(parts) if k not in (one, other)]
            new_parts = tuple(sorted([*kept, joined]))
            old_number = {part: k for k, part in enumerate(parts)}
            take = tuple((one, other) if part == joined else (old_number[part],) for part in new_parts)
            new_table = _merged(stage.table, take, axis=axis)
            new = (
                _Stage(new_parts, stage.column_parts, new_table)
                if axis == 0
                else _Stage(stage.row_parts, new_parts, new_table)
            )
            options.append((new, int(totals[one] + totals[other]), len(options)))
    return options


def _pairs(totals: NDArray[np.int64], order: Order) -> list[tuple[int, int]]:
    """Say which two lines may be merged next; never so that fewer than two are left."""
    if order == "fixed" or len(totals) <= 2:
        return []
    if order == "ordered":
        return [(k, k + 1) for k in range(len(totals) - 1)]
    filled = [int(k) for k in np.argsort(totals, kind="stable") if totals[k] > 0]
    return [(min(filled[:2]), max(filled[:2]))] if len(filled) > 2 else []


def _spread(stages: list[_Stage], n: int) -> list[_Stage]:
    """Take at most n of the stages, the first and the last among them."""
    if len(stages) <= n:
        return stages
    return [stages[k] for k in sorted({round(step * (len(stages) - 1) / (n - 1)) for step in range(n)})]


# Hiding entries of a table with its totals. Rows, columns and the two totals are the nodes of a network in
# which every entry is an arc that carries its count: from the total to each row, on to each column, and back.
# What an attacker cannot exclude are the flows round closed walks of hidden arcs.


def _with_totals(table: NDArray[np.int64]) -> NDArray[np.int64]:
    with_rows = np.column_stack([table, table.sum(axis=1)])
    return np.vstack([with_rows, with_rows.sum(axis=0)])


def _direction(shape: tuple[int, ...]) -> NDArray[np.float64]:
    """+1 where an entry's arc leaves its row's node for its column's; -1 on the way back, by line totals."""
    direction = np.ones(shape)
    direction[-1, :-1] = direction[:-1, -1] = -1
    return direction


def _hidden_entries(entries: NDArray[np.int64], rule: Rule) -> set[Entry]:
    """Choose which entries to hide: the small ones, and others so that each can move by the protection."""
    small = {(int(i), int(j)) for i, j in np.argwhere((entries > 0) & (entries < rule.minimum_n))}
    hidden = set(small)
    walk_of: dict[Entry, list[Entry]] = {}
    waiting = sorted(small, key=lambda entry: (-entries[entry], entry))
    while waiting:
        for entry in waiting:
            if entry not in walk_of:
                walk = _cheapest_walk(entries, entry, hidden, rule.protection)
                if walk is None:
                    raise CannotBeProtectedError(
                        "A small count stands alone: nothing can be hidden beside it."
                    )
                hidden.update(walk)
                walk_of.update((other, walk) for other in walk if other not in walk_of)
        waiting = _beside_small_sums(entries, hidden, rule)
        hidden.update(waiting)
    for entry in sorted(hidden - small, key=lambda entry: (-entries[entry], entry)):
        _show_if_not_needed(entries, entry, hidden, walk_of, rule)
    return hidden


def _show_if_not_needed(
    entries: NDArray[np.int64],
    entry: Entry,
    hidden: set[Entry],
    walk_of: dict[Entry, list[Entry]],
    rule: Rule,
) -> None:
    """Show an entry if all others still have a walk without it, and no small sum can be told then."""
    without = hidden - {entry}
    if _beside_small_sums(entries, without, rule):
        return
    new_walk_of: dict[Entry, list[Entry]] = {}
    for other in without:
        if entry in walk_of[other] and other not in new_walk_of:
            walk = _cheapest_walk(entries, other, without, rule.protection, may_add=False)
            if walk is None:
                return
            new_walk_of.update((on_walk, walk) for on_walk in walk if on_walk not in new_walk_of)
    hidden.remove(entry)
    walk_of.update(new_walk_of)


def _beside_small_sums(entries: NDArray[np.int64], hidden: set[Entry], rule: Rule) -> list[Entry]:
    """For each line whose hidden entries have a small sum that can be told, name one more entry to hide."""
    direction = _direction(entries.shape)
    wanted: set[Entry] = set()
    for axis in (0, 1):
        for line in range(entries.shape[axis]):
            cells = [(line, k) if axis == 0 else (k, line) for k in range(entries.shape[1 - axis])]
            unseen = [cell for cell in cells if cell in hidden]
            if len({direction[cell] for cell in unseen}) != 1:
                continue  # nothing hidden, or the total too: then no sum can be told
            if rule.is_small(int(sum(entries[cell] for cell in unseen))):
                beside = [
                    cell
                    for cell in cells
                    if cell not in hidden and entries[cell] > 0 and direction[cell] == direction[unseen[0]]
                ]
                if not beside:
                    raise CannotBeProtectedError("A line of small counts cannot be hidden behind its total.")
                wanted.add(min(beside, key=lambda cell: (entries[cell], cell)))
    return sorted(wanted)


def _cheapest_walk(
    entries: NDArray[np.int64], entry: Entry, hidden: set[Entry], shift: int, *, may_add: bool = True
) -> list[Entry] | None:
    """Find a closed walk through an entry round which its count can move by `shift`, hiding the least.

    Every other entry on the walk goes up by `shift`, or down where at least 1 is left: hidden counts are
    known to be 1 or more, because every 0 is shown.
    """
    up = _cheapest_path(entries, entry, hidden, shift, goes_up=True, may_add=may_add)
    can_go_down = entries[entry] > shift
    down = (
        _cheapest_path(entries, entry, hidden, shift, goes_up=False, may_add=may_add) if can_go_down else None
    )
    found = [path for path in (up, down) if path is not None]
    return min(found, key=lambda path: path[0])[1] if found else None


def _cheapest_path(
    entries: NDArray[np.int64],
    entry: Entry,
    hidden: set[Entry],
    shift: int,
    *,
    goes_up: bool,
    may_add: bool,
) -> tuple[float, list[Entry]] | None:
    n_rows, n_columns = entries.shape
    last = (n_rows - 1, n_columns - 1)
    total = float(entries[last]) + 1.0

    def price(cell: Entry) -> float:
        if cell in hidden:
            return 0.0
        is_total = cell[0] == last[0] or cell[1] == last[1]
        return 1.0 + float(entries[cell]) / total + (n_rows + n_columns if is_total else 0.0)

    def leaves_its_row(cell: Entry) -> bool:
        return bool((cell[0] == last[0]) == (cell[1] == last[1]))

    row_node, column_node = entry[0], n_rows + entry[1]
    start, goal = (column_node, row_node) if leaves_its_row(entry) == goes_up else (row_node, column_node)
    cost = {start: 0.0}
    came: dict[int, tuple[int, Entry]] = {}
    queue = [(0.0, start)]
    while queue:
        so_far, node = heapq.heappop(queue)
        if node == goal:
            path = [entry]
            while node != start:
                node, cell = came[node]
                path.append(cell)
            return so_far, path
        if so_far > cost[node]:
            continue
        is_row = node < n_rows
        cells = (
            [(node, j) for j in range(n_columns)] if is_row else [(i, node - n_rows) for i in range(n_rows)]
        )
        for cell in cells:
            if cell in (entry, last) or entries[cell] <= 0 or not (may_add or cell in hidden):
                continue
            rises = leaves_its_row(cell) == is_row
            if not rises and entries[cell] <= shift:
                continue
            beyond = n_rows + cell[1] if is_row else cell[0]
            price_here = so_far + price(cell)
            if price_here < cost.get(beyond, np.inf):
                cost[beyond] = price_here
                came[beyond] = (node, cell)
                heapq.heappush(queue, (price_here, beyond))
    return None


# Tables as published.


def _published(
    rows: Sequence[str], columns: Sequence[str], stage: _Stage, hidden: set[Entry], *, smallest_hidden: int
) -> ProtectedTable:
    entries = _with_totals(stage.table)
    shown = [
        [None if (i, j) in hidden else int(entries[i, j]) for j in range(entries.shape[1])]
        for i in range(entries.shape[0])
    ]
    return ProtectedTable(
        rows=tuple(tuple(rows[i] for i in part) for part in stage.row_parts),
        columns=tuple(tuple(columns[j] for j in part) for part in stage.column_parts),
        n=tuple(tuple(line[:-1]) for line in shown[:-1]),
        row_n=tuple(line[-1] for line in shown[:-1]),
        column_n=tuple(shown[-1][:-1]),
        total=int(entries[-1, -1]),
        smallest_hidden=smallest_hidden,
    )


def _entries_of(table: ProtectedTable) -> NDArray[np.float64]:
    """The table with its totals, nan where hidden."""
    lines = [[*line, total] for line, total in zip(table.n, table.row_n, strict=True)]
    lines.append([*table.column_n, table.total])
    return np.array([[np.nan if n is None else float(n) for n in line] for line in lines])
