"""Exports of Google Forms: the download from the form, and the linked spreadsheet saved as CSV.

Sources, from public exports: the README of a repository of caidevOficial that shows a Spanish download
("Marca temporal", every cell quoted, "2022/02/13 10:26:52 p. m. GMT-3"); a scoring script whose comment
shows an English one with a grid ("Most innovative solution [20. Project 20]", "2018/06/28 10:29:47 AM
MDT"); GeckoRobotics/gecko-sustainability, components/Form.tsx (choices joined by ";");
SpamMusubi153/AwardPicker, docs/README.md (dates of a spreadsheet); public parsers of "2026/10/04 4:59:22
p. m. CET".
Inferred: the name of the e-mail column of a Spanish download, U+202F before "p. m.", "GMT-6" for Denver
in Spanish.
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

TOOL = "Google Forms"
ZONE = ZoneInfo("America/Denver")
TIMESTAMP = {"en": "Timestamp", "es": "Marca temporal"}
SCORE = {"en": "Score", "es": "Puntuación"}
EMAIL = {
    ("en", "form"): "Username",
    ("es", "form"): "Nombre de usuario",
    ("en", "sheet"): "Email Address",
    ("es", "sheet"): "Dirección de correo electrónico",
}

Language = Literal["en", "es"]
Source = Literal["form", "sheet"]

VARIANTS: list[tuple[str, dict[str, object]]] = [
    ("download", {}),
    ("download without addresses", {"has_email": False}),
    ("download in Spanish", {"language": "es"}),
    ("download in Spanish with narrow spaces", {"language": "es", "gap": "\u202f"}),
    ("download in Spanish of Mexico", {"language": "es", "noon": "p.m.", "midnight": "a.m."}),
    ("spreadsheet", {"source": "sheet"}),
    ("spreadsheet of a quiz in Spanish", {"source": "sheet", "language": "es", "has_score": True}),
    ("spreadsheet in Spanish", {"source": "sheet", "language": "es"}),
]


def clock_time(
    moment: datetime, language: Language, source: Source, gap: str, noon: str, midnight: str
) -> str:
    """The timestamp as the form or the spreadsheet shows it."""
    local = moment.astimezone(ZONE)
    if source == "sheet":
        day = f"{local.month}/{local.day}/{local.year}" if language == "en" else f"{local.day}/{local:%m/%Y}"
        return f"{day} {local.hour}:{local:%M:%S}"
    hour = (local.hour - 1) % 12 + 1
    if language == "en":
        return f"{local:%Y/%m/%d} {hour}:{local:%M:%S %p %Z}"
    half = (noon if local.hour >= 12 else midnight).replace(" ", gap)
    offset = local.utcoffset()
    assert offset is not None
    return f"{local:%Y/%m/%d} {hour}:{local:%M:%S}{gap}{half} GMT{int(offset.total_seconds() // 3600):+d}"


def add_question(sheet: Sheet, question: Question, people: Sequence[Person], separator: str) -> None:
    """Add the columns of a question: one, or one a row of a grid."""
    values: list[Value]
    if question.rows:
        for row in question.rows:
            header = f"{question.wording} [{row.text}]"
            cells = [label_of(person, question, row.code) for person in people]
            sheet.add_question(
                header, "scale", [Column((header,), tuple(cells))], [cell or None for cell in cells]
            )
        return
    is_ambiguous = False
    if question.kind == "multiple":
        chosen = [(*choices_of(p, question), *filter(None, [typed_by(p, question)])) for p in people]
        cells = [separator.join(texts) for texts in chosen]
        is_ambiguous = any(separator in text for texts in chosen for text in texts)
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
    column = Column((question.wording,), tuple(cells))
    sheet.add_question(question.wording, question.kind, [column], values, is_ambiguous=is_ambiguous)


def build(
    survey: Survey,
    people: Sequence[Person],
    *,
    language: Language = "en",
    source: Source = "form",
    has_email: bool = True,
    has_score: bool = False,
    gap: str = " ",
    noon: str = "p. m.",
    midnight: str = "a. m.",
) -> tuple[Sheet, Expected]:
    """The sheet and what is to be found in it."""
    finishers = complete(people)
    sheet = Sheet()
    moments = [person.finished_at for person in finishers]
    times = [clock_time(moment, language, source, gap, noon, midnight) for moment in moments]
    sheet.add_own(TIMESTAMP[language], times)
    if has_email:
        sheet.add_own(EMAIL[language, source], [person.email for person in finishers], is_personal=True)
    if has_score:
        sheet.add_own(SCORE[language], ["0 / 10"] * len(finishers))
    for question in survey.questions:
        add_question(sheet, question, finishers, ";" if source == "form" else ", ")
    found: list[datetime | None] = [
        moment if source == "form" else moment.astimezone(ZONE).replace(tzinfo=None) for moment in moments
    ]
    return sheet, sheet.expected(TOOL, TIMESTAMP[language], found)


def write(survey: Survey, people: Sequence[Person], path: Path, **options: object) -> None:
    """Write the file."""
    sheet, _ = build(survey, people, **options)  # type: ignore[arg-type]
    if options.get("source") == "sheet":
        write_text(path, csv_text(sheet.rows(), line_end="\r\n"))
    else:
        write_text(path, csv_text(sheet.rows(), quote_all=True))


def expected(survey: Survey, people: Sequence[Person], **options: object) -> Expected:
    """What a reader must find in the file."""
    return build(survey, people, **options)[1]  # type: ignore[arg-type]
