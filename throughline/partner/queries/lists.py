"""The lists of the directory as tables. A confidential location has no address here, as it has none there."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django_scopes import scope

from throughline.accounts.models import District
from throughline.accounts.queries.export import CHUNK_ROWS, rows_in_pieces
from throughline.formats.writing import Cell
from throughline.partner.models import (
    Address,
    Cost,
    FinderEntry,
    Location,
    Organization,
    Phone,
    Service,
    ServiceAtLocation,
    Support,
)
from throughline.partner.queries.day_hours import weekly_hours
from throughline.partner.queries.details import in_order
from throughline.partner.queries.finder import Hit
from throughline.partner.queries.finder_bits import LANGUAGES, language_label, names_in
from throughline.partner.queries.finder_list import COST_LABELS

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
    "hours",
    "languages",
    "cost",
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
    """One row per service, oldest first, with where it is. It streams."""
    with scope(district=district):
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
    yield from _rows_of_services(district, [(key, None) for key in keys])


def found_rows(district: District, hits: Sequence[Hit]) -> Iterator[list[Cell]]:
    """One row per service that was found, in the same order. It streams."""
    yield from _rows_of_services(district, [(hit.service_id, hit.entry_id) for hit in hits])


def _rows_of_services(district: District, pairs: Sequence[tuple[int, int | None]]) -> Iterator[list[Cell]]:
    """The services with these keys, each by its entry of the finder with this key, else by its first."""
    for start in range(0, len(pairs), CHUNK_ROWS):
        with scope(district=district):
            lines = _lines_of_services(dict(pairs[start : start + CHUNK_ROWS]))
        yield from lines


def _lines_of_services(chosen: dict[int, int | None]) -> list[list[Cell]]:
    places = ServiceAtLocation.objects.select_related("location").order_by("pk")
    places = places.prefetch_related(in_order("location__addresses", Address))
    rows = Service.objects.filter(pk__in=chosen).select_related("organization").order_by("pk")
    rows = rows.prefetch_related(
        in_order("phones", Phone),
        Prefetch("organization__phones", Phone.objects.filter(service=None).order_by("pk")),
        "terms",
        Prefetch("places", places),
    )
    services = {one.pk: one for one in rows}
    entries: dict[int, FinderEntry] = {}
    for entry in FinderEntry.objects.filter(service__in=chosen).order_by("pk"):
        if entry.pk == chosen[entry.service_id] or (entry.is_first and chosen[entry.service_id] is None):
            entries[entry.service_id] = entry
    hours = weekly_hours(chosen)
    return [
        _service_cells(services[key], entries.get(key), hours.get(key)) for key in chosen if key in services
    ]


def _service_cells(one: Service, entry: FinderEntry | None, hours: list[str] | None) -> list[Cell]:
    """`hours` are None if they differ by place."""
    phones = _phones(one.phones.all())
    if not phones and one.organization:
        phones = _phones(one.organization.phones.all())
    if hours is None and entry is not None:
        hours = [_("Hours differ by place.")]
    spoken = names_in(entry.languages, LANGUAGES) if entry else []
    return [
        str(one.hsds_id),
        one.name,
        one.alternate_name,
        one.organization.name if one.organization else "",
        one.status,
        "; ".join(str(term) for term in one.terms.all()),
        one.description,
        one.eligibility_description,
        _whole(one.minimum_age),
        _whole(one.maximum_age),
        one.fees_description,
        one.application_process,
        phones,
        one.email,
        one.url,
        "; ".join(filter(None, (_place(place.location) for place in one.places.all()))),
        str(one.assured_date or ""),
        one.last_modified.isoformat() if one.last_modified else "",
        "; ".join(hours or []),
        "; ".join(language_label(code) for code in spoken),
        str(COST_LABELS.get(Cost(entry.cost), "")) if entry else "",
    ]


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


def _whole(years: float | None) -> Cell:
    """An age as people write it: 6, not 6.0."""
    return int(years) if years is not None and years % 1 == 0 else years


def _street(address: Address | None) -> str:
    return ", ".join(filter(None, [address.address_1, address.address_2])) if address else ""


def _place(location: Location) -> str:
    address = next(iter(location.addresses.all()), None)
    parts = [location.name, _street(address), address.city if address else ""]
    return ", ".join(filter(None, parts))
