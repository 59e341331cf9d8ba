"""Weights: by which figures of the community people can be weighted, and what a run of weights says."""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from django.db.models import QuerySet
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from numpy.typing import NDArray

from throughline.convene.models import DataKind, Forum
from throughline.measure.models import Dimension, Population, Run, RunKind, RunMember
from throughline.measure.models.results import (
    Balance,
    Bounds,
    Cost,
    ExactWeights,
    Extreme,
    FrozenMargin,
    FrozenWeights,
    Miss,
    NoWeights,
    WeightMargin,
)
from throughline.measure.queries.guard import Rules, protect_counts, rules_of
from throughline.measure.queries.populations import (
    categories_of_contributors,
    dimensions_of,
    known_labels,
    match_of,
    people_heard,
    populations,
    roles_compared,
    targets_of,
)
from throughline.methods import weighting
from throughline.methods.weighting import Margin
from throughline.ui.data_kinds import may_have_interval
from throughline.ui.fields import TranslatedText

NOBODY_PLACED = "nobody_placed"
NO_TARGET = "no_target"
EMPTY_CATEGORY = "empty_category"
ZERO_TARGET = "zero_target"
OUT_OF_REACH = "out_of_reach"
DID_NOT_CONVERGE = "did_not_converge"
NOBODY = "nobody"
OTHER = "other"


# Whom other pages weight by


def weights_runs(forum: Forum) -> QuerySet[Run]:
    """The runs of a forum that hold weights, the newest first."""
    return (
        Run.objects.filter(forum=forum, kind=RunKind.WEIGHTS, exact__schema="ExactWeights")
        .select_related("forum", "person")
        .order_by("-id")
    )


def weights_of(run: Run) -> dict[int, float]:
    """What each contributor counts for, 1 on average."""
    members = RunMember.objects.filter(run=run).values_list("contributor_id", "weight")
    return {contributor_id: weight for contributor_id, weight in members if weight is not None}


def model_of(run: Run) -> TranslatedText:
    """The name a weighted figure carries wherever it stands, in every language of the district."""
    languages = run.forum.district.languages or ["en"]
    said = {}
    for code in languages:
        with translation.override(code):
            said[code] = model_label(run)
    return TranslatedText(languages[0], said)


def model_label(run: Run) -> str:
    found = run.exact_weights
    said = {"margins": ", ".join(str(Dimension(one.dimension).label).lower() for one in found.margins)}
    bounds = found.bounds
    if bounds is None:
        if found.is_single:
            return _("post-stratified by %(margins)s") % said
        return _("raked to %(margins)s") % said
    said |= {"low": f"{bounds[0]:g}", "high": "" if bounds[1] is None else f"{bounds[1]:g}"}
    if bounds[1] is None:
        return _("raked to %(margins)s, nobody below %(low)s times the average") % said
    return _("raked to %(margins)s, everybody between %(low)s and %(high)s times the average") % said


# What may be weighted by


@dataclass(frozen=True)
class MarginChoice:
    """One dimension of one population, into which contributors of a forum can be placed."""

    population: Population
    dimension: Dimension
    roles: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.population.public_id}:{self.dimension}"

    @property
    def label(self) -> str:
        return margin_label(self.dimension, self.population.title, self.population.as_of)


def margin_label(dimension: Dimension, title: str, as_of: str) -> str:
    """A grouping and whose figures of it were taken, in the language of the page."""
    said = {"dimension": dimension.label, "population": title}
    if as_of:
        return _("%(dimension)s, as in %(population)s (%(as_of)s)") % {**said, "as_of": as_of}
    return _("%(dimension)s, as in %(population)s") % said


def margin_labels(run: Run) -> list[str]:
    """What a run of weights was weighted by, or was to be."""
    return [margin_label(Dimension(one.dimension), one.title, one.as_of) for one in run.exact_weights.margins]


def margins_to_choose(forum: Forum) -> list[MarginChoice]:
    """By what the contributors of a forum can be weighted, of all figures the district has."""
    choices = []
    for population in populations():
        roles = tuple(sorted(roles_compared(forum, population)))
        choices += [
            MarginChoice(population, dimension, roles)
            for dimension in dimensions_of(population)
            if match_of(forum, population, dimension) is not None
        ]
    return choices


class NoMarginError(ValueError):
    """By one of the margins nobody can be placed, or nothing is counted."""

    def __init__(self, margin: int, reason: str) -> None:
        super().__init__(reason)
        self.margin, self.reason = margin, reason


