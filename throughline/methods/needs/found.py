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
    is_urgent : bool
        True if the text says that it cannot wait.
    """

    kinds: tuple[KindMeant, ...] = ()
    needs: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    is_urgent: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all kinds, the likeliest first."""
        return tuple(kind.code for kind in self.kinds)

    @property
    def likely(self) -> tuple[str, ...]:
        """The codes of the kinds with a score of at least `SURE`."""
        return tuple(kind.code for kind in self.kinds if kind.score >= SURE)
