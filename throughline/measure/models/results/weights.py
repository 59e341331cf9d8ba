"""Results of a run of weights. A category is None for people whose category is not known."""

from dataclasses import dataclass

Bounds = tuple[float, float | None]


@dataclass(frozen=True)
class WeightMargin:
    """A dimension that people were weighted to: its labels, and the shares of omitted categories."""

    dimension: str
    population: str
    title: str
    as_of: str
    labels: dict[str, str]
    left_out: dict[str, float]


@dataclass(frozen=True)
class Balance:
    """One category before and after weighting; `factor` is the weight of one answer."""

    category: str | None
    n: int
    before_share: float
    target_share: float
    after_share: float
    factor: float


@dataclass(frozen=True)
class Cost:
    """What a margin costs in effective n; `margin` is its index."""

    margin: int
    effective_n_without: float
    cost: float


@dataclass(frozen=True)
class Extreme:
    categories: tuple[str | None, ...]
    n: int
    factor: float


@dataclass(frozen=True)
class ExactWeights:
    """Weights that were found; `balances` are in the order of `margins`, `costs` have the highest first."""

    margins: tuple[WeightMargin, ...]
    is_single: bool
    bounds: Bounds | None
    n_profiles: int
    design_effect: float
    effective_n: float
    smallest: float
    median: float
    largest: float
    n_at_lower_bound: int
    n_at_upper_bound: int
    relative_error: float
    balances: tuple[tuple[Balance, ...], ...]
    costs: tuple[Cost, ...]
    highest: tuple[Extreme, ...]
    lowest: tuple[Extreme, ...]


@dataclass(frozen=True)
class Miss:
    margin: int
    category: str | None
    target_share: float
    reached_share: float


@dataclass(frozen=True)
class NoWeights:
    """Why there are no weights, with the values for a sentence about it."""

    reason: str
    margins: tuple[WeightMargin, ...]
    is_single: bool
    bounds: Bounds | None
    margin: int | None = None
    category: str | None = None
    target: float | None = None
    n: int = 0
    misses: tuple[Miss, ...] = ()
