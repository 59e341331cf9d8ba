from typing import TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def swap_with_neighbor(rows: "models.QuerySet[Row]", row: Row, *, is_up: bool) -> int | None:
    """Move a row of a list one place up or down; return its new position, or None at the end of the list.

    `rows` is the list in its order, locked; the model has a field `position`.
    """
    ordered = list(rows)
    place = ordered.index(row)
    neighbor = place - 1 if is_up else place + 1
    if not 0 <= neighbor < len(ordered):
        return None
    ordered[place], ordered[neighbor] = ordered[neighbor], ordered[place]
    for position, moved in enumerate(ordered):
        moved.position = position  # type: ignore[attr-defined]
    rows.model._default_manager.bulk_update(ordered, ["position"])
    return neighbor
