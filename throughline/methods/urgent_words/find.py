"""Find words in a text that may tell of danger to somebody, in English and Spanish.

The result only decides which texts a person must look at first. See ``docs/methods/urgent_words.md``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from throughline.methods.urgent_words.model import find_pieces
from throughline.methods.urgent_words.patterns import (
    HARMLESS,
    PARTS,
    PATTERNS,
    SPELLED,
    Kind,
    PatternLanguage,
)
from throughline.methods.urgent_words.pieces import Covered
from throughline.methods.urgent_words.plain import plain_text, without_positions

METHOD = "urgent_words"
VERSION = "3"

LONGEST_HEAD, LONGEST_TAIL = 15_000, 5_000
"""Of a longer text, so many characters at its beginning and at its end are read."""
LONGEST_READ = LONGEST_HEAD + LONGEST_TAIL
"""A text of so many characters is read as a whole."""


Span: TypeAlias = tuple[int, int, Kind, PatternLanguage]


@dataclass(frozen=True)
class UrgentMatch:
    """Words that may be urgent.

    Attributes
    ----------
    kind : str
        What they may tell of, one of `KINDS`. A guess: a person decides.
    start, end : int
        Their position: ``text[start:end]``.
    pattern_language : {"en", "es"}
        Language of the pattern, or the likelier language of the piece of text.
    """

    kind: Kind
    start: int
    end: int
    pattern_language: PatternLanguage


def find_urgent(text: str) -> list[UrgentMatch]:
    """Find words that may tell of danger to somebody: by patterns, and by a linear model.

    Case, accents, apostrophes, spacing, letters written as digits, and letters spelled out with gaps make no
    difference. The time is proportional to the length of the text, up to `LONGEST_READ`.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    list of UrgentMatch
        In the order of the text, none within another of its kind: words for a pattern, sentences for the
        model. An empty list does not mean that the text is harmless.
    """
    if len(text) <= LONGEST_READ:
        return _matches(text, 0)
    return [*_matches(text[:LONGEST_HEAD], 0), *_matches(text[-LONGEST_TAIL:], len(text) - LONGEST_TAIL)]


def _matches(text: str, offset: int) -> list[UrgentMatch]:
    by_patterns = {*_by_patterns(text)}
    covered = Covered(text)
    for start, end, _kind, _language in by_patterns:
        covered.add(start, end)
    spans = by_patterns | {
        (piece.start, piece.end, piece.kind, piece.language)
        for piece in find_pieces(text)
        if not covered.overlaps(piece.start, piece.end)
    }
    matches: list[UrgentMatch] = []
    reached: dict[Kind, int] = {}
    for start, end, kind, language in sorted(spans, key=lambda span: (span[0], -span[1], span[2:])):
        if end > reached.get(kind, 0):
            matches.append(UrgentMatch(kind, start + offset, end + offset, language))
            reached[kind] = end
    return matches


def has_pattern(text: str) -> bool:
    """Return whether a pattern is in a text, whatever the model says.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    bool
        True if there is one that no harmless idiom covers.
    """
    return any(True for _ in _by_patterns(text))


def _by_patterns(text: str) -> Iterator[Span]:
    plain = without_positions(text)
    spans = [
        (*found.span(), kind, language)
        for kind, language, needles, pattern in _patterns()
        if any(needle in plain for needle in needles)
        for found in pattern.finditer(plain)
    ]
    if spans:
        spans = _without_idioms(plain, spans)
    spans += _spelled_out(plain)
    if spans:
        _plain, at = plain_text(text)
        for start, end, kind, language in spans:
            yield at[start], at[end - 1] + 1, kind, language


def _without_idioms(plain: str, spans: list[Span]) -> list[Span]:
    idioms = Covered(plain)
    for pattern in _harmless():
        for found in pattern.finditer(plain):
            idioms.add(*found.span())
    return [span for span in spans if not idioms.overlaps(span[0], span[1])]


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


def _spelled_out(plain: str) -> Iterator[Span]:
    for run in SPELLED_RUN.finditer(plain):
        word = run.group()[::2]
        for kind, language, pattern in _spelled():
            for found in pattern.finditer(word):
                yield run.start() + 2 * found.start(), run.start() + 2 * found.end() - 1, kind, language
