"""What a directory says of confidential locations goes to their `ConfidentialPlace`, and nowhere else."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from throughline.formats.hsds.additions import CONFIDENTIAL, says_confidential
from throughline.formats.problems import ReportRow
from throughline.partner.actions.import_rows import ANY_TABLE, ReadyRow, TableShape, published_id, shape_of
from throughline.partner.actions.import_run import ImportRun
from throughline.partner.models import (
    WHERE_IT_IS,
    Accessibility,
    Address,
    ConfidentialPlace,
    DirectoryImport,
    DirectoryRow,
    Location,
    ServiceAtLocation,
)
from throughline.partner.queries import BEFORE, OF_A_PLACE, kept_fields, plain_value

OF_A_PLACE_OR_ITSELF: Final = frozenset({"location", *OF_A_PLACE})


class Places:
    """Which rows of a directory say where a confidential location is."""

    def __init__(self, run: ImportRun) -> None:
        self._run = run
        confidential = Location.everything.filter(is_confidential=True)
        self._places: set[int] = set()
        self._published: set[UUID] = set()
        self._sources: set[str] = set()
        for key, hsds_id, foreign_id in confidential.values_list("pk", "hsds_id", "foreign_id"):
            self._places.add(key)
            self._published.add(hsds_id)
            self._sources.add(foreign_id)
        for place in ConfidentialPlace.objects.all():
            rows = [row for table in OF_A_PLACE for row in place.values.get(table, ())]
            self._sources |= {row.get("foreign_id") or "" for row in rows}
        self._sources.discard("")
        at_places = ServiceAtLocation.everything.filter(location__is_confidential=True)
        self._near = {
            "location": self._places,
            "service_at_location": set(at_places.values_list("pk", flat=True)),
        }
        self._marked: set[int] = set()
        self._kept: set[tuple[str, str]] = set()
        self._lines: set[tuple[str, int]] = set()

    def is_confidential(self, one: ReadyRow) -> bool:
        if one.row.table != "location":
            return False
        return _is_marked(one) if one.known is None else one.known.pk in self._places

    def is_near(self, one: ReadyRow) -> bool:
        """Whether a row is a confidential location, or hangs on one."""
        if self.is_confidential(one):
            return True
        links = shape_of(one.row.table).links.values()
        return any(one.links[key] in self._near.get(target, ()) for key, target in links)

    def marks(self, one: ReadyRow) -> bool:
        """Whether the file calls a known location confidential that is not so here yet."""
        if one.row.table != "location" or one.known is None:
            return False
        return one.known.pk not in self._places and _is_marked(one)

    def divert(self, batch: Iterable[ReadyRow], shape: TableShape) -> None:
        """Take out of each row what says where a confidential location is."""
        for one in batch:
            if shape.table == "location":
                one.extra.pop(CONFIDENTIAL, None)
                if self.marks(one) and one.known is not None:
                    self._marked.add(one.known.pk)
                    self._lines.add((one.row.file, one.row.row))
                elif self.is_confidential(one):
                    self._take(one, shape)
            elif shape.table in OF_A_PLACE and one.links["location"] in self._marked:
                self._lines.add((one.row.file, one.row.row))
            elif self.keeps(one):
                self._take(one, shape)
                one.known = None

    def _take(self, one: ReadyRow, shape: TableShape) -> None:
        hidden = WHERE_IT_IS.get(shape.table, frozenset())
        found = {name: one.values.pop(name, None) for name in hidden}
        blank = (None,) if shape.table in OF_A_PLACE else (None, "")
        one.place = {name: plain_value(value) for name, value in found.items() if value not in blank}
        if one.extra:
            one.place["extra"], one.extra = one.extra, {}
        self._lines.add((one.row.file, one.row.row))
        self._kept.add((shape.table, one.row.id))

    def keeps(self, one: ReadyRow) -> bool:
        """Whether a row is about a confidential location alone, and so has no place in its table."""
        table = one.row.table
        if table in OF_A_PLACE:
            return one.links["location"] in self._places
        if table not in ANY_TABLE:
            return False
        name, kind = ANY_TABLE[table]
        about = str(one.row.values.get(kind) or "").strip().lower()
        link = one.row.values.get(name)
        if one.values.get(name) in self._published or link in self._sources:
            return True
        return about in OF_A_PLACE_OR_ITSELF and (about, link) in self._kept

    def without_place(self, one: ReadyRow, changes: Mapping[str, Any]) -> Mapping[str, Any]:
        hidden = WHERE_IT_IS["location"] if self.is_confidential(one) else ()
        return {name: value for name, value in changes.items() if name not in hidden}

    def write(self, batch: Iterable[ReadyRow], made: Mapping[int, DirectoryRow], shape: TableShape) -> None:
        """Keep what was taken out until the import is done. `made` are new rows, by place in the batch."""
        for place, one in enumerate(batch):
            if shape.table == "location" and self.is_confidential(one):
                location = one.known or made[place]
                self._places.add(location.pk)
                self._published.add(location.hsds_id)
                if one.place or one.known is None:
                    self._add(location.pk, {"location": one.place})
            elif place in made and self.is_near(one):
                self._near.setdefault(shape.table, set()).add(made[place].pk)
            elif shape.table in OF_A_PLACE and one.place:
                self._add(one.links["location"] or 0, {shape.table: [_whole_row(one)]})

    def _add(self, location: int, what: Mapping[str, Any]) -> None:
        place, _is_new = ConfidentialPlace.objects.get_or_create(location_id=location)
        before = place.incoming if place.incoming_from_id == self._run.brought.pk else None
        place.incoming = joined(before or {}, what)
        place.incoming_from = self._run.brought
        place.save()

    def without_lines(self, problems: Iterable[ReportRow]) -> list[ReportRow]:
        """Problems of the files without those that could quote a cell of a confidential location."""
        return [one for one in problems if one.row is None or (one.file, one.row) not in self._lines]


def _is_marked(one: ReadyRow) -> bool:
    return says_confidential(one.row.extra.get(CONFIDENTIAL))


def _whole_row(one: ReadyRow) -> dict[str, Any]:
    """All of a row of a place, as it would stand in its table."""
    published = published_id(one.row)
    own = {"hsds_id": str(published)} if published else {}
    return {"foreign_id": one.identity, **own, **one.links, **one.place}


def _values_of(row: DirectoryRow) -> dict[str, Any]:
    return {one.name: plain_value(one.value_from_object(row)) for one in kept_fields(type(row))}


def joined(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """The rows of both, by table."""
    whole = dict(first)
    for table, rows in second.items():
        before = whole.get(table)
        is_one = table == "location"
        whole[table] = {**(before or {}), **rows} if is_one else [*(before or []), *rows]
    return whole


def divert_since(brought: DirectoryImport) -> None:
    """Divert rows whose location was made confidential while the import was written."""
    for table, model in (("address", Address), ("accessibility", Accessibility)):
        rows = model.everything.filter(arrival=brought, location__is_confidential=True)
        for row in rows:
            place, _is_new = ConfidentialPlace.objects.get_or_create(location=row.location)
            place.incoming = joined(place.incoming or {}, {table: [_values_of(row)]})
            place.incoming_from = brought
            place.save()
        rows.delete()


def settle_places(brought: DirectoryImport) -> None:
    """Replace what was known of confidential places by what the import brought; blanks change nothing."""
    for place in ConfidentialPlace.objects.filter(incoming_from=brought):
        known = {name: value for name, value in place.values.items() if name != BEFORE}
        place.values = replaced(known, place.incoming or {})
        if known and place.values != known:
            place.values[BEFORE] = {"import": brought.pk, "values": known}
        place.incoming = place.incoming_from = None
        place.save()


def replaced(values: Mapping[str, Any], incoming: Mapping[str, Any]) -> dict[str, Any]:
    known = dict(values)
    if "location" in incoming:
        known["location"] = {**known.get("location", {}), **incoming["location"]}
    for table in OF_A_PLACE:
        if table in incoming:
            before = {row.get("foreign_id"): row for row in known.get(table, [])}
            known[table] = [{**before.get(row["foreign_id"], {}), **row} for row in incoming[table]]
    return known
