"""Keep the results of questions that users without access to raw voices see."""

from datetime import datetime

from django.utils import timezone

from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.listen.models import SurveyQuestion
from throughline.measure.actions.kept_view import keep_view
from throughline.measure.models import KeptView, KeptViewKind
from throughline.measure.models.results import KeptQuestion, KeptResults, from_stored
from throughline.measure.queries.guard import Rules, rules_of
from throughline.measure.queries.kept_views.columns import Column
from throughline.measure.queries.kept_views.views import columns_of, kept_view, note_tried, was_tried
from throughline.measure.queries.question_results.kept import (
    columns_of_question,
    columns_to_keep,
    live_questions,
    questions_in_sight,
    state_of_answers,
)

RESULTS = KeptViewKind.RESULTS


def results_in_sight(question: SurveyQuestion, *, now: datetime | None = None) -> KeptQuestion | None:
    """The results of a question for users without access to raw voices; None if there are none to show."""
    forum = question.forum
    rules = rules_of(forum.district, [forum])
    view = _with_newcomers(forum, kept_view(RESULTS, forum.cycle, forum), rules, now or timezone.now())
    kept = _kept(view)
    in_sight = {one.public_id for one in questions_in_sight(forum)}
    if kept is None or kept.minimum_n < rules.minimum_n or question.public_id not in in_sight:
        return None
    return next((one for one in kept.questions if one.question == question.public_id), None)


def _kept(view: KeptView | None) -> KeptResults | None:
    return None if view is None else from_stored(view.content, KeptResults)


def _with_newcomers(forum: Forum, view: KeptView | None, rules: Rules, now: datetime) -> KeptView | None:
    fingerprint = f"{rules.minimum_n} {rules.protection} {rules.bottom_percent} {rules.top_percent}"
    state = f"{state_of_answers(forum)} {fingerprint}"
    if was_tried(RESULTS, forum, view, state):
        return view
    is_changed = view is not None and view.fingerprint != fingerprint
    before = _kept(view)
    kept = {one.question: one for one in before.questions} if before else {}
    columns: dict[str, Column] = dict(columns_of(view))
    live = live_questions(forum)
    moved = set()
    for one in live:
        public_id = one.question.public_id
        shown = columns_of_question(columns, public_id)
        step = one.next_step(shown, rules, is_changed=is_changed)
        if step is not None:
            columns |= columns_to_keep(step.columns, public_id)
            kept[public_id] = one.kept(step.columns, rules, now)
            moved.add(public_id)
    to_show = {one.question.public_id for one in live} if not is_changed else moved
    questions = tuple(one for public_id, one in kept.items() if public_id in to_show)
    if moved or (before is not None and questions != before.questions):
        view = keep_view(
            Actor.system(forum.district),
            RESULTS,
            forum.cycle,
            forum,
            seen=view,
            content=KeptResults(rules.minimum_n, questions),
            columns=columns,
            n_people=max((one.n for one in questions), default=0),
            fingerprint=fingerprint,
            at=now,
        )
    note_tried(RESULTS, forum, view, state)
    return view
