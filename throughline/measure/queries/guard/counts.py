"""Numbers of people that a page shows repeatedly while they grow."""

from collections.abc import Sequence
from datetime import datetime

from throughline.measure.models.results import PublishedCount, Rules
from throughline.measure.queries.guard.rules import n_shown

ShownBefore = tuple[int, datetime | None]
"""A number shown before, and when it was counted."""


def protect_count(
    n: int | None, counted_at: datetime | None, rules: Rules, before: Sequence[ShownBefore] = ()
) -> PublishedCount:
    """Return a number that grows in steps, so that no difference of two shown numbers is a few people.

    A number shown earlier (`before`, the newest first) is repeated, with the time it was counted, until the
    count differs by at least the smallest number of people that may be shown. `n` is None if not counted.
    """
    for earlier, then in before if n is not None else ():
        if n is not None and abs(earlier - n) < rules.minimum_n <= earlier:
            return PublishedCount(earlier, None, then)
    shown = None if n is None else n_shown(n, rules)
    return PublishedCount(shown, rules.minimum_n if shown is None else None, counted_at)
