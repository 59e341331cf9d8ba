"""Rows and columns of a two-way table, merged step by step."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.methods.disclosure.counts import Order, rests_of, small_anywhere
from throughline.methods.disclosure.rule import Rule


@dataclass(frozen=True, eq=False)
class Stage:
    """A table after some merging.

    Attributes
    ----------
    row_parts, column_parts : tuple of tuple of int
        Numbers of the given rows and columns that are merged into each row and column of `table`.
    table : ndarray of int, shape (n_row_parts, n_column_parts)
        The merged counts.
    known : ndarray of int, shape (n_units, n_row_parts, n_column_parts)
        People of each unit among them, as in `protect_counts`.
    """

    row_parts: tuple[tuple[int, ...], ...]
    column_parts: tuple[tuple[int, ...], ...]
    table: NDArray[np.int64]
    known: NDArray[np.int64]


def is_any_small(stage: Stage, rule: Rule) -> bool:
    """Return whether a table has a count that is small for anybody.

    Parameters
    ----------
    stage : Stage
        Counts of people, and who is known.
    rule : Rule
        What counts as small.

    Returns
    -------
    bool
        Whether there is one.
    """
    return _n_small(stage, rule) > 0


def merged_lines(
    table: NDArray[np.int64], parts: tuple[tuple[int, ...], ...], *, axis: int
) -> NDArray[np.int64]:
    """Add up the rows or columns of each part.

    Parameters
    ----------
    table : ndarray of int
        Counts of people.
    parts : tuple of tuple of int
        Numbers of the rows or columns to be merged into one.
    axis : int
        The axis of `table` along which these rows or columns are.

    Returns
    -------
    ndarray of int
        One row or column for each part.
    """
    lines = [table.take(part, axis=axis).sum(axis=axis) for part in parts]
    return np.stack(lines, axis=axis) if lines else table


def merging_stages(
    table: NDArray[np.int64], known: NDArray[np.int64], rule: Rule, row_order: Order, column_order: Order
) -> list[Stage]:
    """Merge step by step, each time so that the fewest small counts remain; stop when none is left.

    Parameters
    ----------
    table : ndarray of int, shape (n_rows, n_columns)
        Counts of people.
    known : ndarray of int, shape (n_units, n_rows, n_columns)
        People of each unit, as in `protect_counts`.
    rule : Rule
        What counts as small.
    row_order, column_order : {"ordered", "unordered", "fixed"}
        What may be merged, as in `protect_counts`.

    Returns
    -------
    list of Stage
        The given table first, then the table after each merger.
    """
    stage = Stage(
        tuple((i,) for i in range(table.shape[0])), tuple((j,) for j in range(table.shape[1])), table, known
    )
    stages = [stage]
    while is_any_small(stages[-1], rule):
        options = _mergers(stages[-1], row_order, column_order)
        if not options:
            break
        stages.append(min(options, key=lambda option: (_n_small(option[0], rule), option[1], option[2]))[0])
    return stages


def _n_small(stage: Stage, rule: Rule) -> int:
    return int(small_anywhere(rests_of(stage.table, stage.known), rule).sum())


def _mergers(stage: Stage, row_order: Order, column_order: Order) -> list[tuple[Stage, int, int]]:
    """List every next step: the stage, how many people change their row or column name, and a number."""
    options: list[tuple[Stage, int, int]] = []
    for axis, order in ((0, row_order), (1, column_order)):
        totals = stage.table.sum(axis=1 - axis)
        for one, other in _pairs(totals, order):
            parts = stage.row_parts if axis == 0 else stage.column_parts
            joined = tuple(sorted((*parts[one], *parts[other])))
            kept = [part for k, part in enumerate(parts) if k not in (one, other)]
            new_parts = tuple(sorted([*kept, joined]))
            old_number = {part: k for k, part in enumerate(parts)}
            take = tuple((one, other) if part == joined else (old_number[part],) for part in new_parts)
            new_table = merged_lines(stage.table, take, axis=axis)
            new_known = merged_lines(stage.known, take, axis=axis + 1)
            new = (
                Stage(new_parts, stage.column_parts, new_table, new_known)
                if axis == 0
                else Stage(stage.row_parts, new_parts, new_table, new_known)
            )
            options.append((new, int(totals[one] + totals[other]), len(options)))
    return options


def _pairs(totals: NDArray[np.int64], order: Order) -> list[tuple[int, int]]:
    """List which two rows or columns may be merged next; none if two or fewer are left."""
    if order == "fixed" or len(totals) <= 2:
        return []
    if order == "ordered":
        return [(k, k + 1) for k in range(len(totals) - 1)]
    filled = [int(k) for k in np.argsort(totals, kind="stable") if totals[k] > 0]
    return [(min(filled[:2]), max(filled[:2]))] if len(filled) > 2 else []


def spread_stages(stages: list[Stage], n: int) -> list[Stage]:
    """Take at most n of the stages, including the first and the last.

    Parameters
    ----------
    stages : list of Stage
        All of them.
    n : int
        How many to take, at least 2.

    Returns
    -------
    list of Stage
        In the same order.
    """
    if len(stages) <= n:
        return stages
    return [stages[k] for k in sorted({round(step * (len(stages) - 1) / (n - 1)) for step in range(n)})]
