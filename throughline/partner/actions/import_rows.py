"""What a row of a directory that was read becomes in its table: its identity, its values, its links."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db import models

from throughline.formats import hsds
from throughline.partner.actions.directory_values import cut, fitting, without_field
from throughline.partner.actions.import_links import EarlierRows
from throughline.partner.models import DirectoryRow, MergedRow, ServiceAtLocation
from throughline.partner.queries import MODELS, foreign_key

OWN_COLUMNS: Final = frozenset(
    ["id", "public_id", "hsds_id", "foreign_id", "extra", "is_confidential", "ended_on"]
)
"""Columns that no file fills as they are."""

ANY_TABLE: Final[Mapping[str, tuple[str, str]]] = {
    "attribute": ("link_id", "link_entity"),
    "metadata": ("resource_id", "resource_type"),
}
"""The link of a table to a row of any other: the field of the id, and that of the other table's name."""

OF_A_PARENT: Final = (
    "contact",
    "phone",
    "address",
    "schedule",
    "language",
    "accessibility",
    "cost_option",
    "required_document",
    "service_area",
    "funding",
    "organization_identifier",
    "url",
    "service_capacity",
    "attribute",
)
"""Tables whose rows only describe their parent: rows that the files no longer have are deleted."""

LONGEST_ID: Final = 250

Row = TypeVar("Row")

Keys = Mapping[str, int | None]
"""The keys of linked rows, by the name of the foreign key."""


@dataclass
class ReadyRow:
    """A row as it will be stored: `key` is that of the row known before, if there is one."""

    row: hsds.HsdsRow
    identity: str
    links: Keys
    values: dict[str, Any]
    extra: dict[str, Any]
    known: DirectoryRow | None = None
    is_merged: bool = False
    """Whether the known row is the one that was kept when this one was merged into it."""

    parent: str = ""
    """The id of a row of its own table that it hangs on."""

    unfit: dict[str, str] = field(default_factory=dict)
    """The texts that do not fit their fields as they are."""

    place: dict[str, Any] = field(default_factory=dict)
    """What says where a confidential location is, and is not stored here."""


@dataclass(frozen=True)
class TableShape:
    """The columns and the links of a table of the standard, as its model has them."""

    table: str
    model: type[DirectoryRow]
    columns: frozenset[str]
    links: Mapping[str, tuple[str, str]]
    """Field of the standard, to the name of the foreign key and the table it leads to."""

    own_link: tuple[str, str] | None
    """Field and foreign key of a link within the table."""

    required: frozenset[str]
    """Foreign keys without which there is no row."""

    @property
    def targets(self) -> Mapping[str, str]:
        """The table that each link leads to, by its field."""
        own = {self.own_link[0]: self.table} if self.own_link else {}
        return own | {name: target for name, (_, target) in self.links.items()}


@cache
def shape_of(table: str) -> TableShape:
    model = MODELS[table]
    concrete = model._meta.concrete_fields
    columns = {one.name for one in concrete if not one.is_relation} - OWN_COLUMNS
    columns -= set(ANY_TABLE.get(table, ())[:1])
    links = {name: (foreign_key(table, name), target) for name, target in hsds.TABLES[table].links.items()}
    if table == "address":
        links["organization_id"] = ("organization", "organization")
    own = next(((name, key) for name, (key, target) in links.items() if target == table), None)
    others = {name: pair for name, pair in links.items() if pair[1] != table}
    required = {key for key, _ in others.values() if not model._meta.get_field(key).null}
    return TableShape(table, model, frozenset(columns), others, own, frozenset(required))


