"""Cross-tabulations."""

from dataclasses import dataclass

from throughline.measure.models.results.shares import PublishedShare
from throughline.measure.models.results.side_by_side import ExactSideBySide
from throughline.ui.fields import TranslatedText

Texts = tuple[TranslatedText, ...]


@dataclass(frozen=True)
class ExactTable:
    """People in each cell, row and column; `absent` are schools, roles or languages that nobody chose.

    `n_people` answered both questions, `n_one_only` only one. `is_multiple` means that one person may be in
    several cells, `is_of_people_alone` that both questions are demographic.
    """

    row_question: TranslatedText
    column_question: TranslatedText
    rows: Texts
    columns: Texts
    counts: tuple[tuple[int, ...], ...]
    row_n: tuple[int, ...]
    column_n: tuple[int, ...]
    absent: Texts
    is_multiple: bool
    is_of_people_alone: bool
    n_people: int
    n_one_only: int
    side_by_side: ExactSideBySide


@dataclass(frozen=True)
class PublishedRow:
    """One row, or several merged: shares of its people, or counts, None where one is hidden."""

    label: Texts
    n: int | None
    shares: tuple[PublishedShare, ...] | None = None
    counts: tuple[int | None, ...] | None = None


@dataclass(frozen=True)
class PublishedTable:
    minimum_n: int
    row_question: TranslatedText
    column_question: TranslatedText
    columns: tuple[Texts, ...]
    rows: tuple[PublishedRow, ...]
    n_hidden: int
    is_merged: bool
