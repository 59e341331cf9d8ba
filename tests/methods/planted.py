"""Generated votes with a known structure."""

import numpy as np
from numpy.typing import NDArray

from throughline.methods.votes import Votes


def shown(
    value: NDArray[np.integer], seen_share: float, rng: np.random.Generator, *, pass_share: float = 0.1
) -> Votes:
    """Return votes from a random share of a full table of agrees and disagrees, some changed to passes."""
    value = np.where(rng.random(value.shape) < pass_share, 0, value)
    person, statement = np.nonzero(rng.random(value.shape) < seen_share)
    return Votes.of(
        person,
        statement,
        value[person, statement],
        n_people=value.shape[0],
        n_statements=value.shape[1],
    )


def planted_groups(
    rng: np.random.Generator,
    n_people: int,
    n_statements: int,
    shares: tuple[float, ...],
    *,
    seen_share: float = 0.6,
    noise: float = 0.1,
) -> tuple[Votes, NDArray[np.int64]]:
    """Votes of groups of the given shares, with random majority opinions; and the group of each person."""
    bounds = np.rint(np.cumsum(shares) * n_people)
    group = np.searchsorted(bounds, np.arange(n_people), side="right")
    opinion = rng.choice([-1, 1], size=(len(shares), n_statements))
    value = np.where(rng.random((n_people, n_statements)) < noise, -opinion[group], opinion[group])
    return shown(value, seen_share, rng), group


def planted_continuum(
    rng: np.random.Generator,
    n_people: int,
    n_statements: int,
    *,
    seen_share: float = 0.6,
    is_even: bool = False,
    steepness: float = 1.5,
) -> Votes:
    """Votes of people along one line, normal or uniform, on statements that divide them at any point."""
    reach = 3**0.5
    place = rng.uniform(-reach, reach, n_people) if is_even else rng.standard_normal(n_people)
    lean = rng.standard_normal(n_statements) + np.outer(place, steepness * rng.standard_normal(n_statements))
    return shown(agreed(lean, rng), seen_share, rng)


def planted_yes_saying(
    rng: np.random.Generator, n_people: int, n_statements: int, *, seen_share: float = 0.6
) -> Votes:
    """Votes of people who differ only in their tendency to agree, regardless of the statement."""
    lean = 0.5 + rng.standard_normal(n_statements) + 1.5 * rng.standard_normal((n_people, 1))
    return shown(agreed(lean, rng), seen_share, rng)


def agreed(lean: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.int64]:
    return np.where(rng.random(lean.shape) < 1 / (1 + np.exp(-lean)), 1, -1)
