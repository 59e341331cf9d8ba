"""What is under a claim, with its numbers as bars. Every figure was guarded when it was released."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from throughline.ui.charts import GroupCircle, GroupMap, group_map
from throughline.understand.releases import (
    BasisEntry,
    Ground,
    GroundTable,
    PublishedPatterns,
    PublishedShare,
    PublishedStatement,
    PublishedVotes,
    grounds_of,
)

ANSWERS = ("agree", "disagree", "pass")
SHARED_BY_ALL = ("agreement", "rejection")


@dataclass(frozen=True)
class Part:
    """A stretch of a bar, in per cent of its width."""

    name: str
    start: float
    width: float

    @property
    def end(self) -> float:
        return self.start + self.width


@dataclass(frozen=True)
class Bar:
    """One bar: whose answers, of how many, and the shares in words as they were released."""

    label: str
    n: str
    parts: Sequence[Part]
    said: str


@dataclass(frozen=True)
class BarGroup:
    """The bars of one statement."""

    words: str
    bars: Sequence[Bar]


@dataclass(frozen=True)
class OpenedGround:
    ground: Ground
    method: str
    bars: Sequence[BarGroup]
    tables: Sequence[GroundTable]
    chart: GroupMap | None = None

    @property
    def is_of_patterns(self) -> bool:
        return self.ground.shared is not None


def opened_grounds(basis: Sequence[BasisEntry]) -> list[OpenedGround]:
    return [_opened(entry, ground) for entry, ground in zip(basis, grounds_of(basis), strict=True)]


def _opened(entry: BasisEntry, ground: Ground) -> OpenedGround:
    bars = _bars(entry, ground)
    says_all = len(bars) == 1 and len(bars[0].bars) == 1  # the words below one bar are its table
    tables = [] if says_all else ground.tables
    method = method_in_words(entry.method)
    return OpenedGround(ground, method, bars, tables, _map_of(ground))


def _map_of(ground: Ground) -> GroupMap | None:
    """The released groups as circles: of their released sizes and centres, nobody's own place among them."""
    circles = [GroupCircle(one.name, one.n, one.x, one.y) for one in ground.places]
    return group_map(circles) if circles else None


def method_in_words(method: str) -> str:
    return {
        "votes_on_a_statement": _("each person's latest answer, counted"),
        "coding_by_hand": _("texts read and sorted by hand"),
        "own_words": _("words quoted as they were written"),
        "opinion_groups": _("people who vote alike, found by a computation"),
        "crosstab": _("answers to two questions, counted together"),
        "published by Polis": _("groups that Polis published"),
    }.get(method, "")


def _bars(entry: BasisEntry, ground: Ground) -> list[BarGroup]:
    figures = entry.figures
    if isinstance(figures, PublishedVotes) and figures.answers and ground.tables:
        said = ", ".join(f"{label}: {share}" for label, share in ground.tables[0].rows)
        return [BarGroup("", [Bar("", str(entry.n), parts_of(figures.answers), said)])]
    if isinstance(figures, PublishedPatterns) and figures.statements and len(ground.tables) > 1:
        return list(_bars_of_patterns(figures.statements, ground.tables[1]))
    return []


def _bars_of_patterns(statements: Sequence[PublishedStatement], table: GroundTable) -> Iterable[BarGroup]:
    """What all groups share, and what parts them; the table has the rest."""
    labels = table.header[3:]
    row = iter(table.rows)
    for statement in statements:
        bars = []
        words = ""
        for cell in statement.groups:
            words, name, n, *shares = next(row)
            said = ", ".join(f"{label}: {share}" for label, share in zip(labels, shares, strict=True))
            bars.append(Bar(name, n, parts_of(cell.answers), said))
        if bars and (statement.stands_for or statement.area in SHARED_BY_ALL):
            yield BarGroup(words, bars)


def parts_of(shares: Sequence[PublishedShare]) -> list[Part]:
    """Stretches for agree, disagree and not sure. A bound is drawn at its edge, a hidden share not at all."""
    percents = [float(share.percent) for share in shares if share.percent is not None]
    if not percents or len(percents) < len(shares):
        return []
    total = sum(percents)
    parts: list[Part] = []
    start = 0.0
    for name, percent in zip(ANSWERS, percents, strict=True):
        width = round(100 * percent / total, 2)
        parts.append(Part(name, round(start, 2), width))
        start += width
    return parts
