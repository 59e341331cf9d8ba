"""Urgent words on sentences that nobody who made the patterns or the model had read, by kind and language.

The sentences are held-out halves of lists by eight writers (`urgent_words_lists`). Recall is the share of
urgent sentences that are found, false alarms the share of harmless ones that are. Half of the harmless
sentences are look-alikes: idioms, games, lessons and policies in the words of danger.
"""

import time
from collections.abc import Sequence

from benchmarks.harness import Figure, at_least, at_most, percentile, report
from benchmarks.urgent_words_lists import Sentence, held_out_sentences
from throughline.methods.urgent_words import KINDS, find_urgent

PEERS: list[str] = []
LEAST_RECALL = 85.0
MOST_FALSE_ALARMS = 5.0
MOST_MS = 5.0
LONGEST_COMMENT = 4000
LANGUAGES = {"en": "English", "es": "Spanish"}


def main(as_json: bool) -> bool:
    sentences = held_out_sentences()
    find_urgent("The patterns and the model are loaded at the first use.")
    figures = []
    for code, language in LANGUAGES.items():
        figures += _of_language(language, [one for one in sentences if one.language == code])
    return report("urgent-words", [*figures, *_times(sentences)], as_json)


def _of_language(language: str, sentences: Sequence[Sentence]) -> list[Figure]:
    urgent = [one for one in sentences if one.is_urgent]
    harmless = [one for one in sentences if not one.is_urgent]
    recall, false_alarms = _percent_found(urgent), _percent_found(harmless)
    n = f"n = {len(urgent)}"
    return [
        Figure(f"{language}: recall, {n}", recall, "%", **at_least(recall, LEAST_RECALL)),
        *(_part(language, kind, [one for one in urgent if one.kind == kind]) for kind in KINDS),
        *(
            _part(language, manner, [one for one in urgent if one.manner == manner])
            for manner in sorted({one.manner for one in urgent})
        ),
        Figure(
            f"{language}: false alarms, n = {len(harmless)}",
            false_alarms,
            "%",
            **at_most(false_alarms, MOST_FALSE_ALARMS),
        ),
        *(
            _part(language, kind, [one for one in harmless if one.kind == kind])
            for kind in ("lookalike", "ordinary")
        ),
    ]


def _part(language: str, name: str, sentences: Sequence[Sentence]) -> Figure:
    return Figure(f"{language}: {name} found, n = {len(sentences)}", _percent_found(sentences), "%")


def _percent_found(sentences: Sequence[Sentence]) -> float:
    return 100 * sum(bool(find_urgent(one.text)) for one in sentences) / len(sentences)


def _times(sentences: Sequence[Sentence]) -> list[Figure]:
    texts = [one.text for one in sentences]
    joined = " ".join(texts)
    longest = [joined[at : at + LONGEST_COMMENT] for at in range(0, len(joined), LONGEST_COMMENT)]
    usual = percentile(_milliseconds(texts), 99)
    return [
        Figure("time a text, 99 of 100 sentences", usual, "ms", **at_most(usual, MOST_MS)),
        Figure("time a text of 4,000 characters, median", percentile(_milliseconds(longest), 50), "ms"),
    ]


def _milliseconds(texts: Sequence[str]) -> list[float]:
    found = []
    for text in texts:
        began = time.perf_counter()
        find_urgent(text)
        found.append(1000 * (time.perf_counter() - began))
    return found
