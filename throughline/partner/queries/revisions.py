"""The values of rows as the history of the directory keeps them, and the entry whose page shows a change."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import models

from throughline.accounts.models import DistrictRow
from throughline.partner.models import (
    WHERE_IT_IS,
    Attribute,
    ConfidentialPlace,
    DirectoryRow,
    Location,
    Organization,
    RevisionRow,
    Service,
    ServiceTerm,
    Support,
)
from throughline.partner.queries.rows import MODELS
from throughline.ui.fields import TranslatedText

Values = dict[str, Any]

HISTORY_MODELS: Final[Mapping[str, type[DistrictRow]]] = {
    **MODELS,
    "service_term": ServiceTerm,
    "support": Support,
}
"""The model of each table whose rows have a history, ordered so that linked rows come first."""

TABLE_OF: Final[Mapping[type[models.Model], str]] = {model: table for table, model in HISTORY_MODELS.items()}

ARRIVAL: Final = "arrival"
"""Stands among the values of an added or removed row for the import that added it."""

NOT_KEPT: Final = frozenset(["id", "district", ARRIVAL])
"""Fields that no change of an entry is about."""

PARENTS: Final = ("service", "service_at_location", "organization", "location", "contact", "phone")
"""The links of a row to what it describes; the first that is set leads to its entry."""

OF_A_PLACE: Final = ("address", "accessibility")
"""Tables whose rows say where their location is, and so are on its page whatever else they are tied to."""

BEFORE: Final = "before"
"""Stands among the values of a confidential place for what an import replaced."""

TERMS: Final = "terms"
"""Stands among a service's values for its kinds of support."""

HIDDEN: Final = "(confidential)"
"""A mark in the values of a change from which the place was taken because it became confidential."""


def rows_with_history(table: str) -> "models.QuerySet[Any]":
    """All rows of a table in the district, those of an unfinished import too."""
    model = HISTORY_MODELS[table]
    return model.everything.all() if issubclass(model, DirectoryRow) else model.objects.all()


def kept_fields(model: type[models.Model]) -> Iterator["models.Field[Any, Any]"]:
    for field in model._meta.concrete_fields:
        if field.name not in NOT_KEPT and not getattr(field, "auto_now_add", False):
            yield field


def values_of(row: models.Model) -> Values:
    """The values of a row as JSON: days and times by ISO 8601, links by key.

    Of a confidential location they hold nothing that says where it is.
    """
    hidden = _hidden_fields(row)
    return {
        field.name: plain_value(field.value_from_object(row))
        for field in kept_fields(type(row))
        if field.name not in hidden
    }


def whole_values_of(row: models.Model) -> Values:
    """The values from which a row can be written again: also the import that undoes it."""
    values = values_of(row)
    return {**values, ARRIVAL: row.arrival_id} if isinstance(row, DirectoryRow) else values


def _hidden_fields(row: models.Model) -> frozenset[str]:
    place = row if isinstance(row, Location) else getattr(row, "location", None)
    is_hidden = isinstance(place, Location) and place.is_confidential
    return WHERE_IT_IS.get(TABLE_OF.get(type(row), ""), frozenset()) if is_hidden else frozenset()


def plain_value(value: Any) -> Any:
    """A value as JSON."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, TranslatedText):
        return value.as_json()
    return str(value) if isinstance(value, UUID) else value


def row_from(table: str, key: int, values: Mapping[str, Any]) -> DistrictRow:
    """A row with these values, not saved."""
    row = HISTORY_MODELS[table]()
    row.pk = key
    if isinstance(row, DirectoryRow):
        row.arrival_id = values.get(ARRIVAL)
    set_values(row, values)
    return row


def set_values(row: models.Model, values: Mapping[str, Any]) -> None:
    for field in kept_fields(type(row)):
        if field.name in values:
            setattr(row, field.attname, field.to_python(values[field.name]))


def terms_of(service: Service) -> list[int]:
    """The keys of the kinds of support of a service, in order."""
    return sorted(ServiceTerm.objects.filter(service=service).values_list("term_id", flat=True))


def is_as_left(row: RevisionRow, found: DistrictRow | None) -> bool:
    """Whether a row is as a change left it."""
    if row.after is None or found is None:
        return row.after is None and found is None
    now = values_of(found)
    if TERMS in row.after and isinstance(found, Service):
        now[TERMS] = terms_of(found)
    if any(name in now and now[name] != value for name, value in row.after.items()):
        return False
    return row.before is None or row.before.keys() <= now.keys()


def entry_of(row: models.Model) -> tuple[str, int]:
    """The organization, service or location on whose page a change of this row is shown; else the row."""
    seen = 0
    while not isinstance(row, Organization | Service | Location) and seen < len(PARENTS):
        parent = _described(row) if isinstance(row, Attribute) else _parent(row)
        if parent is None:
            break
        row, seen = parent, seen + 1
    return TABLE_OF[type(row)], row.pk


def _parent(row: models.Model) -> models.Model | None:
    for name in ("location", *PARENTS) if TABLE_OF.get(type(row)) in OF_A_PLACE else PARENTS:
        if getattr(row, f"{name}_id", None) is not None:
            parent: models.Model | None = getattr(row, name)
            return parent
    return None


def _described(attribute: Attribute) -> models.Model | None:
    model = MODELS.get(attribute.link_entity)
    if model is None or attribute.link_id is None:
        return None
    return model.everything.filter(hsds_id=attribute.link_id).first()


def is_kept_apart(row: models.Model) -> bool:
    """Whether no history may have anything of this row: it says where a confidential location is."""
    if isinstance(row, ConfidentialPlace):
        return True
    place = getattr(row, "location", None)
    return TABLE_OF.get(type(row)) in OF_A_PLACE and isinstance(place, Location) and place.is_confidential
