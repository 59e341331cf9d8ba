"""Number of counts hidden, speed, and whether a hidden count can be inferred.

The audit and the optimum here are separate code: they read what `Publication.as_json` returns (the audit) or
the true counts and their sums (the optimum), and call nothing of the suppressor. The optimum is found by
cutting planes in whole numbers, with a time limit; where it is not found in time, no ratio is reported.

CPU seconds of the working thread are reported next to elapsed seconds, since the machine may be shared.
"""

import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from benchmarks.harness import Figure, at_most, report
from throughline.methods.disclosure import (
    COLORADO_STUDENTS,
    PUBLIC,
    CannotBeProtectedError,
    Publication,
    Rule,
    TableSet,
    linked_tables,
    protect_counts,
    protect_table,
    protect_tables,
    publication_of_counts,
    publication_of_table,
    tables_of_array,
)

PEERS: list[str] = []
GIVEN = Path(__file__).resolve().parents[2] / "shared" / "data" / "disclosure"
WIDE = Rule(10, 10)  # each small count may vary by five up and five down
MOST_RATIO = 1.3
SECONDS_FOR_THE_OPTIMUM = 40.0
SEEDS = (1, 2)
LEVELS = (2.2, 3.2, 4.2)  # logarithm of the typical count: from half of the cells small to only a few
TWO_WAY = ((7, 6), (14, 8), (30, 7), (15, 14))
THREE_WAY = ((5, 4, 3), (8, 5, 3), (12, 4, 3))
LARGE = {"3-way, 1,500 cells": (14, 9, 9), "2-way, 4,489 cells": (66, 66)}
MOST_SECONDS = 10.0


def main(as_json: bool) -> bool:
    figures: list[Figure] = []
    figures += _given_tables()
    figures += _answers_of_three_schools()
    figures += _generated("2-way", [_generated_table(*one) for one in _drawings(TWO_WAY)])
    figures += _generated("3-way", [_generated_table(*one) for one in _drawings(THREE_WAY)])
    figures += _generated("hierarchical", [_hierarchy(seed) for seed in (1, 2, 3)])
    figures += _generated("linked", [_three_pairs(seed) for seed in (1, 2, 3)])
    figures += _releases()
    figures += _large()
    return report("disclosure", figures, as_json)


# The tables.


def _labels(dimension: str, n: int) -> list[str]:
    return [f"{dimension}{k}" for k in range(n)]


def _tables(counts: NDArray[np.int64], people: str = "", **options: Any) -> TableSet:
    dimensions = {dimension: _labels(dimension, n) for dimension, n in zip("abc", counts.shape, strict=False)}
    return tables_of_array(counts, dimensions, people=people, **options)


def _drawings(shapes: Iterable[tuple[int, ...]]) -> list[tuple[tuple[int, ...], int, float]]:
    return [(shape, seed, level) for shape in shapes for level in LEVELS for seed in SEEDS]


def _counts(shape: tuple[int, ...], seed: int, level: float) -> NDArray[np.int64]:
    """Counts that vary along every dimension, as with schools and roles."""
    rng = np.random.default_rng(seed)
    effects = [
        rng.normal(0.0, 0.8, n).reshape([-1 if k == axis else 1 for k in range(len(shape))])
        for axis, n in enumerate(shape)
    ]
    return rng.poisson(np.exp(sum(effects) + level))


def _generated_table(shape: tuple[int, ...], seed: int, level: float) -> TableSet:
    return _tables(_counts(shape, seed, level))


def _hierarchy(seed: int) -> TableSet:
    levels = {
        "elementary": _labels("a", 5),
        "secondary": _labels("a", 9)[5:],
        "charter": _labels("a", 12)[9:],
    }
    return _tables(_counts((12, 6), seed, 3.0), hierarchies={"a": levels})


def _three_pairs(seed: int) -> TableSet:
    """Three two-way tables of one cube, which share their margins."""
    cube = _counts((7, 5, 4), seed, 1.5)
    sums = [(0, 1), (0, 2), (1, 2)]
    return linked_tables(
        tables_of_array(
            cube.sum(axis=3 - one - other),
            {"abc"[k]: _labels("abc"[k], cube.shape[k]) for k in (one, other)},
        )
        for one, other in sums
    )


# What is measured.


@dataclass
class Clock:
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    _since: tuple[float, float] = field(default=(0.0, 0.0))

    def __enter__(self) -> "Clock":
        self._since = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.perf_counter() - self._since[0]
        self.cpu_seconds = time.process_time() - self._since[1]


