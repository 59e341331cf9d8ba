"""How alike two names are."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

PREFIX_SCALE: Final = 0.1
LONGEST_PREFIX: Final = 4
"""The constants of Winkler (1990)."""

LEAST_ALIKE: Final = 0.9
"""Words less alike than this are different words."""

SHORTEST_MISSPELT: Final = 4
"""Shorter words are the same only if every letter is."""

OF_INITIALS: Final = 0.9
"""How alike a name and its initials are."""

FEWEST_INITIALS: Final = 3


def jaro_winkler(one: str, other: str) -> float:
    """
    Compare two words by the letters they share, in order, with weight on the first four.

    Parameters
    ----------
    one, other : str
        Two words.

    Returns
    -------
    float
        1 for the same word, 0 for words without a common letter.
    """
    if one == other:
        return 1.0
    if not one or not other:
        return 0.0
    reach = max(max(len(one), len(other)) // 2 - 1, 0)
    is_taken = [False] * len(other)
    common: list[str] = []
    for place, letter in enumerate(one):
        for there in range(max(0, place - reach), min(len(other), place + reach + 1)):
            if not is_taken[there] and other[there] == letter:
                is_taken[there] = True
                common.append(letter)
                break
    if not common:
        return 0.0
    of_other = (letter for letter, taken in zip(other, is_taken, strict=True) if taken)
    n_swapped = sum(a != b for a, b in zip(common, of_other, strict=True)) / 2
    n = len(common)
    jaro = (n / len(one) + n / len(other) + (n - n_swapped) / n) / 3
    n_prefix = 0
    for a, b in zip(one[:LONGEST_PREFIX], other, strict=False):
        if a != b:
            break
        n_prefix += 1
    return jaro + n_prefix * PREFIX_SCALE * (1 - jaro)


def word_likeness(one: str, other: str) -> float:
    """
    Compare two words of names, of which a number or a short word is the same or another.

    Parameters
    ----------
    one, other : str
        Two words.

    Returns
    -------
    float
        0 if they are different words.
    """
    if one == other:
        return 1.0
    shorter = min(one, other, key=len)
    if len(shorter) < SHORTEST_MISSPELT or any(letter.isdigit() for letter in one + other):
        return 0.0
    # In one order, since Jaro's greedy matching is not quite symmetric.
    alike = _likeness(*sorted((one, other)))
    return alike if alike >= LEAST_ALIKE else 0.0


@lru_cache(maxsize=262_144)
def _likeness(one: str, other: str) -> float:
    return jaro_winkler(one, other)


def name_likeness(one: Sequence[str], other: Sequence[str], weights: Mapping[str, float]) -> float:
    """
    Compare two names by their words: rare words weigh more, their order does not matter.

    Parameters
    ----------
    one, other : sequence of str
        The words of two names.
    weights : mapping of str to float
        The weight of each word.

    Returns
    -------
    float
        The weight of the words that they share, of the weight of all their words: from 0 to 1.
    """
    if not one or not other:
        return 0.0
    joined, of_other = "".join(one), "".join(other)
    if sorted(one) == sorted(other) or joined == of_other:
        return 1.0
    if _is_of_initials(one, of_other) or _is_of_initials(other, joined):
        return OF_INITIALS
    shared = sum(
        alike * (weights[one[place]] + weights[other[there]]) for alike, place, there in _matches(one, other)
    )
    whole = sum(weights[word] for word in (*one, *other))
    return min(1.0, shared / whole)


def _matches(one: Sequence[str], other: Sequence[str]) -> list[tuple[float, int, int]]:
    """Which words are the same, each at most once, the most alike first."""
    alike = [
        (word_likeness(word, of_other), place, there)
        for place, word in enumerate(one)
        for there, of_other in enumerate(other)
    ]
    taken: set[int] = set()
    taken_of_other: set[int] = set()
    matches = []
    for match in sorted(alike, reverse=True):
        if match[0] > 0 and match[1] not in taken and match[2] not in taken_of_other:
            taken.add(match[1])
            taken_of_other.add(match[2])
            matches.append(match)
    return matches


def _is_of_initials(words: Sequence[str], short: str) -> bool:
    return len(words) >= FEWEST_INITIALS and "".join(word[0] for word in words) == short
