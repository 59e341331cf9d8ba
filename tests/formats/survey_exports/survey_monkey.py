"""Exports of SurveyMonkey: all responses as CSV, new and old, with condensed or expanded columns.

Sources, from public parsers and scripts of exports: a parser that lists the nine own columns, "Open-Ended
Response", "Other (please specify)" and dates as "%m/%d/%Y %I:%M:%S %p"; a survey library's reader of the
"condensed" format (checkboxes still take several columns, the typed "Other" leaves the first column
empty); the README of a converter of "expanded" files (a column for each row and column of a matrix); a
cleaner of older files with RespondentID, CollectorID, StartDate, EndDate, IP Address, Email Address,
First Name, LastName, Custom Data; the notes of an analysis of Spanish surveys that name "Response",
"Open-Ended Response" and "Otro (especifique)": only the label of the typed choice follows the language.
Inferred: the byte order mark, line ends, a column a choice for single choices in expanded files.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from tests.formats.survey_exports.model import Expected, Person, Question, State, Survey, Value
from tests.formats.survey_exports.sheet import (
    Column,
    Sheet,
    choices_of,
    csv_text,
    label_of,
    number_of,
    shown,
    text_of,
    typed_by,
    write_text,
)

TOOL = "SurveyMonkey"
ZONE = ZoneInfo("America/Denver")
OTHER = "Other (please specify)"
OWN = {
    "new": (
        "Respondent ID",
        "Collector ID",
        "Start Date",
        "End Date",
        "IP Address",
        "Email Address",
        "First Name",
        "Last Name",
        "Custom Data 1",
    ),
    "old": (
        "RespondentID",
        "CollectorID",
        "StartDate",
        "EndDate",
        "IP Address",
        "Email Address",
        "First Name",
        "LastName",
        "Custom Data",
    ),
}

VARIANTS: list[tuple[str, dict[str, object]]] = [
    ("condensed", {}),
    ("condensed, anonymous responses", {"is_anonymous": True}),
    ("condensed, dates year first", {"dates": "year first", "has_bom": False}),
    ("condensed, Spanish", {"other": "Otro (especifique)"}),
    ("expanded", {"columns": "expanded"}),
    ("old", {"version": "old", "has_bom": False}),
]


def with_wording(wording: str, second_row: Sequence[str], cells: Sequence[Sequence[str]]) -> list[Column]:
    """Columns of a question; its wording stands over the first of them."""
    return [
        Column((wording if place == 0 else "", label), tuple(values))
        for place, (label, values) in enumerate(zip(second_row, cells, strict=True))
    ]


def add_choices(
    sheet: Sheet, question: Question, people: Sequence[Person], is_expanded: bool, other: str
) -> None:
    """A question with choices: one column or a column a choice, and one for what is typed."""
    typed = [typed_by(person, question) for person in people]
    chosen = [choices_of(person, question) for person in people]
    in_columns = question.kind == "multiple" or is_expanded
    if in_columns:
        second_row = list(question.texts)
        cells = [[text if text in taken else "" for taken in chosen] for text in question.texts]
    else:
        second_row = ["Response"]
        cells = [["".join(taken) for taken in chosen]]
    if question.other:
        second_row.append(other)
        cells.append(typed)
    found = [(*taken, *([other] if text else [])) for taken, text in zip(chosen, typed, strict=True)]
    values: list[Value] = [taken or None for taken in found]
    if question.kind == "single":
        values = [taken[0] if taken else None for taken in found]
    sheet.add_question(
        question.wording,
        question.kind,
        with_wording(question.wording, second_row, cells),
        values,
        typed=typed if question.other else None,
        choices=tuple(second_row) if in_columns else (),
    )


def add_matrix(sheet: Sheet, question: Question, people: Sequence[Person], is_expanded: bool) -> None:
    """A matrix: a column a row, or one for each row and column of it."""
    first = True
    for row in question.rows:
        labels = [label_of(person, question, row.code) for person in people]
        wording = question.wording if first else ""
        if is_expanded:
            second_row = [f"{row.text} - {text}" for text in question.texts]
            cells = [[text if text == label else "" for label in labels] for text in question.texts]
        else:
            second_row, cells = [row.text], [labels]
        columns = with_wording(wording, second_row, cells)
        choices = question.texts if is_expanded else ()
        name = f"{question.wording} - {row.text}"
        sheet.add_question(name, "scale", columns, [label or None for label in labels], choices=choices)
        first = False


def add_question(
    sheet: Sheet, question: Question, people: Sequence[Person], is_expanded: bool, other: str
) -> None:
    """Add the columns of a question."""
    values: list[Value]
    if question.kind in ("single", "multiple"):
        add_choices(sheet, question, people, is_expanded, other)
    elif question.rows:
        add_matrix(sheet, question, people, is_expanded)
    elif question.kind == "scale":
        values = [number_of(person, question) for person in people]
        cells = [shown(number_of(person, question)) for person in people]
        sheet.add_question(
            question.wording, "scale", with_wording(question.wording, ["Response"], [cells]), values
        )
    else:
        cells = [text_of(person, question) for person in people]
        columns = with_wording(question.wording, ["Open-Ended Response"], [cells])
        sheet.add_question(question.wording, "text", columns, [cell or None for cell in cells])


def build(
    survey: Survey,
    people: Sequence[Person],
    *,
    version: Literal["new", "old"] = "new",
    columns: Literal["condensed", "expanded"] = "condensed",
    dates: Literal["month first", "year first"] = "month first",
    is_anonymous: bool = False,
    has_bom: bool = True,
    other: str = OTHER,
) -> tuple[Sheet, Expected, bool]:
    """The sheet, what is to be found in it, and whether the file has a byte order mark."""
    sheet = Sheet(header_rows=2)
    form = "%m/%d/%Y %I:%M:%S %p" if dates == "month first" else "%Y-%m-%d %H:%M:%S"
    names = OWN[version]
    sheet.add_own(names[0], [str(114_000_000_000 + person.number) for person in people])
    sheet.add_own(names[1], ["430000001"] * len(people))
    sheet.add_own(names[2], [person.started_at.astimezone(ZONE).strftime(form) for person in people])
    sheet.add_own(names[3], [person.finished_at.astimezone(ZONE).strftime(form) for person in people])
    if not is_anonymous:
        sheet.add_own(names[4], [person.ip_address for person in people], is_personal=True)
        sheet.add_own(names[5], [person.email for person in people], is_personal=True)
        sheet.add_own(names[6], ["Invented" for _ in people], is_personal=True)
        sheet.add_own(names[7], [f"Name {person.number}" for person in people], is_personal=True)
        sheet.add_own(names[8], [""] * len(people), is_personal=True)
    for question in survey.questions:
        add_question(sheet, question, people, columns == "expanded", other)
    found: list[datetime | None] = [
        person.finished_at.astimezone(ZONE).replace(tzinfo=None) for person in people
    ]
    # The file does not say who came to the end.
    states: list[State] = ["complete"] * len(people)
    return sheet, sheet.expected(TOOL, names[3], found, states), has_bom


def write(survey: Survey, people: Sequence[Person], path: Path, **options: object) -> None:
    """Write the file."""
    sheet, _, has_bom = build(survey, people, **options)  # type: ignore[arg-type]
    write_text(path, csv_text(sheet.rows(), line_end="\r\n"), has_bom=has_bom)


def expected(survey: Survey, people: Sequence[Person], **options: object) -> Expected:
    """What a reader must find in the file."""
    return build(survey, people, **options)[1]  # type: ignore[arg-type]
