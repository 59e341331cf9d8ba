"""A linear model of urgent texts, fitted to invented sentences (`benchmarks.urgent_words_training`).

With ``n`` features in a piece of text, each with a weight ``w``, its score is ``bias + sum of w / sqrt(n)``.
"""

import base64
import threading
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from math import inf, sqrt

import numpy as np
from numpy.typing import NDArray

from throughline.methods.urgent_words import weights
from throughline.methods.urgent_words.features import (
    FARTHEST,
    KIND_BITS,
    features_of_pair,
    features_of_word,
    kind_features_of_word,
    tokens_of,
)
from throughline.methods.urgent_words.patterns import KINDS, Kind, PatternLanguage
from throughline.methods.urgent_words.pieces import Covered, pieces, sentence_spans
from throughline.methods.urgent_words.plain import without_positions

FEWEST_FEATURES = 30
"""A piece with fewer features is judged as if it had so many, so that one word is not enough."""


@dataclass(frozen=True)
class UrgentPiece:
    """A piece of text that the model takes for urgent.

    Attributes
    ----------
    start, end : int
        Its position in the text.
    kind : str
        One of `KINDS`, the likeliest.
    language : {"en", "es"}
        Which of the two languages it is more likely in.
    """

    start: int
    end: int
    kind: Kind
    language: PatternLanguage


def find_pieces(text: str) -> list[UrgentPiece]:
    """Return the pieces of a text that are urgent by the model.

    Parameters
    ----------
    text : str
        The text as it was written.

    Returns
    -------
    list of UrgentPiece
        In the order of the text, none within another: of pieces that overlap, the shortest.
    """
    found: list[_Judged] = []
    covered = Covered(text)
    for piece in sorted(_judged(text), key=lambda piece: piece.end - piece.start):
        if not covered.overlaps(piece.start, piece.end) and piece.is_urgent:
            found.append(piece)
            covered.add(piece.start, piece.end)
    return [
        UrgentPiece(piece.start, piece.end, likeliest_kind(piece.tokens), likelier_language(piece.tokens))
        for piece in sorted(found, key=lambda piece: piece.start)
    ]


def score_of(text: str) -> float:
    """Return the highest score of a text's pieces; ``weights.THRESHOLDS`` says which is urgent.

    Parameters
    ----------
    text : str
        The text as it was written.

    Returns
    -------
    float
        Minus infinity for an empty text.
    """
    return max((piece.score for piece in _judged(text)), default=-inf)


@dataclass(frozen=True)
class _Judged:
    start: int
    end: int
    tokens: Sequence[str]
    score: float

    @property
    def is_urgent(self) -> bool:
        return self.score > weights.THRESHOLDS[likelier_language(self.tokens)]


def _judged(text: str) -> list[_Judged]:
    """Each piece of a text with its score."""
    spans = sentence_spans(text)
    sentences = [tokens_of(without_positions(text[start:end])) for start, end in spans]
    tokens = [token for sentence in sentences for token in sentence]
    ends = [0, *accumulate(map(len, sentences))]
    scores = _Scores(tokens)
    return [
        _Judged(
            spans[first][0],
            spans[last - 1][1],
            tokens[ends[first] : ends[last]],
            scores.of(ends[first], ends[last]),
        )
        for first, last in pieces(len(spans), len(tokens))
    ]


class _Scores:
    """Scores of any range of a text's tokens, from running sums of numbers and weights of features."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self._own = np.cumsum([(0, 0), *map(_of_word, tokens)], axis=0)
        self._pairs = []
        for distance in range(1, FARTHEST + 1):
            later = tokens[distance:]
            pairs = [
                _of_pair(one, other, is_next=distance == 1) for one, other in zip(tokens, later, strict=False)
            ]
            self._pairs.append(np.cumsum([(0, 0)] * (len(tokens) - len(later) + 1) + pairs, axis=0))

    def of(self, start: int, end: int) -> float:
        n, weight = self._own[end] - self._own[start]
        for distance, sums in enumerate(self._pairs, 1):
            if end - start > distance:
                more, heavier = sums[end] - sums[start + distance]
                n, weight = n + more, weight + heavier
        return weights.BIAS + weights.UNIT * int(weight) / sqrt(max(int(n), FEWEST_FEATURES))


_decoding = threading.Lock()


def _decoded(text: str) -> bytes:
    """One thread at a time: the first call fills a table of the standard library, which others would read."""
    with _decoding:
        return zlib.decompress(base64.b85decode("".join(text.split())))


@cache
def _weights() -> bytes:
    return _decoded(weights.WEIGHTS)


@cache
def _weights_of_kinds() -> NDArray[np.int8]:
    data = _decoded(weights.WEIGHTS_OF_KINDS)
    return np.frombuffer(data, dtype=np.int8).reshape(1 << KIND_BITS, len(KINDS))


def _signed(byte: int) -> int:
    return byte - 256 if byte > 127 else byte


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> tuple[int, int]:
    """The number of a word's features, and the sum of their weights."""
    return _summed(features_of_word(word))


@lru_cache(maxsize=20_000)
def _of_pair(earlier: str, later: str, *, is_next: bool) -> tuple[int, int]:
    return _summed(features_of_pair(earlier, later, is_next=is_next))


def _summed(features: Sequence[int]) -> tuple[int, int]:
    table = _weights()
    return len(features), sum(_signed(table[feature]) for feature in features)


def likeliest_kind(tokens: Sequence[str]) -> Kind:
    """Return the kind of danger that a piece most likely tells of.

    Parameters
    ----------
    tokens : sequence of str
        Its tokens.

    Returns
    -------
    str
        One of `KINDS`.
    """
    features = sorted({feature for token in tokens for feature in kind_features_of_word(token)})
    sums = _weights_of_kinds()[features].sum(axis=0, dtype=np.int64)
    scores = np.array(weights.BIASES_OF_KINDS) + weights.UNIT_OF_KINDS * sums / sqrt(max(len(features), 1))
    return KINDS[int(np.argmax(scores))]


_SPANISH = """a al algo asi bien como con cuando de del donde el ella ellos en es esta este ha hay la las le
les lo los mas me mi mis muy nadie ni no nos o para pero por porque pq q que quiero se si sin su sus te tiene
todo todos tu un una vos voy xq y ya yo"""
_ENGLISH = """a about all am an and are at be been but by can cant do dont for from get got had has have he
her him his i if im in is it its just my no not of on or our out said she so that the their them then there
they this to up us was we were what when who will with would you your"""
SPANISH, ENGLISH = frozenset(_SPANISH.split()), frozenset(_ENGLISH.split())


def likelier_language(tokens: Sequence[str]) -> PatternLanguage:
    """Return which of the two languages a piece is more likely in, by its small words.

    Parameters
    ----------
    tokens : sequence of str
        Its tokens.

    Returns
    -------
    {"en", "es"}
        The language with more of them.
    """
    n_spanish = sum(token in SPANISH for token in tokens)
    return "es" if n_spanish > sum(token in ENGLISH for token in tokens) else "en"
