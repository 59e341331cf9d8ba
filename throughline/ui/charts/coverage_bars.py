"""Who took part, relative to who there is: a dot and its interval around "as many as expected"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDEST = 2.0  # the strip runs from 0 to twice as many as expected


@dataclass(frozen=True)
class Coverage:
    """One audience: how many took part, and the ratio to the number expected by an official count.

    `low` and `high` bound the ratio, as the count is uncertain; `low` without `high` has no upper end.
    Without a ratio nothing is drawn, and `has_count` distinguishes an official count without a ratio (nobody
    was heard yet, or the count is zero) from no count.
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
        """Whether fewer took part than expected, whatever the uncertainty of the count."""
        if self.of.low is not None and self.of.high is None:
            return False
        ratio = self.of.high if self.of.high is not None else self.of.ratio
        return ratio is not None and ratio < 1

    @property
    def is_beyond(self) -> bool:
        return self.of.ratio is not None and self.of.ratio > WIDEST


@dataclass(frozen=True)
class CoverageBars:
    """The data for `ui/charts/coverage_bars.html`."""

    rows: Sequence[CoverageRow]


def _place(ratio: float | None) -> float | None:
    return None if ratio is None else 100 * min(max(ratio, 0.0), WIDEST) / WIDEST


def coverage_bars(rows: Iterable[Coverage]) -> CoverageBars:
    """Lay out one strip an audience; a ratio above the widest is drawn at the end and marked as beyond."""
    return CoverageBars([CoverageRow(row, _place(row.ratio), _place(row.low), _end(row)) for row in rows])


def _end(row: Coverage) -> float | None:
    return 100.0 if row.low is not None and row.high is None else _place(row.high)
