"""Preview a survey file before it is mapped: its columns, some cells, and a guess for each column."""

import os
from dataclasses import dataclass

from throughline.formats.problems import BadFile, Problems, ReportRow, quoted
from throughline.formats.survey_csv.column_notes import note_column
from throughline.formats.survey_csv.groups import Choices, ColumnCells, find_choices
from throughline.formats.survey_csv.guesses import (
    ColumnGuesser,
    only_one_of_each_part,
    with_the_same_scales,
)
from throughline.formats.survey_csv.headers import SurveyTable, open_survey
from throughline.formats.survey_csv.mapping import ColumnMapping, Mapping
from throughline.formats.survey_csv.preview_column import PreviewColumn, SeenCells
from throughline.formats.survey_csv.tools import Source
from throughline.formats.survey_csv.typed_choices import with_typed_choices
from throughline.formats.tables import DEFAULT_LIMITS, Encoding, Limits


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
    stated_source : str or None
        The survey tool, where a person stated it.
    """

    file: str
    source: Source
    n_header_rows: int
    n_rows: int
    encoding: str
    delimiter: str
    columns: tuple[PreviewColumn, ...]
    notes: tuple[ReportRow, ...] = ()
    stated_source: Source | None = None

    @property
    def is_of_known_tool(self) -> bool:
        """True if the survey tool is known."""
        return self.source not in {"one header row", "two header rows"}

    def suggested(self) -> Mapping:
        """
        Convert the guesses to a mapping, for a person to correct.

        Returns
        -------
        Mapping
            One entry per column. Where the order of day and month is ambiguous, it is None. What was typed as
            "Other" counts as a choice where one can be chosen; beside several it is left to a person.
        """
        single = {c.name for c in self.columns if c.guess == "single"}
        return Mapping(
            tuple(
                ColumnMapping(
                    column=c.name,
                    part=c.guess,
                    question=c.question if c.guess == "multiple" else "",
                    option=c.option if c.guess == "multiple" or c.choice_of in single else "",
                    separator=c.separator,
                    options=c.options if c.guess == "multiple" and not c.option else (),
                    labels=c.labels,
                    date_order=c.date_orders[0] if len(c.date_orders) == 1 else None,
                    no_answers=c.no_answers,
                    choice_of=c.choice_of if c.choice_of in single else "",
                )
                for c in self.columns
            ),
            source=self.stated_source,
        )


def preview(
    path: str | os.PathLike[str],
    *,
    limits: Limits = DEFAULT_LIMITS,
    encoding: Encoding = "detect",
    source: Source | None = None,
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
    source : str, optional
        The survey tool, where a person stated it.

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
    survey = open_survey(path, limits=limits, encoding=encoding, problems=problems, source=source)
    seen = [SeenCells() for _ in survey.columns]
    n_rows = 0
    for _, cells in survey.rows():
        n_rows += 1
        for i, cell in enumerate(cells):
            if text := cell.strip():
                seen[i].add(text)
    problems.raise_if_any()
    if not n_rows:
        raise BadFile.of("survey_no_rows", survey.table.file)
    held = [ColumnCells(one.cells.keys(), one.n_filled == n_rows) for one in seen]
    found = find_choices(survey.source, survey.columns, held)
    guesser = ColumnGuesser(survey.source, found, survey.columns)
    columns = only_one_of_each_part(
        [guesser.look(column, one) for column, one in zip(survey.columns, seen, strict=True)], survey.source
    )
    columns = with_typed_choices(survey.source, survey.columns, with_the_same_scales(columns))
    _note_header(survey, problems)
    _note_own(found, columns, survey.table.file, problems)
    for i, column in enumerate(columns):
        note_column(column, seen[i], problems, survey.table.file)
    _note_choices(found, columns, survey.table.file, problems)
    return Preview(
        survey.table.file,
        survey.source,
        survey.n_header_rows,
        n_rows,
        survey.table.encoding,
        survey.table.delimiter,
        tuple(columns),
        tuple(problems.notes),
        source,
    )


def _note_header(survey: SurveyTable, problems: Problems) -> None:
    file = survey.table.file
    if survey.n_header_rows > 1:
        if survey.source == "two header rows":
            problems.note("survey_two_header_rows", file)
        else:
            problems.note("survey_header_rows", file, n=survey.n_header_rows, source=survey.source)
    if survey.has_repeated_group:
        problems.note("survey_repeated_group", file)
    for named in survey.columns:
        if named.is_renamed:
            problems.note("survey_duplicate_header", file, 1, quoted(named.question), name=named.name)


def _note_own(found: Choices, columns: list[PreviewColumn], file: str, problems: Problems) -> None:
    """Name every column that is left out and of which no other note says so."""
    own = [
        quoted(column.name)
        for i, column in enumerate(columns)
        if column.guess == "ignore"
        and column.n_filled
        and i not in found.joined
        and not (column.personal or column.is_ranking or column.no_answers)
    ]
    if own:
        problems.note("survey_own_columns", file, names=", ".join(own))


def _note_choices(found: Choices, columns: list[PreviewColumn], file: str, problems: Problems) -> None:
    for i in sorted(found.joined):
        problems.note("survey_joined_choices", file, None, quoted(columns[i].name))
    for question in dict.fromkeys(one.question for one in found.by_column.values() if not one.is_named):
        problems.note("survey_question_unknown", file, None, quoted(question))
