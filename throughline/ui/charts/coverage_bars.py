"""Who was heard, against who there is: a dot and its interval around the rule "as many as expected"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDEST = 2.0  # the strip runs from nobody to twice as many as expected


@dataclass(frozen=True)
class Coverage:
    """One audience: how many took part, and their ratio to what an official count leads one to expect.

    `low` and `high` are how uncertain that count makes the ratio; `low` without `high` has no upper end.
    Without a ratio nothing is drawn: `has_count` tells where there is an official count and still no ratio,
    because nobody was heard yet, or nobody is counted, from where there is no count.
    """

    label: str
    n: int
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""
    has_count: bool = False


@dataclass(frozen=True)
class CoverageRow:
    of: Coverage
    dot: float | None
    start: float | None
    end: float | None

    @property
    def is_under(self) -> bool:
        """Fewer than expected, whatever the uncertainty of the count."""
        if self.of.low is not None and self.of.high is None:
            return False
        ratio = self.of.high if self.of.high is not None else self.of.ratio
        return ratio is not None and ratio < 1

    @property
    def is_beyond(self) -> bool:
        return self.of.ratio is not None and self.of.ratio > WIDEST


@dataclass(frozen=True)
class CoverageBars:
    """What `ui/charts/coverage_bars.html` draws."""

    rows: Sequence[CoverageRow]


def _place(ratio: float | None) -> float | None:
    return None if ratio is None else 100 * min(max(ratio, 0.0), WIDEST) / WIDEST


def coverage_bars(rows: Iterable[Coverage]) -> CoverageBars:
    """Lay out one strip an audience; a ratio beyond twice as many stands at the end and says so."""
    return CoverageBars([CoverageRow(row, _place(row.ratio), _place(row.low), _end(row)) for row in rows])


def _end(row: Coverage) -> float | None:
    return 100.0 if row.low is not None and row.high is None else _place(row.high)
