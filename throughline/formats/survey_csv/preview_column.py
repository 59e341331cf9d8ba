"""A column of a survey before it is mapped: what it holds, and a guess of what it is."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from throughline.formats.survey_csv.dates import DateOrder
from throughline.formats.survey_csv.mapping import Part
from throughline.formats.survey_csv.personal import PersonalData

MOST_DIFFERENT: Final = 2_000
"""The most different cells of a column that are looked at."""


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
    personal : str or None
        What personal data the column seems to have, one of `PersonalData`; it is then ignored unless a person
        chooses it.
    zone : str
        Time zone of its times, where the file states it.
    no_answers : tuple of str
        Cells that are codes for no answer.
    doubtful_codes : tuple of int
        Numbers that may be steps of the scale or codes for no answer; the mapping must decide.
    is_ranking : bool
        True if each cell has all choices in an order, which is no choice among them.
    has_wording : bool
        False if the file does not have the wording of the question that this column is a choice of.
    may_be_dates : bool
        True if nearly all cells are dates in some order.
    choice_of : str
        Name of a column of the question for which something else was typed here.
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
    personal: PersonalData | None = None
    zone: str = ""
    no_answers: tuple[str, ...] = ()
    doubtful_codes: tuple[int, ...] = ()
    is_ranking: bool = False
    has_wording: bool = True
    may_be_dates: bool = True
    choice_of: str = ""

    @property
    def is_personal(self) -> bool:
        """True if the column seems to have personal data."""
        return self.personal is not None

    @property
    def must_say_date_order(self) -> bool:
        """True if the cells do not decide whether day or month comes first."""
        return len(self.date_orders) > 1


class SeenCells:
    """The cells of one column: the different ones with how often they occur, up to a cap."""

    def __init__(self) -> None:
        self.n_filled = 0
        self.cells: Counter[str] = Counter()

    def add(self, cell: str) -> None:
        """Count a filled cell."""
        self.n_filled += 1
        if len(self.cells) < MOST_DIFFERENT or cell in self.cells:
            self.cells[cell] += 1
