"""Recognize the survey tool by the header rows of a file, and name every column."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from throughline.formats.tables import Encoding, Limits, Problems, Row, Table, column_letter
from throughline.formats.writing import unguarded

Source = Literal[
    "Google Forms",
    "Microsoft Forms",
    "Qualtrics",
    "SurveyMonkey",
    "ThoughtExchange",
    "Throughline",
    "one header row",
]

OURS: Final = "Received at (Throughline)"
"""First header of a survey written by this product, whose cells are escaped against formulas."""

_IMPORT_ID: Final = '{"importid"'
_PLAIN_ANSWER: Final = frozenset({"", "response", "open-ended response", "respuesta", "respuesta abierta"})
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
    """

    name: str
    question: str
    option: str
    code: str
    index: int
    is_renamed: bool = False


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

    def rows(self) -> Iterator[Row]:
        """
        Stream the rows below the header.

        Yields
        ------
        Row
            In a file written by Throughline, without the apostrophes that guard against formulas.
        """
        for row in self.table:
            is_ours = self.source == "Throughline"
            yield Row(row.number, [unguarded(cell) for cell in row.cells]) if is_ours else row


def open_survey(
    path: str | os.PathLike[str],
    *,
    limits: Limits,
    encoding: Encoding,
    problems: Problems | None = None,
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
    source, n_header_rows = _recognize(peek.header_rows)
    table = Table(
        path,
        n_header_rows=n_header_rows,
        limits=limits,
        encoding=encoding,
        any_header=True,
        problems=problems,
    )
    return SurveyTable(table, source, n_header_rows, _named(table.header_rows, source))


def _recognize(rows: tuple[tuple[str, ...], ...]) -> tuple[Source, int]:
    first = [header.lower() for header in rows[0]]
    for n, row in enumerate(rows[1:], start=2):
        if sum(cell.lower().replace(" ", "").startswith(_IMPORT_ID) for cell in row) * 2 > len(row):
            return "Qualtrics", n
    if "respondent id" in first and "collector id" in first:
        is_second = len(rows) > 1 and not rows[1][first.index("respondent id")]
        return "SurveyMonkey", 2 if is_second else 1
    if first[:3] in (
        ["id", "start time", "completion time"],
        ["id", "hora de inicio", "hora de finalización"],
    ):
        return "Microsoft Forms", 1
    if first[0] == OURS.lower():
        return "Throughline", 1
    if first[0] in {"timestamp", "marca temporal"}:
        return "Google Forms", 1
    if "thought" in first and any("star" in name or "rating" in name for name in first):
        return "ThoughtExchange", 1
    return "one header row", 1


def _named(rows: tuple[tuple[str, ...], ...], source: Source) -> tuple[NamedColumn, ...]:
    columns: list[NamedColumn] = []
    used: set[str] = set()
    question_before = ""
    for i, header in enumerate(rows[0]):
        code = option = ""
        question = unguarded(header) if source == "Throughline" else header
        if source == "Qualtrics":
            code = header
            question = rows[1][i] if len(rows) == 3 else header
            question, selected, option = question.partition(_SELECTED)
            option = option.removeprefix(" - ") if selected else ""
        elif source == "SurveyMonkey" and len(rows) == 2:
            question = header or question_before
            option = "" if rows[1][i].lower() in _PLAIN_ANSWER else rows[1][i]
            question_before = question
        question = question or f"Column {column_letter(i)}"
        wanted = f"{question} – {option}" if option else question
        name, n = wanted, 1
        while name in used:
            n += 1
            name = f"{wanted} ({n})"
        used.add(name)
        columns.append(NamedColumn(name, question, option, code, i, n > 1))
    return tuple(columns)
