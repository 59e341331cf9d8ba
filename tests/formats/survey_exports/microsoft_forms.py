"""Exports of Microsoft Forms: the workbook, saved from Excel as "CSV UTF-8 (comma delimited)".

Sources, from public exports and parsers of them: acl-org/acl-anthology, bin/add_attachments.py (columns);
the README of a scheduler of tours (a semicolon after each choice); a list of resources of Esri (a title
of several lines, "7/2/20 11:00:22"); an importer's test with "Last modified time" and the columns of a
quiz; a test of attendance sheets (the address "anonymous"); a guide that quotes a German file
("Id;Startzeit", "27.04.2026 11:34", "anonymous", "Frontend;AI;", a Likert header "Title.Statement");
Spanish scripts that read "Hora de finalización" as "%d/%m/%Y %H:%M" and know "Hora de la última
modificación". From the documentation of Excel: UTF-8 with a byte order mark, the list separator of the
region as delimiter.
Inferred: that older Likert statements stand alone as header; a Spanish file with English dates.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from tests.formats.survey_exports.model import Expected, Person, Question, Survey, Value
from tests.formats.survey_exports.sheet import (
    Column,
    Sheet,
    choices_of,
    complete,
    csv_text,
    label_of,
    number_of,
    shown,
    text_of,
    typed_by,
    write_text,
)

TOOL = "Microsoft Forms"
ZONE = ZoneInfo("America/Denver")
HEADERS = {
    "en": ("ID", "Start time", "Completion time", "Email", "Name", "Last modified time"),
    "es": (
        "Id",
        "Hora de inicio",
        "Hora de finalización",
        "Correo electrónico",
        "Nombre",
        "Hora de la última modificación",
    ),
}

Dates = Literal["month first", "day first", "month first to the minute"]

VARIANTS: list[tuple[str, dict[str, object]]] = [
    ("anonymous", {}),
    ("named, Likert titles", {"is_anonymous": False, "has_modified": False, "has_likert_titles": True}),
    ("quiz", {"is_quiz": True}),
    ("no-break spaces in titles", {"title_end": "\xa0"}),
    ("dates to the minute", {"dates": "month first to the minute"}),
    ("Spanish of Mexico", {"language": "es", "dates": "day first"}),
    (
        "Spanish of Spain",
        {"language": "es", "dates": "day first", "delimiter": ";", "has_likert_titles": True},
    ),
    ("Spanish with the format of the workbook", {"language": "es", "delimiter": ";"}),
]


def clock_time(moment: datetime, dates: Dates) -> str:
    """A date as Excel saves it."""
    local = moment.astimezone(ZONE)
    if dates == "day first":
        return f"{local:%d/%m/%Y} {local.hour}:{local:%M}"
    if dates == "month first to the minute":
        return f"{local.month}/{local.day}/{local.year} {local.hour}:{local:%M}"
    return f"{local.month}/{local.day}/{local:%y} {local.hour}:{local:%M:%S}"


def add_question(
    sheet: Sheet, question: Question, people: Sequence[Person], title_end: str, has_likert_titles: bool
) -> None:
    """Add the columns of a question; rows of an older Likert question lose the question's title."""
    values: list[Value]
    if question.rows:
        for row in question.rows:
            cells = [label_of(person, question, row.code) for person in people]
            wording = f"{question.wording}.{row.text}" if has_likert_titles else row.text
            column = Column((wording + title_end,), tuple(cells))
            sheet.add_question(wording, "scale", [column], [cell or None for cell in cells])
        return
    if question.kind == "multiple":
        chosen = [(*choices_of(p, question), *filter(None, [typed_by(p, question)])) for p in people]
        cells = ["".join(f"{text};" for text in texts) for texts in chosen]
        values = [texts or None for texts in chosen]
    elif question.kind == "single":
        cells = ["".join(choices_of(person, question)) or typed_by(person, question) for person in people]
        values = [cell or None for cell in cells]
    elif question.kind == "scale":
        values = [number_of(person, question) for person in people]
        cells = [shown(number_of(person, question)) for person in people]
    else:
        cells = [text_of(person, question) for person in people]
        values = [cell or None for cell in cells]
    column = Column((question.wording + title_end,), tuple(cells))
    sheet.add_question(question.wording, question.kind, [column], values)


def build(
    survey: Survey,
    people: Sequence[Person],
    *,
    language: Literal["en", "es"] = "en",
    dates: Dates = "month first",
    is_anonymous: bool = True,
    has_modified: bool = True,
    title_end: str = "",
    has_likert_titles: bool = False,
    is_quiz: bool = False,
    delimiter: str = ",",
) -> tuple[Sheet, Expected]:
    """The sheet and what is to be found in it."""
    finishers = complete(people)
    sheet = Sheet()
    identifier, started, finished, email, name, modified = HEADERS[language]
    sheet.add_own(identifier, [str(number) for number in range(1, len(finishers) + 1)])
    sheet.add_own(started, [clock_time(person.started_at, dates) for person in finishers])
    sheet.add_own(finished, [clock_time(person.finished_at, dates) for person in finishers])
    emails = ["anonymous" if is_anonymous else person.email for person in finishers]
    sheet.add_own(email, emails, is_personal=True)
    names = ["" if is_anonymous else f"Invented Name {person.number}" for person in finishers]
    sheet.add_own(name, names, is_personal=True)
    if is_quiz:
        sheet.add_own("Total points", ["0"] * len(finishers))
        sheet.add_own("Quiz feedback", [""] * len(finishers))
    if has_modified:
        sheet.add_own(modified, [""] * len(finishers))
    for question in survey.questions:
        add_question(sheet, question, finishers, title_end, has_likert_titles)
        if is_quiz and not question.rows:
            sheet.add_own(f"Points - {question.wording}", [""] * len(finishers))
            sheet.add_own(f"Feedback - {question.wording}", [""] * len(finishers))
    found: list[datetime | None] = [
        person.finished_at.astimezone(ZONE).replace(tzinfo=None) for person in finishers
    ]
    if dates != "month first":
        found = [moment.replace(second=0) for moment in found if moment]
    return sheet, sheet.expected(TOOL, finished, found)


def write(survey: Survey, people: Sequence[Person], path: Path, **options: object) -> None:
    """Write the file."""
    sheet, _ = build(survey, people, **options)  # type: ignore[arg-type]
    text = csv_text(sheet.rows(), delimiter=str(options.get("delimiter", ",")), line_end="\r\n")
    write_text(path, text, has_bom=True)


def expected(survey: Survey, people: Sequence[Person], **options: object) -> Expected:
    """What a reader must find in the file."""
    return build(survey, people, **options)[1]  # type: ignore[arg-type]
