"""The directory as rows of the standard: what every export, the API and the checks read.

A confidential location has no address and no coordinates here, because its rows hold none.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from django.db.models import QuerySet

from throughline.formats.hsds import TABLES, HsdsRow
from throughline.partner.models import (
    Accessibility,
    Address,
    Attribute,
    Contact,
    CostOption,
    DirectoryRow,
    Funding,
    Language,
    Location,
    Metadata,
    MetaTableDescription,
    Organization,
    OrganizationIdentifier,
    Phone,
    Program,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    Taxonomy,
    TaxonomyTerm,
    Unit,
    Url,
)

MODELS: Final[Mapping[str, type[DirectoryRow]]] = {
    "organization": Organization,
    "program": Program,
    "service": Service,
    "location": Location,
    "service_at_location": ServiceAtLocation,
    "contact": Contact,
    "phone": Phone,
    "address": Address,
    "schedule": Schedule,
    "language": Language,
    "accessibility": Accessibility,
    "cost_option": CostOption,
    "required_document": RequiredDocument,
    "service_area": ServiceArea,
    "funding": Funding,
    "organization_identifier": OrganizationIdentifier,
    "url": Url,
    "unit": Unit,
    "service_capacity": ServiceCapacity,
    "taxonomy": Taxonomy,
    "taxonomy_term": TaxonomyTerm,
    "attribute": Attribute,
    "metadata": Metadata,
    "meta_table_description": MetaTableDescription,
}
"""The model of each table of the standard, ordered so that linked rows come first."""

FOREIGN_KEYS: Final = {("taxonomy_term", "taxonomy_id"): "taxonomy_detail"}
"""Foreign keys whose name is not that of the field without its `_id`, by table and field."""

ADDED: Final[Mapping[str, Mapping[str, str]]] = {
    "location": {"is_confidential": "is_confidential"},
    "address": {"organization_id": "organization__hsds_id"},
}
"""What our profile adds to a table: name in the record to Django's path."""

WITHHELD: Final = frozenset({"contact_id", "assurer_email"})
"""Fields that are for staff alone, as columns are that were stored unmapped: nobody chose to publish them."""

ROWS_AT_ONCE: Final = 2_000


def foreign_key(table: str, field: str) -> str:
    """The name of the model's foreign key behind a link of the standard."""
    return FOREIGN_KEYS.get((table, field), field.removesuffix("_id"))


@cache
def paths_of(table: str) -> Mapping[str, str]:
    """Where the value of each field of a table is, as a path of Django's: links lead to published ids."""
    links = TABLES[table].links
    paths = {}
    for field in TABLES[table].fields:
        if field.name == "id":
            paths["id"] = "hsds_id"
        elif field.name in links:
            paths[field.name] = f"{foreign_key(table, field.name)}__hsds_id"
        else:
            paths[field.name] = field.name
    return paths


def hsds_rows(table: str, rows: QuerySet[Any] | None = None, *, is_public: bool = False) -> Iterator[HsdsRow]:
    """The rows of a table of the standard, with published ids, in a stable order and bounded memory.

    `row.extra` has the columns that were stored unmapped, and `row.source_id` the id in the directory it
    came from, where that is another than the published one. What we add to the standard is there as well:
    that a location is confidential, and the organization of an address. For the public, the columns stored
    unmapped and what is `WITHHELD` are left out. What is tied to a confidential location has no `source_id`:
    ids of files are often made from names and streets.
    """
    rows = MODELS[table].objects.order_by("pk") if rows is None else rows
    return (row for _key, row in keyed_rows(table, rows, is_public=is_public))


def keyed_rows(table: str, rows: QuerySet[Any], *, is_public: bool = False) -> Iterator[tuple[int, HsdsRow]]:
    """The same, each with its key in the database."""
    paths = paths_of(table)
    names = list(paths)
    more = ADDED.get(table, {})
    withheld = WITHHELD & paths.keys() if is_public else frozenset()
    secret = _secret_paths(table)
    wanted = ("pk", "foreign_id", "extra", *secret, *more.values(), *paths.values())
    for cells in rows.values_list(*wanted).iterator(ROWS_AT_ONCE):
        key, foreign_id, stored, *values = cells
        is_secret, values = any(values[: len(secret)]), values[len(secret) :]
        extra = {} if is_public else stored
        for name in more:
            value, *values = values
            if value:
                extra[name] = "true" if value is True else str(value)
        row = HsdsRow(table=table, values=dict(zip(names, map(_plain, values), strict=True)), extra=extra)
        for name in withheld:
            row.values[name] = None
        is_another = foreign_id.lower() != row.values["id"]
        row.source_id = foreign_id if is_another and not is_secret else ""
        yield key, row


@cache
def _secret_paths(table: str) -> tuple[str, ...]:
    """Where a row says that it is a confidential location, or is tied to one."""
    if table == "location":
        return ("is_confidential",)
    names = {field.name for field in MODELS[table]._meta.concrete_fields}
    paths = {
        "location": "location__is_confidential",
        "service_at_location": "service_at_location__location__is_confidential",
    }
    return tuple(path for name, path in paths.items() if name in names)


def _plain(value: Any) -> Any:
    """Ids are texts, and a link to nothing is empty, as in the files."""
    if value is None or isinstance(value, str | int | float):
        return value
    return str(value) if hasattr(value, "hex") and hasattr(value, "urn") else value
