"""The test of groups against a smooth spread of opinion."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from throughline.methods.opinion_groups.continuum import best_continuum, drawn_votes
from throughline.methods.opinion_groups.groups import GROUP_COUNTS, MINIMUM_GROUP_SIZE
from throughline.methods.opinion_groups.judgment import Grounds
from throughline.methods.opinion_groups.null import never, smallest_visible_share
from throughline.methods.opinion_groups.separation import N_STARTS_TO_CHOOSE, separations
from throughline.methods.opinion_groups.sheet import Sheet

N_DRAWS = 199
N_FIRST_DRAWS = 39
HOPELESS_P = 0.15
GROUPS_LEVEL = 0.02
SIMILAR_SEPARATION = 0.03
CLEARLY_LARGER_SEPARATION = 0.1


def against_continuum(
    sheet: Sheet,
    grounds: Grounds,
    *,
    rng: np.random.Generator,
    n_draws: int = N_DRAWS,
    is_over: Callable[[], bool] = never,
    minimum_group_size: int = MINIMUM_GROUP_SIZE,
    level: float = GROUPS_LEVEL,
) -> tuple[Grounds, int | None]:
    """Test whether a smooth spread of opinion would split into groups as clearly.

    The statistic is the separation of the best groups for each number of groups, standardized by its mean and
    deviation over all sets, drawn and real; the largest over the numbers of groups counts.

    Parameters
    ----------
    sheet : Sheet
        The votes.
    grounds : Grounds
        The evidence so far, with the number of dimensions.
    rng : numpy.random.Generator
        Source of the draws.
    n_draws : int
        How many; drawing stops early where the answer is clear after `N_FIRST_DRAWS`.
    is_over : callable
        Called before each draw; drawing ends once it returns True.
    minimum_group_size : int
        People a group needs.
    level : float
        Level of the test.

    Returns
    -------
    tuple of Grounds and int or None
        The completed evidence, and the number of groups; None where a spread would show as much.
    """
    n_dimensions = max(grounds.n_dimensions, 1)
    position = sheet.positions(sheet.value, n_dimensions)
    counts, real = _formable(position, rng=rng, minimum_size=minimum_group_size)
    separation_of = dict(zip(counts, real.tolist(), strict=True))
    if not separation_of or is_over():
        return replace(grounds, separation_of=separation_of), None
    continuum = best_continuum(sheet)

    def draw(rng: np.random.Generator) -> NDArray[np.int8]:
        return drawn_votes(sheet, continuum, rng)

    def separations_of(value: NDArray[np.int8]) -> NDArray[np.float64]:
        placed = sheet.positions(value, n_dimensions)
        return separations(placed, counts, rng=rng, minimum_size=minimum_group_size)

    drawn = _drawn_separations(real, lambda: separations_of(draw(rng)), n_draws, is_over)
    grounds = replace(
        grounds,
        n_continuum_draws=len(drawn),
        n_continuum_dimensions=continuum.n_dimensions,
        separation_of=separation_of,
    )
    if not drawn:
        return grounds, None
    p_value = _p_of_largest(real, drawn)
    exceeds = _exceeds_quantile(drawn, 1 - level)
    visible = smallest_visible_share(
        sheet, draw, lambda value: exceeds(separations_of(value)), rng=rng, is_over=is_over
    )
    grounds = replace(grounds, p_groups=p_value, smallest_visible_share=visible)
    if p_value > level:
        return grounds, None
    # Real and drawn sets are compared with equally few starts; the groups found must not depend on those.
    best = separations(
        position, counts, rng=rng, minimum_size=minimum_group_size, n_starts=N_STARTS_TO_CHOOSE
    )
    separation_of = dict(zip(counts, best.tolist(), strict=True))
    return replace(grounds, separation_of=separation_of), _number_of_groups(separation_of, n_dimensions)


def _formable(
    position: NDArray[np.float64], *, rng: np.random.Generator, minimum_size: int
) -> tuple[tuple[int, ...], NDArray[np.float64]]:
    """Return the numbers of groups that people at these positions can form, and their separations."""
    n_dimensions = position.shape[1]
    counts = tuple(k for k in GROUP_COUNTS if k <= max(3, n_dimensions + 1))
    real = separations(position, counts, rng=rng, minimum_size=minimum_size)
    return tuple(k for k, value in zip(counts, real, strict=True) if value > 0), real[real > 0]


def _drawn_separations(
    real: NDArray[np.float64],
    draw: Callable[[], NDArray[np.float64]],
    n_draws: int,
    is_over: Callable[[], bool],
) -> list[NDArray[np.float64]]:
    """Draw separations until there are enough, time is over, or the answer is clear."""
    drawn: list[NDArray[np.float64]] = []
    while len(drawn) < n_draws and not is_over():
        drawn.append(draw())
        if len(drawn) == N_FIRST_DRAWS and _p_of_largest(real, drawn) > HOPELESS_P:
            break
    return drawn


def _exceeds_quantile(
    drawn: list[NDArray[np.float64]], quantile: float
) -> Callable[[NDArray[np.float64]], bool]:
    """Make the test whether separations exceed a quantile of the drawn ones."""
    mean, spread = np.mean(drawn, axis=0), np.maximum(np.std(drawn, axis=0), 1e-12)
    threshold = float(np.quantile(((drawn - mean) / spread).max(axis=1), quantile))
    return lambda one: float(((one - mean) / spread).max()) > threshold


def _number_of_groups(separation_of: dict[int, float], n_dimensions: int) -> int:
    """Choose the number of groups by separation.

    Of the numbers that the dimensions support, the largest whose separation is close to the best; more than
    that only where their separation is clearly larger.
    """
    supported = {k: value for k, value in separation_of.items() if k <= n_dimensions + 1}
    further = max(separation_of, key=lambda k: (separation_of[k], -k))
    if not supported or separation_of[further] > max(supported.values()) + CLEARLY_LARGER_SEPARATION:
        return further
    return max(k for k, value in supported.items() if value >= max(supported.values()) - SIMILAR_SEPARATION)


def _p_of_largest(real: NDArray[np.float64], drawn: list[NDArray[np.float64]]) -> float:
    together = np.vstack([real, *drawn])
    spread = together.std(axis=0)
    standardized = np.where(
        spread > 1e-12, (together - together.mean(axis=0)) / np.maximum(spread, 1e-12), 0.0
    )
    largest = standardized.max(axis=1)
    return float((largest >= largest[0]).mean())
