"""Where services are, with their hours there."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from throughline.partner.models import (
    Accessibility,
    Address,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
)
from throughline.partner.queries.details import in_order
from throughline.partner.queries.hours import hours
from throughline.partner.queries.quotes import organizations_with_hidden_places


def locations_of(organization: Organization) -> QuerySet[Location]:
    return with_hours(organization.locations.all())


def addresses_of(organization: Organization) -> QuerySet[Address]:
    """The addresses that an organization has itself, mostly to write to.

    None where one of its locations, or a place of its services, is confidential: its own address may be the
    same.
    """
    if organizations_with_hidden_places().filter(pk=organization.pk).exists():
        return Address.objects.none()
    return organization.addresses.filter(location=None).order_by("pk")


def locations_of_service(service: Service) -> QuerySet[Location]:
    """Where a service is: with the hours of the place, and those of the service at that place."""
    here = ServiceAtLocation.objects.filter(service=service).order_by("pk")
    here = here.prefetch_related(in_order("schedules", Schedule))
    there = Schedule.objects.filter(service=service, service_at_location__isnull=True).order_by("pk")
    return with_hours(
        Location.objects.filter(services__service=service),
        Prefetch("services", here, "of_service"),
        Prefetch("schedules", there, "schedules_of_service"),
    )


def schedules_of(service: Service) -> list[Schedule]:
    """Schedules of a service wherever it is: those of one of several places are shown there."""
    places = {row.pk: row.location_id for row in service.places.all()}
    shown = set(places.values())
    rows = sorted(service.schedules.all(), key=attrgetter("pk"))
    if len(shown) < 2:
        return rows
    return [row for row in rows if row.service_at_location_id not in places and row.location_id not in shown]


def with_hours(locations: QuerySet[Location], *lookups: Prefetch[str, Any, Any]) -> QuerySet[Location]:
    """With hours that apply to the whole place: others belong to a service."""
    own = Schedule.objects.filter(service__isnull=True, service_at_location__isnull=True).order_by("pk")
    return locations.prefetch_related(
        in_order("addresses", Address),
        in_order("phones", Phone),
        in_order("accessibility", Accessibility),
        Prefetch("schedules", own, "own_schedules"),
        *lookups,
    ).order_by("name", "id")


@dataclass(frozen=True)
class Place:
    """A place: with its own hours, and those of one service there, which are often fewer."""

    location: Location
    hours: Sequence[str]
    hours_of_service: Sequence[str] = ()


def phones_of(service: Service) -> QuerySet[Phone]:
    """The phones of a service, and those that it has at one of its places."""
    own = Q(service=service) | Q(service_at_location__service=service)
    return Phone.objects.filter(own).exclude(number="").order_by("pk")


def phones_by_service(services: Sequence[Service]) -> dict[int, list[Phone]]:
    """The numbers to call for each service: its own and those at its places, or else its organization's."""
    by_key = {service.pk: service for service in services}
    own = Q(service__in=by_key) | Q(service_at_location__service__in=by_key)
    theirs = Q(organization__in={service.organization_id for service in services}, service=None, contact=None)
    rows = Phone.objects.filter(own | theirs).exclude(number="").order_by("pk")
    found: dict[int, list[Phone]] = {}
    of_organization: dict[int, list[Phone]] = {}
    for phone in rows.select_related("service_at_location"):
        place = phone.service_at_location
        key = phone.service_id or (place.service_id if place else None)
        if key in by_key:
            found.setdefault(key, []).append(phone)
        elif phone.organization_id:
            of_organization.setdefault(phone.organization_id, []).append(phone)
    return {
        key: found.get(key) or of_organization.get(service.organization_id or 0, [])
        for key, service in by_key.items()
    }


@dataclass(frozen=True)
class Places:
    """The first places of a list, and the number of all."""

    shown: Sequence[Place]
    n: int

    @property
    def n_more(self) -> int:
        return self.n - len(self.shown)


def places(locations: QuerySet[Location], most: int = 20) -> Places:
    found = list(locations[:most])
    is_one_of_several = len(found) > 1
    shown = [
        Place(
            location,
            hours(location.own_schedules),  # type: ignore[attr-defined]
            hours(_schedules_of_service_at(location, is_one_of_several=is_one_of_several)),
        )
        for location in found
    ]
    return Places(shown, locations.count() if len(shown) == most else len(shown))


def all_places(locations: Sequence[Location]) -> Places:
    """All of these locations, which are few and read `with_hours`; without the hours of a service there."""
    shown = [Place(location, hours(location.own_schedules)) for location in locations]  # type: ignore[attr-defined]
    return Places(shown, len(shown))


def _schedules_of_service_at(location: Location, *, is_one_of_several: bool) -> list[Schedule]:
    """Schedules of one service at a place. If it has one place, `schedules_of` has those that name it."""
    at_place: list[ServiceAtLocation] = getattr(location, "of_service", [])
    there: list[Schedule] = getattr(location, "schedules_of_service", [])
    rows = [*there, *(schedule for row in at_place for schedule in row.schedules.all())]
    return [row for row in rows if row.service_id is None or is_one_of_several]
