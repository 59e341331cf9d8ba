"""Count a cross-tabulation, and save it as a run."""

from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.listen.models import SurveyQuestion
from throughline.measure.actions.run import record_run
from throughline.measure.models import Run, RunKind, Setting
from throughline.measure.models.results import FrozenTable
from throughline.measure.queries.crosstab.counts import Crosstab, crosstab_of, exact_table
from throughline.measure.queries.crosstab.panels import ROW, SEED, SharesOf, side_by_side_of
from throughline.measure.queries.crosstab.splits import Split
from throughline.measure.queries.guard import GUARD, GUARD_VERSION, protect_crosstab, rules_of
from throughline.measure.queries.run_results import Table
from throughline.measure.queries.weights.runs import model_of
from throughline.methods import crosstab, estimates


def count_crosstab(
    forum: Forum,
    *,
    one: SurveyQuestion,
    other: SurveyQuestion,
    split: Split | None = None,
    weights: Run | None = None,
    shares_of: SharesOf = ROW,
) -> Table:
    """Count a table, exactly and as it may be published. Only for users who may read everything."""
    return _counted(forum, crosstab_of(forum, one, other), split, weights, shares_of)


def save_crosstab(
    actor: Actor,
    forum: Forum,
    *,
    one: SurveyQuestion,
    other: SurveyQuestion,
    split: Split | None = None,
    weights: Run | None = None,
    shares_of: SharesOf = ROW,
) -> Run:
    """Count a table and record it as a run."""
    table = crosstab_of(forum, one, other)
    settings: dict[str, Setting] = {
        "row_question": table.row_question.prompt.source,
        "column_question": table.column_question.prompt.source,
        "shares_of": shares_of,
        "estimates_version": estimates.VERSION,
        "seed_of_shuffles": SEED,
        "guard": GUARD,
        "guard_version": GUARD_VERSION,
    }
    if split is not None:
        settings["split_question"] = split.label.source
    if weights is not None:
        settings |= {"weights": weights.public_id, "weights_model": model_of(weights).source}
    rules = rules_of(forum.district, [forum])
    counted = _counted(forum, table, split, weights, shares_of)
    return record_run(
        actor,
        forum,
        kind=RunKind.CROSSTAB,
        method=crosstab.METHOD,
        method_version=crosstab.VERSION,
        settings=settings,
        seed=None,
        log_position=0,
        input_hash=table.input_hash,
        n_people=table.n_people,
        exact=counted.exact,
        published=counted.published,
        frozen=FrozenTable(
            rules, table.row, table.column, tuple(tuple(sorted(unit)) for unit in table.units)
        ),
        members=[(contributor_id, 0, None, None) for contributor_id in table.contributor_ids],
    )


def _counted(
    forum: Forum,
    table: Crosstab,
    split: Split | None,
    weights: Run | None,
    shares_of: SharesOf,
) -> Table:
    rules = rules_of(forum.district, [forum])
    explored = side_by_side_of(
        table, forum, split=split, weights=weights, shares_of=shares_of, minimum_n=rules.minimum_n
    )
    return Table(exact_table(table, explored), protect_crosstab(table, rules))
