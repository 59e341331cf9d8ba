"""The words of the vocabulary that a typed word may be."""

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Final

from throughline.formats.folding import fold
from throughline.formats.spelling import may_be_misspelled, most_errors, nearest
from throughline.methods.needs.words import LEFT_OUT, ORDINARY

SHORTEST: Final = 5
"""Letters of the shortest word that is corrected: most short words have a neighbor."""

SHORTEST_DOUBLED: Final = 3
"""Letters of the shortest word that is corrected if only a doubled letter is wrong, as in "fod"."""

MOST_CORRECTED: Final = 16
"""Words of one text that are corrected. It bounds the time for a text without any known word."""

_SOUNDS: Final = (
    ("qu", "k"),
    ("ph", "f"),
    ("ck", "k"),
    ("ll", "y"),
    ("ce", "se"),
    ("ci", "si"),
    ("ge", "je"),
    ("gi", "ji"),
    ("ch", "x"),
    ("sh", "x"),
    ("c", "k"),
    ("z", "s"),
    ("v", "b"),
    ("h", ""),
    ("w", "u"),
)


def words_of(text: str) -> list[str]:
    """
    Split a text into the words that are compared.

    Parameters
    ----------
    text : str
        A text as people wrote it.

    Returns
    -------
    list of str
        Folded words in their basic form, without the ones that only join others.
    """
    return [stem(word) for word in fold(text).split() if word not in LEFT_OUT]


def stem(word: str) -> str:
    """
    Cut the s of the plural off a folded word.

    Parameters
    ----------
    word : str
        A folded word.

    Returns
    -------
    str
        The word without it. Cutting it off again changes nothing.
    """
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def sound(word: str) -> str:
    """
    Write a word as it sounds, so that words that are spelled by ear are equal.

    Parameters
    ----------
    word : str
        A folded word.

    Returns
    -------
    str
        The word with one letter for each sound of Spanish and without doubled letters.
    """
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    return single(word)


def single(word: str) -> str:
    """
    Write doubled letters of a word once.

    Parameters
    ----------
    word : str
        A folded word.

    Returns
    -------
    str
        The word without doubled letters.
    """
    return "".join(letter for k, letter in enumerate(word) if k == 0 or letter != word[k - 1])


class Spellings:
    """Known words, to find the ones that a word may be."""

    def __init__(self, known: Iterable[str]) -> None:
        self.known = frozenset(known)
        self._by_sound: dict[str, set[str]] = {}
        self._by_length: dict[int, list[str]] = {}
        self._short: dict[str, set[str]] = {}
        for word in sorted(self.known):
            if SHORTEST_DOUBLED <= len(word) <= SHORTEST and word.isalpha() and word not in _ordinary():
                self._short.setdefault(single(word), set()).add(word)
            if len(word) >= SHORTEST and word not in _ordinary():
                self._by_sound.setdefault(sound(word), set()).add(word)
                self._by_length.setdefault(len(word), []).append(word)

    def is_questioned(self, word: str) -> bool:
        """
        Tell whether a word may be a misspelling.

        Parameters
        ----------
        word : str
            A word as `words_of` returns it.

        Returns
        -------
        bool
            False if it is known or in use, or shorter than `SHORTEST` with no letter doubled wrongly.
        """
        if word in self.known or word in _ordinary() or not word.isalpha():
            return False
        if len(word) < SHORTEST:
            return len(word) >= SHORTEST_DOUBLED and single(word) in self._short
        return may_be_misspelled(word)

    def meant(self, word: str) -> Collection[str]:
        """
        Find the known words that a misspelled word may be.

        Parameters
        ----------
        word : str
            A word that is questioned.

        Returns
        -------
        collection of str
            Those that sound the same, otherwise those with the same first letter and the fewest errors. None
            may be near. In a short word no letter is wrong: too many words would be a horse for a house. In
            one shorter than `SHORTEST` only a doubled letter may be missing or added.
        """
        doubled = self._short.get(single(word), ()) if len(word) <= SHORTEST else ()
        if doubled or len(word) < SHORTEST:
            return sorted(doubled)
        same = self._by_sound.get(sound(word))
        if same:
            return sorted(same)
        most = most_errors(word)
        lengths = range(len(word) - most, len(word) + most + 1)
        alike = (known for n in lengths for known in self._by_length.get(n, ()) if known[0] == word[0])
        near = nearest(word, alike)
        if len(word) > SHORTEST:
            return near
        return [known for known in near if len(known) != len(word) or sorted(known) == sorted(word)]


@cache
def _ordinary() -> Mapping[str, None]:
    """Words in use, in the form in which they are compared."""
    return dict.fromkeys(map(stem, ORDINARY))
