"""Read a survey by its mapping: all of it, or nothing and a report on the rows to correct."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from throughline.formats.names import plain_name
from throughline.formats.problems import BadFile, Problems, ReportRow, quoted
from throughline.formats.survey_csv.answers import (
    Answer,
    AnswerReader,
    ColumnReader,
    DateReader,
    Reading,
    SetAside,
    TextReader,
    ValueReader,
)
from throughline.formats.survey_csv.choice_answers import READERS, MultipleReader, read_together
from throughline.formats.survey_csv.headers import SurveyTable, one_line, open_survey
from throughline.formats.survey_csv.mapping import ONCE, ColumnMapping, Mapping
from throughline.formats.survey_csv.tools import TOOLS
from throughline.formats.tables import DEFAULT_LIMITS, Encoding, Limits, Row


@dataclass(frozen=True)
class Response:
    """
    The answers of one person.

    Parameters
    ----------
    row : int
        Row in the file, as a spreadsheet shows it.
    at : datetime or None
        Date and time; without a time zone unless the cell names one.
    language : str or None
        Code of the language.
    school, role : str or None
        As converted by the mapping.
    answers : tuple of Answer
        The answers, in the order of the columns. Questions left blank have none.
    """

    row: int
    at: datetime | None
    language: str | None
    school: str | None
    role: str | None
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class SurveyReport:
    """
    The report on reading a survey.

    Parameters
    ----------
    file : str
        Its name.
    n_rows : int
        Rows that are not blank.
    n_responses : int
        Number of responses read; 0 if there are problems.
    problems : tuple of ReportRow
        What must be corrected before the file can be read, up to a cap.
    n_problems : int
        Total number.
    notes : tuple of ReportRow
        Rows skipped, and duplicate rows.
    n_notes : int
        Total number.
    """

    file: str
    n_rows: int
    n_responses: int
    problems: tuple[ReportRow, ...]
    n_problems: int
    notes: tuple[ReportRow, ...]
    n_notes: int

    @property
    def is_ok(self) -> bool:
        """True if nothing must be corrected."""
        return self.n_problems == 0


def read(
    path: str | os.PathLike[str],
    mapping: Mapping,
    *,
    limits: Limits = DEFAULT_LIMITS,
    encoding: Encoding = "detect",
) -> tuple[tuple[Response, ...], SurveyReport]:
    """
    Read a survey, all or nothing.

    Parameters
    ----------
    path : path-like
        The file.
    mapping : Mapping
        What its columns mean.
    limits : Limits
        How large it may be.
    encoding : {"detect", "cp1252"}
        Encoding where the file does not declare one.

    Returns
    -------
    responses : tuple of Response
        Every response, or none at all if the report names a problem.
    report : SurveyReport
        Problems and notes, by row.

    Raises
    ------
    BadFile
        If the file is damaged or has no rows, or the mapping names columns that do not exist or contradict
        each other.
    """
    problems = Problems()
    survey = open_survey(path, limits=limits, encoding=encoding, problems=problems, source=mapping.source)
    used = _used_columns(survey, mapping)
    rows = list(_without_tests(survey, problems))
    if not rows and not problems.errors:
        raise BadFile.of("survey_no_rows", survey.table.file)
    reading = Reading(survey.table.file, survey.source, mapping.max_text_chars, problems, SetAside())
    readers = _readers(survey, rows, used, reading)
    responses: list[Response] = []
    first_rows: dict[tuple[str, ...], int] = {}
    for row in rows:
        before = first_rows.setdefault(tuple(row.cells), row.number)
        if before != row.number:
            problems.note("survey_duplicate_row", survey.table.file, row.number, first_row=before)
        response = _response(row, readers)
        if response.answers:
            responses.append(response)
        else:
            problems.note("survey_no_answer", survey.table.file, row.number)
    for number in survey.table.blank_rows:
        problems.note("survey_blank_row", survey.table.file, number)
    aside = reading.aside.notes(survey.table.file)
    kept = () if problems.errors else tuple(responses)
    return kept, SurveyReport(
        survey.table.file,
        len(rows),
        len(kept),
        tuple(sorted(problems.errors, key=_place)),
        problems.n_errors,
        (*aside.notes, *sorted(problems.notes, key=_place)),
        aside.n_notes + problems.n_notes,
    )


def _place(row: ReportRow) -> int:
    return row.row or 0


def _used_columns(survey: SurveyTable, mapping: Mapping) -> list[tuple[int, ColumnMapping]]:
    index = {column.name: column.index for column in survey.columns}
    problems = Problems()
    file = survey.table.file
    seen: set[int] = set()
    once: dict[str, str] = {}
    parts: dict[str, ColumnMapping] = {}
    used: list[tuple[int, ColumnMapping]] = []
    for column in mapping.columns:
        name = quoted(column.column)
        i = index.get(one_line(column.column))
        if i is None:
            problems.add("survey_unknown_column", file, 1, name)
            continue
        if i in seen:
            problems.add("survey_column_twice", file, 1, name)
        seen.add(i)
        if column.part == "ignore":
            continue
        if column.part in ONCE:
            if column.part in once:
                problems.add("survey_role_twice", file, 1, name, other=quoted(once[column.part]))
            once[column.part] = column.column
        else:
            first = parts.setdefault(column.title, column)
            if first is not column and not first.part == column.part == "multiple":
                problems.add("survey_parts_differ", file, 1, name, question=quoted(column.title))
        used.append((i, column))
    if not parts and not problems.errors:
        problems.add("survey_nothing_mapped", file, 1)
    problems.raise_if_any()
    return sorted(used, key=lambda pair: pair[0])


def _readers(
    survey: SurveyTable, rows: list[Row], used: list[tuple[int, ColumnMapping]], reading: Reading
) -> dict[int, ColumnReader]:
    """Make a reader for each column, which first looks at all of its cells."""
    readers: dict[int, ColumnReader] = {}
    for i, column in used:
        cells = dict.fromkeys(cell for row in rows if (cell := row.cells[i].strip()))
        readers[i] = READERS[column.part](column, survey.columns[i], list(cells), reading)
    of_question: dict[str, list[MultipleReader]] = {}
    for reader in readers.values():
        if isinstance(reader, MultipleReader):
            of_question.setdefault(reader.column.title, []).append(reader)
    for columns in of_question.values():
        read_together(columns)
    mapped = {column.column: column for _, column in used}
    for reader in readers.values():
        question = mapped.get(reader.column.choice_of)
        if isinstance(reader, TextReader) and question and question.part in {"single", "multiple"}:
            option = reader.column.option or reader.column.title
            reader.choice = Answer(question.title, question.part, choices=(option,))
    return readers


def _response(row: Row, readers: dict[int, ColumnReader]) -> Response:
    at: datetime | None = None
    values: dict[str, str] = {}
    answers: dict[str, Answer] = {}
    typed: list[tuple[TextReader, Answer]] = []
    for i, reader in readers.items():
        cell = row.cells[i].strip()
        if not cell:
            continue
        if isinstance(reader, DateReader):
            at = reader.read(cell, row.number)
        elif isinstance(reader, ValueReader):
            values[reader.column.part] = reader.read(cell, row.number)
        elif isinstance(reader, AnswerReader) and (answer := reader.read(cell, row.number)) is not None:
            _add(answers, answer)
            if isinstance(reader, TextReader) and reader.choice is not None:
                typed.append((reader, reader.choice))
    for text, choice in typed:
        if choice.kind == "multiple" or choice.question not in answers:
            text.note_choice(choice)
            _add(answers, choice)
    return Response(
        row.number,
        at,
        values.get("language") or None,
        values.get("school") or None,
        values.get("role") or None,
        tuple(answers.values()),
    )


def _add(answers: dict[str, Answer], answer: Answer) -> None:
    before = answers.get(answer.question)
    chosen = (*before.choices, *answer.choices) if before else answer.choices
    answers[answer.question] = replace(answer, choices=tuple(dict.fromkeys(chosen)))


def _without_tests(survey: SurveyTable, problems: Problems) -> Iterator[Row]:
    """Skip rows that the author of a survey made as a test; count those that were not finished."""
    tool, file = TOOLS[survey.source], survey.table.file
    names = {column.index: {plain_name(column.code), plain_name(column.name)} for column in survey.columns}
    tests = [(i, cells) for i in names for name, cells in tool.tests.items() if name in names[i]]
    ends = [(i, cells) for i in names for name, cells in tool.unfinished.items() if name in names[i]]
    n_unfinished = 0
    for row in survey.rows():
        test = next((row.cells[i] for i, cells in tests if row.cells[i].strip().lower() in cells), None)
        if test is not None:
            problems.note("survey_preview_row", file, row.number, value=quoted(test))
            continue
        n_unfinished += any(row.cells[i].strip().lower() in cells for i, cells in ends)
        yield row
    if n_unfinished:
        problems.note("survey_unfinished", file, n=n_unfinished)
