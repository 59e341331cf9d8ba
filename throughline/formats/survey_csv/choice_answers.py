"""Read the cells of columns that hold choices."""

import re
from collections.abc import Callable, Collection
from typing import Final

from throughline.formats import marks
from throughline.formats.survey_csv import choices, words
from throughline.formats.survey_csv.answers import (
    Answer,
    AnswerReader,
    ColumnReader,
    DateReader,
    ScaleReader,
    TextReader,
    ValueReader,
)
from throughline.formats.survey_csv.mapping import Part
from throughline.formats.survey_csv.tools import TOOLS


class SingleReader(AnswerReader):
    """Reads one choice."""

    def _prepare(self, cells: Collection[str]) -> None:
        self._values = {key.strip().lower(): value for key, value in self.column.values.items()}
        self._codes = words.codes_of_choices(cells, self.column.column, self.column.question)

    def read(self, cell: str, row: int) -> Answer | None:
        """Read a cell; None if it is no answer."""
        if self._is_no_answer(cell) or cell in self._codes:
            self._set_aside(cell)
            return None
        return Answer(self.column.title, "single", choices=(self._values.get(cell.lower(), cell),))


class MultipleReader(AnswerReader):
    """Reads several choices: those in a cell, or whether the choice of this column was chosen."""

    def _prepare(self, cells: Collection[str]) -> None:
        self._codes = words.codes_of_choices(cells, self.column.column, self.column.question)
        self._not_chosen = TOOLS[self._reading.source].not_chosen
        self.has_checks = any(marks.is_check(cell) for cell in cells)
        self.numbers = {cell for cell in cells if re.fullmatch(r"[1-9]\d?", cell)}
        self.numbers -= self._codes | self._not_chosen
        self.number: str | None = None

    def read(self, cell: str, row: int) -> Answer | None:
        """Read a cell; None if nothing is chosen."""
        chosen = self._of_column(cell) if self.column.option else self._of_cell(cell)
        return Answer(self.column.title, "multiple", choices=chosen) if chosen else None

    def _of_column(self, cell: str) -> tuple[str, ...]:
        option = self.column.option
        if marks.plain_cell(cell) == marks.plain_cell(option):
            return (option,)
        if marks.plain_cell(cell) in self._no_answers:
            self._set_aside(cell)
            return ()
        if marks.is_unticked(cell, has_checks=self.has_checks) or cell in self._not_chosen:
            self._set_aside(cell, "survey_not_chosen")
            return ()
        if self._is_no_answer(cell) or cell in self._codes or marks.is_no_opinion(cell):
            self._set_aside(cell)
            return ()
        if marks.is_ticked(cell, has_checks=self.has_checks) or cell == self.number:
            return (option,)
        self._reading.aside.add_together("survey_other_mark", self.column.column, cell)
        return (cell,)

    def _of_cell(self, cell: str) -> tuple[str, ...]:
        if self._is_no_answer(cell) or cell in self._codes:
            self._set_aside(cell)
            return ()
        separator = self.column.separator
        return choices.split(cell, separator, self.column.options) if separator else (cell,)


def read_together(readers: Collection[MultipleReader]) -> None:
    """
    Decide from all columns of a question what a mark in one of them means.

    The number of a choice is its mark where each column has only its own number. A cross means not
    chosen where there are check marks too.

    Parameters
    ----------
    readers : collection of MultipleReader
        The readers of the columns of one question.
    """
    has_checks = any(reader.has_checks for reader in readers)
    for reader in readers:
        reader.has_checks = has_checks
    found = [reader for reader in readers if reader.column.option and reader.numbers]
    numbers = [number for reader in found for number in reader.numbers]
    if len(numbers) == len(found) == len(set(numbers)):
        for reader in found:
            reader.number = min(reader.numbers)


READERS: Final[dict[Part, Callable[..., ColumnReader]]] = {
    "date": DateReader,
    "language": ValueReader,
    "school": ValueReader,
    "role": ValueReader,
    "text": TextReader,
    "single": SingleReader,
    "multiple": MultipleReader,
    "scale": ScaleReader,
}
