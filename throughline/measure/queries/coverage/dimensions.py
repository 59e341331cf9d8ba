"""One dimension of a population, compared with the contributors of a forum."""

from collections.abc import Mapping, Sequence
from math import isinf, nan

from django.utils.translation import gettext as _

from throughline.convene.models import Forum
from throughline.measure.models import Dimension, Population, RaceStandard
from throughline.measure.queries.coverage.comparison import ComparedDimension, ComparedGroup
from throughline.measure.queries.coverage.groups import by_shortfall, compared_groups
from throughline.measure.queries.populations.counts import targets_of
from throughline.measure.queries.populations.matching import Asked, Match, questions_for
from throughline.measure.queries.populations.people import (
    IS_ASKED,
    ContributorAttributes,
    Unanswered,
    is_attribute_wanted,
)
from throughline.measure.queries.populations.placement import categories_of_contributors
from throughline.methods import coverage
from throughline.methods.coverage import Verdict
from throughline.ui.charts import Coverage, CoverageBars, coverage_bars

ORDERED = {Dimension.GRADE_BAND, Dimension.GRADE, Dimension.AGE, Dimension.EDUCATION, Dimension.INCOME}
MOST_GROUPS = 60
NO_VERDICT = {Verdict.CANNOT_TELL, Verdict.FEW_EXPECTED}


def compared_dimension(
    forum: Forum,
    population: Population,
    dimension: Dimension,
    people: ContributorAttributes,
    *,
    asked: Asked,
    unanswered: Mapping[str, Unanswered],
    is_random: bool = False,
) -> ComparedDimension:
    """Compare one dimension in full, for users who may read everything."""
    targets = targets_of(population, dimension)
    placed = categories_of_contributors(forum, population, dimension, people=people, asked=asked)
    if placed.match is None:
        not_asked = not_asked_sentence(forum, dimension, asked)
        return ComparedDimension(dimension, n_unknown=placed.n_unknown, not_asked=not_asked)
    is_by_attribute = placed.match.question is None
    heard = [placed.n_by_category[row.category] for row in targets.rows]
    n_heard = sum(heard)
    full = compared_groups(targets.rows, heard, is_random)
    if placed.n_no_count:
        full.append(_without_count(placed.match, placed.n_no_count))
    return ComparedDimension(
        dimension=dimension,
        rows=full,
        match=placed.match,
        chart=chart_of(full),
        n_heard=n_heard,
        n_unknown=placed.n_unknown,
        n_no_count=placed.n_no_count,
        missing=[row.label for row in by_shortfall(full)],
        too_many=[row.label for row in full if row.group.verdict == Verdict.OVER],
        cannot_tell=[row.label for row in full if row.group.verdict in NO_VERDICT],
        is_asked=True,
        is_by_attribute=is_by_attribute,
        unanswered=unanswered.get(dimension) if is_by_attribute else None,
        has_white_note=has_white_note(population, placed.match),
        n_not_drawn=n_not_drawn(full),
    )


def not_asked_sentence(forum: Forum, dimension: str, asked: Asked, *, is_guarded: bool = False) -> str:
    """Say that nobody was asked; empty if there are answers that may be matched.

    A kept view does not tell whether nobody was asked or a few people were.
    """
    if dimension == Dimension.LANGUAGE or questions_for(forum, dimension, asked):
        return ""
    if dimension not in IS_ASKED:
        return _("not asked in this forum.")
    if dimension in asked.attributes:
        return ""
    if not is_attribute_wanted(forum, dimension):
        return _("not asked in this forum.")
    if is_guarded:
        return _("too few people have been asked so far.")
    return _("no one has been asked so far.")


def chart_of(rows: Sequence[ComparedGroup]) -> CoverageBars | None:
    return coverage_bars([_bar(row) for row in rows[:MOST_GROUPS]]) if rows else None


def n_not_drawn(rows: Sequence[ComparedGroup]) -> int:
    return max(0, len(rows) - MOST_GROUPS)


def _without_count(match: Match, n_heard: int) -> ComparedGroup:
    """The people who chose options without an official count, labeled by those options."""
    label = ", ".join(option.label for option in match.without_count)
    group = coverage.coverage([n_heard], [nan], [nan]).groups[0]
    return ComparedGroup(label, group, _("no official count to compare with"))


def has_white_note(population: Population, match: Match) -> bool:
    """Whether answers by the 2024 standard are compared with counts by that of 1997."""
    is_of_group = match.dimension == Dimension.GROUP
    return population.race_standard == RaceStandard.OMB_1997 and is_of_group and bool(match.without_count)


def _bar(row: ComparedGroup) -> Coverage:
    group = row.group
    high = group.ratio_high
    if high is not None and isinf(high):
        high = None
    return Coverage(
        label=row.label,
        n=group.n_heard,
        ratio=None if group.verdict == Verdict.FEW_EXPECTED else group.ratio,
        low=group.ratio_low,
        high=high,
        note=row.verdict_label,
        has_count=group.n_people is not None,
    )
