"""Count a cross-tabulation of two questions of a survey."""

import hashlib
import itertools
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils import translation
from numpy.typing import NDArray

from throughline.convene.models import Forum
from throughline.listen.models import QuestionKind, SurveyQuestion
from throughline.listen.queries.burst import Units, people_set_aside, units_among, unvouched_units
from throughline.listen.queries.question_kinds import Option, kind_of
from throughline.listen.queries.survey import AnswerColumn, answer_column
from throughline.measure.models.results import ExactSideBySide, ExactTable, FrozenAnswers, FrozenTable
from throughline.methods.crosstab import crosstab
from throughline.ui.fields import TranslatedText


@dataclass(frozen=True, eq=False)
class KnownCells:
    """The people of each unit: in each cell, in each row, and in all."""

    counts: NDArray[np.int64]
    row_n: NDArray[np.int64]
    n_people: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Crosstab:
    """People by their answers to two questions."""

    row_question: SurveyQuestion
    column_question: SurveyQuestion
    rows: tuple[TranslatedText, ...]
    columns: tuple[TranslatedText, ...]
    counts: NDArray[np.int64]
    row_n: NDArray[np.int64]
    column_n: NDArray[np.int64]
    contributor_ids: tuple[int, ...]
    n_one_only: int
    is_multiple: bool
    input_hash: str
    row: FrozenAnswers
    column: FrozenAnswers
    known: KnownCells
    units: Units = ()
    absent: tuple[TranslatedText, ...] = ()

    @property
    def n_people(self) -> int:
        return len(self.contributor_ids)

    @property
    def is_by_group(self) -> bool:
        """Whether the rows are demographic and the columns are not."""
        return is_about_people(self.row_question) and not is_about_people(self.column_question)

    @property
    def is_of_people_alone(self) -> bool:
        """Whether both questions are demographic."""
        return is_about_people(self.row_question) and is_about_people(self.column_question)


def is_about_people(question: SurveyQuestion) -> bool:
    """The demographic questions, as opposed to opinions: always in the rows, and no such row may be small."""
    return question.is_about_the_person


def crosstab_of(forum: Forum, one: SurveyQuestion, other: SurveyQuestion) -> Crosstab:
    """Count the answers, with a demographic question in the rows."""
    if is_about_people(other) and not is_about_people(one):
        one, other = other, one
    aside = people_set_aside(forum)
    row, column = answer_column(one, without=aside), answer_column(other, without=aside)
    languages = forum.district.languages
    units = unvouched_units([forum])
    return _crosstab(row, column, labels_of(row, languages), labels_of(column, languages), units)


def recomputed_crosstab(
    frozen: FrozenTable, questions: dict[str, SurveyQuestion], gone: set[int]
) -> Crosstab:
    """Recount a table from its frozen answers, without those of people who withdrew them."""
    sides = []
    for side in (frozen.row, frozen.column):
        answers = {pk: list(keys) for pk, keys in side.answers.items() if pk not in gone}
        options = [Option(key, "") for key in side.keys]
        sides.append((AnswerColumn(questions[side.question], options, answers), side.labels))
    (row, row_labels), (column, column_labels) = sides
    units = tuple(frozenset(unit) for unit in frozen.units)
    return _crosstab(row, column, row_labels, column_labels, units)


