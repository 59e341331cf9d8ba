"""How many agree, disagree and are not sure: one bar a row, with its numbers as text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from throughline.ui.fields import TranslatedText

ANSWERS = ("agree", "disagree", "pass")


@dataclass(frozen=True)
class ShareBar:
    """The counts of one statement."""

    label: TranslatedText | str
    n_agree: int
    n_disagree: int
    n_pass: int

    @property
    def n(self) -> int:
        return self.n_agree + self.n_disagree + self.n_pass

    @property
    def counts(self) -> dict[str, int]:
        return dict(zip(ANSWERS, (self.n_agree, self.n_disagree, self.n_pass), strict=True))


@dataclass(frozen=True)
class Segment:
    """A part of the bar, in percent of its width."""

    name: str
    start: float
    width: float

    @property
    def end(self) -> float:
        return self.start + self.width


@dataclass(frozen=True)
class ShareRow:
    bar: ShareBar
    segments: Sequence[Segment]
    percents: dict[str, int]


@dataclass(frozen=True)
class ShareBars:
    """The data for `ui/charts/share_bars.html`."""

    rows: Sequence[ShareRow]


def whole_percents(counts: Sequence[int]) -> list[int]:
    """Shares as whole percentages that add up to 100, by the method of largest remainders."""
    total = sum(counts)
    if not total:
        return [0] * len(counts)
    exact = [100 * count / total for count in counts]
    whole = [int(share) for share in exact]
    by_remainder = sorted(range(len(counts)), key=lambda place: whole[place] - exact[place])
    for place in by_remainder[: 100 - sum(whole)]:
        whole[place] += 1
    return whole


def _row(bar: ShareBar) -> ShareRow:
    start, segments = 0.0, []
    for name, count in bar.counts.items():
        if count:
            width = 100 * count / bar.n
            segments.append(Segment(name, start, width))
            start += width
    return ShareRow(bar, segments, dict(zip(ANSWERS, whole_percents(list(bar.counts.values())), strict=True)))


def share_bars(bars: Iterable[ShareBar]) -> ShareBars:
    """Lay out the bars, with text above and below them so that they fit on a phone."""
    return ShareBars([_row(bar) for bar in bars])
