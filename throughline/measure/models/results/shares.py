"""Shares and counts as they may be published."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Bound = Literal["", "less", "more", "about", "hidden"]


@dataclass(frozen=True)
class PublishedShare:
    """A share in whole percent: exact; "less", "more" or "about" (give or take `within`); or hidden.

    `margin` is, for random samples, the interval of the population's share in percent.
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
    """The shares of each answer among the people who voted on a statement."""

    answers: tuple[PublishedAnswer, ...]


@dataclass(frozen=True)
class PublishedTexts:
    """The numbers of texts that have a code and of texts that were read."""

    texts_with_code: int
    texts_read: int


@dataclass(frozen=True)
class PublishedCount:
    """A number of people `n`; if it is small or not counted, `n` is None and `fewer_than` may be set."""

    n: int | None
    fewer_than: int | None
    counted_at: datetime | None
