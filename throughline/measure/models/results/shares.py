"""Shares and counts as they may be published."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Bound = Literal["", "less", "more", "about", "hidden"]


@dataclass(frozen=True)
class PublishedShare:
    """A share in whole percent: exactly so; "less", "more" or "about" that (by `within`); or hidden.

    `margin` is the interval, in percent, of the share of everybody, for random samples.
    """

    percent: int | None
    bound: Bound
    margin: tuple[int, int] | None = None
    within: int | None = None


@dataclass(frozen=True, kw_only=True)
class PublishedAnswer(PublishedShare):
    answer: str


@dataclass(frozen=True)
class PublishedVotes:
    """How the people who voted on a statement voted."""

    answers: tuple[PublishedAnswer, ...]


@dataclass(frozen=True)
class PublishedTexts:
    """How many of the texts that were read have a code."""

    texts_with_code: int
    texts_read: int


@dataclass(frozen=True)
class PublishedCount:
    """A number of people: `n`, or where it is small or nobody counted, that it is `fewer_than` so many."""

    n: int | None
    fewer_than: int | None
    counted_at: datetime | None
