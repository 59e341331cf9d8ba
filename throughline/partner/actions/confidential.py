"""Confidential locations: where they are stands in their `ConfidentialPlace`, and nowhere else.

Marking a location moves every field that says where it is out of the tables that pages, exports and searches
read, and takes it from what was kept of earlier changes and imports.
"""

from collections.abc import Mapping
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
    DirectoryRow,
    Location,
    Metadata,
    Revision,
)
from throughline.partner.queries import same_address_of_organizations, set_values, values_of

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
        remove_traces(actor, location, held)
        _remove_metadata(location, held)
        for table, rows in held.items():
            MODELS_OF_PLACE[table].everything.filter(pk__in=[row.pk for row in rows]).delete()
        _blank(location)
        location.is_confidential = True
        location.save()
        revision.changed(location, before)
    record(actor, "mark_confidential", location)
    return location


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
    links = [row.hsds_id for row in [*addresses, *accessibility]]
    attributes = Attribute.everything.filter(link_id__in=[*links, location.hsds_id])
    return {
        "address": list[DirectoryRow](addresses),
        "accessibility": list[DirectoryRow](accessibility),
        "attribute": list[DirectoryRow](attributes),
    }


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
