"""Changes to the rows that describe an entry: phones, hours, languages, costs and the like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from throughline.accounts.actions import record
from throughline.accounts.permissions import Actor
from throughline.partner.actions.history import Recorder, revising
from throughline.partner.actions.shown import lock_as_shown
from throughline.partner.models import (
    Accessibility,
    Address,
    Contact,
    CostOption,
    DirectoryRow,
    Language,
    Location,
    Organization,
    Phone,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceCapacity,
    Unit,
)
from throughline.partner.queries import details_of, state_of_details, values_of

Entry = Organization | Service | Location

DETAILS: Final[Mapping[str, type[DirectoryRow]]] = {
    "phones": Phone,
    "schedules": Schedule,
    "languages": Language,
    "cost_options": CostOption,
    "required_documents": RequiredDocument,
    "contacts": Contact,
    "service_areas": ServiceArea,
    "capacities": ServiceCapacity,
    "addresses": Address,
    "accessibility": Accessibility,
}
"""The tables whose rows a form edits, by the name of the list in a record of the standard."""


@dataclass(frozen=True)
class TypedRow:
    """One row of a form: `key` is the `hsds_id` of a row that is there, `values` None if it is to go."""

    key: str
    values: Mapping[str, Any] | None


@transaction.atomic
def edit_details(
    actor: Actor, entry: Entry, *, shown: str | None = None, **lists: Sequence[TypedRow]
) -> Entry:
    """Write the lists of rows of an entry as they were typed. A row that is gone meanwhile is added again."""
    lock_as_shown(entry, shown, state_of_details)
    with revising(actor) as revision:
        for name, rows in lists.items():
            write_rows(revision, entry, name, rows)
    record(actor, "edit_details", entry, lists=list(lists))
    return entry


def write_rows(revision: Recorder, entry: Entry, name: str, rows: Sequence[TypedRow]) -> None:
    model = DETAILS[name]
    known = {str(row.hsds_id): row for row in details_of(entry, model)}
    for typed in rows:
        row = known.get(typed.key)
        if typed.values is None:
            if row is not None:
                revision.remove(row)
        elif row is None:
            _add_row(revision, entry, model, typed.values)
        else:
            _change_row(revision, row, typed.values)


def _add_row(revision: Recorder, entry: Entry, model: type[DirectoryRow], values: Mapping[str, Any]) -> None:
    link = str(entry._meta.model_name)
    row = model(**{link: entry, **_columns(revision, model, values)})
    if isinstance(row, ServiceCapacity):
        row.updated = timezone.now()
    row.save()
    revision.added(row)


def _change_row(revision: Recorder, row: DirectoryRow, values: Mapping[str, Any]) -> None:
    before = values_of(row)
    for name, value in _columns(revision, type(row), values).items():
        setattr(row, name, value)
    if values_of(row) == before:
        return
    if isinstance(row, ServiceCapacity):
        row.updated = timezone.now()
    row.save()
    revision.changed(row, before)


def _columns(revision: Recorder, model: type[DirectoryRow], values: Mapping[str, Any]) -> dict[str, Any]:
    """The typed values; the unit of a capacity is typed by name."""
    columns = dict(values)
    if model is ServiceCapacity:
        name = columns.pop("unit_name")
        unit = Unit.objects.filter(name=name).first()
        if unit is None:
            unit = Unit.objects.create(name=name)
            revision.added(unit)
        columns["unit"] = unit
    return columns
