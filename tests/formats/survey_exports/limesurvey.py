"""Exports of LimeSurvey: CSV of responses, with question codes or full texts, answer codes or full answers.

Sources: LimeSurvey/LimeSurvey, application/helpers/admin/export/CsvWriter.php (every cell quoted, byte
order mark, "\\r\\n", an empty line at the end), Writer.php (headings), SurveyObj.php (Yes, No and N/A;
"-oth-"; numbers without trailing zeros), application/helpers/viewHelper.php (codes and texts of
subquestions in brackets, one line), common_helper (own columns and their labels), browsing code
("submitdate for not-datestamped surveys is always 1980/01/01"); a public program that reads a Spanish
export ("ID de respuesta", "Fecha de envío", "Última página", "Lenguaje inicial").
Inferred: that an unanswered question of yes and no stays empty where N is converted; the Spanish labels of
IP address, referrer and seed; "N/A" and the separator ". " in Spanish files.
"""

from collections.abc import Sequence
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

TOOL = "LimeSurvey"
ZONE = ZoneInfo("America/Denver")
NO_DATE = "1980-01-01 00:00:00"
OWN = {
    "id": ("Response ID", "ID de respuesta"),
    "submitdate": ("Date submitted", "Fecha de envío"),
    "lastpage": ("Last page", "Última página"),
    "startlanguage": ("Start language", "Lenguaje inicial"),
    "seed": ("Seed", "Semilla"),
    "token": ("Access code", "Código de acceso"),
    "startdate": ("Date started", "Fecha de inicio"),
    "datestamp": ("Date last action", "Fecha de la última acción"),
    "ipaddr": ("IP address", "Dirección IP"),
    "refurl": ("Referrer URL", "URL de referencia"),
}
PERSONAL = {"token", "ipaddr", "refurl"}
WORDS = {"en": ("Yes", "No", "N/A", "Other"), "es": ("Sí", "No", "N/A", "Otro")}

VARIANTS: list[tuple[str, dict[str, object]]] = [
    ("codes", {}),
    ("codes, date stamp off", {"has_dates": False}),
    ("codes, semicolon", {"delimiter": ";"}),
    ("codes, Y and N as 1 and 2", {"yes_no": ("1", "2")}),
    ("code headings, full answers", {"answers": "full"}),
    ("full headings, full answers", {"headings": "full", "answers": "full"}),
    ("full headings, full answers, Spanish", {"headings": "full", "answers": "full", "language": "es"}),
    ("code and text headings, full answers", {"headings": "both", "answers": "full"}),
    ("full headings, codes, date stamp off", {"headings": "full", "has_dates": False}),
]


def flat(text: str) -> str:
    """A text in one line, as headings are."""
    return " ".join(text.split())


def subquestions(question: Question) -> list[tuple[str, str]]:
    """The choices of a multiple choice as pairs of code and text."""
    return [(f"SQ{place:03}", text) for place, text in enumerate(question.texts, start=1)]


