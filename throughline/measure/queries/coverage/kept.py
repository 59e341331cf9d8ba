"""Coverage as users without access to raw voices see it: a kept view, and the page made from it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from throughline.convene.models import DataKind, Forum
from throughline.measure.models import (
    CountState,
    Dimension,
    KeptView,
    MarginState,
    Population,
)
from throughline.measure.models.results import (
    KeptCoverage,
    KeptDimension,
    KeptGroup,
    KeptPopulation,
    from_stored,
)
from throughline.measure.queries.coverage.comparison import (
    ComparedDimension,
    ComparedGroup,
    CoveragePage,
)
from throughline.measure.queries.coverage.dimensions import chart_of, n_not_drawn, not_asked_sentence
from throughline.measure.queries.coverage.groups import by_shortfall, compared_groups
from throughline.measure.queries.coverage.live import LiveCoverage, LiveDimension
from throughline.measure.queries.coverage.page import (
    available_populations,
    chosen_population,
    is_of_another_count,
    reach_label,
)
from throughline.measure.queries.coverage.protected import merged_sentence, merged_target, named_group
from throughline.measure.queries.coverage.summary import paragraph_of
from throughline.measure.queries.guard import Rules, rules_of
from throughline.measure.queries.kept_views.columns import EVERYONE
from throughline.measure.queries.kept_views.steps import Step
from throughline.measure.queries.populations.counts import Target
from throughline.measure.queries.populations.matching import Asked, asked_in
from throughline.methods.coverage import Verdict
from throughline.ui.fields import TranslatedText


def kept_coverage(live: LiveCoverage, step: Step, rules: Rules, before: KeptCoverage | None) -> KeptCoverage:
    """What a new view shows. Names in merged rows of people who did not move are those of the view before."""
    named_before = [
        row.named for one in (before.dimensions if before else ()) for row in one.rows if row.named
    ]
    return KeptCoverage(
        minimum_n=rules.minimum_n,
        n_heard=len(step.columns[EVERYONE].value_of),
        population=None if live.population is None else _kept_population(live.population),
        roles=tuple(live.roles),
        dimensions=tuple(_kept_dimension(live, one, step, rules, named_before) for one in live.dimensions),
        is_of_another_count=is_of_another_count(live.forum, live.population),
    )


def _kept_population(population: Population) -> KeptPopulation:
    return KeptPopulation(
        title=population.title,
        who_is_counted=population.who_is_counted,
        as_of=population.as_of,
        n=population.n,
        margin_of_error=population.margin_of_error,
    )


def _kept_dimension(
    live: LiveCoverage, one: LiveDimension, step: Step, rules: Rules, named_before: list[TranslatedText]
) -> KeptDimension:
    parts = None
    if one.match is not None and one.column not in step.unsafe:
        parts = one.parts(step.columns[one.column].value_of, rules, live.units)
    rows = _kept_groups(live, one, step, rules, parts, named_before) if parts else ()
    return KeptDimension(
        dimension=str(one.dimension),
        rows=tuple(rows),
        is_asked=one.match is not None,
        is_by_attribute=one.match is not None and one.match.question is None,
        is_hidden=one.match is not None and not parts,
        has_white_note=one.has_white_note,
    )


def _kept_groups(
    live: LiveCoverage,
    one: LiveDimension,
    step: Step,
    rules: Rules,
    parts: Sequence[tuple[list[int], int]],
    named_before: list[TranslatedText],
) -> list[KeptGroup]:
    is_random = live.forum.data_kind == DataKind.RANDOM
    full = compared_groups(one.targets, one.heard(step.columns[one.column].value_of), is_random)
    moved = {one.category(value) for value in step.moved[one.column]}
    groups = []
    for part, n in parts:
        labels = [one.labels[one.targets[i].category] for i in part]
        if moved & {one.targets[i].category for i in part}:
            place = named_group(part, full, rules)
            named = None if place is None else one.labels[one.targets[place].category]
        else:
            named = next((label for label in labels if label in named_before), None)
        target = merged_target([one.targets[i] for i in part])
        groups.append(
            KeptGroup(
                labels=tuple(labels),
                n_heard=n,
                n_people=target.n or 0,
                margin_of_error=target.margin_of_error,
                margin_state=str(target.margin_state),
                named=named,
            )
        )
    return groups


def kept_coverage_page(forum: Forum, view: KeptView | None, *, now: datetime | None = None) -> CoveragePage:
    """The page of a kept view; without one, too few people have taken part to show anything."""
    now = now or timezone.now()
    minimum_n = rules_of(forum.district, [forum]).minimum_n
    kept = None if view is None else from_stored(view.content, KeptCoverage)
    if kept is not None and kept.minimum_n < minimum_n:
        kept = None  # too few are counted in it by the rules of today, or it would have been replaced
    is_random = forum.data_kind == DataKind.RANDOM
    asked = asked_in(forum, n_asked=minimum_n)
    parts = [_compared(forum, one, is_random, asked) for one in kept.dimensions] if kept else []
    if kept:
        population = kept.population
    else:
        chosen = chosen_population(forum, available_populations(forum), "")
        population = None if chosen is None else _kept_population(chosen)
    page = CoveragePage(
        population=population,
        others=(),
        parts=[part for part in parts if part.is_compared],
        unmatched=[part for part in parts if not part.is_compared],
        n_heard=kept.n_heard if kept else None,
        roles=kept.roles if kept else (),
        paragraph=(),
        computed_at=view.computed_at if view and kept else None,
        minimum_n=kept.minimum_n if kept else minimum_n,
        is_guarded=True,
        reach=reach_label(population, kept.n_heard) if kept else "",
        is_of_another_count=kept.is_of_another_count if kept else False,
    )
    return replace(page, paragraph=paragraph_of(forum, page, now))


def _compared(forum: Forum, kept: KeptDimension, is_random: bool, asked: Asked) -> ComparedDimension:
    targets = [_target(row) for row in kept.rows]
    rows = [
        ComparedGroup(row.label, row.group, is_merged=len(group.labels) > 1)
        for row, group in zip(
            compared_groups(targets, [group.n_heard for group in kept.rows], is_random),
            kept.rows,
            strict=True,
        )
    ]
    missing = [row.label for row in by_shortfall(rows) if not row.is_merged]
    return ComparedDimension(
        dimension=Dimension(kept.dimension),
        rows=rows,
        chart=chart_of(rows),
        n_heard=sum(group.n_heard for group in kept.rows),
        missing=[*missing, *(str(group.named) for group in kept.rows if group.named)],
        too_many=[row.label for row in rows if row.group.verdict == Verdict.OVER],
        merged=[
            merged_sentence([str(label) for label in group.labels])
            for group in kept.rows
            if len(group.labels) > 1
        ],
        is_hidden=kept.is_hidden,
        is_asked=kept.is_asked,
        not_asked="" if kept.is_asked else not_asked_sentence(forum, kept.dimension, asked, is_guarded=True),
        is_by_attribute=kept.is_by_attribute,
        has_white_note=kept.has_white_note,
        n_not_drawn=n_not_drawn(rows),
    )


def _target(group: KeptGroup) -> Target:
    return Target(
        "",
        " + ".join(str(label) for label in group.labels),
        group.n_people,
        group.margin_of_error,
        CountState.COUNTED,
        MarginState(group.margin_state),
    )
