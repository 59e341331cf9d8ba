"""Percentages with their denominators: a share of a known n discloses a count, so the same rule applies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from throughline.methods.disclosure.attacker import CellInterval
from throughline.methods.disclosure.audits import is_given_away
from throughline.methods.disclosure.counts import check_labels, checked_counts
from throughline.methods.disclosure.errors import BadCountsError, BadRuleError, CannotBeProtectedError
from throughline.methods.disclosure.rule import Rule

Bound: TypeAlias = Literal["", "less", "more", "hidden"]

BOTTOM_PERCENT = 5
TOP_PERCENT = 95


@dataclass(frozen=True)
class CodedShare:
    """A share as it is published: in whole percents, only as a bound, or not at all.

    Attributes
    ----------
    percent : int or None
        Whole percents, rounded half up; the bound where `bound` is "less" or "more"; None where hidden.
    bound : {"", "less", "more", "hidden"}
        "less": fewer than `percent` of a hundred. "more": more than that. "hidden": not published.
    """

    percent: int | None
    bound: Bound


@dataclass(frozen=True)
class ProtectedShares:
    """Shares of one group that together make all of it, ready to be published with its n.

    Attributes
    ----------
    labels : tuple of str
        What each is a share of.
    shares : tuple of CodedShare
        As they may be published.
    n : int
        People in the group, published with the shares.
    bottom_percent, top_percent : int
        Where shares were coded: further in than usual where the group is not large. `implied_range`
        needs them.
    """

    labels: tuple[str, ...]
    shares: tuple[CodedShare, ...]
    n: int
    bottom_percent: int
    top_percent: int


def code_share(
    count: int, n: int, *, bottom_percent: int = BOTTOM_PERCENT, top_percent: int = TOP_PERCENT
) -> CodedShare:
    """Code a share in whole percents, or as a bound where it is below the bottom or above the top.

    A share of nearly all, or of nearly none, discloses what each single person answered.

    Parameters
    ----------
    count, n : int
        People counted, of how many.
    bottom_percent, top_percent : int
        Shares below the first are coded as "fewer than", above the second as "more than".

    Returns
    -------
    CodedShare
        Hidden if `n` is 0.

    Raises
    ------
    BadCountsError
        The count is negative, or more than `n`.
    BadRuleError
        The bottom is not below the top, or one of them is not a percentage.
    """
    if not 0 <= count <= n:
        raise BadCountsError("A share counts some of the people, not more than all.")
    if not 0 <= bottom_percent < top_percent <= 100:
        raise BadRuleError("The bottom stands below the top, both from 0 to 100.")
    if not n:
        return CodedShare(None, "hidden")
    if 100 * count < bottom_percent * n:
        return CodedShare(bottom_percent, "less")
    if 100 * count > top_percent * n:
        return CodedShare(top_percent, "more")
    return CodedShare((200 * count + n) // (2 * n), "")


def implied_range(
    share: CodedShare, n: int, *, bottom_percent: int = BOTTOM_PERCENT, top_percent: int = TOP_PERCENT
) -> tuple[int, int]:
    """Return the range of counts that a coded share of a known n implies, for ``Publication.ranges``.

    Parameters
    ----------
    share : CodedShare
        As it is published.
    n : int
        People in the group, which is public.
    bottom_percent, top_percent : int
        As passed to `code_share`: an exact share lies between them, which is public too.

    Returns
    -------
    low, high : int
        The smallest and the largest count that is coded this way.

    Raises
    ------
    BadCountsError
        No count of `n` people is coded this way.
    """
    if share.percent is None:
        return 0, n
    percent = share.percent
    if share.bound == "less":
        low, high = 0, (percent * n - 1) // 100
    elif share.bound == "more":
        low, high = percent * n // 100 + 1, n
    else:
        # percent - 1/2 <= 100 count / n < percent + 1/2
        low, high = -(-(2 * percent - 1) * n // 200), -(-(2 * percent + 1) * n // 200) - 1
        low, high = max(low, -(-bottom_percent * n // 100)), min(high, top_percent * n // 100)
    if low > high:
        raise BadCountsError(f"No count of {n} people is coded as {percent} percent.")
    return low, high


def protect_shares(
    labels: Sequence[str],
    counts: Sequence[int],
    rule: Rule,
    *,
    bottom_percent: int = BOTTOM_PERCENT,
    top_percent: int = TOP_PERCENT,
) -> ProtectedShares:
    """Code the shares of a group whose parts are groups of people too, and their n.

    Each share is first coded at the bottom and at the top; where the minimum n is a larger part of the group
    than `bottom_percent`, at that part. Then, as long as a small count could be inferred from all shares and
    n together, the smallest share still published exactly is hidden.

    Parameters
    ----------
    labels : sequence of str
        Names of the parts, each once.
    counts : sequence of int
        People in each; together they are n.
    rule : Rule
        What counts as small, and how wide intervals must stay.
    bottom_percent, top_percent : int
        As in `code_share`.

    Returns
    -------
    ProtectedShares
        What may be published.

    Raises
    ------
    CannotBeProtectedError
        All together are small, or hiding all shares would not be enough.
    BadCountsError
        Labels and counts do not match, or a count is negative.
    """
    check_labels(labels)
    values = [int(n) for n in checked_counts(counts)]
    if len(values) != len(labels):
        raise BadCountsError("One count for each label is needed.")
    n = sum(values)
    if n < rule.minimum_n:
        raise CannotBeProtectedError(f"All parts together are fewer than {rule.minimum_n}.")
    least_percent = max(bottom_percent, -(-100 * rule.minimum_n // n))
    most_percent = min(top_percent, 100 - least_percent)
    if least_percent < most_percent:
        shares = [
            code_share(count, n, bottom_percent=least_percent, top_percent=most_percent) for count in values
        ]
    else:
        shares = [CodedShare(None, "hidden")] * len(values)
    by_size = sorted(
        (k for k in range(len(values)) if shares[k].bound != "hidden"),
        key=lambda k: (shares[k].bound != "", values[k], labels[k]),
    )
    for k in [None, *by_size]:
        if k is not None:
            shares[k] = CodedShare(None, "hidden")
        ranges = [
            implied_range(share, n, bottom_percent=least_percent, top_percent=most_percent)
            for share in shares
        ]
        if not any(is_given_away(CellInterval("", *ends), rule) for ends in _narrowed_by_total(ranges, n)):
            return ProtectedShares(tuple(labels), tuple(shares), n, least_percent, most_percent)
    raise CannotBeProtectedError("Even without any share, a small count could be worked out.")


def _narrowed_by_total(ranges: Sequence[tuple[int, int]], n: int) -> Iterator[tuple[int, int]]:
    """Narrow each range by the others, since all counts add up to n."""
    lowest, highest = sum(low for low, _ in ranges), sum(high for _, high in ranges)
    for low, high in ranges:
        yield max(low, n - (highest - high)), min(high, n - (lowest - low))
