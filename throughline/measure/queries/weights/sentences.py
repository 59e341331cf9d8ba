"""Sentences about weights: results, why there are none, and what weighted figures support."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.convene.models import DataKind
from throughline.measure.models import Dimension, Run
from throughline.measure.models.results import ExactWeights, NoWeights, WeightMargin
from throughline.measure.queries.populations.counts import known_labels
from throughline.measure.queries.weights.coded_people import NO_TARGET, NOBODY, NOBODY_PLACED
from throughline.measure.queries.weights.result import (
    DID_NOT_CONVERGE,
    EMPTY_CATEGORY,
    OUT_OF_REACH,
    ZERO_TARGET,
)
from throughline.measure.queries.weights.runs import model_label
from throughline.ui.data_kinds import may_have_interval


def category_label(margin: WeightMargin, category: str | None) -> str:
    """The current name of a category, in the current language."""
    if category is None:
        return _("not known")
    return known_labels(margin.dimension).get(category) or margin.labels.get(category) or category


def weights_sentence(run: Run, *, is_guarded: bool = False) -> str:
    """A sentence on the weights, or why there are none; if guarded, without numbers of people."""
    found = run.exact_weights
    if is_guarded:
        is_found = isinstance(found, ExactWeights)
        return (
            model_label(run)
            if is_found
            else _("No weights could be found that meet all the population targets.")
        )
    if isinstance(found, ExactWeights):
        return ngettext(
            "%(n)s person, %(model)s. Effective sample size: %(effective)s.",
            "%(n)s people, %(model)s. Effective sample size: %(effective)s.",
            run.n_people,
        ) % {"n": run.n_people, "model": model_label(run), "effective": round(found.effective_n)}
    return no_weights_sentence(found)


def no_weights_sentence(found: NoWeights) -> str:
    reason = found.reason
    values: dict[str, str] = {}
    if found.margin is not None:
        margin = found.margins[found.margin]
        values["margin"] = str(Dimension(margin.dimension).label)
        values["category"] = category_label(margin, found.category)
    if reason == EMPTY_CATEGORY:
        values["percent"] = percents(found.target or 0.0)[0]
        return (
            _(
                "No weights: no one responded from %(category)s (%(margin)s), which is %(percent)s%% of "
                "the community. Leave out groups with no responses, or invite people from this group to "
                "take part."
            )
            % values
        )
    if reason == ZERO_TARGET:
        return ngettext(
            "No weights: %(n)s person responded from %(category)s (%(margin)s), but the official count "
            "for this group is zero. Check which group this answer belongs to.",
            "No weights: %(n)s people responded from %(category)s (%(margin)s), but the official count "
            "for this group is zero. Check which group these answers belong to.",
            found.n,
        ) % {**values, "n": found.n}
    if reason in {OUT_OF_REACH, DID_NOT_CONVERGE}:
        return _missed_sentence(found)
    if reason == NOBODY_PLACED:
        return _("No weights: no participant can be matched to a group (%(margin)s).") % values
    if reason == NO_TARGET:
        return _("No weights: the official count has no people in any group (%(margin)s).") % values
    if reason == NOBODY:
        return _("No weights: no one has responded yet.")
    return _("No weights could be found that meet all the population targets.")


def _missed_sentence(found: NoWeights) -> str:
    worst = found.misses[0]
    margin = found.margins[worst.margin]
    reached, target = percents(worst.reached_share, worst.target_share)
    values = {
        "category": category_label(margin, worst.category),
        "margin": str(Dimension(margin.dimension).label),
        "reached": reached,
        "target": target,
    }
    if found.reason == OUT_OF_REACH and found.bounds is not None:
        return (
            _(
                "No weights within these limits meet all the population targets. With the closest weights, "
                "%(category)s (%(margin)s) is %(reached)s%% instead of %(target)s%%. Widen the limits or "
                "choose fewer population targets."
            )
            % values
        )
    if found.reason == OUT_OF_REACH:
        return (
            _(
                "No weights meet all the population targets at once. With the closest weights, "
                "%(category)s (%(margin)s) is %(reached)s%% instead of %(target)s%%. Choose fewer "
                "population targets."
            )
            % values
        )
    return (
        _(
            "No weights were found that meet all the population targets. The largest difference is for "
            "%(category)s (%(margin)s): %(reached)s%% instead of %(target)s%%. Choose fewer population "
            "targets."
        )
        % values
    )


def percents(*shares: float) -> list[str]:
    """Format shares in percent, with enough decimals that different shares look different."""
    percents = [100 * share for share in shares]
    digits = next((d for d in range(1, 9) if len({round(p, d) for p in percents}) == len(percents)), 9)
    return [number_format(round(percent, digits), digits) for percent in percents]


def claim_sentence(run: Run) -> str:
    """A sentence on the claims that weighted figures of this forum support."""
    if may_have_interval(run.forum.data_kind):
        return _(
            "Weighted results for this forum keep their confidence intervals (margins of error). The "
            "intervals account for the weights: unequal weights make them wider."
        )
    if run.forum.data_kind == DataKind.IMPORTED:
        return _(
            "Responses collected elsewhere have no margin of error, weighted or not. Weights make each "
            "group count as it does in the community. They assume that, within each group, people who "
            "responded think like people who did not."
        )
    return _(
        "Responses from people who chose to take part have no margin of error, weighted or not. "
        "Weights make each group count as it does in the community. They assume that, within each "
        "group, people who responded think like people who did not."
    )
