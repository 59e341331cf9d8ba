"""The page of a run of patterns: in full for analysts, as it may be published for others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from throughline.measure.models import Run
from throughline.measure.models.results import ExactPatterns, PublishedPatterns
from throughline.measure.queries.guard import rules_of
from throughline.measure.queries.patterns.groups import (
    GroupRow,
    MirroredRow,
    RepresentativeRow,
    Unplaced,
    exact_end,
    exact_group_rows,
    mirrored_rows,
    published_end,
    published_group_rows,
    unplaced_people,
    without_mirrored,
)
from throughline.measure.queries.patterns.opinion_map import map_of
from throughline.measure.queries.patterns.sentences import (
    changes_sentence,
    grounds_sentences,
    merged_groups_sentence,
)
from throughline.measure.queries.patterns.statements import (
    StatementRow,
    exact_rows,
    published_rows,
    sorted_rows,
    words_by_statement,
)
from throughline.measure.queries.run_results import patterns_of
from throughline.ui.charts import OpinionMap
from throughline.ui.fields import TranslatedText

N_SHARED = 5
WITH_GROUPS = ("groups", "imported")
SORTS = ("agreement", "division", "uncertainty")


@dataclass(frozen=True)
class PatternsPage:
    verdict: str
    is_found: bool
    is_guarded: bool
    n_people: int
    n_placed: int
    n_votes: int
    n_statements: int
    groups: Sequence[GroupRow] = ()
    rows: Sequence[StatementRow] = ()
    shared: Sequence[StatementRow] = ()
    low: Sequence[RepresentativeRow] = ()
    high: Sequence[RepresentativeRow] = ()
    mirrored: Sequence[MirroredRow] = ()
    mirrored_ends: Sequence[MirroredRow] = ()
    chart: OpinionMap | None = None
    minimum_n: int | None = None
    published_groups: Sequence[tuple[str, int]] = ()
    merged: Sequence[str] = ()
    grounds: Sequence[str] = ()
    changes: str = ""
    sort: str = SORTS[0]
    pair: tuple[str, str] | None = None
    names: Sequence[str] = ()
    unplaced: Sequence[Unplaced] = ()

    @property
    def has_groups(self) -> bool:
        return self.verdict in WITH_GROUPS

    @property
    def groups_apart(self) -> list[GroupRow]:
        """The groups with what only they stand for; none with nothing, if one list says both."""
        rows = [
            replace(one, stands_for=without_mirrored(one.stands_for, self.mirrored)) for one in self.groups
        ]
        return [row for row in rows if row.stands_for or not self.mirrored]

    @property
    def low_alone(self) -> list[RepresentativeRow]:
        return without_mirrored(self.low, self.mirrored_ends)

    @property
    def high_alone(self) -> list[RepresentativeRow]:
        return without_mirrored(self.high, self.mirrored_ends)

    @property
    def n_unplaced(self) -> int:
        return self.n_people - self.n_placed


def patterns_page(
    run: Run, *, is_guarded: bool, sort: str = "", pair: tuple[str, str] | None = None
) -> PatternsPage:
    found = patterns_of(run)
    exact, published = found.exact, found.published
    rules = rules_of(run.forum.district, [run.forum])
    shown = PatternsPage(
        verdict=exact.verdict,
        is_found=False,
        is_guarded=is_guarded,
        n_people=exact.n_people,
        n_placed=exact.n_placed,
        n_votes=exact.n_votes,
        n_statements=exact.n_statements,
    )
    if not is_guarded:
        shown = replace(shown, unplaced=list(unplaced_people(run, rules)))
    if not exact.groups or (is_guarded and published is None):
        return shown
    groups = () if published is None else published.groups
    shown = replace(
        shown,
        is_found=True,
        minimum_n=None if published is None else published.minimum_n,
        published_groups=[(group.name, group.n) for group in groups],
        merged=[merged_groups_sentence(group.made_of) for group in groups if len(group.made_of) > 1],
        grounds=grounds_sentences(exact),
    )
    if is_guarded and published is not None:
        shown = _with_published(
            shown, published, words_by_statement(run, [row.voice for row in published.statements])
        )
    else:
        words = words_by_statement(run, [row.voice for row in exact.statements])
        shown = replace(_in_full(shown, exact, words), chart=map_of(run))
    shown = _with_mirrored(shown)
    sort = sort if sort in SORTS else SORTS[0]
    if pair is not None and (pair[0] == pair[1] or not set(pair) <= set(shown.names)):
        pair = None
    return replace(
        shown,
        rows=sorted_rows(shown.rows, sort, pair),
        shared=sorted_rows([row for row in shown.rows if row.is_shared], "agreement", None)[:N_SHARED],
        sort=sort,
        pair=pair,
    )


def _with_mirrored(shown: PatternsPage) -> PatternsPage:
    """Where two groups, or the two ends, mirror each other, one list says both."""
    return replace(
        shown,
        mirrored=mirrored_rows(*(one.stands_for for one in shown.groups)) if len(shown.groups) == 2 else (),
        mirrored_ends=mirrored_rows(shown.low, shown.high),
    )


def _in_full(shown: PatternsPage, exact: ExactPatterns, words: Mapping[str, TranslatedText]) -> PatternsPage:
    moved = exact.changes
    return replace(
        shown,
        groups=exact_group_rows(exact, words),
        rows=exact_rows(exact, words),
        low=exact_end(exact.ends.low, words),
        high=exact_end(exact.ends.high, words),
        changes=""
        if moved is None
        else changes_sentence(moved.n_stayed, moved.n_moved, moved.n_came, moved.n_left),
        names=[group.name for group in exact.groups],
    )


def _with_published(
    shown: PatternsPage, published: PublishedPatterns, words: Mapping[str, TranslatedText]
) -> PatternsPage:
    return replace(
        shown,
        groups=published_group_rows(published, words),
        rows=published_rows(published, words),
        low=published_end(published, "low", words),
        high=published_end(published, "high", words),
        names=[group.name for group in published.groups],
    )


def spectrum_sentence(shown: PatternsPage, text_of: Callable[[TranslatedText], str]) -> str:
    """A sentence on both ends of a spectrum; empty if one is not known."""
    if shown.verdict != "spectrum" or not shown.low or not shown.high:
        return ""
    ends = [
        (_("agreeing with “%(words)s”") if one.is_agree else _("disagreeing with “%(words)s”"))
        % {"words": text_of(one.words)}
        for one in (shown.low[0], shown.high[0])
    ]
    return _("Opinions range along a line from %(low)s to %(high)s.") % {"low": ends[0], "high": ends[1]}
