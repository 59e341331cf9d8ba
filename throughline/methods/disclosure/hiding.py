"""Secondary suppression: which counts to hide in addition to the small ones, by cutting planes.

A choice of hidden counts is feasible if each of them can move far enough: if there are two consistent tables
in which it differs by the required width. Where it cannot, the multipliers of the linear program yield a
constraint: a minimum number of certain other counts must be hidden as well. These *cuts* are collected until
the cheapest choice that satisfies them all is feasible. See ``docs/methods/disclosure.md``.
"""

from collections.abc import Callable
from contextlib import suppress

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from throughline.methods.disclosure.choice import TINY, Choice, Chosen, Flags, Numbers
from throughline.methods.disclosure.errors import CannotBeProtectedError
from throughline.methods.disclosure.moves import CheapestMoves, Moves, Reach, move_jointly
from throughline.methods.disclosure.solver import pass_program, quiet_solver

N_CUTS_A_ROUND = 80
EXACT = 0.005
GAP = 0.05
LESS_THAN_ONE = 0.95
STEPS_IN_WHOLE_NUMBERS = 10


def choose_hidden(choice: Choice) -> Chosen:
    """Choose which counts to hide, so that each hidden one can move as far as required.

    Parameters
    ----------
    choice : Choice
        The problem.

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


class _Search:
    """The state of one search: the cuts collected, and the best choice so far."""

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
        self.master = quiet_solver(1)
        pass_program(
            self.master,
            cost=choice.price[self.candidates],
            low=np.zeros(len(self.candidates)),
            high=np.ones(len(self.candidates)),
            equations=sparse.csr_array((0, len(self.candidates))),
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
        moves = Moves(
            self.choice.equations,
            np.minimum(self.down, self.step) * values,
            np.minimum(self.up, self.step) * values,
        )
        wanted = np.where(values > 0, self.width * values, 0.0) - 1e-6
        reach = Reach(self.n)

        def look(goal: Numbers) -> None:
            reach.add(moves.farthest(goal))

        def waiting() -> NDArray[np.int64]:
            return np.flatnonzero(reach.width < wanted)

        move_jointly(look, waiting, self.n)
        n_cuts = 0
        for cell in waiting():
            row = self._room_needed(cell, moves, look, lambda cell: reach.width[cell] >= wanted[cell])
            if row is not None:
                n_cuts += self._add_for(cell, row, values)
                if n_cuts >= N_CUTS_A_ROUND:
                    break
        self.n_steps += moves.n_steps
        return n_cuts

    def _room_needed(
        self,
        cell: int,
        moves: Moves,
        look: Callable[[Numbers], None],
        is_wide: Callable[[int], bool],
    ) -> Numbers | None:
        """Move one count up, then down; where that is not far enough, return the value of more room."""
        row = np.zeros(self.n)
        for towards in (1.0, -1.0):
            if is_wide(cell):
                return None
            goal = np.zeros(self.n)
            goal[cell] = towards
            look(goal)
            reduced = moves.multipliers(goal)
            row += np.where(reduced > 0, self.up, -self.down) * reduced
        return None if is_wide(cell) else row

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

    # Choices in whole numbers.

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
        kept = [] if seen is None else [move for move in seen if not np.any(np.abs(move[~hidden]) > TINY)]
        reach = Reach(self.n)
        for move in kept:
            reach.add(move)
        wanted = np.where(hidden, self.choice.width, 0.0)
        if np.all(reach.whole_width >= wanted):
            return np.array([], dtype=np.int64), kept
        down, up = np.where(hidden, self.down, 0.0), np.where(hidden, self.up, 0.0)

        def waiting() -> NDArray[np.int64]:
            return np.flatnonzero(reach.whole_width < wanted)

        def looking(moves: Moves) -> Callable[[Numbers], None]:
            def look(goal: Numbers) -> None:
                kept.append(moves.farthest(goal))
                reach.add(kept[-1])

            return look

        # Moves that are no longer than required leave more room for the other counts.
        near = Moves(self.choice.equations, np.minimum(down, self.step), np.minimum(up, self.step))
        move_jointly(looking(near), waiting, self.n)
        moves = Moves(self.choice.equations, down, up)
        look = looking(moves)
        short = []
        for cell in waiting():
            row = self._room_needed(cell, moves, look, lambda cell: reach.whole_width[cell] >= wanted[cell])
            if row is not None:
                short.append(cell)
                self._add_for(cell, row, hidden.astype(float))
                if first:
                    break
        self.n_steps += near.n_steps + moves.n_steps
        return np.array(short, dtype=np.int64), kept

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
            cheapest = CheapestMoves(self.choice, self.down, self.up)
            reach = Reach(self.n)
            for cell in short:
                if reach.whole_width[cell] < self.choice.width[cell]:
                    for move in cheapest.hide(hidden, int(cell), self.width[cell]):
                        seen.append(move)
                        reach.add(move)
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
