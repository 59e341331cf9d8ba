"""The evidence of a finding, with its figures as bars. Each figure passed disclosure control at release."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from throughline.ui.charts import GroupCircle, GroupMap, group_map
from throughline.understand.releases import (
    BasisEntry,
    DescribedTable,
    EvidenceDescription,
    PublishedPatterns,
    PublishedShare,
    PublishedStatement,
    PublishedVotes,
    evidence_descriptions,
    n_label,
)

ANSWERS = ("agree", "disagree", "pass")
SHARED_BY_ALL = ("agreement", "rejection")


@dataclass(frozen=True)
class BarPart:
    """A part of a bar, in percent of its width."""

    name: str
    start: float
    width: float

    @property
    def end(self) -> float:
        return self.start + self.width


@dataclass(frozen=True)
class Bar:
    """One bar: the group's name, its number of people, and its shares in words, as released."""

    label: str
    n: str
    parts: Sequence[BarPart]
    text: str


@dataclass(frozen=True)
class BarGroup:
    """The bars of one statement."""

    words: str
    bars: Sequence[Bar]


@dataclass(frozen=True)
class PageEvidence:
    description: EvidenceDescription
    method: str
    method_details: str
    bars: Sequence[BarGroup]
    tables: Sequence[DescribedTable]
    chart: GroupMap | None = None

    @property
    def is_of_patterns(self) -> bool:
        return self.description.shared is not None


def page_evidence(basis: Sequence[BasisEntry]) -> list[PageEvidence]:
    return [
        _page_evidence(entry, description)
        for entry, description in zip(basis, evidence_descriptions(basis), strict=True)
    ]


def _page_evidence(entry: BasisEntry, description: EvidenceDescription) -> PageEvidence:
    bars = _bars(entry, description)
    # The text below a single bar has the same numbers as its table.
    needs_no_table = len(bars) == 1 and len(bars[0].bars) == 1
    tables = [] if needs_no_table else description.tables
    return PageEvidence(
        description,
        method_in_words(entry.method),
        method_details(entry),
        bars,
        tables,
        _group_map(description),
    )


def _group_map(description: EvidenceDescription) -> GroupMap | None:
    """The released groups as circles, with their released sizes and centers; no individuals are drawn."""
    circles = [GroupCircle(one.name, one.n, one.x, one.y) for one in description.places]
    return group_map(circles) if circles else None


def method_in_words(method: str) -> str:
    return {
        "votes_on_a_statement": _("count of each person's latest vote"),
        "coding_by_hand": _("comments that a person read and sorted by theme"),
        "own_words": _("comments quoted as they were written"),
        "opinion_groups": _("computer analysis that groups people who voted in similar ways"),
        "crosstab": _("cross-tabulation of the answers to two questions"),
        "published by Polis": _("groups published by Polis"),
    }.get(method, "")


def method_details(entry: BasisEntry) -> str:
    """The version and the random seed. The data to download have the last vote's number, too."""
    parts = []
    if entry.version:
        parts.append(_("version %(version)s") % {"version": entry.version})
    if entry.seed is not None:
        parts.append(_("random seed %(seed)s") % {"seed": entry.seed})
    return ", ".join(parts)


def _bars(entry: BasisEntry, description: EvidenceDescription) -> list[BarGroup]:
    figures = entry.figures
    if isinstance(figures, PublishedVotes) and figures.answers and description.tables:
        text = ", ".join(f"{label}: {share}" for label, share in description.tables[0].rows)
        return [BarGroup("", [Bar("", n_label(entry.n, "people"), parts_of(figures.answers), text)])]
    if isinstance(figures, PublishedPatterns) and figures.statements and len(description.tables) > 1:
        return list(_bars_of_patterns(figures.statements, description.tables[1]))
    return []


def _bars_of_patterns(statements: Sequence[PublishedStatement], table: DescribedTable) -> Iterable[BarGroup]:
    """Yield bars of statements that all groups share or that distinguish a group; the table has the rest."""
    labels = table.header[3:]
    row = iter(table.rows)
    for statement in statements:
        bars = []
        words = ""
        for cell in statement.groups:
            words, name, _n, *shares = next(row)
            text = ", ".join(f"{label}: {share}" for label, share in zip(labels, shares, strict=True))
            bars.append(Bar(name, n_label(cell.n, "people"), parts_of(cell.answers), text))
        if bars and (statement.stands_for or statement.area in SHARED_BY_ALL):
            yield BarGroup(words, bars)


def parts_of(shares: Sequence[PublishedShare]) -> list[BarPart]:
    """Parts for agree, disagree and not sure. A bound is drawn at its limit; a hidden share hides the bar."""
    percents = [float(share.percent) for share in shares if share.percent is not None]
    if not percents or len(percents) < len(shares):
        return []
    total = sum(percents)
    parts: list[BarPart] = []
    start = 0.0
    for name, percent in zip(ANSWERS, percents, strict=True):
        width = round(100 * percent / total, 2)
        parts.append(BarPart(name, round(start, 2), width))
        start += width
    return parts
