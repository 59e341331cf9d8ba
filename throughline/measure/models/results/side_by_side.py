"""A cross-tabulation for analysts: split, weighted and tested."""

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
    """The run of the weights (its public id), its model in words, and how many people have no weight."""

    run: str
    model: TranslatedText
    n_left_out: int


@dataclass(frozen=True)
class Tested:
    """A test of a whole table: method, p, p adjusted for several tests, Cramer's V; or why there is none."""

    why_not: str = ""
    how: str = ""
    p: float = 1.0
    p_adjusted: float = 1.0
    strength: float = 0.0
    n: float = 0


@dataclass(frozen=True)
class Gap:
    """The indices of the two lines that differ most and of the answer on which they do."""

    high: int
    low: int
    of: int


@dataclass(frozen=True)
class ExactPanel:
    """One table of a split. Each cell has its people, their share of the line, and that share's interval."""

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
    """For users who may read everything; none of it is published.

    `shares_of` is the whole that shares refer to; `has_intervals` is whether it is a random sample.
    """

    data_kind: str
    shares_of: Literal["row", "column"]
    has_intervals: bool
    split: SplitBy | None
    weights: WeightedBy | None
    rows: tuple[TranslatedText, ...]
    columns: tuple[TranslatedText, ...]
    panels: tuple[ExactPanel, ...]
