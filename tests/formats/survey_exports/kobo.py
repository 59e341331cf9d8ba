"""Exports of KoboToolbox: CSV of the project's data.

Sources: kobotoolbox/formpack, src/formpack/reporting/export.py (every cell quoted, semicolons, order of
fields, HXL row) and src/formpack/schema/fields.py (choices joined by a space, columns of 0 and 1, blank
where not answered, labels with groups); kobotoolbox/kpi, tests of exports (header and rows of a real
export: `start` and `end` with an offset, `_submission_time` in UTC without one; "\\r\\n" between lines);
a script that lists the own columns with `__version__`.
Inferred: the comma of other servers' exports, doubled quotes within cells.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from tests.formats.survey_exports.model import Expected, Kind, Person, Question, Survey, Value
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

TOOL = "KoboToolbox"
ZONE = ZoneInfo("America/Denver")
OTHER = "other"
DELIMITER = ";"

VARIANTS: list[tuple[str, dict[str, object]]] = [
    ("labels, both", {}),
    ("labels, both, groups", {"has_groups": True}),
    ("labels, one cell", {"select": "summary"}),
    ("labels, columns", {"select": "details"}),
    ("XML names, both, comma", {"names": "xml", "delimiter": ","}),
    ("XML names, one cell, groups", {"names": "xml", "select": "summary", "has_groups": True}),
    ("XML names, columns, groups", {"names": "xml", "select": "details", "has_groups": True}),
    ("HXL row", {"has_hxl": True}),
    ("without start and end", {"has_meta": False}),
]


def device_time(moment: datetime) -> str:
    """A time of the device, with its offset."""
    return moment.astimezone(ZONE).isoformat(timespec="milliseconds")


class Exporter:
    """One export: its options, and the columns of each kind of question."""

    def __init__(
        self,
        survey: Survey,
        people: Sequence[Person],
        *,
        names: Literal["labels", "xml"] = "labels",
        select: Literal["both", "summary", "details"] = "both",
        has_groups: bool = False,
        has_hxl: bool = False,
        has_meta: bool = True,
        delimiter: str = DELIMITER,
    ) -> None:
        self.survey, self.people = survey, complete(people)
        self.is_xml, self.select, self.has_groups = names == "xml", select, has_groups
        self.has_hxl, self.has_meta, self.delimiter = has_hxl, has_meta, delimiter
        self.sheet = Sheet()
        self.tags: list[str] = []

    def header(self, question: Question, *names: tuple[str, str]) -> str:
        """The header of a question or of what is in it; `names` are pairs of XML name and label."""
        group = (question.group, self.survey.group_labels.get(question.group, ""))
        path = [group, *names] if self.has_groups and question.group else list(names)
        return "/".join(name if self.is_xml else label for name, label in path)

    def wording(self, name: tuple[str, str]) -> str:
        return name[0] if self.is_xml else name[1]

    def options(self, question: Question) -> list[tuple[str, str]]:
        """The choices as pairs of XML name and label."""
        pairs = [(choice.code, choice.text) for choice in question.choices]
        return [*pairs, (OTHER, question.other)] if question.other else pairs

    def taken(self, person: Person, question: Question) -> tuple[str, ...]:
        """The choices chosen, by XML name or label."""
        texts = (*choices_of(person, question), *([question.other] if typed_by(person, question) else []))
        return tuple(self.wording(option) for option in self.options(question) if option[1] in texts)

    def add(
        self,
        wording: str,
        kind: Kind,
        columns: Sequence[Column],
        values: Sequence[Value],
        tag: str = "",
        choices: tuple[str, ...] = (),
        is_ambiguous: bool = False,
    ) -> None:
        """Add a question and its HXL tag, which stands over its first column."""
        self.tags.extend([tag, *[""] * (len(columns) - 1)])
        self.sheet.add_question(wording, kind, columns, values, choices=choices, is_ambiguous=is_ambiguous)

    def add_own(self, name: str, cells: Sequence[str], is_personal: bool = False) -> None:
        self.tags.append("")
        self.sheet.add_own(name, cells, is_personal)

    def add_question(self, question: Question) -> None:
        """The columns of a question, and of the text question that follows "Other"."""
        name = (question.code, question.wording)
        values: list[Value]
        if question.kind == "multiple":
            self.add_multiple(question)
        elif question.rows:
            for row in question.rows:
                labels = [label_of(person, question, row.code) for person in self.people]
                codes = {choice.text: choice.code for choice in question.choices}
                cells = [codes.get(label, "") if self.is_xml else label for label in labels]
                within = [name, (row.code, row.text)] if self.has_groups else [(row.code, row.text)]
                column = Column((self.header(question, *within),), tuple(cells))
                values = [cell or None for cell in cells]
                self.add(self.wording((row.code, row.text)), "scale", [column], values, "#agree")
            return
        else:
            if question.kind == "single":
                cells = ["".join(self.taken(person, question)) for person in self.people]
            elif question.kind == "scale":
                cells = [shown(number_of(person, question)) for person in self.people]
            else:
                cells = [text_of(person, question) for person in self.people]
            values = [cell or None for cell in cells]
            if question.kind == "scale":
                values = [number_of(person, question) for person in self.people]
            column = Column((self.header(question, name),), tuple(cells))
            self.add(self.wording(name), question.kind, [column], values, "#meta")
        if question.other:
            follow_up = (f"{question.code}_other", f"Please write: {question.wording}")
            cells = [typed_by(person, question) for person in self.people]
            column = Column((self.header(question, follow_up),), tuple(cells))
            self.add(self.wording(follow_up), "text", [column], [cell or None for cell in cells])

    def add_multiple(self, question: Question) -> None:
        """A select_multiple: the joined cell, columns of 0 and 1, or both."""
        name = (question.code, question.wording)
        taken = [self.taken(person, question) for person in self.people]
        columns = []
        if self.select in ("both", "summary"):
            columns.append(Column((self.header(question, name),), tuple(" ".join(one) for one in taken)))
        options = self.options(question) if self.select in ("both", "details") else []
        for option in options:
            cells = ["" if not one else str(int(self.wording(option) in one)) for one in taken]
            columns.append(Column((self.header(question, name, option),), tuple(cells)))
        has_spaces = any(" " in self.wording(option) for option in self.options(question))
        self.add(
            self.wording(name),
            "multiple",
            columns,
            [one or None for one in taken],
            "#choice",
            tuple(self.wording(option) for option in options),
            is_ambiguous=self.select == "summary" and has_spaces,
        )

    def build(self) -> Expected:
        """Put the columns together."""
        n_people = len(self.people)
        if self.has_meta:
            self.add_own("start", [device_time(person.started_at) for person in self.people])
            self.add_own("end", [device_time(person.finished_at) for person in self.people])
            self.add_own("deviceid", [f"ee.example.org:{person.number}" for person in self.people], True)
        for question in self.survey.questions:
            self.add_question(question)
        sent = [person.finished_at + timedelta(seconds=3) for person in self.people]
        self.add_own("_id", [str(61 + person.number) for person in self.people])
        uuids = [f"48583952-1892-4931-8d9c-8{person.number:011}" for person in self.people]
        self.add_own("_uuid", uuids)
        self.add_own("_submission_time", [f"{moment:%Y-%m-%dT%H:%M:%S}" for moment in sent])
        for own in ("_validation_status", "_notes"):
            self.add_own(own, [""] * n_people)
        self.add_own("_status", ["submitted_via_web"] * n_people)
        self.add_own("_submitted_by", [f"user{person.number}" for person in self.people], is_personal=True)
        self.add_own("__version__", ["vXyZ3k2mPq8"] * n_people)
        self.add_own("_tags", [""] * n_people)
        self.add_own("_index", [str(number) for number in range(1, n_people + 1)])
        found: list[datetime | None] = (
            [person.finished_at for person in self.people] if self.has_meta else [*sent]
        )
        column = "end" if self.has_meta else "_submission_time"
        return replace(self.sheet.expected(TOOL, column, found), header_rows=2 if self.has_hxl else 1)

    def text(self) -> str:
        """The file; the HXL tags stand in the second row where asked for."""
        header, *rows = self.sheet.rows()
        tagged = [header, self.tags, *rows] if self.has_hxl else [header, *rows]
        return csv_text(tagged, delimiter=self.delimiter, quote_all=True, line_end="\r\n")


def write(survey: Survey, people: Sequence[Person], path: Path, **options: object) -> None:
    """Write the file."""
    exporter = Exporter(survey, people, **options)  # type: ignore[arg-type]
    exporter.build()
    write_text(path, exporter.text())


def expected(survey: Survey, people: Sequence[Person], **options: object) -> Expected:
    """What a reader must find in the file."""
    return Exporter(survey, people, **options).build()  # type: ignore[arg-type]
