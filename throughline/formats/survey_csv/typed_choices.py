"""Find columns in which people typed what they chose instead of the choices that were offered."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from throughline.formats.survey_csv.headers import NamedColumn
from throughline.formats.survey_csv.personal import plain_header
from throughline.formats.survey_csv.preview_column import PreviewColumn
from throughline.formats.survey_csv.tools import Source

_OTHER: Final = re.compile(r"\bothers?\b|\botr[oa]s?\b")
_IN_BRACKETS: Final = re.compile(r"(.*\S)\s*\[([^\[\]]+)\]")
_WITHOUT_A_CHOICE: Final = frozenset({"SurveyMonkey", "LimeSurvey", "Typeform", "two header rows"})
"""Tools that write a typed answer and leave the question itself blank; the others mark a choice "Other"."""


def with_typed_choices(
    source: Source, named: Sequence[NamedColumn], columns: Sequence[PreviewColumn]
) -> list[PreviewColumn]:
    """
    Count what was typed as "Other" among the choices of its question.

    Parameters
    ----------
    source : str
        The survey tool.
    named : sequence of NamedColumn
        The columns of the file.
    columns : sequence of PreviewColumn
        The same columns with their guesses.

    Returns
    -------
    list of PreviewColumn
        The columns. Those of typed choices name a column of their question.
    """
    if source not in _WITHOUT_A_CHOICE:
        return list(columns)
    return [_typed(source, i, named, columns) for i in range(len(columns))]


def _typed(
    source: Source, i: int, named: Sequence[NamedColumn], columns: Sequence[PreviewColumn]
) -> PreviewColumn:
    column = columns[i]
    question, option = named[i].question, named[i].option
    if found := None if option else _IN_BRACKETS.fullmatch(question):
        question, option = found[1], found[2].strip()
    elif source == "Typeform" and not option and i and not columns[i - 1].has_wording:
        option, question = question, columns[i - 1].question
    if column.guess != "text" or not _OTHER.search(plain_header(option)):
        return column
    choices = [one for one in columns if one.guess in {"single", "multiple"} and one.question == question]
    return replace(column, option=option, choice_of=choices[0].name) if choices else column
