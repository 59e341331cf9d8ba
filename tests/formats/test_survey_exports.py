"""The writers of survey tools' exports are well-formed, and the sample has the cases it is there for."""

import csv
import io
import re
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.formats.survey_exports.model import PEOPLE, SURVEY
from tests.formats.survey_exports.registry import EXPORTS, WRITERS, Export

DENVER = ZoneInfo("America/Denver")

every_export = pytest.mark.parametrize("export", EXPORTS, ids=str)


def rows_of(export: Export, folder: Path) -> list[list[str]]:
    """The rows of a written file that are not blank."""
    path = folder / "export.csv"
    export.write(path)
    text = path.read_bytes().decode("utf-8-sig")
    return [
        row
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=export.delimiter, strict=True)
        if row
    ]


@every_export
def test_every_row_has_as_many_cells_as_the_header(export: Export, tmp_path: Path) -> None:
    rows = rows_of(export, tmp_path)
    expected = export.expected()
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == expected.header_rows + len(expected.people)


@every_export
def test_a_file_is_the_same_when_written_again(export: Export, tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    export.write(first)
    export.write(second)
    assert first.read_bytes() == second.read_bytes()
    assert export.expected() == export.expected()


@every_export
def test_every_column_is_the_tool_s_own_or_belongs_to_one_question(export: Export, tmp_path: Path) -> None:
    header = rows_of(export, tmp_path)[0]
    expected = export.expected()
    asked = [column for question in expected.questions for column in question.columns]
    own = [name for column, name in enumerate(header) if column not in asked]
    assert len(asked) == len(set(asked))
    assert tuple(own) == expected.own_columns
    assert set(expected.personal_columns) <= set(expected.own_columns)
    assert expected.own_columns.count(expected.finished_column) == 1


@every_export
def test_every_expected_answer_stands_in_the_columns_of_its_question(export: Export, tmp_path: Path) -> None:
    expected = export.expected()
    rows = rows_of(export, tmp_path)[expected.header_rows :]
    for row, person in zip(rows, expected.people, strict=True):
        for number, (question, value) in enumerate(zip(expected.questions, person.answers, strict=True)):
            cells = [row[column].removeprefix("'") for column in question.columns]
            if question.kind in ("single", "text") and isinstance(value, str) and number not in person.other:
                assert value in cells
            if isinstance(value, int):
                assert str(value) in cells
            if number in person.other:
                assert person.other[number] in cells
            if value is None and question.kind == "text":
                assert set(cells) <= {"", "-99"}


@every_export
def test_columns_of_choices_are_marked_for_the_expected_choices(export: Export, tmp_path: Path) -> None:
    expected = export.expected()
    no = export.options.get("yes_no", ("Y", "N"))
    assert isinstance(no, tuple)
    unmarked = {"", "0", "No", "N/A", "-99", no[1]}
    for row, person in zip(rows_of(export, tmp_path)[expected.header_rows :], expected.people, strict=True):
        for number, (question, value) in enumerate(zip(expected.questions, person.answers, strict=True)):
            if question.kind != "multiple" or not question.choices:
                continue
            marked = [row[column] for column in question.columns if row[column] not in unmarked]
            has_joined_cell = expected.tool != "Qualtrics" and len(question.columns) > len(question.choices)
            has_typed_cell = expected.tool == "Qualtrics" and number in person.other
            chosen = value if isinstance(value, tuple) else ()
            assert set(chosen) <= set(question.choices)
            assert len(marked) == len(chosen) + (value is not None and has_joined_cell) + has_typed_cell


@every_export
def test_a_joined_cell_holds_the_expected_choices(export: Export, tmp_path: Path) -> None:
    expected = export.expected()
    for row, person in zip(rows_of(export, tmp_path)[expected.header_rows :], expected.people, strict=True):
        for question, value in zip(expected.questions, person.answers, strict=True):
            if question.kind != "multiple" or question.choices or value is None:
                continue
            assert isinstance(value, tuple)
            cell = row[question.columns[0]]
            parts = re.split("|".join(re.escape(text) for text in sorted(value, key=len, reverse=True)), cell)
            assert len(parts) == len(value) + 1
            assert {part.strip() for part in parts} <= {"", ",", ";"}
            splits = [cell.removesuffix(";").split(separator) for separator in (";", ", ", ",", " ")]
            assert question.is_ambiguous or list(value) in splits


@every_export
def test_values_are_of_the_kind_of_their_question(export: Export) -> None:
    expected = export.expected()
    for person in expected.people:
        for question, value in zip(expected.questions, person.answers, strict=True):
            if value is None:
                continue
            assert value != ()
            assert isinstance(value, tuple) == (question.kind == "multiple")
            assert not isinstance(value, int) or question.kind == "scale"


@every_export
def test_wordings_are_not_repeated(export: Export) -> None:
    wordings = [question.wording for question in export.expected().questions if question.wording]
    assert len(wordings) == len(set(wordings))


@every_export
def test_the_finish_is_the_person_s_to_the_seconds_of_sending(export: Export) -> None:
    expected = export.expected()
    states = {person.state for person in expected.people}
    people = (
        list(PEOPLE) if len(expected.people) >= len(PEOPLE) else [each for each in PEOPLE if each.is_complete]
    )
    for person, found in zip(people, expected.people, strict="preview" not in states):
        if found.finished_at is None:
            assert not person.is_complete or export.options.get("has_dates") is False
            continue
        moment = person.finished_at
        if found.finished_at.tzinfo is None:
            moment = moment.astimezone(DENVER).replace(tzinfo=None)
        assert abs(found.finished_at - moment) < timedelta(minutes=1)


@every_export
def test_the_person_who_answered_nothing_has_no_answer(export: Export) -> None:
    empty = [
        person
        for person in export.expected().people
        if not any(value is not None for value in person.answers)
    ]
    assert len(empty) == 1


@every_export
def test_personal_data_are_invented(export: Export, tmp_path: Path) -> None:
    text = "\n".join(cell for row in rows_of(export, tmp_path) for cell in row)
    assert all(host == "example.org" for host in re.findall(r"@([\w.]+)", text))
    assert all(address.startswith("192.0.2.") for address in re.findall(r"\b\d+\.\d+\.\d+\.\d+\b", text))


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.TOOL)
def test_variants_have_names_of_their_own_and_differ(writer: object, tmp_path: Path) -> None:
    exports = [export for export in EXPORTS if export.writer is writer]
    contents = set()
    for export in exports:
        export.write(tmp_path / "export.csv")
        contents.add((tmp_path / "export.csv").read_bytes())
    assert len({export.name for export in exports}) == len(exports) == len(contents)


def test_the_sample_has_the_cases_it_is_there_for() -> None:
    by_code = {question.code: question for question in SURVEY.questions}
    chosen = {
        text
        for person in PEOPLE
        if "priorities" in person.answers
        for text in person.answers["priorities"].chosen
    }
    assert set(by_code["priorities"].texts) - chosen == {"Later start times"}
    assert any(
        set(person.answers["contact"].chosen) == set(by_code["contact"].texts)
        for person in PEOPLE
        if "contact" in person.answers
    )
    assert any("," in text for text in by_code["priorities"].texts)
    assert any(person.answers["event"].chosen == ("No",) for person in PEOPLE if "event" in person.answers)
    assert any(person.answers["recommend"].number == 0 for person in PEOPLE if "recommend" in person.answers)
    assert any(not person.answers for person in PEOPLE)
    texts = {
        person.answers[code].text
        for person in PEOPLE
        for code in ("comment", "word")
        if code in person.answers
    }
    assert {"-", "N/A", "0", "No", "None"} <= texts
    assert any("\n\n" in text for text in texts)
    assert any(not text.isascii() for text in texts)
    assert len({person.finished_at.astimezone(DENVER).utcoffset() for person in PEOPLE}) == 2
    assert len(PEOPLE) == 12