@dataclass(frozen=True, eq=False)
class CodedPeople:
    """Contributors by their category on each margin: `codes[person, margin]`, -1 where it is not known."""

    contributor_ids: NDArray[np.int64]
    codes: NDArray[np.int64]
    margins: tuple[Margin, ...]
    described: tuple[WeightMargin, ...]

    @property
    def input_hash(self) -> str:
        """The same for the same people by category and the same targets, whatever their row numbers."""
        profiles, n = np.unique(self.codes, axis=0, return_counts=True)
        said = [
            [[list(margin.categories), margin.targets.tolist()] for margin in self.margins],
            profiles.tolist(),
            n.tolist(),
        ]
        return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()

    def frozen(self, rules: Rules) -> FrozenWeights:
        """What weights were computed from, so that they can be again: row numbers, categories, targets."""
        profiles, number, n = np.unique(self.codes, axis=0, return_inverse=True, return_counts=True)
        by_profile = self.contributor_ids[np.argsort(number.reshape(-1), kind="stable")]
        return FrozenWeights(
            rules=rules,
            margins=tuple(
                FrozenMargin(tuple(margin.categories), tuple(margin.targets.tolist()))
                for margin in self.margins
            ),
            profiles=tuple(tuple(profile) for profile in profiles.tolist()),
            people=tuple(tuple(ids.tolist()) for ids in np.split(by_profile, np.cumsum(n)[:-1])),
        )


def coded_people(forum: Forum, choices: Sequence[MarginChoice], *, leaves_out_empty: bool) -> CodedPeople:
    """Everybody who was heard, by the chosen margins.

    With `leaves_out_empty` categories from which nobody answered are no targets. People whose category has no
    count to compare are not known.
    """
    people = people_heard(forum, choices[0].roles).order_by("pk").values_list("pk", flat=True)
    contributor_ids = np.array(list(people), dtype=np.int64)
    if not contributor_ids.size:
        raise NoMarginError(0, NOBODY)
    columns, margins, described = [], [], []
    for number, choice in enumerate(choices):
        targets = targets_of(choice.population, choice.dimension)
        placed = categories_of_contributors(forum, choice.population, choice.dimension)
        counted, total = targets.counted, targets.n
        if not total:
            raise NoMarginError(number, NO_TARGET)
        heard = {category for category in placed.n_by_category if category in counted}
        if not heard:
            raise NoMarginError(number, NOBODY_PLACED)
        empty = {category: n / total for category, n in counted.items() if n and category not in heard}
        left_out = empty if leaves_out_empty else {}
        kept = {category: n for category, n in counted.items() if category not in left_out}
        index = {category: i for i, category in enumerate(kept)}
        columns.append(
            np.array(
                [index.get(placed.by_contributor.get(pk, ""), weighting.NOT_KNOWN) for pk in contributor_ids],
                dtype=np.int64,
            )
        )
        shares = np.array(list(kept.values()), dtype=np.float64)
        if not shares.sum():
            raise NoMarginError(number, NO_TARGET)
        margins.append(Margin(choice.key, shares / shares.sum(), tuple(kept), is_share=True))
        labels = {row.category: row.label for row in targets.rows}
        described.append(margin_described(choice, labels, left_out))
    return CodedPeople(contributor_ids, np.stack(columns, axis=1), tuple(margins), tuple(described))


# What a run holds


def exact_weights(
    weights: weighting.Weights, diagnosis: weighting.Diagnostics, described: Sequence[WeightMargin]
) -> ExactWeights:
    order = [margin.name for margin in weights.margins]
    balances = {margin.name: margin for margin in diagnosis.margins}
    return ExactWeights(
        margins=tuple(described),
        is_single=len(order) == 1,
        bounds=stored_bounds(weights.bounds),
        n_profiles=diagnosis.n_profiles,
        design_effect=diagnosis.design_effect,
        effective_n=diagnosis.effective_n,
        smallest=diagnosis.smallest,
        median=diagnosis.median,
        largest=diagnosis.largest,
        n_at_lower_bound=diagnosis.n_at_lower_bound,
        n_at_upper_bound=diagnosis.n_at_upper_bound,
        relative_error=weights.relative_error,
        balances=tuple(
            tuple(
                Balance(
                    category=one.category,
                    n=one.n,
                    before_share=one.before_share,
                    target_share=one.target_share,
                    after_share=one.after_share,
                    factor=one.mean_factor,
                )
                for one in balances[name].categories
            )
            for name in order
        ),
        costs=tuple(
            Cost(order.index(one.name), one.effective_n_without, one.cost) for one in diagnosis.margins
        ),
        highest=tuple(_extreme(one) for one in diagnosis.highest),
        lowest=tuple(_extreme(one) for one in diagnosis.lowest),
    )


