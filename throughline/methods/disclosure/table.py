"""A two-way table with its totals: merged or hidden."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from throughline.methods.disclosure.attacker import FittingTables
from throughline.methods.disclosure.choice import PRICE_OF_A_WHOLE, PRICE_OF_SIZE, Choice
from throughline.methods.disclosure.counts import (
    Labels,
    Order,
    check_labels,
    checked_counts,
    protect_counts,
    rests_of,
    small_anywhere,
)
from throughline.methods.disclosure.errors import BadCountsError, CannotBeProtectedError
from throughline.methods.disclosure.hiding import choose_hidden
from throughline.methods.disclosure.merging import (
    Stage,
    is_any_small,
    merged_lines,
    merging_stages,
    spread_stages,
)
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
        The smallest value a hidden count may have, which follows from the rule and is therefore public: 1
        where every 0 is shown, else 0.
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
        """Rows that were merged from several."""
        return tuple(row for row in self.rows if len(row) > 1)

    @property
    def merged_columns(self) -> tuple[Labels, ...]:
        """Columns that were merged from several."""
        return tuple(column for column in self.columns if len(column) > 1)

    @property
    def n_hidden(self) -> int:
        """Number of hidden counts, totals included."""
        return sum(n is None for line in (*self.n, self.row_n, self.column_n) for n in line)


@dataclass(frozen=True)
class Interval:
    """What an attacker can infer about one hidden count.

    Attributes
    ----------
    row, column : int or None
        Which row and column of the published table; None stands for the total.
    low, high : int
        The smallest and the largest value consistent with everything published; ``high`` is at most `total`.
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
    known: ArrayLike | None = None,
) -> ProtectedTable:
    """Merge rows and columns, then hide counts, until no small count can be inferred.

    Totals of rows and columns, and the total of all, are published with the table: they are checked and
    hidden like cells. Merging comes first. Counts are hidden only where further merging would leave fewer
    than two rows or columns; then the stage of merging that leaves the most visible cells is used.

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
        row that is large enough may be small (answers of a group, where a single answer discloses nothing).
    known : array_like of int, shape (n_units, n_rows, n_columns), optional
        People of each cell whom somebody may know, as in `protect_counts`.

    Returns
    -------
    ProtectedTable
        What may be published.

    Raises
    ------
    CannotBeProtectedError
        A small count could be inferred whatever is merged or hidden, or nothing but the total would be
        visible.
    BadCountsError
        Labels and counts do not match, or a count is negative.
    """
    check_labels(rows)
    check_labels(columns)
    table = checked_counts(counts)
    if table.shape != (len(rows), len(columns)):
        raise BadCountsError("One count for each row and column is needed.")
    rests = rests_of(table, known)
    units = table - rests[1:]
    if small_anywhere(rests.sum(axis=(1, 2)), rule).any():
        raise CannotBeProtectedError(f"The whole table holds fewer than {rule.minimum_n} people.")
    if unit == "row":
        return _protected_by_row(rows, columns, Stage((), (), table, units), rule, row_order)
    stages = merging_stages(table, units, rule, row_order, column_order)
    if not is_any_small(stages[-1], rule):
        return _published(rows, columns, stages[-1], set(), smallest_hidden=rule.smallest_hidden)
    best: ProtectedTable | None = None
    best_seen = (0, 0)
    for stage in spread_stages(stages, N_STAGES_TRIED):
        try:
            hidden = _hidden_entries(stage, rule)
        except CannotBeProtectedError:
            continue
        published = _published(rows, columns, stage, hidden, smallest_hidden=rule.smallest_hidden)
        if not is_protected(published, rule, known=_known_with_totals(stage)):
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


def is_protected(table: ProtectedTable, rule: Rule, *, known: NDArray[np.int64] | None = None) -> bool:
    """Return whether a published table leaves every hidden count as uncertain as the rule requires.

    Parameters
    ----------
    table : ProtectedTable
        What is to be published.
    rule : Rule
        What counts as small.
    known : ndarray of int, shape (n_rows + 1, n_columns + 1), optional
        People of each cell and total whom anybody knows.

    Returns
    -------
    bool
        Whether each hidden count keeps an interval of at least ``rule.protection``, by linear programming on
        the published numbers and the people known alone.
    """
    intervals = attacker_intervals(table, enough=rule.protection, known=known)
    return all(interval.high - interval.low >= rule.protection for interval in intervals)


