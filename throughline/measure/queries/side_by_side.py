"""Two answers side by side as analysts explore them: split, weighted, tested, with intervals that hold."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from django.utils import translation
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from throughline.accounts.models import School
from throughline.convene.models import Forum
from throughline.listen.models import Contributor, ContributorRole, QuestionKind, SurveyQuestion
from throughline.listen.queries.question_kinds import kind_of
from throughline.listen.queries.survey import AnswerColumn, answer_column
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
from throughline.measure.queries.crosstab import Crosstab, is_about_people, labels_of
from throughline.measure.queries.sample import sample_of
from throughline.measure.queries.weights import model_of
from throughline.methods import estimates
from throughline.methods.crosstab import NothingToCompareError, independence
from throughline.ui.data_kinds import may_have_interval
from throughline.ui.fields import TranslatedText

SharesOf = Literal["row", "column"]
ROW: SharesOf = "row"
COLUMN: SharesOf = "column"
SEED = 1
LEAST_GAP = 0.005
BESIDE = {"school": QuestionKind.SCHOOL, "role": QuestionKind.ROLE, "language": QuestionKind.LANGUAGE}
"""What is known of contributors without having been asked, and the kind of question that asks it."""

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Split:
    """Into which groups a table is split, and which group each contributor is in."""

    label: TranslatedText
    labels: tuple[TranslatedText, ...]
    keys: tuple[str, ...]
    keys_by_contributor: Mapping[int, Sequence[str]]


def ways_to_split(forum: Forum, questions: Sequence[SurveyQuestion]) -> list[tuple[str, str]]:
    """What a table can be split by: the forum's questions, and what is known of its contributors anyway."""
    asked = {question.kind for question in questions}
    people = Contributor.objects.filter(forum=forum)
    known = {
        "school": people.filter(school__isnull=False),
        "role": people.exclude(role=""),
        "language": people.exclude(language=""),
    }
    beside = [name for name, kind in BESIDE.items() if kind not in asked and known[name].exists()]
    return [
        *((question.public_id, str(question.prompt)) for question in questions),
        *((name, str(_attribute_label(name))) for name in beside),
    ]


def split_of(forum: Forum, chosen: str, questions: Sequence[SurveyQuestion]) -> Split | None:
    """The groups by a question's public id, or by what stands beside contributors; none without a choice."""
    if not chosen:
        return None
    languages = forum.district.languages or ["en"]
    if chosen in BESIDE:
        column = _attribute_column(forum, chosen)
        return Split(
            _in_languages(languages, lambda: _attribute_label(chosen)),
            labels_of(column, languages),
            tuple(option.key for option in column.options),
            column.keys_by_contributor,
        )
    question = next(one for one in questions if one.public_id == chosen)
    column = answer_column(question)
    return Split(
        question.prompt,
        labels_of(column, languages),
        tuple(option.key for option in column.options),
        column.keys_by_contributor,
    )


def _attribute_label(name: str) -> str:
    return {"school": _("School"), "role": _("Role"), "language": _("Language they took part in")}[name]


def _in_languages(languages: Sequence[str], said: Callable[[], str]) -> TranslatedText:
    texts = {}
    for code in languages:
        with translation.override(code):
            texts[code] = str(said())
    return TranslatedText(languages[0], texts)


def _attribute_column(forum: Forum, name: str) -> AnswerColumn:
    """What is known of contributors, as if a question had asked it."""
    people = Contributor.objects.filter(forum=forum).order_by("pk")
    given: dict[int, str] = {}
    if name == "school":
        names = dict(School.objects.values_list("pk", "public_id"))
        rows = people.filter(school__isnull=False).values_list("pk", "school")
        given = {pk: names[school] for pk, school in rows if school in names}
    else:
        given = {pk: value for pk, value in people.values_list("pk", name) if value}
    question = SurveyQuestion(kind=BESIDE[name], forum=forum)
    options = [*kind_of(question).options(question)]
    offered = {option.key for option in options}
    if name == "role":
        given = {pk: value for pk, value in given.items() if value in ContributorRole.values}
    return AnswerColumn(
        question,
        options,
        {pk: [value] for pk, value in given.items() if value in offered},
    )


