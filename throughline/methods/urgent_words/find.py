"""Find words in a text that may indicate self-harm, abuse or a threat, in English and Spanish.

The result only decides which texts a person must look at first. See ``docs/methods/urgent_words.md``.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from throughline.methods.urgent_words.patterns import (
    HARMLESS,
    PARTS,
    PATTERNS,
    SPELLED,
    Kind,
    PatternLanguage,
)

METHOD = "urgent_words"
VERSION = "2"


@dataclass(frozen=True)
class UrgentMatch:
    """Words that may be urgent.

    Attributes
    ----------
    kind : {"self_harm", "abuse", "threat"}
        What they may indicate.
    start, end : int
        Their position: ``text[start:end]``.
    pattern_language : {"en", "es"}
        Language of the pattern, which need not be that of the text.
    """

    kind: Kind
    start: int
    end: int
    pattern_language: PatternLanguage


def find_urgent(text: str) -> list[UrgentMatch]:
    """Find words that may indicate self-harm, abuse or a threat.

    Case, accents, apostrophes, spacing, letters written as digits, and letters spelled out with gaps make no
    difference. The time is proportional to the length of the text.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    list of UrgentMatch
        In the order of the text, none within another of its kind. An empty list does not mean that the text
        is harmless.
    """
    plain, at = _plain(text)
    harmless = [found.span() for pattern in _harmless() for found in pattern.finditer(plain)]
    spans: set[tuple[int, int, Kind, PatternLanguage]] = set()
    for kind, language, needles, pattern in _patterns():
        if any(needle in plain for needle in needles):
            for found in pattern.finditer(plain):
                start, end = found.span()
                if not any(start < upto and since < end for since, upto in harmless):
                    spans.add((at[start], at[end - 1] + 1, kind, language))
    for start, end, kind, language in _spelled_out(plain):
        spans.add((at[start], at[end - 1] + 1, kind, language))
    matches: list[UrgentMatch] = []
    reached: dict[Kind, int] = {}
    for start, end, kind, language in sorted(spans, key=lambda span: (span[0], -span[1], span[2:])):
        if end > reached.get(kind, 0):
            matches.append(UrgentMatch(kind, start, end, language))
            reached[kind] = end
    return matches


SPELLED_RUN = re.compile(r"(?<!\w)(?:[^\W\d_][ .*,]){3,}[^\W\d_](?!\w)")


def _filled(source: str) -> str:
    """Substitute the parts, and parts within parts."""
    for _ in range(3):
        source = re.sub(r"\{([a-z]\w+)\}", lambda found: PARTS[found.group(1)], source)
    return source


@cache
def _patterns() -> tuple[tuple[Kind, PatternLanguage, tuple[str, ...], re.Pattern[str]], ...]:
    return tuple(
        (kind, language, tuple(needles.split()), re.compile(_filled(source)))
        for language, rows in PATTERNS
        for kind, needles, source in rows
    )


@cache
def _harmless() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_filled(source)) for source in HARMLESS)


@cache
def _spelled() -> tuple[tuple[Kind, PatternLanguage, re.Pattern[str]], ...]:
    return tuple((kind, language, re.compile(source)) for kind, language, source in SPELLED)


def _spelled_out(plain: str) -> Iterator[tuple[int, int, Kind, PatternLanguage]]:
    for run in SPELLED_RUN.finditer(plain):
        word = run.group()[::2]
        for kind, language, pattern in _spelled():
            for found in pattern.finditer(word):
                yield run.start() + 2 * found.start(), run.start() + 2 * found.end() - 1, kind, language


# Normalizing texts.

_DROPPED = frozenset("'’‘‛´`ʼ′\"“”«»")
_GAPS = frozenset("-‐‑‒–—_/\\~")
_LETTER_FOR = {
    "0": "o",
    "1": "i",
    "3": "e",
    "4": "a",
    "5": "s",
    "7": "t",
    "@": "a",
    "$": "s",
    "!": "i",
    "|": "i",
}
_ONLY_WITHIN_WORDS = frozenset("!|")
_LOOKS_LIKE = str.maketrans("аеорсухіјѕкмтнвһԁαεορτυικνη", "aeopcyxijskmthbhdaeoptuiknn")  # Cyrillic, Greek


def _plain(text: str) -> tuple[str, list[int]]:
    """Return the normalized text, and the position in the text of each of its characters."""
    letters: list[str] = []
    at: list[int] = []
    for index, char in enumerate(text):
        for letter in _letters_of(char):
            letters.append(letter)
            at.append(index)
    for index, letter in enumerate(letters):
        if letter in _LETTER_FOR:
            is_after = index > 0 and letters[index - 1].isalpha()
            is_before = index + 1 < len(letters) and letters[index + 1].isalpha()
            if (is_after and is_before) if letter in _ONLY_WITHIN_WORDS else (is_after or is_before):
                letters[index] = _LETTER_FOR[letter]
    kept: list[int] = []
    start = 0
    for index in range(1, len(letters) + 1):
        if index == len(letters) or letters[index] != letters[start]:
            length = index - start
            kept.extend(range(start, start + (1 if length > 2 or letters[start] == " " else length)))
            start = index
    return "".join(letters[index] for index in kept), [at[index] for index in kept]


@cache
def _letters_of(char: str) -> str:
    """One character in lower case, without accents; a space for any gap; nothing for marks and quotes."""
    if char.isspace() or char in _GAPS:
        return " "
    parts = unicodedata.normalize("NFKD", char)
    if parts.isspace():
        return " "
    return "".join(
        part
        for part in parts.casefold().translate(_LOOKS_LIKE)
        if part not in _DROPPED and unicodedata.category(part) not in ("Mn", "Cf", "Cc")
    )
