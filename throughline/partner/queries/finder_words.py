"""What the words of a search mean, and which services they find."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from throughline.accounts.queries.search import NOT_IN_NAME, Search, among, in_index, places_of
from throughline.formats.folding import QUOTES, Term, fold, terms_of
from throughline.methods.needs import Needs, needs_in
from throughline.partner.models import Service, ServiceTerm, SupportKind
from throughline.partner.queries.entries import at_beginnings, service_search

MOST_WORDS: Final = 12
"""So many words of a need are looked for in the texts of services, to rank them."""

MOST_KINDS: Final = 4
"""So many kinds of support are listed for one text."""

NONE: Final = NOT_IN_NAME + 1

OF_KIND: Final = 2 * NONE
"""The first rank of services that do not have the words in their texts and are of a kind that is meant."""

Ranks = Mapping[int, int]
"""The keys of services that match, each with its rank: the best match has the smallest."""


@dataclass(frozen=True)
class Matches:
    """The services that the words find. `exact` are those that name what is needed."""

    search: Search
    ranks: Ranks = field(default_factory=dict)
    naming: frozenset[int] = frozenset()
    is_all: bool = False
    """Whether the words tell of no need, so that all services are listed."""

    @property
    def is_mixed(self) -> bool:
        """Whether some services name what is needed, and others do not."""
        return 0 < len(self.naming) < len(self.ranks) and not self.is_all


def meaning_of(words: str) -> Needs:
    """The kinds of support that the words ask for, by the district's names and by what families say."""
    if not words.strip():
        return Needs()
    kinds = {kind.code: list(kind.name.texts.values()) for kind in SupportKind.objects.all()}
    return needs_in(words, kinds)


def matches_of(words: str, meaning: Needs, within: Collection[int] | None) -> Matches:
    """The services that have all words in their texts, and those of a kind that the words mean.

    Texts with all words come first, then those with all words that say what is needed, then services of the
    kind that describe themselves by the need, then all others of the kind; of these two, those that also have
    the words that were not understood come before those that do not.
    """
    search = service_search(words, within, meaning)
    ranks = dict(places_of(search))
    if meaning.searched and not _is_quoted(words) and {*meaning.searched} != {*fold(words).split()}:
        needed = service_search(" ".join(meaning.searched), within, meaning)
        if not ranks:
            search = replace(needed, typed=words)
        for key, place in places_of(needed).items():
            ranks.setdefault(key, NONE + place)
    if not ranks:
        # What may have been meant instead is of no use, and the need may be understood without it.
        search = Search(words)
    elif search.is_corrected and not _corrected_words(search) & {*meaning.others}:
        # A word that was understood was right, or its correction is not what the need was understood by.
        search = replace(search, is_corrected=False)
    for key, rank in _of_meant_kinds(meaning, within).items():
        ranks.setdefault(key, rank)
    exact = frozenset(key for key, rank in ranks.items() if _is_exact(rank))
    return Matches(search, ranks, exact, is_all=_tells_no_need(words, meaning))


def _tells_no_need(words: str, meaning: Needs) -> bool:
    return meaning.is_open_ended and bool(fold(words)) and not _is_quoted(words)


def _is_quoted(words: str) -> bool:
    return any(mark in words for mark in QUOTES)


def _corrected_words(search: Search) -> set[str]:
    """The typed words that were replaced, folded."""
    left = [term for term in terms_of(search.typed) if term not in search.terms]
    return {word for term in left for word in fold(term.typed).split()}


def _is_exact(rank: int) -> bool:
    return rank < OF_KIND or (rank - OF_KIND) // MOST_KINDS % (NONE + 1) < NONE


def _of_meant_kinds(meaning: Needs, within: Collection[int] | None) -> dict[int, int]:
    likely = {code: place for place, code in enumerate(meaning.likely[:MOST_KINDS])}
    if not likely:
        return {}
    rows = ServiceTerm.objects.filter(term__in=SupportKind.objects.filter(code__in=likely))
    if within is not None:
        rows = rows.filter(among("service_id", within))
    kinds: dict[int, int] = {}
    for key, code in rows.order_by().values_list("service_id", "term__code"):
        kinds[key] = min(likely[code], kinds.get(key, MOST_KINDS))
    need = at_beginnings(Term(" ".join(meaning.words[:1]), tuple(meaning.words[:MOST_WORDS])))
    described = in_index(Service, [need], kinds)[need] if need.spellings and kinds else {}
    others = places_of(service_search(" ".join(meaning.others), kinds)) if meaning.others and kinds else {}
    return {
        key: OF_KIND
        + MOST_KINDS * ((NONE + 1) * (bool(meaning.others) and key not in others) + described.get(key, NONE))
        + kind
        for key, kind in kinds.items()
    }