# Computing


def side_by_side_of(
    table: Crosstab,
    forum: Forum,
    *,
    split: Split | None = None,
    weights: Run | None = None,
    shares_of: SharesOf = ROW,
    minimum_n: int = 1,
) -> ExactSideBySide:
    """Count, weigh and test what the table holds of each person."""
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
        measure = _Measure(
            sample.design,
            sample.places_of(people),
            shares_of,
            table.is_multiple,
            weights is not None,
            minimum_n,
            np.random.default_rng(SEED),
        )
        panels = [measure.panel(label, rows, columns, is_in) for label, is_in in groups]
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
    """The groups that the answers to a question make."""
    return Split(TranslatedText(), side.labels, side.keys, side.answers)


def _members(
    side: Split, people: Sequence[int], drops_empty: bool
) -> tuple[Flags, tuple[TranslatedText, ...]]:
    """Who chose which option; of who people are, only what somebody is."""
    place = {key: i for i, key in enumerate(side.keys)}
    member = np.zeros((len(people), len(place)), dtype=bool)
    for number, pk in enumerate(people):
        for key in side.keys_by_contributor.get(pk, ()):
            if key in place:
                member[number, place[key]] = True
    kept = [i for i in range(len(place)) if not drops_empty or member[:, i].any()]
    return member[:, kept], tuple(side.labels[i] for i in kept)


@dataclass(frozen=True)
class _Line:
    """The shares of one whole, each with its interval where chance chose these people."""

    shares: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    effective_n: float


@dataclass(frozen=True, eq=False)
class _Measure:
    """How every panel of one table is computed: its people are those at `places` of the sample."""

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
        """The same of everybody in the sample: nothing is so of those outside this table."""
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
    """Lines of the whole as rows of the table."""
    if shares_of == ROW:
        return tuple(lines)
    return tuple(tuple(line[i] for line in lines) for i in range(shape[0]))


def _gap(shares: Sequence[tuple[float | None, ...]], n: list[int], minimum_n: int) -> Gap | None:
    """Which two lines differ most, on which answer; lines of few people are left out."""
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
    """Several tables are several chances to find something: Holm holds that down."""
    adjusted = iter(estimates.holm([panel.test.p for panel in panels if not panel.test.why_not]))
    for panel in panels:
        if panel.test.why_not:
            yield panel
        else:
            yield replace(panel, test=replace(panel.test, p_adjusted=float(next(adjusted))))


# As a file


def csv_header() -> list[str]:
    """One line alone still says how people came to answer, and by which model it is weighted."""
    return [
        "data_kind",
        "weights",
        "group",
        "row",
        "column",
        "n",
        "n_of_row",
        "n_of_column",
        "shares_of",
        "effective_n",
        "share",
        "low",
        "high",
    ]


def csv_rows(found: ExactSideBySide) -> Iterator[list[str | int | float | None]]:
    """Each cell of each panel, the labels in the language of the page."""
    model = str(found.weights.model) if found.weights else ""
    is_of_rows = found.shares_of == ROW
    for panel in found.panels:
        group = "" if panel.label is None else str(panel.label)
        for i, row in enumerate(found.rows):
            for j, column in enumerate(found.columns):
                yield [
                    found.data_kind,
                    model,
                    group,
                    str(row),
                    str(column),
                    panel.counts[i][j],
                    panel.row_n[i],
                    panel.column_n[j],
                    found.shares_of,
                    _rounded(panel.effective_n[i if is_of_rows else j]),
                    _rounded(panel.shares[i][j]),
                    _rounded(panel.low[i][j]),
                    _rounded(panel.high[i][j]),
                ]


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 6)
