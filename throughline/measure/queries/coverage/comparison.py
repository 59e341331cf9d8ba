"""A comparison of contributors with a population: groups, dimensions, and the page of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from throughline.measure.models import Dimension, Population, WhoIsCounted
from throughline.measure.models.results import KeptPopulation
from throughline.measure.queries.coverage.invitations import FunnelPage
from throughline.measure.queries.populations.matching import Match
from throughline.measure.queries.populations.people import Unanswered
from throughline.methods.coverage import Group, Verdict
from throughline.ui.charts import CoverageBars


def verdict_label(verdict: Verdict) -> str:
    return {
        Verdict.UNDER: _("fewer than expected"),
        Verdict.OVER: _("more than expected"),
        Verdict.ABOUT_RIGHT: _("about as many as expected"),
        Verdict.CANNOT_TELL: _("too uncertain to tell"),
        Verdict.FEW_EXPECTED: _("not clear (too few people expected)"),
        Verdict.NO_BENCHMARK: _("no official count to compare with"),
    }[verdict]


@dataclass(frozen=True)
class ComparedGroup:
    """One group, or several shown as one."""

    label: str
    group: Group
    target_state: str = ""
    is_merged: bool = False

    @property
    def n_people(self) -> int | None:
        return None if self.group.n_people is None else round(self.group.n_people)

    @property
    def verdict_label(self) -> str:
        return verdict_label(self.group.verdict)


@dataclass(frozen=True)
class ComparedDimension:
    """One dimension of a population.

    `not_asked` is a sentence if nobody was asked for it, `unanswered` those who skipped or were not asked.
    """

    dimension: Dimension
    rows: Sequence[ComparedGroup] = ()
    match: Match | None = None
    chart: CoverageBars | None = None
    n_heard: int = 0
    n_unknown: int | None = None
    n_no_count: int | None = None
    unanswered: Unanswered | None = None
    not_asked: str = ""
    missing: Sequence[str] = ()
    too_many: Sequence[str] = ()
    cannot_tell: Sequence[str] = ()
    merged: Sequence[str] = ()
    is_hidden: bool = False
    is_asked: bool = False
    is_by_attribute: bool = False
    has_white_note: bool = False
    n_not_drawn: int = 0

    @property
    def label(self) -> str:
        return str(self.dimension.label)

    @property
    def n_not_in_data(self) -> int:
        """Those who answered something that the figures do not count, where those who did not are known."""
        known = self.unanswered
        return max(0, (self.n_unknown or 0) - known.n_skipped - known.n_not_asked) if known else 0

    @property
    def is_compared(self) -> bool:
        return self.is_asked and bool(self.rows)

    @property
    def is_by_interface_language(self) -> bool:
        return self.dimension == Dimension.LANGUAGE and self.is_by_attribute


@dataclass(frozen=True)
class CoveragePage:
    """`population` has the figures compared with; what is kept of them for users who see a kept view."""

    population: Population | KeptPopulation | None
    others: Sequence[Population]
    parts: Sequence[ComparedDimension]
    unmatched: Sequence[ComparedDimension]
    n_heard: int | None
    roles: Sequence[str]
    paragraph: Sequence[str]
    computed_at: datetime | None
    minimum_n: int
    is_guarded: bool
    reach: str = ""
    is_of_another_count: bool = False
    steps: "FunnelPage | None" = field(default=None)

    @property
    def who_is_counted_label(self) -> str:
        return str(WhoIsCounted(self.population.who_is_counted).label) if self.population else ""
