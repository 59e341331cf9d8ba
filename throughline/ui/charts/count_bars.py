"""How many people gave each answer: a table with one bar a row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class CountBar:
    """One answer: `n` people of `of` gave it; `low` and `high` are the limits of a share, if it has any."""

    label: str
    n: int
    of: int
    low: float | None = None
    high: float | None = None

    @property
    def share(self) -> float:
        return self.n / self.of if self.of else 0.0

    @property
    def width(self) -> float:
        """In percent of the whole bar."""
        return 100 * self.share

    @property
    def start_of_interval(self) -> float | None:
        return None if self.low is None else 100 * self.low

    @property
    def end_of_interval(self) -> float | None:
        return None if self.high is None else 100 * self.high


@dataclass(frozen=True)
class CountBars:
    """The data for `ui/charts/count_bars.html`."""

    rows: Sequence[CountBar]

    @property
    def has_intervals(self) -> bool:
        return any(row.low is not None for row in self.rows)


def count_bars(rows: Iterable[CountBar]) -> CountBars:
    return CountBars(list(rows))
