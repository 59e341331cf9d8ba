"""Exports of Typeform: CSV of responses of about 2018, 2022 and 2024.

Sources, from public exports: a real file with "Response Type,Start Date (UTC),Stage Date (UTC),Submit
Date (UTC),Network ID,Tags" and telephone numbers written as "'+569..."; an importer's test with "Ending"
as last column that takes that apostrophe off; the notes of a training diary of 2018 ("#", a column a
choice with the choice as header, "Other"); a script that names the columns of a survey of 2020 (choices,
"Other", then "Start Date (UTC)", "Submit Date (UTC)", "Network ID").
Inferred: 1 and 0 for yes and no, a column a row of a matrix, rows of people who left ("partial") without
a Submit Date.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import md5
from pathlib import Path
from typing import Literal

from tests.formats.survey_exports.model import Expected, Person, Question, State, Survey, Value
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

TOOL = "Typeform"
Version = Literal["2018", "2022", "2024"]

VARIANTS: list[tuple[str, dict[str, object]]] = [
    ("2018", {}),
    ("2022", {"version": "2022"}),
    ("2024", {"version": "2024"}),
    ("2024, hidden fields", {"version": "2024", "has_hidden": True}),
]


def time(moment: datetime) -> str:
    """A time in UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def token(person: Person, purpose: str, length: int) -> str:
    """An invented identifier."""
    return md5(f"{purpose} {person.number}".encode(), usedforsecurity=False).hexdigest()[:length]


def guarded(text: str) -> str:
    """A text as the tool writes it: an apostrophe keeps a spreadsheet from calculating."""
    return f"'{text}" if text.startswith("+") else text


def add_question(sheet: Sheet, question: Question, people: Sequence[Person]) -> None:
    """Add the columns of a question; columns of choices do not carry its wording."""
    values: list[Value]
    if question.rows:
        for row in question.rows:
            cells = [label_of(person, question, row.code) for person in people]
            column = Column((row.text,), tuple(cells))
            sheet.add_question(row.text, "scale", [column], [cell or None for cell in cells])
        return
    if question.kind in ("single", "multiple"):
        add_choices(sheet, question, people)
        return
    if question.kind == "scale":
        values = [number_of(person, question) for person in people]
        cells = [shown(number_of(person, question)) for person in people]
    else:
        cells = [guarded(text_of(person, question)) for person in people]
        values = [text_of(person, question) or None for person in people]
    sheet.add_question(question.wording, question.kind, [Column((question.wording,), tuple(cells))], values)


def add_choices(sheet: Sheet, question: Question, people: Sequence[Person]) -> None:
    """Add a question with choices, and the column "Other" with what was typed."""
    chosen = [choices_of(person, question) for person in people]
    typed = [typed_by(person, question) for person in people]
    other = [Column(("Other",), tuple(typed))] if question.other else []
    if question.kind == "multiple":
        columns = [
            Column((text,), tuple(text if text in taken else "" for taken in chosen))
            for text in question.texts
        ]
        found = [(*taken, *(["Other"] if words else [])) for taken, words in zip(chosen, typed, strict=True)]
        choices = (*question.texts, *(["Other"] if question.other else []))
        values: list[Value] = [taken or None for taken in found]
        sheet.add_question(
            "", "multiple", [*columns, *other], values, typed=typed if other else None, choices=choices
        )
        return
    cells = ["".join(taken) for taken in chosen]
    if question.is_yes_no:
        cells = [{"Yes": "1", "No": "0", "": ""}[cell] for cell in cells]
    singles: list[Value] = [
        cell or ("Other" if words else None) for cell, words in zip(cells, typed, strict=True)
    ]
    column = Column((question.wording,), tuple(cells))
    sheet.add_question(question.wording, "single", [column, *other], singles, typed=typed if other else None)


def build(
    survey: Survey, people: Sequence[Person], *, version: Version = "2018", has_hidden: bool = False
) -> tuple[Sheet, Expected]:
    """The sheet and what is to be found in it."""
    rows = complete(people) if version == "2018" else list(people)
    sheet = Sheet()
    sheet.add_own("#", [token(person, "response", 32) for person in rows])
    for question in survey.questions:
        add_question(sheet, question, rows)
    if has_hidden:
        sheet.add_own("email", [person.email for person in rows], is_personal=True)
        sheet.add_own("score", ["0"] * len(rows))
    if version != "2018":
        sheet.add_own("Response Type", ["completed" if person.is_complete else "partial" for person in rows])
    sheet.add_own("Start Date (UTC)", [time(person.started_at) for person in rows])
    if version != "2018":
        sheet.add_own(
            "Stage Date (UTC)", ["" if person.is_complete else time(person.finished_at) for person in rows]
        )
    sheet.add_own(
        "Submit Date (UTC)", [time(person.finished_at) if person.is_complete else "" for person in rows]
    )
    sheet.add_own("Network ID", [token(person, "network", 10) for person in rows], is_personal=True)
    for name in {"2018": (), "2022": ("Tags",), "2024": ("Tags", "Ending")}[version]:
        sheet.add_own(name, [""] * len(rows))
    found = [person.finished_at if person.is_complete else None for person in rows]
    states: list[State] = ["complete" if person.is_complete else "incomplete" for person in rows]
    return sheet, sheet.expected(TOOL, "Submit Date (UTC)", found, states)


def write(survey: Survey, people: Sequence[Person], path: Path, **options: object) -> None:
    """Write the file."""
    sheet, _ = build(survey, people, **options)  # type: ignore[arg-type]
    write_text(path, csv_text(sheet.rows()))


def expected(survey: Survey, people: Sequence[Person], **options: object) -> Expected:
    """What a reader must find in the file."""
    return build(survey, people, **options)[1]  # type: ignore[arg-type]