def _given_tables() -> list[Figure]:
    figures: list[Figure] = []
    for name, shape in (("8x7", (8, 7)), ("30x7", (30, 7)), ("10x7x2", (10, 7, 2))):
        path = GIVEN / f"{name}.csv"
        if not path.exists():
            raise FileNotFoundError(f"The given tables are not next to the project: {path.name} is missing.")
        lines = path.read_text(encoding="utf-8").splitlines()[1:]
        counts = np.array([int(line.rsplit(",", 1)[1]) for line in lines]).reshape(shape)
        tables = _tables(counts)
        with Clock() as clock:
            protected = protect_tables(tables, PUBLIC)
        optimum = _optimum(tables, PUBLIC)
        figures += [
            Figure(f"{name} seconds with the audit", clock.seconds, "s"),
            Figure(f"{name} CPU seconds with the audit", clock.cpu_seconds, "s"),
            Figure(f"{name} small cells", len(protected.small), "cells"),
            _against_optimum(f"{name} secondary cells", len(protected.secondary), optimum),
            _below(name, [protected.publication], PUBLIC),
        ]
        if len(shape) == 2:
            protected = protect_tables(tables, WIDE)
            name = f"{name} at {WIDE.protection} wide:"
            figures += [
                _against_optimum(f"{name} secondary cells", len(protected.secondary), _optimum(tables, WIDE)),
                _below(name, [protected.publication], WIDE),
            ]
    return figures


def _against_optimum(name: str, n: float, optimum: float | None) -> Figure:
    if optimum is None:
        return Figure(f"{name} (optimum not found in time)", n, "cells")
    ratio = n / optimum if optimum else 1.0 + n
    return Figure(name, n, "cells", f"≤ {MOST_RATIO} × optimum", ratio <= MOST_RATIO, optimum, ratio)


def _below(name: str, publications: Sequence[Publication], rule: Rule) -> Figure:
    n = float(_n_below([one.as_json() for one in publications], rule.minimum_n, rule.protection))
    return Figure(f"{name} cells below protection", n, "cells", **at_most(n, 0.0))


def _answers_of_three_schools() -> list[Figure]:
    """166 answers, minimum n 16: the counts published after merging, and with hiding alone."""
    schools, roles = ["Alder", "Birch", "Cedar"], ["parent", "student", "staff", "neighbor"]
    answers = np.array([[64, 31, 14, 8], [20, 11, 5, 2], [6, 3, 1, 1]])
    rule = COLORADO_STUDENTS
    by_school = protect_counts(schools, answers.sum(axis=1).tolist(), rule)
    by_role = protect_counts(roles, answers.sum(axis=0).tolist(), rule)
    with Clock() as clock:
        merged = protect_table(schools, roles, answers, rule, column_order="unordered")
    publications = [
        publication_of_counts(by_school, "school"),
        publication_of_counts(by_role, "role"),
        publication_of_table(merged, "school", "role"),
    ]
    published = [n for line in (*merged.n, merged.row_n, merged.column_n) for n in line if n is not None]
    hidden_only = protect_tables(tables_of_array(answers, {"school": schools, "role": roles}), rule)
    name = "166 answers, 3 schools, n 16:"
    return [
        Figure(f"{name} schools published", len(by_school.groups), "groups"),
        Figure(f"{name} roles published", len(by_role.groups), "groups"),
        Figure(
            f"{name} counts published of the table, merged",
            len(published),
            "counts",
            **_at_least_one(published),
        ),
        Figure(f"{name} counts hidden of the table, merged", merged.n_hidden, "counts"),
        Figure(f"{name} counts hidden if nothing is merged", len(hidden_only.publication.hidden), "counts"),
        Figure(f"{name} seconds", clock.seconds, "s"),
        _below(name, publications[:1], rule),
        _below(f"{name} table", publications[2:], rule),
        _below(f"{name} not merged", [hidden_only.publication], rule),
    ]


def _at_least_one(published: list[int]) -> Any:
    return {"bar": "≥ 1", "holds": len(published) >= 1}


