"""Find the terms of the vocabulary in a text, and the words that are left."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import Final, NamedTuple

from throughline.methods.needs.need import Need
from throughline.methods.needs.spellings import Spellings, words_of
from throughline.methods.needs.vocabulary import NEEDS

NAME: Final = 3.0
"""Weight of a term of one word; each further word adds 1."""

WEAK: Final = 1.0
MISSPELLED: Final = 0.75
"""Share of the weight of a term with a corrected word."""

WIDEST_GAP: Final = 2
"""Words that may be between two words of a term."""


class Meaning(NamedTuple):
    """What a term means: a need, how surely, and whether it says that it cannot wait."""

    need: Need
    weight: float
    is_name: bool = False
    cannot_wait: bool = False


@dataclass(frozen=True)
class Match:
    """A term in a text: where its words are, and what it means."""

    term: tuple[str, ...]
    places: tuple[int, ...]
    meanings: tuple[Meaning, ...]
    share: float


class Vocabulary:
    """The terms of the needs, by their first word."""

    def __init__(self, needs: Iterable[Need]) -> None:
        self.meanings: dict[tuple[str, ...], list[Meaning]] = {}
        self.names: dict[str, list[str]] = {}
        """Words of descriptions for each need, and its names, in both languages by turns."""
        for need in needs:
            names = terms_in(need.names)
            turns = zip_longest(*map(terms_in, need.names.split(";")))
            in_turns = [name for turn in turns for name in turn if name]
            self.names[need.code] = [*terms_in(need.described), *in_turns]
            for weight, cannot_wait, terms in (
                (NAME, True, terms_in(need.cannot_wait)),
                (NAME, False, names),
                (NAME, False, terms_in(need.said)),
                (WEAK, False, terms_in(need.weak)),
            ):
                for text in terms:
                    self._add(text, Meaning(need, weight, terms is names, cannot_wait))
        self.by_first: dict[str, list[tuple[str, ...]]] = {}
        for term in self.meanings:
            self.by_first.setdefault(term[0], []).append(term)
        self.spellings = Spellings(word for term in self.meanings for word in term)

    def _add(self, text: str, meaning: Meaning) -> None:
        term = tuple(words_of(text))
        if not term:
            return
        known = self.meanings.setdefault(term, [])
        if all(other.need is not meaning.need for other in known):
            known.append(meaning._replace(weight=meaning.weight + (len(term) - 1) * (meaning.weight > WEAK)))


def terms_in(listed: str) -> list[str]:
    """
    Split a list of terms.

    Parameters
    ----------
    listed : str
        Terms separated by commas or semicolons, with `@` for o and a.

    Returns
    -------
    list of str
        The terms.
    """
    terms = [term for text in listed.replace(";", ",").split(",") if (term := text.strip())]
    return [term.replace("@", end) for term in terms for end in ("oa" if "@" in term else "o")]


@cache
def vocabulary() -> Vocabulary:
    """
    Return the vocabulary of all needs.

    Returns
    -------
    Vocabulary
        It is made once.
    """
    return Vocabulary(NEEDS)


def matches_in(words: Sequence[str], corrected: Mapping[int, Sequence[str]]) -> list[Match]:
    """
    Find the terms of the vocabulary in a text. Of terms that share a word the longest is taken.

    Parameters
    ----------
    words : sequence of str
        The words of the text.
    corrected : mapping of int to sequence of str
        For a misspelled word, by its place, the words that it may be.

    Returns
    -------
    list of Match
        In the order in which they were taken: long ones first, then as in the text.
    """
    known = vocabulary()
    spelled = [corrected.get(place, (word,)) for place, word in enumerate(words)]
    found: list[Match] = []
    for place, choices in enumerate(spelled):
        for first in choices:
            for term in known.by_first.get(first, ()):
                places = _places(term, spelled, place)
                if places:
                    share = MISSPELLED if any(one in corrected for one in places) else 1.0
                    found.append(Match(term, places, tuple(known.meanings[term]), share))
        if place + 1 < len(words):
            joined = (words[place] + words[place + 1],)
            if joined in known.meanings:
                found.append(Match(joined, (place, place + 1), tuple(known.meanings[joined]), 1.0))
    return _chosen(found)


def _places(term: tuple[str, ...], spelled: Sequence[Sequence[str]], place: int) -> tuple[int, ...]:
    """Where the words of a term are, in order and near each other; nothing if they are not."""
    places = [place]
    for word in term[1:]:
        for ahead in range(places[-1] + 1, min(places[-1] + 2 + WIDEST_GAP, len(spelled))):
            if word in spelled[ahead]:
                places.append(ahead)
                break
        else:
            return ()
    return tuple(places)


def _chosen(found: list[Match]) -> list[Match]:
    """Longest terms first, closest first; a word is used once, unless two terms share all their words."""
    found.sort(key=lambda one: (-len(one.places), one.places[-1] - one.places[0], one.places, one.term))
    used: dict[int, tuple[int, ...]] = {}
    chosen: list[Match] = []
    for match in found:
        if all(used.get(place, match.places) == match.places for place in match.places):
            used.update(dict.fromkeys(match.places, match.places))
            chosen.append(match)
    return chosen
