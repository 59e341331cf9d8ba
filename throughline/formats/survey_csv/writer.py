"""Write a short survey as one table that `read` can read: one row per person, one column per question."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from throughline.formats.survey_csv.mapping import ColumnMapping, Mapping, Part
from throughline.formats.survey_csv.reader import Response
from throughline.formats.survey_csv.tools import OURS, OURS_TEXTS
from throughline.formats.writing import Cell, csv_lines

SEPARATOR: Final = "; "


@dataclass(frozen=True)
class QuestionToExport:
    """
    One question.

    Parameters
    ----------
    title : str
        Its wording, which is the header of its column. Answers refer to it; it is unique.
    part : {"text", "single", "multiple", "scale"}
        What kind of question it is.
    options : tuple of str
        The choices, if any.
    """

    title: str
    part: Part
    options: tuple[str, ...] = ()


def lines_of_survey(
    questions: Sequence[QuestionToExport],
    responses: Iterable[Response],
    *,
    about: tuple[str, str, str] = ("Language", "School", "Role"),
) -> Iterator[str]:
    """
    Write a survey line by line.

    Cells that a spreadsheet would run as a formula get an apostrophe, which `read` removes.

    Parameters
    ----------
    questions : sequence of QuestionToExport
        The questions, in the order of the columns.
    responses : iterable of Response
        The answers of each person. Row numbers are not used.
    about : tuple of str
        Headers of the columns of language, school and role, if any.

    Yields
    ------
    str
        One record with its line end; the header first.
    """
    header = [OURS, *about, *(question.title for question in questions)]
    yield from csv_lines(header, (_cells(questions, one) for one in responses))


def _cells(questions: Sequence[QuestionToExport], one: Response) -> list[Cell]:
    answers = {answer.question: answer for answer in one.answers}
    cells: list[Cell] = [_moment(one.at), one.language, one.school, one.role]
    for question in questions:
        answer = answers.get(question.title)
        if answer is None:
            cells.append(None)
        elif question.part == "scale":
            cells.append(answer.number)
        else:
            cells.append(SEPARATOR.join(answer.choices) if answer.choices else answer.text)
    return cells


def _moment(at: datetime | None) -> str | None:
    """Return a time, or only the day if there is no more to it."""
    if at is None:
        return None
    if at.tzinfo is None and at.time() == time.min:
        return at.date().isoformat()
    return at.isoformat(sep=" ", timespec="seconds")


def lines_of_texts(questions: Sequence[QuestionToExport], texts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """
    Write answers in people's own words line by line: a column per question, and one text per row.

    Nothing says which texts are of the same person, or what else that person answered.

    Parameters
    ----------
    questions : sequence of QuestionToExport
        The questions asked for a text, in the order of the columns.
    texts : iterable of tuple of str
        Pairs of a question's title and one answer to it.

    Yields
    ------
    str
        One record with its line end; the header first.
    """
    titles = [question.title for question in questions]
    rows = (
        [number, *(text if title == one else None for one in titles)]
        for number, (title, text) in enumerate(texts, start=1)
    )
    yield from csv_lines([OURS_TEXTS, *titles], rows)


def mapping_of_texts(questions: Sequence[QuestionToExport]) -> Mapping:
    """
    Return the mapping for a file that `lines_of_texts` wrote.

    Parameters
    ----------
    questions : sequence of QuestionToExport
        The questions it was written with.

    Returns
    -------
    Mapping
        With it, `read` returns one response for each text.
    """
    texts = (ColumnMapping(question.title, "text") for question in questions)
    return Mapping((ColumnMapping(OURS_TEXTS, "ignore"), *texts))


def mapping_of(
    questions: Sequence[QuestionToExport], *, about: tuple[str, str, str] = ("Language", "School", "Role")
) -> Mapping:
    """
    Return the mapping for a file written by this module.

    Parameters
    ----------
    questions : sequence of QuestionToExport
        The questions it was written with.
    about : tuple of str
        Headers of the columns of language, school and role, if any.

    Returns
    -------
    Mapping
        With it, `read` returns the same answers.
    """
    parts: tuple[Part, ...] = ("language", "school", "role")
    columns = [ColumnMapping(OURS, "date", date_order="YMD")]
    columns += [ColumnMapping(header, part) for header, part in zip(about, parts, strict=True)]
    for one in questions:
        is_several = one.part == "multiple"
        columns.append(
            ColumnMapping(
                one.title,
                one.part,
                separator=SEPARATOR if is_several else "",
                options=one.options if is_several else (),
            )
        )
    return Mapping(tuple(columns))
