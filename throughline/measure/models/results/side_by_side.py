"""A cross-tabulation as analysts explore it: split, weighted and tested."""

from dataclasses import dataclass
from typing import Literal

from throughline.ui.fields import TranslatedText

Shares = tuple[tuple[float | None, ...], ...]


@dataclass(frozen=True)
class SplitBy:
    label: TranslatedText
    n_left_out: int


@dataclass(frozen=True)
class WeightedBy:
    """The run of the weights (its public id), its model in words, and who has no weight in it."""

    run: str
    model: TranslatedText
    n_left_out: int


@dataclass(frozen=True)
class Tested:
    """A test of a whole table: how, its p by itself and among several, Cramer's V; or why there is none."""

    why_not: str = ""
    how: str = ""
    p: float = 1.0
    p_adjusted: float = 1.0
    strength: float = 0.0
    n: float = 0


@dataclass(frozen=True)
class Gap:
    """The two lines that differ most, and on which answer: their places."""

    high: int
    low: int
    of: int


@dataclass(frozen=True)
class ExactPanel:
    """One small table. Of each cell: people, share of its whole, and the interval of that share."""

    label: TranslatedText | None
    n: int
    row_n: tuple[int, ...]
    column_n: tuple[int, ...]
    counts: tuple[tuple[int, ...], ...]
    shares: Shares
    low: Shares
    high: Shares
    effective_n: tuple[float, ...]
    test: Tested
    gap: Gap | None


@dataclass(frozen=True)
class ExactSideBySide:
    """For those who may read everything; nothing of it is published.

    `shares_of` is what the shares are shares of; `has_intervals` whether it is a random sample.
    """

    data_kind: str
    shares_of: Literal["row", "column"]
    has_intervals: bool
    split: SplitBy | None
    weights: WeightedBy | None
    rows: tuple[TranslatedText, ...]
    columns: tuple[TranslatedText, ...]
    panels: tuple[ExactPanel, ...]
