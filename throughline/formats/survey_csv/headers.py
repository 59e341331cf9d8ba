"""Recognize the survey tool by the header rows of a file, and name every column."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from throughline.formats.names import plain_name
from throughline.formats.survey_csv.tools import TOOLS, Source, is_plain_answer, n_header_rows, recognize
from throughline.formats.survey_csv.zones import zone_of
from throughline.formats.tables import Encoding, Limits, Problems, Row, Table, column_letter
from throughline.formats.writing import unguarded

_SELECTED: Final = " - Selected Choice"


@dataclass(frozen=True)
class NamedColumn:
    """
    One column with its names.

    Parameters
    ----------
    name : str
        Name in mappings; no two columns have the same.
    question : str
        Wording of the question.
    option : str
        Wording of the option or matrix row, where the column is one of several of its question.
    code : str
        Short name, such as Q5_1, where the tool assigns one.
    index : int
        Position, from 0.
    is_renamed : bool
        True if another column has the same name in the file.
    zone : str
        Time zone of its times, where the file or the tool states it.
    """

    name: str
    question: str
    option: str
    code: str
    index: int
    is_renamed: bool = False
    zone: str = ""


@dataclass(frozen=True, eq=False)
class SurveyTable:
    """
    A survey file whose header rows are understood.

    Parameters
    ----------
    table : Table
        Its rows.
    source : str
        The survey tool.
    n_header_rows : int
        Number of header rows.
    columns : tuple of NamedColumn
        Its columns.
    """

    table: Table
    source: Source
    n_header_rows: int
    columns: tuple[NamedColumn, ...]

    @property
    def has_repeated_group(self) -> bool:
        """True if a row is an entry of a repeated group and not a person."""
        names = {plain_name(column.code or column.question) for column in self.columns}
        return not names.isdisjoint({"parentindex", "parentkey"}) and self.source in {"KoboToolbox", "ODK"}

    def rows(self) -> Iterator[Row]:
        """
        Stream the rows below the header.

        Yields
        ------
        Row
            Without the apostrophes that guard against formulas, where the tool writes them.
        """
        for row in self.table:
            is_guarded = TOOLS[self.source].is_guarded
            yield Row(row.number, [unguarded(cell) for cell in row.cells]) if is_guarded else row


def open_survey(
    path: str | os.PathLike[str],
    *,
    limits: Limits,
    encoding: Encoding,
    problems: Problems | None = None,
    source: Source | None = None,
) -> SurveyTable:
    """
    Open a survey file and understand its header rows.

    Parameters
    ----------
    path : path-like
        The file.
    limits : Limits
        How large it may be.
    encoding : {"detect", "cp1252"}
        Encoding where the file does not declare one.
    problems : Problems, optional
        Collects rows of the wrong length.
    source : str, optional
        The survey tool, where a person stated it.

    Returns
    -------
    SurveyTable
        The file.

    Raises
    ------
    BadFile
        If the file cannot be read.
    """
    peek = Table(path, n_header_rows=3, limits=limits, encoding=encoding, any_header=True)
    if source is None:
        source, n_rows = recognize(peek.header_rows)
    else:
        n_rows = n_header_rows(source, peek.header_rows)
    table = Table(
        path,
        n_header_rows=n_rows,
        limits=limits,
        encoding=encoding,
        any_header=True,
        problems=problems,
    )
    return SurveyTable(table, source, n_rows, _named(table.header_rows, source))


def one_line(text: str) -> str:
    """
    Put a wording on one line.

    Parameters
    ----------
    text : str
        The wording, which may have line breaks.

    Returns
    -------
    str
        The wording with single blanks.
    """
    return " ".join(text.split())


def _named(rows: tuple[tuple[str, ...], ...], source: Source) -> tuple[NamedColumn, ...]:
    columns: list[NamedColumn] = []
    used: set[str] = set()
    question_before = ""
    has_choices = len(rows) == 2 and source in {"SurveyMonkey", "two header rows"}
    for i, header in enumerate(rows[0]):
        code = option = import_id = ""
        question = unguarded(header) if TOOLS[source].is_guarded else header
        if source == "Qualtrics":
            code, question, option = _of_qualtrics([row[i] for row in rows])
            import_id = rows[-1][i] if len(rows) > 1 else ""
        elif has_choices:
            question = header or question_before
            option = "" if is_plain_answer(rows[1][i]) else one_line(rows[1][i])
            question_before = question
        question = one_line(question) or f"Column {column_letter(i)}"
        wanted = f"{question} – {option}" if option else question
        name, n = wanted, 1
        while name in used:
            n += 1
            name = f"{wanted} ({n})"
        used.add(name)
        zone = zone_of(source, header, import_id)
        columns.append(NamedColumn(name, question, option, code, i, n > 1, zone))
    return tuple(columns)


def _of_qualtrics(cells: list[str]) -> tuple[str, str, str]:
    """Return code, wording and option of a column; the second row has the wording, where there is one."""
    code = cells[0]
    wording = cells[1] if len(cells) > 1 and not cells[1].startswith("{") else code
    question, selected, option = wording.partition(_SELECTED)
    return code, question, one_line(option.strip().removeprefix("-")) if selected else ""
