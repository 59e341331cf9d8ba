"""Where the street address of a location also stands, in texts that people wrote."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import models
from django.db.models import QuerySet

from throughline.formats.folding import fold
from throughline.methods.duplicates import Street, address_key
from throughline.partner.models import (
    Address,
    ConfidentialPlace,
    Contact,
    CostOption,
    DirectoryRow,
    Location,
    Organization,
    Phone,
    Program,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
)
from throughline.partner.queries.revision_words import field_words

Entry = Organization | Service | Location
TEXTS = (models.CharField, models.TextField)
DETAILS: Final[Sequence[type[DirectoryRow]]] = (
    Phone,
    Contact,
    Schedule,
    CostOption,
    RequiredDocument,
    ServiceArea,
    ServiceCapacity,
)


@dataclass(frozen=True)
class Quote:
    """A field of an entry in which the address stands; `entry` is the one on whose page to look."""

    entry: Entry
    field: str

    @property
    def table(self) -> str:
        return str(self.entry._meta.model_name)

    @property
    def label(self) -> str:
        return field_words(self.field)


def same_address_of_organizations(location: Location) -> list[Address]:
    """Addresses of the location's organizations in a street of the location, as older files have them.

    However the street is spelled, and whatever the city: an address too many that is hidden is better than
    one too few.
    """
    streets = {key for street in streets_of(location) if (key := _street_key(street))}
    if not streets:
        return []
    rows = Address.everything.filter(location=None, organization__in=_organizations(location))
    return [row for row in rows if any(_is_same_street(row.address_1, one) for one in streets)]


def organizations_with_hidden_places() -> QuerySet[Organization]:
    """Organizations with a confidential location, or a service at one: their own address may be the same."""
    hidden = Location.everything.filter(is_confidential=True)
    services = Service.everything.filter(places__location__in=hidden)
    return Organization.everything.filter(
        models.Q(pk__in=hidden.values("organization")) | models.Q(pk__in=services.values("organization"))
    )


def open_addresses() -> QuerySet[Address]:
    """The addresses that may be compared and searched: not those of organizations with a hidden place."""
    return Address.objects.exclude(location=None, organization__in=organizations_with_hidden_places())


def texts_quoting(location: Location) -> list[Quote]:
    """The texts of the location's organizations and services that name its street address."""
    needles = _needles(streets_of(location))
    if not needles:
        return []
    found = {}
    for entry, row in _rows_near(location):
        for field in row._meta.concrete_fields:
            text = getattr(row, field.attname) if isinstance(field, TEXTS) else ""
            if text and field.name not in {"foreign_id", "public_id"} and _names(fold(text), needles):
                found[type(entry), entry.pk, field.name] = Quote(entry, field.name)
        if any(_names(fold(str(value)), needles) for value in row.extra.values()):
            found[type(entry), entry.pk, "extra"] = Quote(entry, "extra")
    return list(found.values())


def hidden_places_near(service: Service) -> QuerySet[Location]:
    """The confidential locations of a service, and those of its organization."""
    near = models.Q(services__service=service)
    if service.organization_id:
        near |= models.Q(organization=service.organization_id)
        near |= models.Q(services__service__organization=service.organization_id)
    return Location.everything.filter(near, is_confidential=True).distinct()


def names_hidden_street(service: Service) -> Callable[[str], bool]:
    """Tell of a text whether it names the street address of a confidential location near a service.

    Words of a street count in one spelling: “Ln.” is “Lane”.
    """
    streets = [street for place in hidden_places_near(service).order_by("pk") for street in streets_of(place)]
    needles = _needles(streets)
    keys = {key for street in streets if len(key := _street_key(street)) > 4}

    def names(text: str) -> bool:
        return _names(fold(text), needles) or bool(keys and _names(_spelled_once(text), keys))

    return names


def streets_of(location: Location) -> list[str]:
    if location.is_confidential:
        place = ConfidentialPlace.objects.filter(location=location).first()
        held = (place.values, place.incoming or {}) if place else ()
        return [row.get("address_1", "") for values in held for row in values.get("address", ())]
    return [row.address_1 for row in _addresses(location)]


def _needles(streets: Iterable[str]) -> set[str]:
    return {needle for street in streets if (needle := fold(street)) and len(needle) > 4}


def _spelled_once(text: str) -> str:
    """A text with the words of streets in one spelling, as the keys of streets have them."""
    return " ".join(_street_key(f"x {word}").removeprefix("x ") or word for word in fold(text).split())


def _street_key(street: str) -> str:
    """Number and street in one spelling; empty if there are not both."""
    key = address_key(Street(street, city="x")).removesuffix("|x")
    return key if " " in key else ""


def _is_same_street(street: str, key: str) -> bool:
    """Whether a line names this street. It may go on with the city, or end before it."""
    other = _street_key(street)
    return bool(other) and (f"{other} ".startswith(f"{key} ") or f"{key} ".startswith(f"{other} "))


def _names(text: str, needles: Iterable[str]) -> bool:
    padded = f" {text} "
    return any(f" {needle} " in padded for needle in needles)


def _addresses(location: Location) -> list[Address]:
    return list(Address.everything.filter(location=location))


def _organizations(location: Location) -> QuerySet[Organization]:
    services = Service.everything.filter(places__location=location)
    own = models.Q(pk=location.organization_id) | models.Q(pk__in=services.values("organization"))
    return Organization.everything.filter(own)


def _rows_near(location: Location) -> Iterator[tuple[Entry, DirectoryRow]]:
    """Rows whose texts may name the address, each with the entry on whose page it is edited."""
    organizations = {row.pk: row for row in _organizations(location)}
    here = models.Q(places__location=location) | models.Q(organization__in=organizations)
    services = {row.pk: row for row in Service.everything.filter(here).distinct()}
    yield from ((entry, entry) for entry in organizations.values())
    yield from ((entry, entry) for entry in services.values())
    for program in Program.everything.filter(organization__in=organizations):
        yield organizations[program.organization_id], program
    for place in ServiceAtLocation.everything.filter(service__in=services):
        yield services[place.service_id], place
    for model in DETAILS:
        names = {field.name for field in model._meta.concrete_fields}
        yield from _details(model, "service", services) if "service" in names else ()
        yield from _details(model, "organization", organizations) if "organization" in names else ()
        if "location" in names:
            yield from _details(model, "location", {location.pk: location})


def _details(
    model: type[DirectoryRow], link: str, entries: Mapping[int, Entry]
) -> Iterator[tuple[Entry, DirectoryRow]]:
    for row in model.everything.filter(**{f"{link}__in": list(entries)}):
        yield entries[getattr(row, f"{link}_id")], row
