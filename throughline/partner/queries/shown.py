"""Which state of an entry a form shows, so that it never overwrites what was changed since."""

import json
from typing import Final

from django.utils.crypto import salted_hmac

from throughline.partner.models import (
    Accessibility,
    Address,
    ConfidentialPlace,
    Contact,
    CostOption,
    DirectoryRow,
    Language,
    Location,
    Organization,
    Phone,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    ServiceTerm,
)
from throughline.partner.queries.details import details_of
from throughline.partner.queries.revisions import values_of

DETAILS: Final[tuple[type[DirectoryRow], ...]] = (
    Phone,
    Schedule,
    Language,
    CostOption,
    RequiredDocument,
    Contact,
    ServiceArea,
    ServiceCapacity,
    Address,
    Accessibility,
)


def state_of(entry: Organization | Service | Location) -> str:
    """A digest of what the form of an entry shows. The form of a location has all of it."""
    shown: list[object] = [values_of(row) for row in type(entry).everything.filter(pk=entry.pk)]
    if isinstance(entry, Service):
        terms = ServiceTerm.objects.filter(service=entry)
        shown.append(sorted(terms.values_list("term", flat=True)))
    if isinstance(entry, Location):
        places = ServiceAtLocation.objects.filter(location=entry)
        shown.append(sorted(places.values_list("service", flat=True)))
        shown.append(list(ConfidentialPlace.objects.filter(location=entry).values_list("values", flat=True)))
        shown.append(_details(entry))
    return _digest(shown)


def state_of_details(entry: Organization | Service | Location) -> str:
    """A digest of the phones, hours and other rows of an entry."""
    return _digest(_details(entry))


def _details(entry: Organization | Service | Location) -> list[object]:
    link = str(entry._meta.model_name)
    models = [one for one in DETAILS if link in {field.name for field in one._meta.concrete_fields}]
    return [[one.pk, values_of(one)] for model in models for one in details_of(entry, model)]


def _digest(shown: object) -> str:
    """It is keyed: nothing can be learned from it about where a confidential location is."""
    return salted_hmac("throughline.partner.shown", json.dumps(shown, sort_keys=True)).hexdigest()
