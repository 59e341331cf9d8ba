"""Confidential locations: where they are stands in their `ConfidentialPlace`, and nowhere else.

Marking a location moves every field that says where it is out of the tables that pages, exports and searches
read, and takes it from what was kept of earlier changes and imports.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db import models, transaction

from throughline.accounts.actions import record
from throughline.accounts.permissions import Actor
from throughline.partner.actions.history import revising
from throughline.partner.actions.traces import remove_traces
from throughline.partner.models import (
    WHERE_IT_IS,
    Accessibility,
    Address,
    Attribute,
    ConfidentialPlace,
    DirectoryImport,
    DirectoryRow,
    Location,
    Metadata,
    Revision,
)
from throughline.partner.queries import BEFORE, same_address_of_organizations, set_values, values_of

PlaceValues = dict[str, Any]

MODELS_OF_PLACE: Final[Mapping[str, type[DirectoryRow]]] = {
    "address": Address,
    "accessibility": Accessibility,
    "attribute": Attribute,
}
"""Tables of which a confidential place keeps whole rows."""


@transaction.atomic
def mark_confidential(actor: Actor, location: Location) -> Location:
    """Move all that says where a location is into its confidential place."""
    location = _locked(location)
    if location.is_confidential:
        return location
    with revising(actor, Revision.Kind.CONFIDENTIAL) as revision:
        before = values_of(location)
        held = _rows_that_say_where(location)
        place: PlaceValues = {
            "location": {name: before[name] for name in sorted(WHERE_IT_IS["location"])},
            **{table: [values_of(row) for row in rows] for table, rows in held.items()},
        }
        ConfidentialPlace.objects.create(location=location, values=place)
        _take_away(actor, location, held)
        _blank(location)
        location.is_confidential = True
        location.save()
        revision.changed(location, before)
    record(actor, "mark_confidential", location)
    return location


@transaction.atomic
def hide_same_addresses(actor: Actor, brought: DirectoryImport) -> None:
    """Move addresses of organizations that are those of a confidential location to its place.

    An import brings them again, or for the first time. They join the addresses that it brings of the place,
    which will replace those that are known, or else these.
    """
    for place in ConfidentialPlace.objects.select_related("location"):
        addresses = same_address_of_organizations(place.location)
        if not addresses:
            continue
        attributes = _attributes_of(addresses)
        if place.incoming_from_id == brought.pk and "address" in (place.incoming or {}):
            place.incoming = _with_rows(place.incoming or {}, "address", addresses)
        else:
            place.values = _with_rows(place.values, "address", addresses)
        place.values = _with_rows(place.values, "attribute", attributes)
        place.save()
        _take_away(actor, place.location, {"address": [*addresses], "attribute": attributes})


@transaction.atomic
def give_place_back(brought: DirectoryImport, location: int) -> None:
    """Undo what an import replaced of a confidential place, unless it was changed since."""
    place = ConfidentialPlace.objects.select_for_update().get(location=location)
    before = place.values.get(BEFORE, {})
    if before.get("import") == brought.pk:
        place.values = before["values"]
        place.save()


def _with_rows(values: Mapping[str, Any], table: str, rows: Sequence[DirectoryRow]) -> PlaceValues:
    """The values of a place with more rows of a table; one that has the id of another replaces it."""
    ids = {row.foreign_id for row in rows if row.foreign_id}
    kept = [row for row in values.get(table, ()) if row.get("foreign_id") not in ids]
    joined = [*kept, *(values_of(row) for row in rows)]
    return {**values, table: joined} if joined else dict(values)


@transaction.atomic
def unmark_confidential(actor: Actor, location: Location) -> Location:
    """Move the place back into the tables: everybody may know where it is again."""
    location = _locked(location)
    if not location.is_confidential:
        return location
    with revising(actor, Revision.Kind.CONFIDENTIAL) as revision:
        before = values_of(location)
        place = place_of(location)
        location.is_confidential = False
        set_values(location, place.values.get("location", {}))
        location.save()
        for table, model in MODELS_OF_PLACE.items():
            rows = [_row_of(model, values) for values in place.values.get(table, ())]
            model.objects.bulk_create(rows)
        place.delete()
        revision.changed(location, before)
    record(actor, "unmark_confidential", location)
    return location


def open_confidential_place(actor: Actor, location: Location) -> PlaceValues:
    """What the guarded form shows. That somebody looked is recorded."""
    record(actor, "view_confidential_address", location)
    return dict(place_of(location).values)


def _locked(location: Location) -> Location:
    return Location.objects.select_for_update(of=("self",)).get(pk=location.pk)


def place_of(location: Location) -> ConfidentialPlace:
    """For the guarded form and for imports only."""
    if not location.is_confidential:
        raise ValueError("This location is not confidential")
    place, _made = ConfidentialPlace.objects.get_or_create(location=location)
    return place


def _rows_that_say_where(location: Location) -> dict[str, list[DirectoryRow]]:
    addresses = [
        *Address.everything.filter(location=location),
        *same_address_of_organizations(location),
    ]
    accessibility = list(Accessibility.everything.filter(location=location))
    return {
        "address": list[DirectoryRow](addresses),
        "accessibility": list[DirectoryRow](accessibility),
        "attribute": _attributes_of([location, *addresses, *accessibility]),
    }


def _attributes_of(rows: Iterable[DirectoryRow]) -> list[DirectoryRow]:
    return list(Attribute.everything.filter(link_id__in=[row.hsds_id for row in rows]))


def _take_away(actor: Actor, location: Location, held: Mapping[str, list[DirectoryRow]]) -> None:
    """Delete rows that say where a location is, with what was kept of them elsewhere."""
    remove_traces(actor, location, held)
    _remove_metadata(location, held)
    for table, rows in held.items():
        MODELS_OF_PLACE[table].everything.filter(pk__in=[row.pk for row in rows]).delete()


def _remove_metadata(location: Location, held: Mapping[str, list[DirectoryRow]]) -> None:
    """What a directory from elsewhere recorded of changes holds earlier addresses."""
    ids = [location.hsds_id, *(row.hsds_id for rows in held.values() for row in rows)]
    Metadata.everything.filter(resource_id__in=ids).delete()


def _blank(location: Location) -> None:
    for name in WHERE_IT_IS["location"]:
        field = location._meta.get_field(name)
        assert isinstance(field, models.Field)
        setattr(location, name, field.get_default())


def _row_of(model: type[DirectoryRow], values: Mapping[str, Any]) -> DirectoryRow:
    row = model()
    set_values(row, {name: value for name, value in values.items() if value is not None})
    return row
