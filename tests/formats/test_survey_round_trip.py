"""Answers written as each tool exports them are read back as they were given.

The writers were made from the tools' documentation and public files, without the reader.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from tests.formats.survey_exports import qualtrics
from tests.formats.survey_exports.model import (
    AGREEMENT,
    SURVEY,
    Expected,
    ExpectedPerson,
    ExpectedQuestion,
    Value,
)
from tests.formats.survey_exports.registry import EXPORTS, Export
from throughline.formats import survey_csv
from throughline.formats.survey_csv import ColumnMapping, Mapping, Preview, PreviewColumn, Response
from throughline.formats.survey_csv.choices import TIGHT_COMMA

QUESTION = "The question"
LABELS = tuple(choice.text for choice in AGREEMENT)
OPTIONS = tuple(choice.text for question in SURVEY.questions for choice in question.choices)
SEPARATORS = {"Google Forms": ", ", "Qualtrics": TIGHT_COMMA, "KoboToolbox": " ", "ODK": " "}

every_export = pytest.mark.parametrize("export", EXPORTS, ids=str)


@dataclass(frozen=True)
class File:
    """A written export, as it is seen before it is mapped."""

    path: Path
    expected: Expected
    preview: Preview

    def columns_of(self, question: ExpectedQuestion) -> list[PreviewColumn]:
        return [self.preview.columns[index] for index in question.columns]


@pytest.fixture
def file(export: Export, tmp_path: Path) -> File:
    path = tmp_path / "export.csv"
    export.write(path)
    return File(path, export.expected(), survey_csv.preview(path))


@every_export
def test_the_tool_is_recognized(file: File) -> None:
    assert file.preview.source == file.expected.tool.removesuffix(" Central").removesuffix(
        " Briefcase"
    ).removesuffix(" Aggregate")
    assert file.preview.n_header_rows == file.expected.header_rows


@every_export
def test_what_is_no_question_is_left_out(file: File) -> None:
    asked = {index for question in file.expected.questions for index in question.columns}
    about = {"ignore", "date", "language"}
    others = [column for i, column in enumerate(file.preview.columns) if i not in asked]
    assert [column.name for column in others if column.guess not in about] == []


@every_export
def test_no_question_is_left_out_as_personal(file: File) -> None:
    columns = [column for question in file.expected.questions for column in file.columns_of(question)]
    assert [column.name for column in columns if column.is_personal] == []


@every_export
def test_the_date_is_when_the_answer_was_finished(export: Export, file: File) -> None:
    order = "DMY" if str(export.options.get("dates", "")).startswith("day") else "MDY"
    if export.options.get("source") == "sheet" and export.options.get("language") == "es":
        order = "DMY"
    (column,) = [one for one in file.preview.columns if one.guess == "date"] or [None]
    if column is None:
        assert not any(person.finished_at for person in file.expected.people)
        return
    mapping = ColumnMapping(
        column.name,
        "date",
        date_order=None if len(column.date_orders) == 1 else order,  # type: ignore[arg-type]
    )
    is_recorded = export.writer is qualtrics and column.code == "RecordedDate"
    for response, person in read(file, mapping):
        at, moment = response.at, person.finished_at
        if at is None or moment is None:
            assert at is moment
        elif not (is_recorded and person.state == "incomplete"):
            assert (at.tzinfo is None) == (moment.tzinfo is None)
            assert abs(at - moment) <= timedelta(seconds=1 if at.second else 59)


def read(file: File, *columns: ColumnMapping) -> list[tuple[Response, ExpectedPerson]]:
    """Read columns, and the fullest other one so that few rows are passed over, beside the people."""
    used = {column.column for column in columns}
    full = max(
        (one for one in file.preview.columns if one.name not in used), key=lambda column: column.n_filled
    )
    responses, report = survey_csv.read(file.path, Mapping((*columns, ColumnMapping(full.name, "text"))))
    assert [str(problem) for problem in report.problems] == []
    first = file.expected.header_rows + 1
    assert len(responses) >= len(file.expected.people) - 2
    return [(one, file.expected.people[one.row - first]) for one in responses]


@every_export
def test_answers_are_read_back(file: File) -> None:
    for number, question in enumerate(file.expected.questions):
        for response, person in read(file, *mapping_of(file, question)):
            assert person.state != "preview"
            answer = next((one for one in response.answers if one.question == QUESTION), None)
            typed = person.other.get(number, "")
            value = given(question, person.answers[number])
            is_typed_beside = bool(typed) and question.kind == "single"
            assert found(question, answer, typed) in ({value, None} if is_typed_beside else {value}), person


def mapping_of(file: File, question: ExpectedQuestion) -> list[ColumnMapping]:
    """What a person says who knows the survey and sees the file."""
    columns = file.columns_of(question)
    if len(question.choices) > 1:
        marked = [column for column in columns if column.guess == "multiple"]
        columns = marked if len(marked) == len(question.choices) else columns[-len(question.choices) :]
        return [
            ColumnMapping(column.name, "multiple", QUESTION, option=choice)
            for column, choice in zip(columns, question.choices, strict=True)
        ]
    if question.kind == "multiple":
        separator = columns[0].separator or SEPARATORS[file.preview.source]
        return [ColumnMapping(columns[0].name, "multiple", QUESTION, separator=separator, options=OPTIONS)]
    has_labels = question.kind == "scale" and not any(cell[:1].isdigit() for cell in columns[0].samples)
    labels = tuple(f"{label} | A{n}" for n, label in enumerate(LABELS, start=1)) if has_labels else ()
    return [ColumnMapping(columns[0].name, question.kind, QUESTION, labels=labels)]


def found(question: ExpectedQuestion, answer: survey_csv.Answer | None, typed: str) -> Value:
    """An answer as the writers state it: what was typed beside a choice is that choice."""
    if answer is None:
        return None
    if question.kind == "scale":
        return LABELS.index(answer.choices[0]) + 1 if answer.choices else answer.number
    if question.kind == "text":
        return answer.text
    chosen = tuple(
        question.choices[-1] if one == typed and question.choices else one for one in answer.choices
    )
    return chosen if question.kind == "multiple" else chosen[0]


def given(question: ExpectedQuestion, value: Value) -> Value:
    """An answer with a label of the scale as its place."""
    if question.kind == "scale" and isinstance(value, str):
        return LABELS.index(value) + 1 if value in LABELS else int(value.removeprefix("A"))
    return value
