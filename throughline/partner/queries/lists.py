"""The lists of the directory as tables. A confidential location has no address here, as it has none there."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import Prefetch, QuerySet

from throughline.accounts.models import District
from throughline.accounts.queries.export import rows_in_pieces
from throughline.formats.writing import Cell
from throughline.partner.models import (
    Address,
    Location,
    Organization,
    Phone,
    Service,
    ServiceAtLocation,
    Support,
)
from throughline.partner.queries.details import in_order

ORGANIZATION_COLUMNS: Final = (
    "id",
    "name",
    "alternate_name",
    "description",
    "email",
    "website",
    "phones",
    "n_services",
    "former_since",
)
SERVICE_COLUMNS: Final = (
    "id",
    "name",
    "alternate_name",
    "organization",
    "status",
    "types_of_support",
    "description",
    "eligibility_description",
    "minimum_age",
    "maximum_age",
    "fees_description",
    "application_process",
    "phones",
    "email",
    "url",
    "places",
    "assured_date",
    "last_modified",
)
LOCATION_COLUMNS: Final = (
    "id",
    "name",
    "organization",
    "is_confidential",
    "address",
    "city",
    "state_province",
    "postal_code",
    "latitude",
    "longitude",
    "description",
    "transportation",
    "phones",
)

SUPPORT_COLUMNS: Final = (
    "type_of_support",
    "service",
    "organization",
    "school",
    "priority",
    "layer",
    "state",
    "n_seats",
    "is_in_school_time",
    "begins_on",
    "ends_on",
    "note",
)


def organization_rows(district: District, rows: QuerySet[Organization]) -> Iterator[list[Cell]]:
    """One row per organization. It streams."""

    def cells(one: Organization) -> Iterator[list[Cell]]:
        yield [
            str(one.hsds_id),
            one.name,
            one.alternate_name,
            one.description,
            one.email,
            one.website,
            _phones(one.phones.all()),
            one.n_services,  # type: ignore[attr-defined]
            str(one.ended_on or ""),
        ]

    return rows_in_pieces(district, rows.prefetch_related(in_order("phones", Phone)), cells)


def service_rows(district: District, rows: QuerySet[Service]) -> Iterator[list[Cell]]:
    """One row per service, with where it is. It streams."""
    places = ServiceAtLocation.objects.select_related("location").order_by("pk")
    places = places.prefetch_related(in_order("location__addresses", Address))

    def cells(one: Service) -> Iterator[list[Cell]]:
        yield [
            str(one.hsds_id),
            one.name,
            one.alternate_name,
            one.organization.name if one.organization else "",
            one.status,
            "; ".join(str(term) for term in one.terms.all()),
            one.description,
            one.eligibility_description,
            one.minimum_age,
            one.maximum_age,
            one.fees_description,
            one.application_process,
            _phones(one.phones.all()),
            one.email,
            one.url,
            "; ".join(filter(None, (_place(place.location) for place in one.places.all()))),
            str(one.assured_date or ""),
            one.last_modified.isoformat() if one.last_modified else "",
        ]

    shown = rows.select_related("organization").prefetch_related(
        in_order("phones", Phone), "terms", Prefetch("places", places)
    )
    return rows_in_pieces(district, shown, cells)


def location_rows(district: District, rows: QuerySet[Location]) -> Iterator[list[Cell]]:
    """One row per location, with its first address. It streams."""

    def cells(one: Location) -> Iterator[list[Cell]]:
        address = next(iter(one.addresses.all()), None)
        yield [
            str(one.hsds_id),
            one.name,
            one.organization.name if one.organization else "",
            one.is_confidential,
            _street(address),
            address.city if address else "",
            address.state_province if address else "",
            address.postal_code if address else "",
            one.latitude,
            one.longitude,
            one.description,
            one.transportation,
            _phones(one.phones.all()),
        ]

    shown = rows.select_related("organization").prefetch_related(
        in_order("phones", Phone), in_order("addresses", Address)
    )
    return rows_in_pieces(district, shown, cells)


def support_rows(district: District, rows: QuerySet[Support]) -> Iterator[list[Cell]]:
    """One row per support, ended ones too. `school` is empty for the whole district. It streams."""

    def cells(one: Support) -> Iterator[list[Cell]]:
        organization = one.service.organization
        yield [
            str(one.term),
            one.service.name,
            organization.name if organization else "",
            one.school.name if one.school else "",
            str(one.directive.sentence) if one.directive else "",
            one.layer,
            one.state,
            one.n_seats,
            one.is_in_school_time,
            str(one.begins_on or ""),
            str(one.ends_on or ""),
            str(one.note),
        ]

    return rows_in_pieces(district, rows, cells)


def locations() -> QuerySet[Location]:
    return Location.objects.order_by("name", "id")


def _phones(phones: Sequence[Phone] | QuerySet[Phone]) -> str:
    numbers = (f"{one.number} ext. {one.extension}" if one.extension else one.number for one in phones)
    return "; ".join(number for number in numbers if number)


def _street(address: Address | None) -> str:
    return ", ".join(filter(None, [address.address_1, address.address_2])) if address else ""


def _place(location: Location) -> str:
    address = next(iter(location.addresses.all()), None)
    parts = [location.name, _street(address), address.city if address else ""]
    return ", ".join(filter(None, parts))