def ready_row(
    row: hsds.HsdsRow,
    shape: TableShape,
    made: Mapping[str, Mapping[str, int]],
    earlier: EarlierRows,
    identity: str,
) -> ReadyRow:
    """A row with its links to rows of the files, or else to those of earlier imports."""
    extra = dict(row.extra)
    links: dict[str, int | None] = {}
    for name, (key, target) in shape.links.items():
        one = row.values.get(name) or extra.get(name, "")
        links[key] = made.get(target, {}).get(one, earlier.key(target, one))
        if one and links[key] is not None:
            extra.pop(name, None)
    values = {name: row.values[name] for name in shape.columns if row.values.get(name) is not None}
    fit, unfit = fitting(shape.model, values)
    known = {*shape.columns, *shape.links, *ANY_TABLE.get(row.table, ())}
    if shape.own_link:
        known.add(shape.own_link[0])
    extra = {**without_field(row, known, {}), **extra, **unfit}
    own = shape.own_link[0] if shape.own_link else ""
    parent = row.values.get(own) or extra.get(own, "")
    if earlier.key(row.table, parent) is not None:
        extra.pop(own, None)
    return ReadyRow(row, identity, links, fit, extra, parent=parent, unfit=unfit)


class Identities:
    """The ids under which rows are found again: unique in a table, though ids are unique in a file only."""

    def __init__(self, stems: Mapping[str, str]) -> None:
        self._stems = stems
        self._same: Counter[str] = Counter()

    def of(self, row: hsds.HsdsRow) -> str:
        if row.source_id:
            return _short(row.table, row.source_id)
        if not row.id:
            digest = _digest(row)
            self._same[digest] += 1
            return f"{digest}:{self._same[digest]}"
        source = hsds.source_of(row, self._stems)
        return _short(row.table, f"{source}:{row.id}" if source else row.id)

    def is_of_whole_table(self, row: hsds.HsdsRow) -> bool:
        """Whether its id is unique in the table, so that it may be the one under which it is published."""
        return not hsds.source_of(row, self._stems)


def another_identity(row: hsds.HsdsRow) -> str:
    """The identity of a row whose own is taken by another row of the same directory."""
    return f"{row.table}:{_hash(f'{row.file}:{row.row}:{row.id}')[:24]}"


def _short(table: str, identity: str) -> str:
    return identity if len(identity) <= LONGEST_ID else f"{table}:{_hash(identity)}"


def _digest(row: hsds.HsdsRow) -> str:
    """The id of a row that came without one: a hash of its values."""
    values = json.dumps({k: str(v) for k, v in sorted({**row.values, "file": row.file}.items()) if v})
    return f"{row.table}:{_hash(values)[:24]}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def published_id(row: hsds.HsdsRow) -> UUID | None:
    """The id of a row if it is a UUID, as the standard wants."""
    try:
        return UUID(row.id) if len(row.id) == len("00000000-0000-0000-0000-000000000000") else None
    except ValueError:
        return None


def find_known(
    shape: TableShape, batch: Sequence[ReadyRow], identities: Identities, taken: Collection[int]
) -> None:
    """Find the rows that an earlier import wrote, by the id in its file, or else by the published one.

    A service at a place is the same as long as service and place are, whatever its id: there is one row of
    each pair. `taken` are the keys of those pairs in this directory.
    """
    rows = shape.model.everything
    # Versions before 0.2 cut long ids.
    ids = {one.identity for one in batch} | {
        cut(one.row.id, LONGEST_ID) for one in batch if len(one.row.id) > LONGEST_ID
    }
    by_id = {one.foreign_id: one for one in rows.filter(foreign_id__in=ids)}
    published = {
        one.identity: key
        for one in batch
        if one.identity not in by_id
        and (key := published_id(one.row))
        and identities.is_of_whole_table(one.row)
    }
    others = rows.filter(hsds_id__in=list(published.values()))
    by_hsds_id = {str(one.hsds_id): one for one in others}
    pairs = known_pairs(batch) if shape.model is ServiceAtLocation else {}
    for one in batch:
        found = (
            by_id.get(one.identity)
            or (by_id.get(cut(one.row.id, LONGEST_ID)) if len(one.row.id) > LONGEST_ID else None)
            or by_hsds_id.get(str(published.get(one.identity)))
        )
        if shape.model is ServiceAtLocation:
            mine = pairs.get((one.links["service"], one.links["location"]))
            found = mine or (found if found is not None and found.pk not in taken else None)
        one.known = found
    _follow_merges(shape, [one for one in batch if one.known is None])