def attacker_intervals(
    table: ProtectedTable, *, enough: int | None = None, known: NDArray[np.int64] | None = None
) -> list[Interval]:
    """Compute what can be inferred from the published numbers about each hidden one.

    Parameters
    ----------
    table : ProtectedTable
        What is to be published.
    enough : int, optional
        Stop widening an interval once it is this wide; without it every interval is exact.
    known : ndarray of int, shape (n_rows + 1, n_columns + 1), optional
        People of each cell and total whom the attacker knows: no count is smaller.

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
    is_hidden = np.isnan(shown).ravel()
    equations = _equations(shown.shape)
    right = -(equations @ np.nan_to_num(shown).ravel())
    n_hidden = len(hidden)
    least = np.full(n_hidden, float(table.smallest_hidden))
    fitting = FittingTables(
        least if known is None else np.maximum(least, known.ravel()[is_hidden]),
        np.full(n_hidden, float(table.total)),
        sparse.csr_array(equations[:, np.flatnonzero(is_hidden)]),
        right,
    )
    low, high = fitting.reach(sparse.eye_array(n_hidden, format="csr"), enough=enough)
    return [
        Interval(
            row=i if i < n_rows - 1 else None,
            column=j if j < n_columns - 1 else None,
            low=int(low[number]),
            high=int(high[number]),
        )
        for number, (i, j) in enumerate(hidden)
    ]


def _n_seen(counts: Iterable[int | None]) -> int:
    return sum(n is not None and n > 0 for n in counts)


def _protected_by_row(
    rows: Sequence[str], columns: Sequence[str], given: Stage, rule: Rule, order: Order
) -> ProtectedTable:
    """Protect the totals of rows as a list; rows that remain small are hidden entirely."""
    table = given.table
    totals = protect_counts(
        rows, [int(n) for n in table.sum(axis=1)], rule, order=order, known=given.known.sum(axis=2)
    )
    number = {label: i for i, label in enumerate(rows)}
    row_parts = tuple(tuple(number[label] for label in group) for group in totals.groups)
    stage = Stage(
        row_parts,
        tuple((j,) for j in range(len(columns))),
        merged_lines(table, row_parts, axis=0),
        merged_lines(given.known, row_parts, axis=1),
    )
    hidden_rows = [i for i, n in enumerate(totals.n) if n is None]
    hidden = {(i, len(columns)) for i in hidden_rows}
    # Where the hidden rows together have nobody in a column, its total discloses that: these zeros are shown.
    together = stage.table[hidden_rows].sum(axis=0)
    hidden |= {(i, int(j)) for i in hidden_rows for j in np.flatnonzero(together)}
    return _published(rows, columns, stage, hidden, smallest_hidden=0)


# Hiding entries of a table with its totals: entry (i, j) is number i * (n_columns + 1) + j.


def _with_totals(table: NDArray[np.int64]) -> NDArray[np.int64]:
    with_rows = np.column_stack([table, table.sum(axis=1)])
    return np.vstack([with_rows, with_rows.sum(axis=0)])


def _known_with_totals(stage: Stage) -> NDArray[np.int64]:
    """The most people of each entry whom any one unit knows."""
    most = np.zeros_like(_with_totals(stage.table))
    for unit in stage.known:
        most = np.maximum(most, _with_totals(unit))
    return most


def _equations(shape: tuple[int, ...]) -> sparse.csr_array:
    """The parts less the whole, for each row and column of a table with totals."""
    number = np.arange(shape[0] * shape[1]).reshape(shape)
    lines = [*number, *number.T]
    rows = [row for row, line in enumerate(lines) for _ in line]
    signs = np.concatenate([np.append(np.ones(len(line) - 1), -1.0) for line in lines])
    return sparse.csr_array((signs, (rows, np.concatenate(lines))), shape=(len(lines), number.size))


def _hidden_entries(stage: Stage, rule: Rule) -> set[Entry]:
    """Choose which entries to hide: the small ones, and others so that each can move by the protection."""
    entries, known = _with_totals(stage.table), _known_with_totals(stage)
    shape = entries.shape
    number = np.arange(entries.size).reshape(shape)
    rests = np.array([entries, *(entries - _with_totals(unit) for unit in stage.known)])
    is_small = small_anywhere(rests, rule)
    is_whole = np.zeros(shape, dtype=bool)
    is_whole[-1] = is_whole[:, -1] = True
    may_hide = entries >= rule.smallest_hidden
    may_hide[-1, -1] = False
    # Without the most that anybody knows, an entry is at most what it is without one unit.
    weights = np.minimum(entries - known, rule.minimum_n).astype(float)
    sums = []
    for cells in (*number, *number.T):
        line = np.unravel_index(cells, shape)
        if is_small[line][:-1].any():
            shares = np.append(weights[line][:-1], float(rule.minimum_n))
            is_open = may_hide[line] & (shares > 0)
            sums.append((cells[is_open], shares[is_open], float(rule.minimum_n)))
    size = PRICE_OF_SIZE * entries / max(1, int(entries.max()))
    chosen = choose_hidden(
        Choice(
            counts=entries.ravel().astype(float),
            equations=_equations(shape),
            least=np.maximum(known, rule.smallest_hidden).ravel().astype(float),
            most=np.full(entries.size, np.inf),
            must_hide=is_small.ravel(),
            may_hide=may_hide.ravel(),
            price=(np.where(is_whole, PRICE_OF_A_WHOLE, 1.0) + size).ravel(),
            width=np.full(entries.size, float(rule.protection)),
            sums=tuple(sums),
        )
    )
    return {(int(i), int(j)) for i, j in np.argwhere(chosen.is_hidden.reshape(shape))}


# Tables as published.


def _published(
    rows: Sequence[str], columns: Sequence[str], stage: Stage, hidden: set[Entry], *, smallest_hidden: int
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