def _generated(kind: str, tables: Sequence[TableSet]) -> list[Figure]:
    n_secondary = n_below = n_refused = n_proved = n_ours = n_optimum = 0
    slowest = slowest_cpu = 0.0
    worst = 1.0
    for one in tables:
        with Clock() as clock:
            try:
                protected = protect_tables(one, PUBLIC)
            except CannotBeProtectedError:
                n_refused += 1
                continue
        slowest, slowest_cpu = max(slowest, clock.seconds), max(slowest_cpu, clock.cpu_seconds)
        n_secondary += len(protected.secondary)
        n_below += _n_below([protected.publication.as_json()], PUBLIC.minimum_n, PUBLIC.protection)
        optimum = _optimum(one, PUBLIC)
        if optimum is not None:
            n_proved += 1
            n_ours, n_optimum = n_ours + len(protected.secondary), n_optimum + round(optimum)
            worst = max(
                worst, len(protected.secondary) / optimum if optimum else 1.0 + len(protected.secondary)
            )
    most = max(len(one.counts) for one in tables)
    name = f"{len(tables)} {kind} tables to {most} cells:"
    return [
        Figure(f"{name} slowest seconds with the audit", slowest, "s"),
        Figure(f"{name} slowest CPU seconds with the audit", slowest_cpu, "s"),
        Figure(f"{name} secondary cells", n_secondary, "cells"),
        Figure(f"{name} refused", n_refused, "tables"),
        Figure(f"{name} optimum proved", n_proved, "tables"),
        Figure(
            f"{name} secondary cells of those",
            n_ours,
            "cells",
            peer=n_optimum,
            ratio=n_ours / n_optimum if n_optimum else None,
        ),
        Figure(f"{name} worst ratio to the optimum", worst, "×", **at_most(worst, MOST_RATIO)),
        Figure(f"{name} cells below protection", n_below, "cells", **at_most(n_below, 0.0)),
    ]


def _releases() -> list[Figure]:
    """The same table released four times as answers come in: many, few, none, many."""
    rng = np.random.default_rng(3)
    counts = _counts((6, 5), 3, 2.8)
    published: list[Publication] = []
    n_refused = n_hidden = 0
    with Clock() as clock:
        for number, joining in enumerate((0.0, 12.0, 0.4, 15.0)):
            counts = counts + rng.poisson(joining, size=counts.shape)
            tables = _tables(counts, people=f"{counts.sum()} people")
            try:
                protected = protect_tables(tables, PUBLIC, name=f"release {number + 1}", earlier=published)
            except CannotBeProtectedError:
                n_refused += 1
                continue
            published.append(protected.publication)
            n_hidden += len(protected.publication.hidden)
    alone = []
    rng = np.random.default_rng(3)
    counts = _counts((6, 5), 3, 2.8)
    for joining in (0.0, 12.0, 0.4, 15.0):
        counts = counts + rng.poisson(joining, size=counts.shape)
        alone.append(protect_tables(_tables(counts, people=f"{counts.sum()} people"), PUBLIC).publication)
    given_away = _n_below([one.as_json() for one in alone], PUBLIC.minimum_n, PUBLIC.protection)
    return [
        Figure("four releases seconds with all audits", clock.seconds, "s"),
        Figure("four releases hidden cells", n_hidden, "cells"),
        Figure("four releases refused", n_refused, "releases"),
        _below("four releases", published, PUBLIC),
        Figure("four releases, each protected alone: small numbers given away", given_away, "numbers"),
    ]


def _large() -> list[Figure]:
    figures: list[Figure] = []
    for kind, shape in LARGE.items():
        for level in LEVELS:
            tables = _generated_table(shape, 1, level)
            name = f"{kind}, {sum(PUBLIC.is_small(n) for n in tables.counts.values())} small:"
            with Clock() as clock:
                try:
                    protected = protect_tables(tables, PUBLIC)
                except CannotBeProtectedError:
                    protected = None
            if protected is None:
                figures.append(Figure(f"{name} refused", 1, "tables"))
                continue
            figures += [
                Figure(
                    f"{name} seconds with the audit",
                    clock.seconds,
                    "s",
                    **at_most(clock.seconds, MOST_SECONDS),
                ),
                Figure(f"{name} CPU seconds with the audit", clock.cpu_seconds, "s"),
                Figure(f"{name} secondary cells", len(protected.secondary), "cells"),
                _below(name, [protected.publication], PUBLIC),
            ]
    return figures


# A separate audit. It reads stored publications, and checks counts and changes between people.


