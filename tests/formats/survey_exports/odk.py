"""Exports of ODK: the main table of Central, of Briefcase and of the older Aggregate.

Sources: getodk/central-backend, lib/data/briefcase.js (columns, order, groups joined by "-", joined cell
and columns of 0 and 1 of a select_multiple, 0 also where the question was not answered) and its tests
("2018-04-26T08:58:20.525Z"); getodk/briefcase, docs/export-format.md (what is quoted, dates as "Apr 26,
2018 8:56:00 AM", empty text as ""); public receivers of Aggregate's data ("*meta-submission-date*",
groups joined by ":").
Inferred: the dates of Aggregate's CSV, and that its header has the columns of its JSON.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from tests.formats.survey_exports.model import Expected, Kind, Person, Question, Survey, Value
from tests.formats.survey_exports.sheet import (
    Column,
    Sheet,
    choices_of,
    codes_of,
    complete,
    csv_text,
    label_of,
    number_of,
    shown,
    text_of,
    typed_by,
    write_text,
)

ZONE = ZoneInfo("America/Denver")
OTHER = "other"
TOOL = "ODK"
NAMES = {"central": "ODK Central", "briefcase": "ODK Briefcase", "aggregate": "ODK Aggregate"}
Server = Literal["central", "briefcase", "aggregate"]
AFTER = (
    "AttachmentsPresent",
    "AttachmentsExpected",
    "Status",
    "ReviewState",
    "DeviceID",
    "Edits",
    "FormVersion",
)

VARIANTS: list[tuple[str, dict[str, object]]] = [
    ("Central", {}),
    ("Central, split", {"is_split": True}),
    ("Central, split, without groups", {"is_split": True, "has_groups": False}),
    ("Central, without start and end", {"has_meta": False}),
    ("Central, 2018", {"is_old": True}),
    ("Briefcase", {"server": "briefcase"}),
    ("Aggregate", {"server": "aggregate"}),
]


class Exporter:
    """One export: its options, and the columns of each kind of question."""

    def __init__(
        self,
        survey: Survey,
        people: Sequence[Person],
        *,
        server: Server = "central",
        is_split: bool = False,
        has_groups: bool = True,
        has_meta: bool = True,
        is_old: bool = False,
    ) -> None:
        self.survey, self.people, self.server = survey, complete(people), server
        self.is_split, self.has_groups, self.has_meta, self.is_old = is_split, has_groups, has_meta, is_old
        self.sheet = Sheet()
        self.unquoted: set[int] = set()

    def time(self, moment: datetime) -> str:
        """A time as the server writes it."""
        if self.server == "briefcase":
            local = moment.astimezone(ZONE)
            return f"{local:%b} {local.day}, {local:%Y} {(local.hour - 1) % 12 + 1}:{local:%M:%S %p}"
        return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def device_time(self, moment: datetime) -> str:
        """A time of the device, with its offset where the server keeps it."""
        if self.server == "central":
            return moment.astimezone(ZONE).isoformat(timespec="milliseconds")
        return self.time(moment)

    def header(self, question: Question, *names: str) -> str:
        """The path of a question, groups first."""
        if not self.has_groups:
            return names[-1]
        joint = ":" if self.server == "aggregate" else "-"
        return joint.join([*filter(None, [question.group]), *names])

    def add(
        self, wording: str, header: str, kind: Kind, cells: Sequence[str], values: Sequence[Value]
    ) -> None:
        """Add a question of one column; Briefcase does not quote numbers."""
        if any(isinstance(value, int) for value in values):
            self.unquoted.add(len(self.sheet.columns))
        self.sheet.add_question(wording, kind, [Column((header,), tuple(cells))], values)

    def add_question(self, question: Question) -> None:
        """The columns of a question, and of the text question that follows "Other"."""
        codes = codes_of(question)
        if question.rows:
            for row in question.rows:
                cells = [codes.get(label_of(person, question, row.code), "") for person in self.people]
                header = self.header(question, question.code, row.code)
                self.add(row.code, header, "scale", cells, [cell or None for cell in cells])
            return
        header = self.header(question, question.code)
        if question.kind == "multiple":
            self.add_multiple(question, header)
        elif question.kind == "single":
            cells = ["".join(self.taken(person, question)) for person in self.people]
            self.add(question.code, header, "single", cells, [cell or None for cell in cells])
        elif question.kind == "scale":
            scores = [number_of(person, question) for person in self.people]
            self.add(question.code, header, "scale", [shown(score) for score in scores], scores)
        else:
            cells = [text_of(person, question) for person in self.people]
            self.add(question.code, header, "text", cells, [cell or None for cell in cells])
        if question.other:
            name = f"{question.code}_other"
            cells = [typed_by(person, question) for person in self.people]
            self.add(name, self.header(question, name), "text", cells, [cell or None for cell in cells])

    def taken(self, person: Person, question: Question) -> tuple[str, ...]:
        """The codes chosen."""
        codes = codes_of(question)
        chosen = tuple(codes[text] for text in choices_of(person, question))
        return (*chosen, OTHER) if typed_by(person, question) else chosen

    def add_multiple(self, question: Question, header: str) -> None:
        """A select_multiple: the codes in one cell, and in columns of 0 and 1 where asked for."""
        taken = [self.taken(person, question) for person in self.people]
        columns = [Column((header,), tuple(" ".join(one) for one in taken))]
        codes = [*codes_of(question).values(), *([OTHER] if question.other else [])] if self.is_split else []
        columns.extend(
            Column((f"{header}/{code}",), tuple(str(int(code in one)) for one in taken)) for code in codes
        )
        values = [one or None for one in taken]
        self.sheet.add_question(question.code, "multiple", columns, values, choices=tuple(codes))

    def add_first(self, sent: Sequence[datetime]) -> None:
        """The server's columns before the questions."""
        times = [self.time(moment) for moment in sent]
        if self.server == "aggregate":
            keys = [self.key(person) for person in self.people]
            self.sheet.add_own("*meta-instance-id*", keys)
            self.sheet.add_own("*meta-model-version*", [""] * len(keys))
            self.sheet.add_own("*meta-ui-version*", [""] * len(keys))
            self.sheet.add_own("*meta-submission-date*", times)
            self.sheet.add_own("*meta-is-complete*", ["true"] * len(keys))
            self.sheet.add_own("*meta-date-marked-as-complete*", times)
        else:
            self.sheet.add_own("SubmissionDate", times)
        if self.has_meta:
            self.sheet.add_own("start", [self.device_time(person.started_at) for person in self.people])
            self.sheet.add_own("end", [self.device_time(person.finished_at) for person in self.people])
            self.sheet.add_own(
                "deviceid", [f"collect:{person.number}" for person in self.people], is_personal=True
            )

    def key(self, person: Person) -> str:
        return f"uuid:39f3dd36-161e-45cb-a1a4-3{person.number:011}"

    def add_last(self) -> None:
        """The server's columns after the questions."""
        keys = [self.key(person) for person in self.people]
        joint = ":" if self.server == "aggregate" else "-"
        self.sheet.add_own(f"meta{joint}instanceID" if self.has_groups else "instanceID", keys)
        if self.server == "aggregate":
            return
        self.unquoted.add(len(self.sheet.columns))
        self.sheet.add_own("KEY", keys)
        if self.server == "briefcase":
            return
        self.sheet.add_own("SubmitterID", ["17"] * len(keys), is_personal=True)
        self.sheet.add_own("SubmitterName", ["Invented Collector"] * len(keys), is_personal=True)
        cells = {
            "AttachmentsPresent": "0",
            "AttachmentsExpected": "0",
            "Edits": "0",
            "FormVersion": "2026030101",
        }
        for name in () if self.is_old else AFTER:
            self.sheet.add_own(name, [cells.get(name, "")] * len(keys), is_personal=name == "DeviceID")

    def build(self) -> Expected:
        """Put the columns together."""
        sent = [person.finished_at + timedelta(seconds=4, milliseconds=525) for person in self.people]
        self.add_first(sent)
        for question in self.survey.questions:
            self.add_question(question)
        self.add_last()
        column = "end" if self.has_meta else "SubmissionDate"
        moments = [person.finished_at for person in self.people] if self.has_meta else sent
        found: list[datetime | None] = [
            moment.astimezone(ZONE).replace(tzinfo=None) if self.server == "briefcase" else moment
            for moment in moments
        ]
        return self.sheet.expected(NAMES[self.server], column, found)

    def text(self) -> str:
        """The file; Briefcase quotes texts and dates always, and numbers only where they are missing."""
        header, *rows = self.sheet.rows()
        if self.server != "briefcase":
            return csv_text([header, *rows])
        lines = [csv_text([header])]
        for row in rows:
            cells = [
                cell if number in self.unquoted and cell else '"' + cell.replace('"', '""') + '"'
                for number, cell in enumerate(row)
            ]
            lines.append(",".join(cells) + "\n")
        return "".join(lines)


def write(survey: Survey, people: Sequence[Person], path: Path, **options: object) -> None:
    """Write the file."""
    exporter = Exporter(survey, people, **options)  # type: ignore[arg-type]
    exporter.build()
    write_text(path, exporter.text())


def expected(survey: Survey, people: Sequence[Person], **options: object) -> Expected:
    """What a reader must find in the file."""
    return Exporter(survey, people, **options).build()  # type: ignore[arg-type]
