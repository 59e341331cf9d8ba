"""What the model sees of a text: its words, their parts, sounds and concepts, and words next to each other.

Each feature is a number, its hash. Those of one word are computed once and kept.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from throughline.methods.urgent_words.concepts import CONCEPTS_OF

BITS = 18
PARTS_OF_WORDS = (3, 4, 5)
FARTHEST = 3
"""Pairs of words are features up to this distance."""

TOKEN = re.compile(r"[a-z0-9]+|[^\sa-z0-9.,;:!?()\"'*]")
_KEPT_WORDS = 20_000


def tokens_of(plain: str) -> list[str]:
    """Return the words and symbols of a normalized text.

    Parameters
    ----------
    plain : str
        A text as `plain_text` returns it.

    Returns
    -------
    list of str
        In the order of the text.
    """
    return TOKEN.findall(plain)


_SOUNDS = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        (r"ph", "f"),
        (r"gh", "g"),
        (r"ck|qu|q|k|c(?=[aoulrt]|$)", "k"),
        (r"[czs]+", "s"),
        (r"[bv]", "b"),
        (r"ll|y", "i"),
        (r"h", ""),
        (r"g(?=[ei])|j|x", "j"),
        (r"w", "u"),
        (r"(.)\1+", r"\1"),
    )
)
_VOWELS = re.compile(r"[aeiou]")
LEAST_LETTERS, LEAST_SOUND = 6, 4


def sound(word: str) -> str:
    """Return a key that common misspellings of an English or Spanish word share.

    Parameters
    ----------
    word : str
        In lower case, without accents.

    Returns
    -------
    str
        Its consonants, those that sound alike by one letter, and its first letter.
    """
    for pattern, letters in _SOUNDS:
        word = pattern.sub(letters, word)
    return word[:1] + _VOWELS.sub("", word[1:])


@cache
def _concepts_by_sound() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for word, names in CONCEPTS_OF.items():
        if len(word) >= LEAST_LETTERS:
            found.setdefault(sound(word), set()).update(names)
    return {key: tuple(sorted(names)) for key, names in found.items() if len(key) >= LEAST_SOUND}


@lru_cache(maxsize=_KEPT_WORDS)
def concepts_of(word: str) -> tuple[str, ...]:
    """Return the concepts of a word, or of the words that sound like it.

    Parameters
    ----------
    word : str
        In lower case, without accents.

    Returns
    -------
    tuple of str
        Names of concepts, sorted; empty for most words.
    """
    known = CONCEPTS_OF.get(word)
    return _concepts_by_sound().get(sound(word), ()) if known is None else known


def _hash(feature: str) -> int:
    return zlib.crc32(feature.encode()) & ((1 << BITS) - 1)


@lru_cache(maxsize=_KEPT_WORDS)
def features_of_word(word: str) -> tuple[int, ...]:
    """Return the features of one word by itself.

    Parameters
    ----------
    word : str
        A token.

    Returns
    -------
    tuple of int
        Hashes below ``2**BITS``, some of them perhaps twice.
    """
    framed = f"<{word}>"
    parts = (f"c:{framed[k : k + n]}" for n in PARTS_OF_WORDS for k in range(len(framed) - n + 1))
    stems = (f"s:{word[:5]}",) if len(word) > 5 else ()
    concepts = (f"C:{name}" for name in concepts_of(word))
    return tuple(map(_hash, (f"w:{word}", f"p:{sound(word)}", *stems, *concepts, *parts)))


@lru_cache(maxsize=_KEPT_WORDS)
def features_of_pair(earlier: str, later: str, *, is_next: bool) -> tuple[int, ...]:
    """Return the features of two words of a sentence.

    Parameters
    ----------
    earlier, later : str
        Two tokens.
    is_next : bool
        Whether nothing stands between them: then the concepts of each beside the other word are features too.

    Returns
    -------
    tuple of int
        Hashes below ``2**BITS``.
    """
    if not is_next:
        return (_hash(f"k:{earlier} {later}"),)
    before = (f"R:{name} {later}" for name in concepts_of(earlier))
    after = (f"L:{earlier} {name}" for name in concepts_of(later))
    return tuple(map(_hash, (f"b:{earlier} {later}", *before, *after)))


def features_of(tokens: Sequence[str]) -> Iterator[int]:
    """Return all features of a piece of text.

    Parameters
    ----------
    tokens : sequence of str
        Its tokens.

    Yields
    ------
    int
        Hashes below ``2**BITS``, as often as they occur.
    """
    for i, word in enumerate(tokens):
        yield from features_of_word(word)
        for distance in range(1, min(FARTHEST, i) + 1):
            yield from features_of_pair(tokens[i - distance], word, is_next=distance == 1)


KIND_BITS = 11


@lru_cache(maxsize=_KEPT_WORDS)
def kind_features_of_word(word: str) -> tuple[int, ...]:
    """Return the features of a word that tell kinds of danger apart.

    Parameters
    ----------
    word : str
        A token.

    Returns
    -------
    tuple of int
        Hashes below ``2**KIND_BITS``.
    """
    names = (f"s:{word[:5]}", *(f"C:{name}" for name in concepts_of(word)))
    return tuple(zlib.crc32(name.encode()) & ((1 << KIND_BITS) - 1) for name in names)
