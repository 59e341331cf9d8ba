"""How hard the texts of the product are to read, by the Flesch-Kincaid grade of their English sentences."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from textstat import textstat

from throughline.config import translations

# Families read at grade 6 to 8, staff at grade 10. A single sentence may be harder: names such as
# "superintendent" and "accountability" count much in a short one.
FAMILIES, HARDEST_FOR_FAMILIES = 8.0, 12.0
STAFF, HARDEST_FOR_STAFF = 10.0, 15.0
SHORTEST_SENTENCE = 8  # words; the grade of fewer says little


def grade(sentences: Iterable[str]) -> float:
    text = " ".join(sentence.rstrip(".:;?! ") + "." for sentence in sentences)
    return float(textstat.flesch_kincaid_grade(text)) if text else 0.0


def sentences(path: Path) -> Iterator[str]:
    """The sentences of a file's messages, with a short word for each placeholder."""
    for message, _context, _comments in translations.messages_in(path):
        text = translations.all_of(message)[-1]
        text = re.sub(r"<[^>]*>", "", translations.PLACEHOLDER.sub("Oak", text)).replace("%%", "%")
        for sentence in re.split(r"(?<=[.?!:;])\s+|\n+", text):
            if len(sentence.split()) >= SHORTEST_SENTENCE:
                yield sentence


def too_hard(paths: Iterable[Path], hardest: float) -> list[str]:
    """The sentences above a grade, with it and their file."""
    return [
        f"{path.name}: grade {found:.1f}: {sentence}"
        for path in paths
        for sentence in sentences(path)
        if (found := grade([sentence])) > hardest
    ]