def _extreme(one: weighting.ExtremeProfile) -> Extreme:
    return Extreme(tuple(one.categories), one.n, one.factor)


def stored_bounds(bounds: tuple[float, float] | None) -> Bounds | None:
    """Limits as they are kept: nothing in the place of a largest weight without end."""
    if bounds is None:
        return None
    return bounds[0], None if math.isinf(bounds[1]) else bounds[1]


def why_no_weights(
    error: weighting.WeightingError,
    coded: CodedPeople,
    bounds: tuple[float, float] | None,
) -> NoWeights:
    """Why there are no weights, with everything a sentence about it needs."""
    number = {margin.name: i for i, margin in enumerate(coded.margins)}
    nothing = no_weights(OTHER, coded.described, bounds)
    if isinstance(error, weighting.EmptyCategoryError):
        return replace(
            nothing,
            reason=EMPTY_CATEGORY,
            target=float(error.target),
            margin=number[error.margin],
            category=error.category,
        )
    if isinstance(error, weighting.ZeroTargetError):
        return replace(
            nothing,
            reason=ZERO_TARGET,
            n=error.n_people,
            margin=number[error.margin],
            category=error.category,
        )
    if isinstance(error, weighting.DidNotConvergeError):
        is_proved = isinstance(error, weighting.OutOfReachError)
        misses = tuple(
            Miss(
                margin=number[miss.margin],
                category=_known(miss.category, coded.described[number[miss.margin]]),
                target_share=miss.target_share,
                reached_share=miss.reached_share,
            )
            for miss in error.misses
        )
        return replace(nothing, reason=OUT_OF_REACH if is_proved else DID_NOT_CONVERGE, misses=misses)
    if isinstance(error, weighting.NobodyError):
        return replace(nothing, reason=NOBODY)
    return nothing


def _known(category: str, described: WeightMargin) -> str | None:
    return category if category in described.labels else None


def no_weights(
    reason: str,
    described: Sequence[WeightMargin],
    bounds: tuple[float, float] | None,
    *,
    margin: int | None = None,
) -> NoWeights:
    return NoWeights(
        reason=reason,
        margins=tuple(described),
        is_single=len(described) == 1,
        bounds=stored_bounds(bounds),
        margin=margin,
    )


def margin_described(
    choice: MarginChoice, labels: Mapping[str, str], left_out: Mapping[str, float]
) -> WeightMargin:
    return WeightMargin(
        dimension=str(choice.dimension),
        population=choice.population.public_id,
        title=choice.population.title,
        as_of=choice.population.as_of,
        labels=dict(labels),
        left_out=dict(left_out),
    )


def recomputed_weights(run: Run) -> dict[int, float]:
    """The weights of a run, computed once more from what it kept."""
    frozen = run.frozen_weights
    margins = [
        Margin(str(number), np.array(one.targets), one.categories, is_share=True)
        for number, one in enumerate(frozen.margins)
    ]
    n = [len(people) for people in frozen.people]
    codes = np.repeat(np.array(frozen.profiles, dtype=np.int64), n, axis=0)
    said = run.exact_weights.bounds
    bounds = None if said is None else (said[0], math.inf if said[1] is None else said[1])
    weights = weighting.rake(codes, margins, bounds=bounds)
    ids = [contributor_id for people in frozen.people for contributor_id in people]
    return dict(zip(ids, weights.weight.tolist(), strict=True))


# In words


def label_of(margin: WeightMargin, category: str | None) -> str:
    """The name of a category as it is called today, in the language of the page."""
    if category is None:
        return _("not known")
    return known_labels(margin.dimension).get(category) or margin.labels.get(category) or category


def weights_sentence(run: Run, *, is_guarded: bool = False) -> str:
    """What the weights came to, or why there are none; guarded, without how few people are where."""
    found = run.exact_weights
    if isinstance(found, ExactWeights):
        return ngettext(
            "%(n)s person, %(model)s: tells as much as %(effective)s with equal weights.",
            "%(n)s people, %(model)s: they tell as much as %(effective)s with equal weights.",
            run.n_people,
        ) % {"n": run.n_people, "model": model_label(run), "effective": round(found.effective_n)}
    if is_guarded and found.reason in {ZERO_TARGET, OUT_OF_REACH, DID_NOT_CONVERGE}:
        return _("No weights could be found that meet all figures.")
    return no_weights_sentence(found)


