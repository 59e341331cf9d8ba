"""Runs of weights: a forum's runs, the weights of contributors, and the model in words."""

import math

import numpy as np
from django.db.models import QuerySet
from django.utils import translation
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from throughline.convene.models import Forum
from throughline.measure.models import Dimension, Run, RunKind, RunMember
from throughline.methods import weighting
from throughline.methods.weighting import Margin
from throughline.ui.fields import TranslatedText


def weights_runs(forum: Forum) -> QuerySet[Run]:
    """The runs of a forum that found weights, the newest first."""
    return (
        Run.objects.filter(forum=forum, kind=RunKind.WEIGHTS, exact__schema="ExactWeights")
        .select_related("forum", "person")
        .order_by("-id")
    )


def weights_of(run: Run) -> dict[int, float]:
    """The weight of each contributor; the mean is 1."""
    members = RunMember.objects.filter(run=run).values_list("contributor_id", "weight")
    return {contributor_id: weight for contributor_id, weight in members if weight is not None}


def recomputed_weights(run: Run) -> dict[int, float]:
    """Recompute the weights of a run from what it stored."""
    frozen = run.frozen_weights
    margins = [
        Margin(str(number), np.array(one.targets), one.categories, is_share=True)
        for number, one in enumerate(frozen.margins)
    ]
    n = [len(people) for people in frozen.people]
    codes = np.repeat(np.array(frozen.profiles, dtype=np.int64), n, axis=0)
    stored = run.exact_weights.bounds
    bounds = None if stored is None else (stored[0], math.inf if stored[1] is None else stored[1])
    weights = weighting.rake(codes, margins, bounds=bounds)
    ids = [contributor_id for people in frozen.people for contributor_id in people]
    return dict(zip(ids, weights.weight.tolist(), strict=True))


def model_of(run: Run) -> TranslatedText:
    """The label for figures with these weights, in every language of the district."""
    languages = run.forum.district.languages or ["en"]
    labels = {}
    for code in languages:
        with translation.override(code):
            labels[code] = model_label(run)
    return TranslatedText(languages[0], labels)


def model_label(run: Run) -> str:
    found = run.exact_weights
    margins = [str(Dimension(one.dimension).label).lower() for one in found.margins]
    values = {"margins": get_text_list(margins, _("and"))}
    bounds = found.bounds
    if bounds is None:
        if found.is_single:
            return _("weighted to match %(margins)s (post-stratification)") % values
        return _("weighted to match %(margins)s (raking)") % values
    values |= {"low": f"{bounds[0]:g}", "high": "" if bounds[1] is None else f"{bounds[1]:g}"}
    if bounds[1] is None:
        return _("weighted to match %(margins)s (raking, minimum weight %(low)s)") % values
    return _("weighted to match %(margins)s (raking, weights from %(low)s to %(high)s)") % values
