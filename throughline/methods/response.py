"""Response rates, from the steps of an invitation.

See ``docs/methods/coverage.md``.
"""

import itertools
from dataclasses import dataclass

from throughline.methods.coverage import BadFiguresError


@dataclass(frozen=True)
class Funnel:
    """How many people reached each step. None where a step was not counted.

    Attributes
    ----------
    n_invited, n_reached, n_opened, n_started, n_finished : int or None
        People at each step.
    response_share : float or None
        Finished / invited, 0 to 1: the response rate.
    cooperation_share : float or None
        Finished / reached, 0 to 1: the cooperation rate.
    non_response : int or None
        Invited and not finished.
    """

    n_invited: int
    n_reached: int | None
    n_opened: int | None
    n_started: int | None
    n_finished: int | None
    response_share: float | None
    cooperation_share: float | None
    non_response: int | None


def funnel(
    n_invited: int,
    *,
    n_reached: int | None = None,
    n_opened: int | None = None,
    n_started: int | None = None,
    n_finished: int | None = None,
) -> Funnel:
    """
    Compute response rates from the steps of an invitation.

    Parameters
    ----------
    n_invited : int
        People invited.
    n_reached, n_opened, n_started, n_finished : int, optional
        Of those, how many the invitation reached, opened it, started, and finished; None if not counted.

    Returns
    -------
    Funnel
        The steps with the response rate.

    Raises
    ------
    BadFiguresError
        If a count is negative or larger than one of an earlier step.
    """
    steps = [n_invited, n_reached, n_opened, n_started, n_finished]
    known = [step for step in steps if step is not None]
    if any(step < 0 for step in known):
        raise BadFiguresError("a count is negative")
    if any(later > earlier for earlier, later in itertools.pairwise(known)):
        raise BadFiguresError("a later step has more people than an earlier one")
    response = n_finished / n_invited if n_finished is not None and n_invited else None
    cooperation = n_finished / n_reached if n_finished is not None and n_reached else None
    return Funnel(
        n_invited,
        n_reached,
        n_opened,
        n_started,
        n_finished,
        response,
        cooperation,
        None if n_finished is None else n_invited - n_finished,
    )
