"""Keep what a search for duplicates found, with the decisions made before."""

from collections.abc import Collection, Sequence
from typing import Final

from throughline.methods.duplicates import Pair
from throughline.partner.models import Duplicate, MergedRow
from throughline.partner.queries import TABLES_COMPARED

MOST_KEPT: Final = 5_000
"""Proposals of a kind: nobody decides on more, and the best come first."""

ROWS_AT_ONCE: Final = 500


def note_duplicates(table: str, pairs: Sequence[Pair]) -> int:
    """Write the pairs that were found of a table; return how many.

    A pair that is known keeps its decision. Open ones that are not found again go, and so do decisions about
    entries that are gone.
    """
    best = pairs[:MOST_KEPT]
    known = {(row.first_key, row.second_key): row for row in Duplicate.objects.filter(table=table)}
    new, changed = [], []
    for pair in best:
        row = known.pop((pair.first, pair.second), None)
        reasons = list(pair.reasons)
        if row is None:
            new.append(
                Duplicate(
                    table=table,
                    first_key=pair.first,
                    second_key=pair.second,
                    score=pair.bits,
                    reasons=reasons,
                )
            )
        elif (row.score, row.reasons) != (pair.bits, reasons):
            row.score, row.reasons = pair.bits, reasons
            changed.append(row)
    Duplicate.objects.bulk_create(new, batch_size=ROWS_AT_ONCE)
    Duplicate.objects.bulk_update(changed, ["score", "reasons"], batch_size=ROWS_AT_ONCE)
    _remove_outdated(table, known.values())
    return len(best)


def _remove_outdated(table: str, rows: Collection[Duplicate]) -> None:
    there = set(TABLES_COMPARED[table].objects.values_list("pk", flat=True))
    there |= set(MergedRow.objects.filter(table=table).values_list("key", flat=True))
    outdated = [
        row.pk
        for row in rows
        if row.state == Duplicate.State.OPEN or not {row.first_key, row.second_key} <= there
    ]
    for first in range(0, len(outdated), ROWS_AT_ONCE):
        Duplicate.objects.filter(pk__in=outdated[first : first + ROWS_AT_ONCE]).delete()
