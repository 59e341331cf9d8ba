"""Shared parts of table exports. Column names do not depend on the reader's language."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from django.db.models import Model, QuerySet
from django_scopes import scope

from throughline.accounts.models import District
from throughline.formats.writing import Cell
from throughline.ui.fields import TranslatedText

CHUNK_ROWS = 500

M = TypeVar("M", bound=Model)


def rows_in_pieces(
    district: District, rows: QuerySet[M], cells_of: Callable[[M], Iterable[list[Cell]]]
) -> Iterator[list[Cell]]:
    """Yield the lines of each row, oldest first. It streams after the request: each piece opens a scope."""
    after = 0
    while True:
        with scope(district=district):
            piece = list(rows.order_by("pk").filter(pk__gt=after)[:CHUNK_ROWS])
            lines = [cells for row in piece for cells in cells_of(row)]
        yield from lines
        if len(piece) < CHUNK_ROWS:
            return
        after = piece[-1].pk


def translated_columns(name: str, languages: Sequence[str]) -> list[str]:
    """Column names of a translated text, one for each of the district's languages."""
    return [f"{name}_{language}" for language in languages]


def translated_cells(text: TranslatedText | None, languages: Sequence[str]) -> list[Cell]:
    return ["" if text is None else text.texts.get(language, "") for language in languages]
