"""From what a family types to the kinds of support that it needs."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from throughline.formats.folding import fold
from throughline.methods.needs.found import KindMeant, Needs
from throughline.methods.needs.need import Need
from throughline.methods.needs.phrases import WEAK, Match, matches_in, vocabulary
from throughline.methods.needs.spellings import MOST_CORRECTED, SHORTEST, Spellings, sound, stem, words_of
from throughline.methods.needs.vocabulary import NEEDS
from throughline.methods.needs.wishes import said_in
from throughline.methods.needs.words import (
    ALWAYS_URGENT,
    ASKING,
    GENERIC,
    LANGUAGES,
    LEARNING,
    LEFT_OUT,
    SOON,
    SPOKEN_ENGLISH,
)

LONGEST_READ: Final = 1_000
"""Characters at the start of a text that are read."""

SHARES: Final = (1.0, 0.4, 0.2, 0.2)
"""How much of the score of a need its first, second … kind of support gets."""

NAME_OF_KIND: Final = 4.0
"""Score of a word that is in the name of a kind of support."""

SHORTEST_SEARCHED: Final = 4
"""Letters of the shortest name that services are searched for without being in the text."""

_KNOWN_KINDS: Final = frozenset(kind for need in NEEDS for kind in need.kinds)
_ASKING: Final = frozenset(map(stem, ASKING))
_ASKING_BY_SOUND: Final = frozenset(sound(word) for word in _ASKING if len(word) >= SHORTEST)
_GENERIC: Final = frozenset(map(stem, GENERIC))
_SOON: Final = frozenset(map(stem, SOON))


def needs_in(text: str, kinds: Mapping[str, Sequence[str]]) -> Needs:
    """
    Tell which kinds of support a text asks for.

    Parameters
    ----------
    text : str
        What a family typed, in English, Spanish or both.
    kinds : mapping of str to sequence of str
        The codes of the district's kinds of support, and the names of each. Kinds with a code of their own
        are understood by their names.

    Returns
    -------
    Needs
        What was understood. Empty if nothing was.

    Notes
    -----
    See ``docs/methods/needs.md``.
    """
    return _understood(fold(text[:LONGEST_READ]).split(), kinds)


def _understood(folded: Sequence[str], kinds: Mapping[str, Sequence[str]]) -> Needs:
    languages, aside = _languages(folded)
    said = said_in(folded)
    said.aside |= aside
    places = [place for place, word in enumerate(folded) if word not in LEFT_OUT and place not in said.aside]
    typed = [folded[place] for place in places]
    words = [stem(word) for word in typed]
    named = {code: [_name_words(name) for name in names] for code, names in kinds.items()}
    corrected = _corrected(typed, words, named)
    matches = matches_in(words, corrected)
    scores = _scores(matches)
    by_kind, by_name = _kinds(scores, words, corrected, named, kinds)
    used = {place for match in matches for place in match.places} | by_name
    noted = {number for number, place in enumerate(places) if place in said.noted}
    others = _others(typed, words, used | noted)
    filters = {folded[place] for place in said.aside | said.noted}
    return Needs(
        kinds=_ranked(by_kind),
        needs=tuple(need.code for need in scores),
        words=_words(matches, scores),
        others=others,
        languages=languages,
        wants_free=said.wants_free,
        wants_open=said.wants_open,
        accessibility=tuple(said.accessibility),
        age=said.age,
        searched=tuple(
            dict.fromkeys(word for place, word in enumerate(typed) if place in used or word in others)
        ),
        understood=frozenset(typed[place] for place in used) | filters,
        misspelled=frozenset(typed[place] for place in used & corrected.keys()),
        is_urgent=_is_urgent(words, matches, scores),
    )


def _languages(words: Sequence[str]) -> tuple[tuple[str, ...], set[int]]:
    """The languages in which help is wanted, and the places of the words that say so."""
    codes: dict[str, None] = {}
    aside: set[int] = set()
    for place, word in enumerate(words):
        code = LANGUAGES.get(word)
        before = set(words[max(0, place - 3) : place])
        beside = before | set(words[place + 1 : place + 2])
        if code is None or beside & LEARNING or (code == "en" and not before & SPOKEN_ENGLISH):
            continue
        codes[code] = None
        aside.add(place)
    return tuple(codes), aside


def _name_words(name: str) -> list[str]:
    return [word for word in words_of(name) if word not in _GENERIC]


def _corrected(
    typed: Sequence[str], words: Sequence[str], named: Mapping[str, list[list[str]]]
) -> dict[int, Sequence[str]]:
    """For each misspelled word, by its place, the words that it may be.

    The s that was cut off a word may be no plural: "homeles".
    """
    known = vocabulary().spellings
    own = Spellings(
        {word for code, names in named.items() if code not in _KNOWN_KINDS for word in _all(names)}
    )
    found: dict[int, Sequence[str]] = {}
    questioned = [
        (place, word)
        for place, word in enumerate(words)
        if known.is_questioned(word) and word not in own.known
    ]
    for place, word in questioned[:MOST_CORRECTED]:
        forms = (word, *({typed[place]} - {word}))
        meant = tuple(next(filter(None, (one.meant(form) for one in (own, known) for form in forms)), ()))
        if meant:
            found[place] = meant
    return found


def _all(names: list[list[str]]) -> list[str]:
    return [word for name in names for word in name]


def _scores(matches: Sequence[Match]) -> dict[Need, float]:
    """The score of each need, the highest first. Weak words count where no word is stronger."""
    scores: dict[Need, float] = {}
    is_only_weak = all(meaning.weight <= WEAK for match in matches for meaning in match.meanings)
    for match in matches:
        for meaning in match.meanings:
            if is_only_weak or meaning.weight > WEAK:
                scores[meaning.need] = scores.get(meaning.need, 0) + meaning.weight * match.share
    return dict(sorted(scores.items(), key=lambda pair: -pair[1]))


def _kinds(
    scores: Mapping[Need, float],
    words: Sequence[str],
    corrected: Mapping[int, Sequence[str]],
    named: Mapping[str, list[list[str]]],
    kinds: Mapping[str, Sequence[str]],
) -> tuple[dict[str, float], set[int]]:
    """The score of each kind of support of the district, and the places of words that are in a name."""
    found: dict[str, float] = {}
    places: set[int] = set()
    for need, score in scores.items():
        for kind, share in zip(need.kinds, SHARES, strict=False):
            if kind in kinds:
                found[kind] = found.get(kind, 0) + share * score
    spelled = [{word, *corrected.get(place, ())} for place, word in enumerate(words)]
    said = {word for choices in spelled for word in choices}
    for code, names in named.items():
        is_own = code not in _KNOWN_KINDS
        in_names = set(_all(names))
        here = {place for place, choices in enumerate(spelled) if choices & in_names}
        whole = [form for name in kinds[code] if said.issuperset(form := words_of(name))]
        n_words = max([len(here) * is_own, *(len(form) for form in whole if here or len(form) > 1)])
        score = NAME_OF_KIND * n_words
        if n_words:
            places |= here
        if is_own and scores:
            in_name = {need for name in kinds[code] for need in _needs_of_name(name)}
            score += sum(own for need, own in scores.items() if need in in_name)
        if score:
            found[code] = found.get(code, 0) + score
    return found, places


def _needs_of_name(name: str) -> list[Need]:
    return [
        meaning.need
        for match in matches_in(words_of(name[:LONGEST_READ]), {})
        for meaning in match.meanings
        if meaning.weight > WEAK
    ]


def _ranked(scores: Mapping[str, float]) -> tuple[KindMeant, ...]:
    highest = max(scores.values(), default=1)
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(KindMeant(code, round(score / highest, 3)) for code, score in ranked)


def _words(matches: Sequence[Match], scores: Mapping[Need, float]) -> tuple[str, ...]:
    """The names of the needs, folded; the ones in the text first. What contains a former one adds nothing."""
    names = [fold(name) for need in scores for name in vocabulary().names[need.code]]
    said = {match.term for match in matches}
    here = [name for name in names if tuple(words_of(name)) in said]
    kept: list[str] = []
    for name in (*here, *(name for name in names if len(name) >= SHORTEST_SEARCHED)):
        if not any(known in name for known in kept):
            kept.append(name)
    return tuple(kept)


def _others(typed: Sequence[str], words: Sequence[str], used: set[int]) -> tuple[str, ...]:
    """The words that were not understood, as they were typed."""
    left = [
        word
        for place, word in enumerate(typed)
        if place not in used
        and words[place] not in _SOON
        and not _is_asking(words[place])
        and not (word.isdecimal() and len(word) < 3)
    ]
    return tuple(dict.fromkeys(left))


def _is_asking(word: str) -> bool:
    return word in _ASKING or (len(word) >= SHORTEST and sound(word) in _ASKING_BY_SOUND)


def _is_urgent(words: Sequence[str], matches: Sequence[Match], scores: Mapping[Need, float]) -> bool:
    if any(meaning.cannot_wait for match in matches for meaning in match.meanings):
        return True
    used = {place for match in matches for place in match.places}
    free = [word for place, word in enumerate(words) if place not in used]
    says_soon = any(word in _SOON for word in free) or any(
        (one, other) == ("esta", "noche") for one, other in pairwise(free)
    )
    if any(need.is_vital for need in scores):
        return says_soon
    return not scores and any(word in ALWAYS_URGENT for word in free)
