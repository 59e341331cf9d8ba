"""Which state of an entry a form shows, so that it never overwrites what was changed since."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import Q
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
    ServiceList,
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


def state_of_list(service_list: ServiceList) -> str:
    """A digest of what the form of a list of services shows."""
    texts = [service_list.name.as_json(), service_list.note.as_json()]
    return _digest([*texts, service_list.school_id, service_list.is_public])


def state_of_details(entry: Organization | Service | Location) -> str:
    """A digest of the phones, hours and other rows of an entry."""
    return _digest(_details(entry))


def states_to_confirm(services: Sequence[Service]) -> dict[int, str]:
    """Digests of what partners see of services before they confirm them, by service, in a few queries.

    They hold the rows of the services and of their places and organizations. Who confirmed them is no part
    of it: confirming twice is no change.
    """
    rows = {row.pk: row for row in Service.objects.filter(pk__in=[one.pk for one in services]).order_by("pk")}
    shown: dict[int, list[object]] = {key: [_without_confirmation(row)] for key, row in rows.items()}
    of_place: defaultdict[int, set[int]] = defaultdict(set)
    of_location: defaultdict[int, set[int]] = defaultdict(set)
    of_organization: defaultdict[int | None, set[int]] = defaultdict(set)
    for place in ServiceAtLocation.objects.filter(service__in=rows).order_by("pk"):
        of_place[place.pk].add(place.service_id)
        of_location[place.location_id].add(place.service_id)
    for row in rows.values():
        of_organization[row.organization_id].add(row.pk)
    owners: dict[str, Mapping[Any, set[int]]] = {
        "service": {key: {key} for key in rows},
        "service_at_location": of_place,
        "location": of_location,
        "organization": of_organization,
    }
    for location in Location.objects.filter(pk__in=of_location).order_by("pk"):
        for key in of_location[location.pk]:
            shown[key].append(values_of(location))
    for model in DETAILS:
        links = owners.keys() & {field.name for field in model._meta.concrete_fields}
        near = Q()
        for link in links:
            near |= Q(**{f"{link}__in": list(owners[link])})
        for detail in model.objects.filter(near).order_by("pk"):
            keys = {key for link in links for key in owners[link].get(getattr(detail, f"{link}_id"), set())}
            for key in keys:
                shown[key].append([model.__name__, detail.pk, values_of(detail)])
    return {key: _digest(parts) for key, parts in shown.items()}


def _without_confirmation(service: Service) -> dict[str, object]:
    kept = {"assured_date", "assured_by", "assurer_email"}
    return {name: value for name, value in values_of(service).items() if name not in kept}


def _details(entry: Organization | Service | Location) -> list[object]:
    link = str(entry._meta.model_name)
    models = [one for one in DETAILS if link in {field.name for field in one._meta.concrete_fields}]
    return [[one.pk, values_of(one)] for model in models for one in details_of(entry, model)]


def _digest(shown: object) -> str:
    """It is keyed: nothing can be learned from it about where a confidential location is."""
    return salted_hmac("throughline.partner.shown", json.dumps(shown, sort_keys=True)).hexdigest()
