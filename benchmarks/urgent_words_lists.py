"""The invented sentences that urgent words are fitted to and measured on.

Fourteen lists by writers who saw neither the patterns nor each other's lists, and our own short sentences.
`training/` holds what the model is fitted to. Half of each of eight lists is held out: it was split off by
the hash of each text before anybody read them, and is encoded so that nobody who works on the method reads it
by accident.
"""

import base64
import csv
import gzip
import io
from dataclasses import dataclass
from pathlib import Path

LISTS = Path(__file__).with_name("urgent_words_lists")
HELD_OUT = LISTS / "held_out.b85"
HARMLESS = ("lookalike", "ordinary")


@dataclass(frozen=True)
class Sentence:
    """One row of a list. `kind` is a kind of danger, "lookalike" or "ordinary"."""

    language: str
    hand: str
    kind: str
    voice: str
    manner: str
    text: str

    @property
    def is_urgent(self) -> bool:
        return self.kind not in HARMLESS


def training_sentences() -> list[Sentence]:
    """All sentences that the model is fitted to."""
    files = sorted((LISTS / "training").glob("*.csv"))
    return [sentence for path in files for sentence in _sentences(path.read_text(encoding="utf-8"))]


def held_out_sentences() -> list[Sentence]:
    """The sentences that nobody read before the method was finished."""
    data = base64.b85decode("".join(HELD_OUT.read_text(encoding="ascii").split()))
    return _sentences(gzip.decompress(data).decode())


def _sentences(text: str) -> list[Sentence]:
    return [Sentence(**row) for row in csv.DictReader(io.StringIO(text, newline=""))]