def no_weights_sentence(found: NoWeights) -> str:
    reason = found.reason
    said: dict[str, str] = {}
    if found.margin is not None:
        margin = found.margins[found.margin]
        said["margin"] = str(Dimension(margin.dimension).label)
        said["category"] = label_of(margin, found.category)
    if reason == EMPTY_CATEGORY:
        said["percent"] = _percents(found.target or 0.0)[0]
        return (
            _(
                "No weights: nobody answered from %(category)s (%(margin)s), where %(percent)s %% of the "
                "community are. Leave such categories out, or reach people there."
            )
            % said
        )
    if reason == ZERO_TARGET:
        return ngettext(
            "No weights: %(n)s person answered from %(category)s (%(margin)s), where the official count is "
            "zero. Settle which category these answers belong to.",
            "No weights: %(n)s people answered from %(category)s (%(margin)s), where the official count is "
            "zero. Settle which category these answers belong to.",
            found.n,
        ) % {**said, "n": found.n}
    if reason in {OUT_OF_REACH, DID_NOT_CONVERGE}:
        return _missed_sentence(found)
    if reason == NOBODY_PLACED:
        return _("No weights: by %(margin)s nobody who answered can be placed.") % said
    if reason == NO_TARGET:
        return _("No weights: by %(margin)s the official count has nobody.") % said
    if reason == NOBODY:
        return _("No weights: nobody has answered yet.")
    return _("No weights could be found that meet all figures.")


def _missed_sentence(found: NoWeights) -> str:
    worst = found.misses[0]
    margin = found.margins[worst.margin]
    reached, target = _percents(worst.reached_share, worst.target_share)
    said = {
        "category": label_of(margin, worst.category),
        "margin": str(Dimension(margin.dimension).label),
        "reached": reached,
        "target": target,
    }
    if found.reason == OUT_OF_REACH and found.bounds is not None:
        return (
            _(
                "No weights within these limits meet all figures. The nearest leave %(category)s "
                "(%(margin)s) at %(reached)s %% instead of %(target)s %%. Widen the limits, or weight by "
                "fewer figures."
            )
            % said
        )
    if found.reason == OUT_OF_REACH:
        return (
            _(
                "No weights meet all figures at once. The nearest leave %(category)s (%(margin)s) at "
                "%(reached)s %% instead of %(target)s %%. Weight by fewer figures."
            )
            % said
        )
    return (
        _(
            "No weights were found that meet all figures. Furthest off is %(category)s (%(margin)s), at "
            "%(reached)s %% instead of %(target)s %%. Weight by fewer figures."
        )
        % said
    )


def _percents(*shares: float) -> list[str]:
    """Shares in percent, with so many digits after the point that a miss does not look like none."""
    percents = [100 * share for share in shares]
    digits = next((d for d in range(1, 9) if len({round(p, d) for p in percents}) == len(percents)), 9)
    return [number_format(round(percent, digits), digits) for percent in percents]


def claim_sentence(run: Run) -> str:
    """What may be claimed from weighted figures of this forum."""
    if may_have_interval(run.forum.data_kind):
        return _(
            "Weighted figures of this forum keep their intervals, and the weights are counted in: unequal "
            "weights make them wider."
        )
    if run.forum.data_kind == DataKind.IMPORTED:
        return _(
            "Answers collected elsewhere keep no sampling interval, weighted or not. Weights make the groups "
            "count as they do in the community; they assume that, within each group, those who answered "
            "think like those who did not."
        )
    return _(
        "Self-selected answers keep no sampling interval, weighted or not. Weights make the groups count as "
        "they do in the community; they assume that, within each group, those who answered think like those "
        "who did not."
    )


# As the page shows it


@dataclass(frozen=True)
class BalanceRow:
    """One category: shares in percent; `factor` is what one answer counts for."""

    label: str
    n: int | None
    before_percent: float | None
    target_percent: float
    after_percent: float | None
    factor: float | None


@dataclass(frozen=True)
class MarginRow:
    name: str
    source: str
    rows: Sequence[BalanceRow]
    largest_gap_percent: float
    effective_n_without: float
    cost: float
    left_out: Sequence[tuple[str, float]]


@dataclass(frozen=True)
class ExtremeRow:
    label: str
    n: int
    factor: float


