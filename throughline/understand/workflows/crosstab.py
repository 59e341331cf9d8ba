"""Keeping a crosstab as a run."""

from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.listen.models import SurveyQuestion
from throughline.methods import crosstab
from throughline.understand.actions.run import record_run
from throughline.understand.models import Run, RunKind
from throughline.understand.queries.crosstab import crosstab_of, result_of
from throughline.understand.queries.guard import GUARD, GUARD_VERSION, rules_of


def save_crosstab(actor: Actor, forum: Forum, *, one: SurveyQuestion, other: SurveyQuestion) -> Run:
    """Load, count, guard, record."""
    table = crosstab_of(forum, one, other)
    result = result_of(table, rules_of(forum.district, [forum]))
    return record_run(
        actor,
        forum,
        kind=RunKind.CROSSTAB,
        method=crosstab.METHOD,
        method_version=crosstab.VERSION,
        settings={
            "row_question": table.row_question.prompt.source,
            "column_question": table.column_question.prompt.source,
            "guard": GUARD,
            "guard_version": GUARD_VERSION,
        },
        seed=None,
        log_position=0,
        input_hash=table.input_hash,
        n_people=table.n_people,
        result=result,
        frozen=table.frozen,
        members=[(contributor_id, 0, None, None) for contributor_id in table.contributor_ids],
    )
