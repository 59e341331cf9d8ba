"""Coverage: the people who took part, by group, compared with the population.

See ``docs/methods/coverage.md``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf, isfinite, sqrt
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

METHOD = "coverage"
VERSION = "2"

MARGIN_Z: Final = 1.645
"""The Census Bureau publishes margins of error at 90%, with this factor."""

LOW_RATIO: Final = 0.8
HIGH_RATIO: Final = 1.25
"""Between these two ratios, participation is about in proportion to the group's size."""

LEAST_EXPECTED: Final = 5
"""No verdict on a group with fewer expected participants."""

NEGLIGIBLE_SHARE: Final = 1e-9
"""A share below this counts as zero."""


class BadFiguresError(ValueError):
    """The figures contradict each other, or are not counts."""


class Verdict(StrEnum):
    """How a group is represented."""

    UNDER = "under"
    OVER = "over"
    ABOUT_RIGHT = "about_right"
    CANNOT_TELL = "cannot_tell"
    FEW_EXPECTED = "few_expected"
    NO_BENCHMARK = "no_benchmark"


@dataclass(frozen=True)
class Group:
    """One group: people who took part, the number expected in proportion to its size, and the verdict.

    Attributes
    ----------
    n_heard : int
        People of the group who took part.
    n_people : float or None
        People of the group in the population; None without a benchmark.
    expected : float or None
        How many of those heard, in groups with a benchmark, would be of this group in proportion to its size.
    ratio : float or None
        Heard / expected; 1 is proportional. None where nothing is expected.
    ratio_low, ratio_high : float or None
        Confidence interval of the ratio, from the benchmark's error and, only for random samples, from
        sampling. `ratio_high` is infinite where the group may be empty. None where the benchmark's error is
        not known.
    heard_share : float or None
        The group's share of everybody heard, 0 to 1.
    people_share : float or None
        The group's share of all people, 0 to 1.
    people_share_low, people_share_high : float or None
        The interval of `people_share`.
    reach_share : float or None
        Heard / people, 0 to 1 or more; None for an empty group.
    verdict : Verdict
        How the group is represented.
    """

    n_heard: int
    n_people: float | None
    expected: float | None
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    heard_share: float | None
    people_share: float | None
    people_share_low: float | None
    people_share_high: float | None
    reach_share: float | None
    verdict: Verdict

    @property
    def n_missing(self) -> float:
        """How many more people would make the group proportional; 0 if none."""
        return max(0.0, (self.expected or 0.0) - self.n_heard) if self.expected is not None else 0.0


@dataclass(frozen=True)
class Coverage:
    """All groups of one benchmark.

    Attributes
    ----------
    groups : tuple of Group
        In the order given.
    n_compared : int
        People heard in groups with a benchmark.
    n_people : float
        People of all groups with a benchmark.
    level : float
        Level of the intervals, 0 to 1.
    """

    groups: tuple[Group, ...]
    n_compared: int
    n_people: float
    level: float


def coverage(
    heard: Sequence[int],
    people: Sequence[float],
    margins: Sequence[float],
    *,
    is_random: bool = False,
    level: float = 0.95,
) -> Coverage:
    """
    Compare the people heard with the population, group by group.

    Parameters
    ----------
    heard : sequence of int, shape (n_groups,)
        People of each group who took part.
    people : sequence of float, shape (n_groups,)
        People of each group in the population; NaN where there is no count to compare.
    margins : sequence of float, shape (n_groups,)
        Margin of error of `people` at 90%; 0 for a full count, NaN where it is not known.
    is_random : bool
        Whether those heard are a random sample. Only then the intervals include sampling error: people who
        chose to take part are not a random sample.
    level : float
        Level of the intervals, above 0.5 and below 1.

    Returns
    -------
    Coverage
        A verdict for each group.

    Raises
    ------
    BadFiguresError
        If the lengths differ, a number is negative or infinite, or the level is out of range.

    Notes
    -----
    A verdict never depends on one person: it must be the same if one more or one fewer of the group had taken
    part. There is none where fewer than 5 are expected.

    References
    ----------
    U.S. Census Bureau, Understanding and Using American Community Survey Data (2020), chapter 8.
    Donner and Zou, Closed-form confidence intervals for functions of the normal mean and standard deviation
    (2012), for the interval of a ratio from the intervals of its parts.
    """
    n_heard = np.asarray(heard, dtype=np.int64)
    n_people = np.asarray(people, dtype=np.float64)
    margin = np.asarray(margins, dtype=np.float64)
    _check(n_heard, n_people, margin, level)
    has = ~np.isnan(n_people)
    total = float(n_people[has].sum())
    n_compared = int(n_heard[has].sum())
    z = NormalDist().inv_cdf(0.5 + level / 2)
    half_widths = _half_widths(n_people, margin, has, total, z)
    groups = []
    for i in range(len(n_heard)):
        if not has[i]:
            groups.append(_without_benchmark(int(n_heard[i])))
            continue
        groups.append(
            _group(
                int(n_heard[i]),
                float(n_people[i]),
                n_compared,
                total,
                half_widths[i],
                z if is_random else None,
            )
        )
    return Coverage(tuple(groups), n_compared, total, level)


