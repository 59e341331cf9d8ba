"""Numbers of people that a page shows repeatedly while they grow."""

from collections.abc import Sequence
from datetime import datetime

from throughline.measure.models.results import PublishedCount, Rules

ShownBefore = tuple[int, datetime | None]
"""A number shown before, and when it was counted."""


def protect_count(
    n: int | None,
    counted_at: datetime | None,
    rules: Rules,
    before: Sequence[ShownBefore] = (),
    known: Sequence[int] = (),
) -> PublishedCount:
    """Return a number that grows in steps, so that no difference of two shown numbers is a few people.

    A number shown earlier (`before`, the newest first) is repeated, with the time it was counted, until the
    count differs by at least the smallest number of people that may be shown, also without the people of any
    one unit (`known`) for whom nobody vouches. `n` is None if not counted.
    """
    if n is None:
        return PublishedCount(None, rules.minimum_n, counted_at)
    margin = rules.minimum_n + min(n, max(known, default=0))
    for earlier, then in before:
        if abs(earlier - n) < margin and rules.minimum_n <= earlier:
            return PublishedCount(earlier, None, then)
    return PublishedCount(None, margin, counted_at) if n < margin else PublishedCount(n, None, counted_at)
