"""What was understood of a text in which a family says what it needs."""

from dataclasses import dataclass
from typing import Final

SURE: Final = 0.5
"""The least score of a kind of support that the text most likely means."""


@dataclass(frozen=True)
class KindMeant:
    """
    A kind of support that a text may mean.

    Parameters
    ----------
    code : str
        Its code in the district.
    score : float
        From 0 to 1. The likeliest has 1; a kind that only may help, too, has less than `SURE`.
    """

    code: str
    score: float


@dataclass(frozen=True, kw_only=True)
class Needs:
    """
    What was understood of a text, in order of certainty. Nothing may have been.

    Parameters
    ----------
    kinds : tuple of KindMeant
        The kinds of support, the likeliest first.
    needs : tuple of str
        Codes of the needs, the likeliest first.
    words : tuple of str
        Folded words and phrases with which services that meet these needs describe themselves: first the ones
        in the text, then those of both languages by turns. None contains a former one.
    others : tuple of str
        Folded words of the text that were not understood. Words of asking are not among them.
    languages : tuple of str
        Codes of the languages in which help is wanted.
    wants_free : bool
        True if the text wants what costs nothing.
    wants_open : bool
        True if it wants what is open now.
    accessibility : tuple of str
        Names of `throughline.formats.service_words.ACCESS_NAMES`: ways in that are wanted.
    age : int, optional
        The age in years of the one for whom it is.
    searched : tuple of str
        Folded words of the text that a search of texts may look for: without words of asking and of filters.
    understood : frozenset of str
        Folded words of the text that mean a need or are a filter, however they are spelled.
    misspelled : frozenset of str
        Those that were understood as another word.
    is_urgent : bool
        True if the text says that it cannot wait.
    """

    kinds: tuple[KindMeant, ...] = ()
    needs: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    wants_free: bool = False
    wants_open: bool = False
    accessibility: tuple[str, ...] = ()
    age: int | None = None
    searched: tuple[str, ...] = ()
    understood: frozenset[str] = frozenset()
    misspelled: frozenset[str] = frozenset()
    is_urgent: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all kinds, the likeliest first."""
        return tuple(kind.code for kind in self.kinds)

    @property
    def likely(self) -> tuple[str, ...]:
        """The codes of the kinds with a score of at least `SURE`."""
        return tuple(kind.code for kind in self.kinds if kind.score >= SURE)

    @property
    def has_filters(self) -> bool:
        """Whether the text has words that are a filter."""
        wants = self.wants_free or self.wants_open or self.age is not None
        return wants or bool(self.accessibility or self.languages)

    @property
    def is_open_ended(self) -> bool:
        """Whether the text says nothing of what is needed."""
        return not (self.kinds or self.needs or self.others)