class Exporter:
    """One export: its options, and the columns of each kind of question."""

    def __init__(
        self,
        survey: Survey,
        people: Sequence[Person],
        *,
        headings: Literal["code", "full", "both"] = "code",
        answers: Literal["code", "full"] = "code",
        language: Literal["en", "es"] = "en",
        has_dates: bool = True,
        yes_no: tuple[str, str] = ("Y", "N"),
        delimiter: str = ",",
    ) -> None:
        self.survey, self.people, self.delimiter = survey, list(people), delimiter
        self.headings, self.is_full, self.language, self.has_dates = (
            headings,
            answers == "full",
            language,
            has_dates,
        )
        self.converted = yes_no
        self.yes, self.no, self.not_shown, self.other = WORDS[language]
        self.sheet = Sheet()

    def heading(self, code: str, text: str) -> str:
        """A heading by code, by text, or both."""
        return {"code": code, "full": text, "both": f"{code}. {text}"}[self.headings]

    def own_cell(self, name: str, person: Person) -> str:
        """The cell of a person in one of the tool's own columns."""
        form = "%Y-%m-%d %H:%M:%S"
        finished = person.finished_at.astimezone(ZONE).strftime(form)
        submitted = (finished if self.has_dates else NO_DATE) if person.is_complete else ""
        return {
            "id": str(person.number),
            "submitdate": submitted,
            "lastpage": "3" if person.is_complete else "1",
            "startlanguage": "es" if person.language == "es" else "en",
            "seed": str(1_441_197_000 + person.number),
            "token": f"tok{person.number:012}",
            "startdate": person.started_at.astimezone(ZONE).strftime(form),
            "datestamp": finished,
            "ipaddr": person.ip_address,
            "refurl": "https://www.example.org/news" if person.number % 2 else "",
        }[name]

    def add_question(self, question: Question) -> None:
        """The columns of a question."""
        if question.kind == "multiple":
            self.add_multiple(question)
        elif question.kind == "single":
            self.add_single(question)
        elif question.rows:
            self.add_array(question)
        else:
            values: list[Value]
            if question.kind == "scale":
                values = [number_of(person, question) for person in self.people]
                cells = [shown(number_of(person, question)) for person in self.people]
            else:
                cells = [text_of(person, question) for person in self.people]
                values = [cell or None for cell in cells]
            self.add(question, [self.column(question, cells)], values)

    def column(self, question: Question, cells: Sequence[str], code: str = "", text: str = "") -> Column:
        """A column of a question or of one of its subquestions."""
        by_code = f"{question.code}[{code}]" if code else question.code
        by_text = f"{flat(question.wording)} [{text}]" if code else flat(question.wording)
        return Column((self.heading(by_code, by_text),), tuple(cells))

    def add(
        self,
        question: Question,
        columns: Sequence[Column],
        values: Sequence[Value],
        typed: Sequence[str] | None = None,
        choices: tuple[str, ...] = (),
    ) -> None:
        """Add a question under its wording as the file shows it."""
        wording = question.code if self.headings == "code" else flat(question.wording)
        self.sheet.add_question(wording, question.kind, columns, values, typed=typed, choices=choices)

    def add_single(self, question: Question) -> None:
        """A list or a question of yes and no; the typed "Other" has a column of its own."""
        chosen = ["".join(choices_of(person, question)) for person in self.people]
        typed = [typed_by(person, question) for person in self.people]
        if question.is_yes_no:
            full = {"Yes": self.yes, "No": self.no, "": self.not_shown}
            short = {"Yes": self.converted[0], "No": self.converted[1], "": ""}
            cells = [(full if self.is_full else short)[text] for text in chosen]
            values: list[Value] = [cell if text else None for cell, text in zip(cells, chosen, strict=True)]
            self.add(question, [self.column(question, cells)], values)
            return
        codes = {text: f"A{place}" for place, text in enumerate(question.texts, start=1)}
        named = self.other if self.is_full else "-oth-"
        cells = [
            (text if self.is_full else codes[text]) if text else (named if words else "")
            for text, words in zip(chosen, typed, strict=True)
        ]
        columns = [self.column(question, cells)]
        if question.other:
            columns.append(self.column(question, typed, "other", self.other))
        self.add(question, columns, [cell or None for cell in cells], typed)

    def add_multiple(self, question: Question) -> None:
        """A column a choice, and one for what is typed."""
        columns, found = [], [list[str]() for _ in self.people]
        for code, text in subquestions(question):
            cells = []
            for number, person in enumerate(self.people):
                is_chosen = text in choices_of(person, question)
                if is_chosen:
                    found[number].append(code if self.headings == "code" else text)
                cells.append(self.mark(person, question, is_chosen))
            columns.append(self.column(question, cells, code, text))
        typed = [typed_by(person, question) for person in self.people]
        labels = [code if self.headings == "code" else text for code, text in subquestions(question)]
        if question.other:
            label = "other" if self.headings == "code" else self.other
            labels.append(label)
            # The setting for N also changes an empty text beside "Other", which is of the same type.
            marks = [
                words or self.mark(p, question, False) for p, words in zip(self.people, typed, strict=True)
            ]
            columns.append(self.column(question, typed if self.is_full else marks, "other", self.other))
            for texts, words in zip(found, typed, strict=True):
                texts.extend([label] if words else [])
        values = [tuple(texts) or None for texts in found]
        self.add(question, columns, values, typed, tuple(labels))

    def mark(self, person: Person, question: Question, is_chosen: bool) -> str:
        """The mark of a choice: chosen, not chosen, or (in full answers) never shown."""
        was_seen = person.has_seen(self.survey, question)
        if self.is_full:
            return self.yes if is_chosen else self.no if was_seen else self.not_shown
        if is_chosen:
            return self.converted[0]
        # Where N is converted, what was seen and not chosen is written as N is.
        return self.converted[1] if was_seen and self.converted[1] != "N" else ""

    def add_array(self, question: Question) -> None:
        """A column a row of an array."""
        codes = {text: f"A{place}" for place, text in enumerate(question.texts, start=1)}
        for place, row in enumerate(question.rows, start=1):
            labels = [label_of(person, question, row.code) for person in self.people]
            cells = [label if self.is_full else codes.get(label, "") for label in labels]
            code = f"SQ{place:03}"
            column = self.column(question, cells, code, row.text)
            full = f"{flat(question.wording)} [{row.text}]"
            wording = f"{question.code}[{code}]" if self.headings == "code" else full
            self.sheet.add_question(wording, "scale", [column], [cell or None for cell in cells])

    def build(self) -> Expected:
        """Put the columns together."""
        for name, labels in OWN.items():
            if name in ("startdate", "datestamp") and not self.has_dates:
                continue
            label = labels[self.language == "es"]
            cells = [self.own_cell(name, person) for person in self.people]
            self.sheet.add_own(self.heading(name, label), cells, is_personal=name in PERSONAL)
        for question in self.survey.questions:
            self.add_question(question)
        found = [
            person.finished_at.astimezone(ZONE).replace(tzinfo=None)
            if person.is_complete and self.has_dates
            else None
            for person in self.people
        ]
        states: list[State] = ["complete" if person.is_complete else "incomplete" for person in self.people]
        column = self.heading("submitdate", OWN["submitdate"][self.language == "es"])
        return self.sheet.expected(TOOL, column, found, states)


def write(survey: Survey, people: Sequence[Person], path: Path, **options: object) -> None:
    """Write the file."""
    exporter = Exporter(survey, people, **options)  # type: ignore[arg-type]
    exporter.build()
    text = csv_text(exporter.sheet.rows(), delimiter=exporter.delimiter, quote_all=True, line_end="\r\n")
    write_text(path, text + "\r\n", has_bom=True)


def expected(survey: Survey, people: Sequence[Person], **options: object) -> Expected:
    """What a reader must find in the file."""
    return Exporter(survey, people, **options).build()  # type: ignore[arg-type]