def _check(
    heard: NDArray[np.int64], people: NDArray[np.float64], margins: NDArray[np.float64], level: float
) -> None:
    if not heard.shape == people.shape == margins.shape or heard.ndim != 1:
        raise BadFiguresError("there must be one number heard, one of people and one margin for each group")
    if not 0.5 < level < 1:
        raise BadFiguresError("the level must lie between 0.5 and 1")
    if (heard < 0).any() or (people < 0).any() or (margins < 0).any():
        raise BadFiguresError("a count or a margin of error is negative: codes are not numbers")
    if np.isinf(people).any() or np.isinf(margins).any():
        raise BadFiguresError("a count or a margin of error is infinite")


def _half_widths(
    people: NDArray[np.float64], margins: NDArray[np.float64], has: NDArray[np.bool_], total: float, z: float
) -> list[float]:
    """Half the width of the interval of each group's share; NaN where a margin is not known."""
    if total < 1:
        return [float("nan")] * len(people)
    variances = np.where(has, (margins / MARGIN_Z / total) ** 2, 0.0)
    shares = np.where(has, people, 0.0) / total
    others = variances.sum() - variances
    variance_of_share = (1 - shares) ** 2 * variances + shares**2 * np.maximum(others, 0.0)
    return [float(width) for width in z * np.sqrt(variance_of_share)]


def _without_benchmark(n_heard: int) -> Group:
    return Group(n_heard, None, None, None, None, None, None, None, None, None, None, Verdict.NO_BENCHMARK)


def _group(
    n_heard: int, people: float, n_compared: int, total: float, half_width: float, z: float | None
) -> Group:
    people_share = people / total if total >= 1 else None
    reach_share = n_heard / people if people >= 1 else None
    is_known = people_share is not None and isfinite(half_width)
    low = max(0.0, people_share - half_width) if people_share is not None and is_known else None
    high = min(1.0, people_share + half_width) if people_share is not None and is_known else None
    if not n_compared or not people_share or people_share < NEGLIGIBLE_SHARE:
        return Group(
            n_heard,
            people,
            0.0 if n_compared and people_share == 0 else None,
            None,
            None,
            None,
            n_heard / n_compared if n_compared else None,
            people_share,
            low,
            high,
            reach_share,
            Verdict.CANNOT_TELL,
        )
    expected = n_compared * people_share
    ratio_low: float | None = None
    ratio_high: float | None = None
    verdict = Verdict.CANNOT_TELL
    if low is not None and high is not None:
        shares = (people_share, low, high)
        ratio_low, ratio_high = _ratio_interval(n_heard, n_compared, shares, z)
        least = _ratio_interval(max(0, n_heard - 1), n_compared, shares, z)[0]
        most = _ratio_interval(min(n_compared, n_heard + 1), n_compared, shares, z)[1]
        verdict = _verdict(least, most)
    if expected < LEAST_EXPECTED:
        verdict = Verdict.FEW_EXPECTED
    return Group(
        n_heard,
        people,
        expected,
        n_heard / expected,
        ratio_low,
        ratio_high,
        n_heard / n_compared,
        people_share,
        low,
        high,
        reach_share,
        verdict,
    )


def _verdict(low: float, high: float) -> Verdict:
    if high < LOW_RATIO:
        return Verdict.UNDER
    if low > HIGH_RATIO:
        return Verdict.OVER
    if low >= LOW_RATIO and high <= HIGH_RATIO:
        return Verdict.ABOUT_RIGHT
    return Verdict.CANNOT_TELL


def _ratio_interval(
    n_heard: int, n_compared: int, people_share: tuple[float, float, float], z: float | None
) -> tuple[float, float]:
    """The interval of heard share / people share from the intervals of both (MOVER)."""
    heard = n_heard / n_compared
    heard_low, heard_high = (heard, heard) if z is None else wilson(n_heard, n_compared, z)
    share, low, high = people_share
    product = heard * share
    root = sqrt(max(0.0, product**2 - heard_low * high * (2 * heard - heard_low) * (2 * share - high)))
    divisor = high * (2 * share - high)
    if divisor > 0:
        ratio_low = max(0.0, (product - root) / divisor)
    else:
        ratio_low = heard_low / high
    if low < NEGLIGIBLE_SHARE:
        return ratio_low, inf
    root = sqrt(max(0.0, product**2 - heard_high * low * (2 * heard - heard_high) * (2 * share - low)))
    return ratio_low, (product + root) / (low * (2 * share - low))


def wilson(n_yes: int, n: int, z: float) -> tuple[float, float]:
    """
    Wilson's score interval of a share.

    Parameters
    ----------
    n_yes : int
        Number with the attribute.
    n : int
        Number in all; above 0.
    z : float
        Normal quantile of the level.

    Returns
    -------
    tuple of float
        Lower and upper bound, 0 to 1.

    References
    ----------
    Wilson, Probable inference, the law of succession, and statistical inference (1927).
    """
    share = n_yes / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)
