"""Where the street address of a location also stands, in texts that people wrote."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import models

from throughline.formats.folding import fold
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
    """Addresses of the location's organizations that are those of the location, as older files have them."""
    streets = {(fold(row.address_1), fold(row.city)) for row in _addresses(location)}
    rows = Address.everything.filter(location=None, organization__in=_organizations(location))
    return [row for row in rows if (fold(row.address_1), fold(row.city)) in streets]


def texts_quoting(location: Location) -> list[Quote]:
    """The texts of the location's organizations and services that name its street address."""
    needles = {needle for street in streets_of(location) if (needle := fold(street)) and len(needle) > 4}
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


def streets_of(location: Location) -> list[str]:
    if location.is_confidential:
        place = ConfidentialPlace.objects.filter(location=location).first()
        rows = place.values.get("address", ()) if place else ()
        return [row.get("address_1", "") for row in rows]
    return [row.address_1 for row in _addresses(location)]


def _names(text: str, needles: Iterable[str]) -> bool:
    padded = f" {text} "
    return any(f" {needle} " in padded for needle in needles)


def _addresses(location: Location) -> list[Address]:
    return list(Address.everything.filter(location=location))


def _organizations(location: Location) -> "models.QuerySet[Organization]":
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
