"""Secondary suppression: which counts to hide in addition to the small ones, by cutting planes.

A choice of hidden counts is good if each of them can move far enough: if there are two fitting tables in
which it differs by the required width. Where it cannot, the multipliers of the linear program give the
reason: at least so many of certain other counts must be hidden as well. Such *cuts* are gathered until the
cheapest choice that satisfies them all is good. See ``docs/methods/disclosure.md``.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from throughline.methods.disclosure.attacker import joint_signs
from throughline.methods.disclosure.errors import CannotBeProtectedError, DisclosureError

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]

TINY = 1e-7
N_JOINT_SEARCHES = 40
N_CUTS_A_ROUND = 80
EXACT = 0.005
GAP = 0.05
LESS_THAN_ONE = 0.95
STEPS_IN_WHOLE_NUMBERS = 10
EFFORT = 30_000
PRICE_OF_A_WHOLE = 1.5
PRICE_OF_SIZE = 0.2


@dataclass(frozen=True, eq=False)
class Choice:
    """What there is to choose from.

    Attributes
    ----------
    counts : ndarray of float, shape (n_cells,)
        The true counts.
    equations : sparse array, shape (n_equations, n_cells)
        Each row times the counts is 0.
    least : ndarray of float, shape (n_cells,)
        The smallest value an attacker holds possible of each, if it is hidden.
    most : ndarray of float, shape (n_cells,)
        The largest such value, infinite where there is none.
    must_hide, may_hide : ndarray of bool, shape (n_cells,)
        Counts that are hidden in any case, and counts that may be. All others are known.
    price : ndarray of float, shape (n_cells,)
        What hiding each costs.
    width : ndarray of float, shape (n_cells,)
        How wide its interval must be, if it is hidden; 0 where any width will do.
    sums : tuple of (ndarray of int, ndarray of float, float)
        Cells, weights, least: the weights of the hidden cells must add up to at least `least`.
    effort : int
        Steps of the simplex algorithm spent on looking for fewer hidden counts.
    """

    counts: Numbers
    equations: sparse.csr_array
    least: Numbers
    most: Numbers
    must_hide: Flags
    may_hide: Flags
    price: Numbers
    width: Numbers
    sums: tuple[tuple[NDArray[np.int64], Numbers, float], ...]
    effort: int = EFFORT


@dataclass(frozen=True, eq=False)
class Chosen:
    """Which counts are hidden.

    Attributes
    ----------
    is_hidden : ndarray of bool, shape (n_cells,)
        Those that must be, and those chosen.
    price : float
        Of the chosen ones.
    bound : float
        No choice that works is cheaper than this.
    """

    is_hidden: Flags
    price: float
    bound: float


def choose_hidden(choice: Choice) -> Chosen:
    """Choose which counts to hide, so that each hidden one can move as far as required.

    Parameters
    ----------
    choice : Choice
        What there is to choose from.

    Returns
    -------
    Chosen
        With the cheapest choice found, and a bound on how cheap any can be.

    Raises
    ------
    CannotBeProtectedError
        Hiding all that may be hidden would not be enough.
    """
    return _Search(choice).run()


def _solver(strategy: int) -> highspy.Highs:
    solver: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("presolve", "off"),
        ("solver", "simplex"),
        ("simplex_strategy", strategy),
    ):
        solver.setOptionValue(option, value)
    return solver


def _pass(
    solver: highspy.Highs, cost: Numbers, low: Numbers, high: Numbers, equations: sparse.csr_array
) -> None:
    program = highspy.HighsLp()
    program.num_col_ = len(cost)
    program.num_row_ = equations.shape[0]
    program.col_cost_ = cost
    program.col_lower_ = low
    program.col_upper_ = high
    program.row_lower_ = program.row_upper_ = np.zeros(equations.shape[0])
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = equations.indptr.astype(np.int32)
    program.a_matrix_.index_ = equations.indices.astype(np.int32)
    program.a_matrix_.value_ = equations.data.astype(np.float64)
    solver.passModel(program)


class _Moves:
    """How far counts can move when each may move between its own ends, and all sums stay."""

    def __init__(self, equations: sparse.csr_array, down: Numbers, up: Numbers) -> None:
        self.n_cells = equations.shape[1]
        self.cells = np.flatnonzero((down > TINY) | (up > TINY))
        open_equations = equations[:, self.cells]
        self.rows = np.flatnonzero(np.diff(open_equations.indptr) > 0)
        self.equations = equations
        self.position = np.full(self.n_cells, -1)
        self.position[self.cells] = np.arange(len(self.cells))
        self._columns = np.arange(len(self.cells), dtype=np.int32)
        self.solver = _solver(4)
        self.n_steps = 0
        _pass(
            self.solver,
            np.zeros(len(self.cells)),
            -down[self.cells],
            up[self.cells],
            open_equations[self.rows],
        )

    def farthest(self, goal: Numbers) -> Numbers:
        """Return the move with the largest ``goal @ move``."""
        if not len(self.cells):
            return np.zeros(self.n_cells)
        self.solver.changeColsCost(len(self.cells), self._columns, -goal[self.cells])
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self._start_again()
        self.n_steps += int(self.solver.getInfo().simplex_iteration_count)
        move = np.zeros(self.n_cells)
        move[self.cells] = self.solver.getSolution().col_value
        return move

    def _start_again(self) -> None:
        """Solve from scratch by the other simplex method; a move of 0 is feasible, so there is an optimum."""
        self.solver.clearSolver()
        self.solver.setOptionValue("simplex_strategy", 1)
        self.solver.run()
        self.solver.setOptionValue("simplex_strategy", 4)
        status = self.solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise DisclosureError(f"The linear program of moves ended without an answer: {status.name}.")

    def multipliers(self, goal: Numbers) -> Numbers:
        """Return what one more unit of room for each count would add to the last objective."""
        prices = np.zeros(self.equations.shape[0])
        prices[self.rows] = -np.asarray(self.solver.getSolution().row_dual)
        reduced: Numbers = goal - self.equations.T @ prices
        return reduced


class _Search:
    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.n = len(choice.counts)
        self.always = choice.must_hide
        self.candidates = np.flatnonzero(choice.may_hide & ~choice.must_hide)
        self.far = 2.0 * float(np.abs(choice.counts).max(initial=0.0)) + choice.width.max(initial=0.0) + 1.0
        self.down = np.clip(choice.counts - choice.least, 0.0, self.far)
        self.up = np.clip(choice.most - choice.counts, 0.0, self.far)
        # Grows beyond the required width for counts whose ends, rounded inwards, come too close.
        self.width = choice.width.copy()
        self.step = float(choice.width.max(initial=0.0))
        self.n_steps = 0
        self.best: Flags | None = None
        self.best_price = np.inf
        self.master = _solver(1)
        _pass(
            self.master,
            choice.price[self.candidates],
            np.zeros(len(self.candidates)),
            np.ones(len(self.candidates)),
            sparse.csr_array((0, len(self.candidates))),
        )
        for option, value in (
            ("presolve", "choose"),
            ("solver", "choose"),
            ("mip_rel_gap", EXACT / 2),
            ("mip_allow_restart", False),
        ):
            self.master.setOptionValue(option, value)
        self.cuts: list[tuple[NDArray[np.int64], Numbers, float]] = []
        for cells, weights, least in choice.sums:
            row = np.zeros(self.n)
            row[cells] = weights
            self._add(row, least)

    def run(self) -> Chosen:
        if not self.always.any():
            return Chosen(self.always.copy(), 0.0, 0.0)
        bound = self._gather_cuts()
        self._complete(self._rounded(self._values()))
        assert self.best is not None
        # If the search finds no feasible choice, there is no better one.
        with suppress(CannotBeProtectedError):
            bound = self._prove(bound)
        return Chosen(self.best, self.best_price, bound)

    # The choice, relaxed: values between 0 and 1.

    def _values(self) -> Numbers:
        values: Numbers = self.always.astype(np.float64)
        values[self.candidates] = self.master.getSolution().col_value
        return np.minimum(np.maximum(values, 0.0), 1.0)

    def _solve_master(self, *, whole: bool) -> float:
        n = len(self.candidates)
        if not n:
            if any(least > TINY for _, _, least in self.cuts):
                raise CannotBeProtectedError("Nothing more can be hidden in addition to the small counts.")
            return 0.0
        kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        self.master.changeColsIntegrality(n, np.arange(n, dtype=np.int32), np.array([kind] * n))
        if whole:
            self.master.setOptionValue("mip_max_nodes", 2_000)
        self.master.run()
        status = self.master.getModelStatus()
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            raise CannotBeProtectedError("Hiding all that may be hidden would still give a small count away.")
        info = self.master.getInfo()
        self.n_steps += max(int(info.simplex_iteration_count), 0) * (STEPS_IN_WHOLE_NUMBERS if whole else 1)
        return float(info.mip_dual_bound if whole else info.objective_function_value)

    def _add(self, row: Numbers, least: float) -> None:
        """Add a cut: ``row @ values`` is at least `least`."""
        rest = least - float(row[self.always].sum())
        row = np.where(self.always, 0.0, row)
        cells = np.flatnonzero(np.abs(row[self.candidates]) > TINY)
        weights = row[self.candidates][cells]
        self.cuts.append((self.candidates[cells], weights, rest))
        self.master.addRow(
            rest - TINY, highspy.kHighsInf, len(cells), cells.astype(np.int32), weights.astype(np.float64)
        )

    def _gather_cuts(self) -> float:
        bound = 0.0
        while True:
            bound = max(bound, self._solve_master(whole=False))
            if not self._separate(self._values()) or self.n_steps > self.choice.effort:
                return bound

    def _separate(self, values: Numbers) -> int:
        """Add cuts that the values violate; return how many."""
        values = np.where(values < 1e-5, 0.0, values)
        moves = _Moves(
            self.choice.equations,
            np.minimum(self.down, self.step) * values,
            np.minimum(self.up, self.step) * values,
        )
        wanted = np.where(values > 0, self.width * values, 0.0)
        low, high = np.zeros(self.n), np.zeros(self.n)

        def look(goal: Numbers) -> None:
            move = moves.farthest(goal)
            np.minimum(low, move, out=low)
            np.maximum(high, move, out=high)

        def waiting() -> NDArray[np.int64]:
            return np.flatnonzero(high - low < wanted - 1e-6)

        _look_jointly(look, waiting, self.n)
        n_cuts = 0
        for cell in waiting():
            if high[cell] - low[cell] >= wanted[cell] - 1e-6:
                continue
            goal = np.zeros(self.n)
            goal[cell] = 1.0
            row = np.zeros(self.n)
            for towards in (1.0, -1.0):
                look(towards * goal)
                reduced = moves.multipliers(towards * goal)
                row += np.where(reduced > 0, self.up, -self.down) * reduced
                if high[cell] - low[cell] >= wanted[cell] - 1e-6:
                    break
            else:
                n_cuts += self._add_for(cell, row, values)
                if n_cuts >= N_CUTS_A_ROUND:
                    break
        self.n_steps += moves.n_steps
        return n_cuts

    def _add_for(self, cell: int, row: Numbers, values: Numbers) -> bool:
        """Add the cut for a count that cannot move far enough, strengthened as far as possible."""
        row = np.where(row < 1e-9, 0.0, row)
        row[~(self.choice.may_hide | self.always)] = 0.0
        need = self.width[cell]
        if self.always[cell]:
            missing = need - float(row[self.always].sum())
            row = np.where(self.always, 0.0, np.minimum(row, max(missing, 0.0)))
            least = missing
        else:
            given = float(row[self.always].sum())
            row = np.where(self.always, 0.0, np.minimum(row, need))
            row[cell] -= need
            least = -given
        broken = least - float(row @ values)
        if broken < 1e-5 * max(1.0, abs(least)):
            return False
        self._add(row, least)
        return True

    # Whole choices.

    def _rounded(self, values: Numbers) -> Flags:
        return self.always | (values > 0.5)

    def _prove(self, bound: float) -> float:
        """Solve in whole numbers until the best choice is as good as proven, or the effort is spent."""
        while not self._is_near(bound) and self.n_steps < self.choice.effort:
            bound = max(bound, self._solve_master(whole=True))
            values = self._values()
            hidden = self._rounded(values)
            if not self._separate(hidden.astype(float)) and not self._short(hidden, None)[0].size:
                self._keep(hidden)
                return bound
            self._complete(hidden)
        return bound

    def _is_near(self, bound: float) -> bool:
        """Return whether no choice can be cheaper; after a third of the effort, by a count or the gap."""
        if self.n_steps < self.choice.effort / 3:
            return self.best_price <= bound * (1 + EXACT) + TINY
        return self.best_price <= max(bound * (1 + GAP), bound + LESS_THAN_ONE) + TINY

    def _keep(self, hidden: Flags) -> None:
        price = float(self.choice.price[hidden & ~self.always].sum())
        if price < self.best_price - TINY:
            self.best, self.best_price = hidden.copy(), price

    def _short(
        self,
        hidden: Flags,
        seen: list[Numbers] | None,
        *,
        first: bool = False,
    ) -> tuple[NDArray[np.int64], list[Numbers]]:
        """List hidden counts that cannot move as far as required, in whole numbers, and the moves seen."""
        low, high = np.zeros(self.n), np.zeros(self.n)
        kept = [] if seen is None else [move for move in seen if not np.any(np.abs(move[~hidden]) > TINY)]
        for move in kept:
            np.minimum(low, move, out=low)
            np.maximum(high, move, out=high)
        wanted = np.where(hidden, self.choice.width, 0.0)
        if np.all(self._wide(low, high) >= wanted):
            return np.array([], dtype=np.int64), kept
        down, up = np.where(hidden, self.down, 0.0), np.where(hidden, self.up, 0.0)

        def waiting() -> NDArray[np.int64]:
            return np.flatnonzero(self._wide(low, high) < wanted)

        def looking(moves: _Moves) -> Callable[[Numbers], None]:
            def look(goal: Numbers) -> None:
                move = moves.farthest(goal)
                kept.append(move)
                np.minimum(low, move, out=low)
                np.maximum(high, move, out=high)

            return look

        # Moves that are no longer than required leave more room for the other counts.
        near = _Moves(self.choice.equations, np.minimum(down, self.step), np.minimum(up, self.step))
        _look_jointly(looking(near), waiting, self.n)
        self.n_steps += near.n_steps
        moves = _Moves(self.choice.equations, down, up)
        look = looking(moves)
        short = []
        for cell in waiting():
            row = np.zeros(self.n)
            for towards in (1.0, -1.0):
                if self._wide(low, high)[cell] < wanted[cell]:
                    goal = np.zeros(self.n)
                    goal[cell] = towards
                    look(goal)
                    reduced = moves.multipliers(goal)
                    row += np.where(reduced > 0, self.up, -self.down) * reduced
            if self._wide(low, high)[cell] < wanted[cell]:
                short.append(cell)
                self._add_for(cell, row, hidden.astype(float))
                if first:
                    break
        self.n_steps += moves.n_steps
        return np.array(short, dtype=np.int64), kept

    @staticmethod
    def _wide(low: Numbers, high: Numbers) -> Numbers:
        wide: Numbers = np.floor(high + 1e-6) - np.ceil(low - 1e-6)
        return wide

    def _meets_cuts(self, hidden: Flags) -> bool:
        return all(float(weights[hidden[cells]].sum()) >= least - 1e-6 for cells, weights, least in self.cuts)

    def _complete(self, hidden: Flags) -> None:
        """Hide more until every hidden count can move, then show again what is not needed, and keep it."""
        hidden = hidden.copy()
        for cells, weights, least in self.choice.sums:
            for cell in cells[np.argsort(self.choice.price[cells], kind="stable")]:
                if weights[hidden[cells]].sum() >= least - TINY:
                    break
                hidden[cell] |= self.choice.may_hide[cell]
        seen: list[Numbers] = []
        short, seen = self._short(hidden, seen)
        while short.size:
            if np.all(hidden[self.choice.may_hide]):
                raise CannotBeProtectedError(
                    "Hiding all that may be hidden would still give a small count away."
                )
            cheapest = _Cheapest(self.choice, self.down, self.up)
            low, high = np.zeros(self.n), np.zeros(self.n)
            for cell in short:
                if self._wide(low, high)[cell] < self.choice.width[cell]:
                    for move in cheapest.hide(hidden, int(cell), self.width[cell]):
                        seen.append(move)
                        np.minimum(low, move, out=low)
                        np.maximum(high, move, out=high)
            self.n_steps += cheapest.n_steps
            still, seen = self._short(hidden, seen)
            self.width[still] = np.where(np.isin(still, short), self.width[still] + 1.0, self.width[still])
            short = still
        self._show_again(hidden, seen)
        self._keep(hidden)

    def _show_again(self, hidden: Flags, seen: list[Numbers]) -> None:
        chosen = np.flatnonzero(hidden & ~self.always)
        order = chosen[np.lexsort((-self.choice.counts[chosen], -self.choice.price[chosen]))]
        for cell in order:
            hidden[cell] = False
            if self._meets_cuts(hidden):
                short, kept = self._short(hidden, seen, first=True)
                if not short.size:
                    seen = kept
                    continue
            hidden[cell] = True


def _look_jointly(
    look: Callable[[Numbers], None], waiting: Callable[[], NDArray[np.int64]], n_cells: int
) -> None:
    """Move many waiting counts at once, as long as that helps some of them."""
    cells, n_idle = waiting(), 0
    for number in range(N_JOINT_SEARCHES):
        if len(cells) < 3 or n_idle == 2:
            return
        goal = np.zeros(n_cells)
        goal[cells] = joint_signs(cells, number)
        look(goal)
        left = waiting()
        n_idle = n_idle + 1 if len(left) == len(cells) else 0
        cells = left


class _Cheapest:
    """The cheapest counts to hide so that one count can move: a linear program over moves up and down."""

    def __init__(self, choice: Choice, down: Numbers, up: Numbers) -> None:
        self.choice, self.down, self.up = choice, down, up
        self.n = len(down)
        both = sparse.hstack([choice.equations, -choice.equations], format="csr")
        self.solver = _solver(1)
        self.n_steps = 0
        self._columns = np.arange(2 * self.n, dtype=np.int32)
        _pass(self.solver, np.zeros(2 * self.n), np.zeros(2 * self.n), np.zeros(2 * self.n), both)

    def hide(self, hidden: Flags, cell: int, width: float) -> list[Numbers]:
        """Hide what lets the count move by `width` between two tables, most cheaply; give the moves."""
        room = float(self.down[cell])
        most_down = min(width, np.floor(room))
        price = np.where(hidden, 1e-4, self.choice.price)
        self.solver.changeColsCost(2 * self.n, self._columns, np.concatenate([price, price]))
        best: tuple[float, Numbers, float] | None = None
        for by_down in dict.fromkeys((0.0, most_down, np.floor(most_down / 2))):
            by_up = width - by_down
            open_ = hidden | self.choice.may_hide
            # One move of the given width is gone up by one part and down by the other.
            rise, fall = np.full(self.n, np.inf), np.full(self.n, np.inf)
            if by_up:
                rise = np.minimum(rise, self.up * width / by_up)
                fall = np.minimum(fall, self.down * width / by_up)
            if by_down:
                rise = np.minimum(rise, self.down * width / by_down)
                fall = np.minimum(fall, self.up * width / by_down)
            rise, fall = np.where(open_, rise, 0.0), np.where(open_, fall, 0.0)
            rise_low, fall_low = np.zeros(self.n), np.zeros(self.n)
            if rise[cell] < width - TINY:
                continue
            rise_low[cell] = rise[cell] = width
            fall[cell] = 0.0
            self.solver.changeColsBounds(
                2 * self.n, self._columns, np.concatenate([rise_low, fall_low]), np.concatenate([rise, fall])
            )
            self.solver.run()
            info = self.solver.getInfo()
            self.n_steps += max(int(info.simplex_iteration_count), 0)
            if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                continue
            value = float(info.objective_function_value)
            if best is None or value < best[0] - TINY:
                moved = np.asarray(self.solver.getSolution().col_value)
                best = value, moved[: self.n] - moved[self.n :], by_up / width
            if value < 1.0:
                break
        if best is None:
            hidden |= self.choice.may_hide
            return []
        _, move, up_share = best
        hidden |= np.abs(move) > 1e-6
        return [part * move for part in (up_share, up_share - 1.0) if part]
