"""Shared parts of table exports. Column names do not depend on the reader's language.

What people wrote or chose leaves in an order drawn anew for each file, and with the day alone: who knows when
somebody took part must not find their row.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
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


def shuffled_pieces(district: District, rows: QuerySet[M]) -> Iterator[list[M]]:
    """Yield all rows in a random order, a piece at a time. Only their keys are in memory.

    It streams after the request: each piece opens a scope.
    """
    with scope(district=district):
        keys = list(rows.order_by().values_list("pk", flat=True))
    secrets.SystemRandom().shuffle(keys)
    for start in range(0, len(keys), CHUNK_ROWS):
        drawn = keys[start : start + CHUNK_ROWS]
        with scope(district=district):
            found = rows.in_bulk(drawn)
        yield [found[key] for key in drawn if key in found]


def shuffled_rows(
    district: District, rows: QuerySet[M], cells_of: Callable[[M], Iterable[list[Cell]]]
) -> Iterator[list[Cell]]:
    """Yield the lines of each row, in a random order."""
    for piece in shuffled_pieces(district, rows):
        with scope(district=district):
            lines = [cells for row in piece for cells in cells_of(row)]
        yield from lines


def day_of(moment: datetime, district: District) -> date:
    """The day on the district's clock: no export of what people gave says more about when they did."""
    return moment.astimezone(district.zone).date()


def translated_columns(name: str, languages: Sequence[str]) -> list[str]:
    """Column names of a translated text, one for each of the district's languages."""
    return [f"{name}_{language}" for language in languages]


def translated_cells(text: TranslatedText | None, languages: Sequence[str]) -> list[Cell]:
    return ["" if text is None else text.texts.get(language, "") for language in languages]
