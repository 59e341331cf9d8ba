"""Errors of weighting: wrong codes, targets and bounds, and targets that cannot be met."""

import math
from dataclasses import dataclass


class WeightingError(ValueError):
    """No weights can be computed from these answers and these targets."""


class BadCodesError(WeightingError):
    """The columns of codes do not describe people by category."""


class BadBaseWeightsError(WeightingError):
    """A base weight is not a positive number, or there is not one for each person."""


class BadBoundsError(WeightingError):
    """The bounds leave no room around the average weight."""


class NobodyError(WeightingError):
    """There is nobody to weight."""


class BadTargetsError(WeightingError):
    """A target is not a number of people.

    Attributes
    ----------
    margin : str
        Name of the margin.
    category : str
        The first category with such a target; "" where the margin as a whole is at fault.
    target : float
        The target.
    """

    def __init__(self, sentence: str, margin: str, category: str = "", target: float = math.nan) -> None:
        super().__init__(sentence)
        self.margin, self.category, self.target = margin, category, target


class ContradictingTotalsError(WeightingError):
    """Margins that count the same people do not add up to the same total.

    Attributes
    ----------
    totals : dict of str to float
        Total of each margin, by its name.
    """

    def __init__(self, totals: dict[str, float]) -> None:
        listed = ", ".join(f"{name} {total:.10g}" for name, total in totals.items())
        super().__init__(
            f"The margins do not add up to the same total: {listed}. Use targets of one source, or shares."
        )
        self.totals = totals


class EmptyCategoryError(WeightingError):
    """Nobody answered in a category that has people in the population, so no weight can represent them.

    Attributes
    ----------
    margin, category : str
        Where nobody answered.
    target : float
        Target of the category, in the units of the margin.
    """

    def __init__(self, margin: str, category: str, target: float) -> None:
        super().__init__(
            f"{margin}: nobody answered in {category}, where the target is {target:.10g}. "
            "Merge it with a neighboring category, or leave it out of the population."
        )
        self.margin, self.category, self.target = margin, category, target


class ZeroTargetError(WeightingError):
    """People answered in a category that has nobody in the population: their weight would be zero.

    Attributes
    ----------
    margin, category : str
        Where the target is zero.
    n_people : int
        How many answered there.
    """

    def __init__(self, margin: str, category: str, n_people: int) -> None:
        super().__init__(
            f"{margin}: {n_people} people answered in {category}, where the target is zero. "
            "Merge it with another category, or leave these people out."
        )
        self.margin, self.category, self.n_people = margin, category, n_people


@dataclass(frozen=True)
class Miss:
    """How far the weights are from one target.

    Attributes
    ----------
    margin, category : str
        Which target.
    target_share, reached_share : float
        Target and reached share (0-1) of the weighted total.
    """

    margin: str
    category: str
    target_share: float
    reached_share: float

    @property
    def share(self) -> float:
        """Reached minus target, as a share (0-1) of the total."""
        return self.reached_share - self.target_share

    @property
    def relative(self) -> float:
        """Relative error: 0.1 is a tenth too many or too few."""
        return abs(self.share) / self.target_share


class DidNotConvergeError(WeightingError):
    """No weights were found that meet every target.

    Attributes
    ----------
    misses : tuple of Miss
        The targets that were not met, the largest miss (as a share of the total) first.
    error_of_margin : dict of str to float
        Largest relative error of each margin, by its name.
    """

    def __init__(self, misses: tuple[Miss, ...], error_of_margin: dict[str, float], opening: str) -> None:
        worst = misses[0]
        super().__init__(
            f"{opening} {worst.margin}, {worst.category}: "
            f"{100 * worst.reached_share:.3g} % instead of {100 * worst.target_share:.3g} %."
        )
        self.misses, self.error_of_margin = misses, error_of_margin

    @property
    def margins(self) -> tuple[str, ...]:
        """Names of the margins that were not met, the largest miss first."""
        return tuple(dict.fromkeys(miss.margin for miss in self.misses))


class OutOfReachError(DidNotConvergeError):
    """Proof that no weights within the bounds meet every target; the misses are the smallest possible."""
