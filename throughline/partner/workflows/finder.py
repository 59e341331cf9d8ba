"""Keep the finder current where nothing was changed: after an upgrade, and as days pass."""

from typing import Final

from django.utils import timezone

from throughline.partner import actions, queries

MOST_SERVICES_A_RUN: Final = 10_000


def keep_finder_current() -> int:
    """Write entries that are missing, and hours whose time is over; return for how many services."""
    due = queries.services_to_index(timezone.localdate())
    keys = list(due.values_list("pk", flat=True)[:MOST_SERVICES_A_RUN])
    actions.index_in_turns(keys)
    return len(keys)
