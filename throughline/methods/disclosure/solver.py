"""HiGHS configured with one thread and no output, so that the same program always gives the same answer."""

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse


def quiet_solver(strategy: int) -> highspy.Highs:
    """Make a solver that uses the simplex method without presolving, on one thread and without output.

    Parameters
    ----------
    strategy : int
        HiGHS's ``simplex_strategy``: 1 is dual, 4 is primal.

    Returns
    -------
    highspy.Highs
        Without a linear program.
    """
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


def pass_program(
    solver: highspy.Highs,
    *,
    cost: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    equations: sparse.csr_array,
    right: NDArray[np.float64] | None = None,
) -> None:
    """Pass a linear program to a solver: minimize ``cost @ x`` where ``equations @ x`` is `right`.

    Parameters
    ----------
    solver : highspy.Highs
        The solver.
    cost : ndarray of float, shape (n,)
        Price of one unit of each variable.
    low, high : ndarray of float, shape (n,)
        Bounds of each variable.
    equations : sparse array, shape (n_equations, n)
        Left side of the equations.
    right : ndarray of float, shape (n_equations,), optional
        Right side of the equations; 0 everywhere, unless given.
    """
    program = highspy.HighsLp()
    program.num_col_ = len(cost)
    program.num_row_ = equations.shape[0]
    program.col_cost_ = cost
    program.col_lower_, program.col_upper_ = low, high
    program.row_lower_ = program.row_upper_ = np.zeros(equations.shape[0]) if right is None else right
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = equations.indptr.astype(np.int32)
    program.a_matrix_.index_ = equations.indices.astype(np.int32)
    program.a_matrix_.value_ = equations.data.astype(np.float64)
    solver.passModel(program)
