"""Preview a survey file before it is mapped: its columns, some cells, and a guess for each column."""

import os
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice

from throughline.formats.problems import BadFile, Problems, ReportRow, quoted
from throughline.formats.survey_csv import choices, words
from throughline.formats.survey_csv.dates import DateOrder, orders_that_fit
from throughline.formats.survey_csv.headers import NamedColumn, Source, open_survey
from throughline.formats.survey_csv.mapping import ONCE, ColumnMapping, Mapping, Part
from throughline.formats.tables import DEFAULT_LIMITS, Encoding, Limits, column_letter

N_SAMPLES = 5
MOST_OPTIONS = 30
_MOST_DIFFERENT = 2_000
_LONGEST_OPTION_CHARS = 120


@dataclass(frozen=True)
class PreviewColumn:
    """
    One column, and a guess.

    Parameters
    ----------
    name : str
        Name to use in a mapping.
    letter : str
        Column letter in a spreadsheet.
    question, option, code : str
        Wording of the question; of the option, where the column is one of several; and the tool's short name.
    samples : tuple of str
        The first few distinct cells.
    n_filled, n_different : int
        Number of filled cells, and of distinct ones.
    guess : str
        What the column seems to be: one of `PARTS`.
    separator : str
        Separator that several choices in one cell seem to have.
    options : tuple of str
        Choices seen, the most frequent first, where the column seems to be a choice.
    labels : tuple of str
        Labels of a scale that was recognized.
    date_orders : tuple of {"YMD", "MDY", "DMY", "EXCEL"}
        Orders in which every cell is a date. With two of them the mapping must choose one.
    is_personal : bool
        True if the column seems to have personal data; it is then ignored unless a person chooses it.
    """

    name: str
    letter: str
    question: str
    option: str
    code: str
    samples: tuple[str, ...]
    n_filled: int
    n_different: int
    guess: Part
    separator: str = ""
    options: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    date_orders: tuple[DateOrder, ...] = ()
    is_personal: bool = False

    @property
    def must_say_date_order(self) -> bool:
        """True if the cells do not decide whether day or month comes first."""
        return len(self.date_orders) > 1


@dataclass(frozen=True)
class Preview:
    """
    A survey file with guesses.

    Parameters
    ----------
    file : str
        Its name.
    source : str
        The survey tool it seems to be from.
    n_header_rows, n_rows : int
        Number of header rows, and of rows that are not blank.
    encoding, delimiter : str
        As detected.
    columns : tuple of PreviewColumn
        Its columns.
    notes : tuple of ReportRow
        Notes on the file.
    """

    file: str
    source: Source
    n_header_rows: int
    n_rows: int
    encoding: str
    delimiter: str
    columns: tuple[PreviewColumn, ...]
    notes: tuple[ReportRow, ...] = ()

    def suggested(self) -> Mapping:
        """
        Convert the guesses to a mapping, for a person to correct.

        Returns
        -------
        Mapping
            One entry per column. Where the order of day and month is ambiguous, it is None.
        """
        return Mapping(
            tuple(
                ColumnMapping(
                    column=c.name,
                    part=c.guess,
                    question=c.question if c.guess == "multiple" else "",
                    option=c.option if c.guess == "multiple" else "",
                    separator=c.separator,
                    options=c.options if c.guess == "multiple" and not c.option else (),
                    labels=c.labels,
                    date_order=c.date_orders[0] if len(c.date_orders) == 1 else None,
                )
                for c in self.columns
            )
        )


@dataclass
class _Seen:
    n_filled: int = 0
    cells: Counter[str] = field(default_factory=Counter)

    def add(self, cell: str) -> None:
        self.n_filled += 1
        if len(self.cells) < _MOST_DIFFERENT or cell in self.cells:
            self.cells[cell] += 1


def preview(
    path: str | os.PathLike[str], *, limits: Limits = DEFAULT_LIMITS, encoding: Encoding = "detect"
) -> Preview:
    """
    Preview a survey file.

    Parameters
    ----------
    path : path-like
        The file.
    limits : Limits
        How large it may be.
    encoding : {"detect", "cp1252"}
        Encoding where the file does not declare one.

    Returns
    -------
    Preview
        Its columns, with guesses.

    Raises
    ------
    BadFile
        If the file is damaged or has no answers.
    """
    problems = Problems()
    survey = open_survey(path, limits=limits, encoding=encoding, problems=problems)
    seen = [_Seen() for _ in survey.columns]
    n_rows = 0
    for _, cells in survey.rows():
        n_rows += 1
        for i, cell in enumerate(cells):
            if text := cell.strip():
                seen[i].add(text)
    problems.raise_if_any()
    if not n_rows:
        raise BadFile.of("survey_no_rows", survey.table.file)
    several = Counter(column.question for column in survey.columns if column.option)
    columns = [
        _look(column, one, several[column.question] > 1)
        for column, one in zip(survey.columns, seen, strict=True)
    ]
    columns = _each_part_once(columns)
    if survey.n_header_rows > 1:
        problems.note("survey_header_rows", survey.table.file, n=survey.n_header_rows, source=survey.source)
    for named in survey.columns:
        if named.is_renamed:
            problems.note(
                "survey_duplicate_header", survey.table.file, 1, quoted(named.question), name=named.name
            )
    for column in columns:
        if column.is_personal:
            problems.note("survey_personal", survey.table.file, None, quoted(column.name))
    return Preview(
        survey.table.file,
        survey.source,
        survey.n_header_rows,
        n_rows,
        survey.table.encoding,
        survey.table.delimiter,
        tuple(columns),
        tuple(problems.notes),
    )


