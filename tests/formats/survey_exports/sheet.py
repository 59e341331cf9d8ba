"""Columns of an export put together, with what a reader must find in them."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tests.formats.survey_exports.model import (
    Expected,
    ExpectedPerson,
    ExpectedQuestion,
    Kind,
    Person,
    Question,
    State,
    Value,
)


@dataclass(frozen=True)
class Column:
    """A column: its cells of the header rows, then a cell a person."""

    headers: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass
class Sheet:
    """The columns of a file in their order, each added as the tool's own or as (part of) a question."""

    header_rows: int = 1
    columns: list[Column] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    personal: list[str] = field(default_factory=list)
    questions: list[ExpectedQuestion] = field(default_factory=list)
    values: list[Sequence[Value]] = field(default_factory=list)
    typed: dict[int, Sequence[str]] = field(default_factory=dict)

    def add_own(self, headers: str | Sequence[str], cells: Sequence[str], is_personal: bool = False) -> None:
        """Add a column that is no question; a single header stands in the first row."""
        padded = (headers, *[""] * (self.header_rows - 1)) if isinstance(headers, str) else tuple(headers)
        self.columns.append(Column(padded, tuple(cells)))
        self.own.append(padded[0])
        if is_personal:
            self.personal.append(padded[0])

    def add_question(
        self,
        wording: str,
        kind: Kind,
        columns: Sequence[Column],
        values: Sequence[Value],
        *,
        typed: Sequence[str] | None = None,
        choices: tuple[str, ...] = (),
        is_ambiguous: bool = False,
    ) -> None:
        """Add the columns of a question with the value of each person and what they typed beside a choice."""
        first = len(self.columns)
        self.columns.extend(columns)
        indexes = tuple(range(first, len(self.columns)))
        if typed is not None and any(typed):
            self.typed[len(self.questions)] = typed
        self.questions.append(
            ExpectedQuestion(wording, columns[0].headers, kind, indexes, choices, is_ambiguous)
        )
        self.values.append(tuple(values))

    def rows(self) -> list[list[str]]:
        """Header rows and rows of people."""
        headers = [[column.headers[number] for column in self.columns] for number in range(self.header_rows)]
        return [*headers, *map(list, zip(*(column.cells for column in self.columns), strict=True))]

    def expected(
        self,
        tool: str,
        finished_column: str,
        finished: Sequence[datetime | None],
        states: Sequence[State] | None = None,
    ) -> Expected:
        """What a reader must find; `finished` has a moment a person."""
        people = [
            ExpectedPerson(
                moment,
                tuple(values[number] for values in self.values),
                {index: typed[number] for index, typed in self.typed.items() if typed[number]},
                states[number] if states else "complete",
            )
            for number, moment in enumerate(finished)
        ]
        return Expected(
            tool,
            self.header_rows,
            finished_column,
            tuple(self.questions),
            tuple(people),
            tuple(self.own),
            tuple(self.personal),
        )


def csv_text(
    rows: Sequence[Sequence[str]], *, delimiter: str = ",", quote_all: bool = False, line_end: str = "\n"
) -> str:
    """Delimited text, quoted where needed or everywhere; line breaks within cells stay as they are."""
    stream = io.StringIO(newline="")
    if quote_all:
        writer = csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator=line_end)
    else:
        writer = csv.writer(stream, delimiter=delimiter, lineterminator=line_end)
    writer.writerows(rows)
    return stream.getvalue()


def write_text(path: Path, text: str, *, has_bom: bool = False) -> None:
    """Write UTF-8 bytes as they are, after a byte order mark where the tool writes one."""
    path.write_bytes(text.encode("utf-8-sig" if has_bom else "utf-8"))


def complete(people: Sequence[Person]) -> list[Person]:
    """Those who completed the survey: most tools export no others."""
    return [person for person in people if person.is_complete]


def choices_of(person: Person, question: Question) -> tuple[str, ...]:
    """The texts of the choices chosen, in the order of the form."""
    answer = person.answers.get(question.code)
    return tuple(text for text in question.texts if text in answer.chosen) if answer else ()


def typed_by(person: Person, question: Question) -> str:
    """What the person typed beside "Other"."""
    answer = person.answers.get(question.code)
    return answer.other if answer else ""


def number_of(person: Person, question: Question) -> int | None:
    """The number chosen of a scale of numbers."""
    answer = person.answers.get(question.code)
    return answer.number if answer else None


def label_of(person: Person, question: Question, row: str) -> str:
    """The label chosen in a row of a matrix."""
    answer = person.answers.get(question.code)
    return answer.rows.get(row, "") if answer else ""


def text_of(person: Person, question: Question) -> str:
    """The text written."""
    answer = person.answers.get(question.code)
    return answer.text if answer else ""


def shown(number: int | None) -> str:
    """A number as a cell."""
    return "" if number is None else str(number)


def codes_of(question: Question) -> dict[str, str]:
    """The codes of the choices by their texts."""
    return {choice.text: choice.code for choice in question.choices}
