"""Weights: contributors weighted to population figures."""

import math
from collections.abc import Sequence

from django.utils.translation import gettext as _

from throughline.accounts.actions import JobRefused, RunningJob
from throughline.convene.models import Forum
from throughline.measure.actions.run import record_run
from throughline.measure.models import RunKind
from throughline.measure.models.results import ExactWeights, FrozenWeights, NoWeights
from throughline.measure.queries.guard import rules_of
from throughline.measure.queries.weights.coded_people import CodedPeople, NoMarginError, coded_people
from throughline.measure.queries.weights.margins import MarginChoice, margin_described, margins_to_choose
from throughline.measure.queries.weights.result import exact_weights, no_weights, why_no_weights
from throughline.measure.queries.weights.sentences import weights_sentence
from throughline.methods import weighting


def find_weights(
    job: RunningJob,
    *,
    forum_id: str,
    margins: Sequence[str],
    smallest: float | None = None,
    largest: float | None = None,
    leaves_out_empty: bool = False,
) -> None:
    """Code all contributors, weight them to the chosen figures, and record the run or its failure."""
    forum = Forum.objects.select_related("cycle", "district").filter(public_id=forum_id).first()
    by_key = {} if forum is None else {choice.key: choice for choice in margins_to_choose(forum)}
    if forum is None or not margins or any(key not in by_key for key in margins):
        raise JobRefused(lambda: _("The data you chose for weighting is no longer available. Choose again."))
    choices = [by_key[key] for key in margins]
    bounds = None
    if smallest is not None or largest is not None:
        bounds = (smallest or 0.0, math.inf if largest is None else largest)
    job.advance(0, 3, lambda: _("Matching participants to groups."))
    rules = rules_of(forum.district, [forum])
    coded = _coded(forum, choices, bounds, leaves_out_empty)
    job.advance(1, 3, lambda: _("Computing weights."))
    placed = None if isinstance(coded, NoWeights) else coded
    found, weight_of = (coded, {}) if isinstance(coded, NoWeights) else _weighted(coded, bounds)
    job.advance(2, 3, lambda: _("Saving the results."))
    with job.last_step():
        run = record_run(
            job.actor,
            forum,
            kind=RunKind.WEIGHTS,
            method=weighting.METHOD,
            method_version=weighting.VERSION,
            settings={
                "margins": [choice.label for choice in choices],
                **({} if smallest is None else {"smallest": smallest}),
                **({} if largest is None else {"largest": largest}),
                "leaves_out_empty": leaves_out_empty,
            },
            seed=None,
            log_position=0,
            input_hash="" if placed is None else placed.input_hash,
            n_people=0 if placed is None else len(placed.contributor_ids),
            exact=found,
            weight_of=weight_of,
            frozen=FrozenWeights(rules) if placed is None else placed.frozen(rules),
        )
        job.finish_at(forum.district.url("run", run_id=run.public_id))
        job.set_result(lambda: weights_sentence(run))


def _coded(
    forum: Forum,
    choices: Sequence[MarginChoice],
    bounds: tuple[float, float] | None,
    leaves_out_empty: bool,
) -> CodedPeople | NoWeights:
    try:
        return coded_people(forum, choices, leaves_out_empty=leaves_out_empty)
    except NoMarginError as error:
        described = [margin_described(choice, {}, {}) for choice in choices]
        return no_weights(error.reason, described, bounds, margin=error.margin)


def _weighted(
    coded: CodedPeople, bounds: tuple[float, float] | None
) -> tuple[ExactWeights | NoWeights, dict[int, float]]:
    try:
        weights = weighting.rake(coded.codes, coded.margins, bounds=bounds)
    except weighting.WeightingError as error:
        return why_no_weights(error, coded, bounds), {}
    found = exact_weights(weights, weighting.diagnose(weights), coded.described)
    return found, dict(zip(coded.contributor_ids.tolist(), weights.weight.tolist(), strict=True))
