"""How each group voted on each statement, as rows of a page: exact or publishable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.utils.translation import gettext as _

from throughline.listen.models import Voice
from throughline.listen.queries.words import words_of
from throughline.measure.models import Run
from throughline.measure.models.results import ExactPatterns, PublishedCell, PublishedPatterns
from throughline.measure.queries.patterns.found import SHARED_BY_ALL
from throughline.measure.queries.patterns.sentences import area_label
from throughline.measure.queries.shares import share_label
from throughline.ui.fields import TranslatedText

FEW_VOTES = 5


@dataclass(frozen=True)
class GroupCell:
    """How one group voted on one statement; `shares` is None without voters."""

    name: str
    n: int
    labels: tuple[str, str, str] = ("", "", "")
    shares: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class StatementRow:
    words: TranslatedText
    cells: Sequence[GroupCell]
    consensus: float | None
    area_found: str = ""

    @property
    def known_shares(self) -> list[tuple[float, float, float]]:
        return [cell.shares for cell in self.cells if cell.shares is not None]

    @property
    def has_few_votes(self) -> bool:
        return not self.known_shares or any(cell.n < FEW_VOTES for cell in self.cells)

    @property
    def agreement(self) -> float:
        """The smallest share of any group that agrees, or that disagrees, whichever is larger."""
        known = self.known_shares
        return max(min(shares[side] for shares in known) for side in (0, 1)) if known else 0.0

    @property
    def division(self) -> float:
        """The difference of the groups' shares that agree; with one group, how evenly it is split."""
        known = self.known_shares
        if len(known) > 1:
            agree = [shares[0] for shares in known]
            return max(agree) - min(agree)
        return 2 * min(known[0][:2]) if known else 0.0

    @property
    def uncertainty(self) -> float:
        if self.has_few_votes:
            return 1.0
        return float(np.average([shares[2] for shares in self.known_shares], weights=self._n))

    @property
    def _n(self) -> list[int]:
        return [max(cell.n, 1) for cell in self.cells if cell.shares is not None]

    @property
    def area(self) -> str:
        return area_label(self.area_found)

    @property
    def is_shared(self) -> bool:
        """Whether every group agrees, or every group disagrees."""
        return self.area_found in SHARED_BY_ALL

    @property
    def is_rejected(self) -> bool:
        return self.area_found == "rejection"


def words_by_statement(run: Run, public_ids: Sequence[str]) -> dict[str, TranslatedText]:
    """The text of those statements that may still be shown."""
    voices = Voice.objects.filter(forum=run.forum, public_id__in=public_ids).select_related("district")
    return {voice.public_id: words_of(voice) for voice in voices if voice.is_usable}


def sorted_rows(
    rows: Sequence[StatementRow], sort: str, pair: tuple[str, str] | None
) -> Sequence[StatementRow]:
    if pair is not None:
        rows = [replace(row, cells=[cell for cell in row.cells if cell.name in pair]) for row in rows]
        rows = [row for row in rows if len(row.known_shares) > 1]
        sort = "division"
    return sorted(rows, key=lambda row: -float(getattr(row, sort)))


def exact_rows(exact: ExactPatterns, words: Mapping[str, TranslatedText]) -> list[StatementRow]:
    rows = []
    for row in exact.statements:
        if row.voice not in words:
            continue
        cells = []
        for number, group in enumerate(exact.groups):
            counts = [row.agree[number], row.disagree[number], row.not_sure[number]]
            n = sum(counts)
            if n:
                shares = (counts[0] / n, counts[1] / n, counts[2] / n)
                labels = (_percent(shares[0]), _percent(shares[1]), _percent(shares[2]))
                cells.append(GroupCell(group.name, n, labels, shares))
            else:
                cells.append(GroupCell(group.name, 0))
        rows.append(StatementRow(words[row.voice], cells, row.consensus, row.area))
    return rows


def _percent(share: float) -> str:
    return _("%(percent)s%%") % {"percent": round(100 * share)}


def published_rows(published: PublishedPatterns, words: Mapping[str, TranslatedText]) -> list[StatementRow]:
    return [
        StatementRow(
            words[row.voice], [_published_cell(cell) for cell in row.groups], row.consensus, row.area
        )
        for row in published.statements
        if row.voice in words
    ]


def _published_cell(cell: PublishedCell) -> GroupCell:
    agree, disagree, unsure = cell.answers
    labels = (share_label(agree), share_label(disagree), share_label(unsure))
    shares = None
    if agree.percent is not None and disagree.percent is not None and unsure.percent is not None:
        shares = (agree.percent / 100, disagree.percent / 100, unsure.percent / 100)
    return GroupCell(cell.name, cell.n, labels, shares)