def _n_below(stored: Sequence[dict[str, Any]], minimum_n: int, protection: int) -> int:
    """Count hidden cells narrower than declared, small ones shown, and small numbers that can be inferred."""
    column: dict[tuple[str, str], int] = {}
    for one in stored:
        keys = [*one["shown"], *one["hidden"]]
        keys += [key for whole, parts in one["relations"] + one["merged"] for key in (whole, *parts)]
        for key in keys:
            column.setdefault((one["people"], key), len(column))
    low, high = [0.0] * len(column), [highspy.kHighsInf] * len(column)
    hidden: set[int] = set()
    for one in stored:
        for key, n in one["shown"].items():
            low[column[one["people"], key]] = high[column[one["people"], key]] = float(n)
        for key in one["hidden"]:
            cell = column[one["people"], key]
            low[cell] = max(low[cell], float(one["smallest_hidden"]))
            hidden.add(cell)
    solver = _quiet()
    for least, most in zip(low, high, strict=True):
        solver.addVar(least, most)
    for one in stored:
        for whole, parts in one["relations"] + one["merged"]:
            cells = [column[one["people"], key] for key in (whole, *parts)]
            _add_row(solver, 0.0, 0.0, cells, [-1.0] + [1.0] * len(parts))
    people = list(dict.fromkeys(one["people"] for one in stored))
    changes = [
        (column[earlier, key], column[later, key])
        for k, earlier in enumerate(people)
        for later in people[k + 1 :]
        for key in sorted({key for _, key in column})
        if (earlier, key) in column and (later, key) in column
    ]
    for earlier_cell, later_cell in changes:
        _add_row(solver, 0.0, highspy.kHighsInf, [later_cell, earlier_cell], [1.0, -1.0])
    n_small_shown = sum(low[cell] == high[cell] and 0 < low[cell] < minimum_n for cell in range(len(column)))
    n_below = n_small_shown
    seen_low, seen_high = np.full(len(column), np.inf), np.full(len(column), -np.inf)

    def ends(terms: dict[int, float]) -> tuple[float, float]:
        found = []
        for cell, sign in terms.items():
            solver.changeColCost(cell, sign)
        for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
            solver.changeObjectiveSense(sense)
            solver.run()
            status = solver.getModelStatus()
            if status == highspy.HighsModelStatus.kOptimal:
                table = np.array(solver.getSolution().col_value)
                np.minimum(seen_low, table, out=seen_low)
                np.maximum(seen_high, table, out=seen_high)
                found.append(sum(sign * table[cell] for cell, sign in terms.items()))
            elif status in (
                highspy.HighsModelStatus.kUnbounded,
                highspy.HighsModelStatus.kUnboundedOrInfeasible,
            ):
                found.append(-math.inf if sense == highspy.ObjSense.kMinimize else math.inf)
            else:
                raise RuntimeError(f"The audit's program ended without an answer: {status.name}.")
        for cell in terms:
            solver.changeColCost(cell, 0.0)
        return float(np.ceil(found[0] - 1e-6)), float(np.floor(found[1] + 1e-6))

    def may_be_small(least: float, most: float) -> bool:
        return any(0 < abs(n) < minimum_n for n in range(int(least), int(most) + 1))

    for cell in range(len(column)):
        if low[cell] == high[cell]:
            continue
        if np.floor(seen_high[cell] + 1e-6) - np.ceil(seen_low[cell] - 1e-6) >= protection:
            continue
        least, most = ends({cell: 1.0})
        if most - least < protection and (cell in hidden or may_be_small(least, most)):
            n_below += 1
    for earlier_cell, later_cell in changes:
        least, most = ends({later_cell: 1.0, earlier_cell: -1.0})
        n_below += most - least < protection and may_be_small(least, most)
    return n_below


def _quiet() -> highspy.Highs:
    solver: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    return solver


def _add_row(
    solver: highspy.Highs, least: float, most: float, cells: Sequence[int], weights: Sequence[float]
) -> None:
    solver.addRow(
        least, most, len(cells), np.array(cells, dtype=np.int32), np.array(weights, dtype=np.float64)
    )


# The fewest counts that have to be hidden in addition to the small ones, by cutting planes in whole numbers.


