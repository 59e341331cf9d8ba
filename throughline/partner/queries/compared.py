"""The entries among which duplicates are searched, with how each is reached."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from throughline.methods.duplicates import Entry, Street
from throughline.partner.models import Address, Phone, ServiceAtLocation
from throughline.partner.queries.duplicates import TABLES_COMPARED
from throughline.partner.queries.quotes import open_addresses


class Gathered:
    """Texts by the key of their entry."""

    def __init__(self) -> None:
        self._texts: dict[int, list[Any]] = {}

    def add(self, pairs: Iterator[tuple[Any, Any]]) -> None:
        for key, text in pairs:
            if key is not None and text:
                self._texts.setdefault(key, []).append(text)

    def of(self, key: int) -> tuple[Any, ...]:
        return tuple(dict.fromkeys(self._texts.get(key, ())))


def entries_to_compare(table: str) -> list[Entry]:
    """The entries of a table with how they are reached. Confidential locations are not among them."""
    phones, addresses = Gathered(), Gathered()
    phones.add(Phone.objects.order_by("pk").values_list(f"{table}_id", "number").iterator())
    _add_addresses(table, addresses)
    return [_entry(table, row, phones, addresses) for row in _rows_to_compare(table).iterator(2_000)]


def _rows_to_compare(table: str) -> "QuerySet[Any, dict[str, Any]]":
    columns = ["pk", "name", "alternate_name"]
    rows: QuerySet[Any] = TABLES_COMPARED[table].objects.order_by("pk")
    if table == "location":
        return rows.filter(is_confidential=False).values(*columns, "url")
    if table == "service":
        return rows.values(*columns, "email", "url", "organization_id")
    return rows.values(*columns, "email", "website")


def _entry(table: str, row: Mapping[str, Any], phones: Gathered, addresses: Gathered) -> Entry:
    return Entry(
        key=row["pk"],
        name=row["name"],
        other_names=(row["alternate_name"],) if row["alternate_name"] else (),
        addresses=addresses.of(row["pk"]),
        phones=phones.of(row["pk"]),
        emails=tuple(filter(None, [row.get("email")])),
        websites=tuple(filter(None, [row.get("website") or row.get("url")])),
        group=str(row.get("organization_id") or ""),
    )


def _add_addresses(table: str, addresses: Gathered) -> None:
    """Addresses of places that are not confidential: those that are have none in these tables."""
    open_places = open_addresses().order_by("pk")
    if table == "location":
        addresses.add(_streets(open_places, "location_id"))
    elif table == "organization":
        addresses.add(_streets(open_places, "organization_id"))
        addresses.add(_streets(open_places, "location__organization_id"))
    else:
        by_place: dict[int, list[Street]] = {}
        for place, street in _streets(open_places, "location_id"):
            by_place.setdefault(place, []).append(street)
        pairs = ServiceAtLocation.objects.order_by("pk").values_list("service_id", "location_id").iterator()
        addresses.add((service, street) for service, place in pairs for street in by_place.get(place, ()))


def _streets(rows: QuerySet[Address], owner: str) -> Iterator[tuple[Any, Street]]:
    for key, line, city, postal_code in rows.values_list(
        owner, "address_1", "city", "postal_code"
    ).iterator():
        yield key, Street(line, city, postal_code)
