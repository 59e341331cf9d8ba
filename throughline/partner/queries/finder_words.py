"""What the words of a search mean, and which services they find."""

from collections.abc import Collection, Mapping
from typing import Final

from throughline.accounts.queries.search import NOT_IN_NAME, Search, among, in_index, places_of
from throughline.formats.folding import Term
from throughline.methods.needs import Needs, needs_in
from throughline.partner.models import Service, ServiceTerm, SupportKind
from throughline.partner.queries.entries import service_search

MOST_WORDS: Final = 12
"""So many words of a need are looked for in the texts of services, to rank them."""

MOST_KINDS: Final = 4
"""So many kinds of support are listed for one text."""

NONE: Final = NOT_IN_NAME + 1

Ranks = Mapping[int, int]
"""The keys of services that match, each with its rank: the best match has the smallest."""


def meaning_of(words: str) -> Needs:
    """The kinds of support that the words ask for, by the district's names and by what families say."""
    if not words.strip():
        return Needs()
    kinds = {kind.code: list(kind.name.texts.values()) for kind in SupportKind.objects.all()}
    return needs_in(words, kinds)


def ranks_of(words: str, meaning: Needs, within: Collection[int] | None) -> tuple[Search, Ranks]:
    """The services that have all words in their texts, and those of a kind that the words mean.

    Texts with all words come first, then services of the kind that describe themselves by the need, then all
    others of the kind; those that also have the words that were not understood come before those that do not.
    """
    search = service_search(words, within)
    ranks = dict(places_of(search))
    if not ranks:
        # What may have been meant instead is of no use, and the need may be understood without it.
        search = Search(words)
    for key, rank in _of_meant_kinds(meaning, within).items():
        ranks.setdefault(key, rank)
    return search, ranks


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
    need = Term(" ".join(meaning.words[:1]), tuple(meaning.words[:MOST_WORDS]))
    described = in_index(Service, [need], kinds)[need] if need.spellings and kinds else {}
    others = places_of(service_search(" ".join(meaning.others), kinds)) if meaning.others and kinds else {}
    return {
        key: NONE
        + MOST_KINDS * ((NONE + 1) * (bool(meaning.others) and key not in others) + described.get(key, NONE))
        + kind
        for key, kind in kinds.items()
    }
