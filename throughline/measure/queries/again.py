"""Runs counted again, from what was frozen with them. Nothing is written."""

from collections.abc import Callable
from typing import Any

from throughline.listen.models import Contributor, SurveyQuestion
from throughline.listen.queries import vote_table
from throughline.measure.models import Run, RunKind
from throughline.measure.queries.crosstab import crosstab_again, published
from throughline.measure.queries.frozen import table_as_frozen
from throughline.measure.queries.guard import Rules
from throughline.measure.queries.patterns import (
    DEFAULT_SEED,
    described,
    imported_again,
    input_hash,
    judged,
    votes_of,
)
from throughline.methods import opinion_groups


def run_again(run: Run) -> tuple[dict[str, Any], str]:
    """What may be told of a run counted again, and the hash of what it read."""
    told, read = _crosstab_again(run) if run.kind == RunKind.CROSSTAB else patterns_again(run)
    return told.get("published") or {}, read


def patterns_again(run: Run) -> tuple[dict[str, Any], str]:
    """What a run of patterns finds in the votes it read, with its own seed and rules; and what those were."""
    table = table_as_frozen(vote_table(run.forum, up_to=run.log_position), run.frozen)
    votes = votes_of(table)
    rules = Rules.from_json(run.frozen["rules"])
    if run.kind == RunKind.IMPORTED_GROUPS:
        return imported_again(run, table, rules), run.input_hash
    judgement = judged(
        votes,
        DEFAULT_SEED if run.seed is None else run.seed,
        n_draws=run.settings.get("null_draws", opinion_groups.N_DRAWS),
        is_over=_over_after(run.frozen.get("n_draws")),
    )
    if judgement.verdict == "cannot_tell":
        return {}, input_hash(votes)
    names = run.frozen.get("names")
    if names is not None and len(names) != judgement.n_groups:
        names = None
    told = described(
        run.forum, table, votes, judgement.group_of_person, rules, judgement=judgement, names=names
    )
    return told, input_hash(votes)


def _over_after(n_draws: int | None) -> Callable[[], bool]:
    """Ends the drawing where time was over when the run was made; never, where it was not."""
    if n_draws is None:
        return lambda: False
    left = iter(range(n_draws))
    return lambda: next(left, None) is None


def _crosstab_again(run: Run) -> tuple[dict[str, Any], str]:
    ids = {run.frozen[side]["question"] for side in ("row", "column")}
    questions = {one.public_id: one for one in SurveyQuestion.objects.filter(public_id__in=ids)}
    if len(questions) < len(ids):
        return {}, ""
    people = {int(pk) for side in ("row", "column") for pk in run.frozen[side]["answers"]}
    there = set(Contributor.objects.filter(pk__in=people).values_list("pk", flat=True))
    table = crosstab_again(run.frozen, questions, people - there)
    return {"published": published(table, Rules.from_json(run.frozen["rules"]))}, table.input_hash
