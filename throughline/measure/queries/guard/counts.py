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
    one unit (`known`) for whom nobody vouches. `n` is None if not counted. What is hidden because of a unit
    is not said to be fewer than anything: that number would grow by one with everybody who joins the unit.
    """
    if n is None:
        return PublishedCount(None, rules.minimum_n, counted_at)
    margin = rules.minimum_n + min(n, max(known, default=0))
    for earlier, then in before:
        if abs(earlier - n) < margin and rules.minimum_n <= earlier:
            return PublishedCount(earlier, None, then)
    if n < margin:
        return PublishedCount(None, None if any(known) else rules.minimum_n, counted_at)
    return PublishedCount(n, None, counted_at)
