"""Locations near a point. A confidential location has no coordinates and no address, so it is never near."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, cos, degrees, radians, sin, sqrt
from typing import Final

from django.db.models import Avg, Q

from throughline.partner.models import Location
from throughline.partner.queries.quotes import open_addresses

EARTH_RADIUS_METERS: Final = 6_371_008.8


@dataclass(frozen=True)
class Point:
    latitude: float
    longitude: float


def distance_meters(one: Point, other: Point) -> float:
    """The great-circle distance."""
    north = radians(other.latitude - one.latitude) / 2
    east = radians(other.longitude - one.longitude) / 2
    share = sin(north) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east) ** 2
    return 2 * EARTH_RADIUS_METERS * asin(min(1.0, sqrt(share)))


def locations_near(center: Point, most_meters: float) -> dict[int, float]:
    """The keys of locations within a distance, each with its distance in meters."""
    rows = Location.objects.filter(box_around(center, most_meters)).order_by("pk")
    found = {
        key: distance_meters(center, Point(latitude, longitude))
        for key, latitude, longitude in rows.values_list("pk", "latitude", "longitude").iterator()
        if latitude is not None and longitude is not None
    }
    return {key: meters for key, meters in found.items() if meters <= most_meters}


def box_around(center: Point, most_meters: float) -> Q:
    """A box around the circle, so that few distances have to be computed."""
    tall = degrees(most_meters / EARTH_RADIUS_METERS) * 1.001
    south, north = center.latitude - tall, center.latitude + tall
    box = Q(latitude__gte=south, latitude__lte=north, longitude__isnull=False)
    if south <= -90 or north >= 90:
        return box  # the circle has a pole in it, and so all longitudes
    wide = degrees(asin(min(1.0, sin(radians(tall)) / cos(radians(center.latitude)))))
    west, east = center.longitude - wide, center.longitude + wide
    if west < -180:
        return box & (Q(longitude__gte=west + 360) | Q(longitude__lte=east))
    if east > 180:
        return box & (Q(longitude__gte=west) | Q(longitude__lte=east - 360))
    return box & Q(longitude__gte=west, longitude__lte=east)


def postal_codes_like(postcode: str) -> list[str]:
    """Postal codes of addresses that are this one, however written; of ZIP codes, the first five digits."""
    wanted = _plain(postcode)
    known = open_addresses().order_by().values_list("postal_code", flat=True).distinct()
    return [code for code in known if wanted and _plain(code) == wanted]


def _plain(postcode: str) -> str:
    code = re.sub(r"[^0-9a-z]", "", postcode.lower())
    is_zip_with_four = bool(re.fullmatch(r"\s*\d{5}[-\s]?\d{4}\s*", postcode))
    return code[:5] if is_zip_with_four else code


def middle_of(codes: Sequence[str]) -> Point | None:
    """The middle of the places with these postal codes; None if there is none with coordinates."""
    places = Location.objects.filter(
        latitude__isnull=False, longitude__isnull=False, addresses__postal_code__in=codes
    )
    middle = places.aggregate(latitude=Avg("latitude"), longitude=Avg("longitude"))
    if middle["latitude"] is None:
        return None
    return Point(middle["latitude"], middle["longitude"])
