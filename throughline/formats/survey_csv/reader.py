"""Read a survey by its mapping: all of it, or nothing and a report on the rows to correct."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from throughline.formats.problems import BadFile, Problems, ReportRow, quoted
from throughline.formats.survey_csv import choices, words
from throughline.formats.survey_csv.dates import DATE_ORDERS, DateOrder, orders_that_fit, parse
from throughline.formats.survey_csv.headers import SurveyTable, open_survey
from throughline.formats.survey_csv.mapping import ONCE, ColumnMapping, Mapping, Part
from throughline.formats.tables import DEFAULT_LIMITS, Encoding, Limits, Row

_TESTS = {"survey preview", "survey test", "preview"}


@dataclass(frozen=True)
class Answer:
    """
    One answer to one question.

    Parameters
    ----------
    question : str
        The question, as named in the mapping.
    kind : {"text", "single", "multiple", "scale"}
        What kind of question it is.
    text : str
        The answer, for a text.
    choices : tuple of str
        What was chosen, for a single or multiple choice.
    number : int or None
        Value on the scale: the number in the cell, or the position of the label, from 1.
    """

    question: str
    kind: Part
    text: str = ""
    choices: tuple[str, ...] = ()
    number: int | None = None


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
    survey = open_survey(path, limits=limits, encoding=encoding, problems=problems)
    used = _used_columns(survey, mapping)
    rows = list(_without_tests(survey, problems))
    if not rows and not problems.errors:
        raise BadFile.of("survey_no_rows", survey.table.file)
    orders = _date_orders(survey.table.file, rows, used, problems)
    reader = _RowReader(survey.table.file, used, orders, mapping.max_text_chars, problems)
    responses: list[Response] = []
    first_rows: dict[tuple[str, ...], int] = {}
    for row in rows:
        before = first_rows.setdefault(tuple(row.cells), row.number)
        if before != row.number:
            problems.note("survey_duplicate_row", survey.table.file, row.number, first_row=before)
        response = reader.read(row)
        if response.answers:
            responses.append(response)
        else:
            problems.note("survey_no_answer", survey.table.file, row.number)
    for number in survey.table.blank_rows:
        problems.note("survey_blank_row", survey.table.file, number)
    kept = () if problems.errors else tuple(responses)
    return kept, SurveyReport(
        survey.table.file,
        len(rows),
        len(kept),
        tuple(sorted(problems.errors, key=_place)),
        problems.n_errors,
        tuple(sorted(problems.notes, key=_place)),
        problems.n_notes,
    )


def _place(row: ReportRow) -> int:
    return row.row or 0


def _used_columns(survey: SurveyTable, mapping: Mapping) -> list[tuple[int, ColumnMapping]]:
    index = {column.name: column.index for column in survey.columns}
    problems = Problems()
    file = survey.table.file
    seen: set[str] = set()
    once: dict[str, str] = {}
    parts: dict[str, ColumnMapping] = {}
    used: list[tuple[int, ColumnMapping]] = []
    for column in mapping.columns:
        name = quoted(column.column)
        if column.column not in index:
            problems.add("survey_unknown_column", file, 1, name)
            continue
        if column.column in seen:
            problems.add("survey_column_twice", file, 1, name)
        seen.add(column.column)
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
        used.append((index[column.column], column))
    if not parts and not problems.errors:
        problems.add("survey_nothing_mapped", file, 1)
    problems.raise_if_any()
    return sorted(used, key=lambda pair: pair[0])


def _date_orders(
    file: str, rows: list[Row], used: list[tuple[int, ColumnMapping]], problems: Problems
) -> dict[int, DateOrder | None]:
    """Return how dates are written: as the mapping states, or in the only order that fits every row."""
    orders: dict[int, DateOrder | None] = {}
    for i, column in used:
        if column.part != "date":
            continue
        orders[i] = column.date_order
        cells = [row.cells[i].strip() for row in rows if row.cells[i].strip()]
        if column.date_order or not cells:
            continue
        fit = orders_that_fit(cells)
        name = quoted(column.column)
        if len(fit) > 1:
            problems.add("survey_date_order", file, None, name, value=quoted(cells[0]))
        elif fit:
            orders[i] = fit[0]
            problems.note("survey_date_order_found", file, None, name, format=fit[0])
        else:
            best: DateOrder = max(DATE_ORDERS, key=lambda one: _n_read(cells, one))
            orders[i] = best
    return orders


def _n_read(cells: list[str], order: DateOrder) -> int:
    return sum(parse(cell, order) is not None for cell in cells)


def _without_tests(survey: SurveyTable, problems: Problems) -> Iterator[Row]:
    """Skip test rows that the author of a Qualtrics survey made."""
    status = None
    if survey.source == "Qualtrics":
        names = {"status", "response type", "distributionchannel"}
        status = [c.index for c in survey.columns if c.code.lower() in names]
    for row in survey.rows():
        test = next((row.cells[i] for i in status or () if row.cells[i].strip().lower() in _TESTS), None)
        if test is None:
            yield row
        else:
            problems.note("survey_preview_row", survey.table.file, row.number, value=quoted(test))


class _RowReader:
    """Converts rows to responses; what cannot be read is added to the problems."""

    def __init__(
        self,
        file: str,
        used: list[tuple[int, ColumnMapping]],
        orders: dict[int, DateOrder | None],
        max_text_chars: int,
        problems: Problems,
    ) -> None:
        self._file = file
        self._used = used
        self._orders = orders
        self._max_text_chars = max_text_chars
        self._problems = problems
        self._places = {
            i: {one: n for n, label in enumerate(column.labels, start=1) for one in words.wordings(label)}
            for i, column in used
        }
        self._values = {
            i: {key.strip().lower(): value for key, value in column.values.items()} for i, column in used
        }

    def read(self, row: Row) -> Response:
        """Read one row."""
        at: datetime | None = None
        values: dict[str, str] = {}
        answers: dict[str, Answer] = {}
        for i, column in self._used:
            cell = row.cells[i].strip()
            if not cell:
                continue
            if column.part == "date":
                at = self._date(cell, i, column, row.number)
            elif column.part in ONCE:
                values[column.part] = self._value(cell, i, column, row.number)
            elif (answer := self._answer(cell, i, column, row.number)) is not None:
                before = answers.get(column.title)
                chosen = (*before.choices, *answer.choices) if before else answer.choices
                answers[column.title] = replace(answer, choices=tuple(dict.fromkeys(chosen)))
        return Response(
            row.number,
            at,
            values.get("language") or None,
            values.get("school") or None,
            values.get("role") or None,
            tuple(answers.values()),
        )

    def _date(self, cell: str, i: int, column: ColumnMapping, number: int) -> datetime | None:
        order = self._orders[i]
        if order is None:
            return None
        moment = parse(cell, order)
        if moment is None:
            self._problems.add(
                "survey_date", self._file, number, quoted(column.column), value=quoted(cell), format=order
            )
        return moment

    def _value(self, cell: str, i: int, column: ColumnMapping, number: int) -> str:
        value = self._values[i].get(cell.lower())
        if value is not None or column.part != "language":
            return cell if value is None else value
        if words.is_no_answer(cell):
            return ""
        code = words.language_code(cell)
        if code is None:
            self._problems.add(
                "survey_language", self._file, number, quoted(column.column), value=quoted(cell)
            )
        return code or ""

    def _answer(self, cell: str, i: int, column: ColumnMapping, number: int) -> Answer | None:
        if column.part == "text":
            if len(cell) > self._max_text_chars:
                name = quoted(column.column)
                self._problems.add("survey_long_text", self._file, number, name, limit=self._max_text_chars)
            return Answer(column.title, "text", text=cell)
        if column.part == "single":
            return Answer(column.title, "single", choices=(self._values[i].get(cell.lower(), cell),))
        if column.part == "multiple":
            return Answer(column.title, "multiple", choices=self._choices(cell, column))
        return self._scale(cell, i, column, number)

    @staticmethod
    def _choices(cell: str, column: ColumnMapping) -> tuple[str, ...]:
        if column.option:
            is_mark = cell == column.option or len(cell) == 1
            return (column.option if is_mark else cell,)
        return choices.split(cell, column.separator, column.options) if column.separator else (cell,)

    def _scale(self, cell: str, i: int, column: ColumnMapping, number: int) -> Answer | None:
        place = self._places[i].get(cell.lower())
        if place is None and words.is_no_answer(cell):
            return None
        if place is None and not column.labels:
            place = words.leading_number(cell)
        if place is None:
            self._problems.add("survey_scale", self._file, number, quoted(column.column), value=quoted(cell))
        return Answer(column.title, "scale", number=place)
