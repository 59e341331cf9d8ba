"""Numbers of people that a page shows repeatedly while they grow."""

from collections.abc import Sequence
from datetime import datetime

from throughline.measure.models.results import PublishedCount, Rules
from throughline.measure.queries.guard.rules import n_shown

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
    for earlier, then in before if n is not None else ():
        if n is not None and _is_near(abs(earlier - n), rules, known) and rules.minimum_n <= earlier:
            return PublishedCount(earlier, None, then)
    if n is None:
        return PublishedCount(None, rules.minimum_n, counted_at)
    units = [of_unit for of_unit in known if of_unit <= n]
    shown = n_shown(n, rules, units)
    hiding = max((of_unit for of_unit in units if rules.is_small(n - of_unit)), default=0)
    return PublishedCount(shown, rules.minimum_n + hiding if shown is None else None, counted_at)


def _is_near(difference: int, rules: Rules, known: Sequence[int]) -> bool:
    """Whether two numbers differ by few people, or by few besides those of a unit."""
    return difference < rules.minimum_n or any(
        rules.is_small(difference - of_unit) for of_unit in known if of_unit <= difference
    )
