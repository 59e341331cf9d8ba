"""Recompute runs from what was frozen with them. Nothing is written."""

from collections.abc import Callable

from throughline.listen.models import Contributor, SurveyQuestion
from throughline.listen.queries import vote_table
from throughline.measure.models import Run, RunKind
from throughline.measure.models.results import PublishedPatterns, PublishedTable
from throughline.measure.queries.crosstab.counts import recomputed_crosstab
from throughline.measure.queries.frozen import table_as_frozen
from throughline.measure.queries.guard import protect_crosstab, protect_patterns
from throughline.measure.queries.patterns.exact import exact_patterns
from throughline.measure.queries.patterns.found import (
    DEFAULT_SEED,
    found_patterns,
    input_hash,
    judged,
    votes_of,
)
from throughline.measure.queries.run_results import Patterns, recounted_import
from throughline.methods import opinion_groups


def recomputed_run(run: Run) -> tuple[PublishedPatterns | PublishedTable | None, str]:
    """Recompute a run; return what may be published of it, and the hash of its input."""
    if run.kind == RunKind.CROSSTAB:
        return recomputed_table(run)
    patterns, read = recomputed_patterns(run)
    return (None if patterns is None else patterns.published), read


def recomputed_patterns(run: Run) -> tuple[Patterns | None, str]:
    """Recompute patterns from the run's votes, with its seed and rules; also return the votes' hash."""
    frozen = run.frozen_patterns
    log = vote_table(run.forum, up_to=run.log_position, without=frozen.aside)
    table = table_as_frozen(log, frozen)
    votes = votes_of(table)
    if run.kind == RunKind.IMPORTED_GROUPS:
        return recounted_import(run, table, frozen.rules), run.input_hash
    judgment = judged(
        votes,
        DEFAULT_SEED if run.seed is None else run.seed,
        n_draws=run.settings.get("null_draws", opinion_groups.N_DRAWS),
        is_over=_over_after(frozen.n_draws),
    )
    if judgment.verdict == "cannot_tell":
        return None, input_hash(votes)
    names = frozen.names if len(frozen.names) == judgment.n_groups else None
    found = found_patterns(
        run.forum,
        table,
        votes,
        judgment.group_of_person,
        frozen.rules,
        judgment=judgment,
        names=names,
        units=tuple(frozenset(unit) for unit in frozen.units),
    )
    return Patterns(exact_patterns(found), protect_patterns(found, frozen.rules)), input_hash(votes)


def _over_after(n_draws: int | None) -> Callable[[], bool]:
    """Return a limit that stops after `n_draws`, where the run ran out of time; never, if it did not."""
    if n_draws is None:
        return lambda: False
    left = iter(range(n_draws))
    return lambda: next(left, None) is None


def recomputed_table(run: Run) -> tuple[PublishedTable | None, str]:
    frozen = run.frozen_table
    sides = (frozen.row, frozen.column)
    ids = {side.question for side in sides}
    questions = {one.public_id: one for one in SurveyQuestion.objects.filter(public_id__in=ids)}
    if len(questions) < len(ids):
        return None, ""
    people = {pk for side in sides for pk in side.answers}
    existing = set(Contributor.objects.filter(pk__in=people).values_list("pk", flat=True))
    table = recomputed_crosstab(frozen, questions, people - existing)
    return protect_crosstab(table, frozen.rules), table.input_hash
