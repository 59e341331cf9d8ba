"""Fold text for searching, and take apart what a person types into a search."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

APOSTROPHES: Final = "'`‘’‛ʹʻʼʽˈ′"
HYPHENS: Final = "-‐‑"
ACUTE: Final = "´"
"""An accent that stands alone, typed as an apostrophe; Unicode decomposes it to a blank and a mark."""

KEPT: Final = frozenset("%_\\&#@*")
"""Punctuation that is searched for as it is."""

QUOTES: Final = '"“”„«»'

LETTERS: Final = {
    **dict(zip("ıøđðħłŧŋɓɗƙƴς", "ioddhltnbdkyσ", strict=True)),
    # Arabic as used in Arabic, Persian, Dari, Pashto and Urdu: alef, yeh, kaf and heh.
    **dict.fromkeys("ٱ", "ا"),
    **dict.fromkeys("ىیې", "ي"),
    **dict.fromkeys("ک", "ك"),
    **dict.fromkeys("ةەہھ", "ه"),
}
"""Letters without a decomposition that are typed as another letter."""

JOINED: Final = {"ß": "ss", "æ": "ae", "œ": "oe"}
"""Letters that are typed as two."""

ACCENTS: Final = (
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x0591, 0x05BD),
    (0x05BF, 0x05BF),
    (0x05C1, 0x05C2),
    (0x05C4, 0x05C5),
    (0x05C7, 0x05C7),
    (0x0610, 0x061A),
    (0x0640, 0x0640),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06DC),
    (0x06DF, 0x06E4),
    (0x06E7, 0x06E8),
    (0x06EA, 0x06ED),
    (0x0711, 0x0711),
    (0x0730, 0x074A),
    (0x08D3, 0x08E1),
    (0x08E3, 0x08FF),
    (0x1AB0, 0x1ACE),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20F0),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
)
"""Marks of Latin, Greek, Cyrillic, Hebrew, Arabic and Syriac letters, the Arabic tatweel, and selectors.

Marks of other scripts are vowels or tell letters apart, such as those of Hindi, Thai and Japanese.
"""


def fold(text: str) -> str:
    """
    Reduce a text to what is compared in a search.

    Case and accents are ignored, and so are apostrophes, hyphens and invisible characters. Punctuation
    separates words as a blank does; `% _ & # @ *` and the backslash are searched for as they are. Digits of
    all scripts are equal. Text in scripts without case and accents keeps its letters.

    Parameters
    ----------
    text : str
        A text as people wrote it.

    Returns
    -------
    str
        The words, separated by single blanks. Folding them again changes nothing.

    Notes
    -----
    Compatibility decomposition (NFKD), lower case, replacement by `letter_of`, composition (NFC). The last
    step keeps syllables of Hangul and letters of kana whole, so that a part of one is not found.
    """
    if text.isascii():
        return " ".join(text.lower().translate(_letters()).split())
    decomposed = unicodedata.normalize("NFKD", text.replace(ACUTE, "'")).lower()
    return unicodedata.normalize("NFC", " ".join(decomposed.translate(_letters()).split()))


def letter_of(character: str) -> str:
    """
    Return what stands for a character in a folded text.

    Parameters
    ----------
    character : str
        One character in lower case, without a compatibility decomposition.

    Returns
    -------
    str
        A letter or two, a digit, a blank if the character separates words, or nothing if it is ignored.
    """
    found = LETTERS.get(character) or JOINED.get(character)
    if found:
        return found
    category = unicodedata.category(character)
    if character.isspace() or category == "Cc":
        return " "
    if character in APOSTROPHES or character in HYPHENS or category == "Cf" or _is_accent(ord(character)):
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return " " if category[0] == "P" and character not in KEPT else character


def _is_accent(code: int) -> bool:
    return any(first <= code <= last for first, last in ACCENTS)


class _Letters(dict[int, str]):
    """A table for `str.translate` that is filled as characters occur: there are too many to fill it first."""

    def __missing__(self, code: int) -> str:
        self[code] = letter_of(chr(code))
        return self[code]


@cache
def _letters() -> _Letters:
    return _Letters()


@dataclass(frozen=True)
class Term:
    """A part of a search: a text has it if it contains one of `spellings`, which are folded."""

    typed: str
    spellings: tuple[str, ...]
    is_quoted: bool = False
    """Whether it was written in quotation marks: its words stand side by side, spelled as they are."""

    def is_in(self, folded: str) -> bool:
        """
        Whether a folded text has this part of the search.

        Parameters
        ----------
        folded : str
            A text as `fold` returns it.

        Returns
        -------
        bool
            Whether one of the spellings is in it.
        """
        return any(spelling in folded for spelling in self.spellings)


_TYPED = re.compile(f"[{QUOTES}]([^{QUOTES}]+)[{QUOTES}]|([^\\s{QUOTES}]+)")


def terms_of(words: str) -> Sequence[Term]:
    """
    Take apart what a person typed into a search: each word, and each phrase in quotation marks, is a term.

    Parameters
    ----------
    words : str
        The search as typed.

    Returns
    -------
    sequence of Term
        The terms, each once. There is none if the search has no letter, digit or symbol.
    """
    terms: dict[tuple[str, ...], Term] = {}
    for match in _TYPED.finditer(words):
        typed = match[1] or match[2]
        spellings = tuple(dict.fromkeys(filter(None, map(fold, _with_and_without_hyphens(typed)))))
        if spellings:
            terms.setdefault(spellings, Term(typed.strip(), spellings, is_quoted=bool(match[1])))
    return list(terms.values())


def _with_and_without_hyphens(typed: str) -> tuple[str, str]:
    return typed, re.sub(f"[{HYPHENS}]", " ", typed)
