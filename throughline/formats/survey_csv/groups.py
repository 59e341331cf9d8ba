"""Find columns that are the choices of one question: each holds only marks, chosen or not chosen."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from throughline.formats import marks
from throughline.formats.survey_csv.headers import NamedColumn
from throughline.formats.survey_csv.personal import plain_header
from throughline.formats.survey_csv.tools import Source

_BRACKETS: Final = re.compile(r"(.*\S)\s*(?:\[([^\[\]]+)\]|\(choice=(.+)\))")
_DASHES: Final = re.compile(r"\s+(?:[-–—|:»→]|>>?|->)\s+|:\s*(?=\S)|\.(?=[^\W\d])")
_BOOLEANS: Final = ({"0", "1"}, {"0.0", "1.0"}, {"true", "false"})
_CODES: Final = re.compile(r"(\w*\w)_(SQ\d+|\d+|other)", re.IGNORECASE)
_OTHER: Final = re.compile(
    r"\bothers?\b|\botr[oa]s?\b|comments?\b|\bcomentarios?\b|\bspecify\b|\bespecifique\b|\btext$"
)
_SERVERS: Final = frozenset({"KoboToolbox", "ODK"})
_LONGEST_NAME_CHARS: Final = 200


@dataclass(frozen=True)
class ColumnCells:
    """
    What a column holds.

    Parameters
    ----------
    cells : collection of str
        Its different cells.
    is_full : bool
        True if it has a cell in every row.
    """

    cells: Collection[str]
    is_full: bool


@dataclass(frozen=True)
class Choice:
    """
    A column that is one choice of a question.

    Parameters
    ----------
    question : str
        The question.
    option : str
        The choice.
    is_named : bool
        False if the file does not have the question's wording.
    """

    question: str
    option: str
    is_named: bool = True


@dataclass(frozen=True)
class Choices:
    """
    The columns of a file that are choices.

    Parameters
    ----------
    by_column : dict of int to Choice
        The choice that a column is, by its position.
    joined : frozenset of int
        Positions of columns that repeat, in one cell, the choices that have their own columns.
    """

    by_column: dict[int, Choice]
    joined: frozenset[int]


def find_choices(source: Source, columns: Sequence[NamedColumn], held: Sequence[ColumnCells]) -> Choices:
    """
    Find the columns that are choices of one question.

    They are named ``question [choice]``, ``question/choice``, ``question - choice`` or ``choice: question``,
    or each is named as its own cells are, and they hold only marks such as 1 and 0, Yes and No, or the choice
    itself.

    Parameters
    ----------
    source : str
        The survey tool.
    columns : sequence of NamedColumn
        The columns of a file.
    held : sequence of ColumnCells
        What each of them holds.

    Returns
    -------
    Choices
        The choices by column.
    """
    found: dict[int, Choice] = {}
    stems: set[str] = set()
    names = {name for column in columns for name in (column.question, column.code) if name}
    for split in (_given, _in_brackets, _after_slash, _after_dash, _before_colon, _by_code):
        members: dict[str, dict[int, str]] = {}
        for column in columns:
            if column.index not in found:
                for stem, option in split(column, columns):
                    members.setdefault(stem, {})[column.index] = option
        for stem, options in sorted(members.items(), key=lambda one: -len(one[1])):
            free = {i: option for i, option in options.items() if i not in found}
            is_any_mark = source not in _SERVERS or stem in names
            chosen = _marked(free, held, is_any_mark=is_any_mark)
            if not chosen and split is _given:
                chosen = _numbered(free, held)
            found.update({i: Choice(stem, option) for i, option in chosen.items()})
            if chosen:
                stems.add(stem)
    found.update(_named_as_their_cells(columns, held, found))
    joined = frozenset(
        column.index
        for column in columns
        if column.index not in found and {column.question, column.code} & stems and source in _SERVERS
    )
    return Choices(found, joined)


def _given(column: NamedColumn, _columns: Sequence[NamedColumn]) -> Iterator[tuple[str, str]]:
    if column.option:
        yield column.question, column.option


def _in_brackets(column: NamedColumn, _columns: Sequence[NamedColumn]) -> Iterator[tuple[str, str]]:
    found = _BRACKETS.fullmatch(column.question)
    if found and not column.option:
        yield found[1], (found[2] or found[3]).strip()


def _after_slash(column: NamedColumn, columns: Sequence[NamedColumn]) -> Iterator[tuple[str, str]]:
    """Split at the slash before which stands the name of a column, else at the last one."""
    name = column.question
    if column.option or "/" not in name:
        return
    at = [i for i, letter in enumerate(name) if letter == "/"]
    names = {one.question for one in columns}
    known = [i for i in at if name[:i].strip() in names]
    i = known[-1] if known else at[-1]
    stem, option = name[:i].strip(), name[i + 1 :].strip()
    if stem and option:
        yield stem, option


def _after_dash(column: NamedColumn, _columns: Sequence[NamedColumn]) -> Iterator[tuple[str, str]]:
    """Split at each dash between blanks; the stem that most columns share is used."""
    if column.option:
        return
    for dash in _DASHES.finditer(column.question):
        stem, option = column.question[: dash.start()], column.question[dash.end() :]
        if stem and option:
            yield stem, option


def _before_colon(column: NamedColumn, _columns: Sequence[NamedColumn]) -> Iterator[tuple[str, str]]:
    """Split at the first colon, where the question stands behind it."""
    option, colon, stem = column.question.partition(":")
    if colon and not column.option and option.strip() and stem.strip():
        yield stem.strip(), option.strip()


def _by_code(column: NamedColumn, columns: Sequence[NamedColumn]) -> Iterator[tuple[str, str]]:
    """Join columns of codes such as Q2_1 and Q2_2; the choice is what their wordings do not share."""
    found = _CODES.fullmatch(column.code or column.question)
    if not found or column.option:
        return
    if not column.code or column.code == column.question:
        yield found[1], found[2]
        return
    wordings = [
        one.question for one in columns if (match := _CODES.fullmatch(one.code)) and match[1] == found[1]
    ]
    shared = _shared_beginning(wordings)
    stem = shared.rstrip(" -–—:") or found[1]
    yield stem, column.question[len(shared) :].strip(" -–—:") or column.question


def _shared_beginning(texts: Sequence[str]) -> str:
    """What all texts begin with, up to the last hyphen, dash or colon in it."""
    first, last = min(texts), max(texts)
    n = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    found = list(re.finditer(r"[-–—:]\s*", first[:n]))
    return first[: found[-1].end()] if found else ""


def _marked(options: dict[int, str], held: Sequence[ColumnCells], *, is_any_mark: bool) -> dict[int, str]:
    """The columns of a group that hold marks; none if others do not, or if nothing is unmarked."""
    if any(option.rstrip().endswith("?") for option in options.values()):
        return {}
    has_checks = any(marks.is_check(cell) for i in options for cell in held[i].cells)
    marked = {
        i: option
        for i, option in options.items()
        if _holds_marks(option, held[i].cells, is_any_mark=is_any_mark, has_checks=has_checks)
    }
    if len(marked) < 2 or not _are_others(option for i, option in options.items() if i not in marked):
        return {}
    filled = {i: option for i, option in marked.items() if held[i].cells}
    is_told_apart = any(
        not held[i].is_full or any(not marks.is_ticked(cell, has_checks=has_checks) for cell in held[i].cells)
        for i in filled
    )
    return marked if filled and is_told_apart else {}


def _numbered(options: dict[int, str], held: Sequence[ColumnCells]) -> dict[int, str]:
    """The columns of a group that each hold only the number of their choice, counted from left to right."""
    numbered = {i: option for i, option in options.items() if not _OTHER.search(plain_header(option))}
    filled = [held[i] for i in sorted(numbered) if held[i].cells]
    numbers = [int(cell) for one in filled for cell in one.cells if re.fullmatch(r"[1-9]\d?", cell, re.ASCII)]
    is_one_each = len(numbers) == len(filled) == sum(len(one.cells) for one in filled)
    is_rising = all(before < after for before, after in pairwise(numbers))
    return numbered if len(numbers) > 1 and is_one_each and is_rising and not filled[0].is_full else {}


def _are_others(options: Iterable[str]) -> bool:
    return all(_OTHER.search(plain_header(option)) for option in options)


def _holds_marks(option: str, cells: Collection[str], *, is_any_mark: bool, has_checks: bool) -> bool:
    if not is_any_mark:
        plain = {marks.plain_cell(cell) for cell in cells}
        return any(plain <= booleans for booleans in _BOOLEANS)
    return all(is_mark(cell, option, has_checks=has_checks) for cell in cells)


def is_mark(cell: str, option: str, *, has_checks: bool = False) -> bool:
    """
    Return whether a cell says only whether a choice was chosen.

    Parameters
    ----------
    cell : str
        The cell.
    option : str
        The choice that its column stands for.
    has_checks : bool
        True if check marks occur in the columns of the question.

    Returns
    -------
    bool
        True for marks, for the choice itself, and for codes of no answer.
    """
    return (
        marks.is_ticked(cell, has_checks=has_checks)
        or marks.is_unticked(cell, has_checks=has_checks)
        or marks.is_blank_mark(cell)
        or marks.is_no_opinion(cell)
        or marks.plain_cell(cell) == marks.plain_cell(option)
    )


def _named_as_their_cells(
    columns: Sequence[NamedColumn], held: Sequence[ColumnCells], found: Collection[int]
) -> dict[int, Choice]:
    """Columns side by side that each hold only their own name: the question's wording is not in the file."""
    choices: dict[int, Choice] = {}
    run: list[NamedColumn] = []

    def end_run() -> None:
        wording = " / ".join(column.question for column in run)
        question = (
            wording if len(wording) <= _LONGEST_NAME_CHARS else wording[: _LONGEST_NAME_CHARS - 1] + "…"
        )
        choices.update({column.index: Choice(question, column.question, is_named=False) for column in run})
        run.clear()

    for column in columns:
        cells = {marks.plain_cell(cell) for cell in held[column.index].cells}
        if cells == {marks.plain_cell(column.question)} and not column.option and column.index not in found:
            run.append(column)
        else:
            end_run()
    end_run()
    return choices
