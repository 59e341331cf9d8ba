"""Guess what each column of a survey is, by its names and its cells."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from throughline.formats import marks
from throughline.formats.problems import quoted
from throughline.formats.survey_csv import choices, words
from throughline.formats.survey_csv.answers import is_blank
from throughline.formats.survey_csv.dates import (
    DateOrder,
    best_order,
    is_placeholder,
    order_in_header,
    orders_that_fit,
    parse,
)
from throughline.formats.survey_csv.groups import Choices
from throughline.formats.survey_csv.headers import NamedColumn
from throughline.formats.survey_csv.mapping import ONCE, Part
from throughline.formats.survey_csv.own_columns import OwnOfSomeTool, date_rank, is_own
from throughline.formats.survey_csv.personal import (
    PersonalData,
    is_about_others,
    is_area_label,
    is_person_label,
    is_plainly_personal,
    personal_by_header,
)
from throughline.formats.survey_csv.personal_cells import can_be, personal_by_cells
from throughline.formats.survey_csv.preview_column import PreviewColumn, SeenCells
from throughline.formats.survey_csv.tools import TOOLS, Source
from throughline.formats.tables import column_letter

N_SAMPLES: Final = 5
N_DATES: Final = 30
MOST_OPTIONS: Final = 30
_LONGEST_OPTION_CHARS: Final = 120
_FEWEST_YEARS_OF_BIRTH: Final = 5

Guess = tuple[Part, str, tuple[str, ...], tuple[str, ...]]
"""The part, the separator of several choices, the options, and the labels of a scale."""


class ColumnGuesser:
    """
    Guesses what the columns of one file are.

    Parameters
    ----------
    source : str
        The survey tool.
    found : Choices
        The columns that are choices of one question.
    columns : sequence of NamedColumn
        All columns of the file.
    """

    def __init__(self, source: Source, found: Choices, columns: Sequence[NamedColumn]) -> None:
        self._source = source
        self._found = found
        self._own = OwnOfSomeTool(source, (name for one in columns for name in (one.code, one.question)))

    def look(self, column: NamedColumn, seen: SeenCells) -> PreviewColumn:
        """
        Describe a column, with a guess.

        Parameters
        ----------
        column : NamedColumn
            The column.
        seen : SeenCells
            Its cells.

        Returns
        -------
        PreviewColumn
            The column with its guess.
        """
        cells = list(seen.cells)
        described = PreviewColumn(
            name=column.name,
            letter=column_letter(column.index),
            question=column.question,
            option=column.option,
            code=column.code,
            samples=tuple(quoted(cell) for cell in islice(cells, N_SAMPLES)),
            n_filled=seen.n_filled,
            n_different=len(cells),
            guess="ignore",
        )
        choice = self._found.by_column.get(column.index)
        if choice is not None:
            return replace(
                described,
                question=choice.question,
                option=choice.option,
                guess="multiple",
                options=(choice.option,),
                has_wording=choice.is_named,
                may_be_dates=False,
            )
        if not cells or column.index in self._found.joined:
            return described
        return self._guessed(column, seen, described)

    def _guessed(self, column: NamedColumn, seen: SeenCells, described: PreviewColumn) -> PreviewColumn:
        answers = [cell for cell in seen.cells if not is_blank(self._source, "single", cell)]
        names = (column.code, column.question, *last_segment(column.question))
        rank = date_rank(self._source, *names)
        if rank is None and is_own(self._source, *names):
            return described
        kind = words.header_part(*names)
        dates = [cell for cell in answers if not is_placeholder(cell) and not marks.is_no_opinion(cell)]
        orders = orders_that_fit(dates) if dates else ()
        described = replace(described, may_be_dates=bool(orders) or best_order(dates[:N_DATES]) is not None)
        is_date_header = kind == "date" or rank is not None
        stated = order_in_header(column.question)
        if len(orders) > 1 and stated in orders:
            orders = (stated,)
        if is_date_header and not orders and (order := best_order(dates)):
            orders = (order,)
        if orders == ("EXCEL",) and not is_date_header:
            orders = ()
        if rank is None:
            personal = self._personal(names, seen, answers, dates, orders, kind)
            if personal is not None:
                return replace(described, personal=personal)
            if not is_date_header and kind != "language" and self._own.has(*names):
                return described
        if orders and (is_date_header or not _is_question(column.question)):
            return replace(described, guess="date", date_orders=orders, zone=column.zone)
        if rank is not None:
            return described
        if not answers:
            return replace(described, no_answers=tuple(seen.cells))
        part, separator, options, labels = self._guess(seen, answers, kind, (*names, column.option))
        if part == "multiple" and choices.is_ranking(answers, separator):
            return replace(described, is_ranking=True)
        codes = words.scale_codes(answers, *names) if part == "scale" and not labels else marks.Codes()
        blanks = [cell for cell in seen.cells if is_blank(self._source, part, cell)]
        missing = [cell for cell in answers if words.leading_number(cell) in codes.missing]
        return replace(
            described,
            guess=part,
            separator=separator,
            options=options,
            labels=labels,
            no_answers=tuple(blanks + missing),
            doubtful_codes=tuple(sorted(codes.doubtful)),
        )

    def _personal(
        self,
        names: Sequence[str],
        seen: SeenCells,
        answers: Sequence[str],
        dates: Sequence[str],
        orders: Sequence[DateOrder],
        kind: str,
    ) -> PersonalData | None:
        n_filled = sum(seen.cells[cell] for cell in answers)
        by_header = personal_by_header(*names)
        if by_header is not None and can_be(
            by_header, answers, n_filled, is_plain=is_plainly_personal(*names)
        ):
            return None if _are_opinions(answers) else by_header
        if orders:
            read = [parse(cell, orders[0]) for cell in dates]
            years = {moment.year for moment in read if moment is not None}
            return "birth" if kind != "date" and len(years) >= _FEWEST_YEARS_OF_BIRTH else None
        if kind in {"language", "school"}:
            return None
        return personal_by_cells(
            answers,
            n_filled,
            is_question=any(map(_is_question, names)) or is_area_label(*names),
            is_person_named=is_person_label(*names),
            is_about_others=is_about_others(*names),
        )

    def _guess(self, seen: SeenCells, answers: Sequence[str], kind: str, names: Sequence[str]) -> Guess:
        if words.is_typed(*names) and not all(marks.is_ticked(cell) for cell in answers):
            return "text", "", (), ()
        counted = Counter({cell: seen.cells[cell] for cell in answers})
        if kind == "language" and all(words.language_code(cell) for cell in answers):
            return "language", "", (), ()
        labels = words.known_scale(answers)
        if labels:
            return "scale", "", (), labels
        if is_scale_of_numbers(answers) and not words.is_group(answers, *names):
            return "scale", "", (), ()
        is_yes_or_no = all(marks.is_ticked(cell) or marks.is_unticked(cell) for cell in answers)
        if kind in {"school", "role"} and _is_short_list(counted) and not is_yes_or_no:
            return ("school" if kind == "school" else "role"), "", _most_frequent(counted), ()
        separator = self._separator(counted)
        if separator:
            chosen: Counter[str] = Counter()
            for cell, n in counted.items():
                for choice in choices.split(cell, separator):
                    chosen[choice] += n
            return "multiple", separator, _most_frequent(chosen), ()
        if _is_short_list(counted) and (len(counted) * 2 <= counted.total() or is_yes_or_no):
            return "single", "", _most_frequent(counted), ()
        return "text", "", (), ()

    def _separator(self, counted: Counter[str]) -> str:
        """Find a separator that splits the cells into a few choices that occur repeatedly."""
        for separator in TOOLS[self._source].separators:
            chosen: Counter[str] = Counter()
            n_several = 0
            for cell, n in counted.items():
                parts = choices.split(cell, separator)
                n_several += n * (len(parts) > 1)
                chosen.update(dict.fromkeys(parts, n))
            ends = all(cell.endswith(";") for cell in counted) and separator == ";"
            is_few = len(chosen) <= MOST_OPTIONS and len(chosen) * 2 <= chosen.total()
            if separator == " " and not _are_codes(counted, chosen):
                continue
            is_short = bool(chosen) and max(map(len, chosen)) <= _LONGEST_OPTION_CHARS
            if is_short and (ends or (is_few and n_several * 10 >= counted.total())):
                return separator
        return ""


def is_scale_of_numbers(cells: Sequence[str]) -> bool:
    """
    Return whether cells are steps of a scale from 0 to 10, or of both signs, with or without labels.

    Parameters
    ----------
    cells : sequence of str
        The different cells of a column.

    Returns
    -------
    bool
        True if all are, besides codes and words for no answer.
    """
    numbers: list[int] = []
    for cell in cells:
        number = words.leading_number(cell)
        if number is not None:
            numbers.append(number)
        elif not marks.is_no_opinion(cell):
            return False
    codes = marks.missing_codes(set(numbers))
    steps = set(numbers) - codes.missing - {number for number in codes.doubtful if number > 10}
    return bool(steps) and all(-5 <= number <= 10 for number in steps)


def last_segment(name: str) -> tuple[str, ...]:
    """
    Take the question's own name from one with the names of its groups before it.

    Parameters
    ----------
    name : str
        Name of a column, such as ``about/school``.

    Returns
    -------
    tuple of str
        What stands behind the last slash, if there is one.
    """
    before, slash, segment = name.rpartition("/")
    return (segment,) if slash and before.strip() and " " not in name.strip() else ()


def _are_codes(counted: Mapping[str, int], parts: Collection[str]) -> bool:
    """Return whether blanks separate codes: lower-case names that also stand without the next one."""
    if not all(re.fullmatch(r"[a-z0-9_.-]+", part) for part in parts):
        return False
    return not choices.always_together(counted, " ")


def _is_question(name: str) -> bool:
    return "?" in name


def _are_opinions(answers: Sequence[str]) -> bool:
    """Return whether cells are opinions, so that a column is not personal data whatever its name is."""
    return (
        bool(words.known_scale(answers))
        or all(marks.is_ticked(cell) or marks.is_unticked(cell) for cell in answers)
        or is_scale_of_numbers(answers)
    )


def _most_frequent(counted: Counter[str]) -> tuple[str, ...]:
    return tuple(cell for cell, _ in counted.most_common(MOST_OPTIONS))


def _is_short_list(counted: Counter[str]) -> bool:
    return max(map(len, counted)) <= _LONGEST_OPTION_CHARS and len(counted) <= MOST_OPTIONS


def only_one_of_each_part(columns: Sequence[PreviewColumn], source: Source) -> list[PreviewColumn]:
    """
    Keep the best column for the date, language, school and role.

    Parameters
    ----------
    columns : sequence of PreviewColumn
        The columns with their guesses.
    source : str
        The survey tool.

    Returns
    -------
    list of PreviewColumn
        The others have another guess: a date that is a question's answer becomes a text.
    """
    kept = list(columns)
    for part in ONCE:
        found = [i for i, column in enumerate(kept) if column.guess == part]
        if part == "date":
            found.sort(key=lambda i: _date_rank(kept[i], source))
        for i in found[1:]:
            is_another_date = words.header_part(kept[i].question, kept[i].code) == "date" or is_own(
                source, kept[i].code, kept[i].question
            )
            other: Part = "single" if part != "date" else "ignore" if is_another_date else "text"
            kept[i] = replace(kept[i], guess=other, date_orders=(), zone="")
    return kept


def with_the_same_scales(columns: Sequence[PreviewColumn]) -> list[PreviewColumn]:
    """
    Give a scale its middle where another column of the file has the same scale with it.

    Parameters
    ----------
    columns : sequence of PreviewColumn
        The columns with their guesses.

    Returns
    -------
    list of PreviewColumn
        The columns. Where nobody chose the middle of one question, its steps count as those of the others.
    """
    scales = {column.labels for column in columns}
    longer = {scale: words.with_middle(scale) for scale in scales if scale}
    return [
        replace(column, labels=longer[column.labels])
        if longer.get(column.labels) in scales - {()}
        else column
        for column in columns
    ]


def _date_rank(column: PreviewColumn, source: Source) -> tuple[int, int]:
    """Rank a column of dates: those known of the tool, then by header, then others."""
    rank = date_rank(source, column.code, column.question)
    if rank is not None:
        return 0, rank
    if words.header_part(column.question, column.code) == "date":
        return 1, words.date_preference(column.code or column.name)
    return 2, words.date_preference(column.code or column.name)
