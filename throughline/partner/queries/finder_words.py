"""What the words of a search mean, and which services they find."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from throughline.accounts.queries.search import NOT_IN_NAME, Search, among, in_index, places_of
from throughline.formats.folding import Term
from throughline.partner.models import Service, ServiceTerm, SupportKind
from throughline.partner.queries.entries import service_search

MOST_WORDS: Final = 12
"""So many words of a need are looked for in the texts of services, to rank them."""

NONE: Final = NOT_IN_NAME + 1

Ranks = Mapping[int, int]
"""The keys of services that match, each with its rank: the best match has the smallest."""


@dataclass(frozen=True)
class Meaning:
    """What was understood of a search."""

    kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """Words with which services that meet the need describe themselves."""

    others: tuple[str, ...] = ()
    """Words that were not understood."""

    languages: tuple[str, ...] = ()
    is_urgent: bool = False


def meaning_of(words: str) -> Meaning:
    """The kinds of support that the words ask for, by the district's names and by what families say."""
    if not words.strip():
        return Meaning()
    return Meaning()


def ranks_of(words: str, meaning: Meaning, within: Collection[int] | None) -> tuple[Search, Ranks]:
    """The services that have all words in their texts, and those of a kind that the words mean.

    Texts with all words come first, then services of the kind that describe themselves by the need, then all
    others of the kind; those that also have the words that were not understood come before those that do not.
    """
    search = service_search(words, within)
    ranks = dict(places_of(search))
    for key, rank in _of_meant_kinds(meaning, within).items():
        ranks.setdefault(key, rank)
    return search, ranks


def _of_meant_kinds(meaning: Meaning, within: Collection[int] | None) -> dict[int, int]:
    if not meaning.kinds:
        return {}
    rows = ServiceTerm.objects.filter(term__in=SupportKind.objects.filter(code__in=meaning.kinds))
    if within is not None:
        rows = rows.filter(among("service_id", within))
    keys = list(dict.fromkeys(rows.order_by().values_list("service_id", flat=True)))
    need = Term(" ".join(meaning.words[:1]), tuple(meaning.words[:MOST_WORDS]))
    described = in_index(Service, [need], keys)[need] if need.spellings and keys else {}
    others = places_of(service_search(" ".join(meaning.others), keys)) if meaning.others and keys else {}
    return {
        key: NONE + (NONE + 1) * (bool(meaning.others) and key not in others) + described.get(key, NONE)
        for key in keys
    }
