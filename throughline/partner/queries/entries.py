"""Organizations and services, and the search for them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, TypeVar

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower

from throughline.accounts.models import Person
from throughline.accounts.queries.search import (
    NOT_IN_NAME,
    Search,
    among,
    in_index,
    is_indexed,
    matching,
    search_for,
)
from throughline.formats.folding import Term, fold
from throughline.methods.needs import Needs
from throughline.partner.models import (
    Contact,
    DirectoryImport,
    Organization,
    Service,
    ServiceAtLocation,
    SupportKind,
)
from throughline.partner.queries.quotes import open_addresses

Key = TypeVar("Key", int, str)
Entry = TypeVar("Entry", Organization, Service)


def organization_search(words: str) -> Search:
    """A search for organizations; mistyped words are replaced by those that may have been meant."""
    return search_for(words, partial(in_index, Organization), [Organization])


def organizations(words: str | Search = "") -> QuerySet[Organization]:
    """Organizations with every search word in their names or description, best matches first."""
    seen = Q(services__arrival__isnull=True) | Q(services__arrival__state=DirectoryImport.State.DONE)
    listed = seen & ~Q(services__name="")
    rows = Organization.objects.annotate(n_services=Count("services", filter=listed)).order_by("name", "id")
    return matching(rows, words if isinstance(words, Search) else organization_search(words))


def n_known_by_name(organizations: Collection[str], services: Collection[tuple[str, str]]) -> int:
    """How many of these are here: names of organizations, and of services with their organizations."""
    known = Organization.objects.annotate(lower=Lower("name")).filter(
        lower__in={name.lower() for name in organizations if name}
    )
    pairs = {(name.lower(), organization.lower()) for name, organization in services if name}
    rows = Service.objects.annotate(lower=Lower("name"), of=Lower("organization__name"))
    found = rows.filter(lower__in={name for name, _ in pairs}).values_list("lower", "of")
    here = pairs & {(name, organization or "") for name, organization in found}
    return known.order_by().values("lower").distinct().count() + len(here)


def with_names(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """Entries with a name: a list of links leaves the others out. The quality report names them."""
    return rows.exclude(name="")


def organizations_of(person: Person | None) -> list[Organization]:
    """Organizations in whose listing this person's email address is, as a contact or as its own."""
    if person is None:
        return []
    own = with_address(person.email)
    return list(organizations().filter(own, ended_on__isnull=True).prefetch_related("services"))


def with_address(email: str) -> Q:
    """Organizations in whose listing an email address is, as a contact or as their own."""
    address = {"address": email.strip().lower()}
    listed = Organization.objects.annotate(address=Lower("email")).filter(**address)
    contacts = Contact.objects.annotate(address=Lower("email")).filter(**address)
    return (
        Q(pk__in=listed.values("pk"))
        | Q(pk__in=contacts.filter(organization__isnull=False).values("organization"))
        | Q(pk__in=contacts.filter(service__isnull=False).values("service__organization"))
    )


SHORTEST_BEGINNING: Final = 4
"""Letters of the shortest word that is found at the beginning of another: "bus" is not "business"."""


def at_beginnings(term: Term) -> Term:
    """The term, found as a whole word or at the beginning of one only. Other scripts may have no blanks."""
    spellings: dict[str, None] = {}
    for spelling in term.spellings:
        if not spelling.isascii():
            spellings[spelling] = None
        elif len(spelling) < SHORTEST_BEGINNING:
            spellings |= dict.fromkeys((f" {spelling} ", f" {spelling}s "))
        else:
            spellings[f" {spelling}"] = None
    return replace(term, spellings=tuple(spellings))


def service_search(words: str, within: Collection[int] | None = None, meaning: Needs | None = None) -> Search:
    """A search for services; mistyped words are replaced by those that may have been meant.

    `within` are the keys of the only services that are looked at. Words that `meaning` understood are right,
    and found as whole words or at the beginning of words.
    """
    known = meaning or Needs()
    unclear = {*known.others, *known.misspelled}
    given = _services_by_city(within) if words.strip() else {}
    cities = {city: f" {fold(city)} " for city in given}
    offering = None if within is None else _organizations_of(within)

    def find(typed: Sequence[Term]) -> dict[Term, dict[int, int]]:
        if not typed:
            return {}
        form = {term: at_beginnings(term) if _is_of(term, known.understood) else term for term in typed}
        terms = list(dict.fromkeys(form.values()))
        found = in_index(Service, terms, within)
        organizations = in_index(Organization, terms, offering)
        named = {
            term: {key for key in keys if keys[key] < NOT_IN_NAME} for term, keys in organizations.items()
        }
        here = {term: {city for city in cities if term.is_in(cities[city])} for term in terms}
        offered = _services_of(set().union(*named.values()), within)
        there = _services_in(set().union(*here.values())) if within is None else given
        for term, places in found.items():
            for keys in (*map(offered.get, named[term]), *map(there.get, here[term])):
                places.update({key: NOT_IN_NAME for key in keys or () if key not in places})
        return {term: found[form[term]] for term in typed}

    def is_known(term: Term) -> bool:
        if meaning is not None and unclear.isdisjoint(term.spellings[0].split()):
            return True
        return within is not None and is_indexed(term, [Service, Organization])

    return search_for(words, find, [Service, Organization], cities, is_known)


def _is_of(term: Term, words: Collection[str]) -> bool:
    return not term.is_quoted and all(word in words for word in term.spellings[0].split())


def _organizations_of(services: Collection[int]) -> list[int]:
    rows = Service.objects.filter(among("pk", services)).order_by()
    return [key for key in rows.values_list("organization_id", flat=True).distinct() if key is not None]


def _services_of(organizations: Collection[int], within: Collection[int] | None) -> dict[int, list[int]]:
    if not organizations:
        return {}
    rows = Service.objects.filter(among("organization", organizations)).order_by()
    if within is not None:
        rows = rows.filter(among("pk", within))
    return _grouped(rows.values_list("organization_id", "pk"))


def _services_by_city(within: Collection[int] | None) -> dict[str, list[int]]:
    """The cities in which services are, each with these services; without them if all are looked at."""
    if within is None:
        return {city: [] for city in _cities()}
    rows = ServiceAtLocation.objects.filter(among("service", within), location__addresses__isnull=False)
    return _grouped(rows.order_by().values_list("location__addresses__city", "service"))


def _services_in(cities: Collection[str]) -> dict[str, list[int]]:
    if not cities:
        return {}
    rows = ServiceAtLocation.objects.filter(location__addresses__city__in=cities).order_by()
    return _grouped(rows.values_list("location__addresses__city", "service"))


def _grouped(pairs: Iterable[tuple[Key, int]]) -> dict[Key, list[int]]:
    groups: dict[Key, list[int]] = {}
    for key, row in pairs:
        groups.setdefault(key, []).append(row)
    return groups


def services(
    words: str | Search = "", term: str = "", listed: QuerySet[Service] | None = None
) -> QuerySet[Service]:
    """Services with every search word in their names, description, organization's name or city.

    Best matches come first. `term` is the code of a kind of support.
    """
    rows = Service.objects.select_related("organization").order_by("name", "id")
    if term:
        rows = rows.filter(terms__code=term)
    if listed is not None:
        rows = rows.filter(pk__in=listed.order_by().values("pk"))
    return matching(rows, words if isinstance(words, Search) else service_search(words))


def _cities() -> list[str]:
    return list(open_addresses().order_by().values_list("city", flat=True).distinct())


def terms() -> list[SupportKind]:
    return list(SupportKind.objects.all())