def _look(column: NamedColumn, seen: _Seen, has_siblings: bool) -> PreviewColumn:
    cells = list(seen.cells)
    part_by_header = words.header_part(column.question, column.code)
    is_personal = part_by_header == "personal" or words.looks_like_email(cells[:50])
    guess: Part = "ignore"
    separator = ""
    options: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    orders: tuple[DateOrder, ...] = ()
    if cells and not is_personal and part_by_header != "machine":
        orders = orders_that_fit(cells)
        if orders == ("EXCEL",) and part_by_header != "date":
            orders = ()
        guess, separator, options, labels = _guess(column, seen, part_by_header, orders, has_siblings)
    return PreviewColumn(
        name=column.name,
        letter=column_letter(column.index),
        question=column.question,
        option=column.option,
        code=column.code,
        samples=tuple(quoted(cell) for cell in islice(cells, N_SAMPLES)),
        n_filled=seen.n_filled,
        n_different=len(cells),
        guess=guess,
        separator=separator,
        options=options,
        labels=labels,
        date_orders=orders if guess == "date" else (),
        is_personal=is_personal and bool(cells),
    )


Guess = tuple[Part, str, tuple[str, ...], tuple[str, ...]]


def _guess(
    column: NamedColumn, seen: _Seen, part_by_header: str, orders: tuple[DateOrder, ...], has_siblings: bool
) -> Guess:
    cells = list(seen.cells)
    if orders:
        return "date", "", (), ()
    if has_siblings and set(cells) <= {column.option, "1"}:
        return "multiple", "", (column.option,), ()
    if part_by_header == "language" and all(words.language_code(cell) for cell in cells):
        return "language", "", (), ()
    labels = words.known_scale(cells)
    if labels:
        return "scale", "", (), labels
    numbers = [words.leading_number(cell) for cell in cells if not words.is_no_answer(cell)]
    if numbers and all(number is not None and 0 <= number <= 10 for number in numbers):
        return "scale", "", (), ()
    if part_by_header in {"school", "role"} and _is_short_list(seen):
        return ("school" if part_by_header == "school" else "role"), "", _most_frequent(seen.cells), ()
    separator = _separator(seen)
    if separator:
        counted: Counter[str] = Counter()
        for cell, n in seen.cells.items():
            for choice in choices.split(cell, separator):
                counted[choice] += n
        return "multiple", separator, _most_frequent(counted), ()
    if _is_choice(seen):
        return "single", "", _most_frequent(seen.cells), ()
    return "text", "", (), ()


def _most_frequent(counted: Counter[str]) -> tuple[str, ...]:
    return tuple(cell for cell, _ in counted.most_common(MOST_OPTIONS))


def _is_short_list(seen: _Seen) -> bool:
    return max(map(len, seen.cells)) <= _LONGEST_OPTION_CHARS and len(seen.cells) <= MOST_OPTIONS


def _is_choice(seen: _Seen) -> bool:
    return _is_short_list(seen) and len(seen.cells) * 2 <= seen.n_filled


def _separator(seen: _Seen) -> str:
    """Find a separator that splits the cells into a few choices that occur repeatedly."""
    for separator in (";", ", "):
        counted: Counter[str] = Counter()
        n_several = 0
        for cell, n in seen.cells.items():
            parts = choices.split(cell, separator)
            n_several += n * (len(parts) > 1)
            counted.update(dict.fromkeys(parts, n))
        ends = all(cell.endswith(";") for cell in seen.cells) and separator == ";"
        is_few = len(counted) <= MOST_OPTIONS and len(counted) * 2 <= sum(counted.values())
        is_short = bool(counted) and max(map(len, counted)) <= _LONGEST_OPTION_CHARS
        if is_short and (ends or (is_few and n_several * 10 >= seen.n_filled)):
            return separator
    return ""


def _each_part_once(columns: list[PreviewColumn]) -> list[PreviewColumn]:
    """Keep the best column for the date, language, school and role; guess again for the others."""
    kept = list(columns)
    for part in ONCE:
        found = [i for i, column in enumerate(kept) if column.guess == part]
        if part == "date":
            found.sort(key=lambda i: words.date_preference(kept[i].code or kept[i].name))
        for i in found[1:]:
            other: Part = "ignore" if part == "date" else "single"
            kept[i] = _as_part(kept[i], other)
    return kept


def _as_part(column: PreviewColumn, part: Part) -> PreviewColumn:
    changed = {**vars(column), "guess": part}
    return PreviewColumn(**changed)
