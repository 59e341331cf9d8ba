"""Moves of hidden counts: how far each count can change between two consistent tables."""

from collections.abc import Callable

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from throughline.methods.disclosure.attacker import joint_signs
from throughline.methods.disclosure.choice import TINY, Choice, Flags, Numbers
from throughline.methods.disclosure.errors import DisclosureError
from throughline.methods.disclosure.solver import pass_program, quiet_solver

N_JOINT_SEARCHES = 40


class Moves:
    """How far counts can move within their bounds while all sums are kept.

    Parameters
    ----------
    equations : sparse array, shape (n_equations, n_cells)
        Each row times a move is 0.
    down, up : ndarray of float, shape (n_cells,)
        How far each count may move.
    """

    def __init__(self, equations: sparse.csr_array, down: Numbers, up: Numbers) -> None:
        self.n_cells = equations.shape[1]
        self.cells = np.flatnonzero((down > TINY) | (up > TINY))
        open_equations = equations[:, self.cells]
        self.rows = np.flatnonzero(np.diff(open_equations.indptr) > 0)
        self.equations = equations
        self.position = np.full(self.n_cells, -1)
        self.position[self.cells] = np.arange(len(self.cells))
        self._columns = np.arange(len(self.cells), dtype=np.int32)
        self.solver = quiet_solver(4)
        self.n_steps = 0
        pass_program(
            self.solver,
            cost=np.zeros(len(self.cells)),
            low=-down[self.cells],
            high=up[self.cells],
            equations=open_equations[self.rows],
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


class Reach:
    """The farthest that each count was seen to move.

    Parameters
    ----------
    n_cells : int
        Number of counts.
    """

    def __init__(self, n_cells: int) -> None:
        self.low, self.high = np.zeros(n_cells), np.zeros(n_cells)

    def add(self, move: Numbers) -> None:
        """Extend the reach by a move."""
        np.minimum(self.low, move, out=self.low)
        np.maximum(self.high, move, out=self.high)

    @property
    def width(self) -> Numbers:
        """Distance of the two ends of each count."""
        width: Numbers = self.high - self.low
        return width

    @property
    def whole_width(self) -> Numbers:
        """Distance of the two ends in whole numbers, rounded inwards."""
        width: Numbers = np.floor(self.high + 1e-6) - np.ceil(self.low - 1e-6)
        return width


def move_jointly(
    look: Callable[[Numbers], None], waiting: Callable[[], NDArray[np.int64]], n_cells: int
) -> None:
    """Move many waiting counts at once, as long as that helps some of them.

    Parameters
    ----------
    look : callable
        Finds the farthest move towards a goal, shape (n_cells,), and records it.
    waiting : callable
        Lists the counts that were not seen to move far enough.
    n_cells : int
        Number of counts.
    """
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


class CheapestMoves:
    """The cheapest counts to hide so that one count can move: a linear program over moves up and down.

    Parameters
    ----------
    choice : Choice
        The problem.
    down, up : ndarray of float, shape (n_cells,)
        How far each count may move if it is hidden.
    """

    def __init__(self, choice: Choice, down: Numbers, up: Numbers) -> None:
        self.choice, self.down, self.up = choice, down, up
        self.n = len(down)
        both = sparse.hstack([choice.equations, -choice.equations], format="csr")
        self.solver = quiet_solver(1)
        self.n_steps = 0
        self._columns = np.arange(2 * self.n, dtype=np.int32)
        nothing = np.zeros(2 * self.n)
        pass_program(self.solver, cost=nothing, low=nothing, high=nothing, equations=both)

    def hide(self, hidden: Flags, cell: int, width: float) -> list[Numbers]:
        """Hide the cheapest counts that let one move by `width` between two tables; return the moves."""
        room = float(self.down[cell])
        most_down = min(width, np.floor(room))
        price = np.where(hidden, 1e-4, self.choice.price)
        self.solver.changeColsCost(2 * self.n, self._columns, np.concatenate([price, price]))
        best: tuple[float, Numbers, float] | None = None
        for by_down in dict.fromkeys((0.0, most_down, np.floor(most_down / 2))):
            by_up = width - by_down
            open_ = hidden | self.choice.may_hide
            # A move of the given width is partly a move up and partly a move down.
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
