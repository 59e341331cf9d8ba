"""Keep what users without access to raw voices see, until enough people have moved."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum, ForumKind
from throughline.measure.actions.kept_view import keep_view
from throughline.measure.models import KeptView, KeptViewKind
from throughline.measure.models.results import KeptCoverage, from_stored
from throughline.measure.queries.coverage.comparison import CoveragePage
from throughline.measure.queries.coverage.kept import kept_coverage, kept_coverage_page
from throughline.measure.queries.coverage.live import LiveCoverage, live_coverage
from throughline.measure.queries.crosstab.visibility import visible_tables
from throughline.measure.queries.guard import rules_of
from throughline.measure.queries.kept_views.columns import EVERYONE
from throughline.measure.queries.kept_views.runs import judged_runs, kept_runs, runs_to_show
from throughline.measure.queries.kept_views.steps import next_step
from throughline.measure.queries.kept_views.views import columns_of, kept_view, note_tried, was_tried


def coverage_in_sight(forum: Forum, *, now: datetime | None = None) -> CoveragePage:
    """The coverage of a forum for users without access to raw voices."""
    now = now or timezone.now()
    view = kept_view(KeptViewKind.COVERAGE, forum.cycle, forum)
    if forum.kind != ForumKind.MEETING:
        view = _with_newcomers(forum, live_coverage(forum), view, now)
    return kept_coverage_page(forum, view, now=now)


def _with_newcomers(
    forum: Forum, live: LiveCoverage, view: KeptView | None, now: datetime
) -> KeptView | None:
    rules = rules_of(forum.district, [forum])
    n_heard, fingerprint = live.n_heard, live.fingerprint(rules)
    is_changed = view is not None and view.fingerprint != fingerprint
    if not is_changed and abs(n_heard - (view.n_people if view else 0)) < rules.minimum_n:
        return view
    state = f"{n_heard} {fingerprint}"
    if was_tried(KeptViewKind.COVERAGE, forum, view, state):
        return view
    step = next_step(
        columns_of(view),
        live.values(),
        lambda values: live.grouped(values, rules),
        rules,
        units=live.units,
        is_changed=is_changed,
    )
    if step is None:
        note_tried(KeptViewKind.COVERAGE, forum, view, state)
        return view
    before = None if view is None else from_stored(view.content, KeptCoverage)
    return keep_view(
        Actor.system(forum.district),
        KeptViewKind.COVERAGE,
        forum.cycle,
        forum,
        seen=view,
        content=kept_coverage(live, step, rules, before),
        columns=step.columns,
        n_people=len(step.columns[EVERYONE].value_of),
        fingerprint=fingerprint,
        at=now,
    )


def runs_in_sight(forums: Iterable[Forum]) -> set[int]:
    """Row numbers of the runs of patterns and of tables for users without access to raw voices."""
    forums = list(forums)
    visible = {run.pk for run in visible_tables(forums)}
    for forum in forums:
        view = kept_view(KeptViewKind.PATTERNS, forum.cycle, forum)
        kept = kept_runs(view)
        judged = judged_runs(forum, kept)
        if judged != kept:
            view = keep_view(
                Actor.system(forum.district),
                KeptViewKind.PATTERNS,
                forum.cycle,
                forum,
                seen=view,
                content=judged,
                columns={},
                n_people=0,
                fingerprint="",
                at=timezone.now(),
            )
        visible |= runs_to_show(forum, kept_runs(view))
    return visible
