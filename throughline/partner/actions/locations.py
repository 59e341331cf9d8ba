"""Changes to locations. What is typed about where a confidential one is goes to its confidential place."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypedDict, Unpack
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused, record
from throughline.accounts.permissions import Actor
from throughline.partner.actions.confidential import (
    mark_confidential,
    place_of,
    unmark_confidential,
)
from throughline.partner.actions.details import TypedRow, write_rows
from throughline.partner.actions.history import Recorder, revising
from throughline.partner.actions.shown import lock_as_shown
from throughline.partner.models import (
    WHERE_IT_IS,
    ConfidentialPlace,
    Location,
    Organization,
    Revision,
    Service,
    ServiceAtLocation,
)
from throughline.partner.queries import BEFORE, OF_A_PLACE, key_of_place_row, values_of

LIST_OF: Final = {"address": "addresses", "accessibility": "accessibility"}
"""The list of a location that holds the rows of a table that says where it is."""


class LocationFields(TypedDict, total=False):
    """The editable fields of a location."""

    name: str
    alternate_name: str
    location_type: str
    description: str
    transportation: str
    url: str
    latitude: float | None
    longitude: float | None


@transaction.atomic
def create_location(
    actor: Actor,
    organization: Organization,
    *,
    is_confidential: bool = False,
    services: Iterable[Service] = (),
    lists: Mapping[str, Sequence[TypedRow]],
    **fields: Unpack[LocationFields],
) -> Location:
    """Add a location; if it is confidential, where it is never gets into another table."""
    with revising(actor) as revision:
        location = Location.objects.create(organization=organization, is_confidential=is_confidential)
        if is_confidential:
            ConfidentialPlace.objects.create(location=location)
        _write(revision, location, fields, lists)
        revision.added(location)
        _set_services(revision, location, services)
    record(actor, "create_location", location, organization=organization.public_id)
    return location


@transaction.atomic
def edit_location(
    actor: Actor,
    location: Location,
    *,
    is_confidential: bool,
    was_confidential: bool,
    services: Iterable[Service],
    lists: Mapping[str, Sequence[TypedRow]],
    shown: str | None = None,
    **fields: Unpack[LocationFields],
) -> Location:
    """Edit a location, and move where it is if it becomes confidential or no longer is."""
    location = Location.objects.select_for_update(of=("self",)).get(pk=location.pk)
    if location.is_confidential != was_confidential:
        raise Refused(
            _("Someone changed whether this address is confidential while you edited. Open the page again.")
        )
    lock_as_shown(location, shown)
    if is_confidential and not was_confidential:
        location = mark_confidential(actor, location)
    elif was_confidential and not is_confidential:
        location = unmark_confidential(actor, location)
    with revising(actor) as revision:
        before = values_of(location)
        _write(revision, location, fields, lists)
        revision.changed(location, before)
        _set_services(revision, location, services)
    record(actor, "edit_location", location)
    return location


@transaction.atomic
def remove_location(actor: Actor, location: Location) -> Revision | None:
    """Remove a location with its phones and hours. The address of a confidential one does not come back."""
    record(actor, "remove_location", location)
    with revising(actor) as recorder:
        recorder.remove(location)
    return recorder.revision


def _write(
    revision: Recorder,
    location: Location,
    fields: LocationFields,
    lists: Mapping[str, Sequence[TypedRow]],
) -> None:
    shown: dict[str, Any] = dict(fields)
    of_place = {name: lists[name] for name in LIST_OF.values() if name in lists}
    if location.is_confidential:
        where = {name: shown.pop(name) for name in list(shown) if name in WHERE_IT_IS["location"]}
        _write_place(location, where, of_place)
        of_place = {}
    for name, value in shown.items():
        setattr(location, name, value)
    location.save()
    for name, rows in {**lists, **of_place}.items():
        if name in of_place or name not in LIST_OF.values():
            write_rows(revision, location, name, rows)


def _write_place(
    location: Location, where: Mapping[str, Any], of_place: Mapping[str, Sequence[TypedRow]]
) -> None:
    place = place_of(location)
    values = {name: value for name, value in place.values.items() if name != BEFORE}
    values["location"] = {**values.get("location", {}), **where}
    for table in OF_A_PLACE:
        if LIST_OF[table] in of_place:
            values[table] = _rows_after(values.get(table, ()), of_place[LIST_OF[table]], location)
    place.values = values
    place.save()


def _rows_after(
    rows: Iterable[dict[str, Any]], typed: Sequence[TypedRow], location: Location
) -> list[dict[str, Any]]:
    """The rows of a place with what was typed. They get their published ids now and keep them."""
    known = {key_of_place_row(row): row for row in rows}
    for one in typed:
        if one.values is None:
            known.pop(one.key, None)
            continue
        key = one.key if one.key in known else str(uuid4())
        blank = {"hsds_id": str(uuid4()), "foreign_id": "", "extra": {}, "location": location.pk}
        known[key] = {**blank, **known.get(key, {}), **one.values}
    return list(known.values())


def _set_services(revision: Recorder, location: Location, services: Iterable[Service]) -> None:
    """Attach these services, and no others, to a location."""
    wanted = {service.pk: service for service in services}
    for there in ServiceAtLocation.objects.filter(location=location):
        if there.service_id not in wanted:
            revision.remove(there)
        wanted.pop(there.service_id, None)
    for service in wanted.values():
        revision.added(ServiceAtLocation.objects.create(service=service, location=location))
