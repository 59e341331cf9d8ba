"""The pieces of a text that are judged: each sentence, each two neighbors, and the whole if it is short."""

import re
from collections.abc import Iterator

SENTENCE_END = re.compile(r"(?<=[.!?;…])\s+|\s*[\n\r\u2028\u2029]+\s*")
LONGEST_SENTENCE = 160
"""A longer sentence, in characters, is cut."""
LONGEST_WHOLE = 80
"""A longer text, in tokens, is not judged as a whole: one remark would drown in it."""


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Split a text into sentences, and into parts those that are too long.

    Parameters
    ----------
    text : str
        The text as it was written.

    Returns
    -------
    list of (int, int)
        Start and end of each sentence, without those that are empty.
    """
    spans, start = [], 0
    for end in SENTENCE_END.finditer(text):
        spans += _cut(text, start, end.start())
        start = end.end()
    spans += _cut(text, start, len(text))
    return [(since, upto) for since, upto in spans if text[since:upto].strip()]


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a sentence that never ends, as dictated text does, between two words."""
    spans = []
    while end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        cut = start + LONGEST_SENTENCE if cut < 0 else cut
        spans.append((start, cut))
        start = cut
    return [*spans, (start, end)]


def pieces(n_sentences: int, n_tokens: int) -> Iterator[tuple[int, int]]:
    """Return the pieces of a text, as ranges of its sentences.

    Parameters
    ----------
    n_sentences, n_tokens : int
        How many it has.

    Yields
    ------
    (int, int)
        The first sentence of a piece, and the one after its last. The whole comes first, if it is short.
    """
    if n_sentences and (n_tokens <= LONGEST_WHOLE or n_sentences == 1):
        yield 0, n_sentences
    for length in (2, 1):
        if length < n_sentences:
            for first in range(n_sentences - length + 1):
                yield first, first + length


class Covered:
    """
    Which characters of a text have been found: a span is compared with them, and not with every other span.

    Parameters
    ----------
    text : str
        The text.
    """

    def __init__(self, text: str) -> None:
        self._is_covered = bytearray(len(text))

    def add(self, start: int, end: int) -> None:
        """
        Note the characters of a span.

        Parameters
        ----------
        start, end : int
            Its position.
        """
        self._is_covered[start:end] = b"\1" * (end - start)

    def overlaps(self, start: int, end: int) -> bool:
        """
        Return whether a span shares a character with those that were added.

        Parameters
        ----------
        start, end : int
            Its position.

        Returns
        -------
        bool
            False for an empty span.
        """
        return self._is_covered.find(1, start, end) >= 0
