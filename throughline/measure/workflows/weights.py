"""Weights: who was heard, weighted to who there is."""

import math
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from throughline.accounts.actions import JobRefused, RunningJob
from throughline.convene.models import Forum
from throughline.measure.actions.run import record_run
from throughline.measure.models import RunKind
from throughline.measure.queries.weights import (
    CodedPeople,
    MarginChoice,
    NoMarginError,
    coded_people,
    margins_to_choose,
    no_weights,
    refused_result,
    result_of,
    weights_sentence,
)
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
    """Place everybody who was heard, weight them to the figures chosen, and record the run, met or not."""
    forum = Forum.objects.select_related("cycle", "district").filter(public_id=forum_id).first()
    by_key = {} if forum is None else {choice.key: choice for choice in margins_to_choose(forum)}
    if forum is None or not margins or any(key not in by_key for key in margins):
        raise JobRefused(_("The figures to weight by are not there any more. Choose them again."))
    choices = [by_key[key] for key in margins]
    bounds = None
    if smallest is not None or largest is not None:
        bounds = (smallest or 0.0, math.inf if largest is None else largest)
    job.advance(0, 3, _("Placing everybody who was heard"))
    coded, result = _coded(forum, choices, bounds, leaves_out_empty)
    job.advance(1, 3, _("Looking for weights"))
    weight_of: dict[int, float] = {}
    if coded is not None:
        result, weight_of = _weighted(coded, bounds)
    job.advance(2, 3, _("Keeping what was found"))
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
            input_hash=coded.input_hash if coded is not None else "",
            n_people=0 if coded is None else len(coded.contributor_ids),
            result=result,
            weight_of=weight_of,
            frozen=coded.frozen if coded is not None else {},
        )
        job.finish_at(forum.district.url("run", run=run.public_id))
        job.tell(weights_sentence(run))


def _coded(
    forum: Forum,
    choices: Sequence[MarginChoice],
    bounds: tuple[float, float] | None,
    leaves_out_empty: bool,
) -> tuple[CodedPeople | None, dict[str, Any]]:
    try:
        return coded_people(forum, choices, leaves_out_empty=leaves_out_empty), {}
    except NoMarginError as error:
        described = [
            {
                "dimension": str(choice.dimension),
                "population": choice.population.public_id,
                "title": choice.population.title,
                "as_of": choice.population.as_of,
                "labels": {},
                "left_out": {},
            }
            for choice in choices
        ]
        return None, no_weights(error.reason, described, bounds, margin=error.margin)


def _weighted(
    coded: CodedPeople, bounds: tuple[float, float] | None
) -> tuple[dict[str, Any], dict[int, float]]:
    try:
        weights = weighting.rake(coded.codes, coded.margins, bounds=bounds)
    except weighting.WeightingError as error:
        return refused_result(error, coded, bounds), {}
    result = result_of(weights, weighting.diagnose(weights), coded.described)
    return result, dict(zip(coded.contributor_ids.tolist(), weights.weight.tolist(), strict=True))
