"""A cross-tabulation for analysts: split, weighted and tested, with valid intervals."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from throughline.convene.models import Forum
from throughline.measure.models import Run
from throughline.measure.models.results import (
    ExactPanel,
    ExactSideBySide,
    FrozenAnswers,
    Gap,
    SplitBy,
    Tested,
    WeightedBy,
)
from throughline.measure.queries.crosstab.counts import Crosstab, is_about_people
from throughline.measure.queries.crosstab.splits import Split
from throughline.measure.queries.sample import sample_of
from throughline.measure.queries.weights.runs import model_of
from throughline.methods import estimates
from throughline.methods.crosstab import NothingToCompareError, independence
from throughline.ui.data_kinds import may_have_interval
from throughline.ui.fields import TranslatedText

SharesOf = Literal["row", "column"]
ROW: SharesOf = "row"
COLUMN: SharesOf = "column"
SEED = 1
LEAST_GAP = 0.005
Flags = NDArray[np.bool_]


def side_by_side_of(
    table: Crosstab,
    forum: Forum,
    *,
    split: Split | None = None,
    weights: Run | None = None,
    shares_of: SharesOf = ROW,
    minimum_n: int = 1,
) -> ExactSideBySide:
    """Count, weight and test the answers of a table, split into panels if requested."""
    sample = sample_of(table.contributor_ids, forum.data_kind, weights)
    people = [pk for pk in table.contributor_ids if sample is not None and pk in sample.places]
    rows, row_labels = _members(_answers(table.row), people, is_about_people(table.row_question))
    columns, column_labels = _members(_answers(table.column), people, is_about_people(table.column_question))
    panels: list[ExactPanel] = []
    n_in_none = 0
    groups: list[tuple[TranslatedText | None, Flags]]
    if split is not None:
        member, labels = _members(split, people, True)
        n_in_none = int((~member.any(axis=1)).sum()) if len(people) else 0
        groups = list(zip(labels, member.T, strict=True))
    else:
        groups = [(None, np.ones(len(people), dtype=np.bool_))] if people else []
    if sample is not None:
        builder = _PanelBuilder(
            sample.design,
            sample.places_of(people),
            shares_of,
            table.is_multiple,
            weights is not None,
            minimum_n,
            np.random.default_rng(SEED),
        )
        panels = [builder.panel(label, rows, columns, is_in) for label, is_in in groups]
    n_unweighted = len(table.contributor_ids) - len(people)
    return ExactSideBySide(
        data_kind=forum.data_kind,
        shares_of=shares_of,
        has_intervals=may_have_interval(forum.data_kind),
        split=None if split is None else SplitBy(split.label, n_in_none),
        weights=None if weights is None else WeightedBy(weights.public_id, model_of(weights), n_unweighted),
        rows=row_labels,
        columns=column_labels,
        panels=tuple(_adjusted(panels)),
    )


def _answers(side: FrozenAnswers) -> Split:
    """The groups of people by their answers to a question."""
    return Split(TranslatedText(), side.labels, side.keys, side.answers)


def _members(
    side: Split, people: Sequence[int], drops_empty: bool
) -> tuple[Flags, tuple[TranslatedText, ...]]:
    """Who chose which option, as flags and labels; with `drops_empty`, only options with people."""
    place = {key: i for i, key in enumerate(side.keys)}
    member = np.zeros((len(people), len(place)), dtype=bool)
    for number, pk in enumerate(people):
        for key in side.keys_by_contributor.get(pk, ()):
            if key in place:
                member[number, place[key]] = True
    chosen = [i for i in range(len(place)) if not drops_empty or member[:, i].any()]
    return member[:, chosen], tuple(side.labels[i] for i in chosen)


@dataclass(frozen=True)
class _Line:
    """The shares of one row or column, each with its interval for a random sample."""

    shares: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    effective_n: float


@dataclass(frozen=True, eq=False)
class _PanelBuilder:
    """Computes the panels of one table. Its people are at the indices `places` of the sample."""

    design: estimates.Design
    places: NDArray[np.int64]
    shares_of: SharesOf
    is_multiple: bool
    is_weighted: bool
    minimum_n: int
    rng: np.random.Generator

    def panel(
        self, label: TranslatedText | None, all_rows: Flags, all_columns: Flags, is_in: Flags
    ) -> ExactPanel:
        rows, columns, places = all_rows[is_in], all_columns[is_in], self.places[is_in]
        counts = rows.astype(np.int64).T @ columns.astype(np.int64)
        whole, answers = (rows, columns) if self.shares_of == ROW else (columns, rows)
        lines = [self._line(whole[:, i], answers, places) for i in range(whole.shape[1])]
        shares = [line.shares for line in lines]
        return ExactPanel(
            label=label,
            n=len(places),
            row_n=tuple(rows.sum(axis=0).tolist()),
            column_n=tuple(columns.sum(axis=0).tolist()),
            counts=tuple(tuple(row) for row in counts.tolist()),
            shares=_turned(shares, self.shares_of, counts.shape),
            low=_turned([line.low for line in lines], self.shares_of, counts.shape),
            high=_turned([line.high for line in lines], self.shares_of, counts.shape),
            effective_n=tuple(line.effective_n for line in lines),
            test=self._test(rows, columns, counts, places),
            gap=_gap(shares, whole.sum(axis=0).tolist(), self.minimum_n),
        )

    def _line(self, is_in: Flags, answers: Flags, places: NDArray[np.int64]) -> _Line:
        weight = self.design.weight[places[is_in]]
        nothing: tuple[float | None, ...] = (None,) * answers.shape[1]
        if not weight.sum() > 0:
            return _Line(nothing, nothing, nothing, 0.0)
        if not self.design.has_sampling_intervals:
            shares = tuple((weight @ answers[is_in] / weight.sum()).tolist())
            return _Line(shares, nothing, nothing, estimates.kish(weight))
        found = estimates.shares(
            self.design,
            self._of_sample(answers, places),
            domain=self._of_sample(is_in[:, None], places)[:, 0],
        )
        return _Line(
            tuple(one.value for one in found),
            tuple(one.interval.low if one.interval else None for one in found),
            tuple(one.interval.high if one.interval else None for one in found),
            estimates.kish(weight),
        )

    def _of_sample(self, flags: Flags, places: NDArray[np.int64]) -> Flags:
        """Extend flags to everybody in the sample: False for people outside this table."""
        whole = np.zeros((self.design.n, flags.shape[1]), dtype=bool)
        whole[places] = flags
        return whole

    def _test(
        self, rows: Flags, columns: Flags, counts: NDArray[np.int64], places: NDArray[np.int64]
    ) -> Tested:
        if self.is_multiple:
            return Tested("several_answers")
        if self.is_weighted and not self.design.has_sampling_intervals:
            return Tested("weighted")
        try:
            if not self.is_weighted:
                found = independence(counts, rng=self.rng)
                return Tested("", found.how, found.p, found.p, found.cramers_v, found.n)
            in_both = np.asarray(rows.any(axis=1) & columns.any(axis=1))[:, None]
            sampled = estimates.association(
                self.design,
                self._of_sample(rows, places).argmax(axis=1),
                self._of_sample(columns, places).argmax(axis=1),
                domain=self._of_sample(in_both, places)[:, 0],
            )
        except (NothingToCompareError, estimates.EstimateError):
            return Tested("nothing_to_compare")
        return Tested("", "rao_scott", sampled.p, sampled.p, sampled.cramers_v, sampled.n)


def _turned(
    lines: Sequence[tuple[float | None, ...]], shares_of: SharesOf, shape: tuple[int, ...]
) -> tuple[tuple[float | None, ...], ...]:
    """Transpose lines to rows of the table, if they are its columns."""
    if shares_of == ROW:
        return tuple(lines)
    return tuple(tuple(line[i] for line in lines) for i in range(shape[0]))


def _gap(shares: Sequence[tuple[float | None, ...]], n: list[int], minimum_n: int) -> Gap | None:
    """Find the two lines that differ most, and on which answer; lines of few people are skipped."""
    known = [i for i, of in enumerate(n) if of >= minimum_n and shares[i] and shares[i][0] is not None]
    if len(known) < 2:
        return None
    table = np.array([shares[i] for i in known], dtype=np.float64)
    spread = table.max(axis=0) - table.min(axis=0)
    answer = int(spread.argmax())
    if spread[answer] < LEAST_GAP:
        return None
    high, low = known[int(table[:, answer].argmax())], known[int(table[:, answer].argmin())]
    return Gap(high=high, low=low, of=answer)


def _adjusted(panels: Sequence[ExactPanel]) -> Iterator[ExactPanel]:
    """Adjust p values for the number of panels, by Holm's method."""
    adjusted = iter(estimates.holm([panel.test.p for panel in panels if not panel.test.why_not]))
    for panel in panels:
        if panel.test.why_not:
            yield panel
        else:
            yield replace(panel, test=replace(panel.test, p_adjusted=float(next(adjusted))))