def _crosstab(
    row: AnswerColumn,
    column: AnswerColumn,
    rows: tuple[TranslatedText, ...],
    columns: tuple[TranslatedText, ...],
    unvouched: Units,
) -> Crosstab:
    both = sorted(row.keys_by_contributor.keys() & column.keys_by_contributor.keys())
    counts, row_n, column_n = _counted(row, column, both)
    row_places, column_places = _places_to_show(row, row_n), _places_to_show(column, column_n)
    units = units_among(unvouched, both)
    of_units = [_counted(row, column, sorted(unit)) for unit in units]
    known = KnownCells(
        np.array([cells[np.ix_(row_places, column_places)] for cells, _row_n, _column_n in of_units]),
        np.array([n_of_rows[row_places] for _cells, n_of_rows, _column_n in of_units]),
        np.array([len(unit) for unit in units], dtype=np.int64),
    )
    is_multiple = any(question.kind == QuestionKind.MULTIPLE for question in (row.question, column.question))
    return Crosstab(
        row_question=row.question,
        column_question=column.question,
        rows=tuple(rows[i] for i in row_places),
        columns=tuple(columns[j] for j in column_places),
        counts=counts[np.ix_(row_places, column_places)],
        row_n=row_n[row_places],
        column_n=column_n[column_places],
        contributor_ids=tuple(both),
        n_one_only=len(row.keys_by_contributor.keys() ^ column.keys_by_contributor.keys()),
        is_multiple=is_multiple,
        input_hash=_input_hash(row, column, both),
        row=_frozen(row, rows),
        column=_frozen(column, columns),
        known=known,
        units=units,
        absent=tuple(rows[i] for i in range(len(rows)) if i not in row_places)
        + tuple(columns[j] for j in range(len(columns)) if j not in column_places),
    )


def _frozen(column: AnswerColumn, labels: Sequence[TranslatedText]) -> FrozenAnswers:
    return FrozenAnswers(
        question=column.question.public_id,
        keys=tuple(option.key for option in column.options),
        labels=tuple(labels),
        answers={pk: tuple(keys) for pk, keys in sorted(column.keys_by_contributor.items())},
    )


def _places_to_show(answers: AnswerColumn, n: NDArray[np.int64]) -> list[int]:
    """Indices of the options to show: all, except those of demographic questions without people."""
    keeps_all = not is_about_people(answers.question)
    return [i for i in range(len(n)) if keeps_all or n[i] > 0]


def _counted(
    row: AnswerColumn, column: AnswerColumn, both: Sequence[int]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    rows, columns = [option.key for option in row.options], [option.key for option in column.options]
    known_rows, known_columns = set(rows), set(columns)
    chosen = [
        (
            [key for key in row.keys_by_contributor[one] if key in known_rows],
            [key for key in column.keys_by_contributor[one] if key in known_columns],
        )
        for one in both
    ]
    n_of_row = Counter(key for keys, _columns in chosen for key in set(keys))
    n_of_column = Counter(key for _rows, keys in chosen for key in set(keys))
    pairs = [pair for keys in chosen for pair in itertools.product(*keys)]
    counted = crosstab([r for r, _c in pairs], [c for _r, c in pairs], rows=rows, columns=columns)
    return (
        counted.n,
        np.array([n_of_row[key] for key in rows], dtype=np.int64),
        np.array([n_of_column[key] for key in columns], dtype=np.int64),
    )


def labels_of(column: AnswerColumn, languages: Sequence[str]) -> tuple[TranslatedText, ...]:
    """The labels of the options, in each language of the district."""
    labels_by_language: dict[str, list[str]] = {}
    for code in languages or ["en"]:
        with translation.override(code):
            labels_by_language[code] = [
                option.label for option in kind_of(column.question).options(column.question)
            ]
    source = next(iter(labels_by_language))
    return tuple(
        TranslatedText(source, {code: labels[i] for code, labels in labels_by_language.items()})
        for i in range(len(column.options))
    )


def _input_hash(row: AnswerColumn, column: AnswerColumn, both: Sequence[int]) -> str:
    answers = [
        [sorted(row.keys_by_contributor[one]), sorted(column.keys_by_contributor[one])] for one in both
    ]
    return hashlib.sha256(json.dumps(answers, separators=(",", ":")).encode()).hexdigest()


def exact_table(table: Crosstab, explored: ExactSideBySide) -> ExactTable:
    return ExactTable(
        row_question=table.row_question.prompt,
        column_question=table.column_question.prompt,
        rows=table.rows,
        columns=table.columns,
        counts=tuple(tuple(row) for row in table.counts.tolist()),
        row_n=tuple(table.row_n.tolist()),
        column_n=tuple(table.column_n.tolist()),
        absent=table.absent,
        is_multiple=table.is_multiple,
        is_of_people_alone=table.is_of_people_alone,
        n_people=table.n_people,
        n_one_only=table.n_one_only,
        side_by_side=explored,
    )
