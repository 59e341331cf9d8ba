"""Whole records of the standard: entries with the rows that belong to them.

The number of queries depends on the tables alone, not on how many entries are asked for. Contacts are for
staff alone: neither they nor what belongs to them is here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from django.db.models import Q, QuerySet

from throughline.accounts.models import District
from throughline.accounts.queries.search import among
from throughline.formats.hsds import ONE, TABLES, HsdsRow, Version
from throughline.formats.hsds.records import Record, gaps, record_of
from throughline.partner.models import (
    Attribute,
    Metadata,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    Taxonomy,
    TaxonomyTerm,
)
from throughline.partner.queries.kind_rows import kind_attributes, kind_taxonomy, kind_terms
from throughline.partner.queries.rows import MODELS, foreign_key, keyed_rows

_DETAILS: Final = (
    *("phone", "address", "schedule", "language", "accessibility", "cost_option"),
    *("required_document", "service_area", "funding", "organization_identifier", "url", "service_capacity"),
)
"""Tables whose rows belong to a row of another table, those that others belong to first."""

_LINKS: Final = {"taxonomy_detail": "taxonomy_id", "attributes": "link_id", "metadata": "resource_id"}
"""Links behind the names of nested records, where they are not called like the table."""

_IDS_AT_ONCE: Final = 10_000

FLAT: Final[Mapping[str, Collection[str]]] = {
    "service": ("organization", "program"),
    "service_at_location": ("location",),
    "taxonomy_term": ("taxonomy_detail",),
}
"""Nested records in a list of records: one of a kind each."""

NOT_NESTED: Final[Mapping[str, Collection[str]]] = {"organization": ("locations",)}
"""What nested records leave out, by table: each service would carry all places of its organization."""


class Records:
    """Rows that were read for one page of records, and the records that are made of them."""

    def __init__(self, district: District, version: Version, *, is_full: bool) -> None:
        self._district, self._version, self._is_full = district, version, is_full
        self._keys: dict[str, list[int]] = defaultdict(list)
        self._rows: dict[tuple[str, str], HsdsRow] = {}
        self._linked: dict[tuple[str, str, str], list[HsdsRow]] = defaultdict(list)
        self._nested: dict[tuple[str, str], list[Record]] = {}

    # Reading

    def read(self, table: str, rows: QuerySet[Any]) -> list[HsdsRow]:
        """Read rows of a table, and keep them to be found by their ids and links."""
        if TABLES[table].since > self._version:
            return []
        read = []
        for key, row in keyed_rows(table, rows, is_public=True):
            self._keys[table].append(key)
            self._keep(row)
            read.append(row)
        return read

    def _keep(self, row: HsdsRow) -> None:
        self._rows[row.table, row.values["id"]] = row
        links = [*TABLES[row.table].links, *({"link_id", "resource_id"} & row.values.keys())]
        for name in links:
            if row.values[name]:
                self._linked[row.table, name, str(row.values[name])].append(row)

    def _of(self, table: str, *owners: str) -> None:
        """Read the rows of a table that belong to one of the rows read of these tables."""
        links = TABLES[table].links.items()
        owned = Q()
        for name, owner in links:
            if owner in owners and self._keys[owner]:
                owned |= Q(among(foreign_key(table, name), self._keys[owner]))
        if owned:
            self.read(table, MODELS[table].objects.filter(owned).order_by("pk"))

    def _behind(self, table: str, model: type[Any], owner: str) -> None:
        """Read the rows of a table that rows of another one point to."""
        if self._keys[owner]:
            keys = model.objects.filter(among("pk", self._keys[owner])).order_by().values(table)
            self.read(table, MODELS[table].objects.filter(pk__in=keys).order_by("pk"))

    def read_services(self, rows: QuerySet[Service]) -> list[HsdsRow]:
        read = self.read("service", rows)
        self._behind("organization", Service, "service")
        self._behind("program", Service, "service")
        if self._is_full:
            self._of("service_at_location", "service")
            self._behind("location", ServiceAtLocation, "service_at_location")
            self._read_more_programs()
            self._read_details()
        return read

    def read_places(self, rows: QuerySet[ServiceAtLocation]) -> list[HsdsRow]:
        """Read services at locations."""
        read = self.read("service_at_location", rows)
        self._behind("location", ServiceAtLocation, "service_at_location")
        self._behind("service", ServiceAtLocation, "service_at_location")
        self._behind("organization", Service, "service")
        self._behind("program", Service, "service")
        if self._is_full:
            self._read_more_programs()
            self._read_details()
        return read

    def read_organizations(self, rows: QuerySet[Any], *, with_services: bool) -> list[HsdsRow]:
        read = self.read("organization", rows)
        if self._is_full:
            self._of("program", "organization")
            self._of("location", "organization")
            if with_services:
                self._of("service", "organization")
                self._of("service_at_location", "service")
                self._read_other_locations()
            self._read_details()
            if not with_services:  # after the details: theirs are not shown
                self._of("service", "organization")
        return read

    def _read_more_programs(self) -> None:
        known = Q(among("pk", self._keys["program"]))
        owned = Q(among("organization", self._keys["organization"]))
        self.read("program", MODELS["program"].objects.filter(owned).exclude(known).order_by("pk"))

    def _read_other_locations(self) -> None:
        """Read the places of services that belong to another organization."""
        keys = ServiceAtLocation.objects.filter(among("pk", self._keys["service_at_location"]))
        others = MODELS["location"].objects.filter(pk__in=keys.order_by().values("location"))
        self.read("location", others.exclude(among("pk", self._keys["location"])).order_by("pk"))

    def _read_details(self) -> None:
        owners = ("service", "organization", "location", "service_at_location", "phone")
        for table in _DETAILS:
            self._of(table, *owners)
        self._behind("unit", ServiceCapacity, "service_capacity")
        self._read_attributes()
        self._read_metadata()

    def _read_attributes(self) -> None:
        for ids in self._ids():
            self.read("attribute", Attribute.objects.filter(link_id__in=ids).order_by("pk"))
        keys = Attribute.objects.filter(among("pk", self._keys["attribute"])).values("taxonomy_term")
        self.read_terms(TaxonomyTerm.objects.filter(pk__in=keys).order_by("pk"))
        own_terms = kind_terms(self._district)
        for row in (kind_taxonomy(self._district), *own_terms.values()):
            self._keep(row)
        for row in kind_attributes(self._keys["service"], own_terms, self._district):
            self._keep(row)

    def _read_metadata(self) -> None:
        for ids in self._ids():
            self.read("metadata", Metadata.objects.filter(resource_id__in=ids).order_by("pk"))

    def read_terms(self, rows: QuerySet[TaxonomyTerm]) -> list[HsdsRow]:
        read = self.read("taxonomy_term", rows)
        links = TaxonomyTerm.objects.filter(among("pk", self._keys["taxonomy_term"]))
        keys = links.order_by().values("taxonomy_detail")
        self.read("taxonomy", Taxonomy.objects.filter(pk__in=keys).order_by("pk"))
        return read

    def keep(self, rows: Iterable[HsdsRow]) -> None:
        """Keep rows that are in no table of the standard."""
        for row in rows:
            self._keep(row)

    def _ids(self) -> Iterator[list[str]]:
        """The ids of all rows read so far, in parts that fit into a statement."""
        ids = [row_id for _table, row_id in self._rows]
        for start in range(0, len(ids), _IDS_AT_ONCE):
            yield ids[start : start + _IDS_AT_ONCE]

    # Making

    def service(self, row: HsdsRow, *, without: Collection[str] = ()) -> Record:
        return self._record(row, without)

    def place(self, row: HsdsRow) -> Record:
        """A service at a location, with its service."""
        record = self._record(row)
        service = self._rows.get(("service", row.values["service_id"] or ""))
        if service is not None:
            record["service"] = self.service(service, without=("service_at_locations",))
        return record

    def organization(self, row: HsdsRow, *, with_services: bool) -> Record:
        """An organization; a full one has its services, in full or with the names of each alone."""
        record = self._record(row)
        if not self._is_full:
            return record
        services = self._linked["service", "organization_id", row.values["id"]]
        if with_services:
            record["services"] = [self.service(one, without=("organization",)) for one in services]
        else:
            names = ("id", "name", "status")
            plain = [record_of(one, self._version) for one in services]
            record["services"] = [{name: one[name] for name in names} for one in plain]
        return record

    def term(self, row: HsdsRow) -> Record:
        return self._record(row)

    def _record(self, row: HsdsRow, without: Collection[str] = ()) -> Record:
        return record_of(row, self._version, self._held(row, without))

    def _held(self, row: HsdsRow, without: Collection[str]) -> dict[str, Record | list[Record]]:
        held: dict[str, Record | list[Record]] = {}
        for name, child in TABLES[row.table].nested_in(self._version).items():
            if name in without or not (self._is_full or name in FLAT.get(row.table, ())):
                continue
            if name in ONE:
                found = self._rows.get((child, row.values[_LINKS.get(name, f"{name}_id")] or ""))
                if found is not None:
                    held.update((name, one) for one in self._nest(found))
            else:
                rows = self._linked.get((child, _LINKS.get(name, f"{row.table}_id"), row.values["id"]), ())
                held[name] = [one for child_row in rows for one in self._nest(child_row)]
        return held

    def _nest(self, row: HsdsRow) -> list[Record]:
        """A record within another one, the same wherever it is; none where it would not be valid."""
        key = (row.table, row.values["id"])
        if key not in self._nested:
            held = self._held(row, NOT_NESTED.get(row.table, ()))
            is_valid = not gaps(row, self._version, held)
            self._nested[key] = [record_of(row, self._version, held)] if is_valid else []
        return self._nested[key]


def minimal(rows: QuerySet[Service]) -> list[Record]:
    """The ids of services, and when each was last modified as far as it says so."""
    found = []
    for service_id, at in rows.values_list("hsds_id", "last_modified"):
        record = {"id": str(service_id)}
        if at is not None:
            record["modified_date"] = at.isoformat()
        found.append(record)
    return found
