"""The page of a run of weights."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.measure.models import Dimension, Run
from throughline.measure.models.results import Balance, ExactWeights, Extreme, NoWeights, WeightMargin
from throughline.measure.queries.weights.runs import model_label
from throughline.measure.queries.weights.sentences import category_label, claim_sentence, percents


@dataclass(frozen=True)
class BalanceRow:
    """One category: shares in percent; `factor` is the weight of one answer."""

    label: str
    n: int
    before_percent: float
    target_percent: float
    after_percent: float
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
    rows: Sequence[MarginRow] = ()


def weights_page(run: Run, *, is_guarded: bool) -> WeightsPage:
    """The diagnostics; if guarded, only the model.

    The diagnostics count everybody who was heard, whom guarded users see in a kept view; the difference of
    the two, or of two runs, would be a few people.
    """
    found, model, claim = run.exact_weights, model_label(run), claim_sentence(run)
    if is_guarded:
        return WeightsPage(isinstance(found, ExactWeights), is_guarded, model, claim)
    if isinstance(found, NoWeights):
        return WeightsPage(False, is_guarded, model, claim, misses=_misses(found))
    rows = []
    for number, (margin, balances) in enumerate(zip(found.margins, found.balances, strict=True)):
        cost = next(one for one in found.costs if one.margin == number)
        gap = max(abs(one.before_share - one.target_share) for one in balances)
        rows.append(
            MarginRow(
                name=str(Dimension(margin.dimension).label),
                source=_source(margin),
                rows=_balances(margin, balances),
                largest_gap_percent=100 * gap,
                effective_n_without=cost.effective_n_without,
                cost=cost.cost,
                left_out=[
                    (category_label(margin, key), 100 * share) for key, share in margin.left_out.items()
                ],
            )
        )
    by_cost = sorted(rows, key=lambda row: -row.cost)
    return WeightsPage(
        is_found=True,
        is_guarded=is_guarded,
        model=model,
        claim=claim,
        margins=by_cost,
        highest=_extremes(found, found.highest),
        lowest=_extremes(found, found.lowest),
        design_effect=found.design_effect,
        effective_n=found.effective_n,
        smallest=found.smallest,
        median=found.median,
        largest=found.largest,
        n_at_bounds=found.n_at_lower_bound + found.n_at_upper_bound,
    )


def _source(margin: WeightMargin) -> str:
    return f"{margin.title} ({margin.as_of})" if margin.as_of else margin.title


def _balances(margin: WeightMargin, balances: Sequence[Balance]) -> list[BalanceRow]:
    return [
        BalanceRow(
            label=category_label(margin, one.category),
            n=one.n,
            before_percent=100 * one.before_share,
            target_percent=100 * one.target_share,
            after_percent=100 * one.after_share,
            factor=one.factor if one.n else None,
        )
        for one in balances
    ]


def _extremes(found: ExactWeights, extremes: Sequence[Extreme]) -> list[ExtremeRow]:
    return [
        ExtremeRow(
            label=" · ".join(
                category_label(margin, category)
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
        target, reached = percents(one.target_share, one.reached_share)
        name = str(Dimension(margin.dimension).label)
        rows.append(MissRow(name, category_label(margin, one.category), target, reached))
    return rows
