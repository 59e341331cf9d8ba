"""One dimension of a population, compared with the contributors of a forum."""

from collections.abc import Sequence
from math import isinf, nan

from django.utils.translation import gettext as _

from throughline.convene.models import Forum
from throughline.measure.models import Dimension, Population, RaceStandard
from throughline.measure.queries.coverage.comparison import ComparedDimension, ComparedGroup
from throughline.measure.queries.coverage.groups import by_shortfall, compared_groups
from throughline.measure.queries.coverage.protected import protected_groups
from throughline.measure.queries.guard import Rules
from throughline.measure.queries.populations.counts import targets_of
from throughline.measure.queries.populations.matching import Match
from throughline.measure.queries.populations.people import ContributorAttributes
from throughline.measure.queries.populations.placement import categories_of_contributors
from throughline.methods import coverage
from throughline.methods.coverage import Verdict
from throughline.ui.charts import Coverage, coverage_bars

ORDERED = {Dimension.GRADE_BAND, Dimension.GRADE, Dimension.AGE, Dimension.EDUCATION, Dimension.INCOME}
MOST_GROUPS = 60
NO_VERDICT = {Verdict.CANNOT_TELL, Verdict.FEW_EXPECTED}


def compared_dimension(
    forum: Forum,
    population: Population,
    dimension: Dimension,
    rules: Rules | None,
    people: ContributorAttributes,
    *,
    is_random: bool = False,
) -> ComparedDimension:
    """Compare one dimension: in full, or, with `rules`, as users who may not read raw voices see it."""
    targets = targets_of(population, dimension)
    placed = categories_of_contributors(forum, population, dimension, people=people)
    if placed.match is None:
        return ComparedDimension(dimension, n_unknown=placed.n_unknown)
    heard = [placed.n_by_category[row.category] for row in targets.rows]
    n_heard = sum(heard)
    full = compared_groups(targets.rows, heard, is_random)
    rows: Sequence[ComparedGroup] = full
    merged: list[str] = []
    is_hidden = False
    if placed.n_no_count:
        full.append(_without_count(placed.match, placed.n_no_count))
    missing = [row.label for row in by_shortfall(full)]
    too_many = [row.label for row in full if row.group.verdict == Verdict.OVER]
    cannot_tell = [row.label for row in full if row.group.verdict in NO_VERDICT]
    if rules is not None:
        rows, merged, missing, is_hidden = protected_groups(
            targets.rows, heard, full, rules, is_random, is_ordered=dimension in ORDERED
        )
        too_many = [row.label for row in rows if row.group.verdict == Verdict.OVER]
        cannot_tell = []
    is_full = rules is None
    return ComparedDimension(
        dimension=dimension,
        rows=rows,
        match=placed.match,
        chart=coverage_bars([_bar(row) for row in rows[:MOST_GROUPS]]) if rows else None,
        n_heard=n_heard,
        n_unknown=placed.n_unknown if is_full else None,
        n_no_count=placed.n_no_count if is_full else None,
        missing=missing,
        too_many=too_many,
        cannot_tell=cannot_tell,
        merged=merged,
        is_hidden=is_hidden,
        has_white_note=_has_white_note(population, placed.match),
        n_not_drawn=max(0, len(rows) - MOST_GROUPS),
    )


def _without_count(match: Match, n_heard: int) -> ComparedGroup:
    """The people who chose options without an official count, labeled by those options."""
    label = ", ".join(option.label for option in match.without_count)
    group = coverage.coverage([n_heard], [nan], [nan]).groups[0]
    return ComparedGroup(label, group, _("no official count to compare"))


def _has_white_note(population: Population, match: Match) -> bool:
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