@dataclass(frozen=True)
class MissRow:
    margin: str
    label: str
    target: str
    reached: str


@dataclass(frozen=True)
class WeightsPage:
    is_found: bool
    is_guarded: bool
    model: str
    claim: str
    margins: Sequence[MarginRow] = ()
    highest: Sequence[ExtremeRow] = ()
    lowest: Sequence[ExtremeRow] = ()
    misses: Sequence[MissRow] = ()
    design_effect: float = 1.0
    effective_n: float = 0.0
    smallest: float = 1.0
    median: float = 1.0
    largest: float = 1.0
    n_at_bounds: int = 0
    minimum_n: int | None = None
    rows: Sequence[MarginRow] = ()


def weights_page(run: Run, *, is_guarded: bool) -> WeightsPage:
    """The diagnostics; guarded, without what a few people count for and with small categories together."""
    found, model, claim = run.exact_weights, model_label(run), claim_sentence(run)
    if isinstance(found, NoWeights):
        return WeightsPage(False, is_guarded, model, claim, misses=[] if is_guarded else _misses(found))
    rules = rules_of(run.forum.district, [run.forum])
    told = partial(_guarded_balances, rules) if is_guarded else _balances
    rows = []
    for number, (margin, balances) in enumerate(zip(found.margins, found.balances, strict=True)):
        cost = next(one for one in found.costs if one.margin == number)
        gap = max(abs(one.before_share - one.target_share) for one in balances)
        rows.append(
            MarginRow(
                name=str(Dimension(margin.dimension).label),
                source=_source(margin),
                rows=told(margin, balances),
                largest_gap_percent=100 * gap,
                effective_n_without=cost.effective_n_without,
                cost=cost.cost,
                left_out=[(label_of(margin, key), 100 * share) for key, share in margin.left_out.items()],
            )
        )
    by_cost = sorted(rows, key=lambda row: -row.cost)
    return WeightsPage(
        is_found=True,
        is_guarded=is_guarded,
        model=model,
        claim=claim,
        margins=by_cost,
        highest=[] if is_guarded else _extremes(found, found.highest),
        lowest=[] if is_guarded else _extremes(found, found.lowest),
        design_effect=found.design_effect,
        effective_n=found.effective_n,
        smallest=found.smallest,
        median=found.median,
        largest=found.largest,
        n_at_bounds=found.n_at_lower_bound + found.n_at_upper_bound,
        minimum_n=rules.minimum_n if is_guarded else None,
    )


def _source(margin: WeightMargin) -> str:
    return f"{margin.title} ({margin.as_of})" if margin.as_of else margin.title


def _balances(margin: WeightMargin, balances: Sequence[Balance]) -> list[BalanceRow]:
    return [
        BalanceRow(
            label=label_of(margin, one.category),
            n=one.n,
            before_percent=100 * one.before_share,
            target_percent=100 * one.target_share,
            after_percent=100 * one.after_share,
            factor=one.factor if one.n else None,
        )
        for one in balances
    ]


def _guarded_balances(rules: Rules, margin: WeightMargin, balances: Sequence[Balance]) -> list[BalanceRow]:
    """Small categories together with others; the whole is the number of people, which is told."""
    names = [str(i) for i in range(len(balances))]
    together = protect_counts(names, [one.n for one in balances], rules)
    n_people = sum(one.n for one in balances)
    rows = []
    for group, n in zip(together.groups, together.n, strict=True):
        of_group = [balances[int(name)] for name in group]
        target = sum(one.target_share for one in of_group)
        label = " + ".join(label_of(margin, one.category) for one in of_group)
        before = 100 * n / n_people if n else None
        rows.append(BalanceRow(label, n or None, before, 100 * target, None, None))
    return rows


def _extremes(found: ExactWeights, extremes: Sequence[Extreme]) -> list[ExtremeRow]:
    return [
        ExtremeRow(
            label=" · ".join(
                label_of(margin, category)
                for margin, category in zip(found.margins, one.categories, strict=True)
            ),
            n=one.n,
            factor=one.factor,
        )
        for one in extremes
    ]


def _misses(found: NoWeights) -> list[MissRow]:
    rows = []
    for one in found.misses:
        margin = found.margins[one.margin]
        target, reached = _percents(one.target_share, one.reached_share)
        name = str(Dimension(margin.dimension).label)
        rows.append(MissRow(name, label_of(margin, one.category), target, reached))
    return rows