def _optimum(tables: TableSet, rule: Rule, limit: float = SECONDS_FOR_THE_OPTIMUM) -> float | None:
    """Return the fewest secondary cells that leave every hidden count as uncertain as declared, or None.

    The rules are those of the suppressor: zeros and cells declared as always shown are shown, hidden counts
    are 1 or more, each hidden count keeps an interval of the protection, and hidden parts of a shown whole
    are together not small.
    """
    number = {key: k for k, key in enumerate(tables.counts)}
    counts = np.array(list(tables.counts.values()), dtype=float)
    lines = [
        ([number[whole], *(number[part] for part in parts)], [-1.0] + [1.0] * len(parts))
        for whole, parts in tables.relations
    ]
    is_small = (counts > 0) & (counts < rule.minimum_n)
    may_hide = counts > 0
    for key in tables.always_shown:
        may_hide[number[key]] = False
    master, n_cells = _quiet(), len(counts)
    for k in range(n_cells):
        master.addVar(float(is_small[k]), float(may_hide[k]))
        master.changeColCost(k, 1.0)
    for cells, _ in lines:
        whole, parts = cells[0], [cell for cell in cells[1:] if counts[cell] > 0]
        if any(is_small[part] for part in parts):
            weights = [min(counts[part], float(rule.minimum_n)) for part in parts]
            _add_row(
                master,
                float(rule.minimum_n),
                highspy.kHighsInf,
                [*parts, whole],
                [*weights, float(rule.minimum_n)],
            )
    down, up = np.maximum(counts - 1.0, 0.0), np.full(n_cells, float(counts.max(initial=1.0)))
    moves = _quiet()
    moves.setOptionValue("presolve", "off")
    for _ in range(n_cells):
        moves.addVar(0.0, 0.0)
    for cells, weights in lines:
        _add_row(moves, 0.0, 0.0, cells, weights)
    started = time.perf_counter()
    for kind in (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger):
        for k in range(n_cells):
            master.changeColIntegrality(k, kind)
        while True:
            left = limit - (time.perf_counter() - started)
            if left <= 0:
                return None
            master.setOptionValue("time_limit", master.getRunTime() + left)
            master.run()
            if master.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                return None
            choice = np.clip(np.array(master.getSolution().col_value), 0.0, 1.0)
            if kind == highspy.HighsVarType.kInteger:
                choice = np.round(choice)
            broken = _broken_cuts(moves, lines, choice, is_small, down, up, rule.protection)
            for row, least in broken:
                cells = [int(k) for k in np.flatnonzero(np.abs(row) > 1e-9)]
                _add_row(master, least - 1e-9, highspy.kHighsInf, cells, [float(row[k]) for k in cells])
            if not broken:
                break
    return float(np.round(choice).sum() - is_small.sum())


def _broken_cuts(
    moves: highspy.Highs,
    lines: Sequence[tuple[list[int], list[float]]],
    choice: NDArray[np.float64],
    is_small: NDArray[np.bool_],
    down: NDArray[np.float64],
    up: NDArray[np.float64],
    protection: int,
) -> list[tuple[NDArray[np.float64], float]]:
    """Return violated inequalities: one for each hidden count that cannot move far enough."""
    choice = np.where(choice < 1e-7, 0.0, choice)
    n_cells = len(choice)
    moves.changeColsBounds(n_cells, np.arange(n_cells, dtype=np.int32), -down * choice, up * choice)
    lowest, highest = np.zeros(n_cells), np.zeros(n_cells)
    cuts: list[tuple[NDArray[np.float64], float]] = []
    for cell in np.flatnonzero(choice):
        row = np.zeros(n_cells)
        for towards in (1.0, -1.0):
            if highest[cell] - lowest[cell] >= protection * choice[cell] - 1e-6:
                break
            moves.changeColCost(int(cell), -towards)
            moves.run()
            moved = np.array(moves.getSolution().col_value)
            lowest, highest = np.minimum(lowest, moved), np.maximum(highest, moved)
            reduced = np.zeros(n_cells)
            reduced[cell] = towards
            for (cells, weights), price in zip(lines, moves.getSolution().row_dual, strict=True):
                reduced[cells] += price * np.array(weights)
            row += np.where(reduced > 0, up * reduced, -down * reduced)
            moves.changeColCost(int(cell), 0.0)
        if highest[cell] - lowest[cell] >= protection * choice[cell] - 1e-6:
            continue
        row = np.where(row < 1e-9, 0.0, row)
        given = float(row[is_small].sum())
        row[is_small] = 0.0
        if is_small[cell]:
            least = protection - given
            row = np.minimum(row, max(least, 0.0))
        else:
            least = -given
            row = np.minimum(row, float(protection))
            row[cell] -= protection
        if float(row @ choice) < least - 1e-6:
            cuts.append((row, least))
        if len(cuts) == 100:
            break
    return cuts