def _follow_merges(shape: TableShape, batch: Sequence[ReadyRow]) -> None:
    """A row that a person merged into another stays merged: links to it lead to the row that was kept."""
    merged = MergedRow.objects.filter(table=shape.table)
    kept = dict(
        merged.filter(foreign_id__in=[one.identity for one in batch]).values_list("foreign_id", "kept_key")
    )
    while gone := set(kept.values()) - set(rows := shape.model.everything.in_bulk(list(kept.values()))):
        further = dict(merged.filter(key__in=gone).values_list("key", "kept_key"))
        kept = {one: further.get(key, key) for one, key in kept.items() if key in rows or key in further}
    for one in batch:
        if one.identity in kept:
            one.known, one.is_merged = rows[kept[one.identity]], True


def known_pairs(batch: Sequence[ReadyRow]) -> dict[tuple[int | None, int | None], ServiceAtLocation]:
    services = {one.links["service"] for one in batch}
    found = ServiceAtLocation.everything.filter(service__in=services)
    return {(one.service_id, one.location_id): one for one in found}


def changes_of(
    one: ReadyRow, shape: TableShape, mapped: Collection[str], columns: Collection[str]
) -> dict[str, Any]:
    """The fields that the directory has otherwise, with their new values.

    A field that the files have no column for is left as it is: somebody may have filled it by hand. So is a
    link to a row that is not known. `columns` are the names of all columns of the files, in small letters.
    """
    assert one.known is not None
    changes: dict[str, Any] = {}
    for name in shape.columns:
        column = column_of(shape.model, name)
        value = column.to_python(one.values.get(name))
        if value is None and not column.null:
            value = ""
        is_blank = value is None or value == ""
        if value != getattr(one.known, name) and not (is_blank and name not in mapped):
            changes[name] = value
    for name, (key, _target) in shape.links.items():
        linked = one.links[key]
        is_unknown = linked is None and (name not in mapped or name in one.extra)
        if linked != getattr(one.known, f"{key}_id") and not is_unknown:
            changes[key] = linked
    extra = _left_stored(one.known.extra, shape, changes, columns) | one.extra
    if extra != one.known.extra:
        changes["extra"] = extra
    if one.known.foreign_id and shape.model is ServiceAtLocation and one.known.foreign_id != one.identity:
        changes["foreign_id"] = one.identity
    return changes


def _left_stored(
    stored: Mapping[str, Any], shape: TableShape, changes: Collection[str], columns: Collection[str]
) -> dict[str, Any]:
    """What is stored beside the fields and stays, because the files say nothing of it.

    That is a column that they do not have, and a text that did not fit its field while the field is the same.
    """
    kept = {}
    for name, value in stored.items():
        key, _target = shape.links.get(name, (name, ""))
        is_field = name in shape.columns or name in shape.links
        is_told = key in changes if is_field else _column_of_extra(name) in columns
        if not is_told:
            kept[name] = value
    return kept


def _column_of_extra(name: str) -> str:
    """The column from which a stored text comes; the offset of a time is stored beside it."""
    return name.lower().removesuffix("_offset").removesuffix("_json")


def new_row(one: ReadyRow, shape: TableShape, **own: Any) -> DirectoryRow:
    links = {f"{key}_id": value for key, value in one.links.items()}
    texts = {name: "" for name in shape.columns if name not in one.values and _is_text(shape.model, name)}
    return shape.model(**texts, **one.values, **links, foreign_id=one.identity, extra=one.extra, **own)


@cache
def _is_text(model: type[DirectoryRow], name: str) -> bool:
    return isinstance(column_of(model, name), models.CharField | models.TextField)


@cache
def column_of(model: type[DirectoryRow], name: str) -> "models.Field[Any, Any]":
    return next(one for one in model._meta.concrete_fields if one.name == name)


def batches(rows: Iterable[Row], n: int) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, n)):
        yield batch
