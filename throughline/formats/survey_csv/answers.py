"""Read the cells of a column by its mapping: cells set aside are counted, unreadable ones are reported."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial
from typing import Final

from throughline.formats import marks
from throughline.formats.problems import Problems, quoted
from throughline.formats.survey_csv import words
from throughline.formats.survey_csv.dates import (
    DATE_ORDERS,
    DateOrder,
    is_placeholder,
    order_in_header,
    orders_that_fit,
    parse,
)
from throughline.formats.survey_csv.headers import NamedColumn
from throughline.formats.survey_csv.mapping import LOCAL, ColumnMapping, Part
from throughline.formats.survey_csv.tools import TOOLS, Source
from throughline.formats.survey_csv.zones import zone_named

_LARGEST_STEP: Final = 999


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


class SetAside:
    """Counts the cells that are no answer, to be told in notes."""

    def __init__(self) -> None:
        self._counter: Counter[tuple[str, str, str]] = Counter()
        self._first: dict[tuple[str, str], str] = {}

    def add(self, code: str, column: str, cell: str) -> None:
        """Count a cell, separately from other cells of its column."""
        self._counter[code, column, cell] += 1

    def add_together(self, code: str, column: str, cell: str) -> None:
        """Count a cell together with the others of its column; the first is the example."""
        self._counter[code, column, self._first.setdefault((code, column), cell)] += 1

    def notes(self, file: str) -> Problems:
        """Return a note for each column and cell, with how often it occurs."""
        problems = Problems()
        for (code, column, cell), n in self._counter.items():
            problems.note(code, file, None, quoted(column), value=quoted(cell), n=n)
        return problems


@dataclass(frozen=True)
class Reading:
    """
    A survey while it is read.

    Parameters
    ----------
    file : str
        Name of the file.
    source : str
        The survey tool.
    max_text_chars : int
        The longest answer that is accepted.
    problems : Problems
        Collects cells that cannot be read.
    aside : SetAside
        Counts cells that are no answer.
    """

    file: str
    source: Source
    max_text_chars: int
    problems: Problems
    aside: SetAside


def is_blank(source: Source, part: Part, cell: str) -> bool:
    """
    Return whether a tool wrote this where nothing was answered.

    Parameters
    ----------
    source : str
        The survey tool.
    part : str
        What the column is: people may write ``N/A`` in a text.
    cell : str
        The cell.

    Returns
    -------
    bool
        True for ``-99``, ``NULL`` and the like, and for what this tool writes.
    """
    if marks.is_blank_mark(cell):
        return True
    return part != "text" and (marks.is_unanswered(cell) or marks.plain_cell(cell) in TOOLS[source].blank)


class ColumnReader:
    """
    What the readers of all kinds of columns share.

    Parameters
    ----------
    column : ColumnMapping
        What the column means.
    named : NamedColumn
        The column in the file.
    cells : collection of str
        Its different filled cells.
    reading : Reading
        The survey that is read.
    """

    def __init__(
        self, column: ColumnMapping, named: NamedColumn, cells: Collection[str], reading: Reading
    ) -> None:
        self.column = column
        self.named = named
        self._reading = reading
        self._problems = reading.problems
        self._file = reading.file
        self._no_answers = {marks.plain_cell(cell) for cell in column.no_answers}
        self._prepare(cells)

    def _prepare(self, cells: Collection[str]) -> None:
        """Decide from all cells how each is to be read."""

    def _is_no_answer(self, cell: str) -> bool:
        return (
            is_blank(self._reading.source, self.column.part, cell)
            or marks.plain_cell(cell) in self._no_answers
        )

    def _set_aside(self, cell: str, code: str = "survey_no_answer_code") -> None:
        self._reading.aside.add(code, self.column.title, cell)

    def _refuse(self, code: str, row: int, **params: str | int) -> None:
        self._problems.add(code, self._file, row, quoted(self.column.column), **params)


class DateReader(ColumnReader):
    """Reads the date of an answer."""

    def _prepare(self, cells: Collection[str]) -> None:
        self._zone = self._time_zone()
        name = quoted(self.column.column)
        self._order: DateOrder | None = self.column.date_order
        dates = [cell for cell in cells if not self._is_no_date(cell)]
        if self._order or not dates:
            return
        fit = orders_that_fit(dates)
        stated = order_in_header(self.named.question)
        if len(fit) > 1 and stated in fit:
            self._order = stated
        elif len(fit) > 1:
            self._problems.add("survey_date_order", self._file, None, name, value=quoted(dates[0]))
        elif fit:
            self._order = fit[0]
            self._problems.note("survey_date_order_found", self._file, None, name, format=fit[0])
        else:
            self._order = max(DATE_ORDERS, key=partial(_n_read, dates))

    def _is_no_date(self, cell: str) -> bool:
        return is_placeholder(cell) or self._is_no_answer(cell) or marks.is_no_opinion(cell)

    def _time_zone(self) -> tzinfo | None:
        stated = self.column.zone or self.named.zone
        if stated in {"", LOCAL}:
            return None
        zone = zone_named(stated)
        name = quoted(self.column.column)
        if zone is None:
            self._problems.note("survey_zone_unknown", self._file, None, name, zone=quoted(stated))
        else:
            self._problems.note("survey_zone", self._file, None, name, zone=stated)
        return zone

    def read(self, cell: str, row: int) -> datetime | None:
        """Read a cell; None if it is no date."""
        if self._is_no_date(cell):
            self._set_aside(cell, "survey_placeholder_date")
            return None
        if self._order is None:
            return None
        moment = parse(cell, self._order)
        if moment is None:
            self._refuse("survey_date", row, value=quoted(cell), format=self._order)
        elif moment.tzinfo is None and self._zone is not None:
            return moment.replace(tzinfo=self._zone)
        return moment


def _n_read(cells: Sequence[str], order: DateOrder) -> int:
    return sum(parse(cell, order) is not None for cell in cells)


class ValueReader(ColumnReader):
    """Reads the school, the role or the language of an answer."""

    def _prepare(self, cells: Collection[str]) -> None:
        self._values = {key.strip().lower(): value for key, value in self.column.values.items()}

    def read(self, cell: str, row: int) -> str:
        """Read a cell; empty if it says nothing."""
        value = self._values.get(cell.lower())
        if value is not None:
            return value
        is_language = self.column.part == "language"
        if self._is_no_answer(cell) or (is_language and marks.is_no_opinion(cell)):
            self._set_aside(cell)
            return ""
        if not is_language:
            return cell
        code = words.language_code(cell)
        if code is None:
            self._refuse("survey_language", row, value=quoted(cell))
        return code or ""


class AnswerReader(ColumnReader, ABC):
    """Reads answers to a question."""

    @abstractmethod
    def read(self, cell: str, row: int) -> Answer | None:
        """Read a cell; None if it is no answer."""


class TextReader(AnswerReader):
    """Reads answers in own words."""

    choice: Answer | None = None
    """The choice of another question that everything typed here counts as."""

    def note_choice(self, choice: Answer) -> None:
        """Note that something typed was counted as a choice."""
        self._reading.aside.add("survey_typed_choice", self.column.title, choice.choices[0])

    def read(self, cell: str, row: int) -> Answer | None:
        """Read a cell; None if it is no answer."""
        if self._is_no_answer(cell):
            self._set_aside(cell)
            return None
        limit = self._reading.max_text_chars
        if len(cell) > limit:
            self._refuse("survey_long_text", row, limit=limit)
        return Answer(self.column.title, "text", text=cell)


class ScaleReader(AnswerReader):
    """Reads a step of a scale."""

    def _prepare(self, cells: Collection[str]) -> None:
        self._places = {
            wording: n
            for n, label in enumerate(self.column.labels, start=1)
            for wording in words.wordings(label)
        }
        self._codes: frozenset[int] = frozenset()
        if self.column.labels:
            return
        left = [cell for cell in cells if not self._is_no_answer(cell)]
        codes = words.scale_codes(left, self.column.column, self.column.question)
        decided = {words.leading_number(cell) for cell in self.column.no_answers}
        self._codes = codes.missing | (codes.doubtful & decided)
        for code in sorted(codes.doubtful - decided):
            name = quoted(self.column.column)
            self._problems.add("survey_doubtful_code", self._file, None, name, value=code)

    def read(self, cell: str, row: int) -> Answer | None:
        """Read a cell; None if it is no answer."""
        number = self._places.get(cell.lower())
        if number is None and (self._is_no_answer(cell) or marks.is_no_opinion(cell)):
            self._set_aside(cell)
            return None
        if number is None and not self.column.labels:
            number = words.leading_number(cell)
            if number in self._codes:
                self._set_aside(cell)
                return None
        if number is None or abs(number) > _LARGEST_STEP:
            self._refuse("survey_scale", row, value=quoted(cell))
            return None
        return Answer(self.column.title, "scale", number=number)
