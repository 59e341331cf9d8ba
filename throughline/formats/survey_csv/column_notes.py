"""Notes on the columns of a survey, for a person to know before mapping them."""

from typing import Final

from throughline.formats.problems import Problems, quoted
from throughline.formats.survey_csv import choices, words
from throughline.formats.survey_csv.dates import is_placeholder
from throughline.formats.survey_csv.preview_column import PreviewColumn, SeenCells

_CODES_OR_STEPS: Final = frozenset({8, 9})


def note_column(column: PreviewColumn, seen: SeenCells, problems: Problems, file: str) -> None:
    """
    Note what a person should know before mapping a column.

    Parameters
    ----------
    column : PreviewColumn
        The column with its guess.
    seen : SeenCells
        Its cells.
    problems : Problems
        Collects the notes.
    file : str
        Name of the file.
    """
    name = quoted(column.name)
    if column.personal:
        problems.note(f"survey_personal_{column.personal}", file, None, name)
    for cell in column.no_answers:
        problems.note("survey_no_answer_code", file, None, name, value=quoted(cell), n=seen.cells[cell])
    if column.is_ranking:
        problems.note("survey_ranking", file, None, name)
    if column.guess == "date":
        if column.zone:
            problems.note("survey_zone", file, None, name, zone=column.zone)
        for cell in (cell for cell in seen.cells if is_placeholder(cell)):
            problems.note("survey_placeholder_date", file, None, name, value=quoted(cell), n=seen.cells[cell])
    if column.guess == "scale" and not column.labels:
        _note_step_apart(seen, file, name, problems)
    if column.guess == "multiple" and "," in column.separator:
        _note_commas(column, seen, file, name, problems)


def _note_step_apart(seen: SeenCells, file: str, name: str, problems: Problems) -> None:
    """Note an 8 or a 9 far above the other numbers, which may mean "don't know"."""
    found = {words.leading_number(cell) for cell in seen.cells}
    numbers = sorted({n for n in found if n is not None and 0 <= n <= 10})
    below = [n for n in numbers if n not in _CODES_OR_STEPS]
    apart = [n for n in numbers if n in _CODES_OR_STEPS]
    if apart and below and max(below) <= 5 and len(below) > 1:
        value = ", ".join(map(str, apart))
        problems.note("survey_code_or_step", file, None, name, value=value, highest=max(below))


def _note_commas(column: PreviewColumn, seen: SeenCells, file: str, name: str, problems: Problems) -> None:
    """Note choices that may be one choice with a comma in it."""
    for first, second in choices.always_together(seen.cells, column.separator):
        problems.note("survey_comma_in_choice", file, None, name, first=quoted(first), second=quoted(second))
