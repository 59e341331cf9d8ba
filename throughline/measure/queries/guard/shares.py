"""Shares as they may be published."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from throughline.measure.models.results import (
    PublishedAnswer,
    PublishedShare,
    PublishedTexts,
    PublishedVotes,
    Rules,
)
from throughline.methods import disclosure, estimates
from throughline.ui.data_kinds import may_have_interval

ANSWERS = ("agree", "disagree", "not_sure")
NOT_SHOWN = PublishedShare(None, "hidden")
BEYOND_AN_EDGE = frozenset({"less", "more"})

Counts = tuple[int, int]
"""The smallest and largest number of people that a share can represent."""


@dataclass(frozen=True)
class Known:
    """People whom somebody may know because they made them up: how many, and how many gave each answer."""

    n: int
    counts: Sequence[int]


def shares_of(
    counts: Sequence[int], rules: Rules, n: int | None = None, known: Sequence[Known] = ()
) -> list[PublishedShare]:
    """Shares of `n` people in whole percent: hidden if `n` is too small, never exact beyond the edges.

    A share of 0% or 100% would disclose each person's answer. If the other shares would disclose such a
    share, the largest of them are only published as round numbers. The same holds for what remains to
    somebody who subtracts the people they know.
    """
    of = sum(counts) if n is None else n
    if of < rules.minimum_n or any(unit.n > 0 and of - unit.n < rules.minimum_n for unit in known):
        return [NOT_SHOWN for _count in counts]
    shares = [share_of(count, of, rules) for count in counts]
    if sum(counts) == of:
        exact = sorted((i for i, one in enumerate(shares) if not one.bound), key=lambda i: counts[i])
        while exact and not _are_edges_kept(shares, of):
            largest = exact.pop()
            shares[largest] = _about(counts[largest], of)
    for unit in known:
        while (given_away := _given_away(counts, shares, of, unit, rules)) is not None:
            shares[given_away] = _coarser(shares[given_away], counts[given_away], of)
    return shares


def _given_away(
    counts: Sequence[int], shares: Sequence[PublishedShare], n: int, unit: Known, rules: Rules
) -> int | None:
    """The share to be coarsened next, as somebody who knows a unit learns that none or all others said so."""
    n_rest = n - unit.n
    if not n_rest or not unit.n:
        return None
    bottom, top = edges_of(n_rest, rules)
    ends = [possible_counts(share, n) for share in shares]
    rests = [
        (max(0, low - own), min(n_rest, high - own))
        for (low, high), own in zip(ends, unit.counts, strict=True)
    ]
    if sum(counts) == n:
        lows, highs = sum(low for low, _high in rests), sum(high for _low, high in rests)
        rests = [(max(low, n_rest - (highs - high)), min(high, n_rest - (lows - low))) for low, high in rests]
    percents = [100 * (count - own) / n_rest for count, own in zip(counts, unit.counts, strict=True)]
    exposed = [i for i, (low, high) in enumerate(rests) if low >= high and not bottom <= percents[i] <= top]
    shown = [i for i, share in enumerate(shares) if share.percent is not None]
    if not exposed or not shown:
        return None
    return next(
        (i for i in exposed if i in shown), max(shown, key=lambda i: (not shares[i].bound, counts[i]))
    )


def _coarser(share: PublishedShare, count: int, n: int) -> PublishedShare:
    return NOT_SHOWN if share.bound else _about(count, n)


def share_of(count: int, n: int, rules: Rules) -> PublishedShare:
    bottom, top = edges_of(n, rules)
    percent = 100 * count / n
    if percent < bottom:
        return PublishedShare(bottom, "less")
    if percent > top:
        return PublishedShare(top, "more")
    return PublishedShare(int(percent + 0.5), "")


def with_margins(shares: Sequence[PublishedShare], n: int, kind: str) -> list[PublishedShare]:
    """Add the margin of error to shares that are exact and from a random sample.

    It is computed from the published share alone, so that it discloses nothing more.
    """
    if not may_have_interval(kind):
        return list(shares)
    return [
        one if one.bound or one.percent is None else replace(one, margin=_margin(one.percent, n))
        for one in shares
    ]


def _margin(percent: int, n: int) -> tuple[int, int]:
    low, high = estimates.wilson(percent / 100, n, n - 1)
    return math.floor(100 * float(low)), math.ceil(100 * float(high))


def edges_of(n: int, rules: Rules) -> tuple[int, int]:
    """The percents beyond which shares of `n` people are not exact: "less than 5%" of 12 would be nobody."""
    bottom, top = rules.bottom_percent, rules.top_percent
    while bottom * n <= 100:
        bottom += 5
    while (100 - top) * n <= 100:
        top -= 5
    return bottom, top


def possible_counts(share: PublishedShare, n: int) -> Counts:
    """The smallest and the largest count out of `n` that a published share can represent."""
    percent, bound = share.percent, share.bound
    if percent is None:
        return 0, n
    if bound == "less":
        return 0, min(n, math.ceil(percent * n / 100) - 1)
    if bound == "more":
        return max(0, math.floor(percent * n / 100) + 1), n
    give = 0.5 if share.within is None else share.within
    low, high = (percent - give) * n / 100, (percent + give) * n / 100
    return max(0, math.ceil(low)), min(n, math.ceil(high) - 1 if give == 0.5 else math.floor(high))


def _about(count: int, n: int) -> PublishedShare:
    """A share rounded so far that one person more or less would fit it too."""
    within = next((half for half in (3, 5, 10, 20) if half * n >= 200), None)
    if within is None:
        return NOT_SHOWN
    nearest = round(100 * count / n / within) * within
    return PublishedShare(min(max(nearest, within), 100 - within), "about", within=within)


def _are_edges_kept(shares: Sequence[PublishedShare], n: int) -> bool:
    """Whether each share beyond an edge can still represent two counts or more, given the others."""
    ends = [possible_counts(share, n) for share in shares]
    lows, highs = sum(low for low, _high in ends), sum(high for _low, high in ends)
    return all(
        min(high, n - (lows - low)) > max(low, n - (highs - high))
        for share, (low, high) in zip(shares, ends, strict=True)
        if share.bound in BEYOND_AN_EDGE
    )


def is_safe_to_publish(
    parts: Sequence[tuple[int, Sequence[PublishedShare]]],
    whole: tuple[int, Sequence[Counts]],
) -> bool:
    """Whether everybody's shares may be published with those of each part, `(n, shares)`, on one question.

    `whole` has everybody's `n` and the possible counts of each share.

    False if a share beyond an edge could be narrowed to one count, or if few people belong to no part and
    their answers could be inferred, even partly. False too if the numbers contradict each other, because they
    count different people or were changed: what can be inferred from them is not known then.
    """
    n_answers = len(whole[1])
    n_rest = whole[0] - sum(n for n, _shares in parts)
    if n_rest < 0 or (len(parts) == 1 and n_rest == 0):
        return True
    lines = [*parts, (n_rest, [NOT_SHOWN] * n_answers)]
    shown = {f"line={i}": n for i, (n, _shares) in enumerate(lines)} | {"everyone": whole[0]}
    ranges: dict[str, tuple[int, int]] = {}
    relations: list[tuple[str, tuple[str, ...]]] = []
    for i, (n, shares) in enumerate(lines):
        keys = tuple(f"line={i} & answer={j}" for j in range(n_answers))
        ranges |= {key: possible_counts(share, n) for key, share in zip(keys, shares, strict=True)}
        relations.append((f"line={i}", keys))
    for j, counts in enumerate(whole[1]):
        ranges[f"answer={j}"] = counts
        relations.append((f"answer={j}", tuple(f"line={i} & answer={j}" for i in range(len(lines)))))
    relations.append(("everyone", tuple(f"answer={j}" for j in range(n_answers))))
    keys_of_answers = frozenset(ranges)
    publication = disclosure.Publication(
        "question", shown, ranges=ranges, relations=tuple(relations), answers=keys_of_answers
    )
    try:
        found = disclosure.audit(publication, disclosure.Rule(2, 1), exact=True)
    except disclosure.DisclosureError:
        return False
    width = {one.key: one.width for one in found.intervals}
    coded = [
        f"line={i} & answer={j}"
        for i, (_n, shares) in enumerate(parts)
        for j, share in enumerate(shares)
        if share.bound in BEYOND_AN_EDGE
    ]
    rest = [f"line={len(parts)} & answer={j}" for j in range(n_answers)]
    is_rest_kept = n_rest == 0 or all((width.get(key) or 0) >= min(n_rest, 2) for key in rest)
    return is_rest_kept and all((width.get(key) or 0) >= 1 for key in coded)


def protect_votes(
    counts: Sequence[int], rules: Rules, kind: str, known: Sequence[Known] = ()
) -> PublishedVotes:
    """Protect the votes on a statement: numbers of people who agreed, disagreed and were not sure."""
    shares = with_margins(shares_of(counts, rules, known=known), sum(counts), kind)
    return PublishedVotes(
        tuple(
            PublishedAnswer(
                answer=answer,
                percent=one.percent,
                bound=one.bound,
                margin=one.margin,
                within=one.within,
            )
            for answer, one in zip(ANSWERS, shares, strict=True)
        )
    )


def protect_texts(n_with_code: int, n_read: int) -> PublishedTexts:
    """Wrap the numbers of texts with a code and read. Unprotected: releases refuse codes of few people."""
    return PublishedTexts(n_with_code, n_read)
