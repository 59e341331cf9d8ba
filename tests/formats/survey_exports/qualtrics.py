"""Exports of Qualtrics: CSV of today (three header rows) and of the legacy exporter (two).

Sources: ropensci/qualtRics, tests/testthat/files/sample.csv and sample_legacy.csv (real exports: own
columns, labels, ImportIds, the empty last column of the legacy file); a public survey of 2025 with
`"timeZone":"America/New_York"`; the public surveys of Kaggle 2018 to 2022 ("... - Selected Choice -
..."); the documentation of the package surveyir (ImportId with choiceId for split choices); a loading
script with QID4_NPS_GROUP before QID4; R scripts that rename "ï..StartDate" (a byte order mark). From the
documentation "Understanding Your Dataset" and "Data Export Options" of qualtrics.com: three header rows,
numeric values or choice text, -99 for seen but unanswered, splitting of multi-value fields.
Inferred: Spanish labels, blank instead of -99 in columns of typed text, "Question-Choice" of the legacy
exporter.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
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

TOOL = "Qualtrics"
UNANSWERED = "-99"

# Name, ImportId, English and Spanish label, whether personal.
BEFORE = (
    ("StartDate", "startDate", "Start Date", "Fecha de inicio", False),
    ("EndDate", "endDate", "End Date", "Fecha final", False),
    ("Status", "status", "Response Type", "Tipo de respuesta", False),
    ("IPAddress", "ipAddress", "IP Address", "Dirección IP", True),
    ("Progress", "progress", "Progress", "Progreso", False),
    ("Duration (in seconds)", "duration", "Duration (in seconds)", "Duración (en segundos)", False),
    ("Finished", "finished", "Finished", "Finalizado", False),
    ("RecordedDate", "recordedDate", "Recorded Date", "Fecha registrada", False),
    ("ResponseId", "_recordId", "Response ID", "ID de respuesta", False),
    ("RecipientLastName", "recipientLastName", "Recipient Last Name", "Apellido del destinatario", True),
    ("RecipientFirstName", "recipientFirstName", "Recipient First Name", "Nombre del destinatario", True),
    ("RecipientEmail", "recipientEmail", "Recipient Email", "Correo electrónico del destinatario", True),
    (
        "ExternalReference",
        "externalDataReference",
        "External Data Reference",
        "Referencia de datos externa",
        True,
    ),
    ("LocationLatitude", "locationLatitude", "Location Latitude", "Latitud de ubicación", True),
    ("LocationLongitude", "locationLongitude", "Location Longitude", "Longitud de ubicación", True),
    ("DistributionChannel", "distributionChannel", "Distribution Channel", "Canal de distribución", False),
    ("UserLanguage", "userLanguage", "User Language", "Idioma del usuario", False),
)
LEGACY = (
    "ResponseID",
    "ResponseSet",
    "Name",
    "ExternalDataReference",
    "EmailAddress",
    "IPAddress",
    "Status",
    "StartDate",
    "EndDate",
    "Finished",
)
LEGACY_PERSONAL = {"Name", "ExternalDataReference", "EmailAddress", "IPAddress"}

VARIANTS: list[tuple[str, dict[str, object]]] = [
    ("choice text", {}),
    ("choice text, split", {"is_split": True}),
    ("choice text, split, unanswered coded", {"is_split": True, "codes_unanswered": True}),
    ("choice text, split, not chosen as 0", {"is_split": True, "not_chosen": "0"}),
    ("choice text, unanswered coded, Denver", {"codes_unanswered": True, "zone": "America/Denver"}),
    ("numeric", {"is_numeric": True}),
    ("numeric, split, Denver", {"is_numeric": True, "is_split": True, "zone": "America/Denver"}),
    ("numeric, unanswered coded", {"is_numeric": True, "codes_unanswered": True}),
    ("zone written as UTC, no byte order mark", {"zone": "UTC", "has_bom": False}),
    ("without a zone", {"zone": "", "has_bom": False}),
    ("Spanish labels and a preview", {"language": "es", "has_preview": True}),
    ("legacy, choice text", {"is_legacy": True}),
    ("legacy, numeric", {"is_legacy": True, "is_numeric": True}),
]


class Exporter:
    """One export: its options, and the columns of each kind of question."""

    def __init__(
        self,
        survey: Survey,
        people: Sequence[Person],
        *,
        is_legacy: bool = False,
        is_numeric: bool = False,
        is_split: bool = False,
        codes_unanswered: bool = False,
        not_chosen: str = "",
        zone: str = "Z",
        language: Literal["en", "es"] = "en",
        has_preview: bool = False,
        has_bom: bool = True,
    ) -> None:
        self.survey, self.is_legacy, self.is_numeric, self.language = survey, is_legacy, is_numeric, language
        self.people = [*people, people[0]] if has_preview else list(people)
        self.n_voices = len(people)
        self.is_split = is_split or is_legacy
        self.not_chosen = not_chosen
        self.codes_unanswered = codes_unanswered and not is_legacy
        self.zone, self.has_bom = zone, has_bom and not is_legacy
        self.clock = ZoneInfo("America/Denver" if is_legacy or not zone else zone.replace("Z", "UTC"))
        self.sheet = Sheet(header_rows=2 if is_legacy else 3)

    def time(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.clock):%Y-%m-%d %H:%M:%S}"

    def column(self, name: str, label: str, import_id: dict[str, str], cells: Sequence[str]) -> Column:
        """A column with its two or three header cells."""
        headers = (name, label, json.dumps(import_id, separators=(",", ":")))
        return Column(headers[: self.sheet.header_rows], tuple(cells))

    def coded(self, question: Question, cells: Sequence[str]) -> list[str]:
        """The cells, with -99 where a question was seen and not answered."""
        if not self.codes_unanswered:
            return list(cells)
        seen = [person.has_seen(self.survey, question) for person in self.people]
        return [cell or (UNANSWERED if was else "") for cell, was in zip(cells, seen, strict=True)]

    def add_before(self) -> None:
        """The tool's own columns before the questions."""
        for name, import_id, english, spanish, is_personal in BEFORE:
            parts = {"ImportId": import_id}
            if self.zone and name.endswith("Date"):
                parts["timeZone"] = self.zone
            label = spanish if self.language == "es" else english
            cells = [self.own_cell(name, number, person) for number, person in enumerate(self.people)]
            self.sheet.add_own(self.column(name, label, parts, cells).headers, cells, is_personal)

    def own_cell(self, name: str, number: int, person: Person) -> str:
        """The cell of a person in one of the tool's own columns."""
        is_preview = number >= self.n_voices
        status = (
            ("1" if is_preview else "0")
            if self.is_numeric
            else ("Survey Preview" if is_preview else "IP Address")
        )
        done = str(int(person.is_complete)) if self.is_numeric else str(person.is_complete)
        cells = {
            "StartDate": self.time(person.started_at),
            "EndDate": self.time(person.finished_at),
            "Status": status,
            "IPAddress": person.ip_address,
            "Progress": "100" if person.is_complete else "38",
            "Duration (in seconds)": str(int((person.finished_at - person.started_at).total_seconds())),
            "Finished": done,
            "RecordedDate": self.time(
                person.finished_at + timedelta(seconds=1 if person.is_complete else 604800)
            ),
            "ResponseId": f"R_2YPOQ602ER1j{number:03}",
            "RecipientLastName": f"Name {person.number}",
            "RecipientFirstName": "Invented",
            "RecipientEmail": person.email,
            "ExternalReference": f"reference-{person.number}",
            "ExternalDataReference": f"reference-{person.number}",
            "EmailAddress": person.email,
            "LocationLatitude": "39.7392",
            "LocationLongitude": "-104.9903",
            "DistributionChannel": "preview" if is_preview else "email",
            "UserLanguage": person.language.upper(),
            "Name": f"Name {person.number}, Invented",
            "ResponseSet": "Default Response Set",
            "ResponseID": f"R_2YPOQ602ER1j{number:03}",
        }
        return cells.get(name, "")

    def add_legacy_own(self, names: Sequence[str], is_after: bool = False) -> None:
        """The legacy exporter's own columns, numbered V1, V2 before the questions, by name after them."""
        for number, name in enumerate(names, start=1):
            cells = [
                "-1" if name == "LocationAccuracy" else self.own_cell(name, n, p)
                for n, p in enumerate(self.people)
            ]
            if name in {"Finished", "Status"}:
                cells = ["0" if name == "Status" else str(int(person.is_complete)) for person in self.people]
            is_personal = name in LEGACY_PERSONAL or name.startswith("Location")
            self.sheet.add_own((name if is_after or not name else f"V{number}", name), cells, is_personal)

    def add_question(self, number: int, question: Question) -> None:
        """The columns of a question."""
        if question.kind == "multiple":
            self.add_multiple(number, question)
        elif question.kind == "single":
            self.add_single(number, question)
        elif question.rows:
            self.add_matrix(number, question)
        elif question.kind == "scale":
            self.add_scale(number, question)
        else:
            cells = [text_of(person, question) for person in self.people]
            column = self.column(
                f"Q{number}", question.wording, {"ImportId": f"QID{number}_TEXT"}, self.coded(question, cells)
            )
            self.sheet.add_question(question.wording, "text", [column], [cell or None for cell in cells])

    def chosen(self, person: Person, question: Question) -> list[tuple[int, str]]:
        """The choices chosen, each with its number; "Other" comes last."""
        texts = (*question.texts, *filter(None, [question.other]))
        taken = (*choices_of(person, question), *([question.other] if typed_by(person, question) else []))
        return [(number, text) for number, text in enumerate(texts, start=1) if text in taken]

    def typed_column(self, number: int, question: Question) -> Column:
        """The column of what was typed beside "Other"."""
        last = len(question.choices) + 1
        dash = "-" if self.is_legacy else " - "
        label = dash.join(
            (question.wording, f"{question.other}-TEXT" if self.is_legacy else f"{question.other} - Text")
        )
        cells = [typed_by(person, question) for person in self.people]
        return self.column(f"Q{number}_{last}_TEXT", label, {"ImportId": f"QID{number}_{last}_TEXT"}, cells)

    def add_single(self, number: int, question: Question) -> None:
        """One choice: the text or the number of it."""
        kept = [self.chosen(person, question) for person in self.people]
        cells = [(str(one[0][0]) if self.is_numeric else one[0][1]) if one else "" for one in kept]
        label = question.wording + self.selected(question)
        coded = self.coded(question, cells)
        columns = [self.column(f"Q{number}", label, {"ImportId": f"QID{number}"}, coded)]
        typed = None
        if question.other:
            columns.append(self.typed_column(number, question))
            typed = columns[-1].cells
        self.sheet.add_question(
            question.wording, "single", columns, [cell or None for cell in cells], typed=typed
        )

    def add_multiple(self, number: int, question: Question) -> None:
        """Several choices: joined by commas, or a column each; then what was typed."""
        texts = (*question.texts, *filter(None, [question.other]))
        columns, values = (
            self.split(number, question, texts) if self.is_split else self.joined(number, question)
        )
        typed = None
        if question.other:
            columns.append(self.typed_column(number, question))
            typed = columns[-1].cells
        self.sheet.add_question(
            question.wording,
            "multiple",
            columns,
            values,
            typed=typed,
            choices=texts if self.is_split else (),
            is_ambiguous=not self.is_split and not self.is_numeric and any("," in text for text in texts),
        )

    def selected(self, question: Question) -> str:
        """What follows the wording where choices stand beside a text to type."""
        return " - Selected Choice" if question.other and not self.is_legacy else ""

    def joined(self, number: int, question: Question) -> tuple[list[Column], list[Value]]:
        """The column of all choices and the values in it."""
        kept = [self.chosen(person, question) for person in self.people]
        found = [tuple(str(place) if self.is_numeric else text for place, text in one) for one in kept]
        cells = self.coded(question, [",".join(one) for one in found])
        label = question.wording + self.selected(question)
        values: list[Value] = [one or None for one in found]
        return [self.column(f"Q{number}", label, {"ImportId": f"QID{number}"}, cells)], values

    def split(
        self, number: int, question: Question, texts: Sequence[str]
    ) -> tuple[list[Column], list[Value]]:
        """A column a choice and the values in them."""
        kept = [self.chosen(person, question) for person in self.people]
        columns = []
        for place, text in enumerate(texts, start=1):
            mark = "1" if self.is_numeric else text
            cells = [
                mark if (place, text) in one else self.unmarked(person, question, bool(one))
                for person, one in zip(self.people, kept, strict=True)
            ]
            dash = "-" if self.is_legacy else " - "
            label = f"{question.wording}{self.selected(question)}{dash}{text}"
            parts = {"ImportId": f"QID{number}", "choiceId": str(place)}
            columns.append(self.column(f"Q{number}_{place}", label, parts, cells))
        values: list[Value] = [tuple(text for _, text in one) or None for one in kept]
        return columns, values

    def unmarked(self, person: Person, question: Question, is_answered: bool) -> str:
        """The cell of a choice that was not chosen."""
        if not person.has_seen(self.survey, question):
            return ""
        return self.not_chosen or (UNANSWERED if self.codes_unanswered and not is_answered else "")

    def add_matrix(self, number: int, question: Question) -> None:
        """A column a row."""
        places = {text: str(place) for place, text in enumerate(question.texts, start=1)}
        for place, row in enumerate(question.rows, start=1):
            labels = [label_of(person, question, row.code) for person in self.people]
            cells = [places.get(label, "") if self.is_numeric else label for label in labels]
            label = f"{question.wording}{'-' if self.is_legacy else ' - '}{row.text}"
            name = f"Q{number}_{place}"
            column = self.column(
                name, label, {"ImportId": f"QID{number}_{place}"}, self.coded(question, cells)
            )
            self.sheet.add_question(label, "scale", [column], [cell or None for cell in cells])

    def add_scale(self, number: int, question: Question) -> None:
        """A score from 0 to 10, after the group that the tool makes of it."""
        scores = [number_of(person, question) for person in self.people]
        name = f"Q{number}"
        if not self.is_legacy:
            words = ("", "Detractor", "Passive", "Promoter")
            groups = [0 if score is None else 1 + (score > 6) + (score > 8) for score in scores]
            cells = [(shown(group) if self.is_numeric else words[group]) if group else "" for group in groups]
            label = f"{question.wording} - Group"
            made = self.column(f"{name}_NPS_GROUP", label, {"ImportId": f"QID{number}_NPS_GROUP"}, cells)
            self.sheet.add_own(made.headers, cells)
        coded = self.coded(question, [shown(score) for score in scores])
        column = self.column(name, question.wording, {"ImportId": f"QID{number}"}, coded)
        self.sheet.add_question(question.wording, "scale", [column], scores)

    def build(self) -> Expected:
        """Put the columns together."""
        if self.is_legacy:
            self.add_legacy_own(LEGACY)
        else:
            self.add_before()
        for number, question in enumerate(self.survey.questions, start=1):
            self.add_question(number, question)
        if self.is_legacy:
            self.add_legacy_own(
                ("LocationLatitude", "LocationLongitude", "LocationAccuracy", ""), is_after=True
            )
        states: list[State] = ["complete" if person.is_complete else "incomplete" for person in self.people]
        states[self.n_voices :] = ["preview"] * (len(self.people) - self.n_voices)
        has_zone = self.zone and not self.is_legacy
        found: list[datetime | None] = [
            person.finished_at if has_zone else person.finished_at.astimezone(self.clock).replace(tzinfo=None)
            for person in self.people
        ]
        return self.sheet.expected(TOOL, "V9" if self.is_legacy else "EndDate", found, states)


def write(survey: Survey, people: Sequence[Person], path: Path, **options: object) -> None:
    """Write the file."""
    exporter = Exporter(survey, people, **options)  # type: ignore[arg-type]
    exporter.build()
    write_text(path, csv_text(exporter.sheet.rows()), has_bom=exporter.has_bom)


def expected(survey: Survey, people: Sequence[Person], **options: object) -> Expected:
    """What a reader must find in the file."""
    return Exporter(survey, people, **options).build()  # type: ignore[arg-type]
