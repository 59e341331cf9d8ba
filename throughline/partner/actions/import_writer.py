"""Write a directory that was read: what is new is added, hidden; what differs is kept to be changed later."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any, Final, Protocol
from uuid import UUID

from django.db import models
from django.db.models import Max

from throughline.formats import hsds
from throughline.formats.hsds.rows import Findings
from throughline.formats.problems import quoted
from throughline.partner.actions.import_links import EarlierRows
from throughline.partner.actions.import_places import Places
from throughline.partner.actions.import_rows import (
    ANY_TABLE,
    OF_A_PARENT,
    Identities,
    ReadyRow,
    TableShape,
    another_identity,
    batches,
    changes_of,
    column_of,
    find_known,
    known_pairs,
    new_row,
    published_id,
    ready_row,
    shape_of,
)
from throughline.partner.actions.import_run import ROWS_A_TURN, ImportRun
from throughline.partner.actions.import_terms import KindsOfTerms
from throughline.partner.models import WHERE_IT_IS, DirectoryRow, PendingChange
from throughline.partner.queries import MODELS, organizations_with_hidden_places, plain_value

MOST_PROBLEMS: Final = 2_000
_HERE: Final = ("mapped", "kept aside")
_IDS_OF_CONTENT: Final = (3, 5)
"""Versions of UUIDs that are a hash of something."""


class Source(Protocol):
    """A directory whose rows can be read table by table, each time from the beginning."""

    @property
    def version(self) -> str: ...
    @property
    def report(self) -> hsds.Report: ...
    @property
    def stems(self) -> Mapping[str, str]: ...
    def rows(self, table: str) -> Iterable[hsds.HsdsRow]: ...


class DirectoryWriter:
    """Writes one directory, table by table, in the transactions of its run."""

    def __init__(self, run: ImportRun, directory: Source) -> None:
        self._run = run
        self._directory = directory
        self._made: dict[str, dict[str, int]] = {table: {} for table in _linked_tables()}
        self.earlier = EarlierRows(directory.report.problems)
        self._last_key: dict[str, int] = {}
        self._identities = Identities(directory.stems)
        self._mapped: dict[str, set[str]] = {}
        self._columns = {use.column.strip().lower() for use in directory.report.fields if use.state in _HERE}
        self._absent = set()
        for use in directory.report.fields:
            table, _, name = use.target.partition(".")
            if use.state == "mapped" and name:
                self._mapped.setdefault(table, set()).add(name)
            elif use.state == "missing" and not name:
                self._absent.add(table)
        self.places = Places(run)
        self._terms = KindsOfTerms(run.actor)
        self.n_added: Counter[str] = Counter()
        self.n_known = 0
        self.n_changed = 0
        self.n_removed = 0
        self.found = Findings(MOST_PROBLEMS)

    def write(self) -> None:
        for table in MODELS:
            self._write_table(shape_of(table))

    def _write_table(self, shape: TableShape) -> None:
        table, model = shape.table, shape.model
        self._last_key[table] = model._base_manager.aggregate(last=Max("pk"))["last"] or 0
        seen: set[int] = set()
        taken = self._pairs_of_directory(shape) if table == "service_at_location" else frozenset()
        parents: list[tuple[int, bool, str]] = []
        remaining = iter(self._directory.rows(table))
        while rows := list(islice(remaining, self._run.rows_a_turn)):
            batch = self._ready(self._terms.without_own(table, rows), shape)
            find_known(shape, batch, self._identities, taken)
            self._tell_apart(batch, shape, seen)
            self.places.divert(batch, shape)
            made = {
                place: self._new(one, shape)
                for place, one in enumerate(batch)
                if one.known is None and not self.places.keeps(one)
            }
            _free_published_ids(made.values(), model)
            pending = self._pending(batch, shape)
            with self._run.turn(len(rows)):
                models.QuerySet.bulk_create(model.everything.all(), made.values())
                PendingChange.objects.bulk_create(pending)
                self.places.write(batch, made, shape)
                if table == "attribute":
                    self._terms.write(made.values(), self._last_key["service"])
                    self._terms.write_own(self._made["service"], self._last_key["service"])
            self.n_added[table] += len(made)
            for place, one in enumerate(batch):
                row = one.known or made.get(place)
                if row is not None:
                    self._note(one, row.pk, parents, is_new=one.known is None)
        self._link_within(shape, parents)
        if table in OF_A_PARENT and table not in self._absent:
            self._remove_outdated(shape, seen)

    def _ready(self, rows: Sequence[hsds.HsdsRow], shape: TableShape) -> list[ReadyRow]:
        found = self._rows_of_any_table(rows, shape) if shape.table in ANY_TABLE else {}
        self.earlier.look_up(rows, shape.targets)
        self.earlier.note_found(rows, shape.targets)
        batch = []
        for row in rows:
            one = ready_row(row, shape, self._made, self.earlier, self._identities.of(row))
            missing = [key for key in shape.required if one.links[key] is None]
            if missing:
                self._not_stored(row, missing[0])
                continue
            if shape.table in ANY_TABLE:
                name, kind = ANY_TABLE[shape.table]
                linked = row.values.get(name) or ""
                one.values[name] = found.get((_table_named(row.values.get(kind)), linked))
                if linked and one.values[name] is None:
                    one.extra[name] = linked
            self._note_unfit(one, shape)
            batch.append(one)
        return batch

    def _not_stored(self, row: hsds.HsdsRow, needed: str) -> None:
        self.found.add("hsds_not_stored", row.file, row.row, f"{needed}_id", table=needed)

    def _note_unfit(self, one: ReadyRow, shape: TableShape) -> None:
        """Report what was shortened or set aside. No report quotes a cell that says where a place is."""
        for name, text in one.unfit.items():
            if one.values.get(name):
                code, params = "hsds_too_long", {"limit": column_of(shape.model, name).max_length or 0}
                self.found.add(code, one.row.file, one.row.row, name, **params)
            else:
                value = "…" if shape.table in WHERE_IT_IS else quoted(text)
                self.found.add("hsds_does_not_fit", one.row.file, one.row.row, name, value=value)

    def _tell_apart(self, batch: Sequence[ReadyRow], shape: TableShape, seen: set[int]) -> None:
        """Two rows of one directory are two rows, even if they claim to be the same one."""
        identities: set[str] = set()
        for one in batch:
            if one.is_merged:
                continue
            is_again = one.known is not None and (
                one.known.arrival_id == self._run.brought.pk or one.known.pk in seen
            )
            if is_again or one.identity in identities:
                one.identity, one.known = another_identity(one.row), None
                one.known = shape.model.everything.filter(foreign_id=one.identity).first()
            identities.add(one.identity)
            if one.known is not None:
                seen.add(one.known.pk)

    def _pending(self, batch: Iterable[ReadyRow], shape: TableShape) -> list[PendingChange]:
        pending = []
        mapped = self._mapped.get(shape.table, set())
        for one in batch:
            if one.known is not None and self.places.marks(one):
                pending.append(self._change(PendingChange.MARKS, one.known.pk, {}))
            if one.known is None or one.is_merged:
                continue
            self.n_known += 1
            changes = self.places.without_place(one, changes_of(one, shape, mapped, self._columns))
            if changes:
                pending.append(self._change(shape.table, one.known.pk, changes))
        self.n_changed += len(pending)
        return pending

    def _change(self, table: str, key: int, values: Mapping[str, Any] | None) -> PendingChange:
        plain = None if values is None else {name: plain_value(value) for name, value in values.items()}
        return PendingChange(brought_by=self._run.brought, table=table, key=key, values=plain)

    def _new(self, one: ReadyRow, shape: TableShape) -> DirectoryRow:
        own: dict[str, Any] = {"arrival": self._run.brought, "district": self._run.actor.district}
        key = published_id(one.row)
        if key is not None and self._identities.is_of_whole_table(one.row) and self._may_publish(key, one):
            own["hsds_id"] = key
        if self.places.is_confidential(one):
            own["is_confidential"] = True
        return new_row(one, shape, **own)

    def _may_publish(self, key: UUID, one: ReadyRow) -> bool:
        """An id that is made from what a row says would let anyone test a guess at a hidden place."""
        return key.version not in _IDS_OF_CONTENT or not self.places.is_near(one)

    def _note(self, one: ReadyRow, key: int, parents: list[tuple[int, bool, str]], *, is_new: bool) -> None:
        table = one.row.table
        if table in self._made and one.row.id:
            self._made[table][one.row.id] = key
        if not one.is_merged and (one.parent or (shape_of(table).own_link and not is_new)):
            parents.append((key, is_new, one.parent))

    def _pairs_of_directory(self, shape: TableShape) -> set[int]:
        """The keys of the known services at places that this directory has, whatever their ids."""
        taken: set[int] = set()
        for rows in batches(self._directory.rows(shape.table), ROWS_A_TURN):
            self.earlier.look_up(rows, shape.targets)
            batch = [ready_row(row, shape, self._made, self.earlier, "") for row in rows]
            pairs = known_pairs(batch)
            found = (pairs.get((one.links["service"], one.links["location"])) for one in batch)
            taken |= {one.pk for one in found if one is not None}
        return taken

    def _rows_of_any_table(
        self, rows: Iterable[hsds.HsdsRow], shape: TableShape
    ) -> dict[tuple[str, str], UUID]:
        """The published ids of the rows that rows of this table are about, by table and id in the files."""
        name, kind = ANY_TABLE[shape.table]
        wanted: dict[str, set[str]] = {}
        for row in rows:
            if row.values.get(name):
                wanted.setdefault(_table_named(row.values.get(kind)), set()).add(row.values[name])
        found: dict[tuple[str, str], UUID] = {}
        for table, ids in wanted.items():
            if table not in MODELS:
                continue
            everything = MODELS[table].everything
            made = self._made.get(table, {})
            keys = {made[one]: one for one in ids if one in made}
            published = everything.filter(pk__in=keys).values_list("pk", "hsds_id")
            found |= {(table, keys[key]): hsds_id for key, hsds_id in published}
            others = [one for one in ids if one not in made]
            stored = everything.filter(foreign_id__in=others).values_list("foreign_id", "hsds_id")
            found |= {(table, one): hsds_id for one, hsds_id in stored}
            uuids = {key: one for one in others if (key := _uuid(one)) and (table, one) not in found}
            known = everything.filter(hsds_id__in=uuids).values_list("hsds_id", flat=True)
            found |= {(table, uuids[key]): key for key in known}
        return found

    def _link_within(self, shape: TableShape, parents: Sequence[tuple[int, bool, str]]) -> None:
        """Link rows to others of their table, which may stand after them in the files."""
        if shape.own_link is None or not parents:
            return
        name, link = shape.own_link
        made, is_mapped = self._made[shape.table], name in self._mapped.get(shape.table, ())
        for some in batches(parents, ROWS_A_TURN):
            rows = shape.model.everything.in_bulk([key for key, _, _ in some])
            new, pending = [], []
            for key, is_new, parent in some:
                row, linked = rows[key], made.get(parent, self.earlier.key(shape.table, parent))
                is_unknown = linked is None and (parent or not is_mapped)
                if getattr(row, f"{link}_id") == linked or is_unknown:
                    continue
                if is_new:
                    setattr(row, f"{link}_id", linked)
                    new.append(row)
                else:
                    pending.append(self._change(shape.table, key, {link: linked}))
            if new or pending:
                with self._run.turn():
                    shape.model.everything.bulk_update(new, [link])
                    PendingChange.objects.bulk_create(pending)
                self.n_changed += len(pending)

    def _remove_outdated(self, shape: TableShape, seen: Collection[int]) -> None:
        """Mark what earlier imports wrote and these files no longer have.

        Only where the parent is in these files. Outdated hours would send people to a closed office. Rows
        entered by hand have no foreign id and are kept.
        """
        keys = {f"{key}_id": target for key, target in shape.links.values()}
        old = shape.model.objects.exclude(foreign_id="").filter(pk__lte=self._last_key[shape.table])
        if shape.table == "address":  # no public file has these
            of_hidden: dict[str, Any] = {
                "location": None,
                "organization__in": organizations_with_hidden_places(),
            }
            old = old.exclude(**of_hidden)
        known, last = old.order_by("pk").values("pk", *keys, *ANY_TABLE.get(shape.table, ())), 0
        while rows := list(known.filter(pk__gt=last)[:ROWS_A_TURN]):
            last = rows[-1]["pk"]
            unseen = [row for row in rows if row["pk"] not in seen]
            is_here = self._is_described(unseen, shape)
            gone = [
                row["pk"]
                for row in unseen
                if is_here(row) or any(row[key] in self._parents[target] for key, target in keys.items())
            ]
            if gone:
                with self._run.turn():
                    PendingChange.objects.bulk_create(self._change(shape.table, key, None) for key in gone)
                self.n_removed += len(gone)

    def _is_described(self, rows: Sequence[Mapping[str, Any]], shape: TableShape) -> Any:
        """Whether a row of a table that describes any other is about one that is in these files."""
        if shape.table not in ANY_TABLE:
            return lambda _row: False
        name, kind = ANY_TABLE[shape.table]
        here: set[UUID] = set()
        for table in {_table_named(row[kind]) for row in rows} & self._made.keys():
            ids = [row[name] for row in rows if _table_named(row[kind]) == table and row[name]]
            found = MODELS[table].everything.filter(hsds_id__in=ids).values_list("pk", "hsds_id")
            here |= {hsds_id for key, hsds_id in found if key in self._parents[table]}
        return lambda row: row[name] in here

    @cached_property
    def _parents(self) -> Mapping[str, Collection[int]]:
        return _ParentsOf(self._made)


class _ParentsOf(dict[str, frozenset[int]]):
    """The keys of the rows of a table in this directory, gathered when they are first asked for."""

    def __init__(self, made: Mapping[str, Mapping[str, int]]) -> None:
        super().__init__()
        self._made = made

    def __missing__(self, table: str) -> frozenset[int]:
        # A table is complete before the rows that hang on it are read.
        self[table] = frozenset(self._made.get(table, {}).values())
        return self[table]


def _linked_tables() -> Iterator[str]:
    """The tables that others link to."""
    yield from dict.fromkeys(target for table in MODELS for target in hsds.TABLES[table].links.values())


def _table_named(name: object) -> str:
    """The table that a row says it is about, in the singular or in the plural."""
    text = str(name or "").strip().lower()
    return _BY_STEM.get(text, text)


_BY_STEM: Final = {spec.stem: table for table, spec in hsds.TABLES.items()}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _free_published_ids(rows: Collection[DirectoryRow], model: type[DirectoryRow]) -> None:
    """Give a row an id of its own where the one in its file is that of another row."""
    fresh = model._meta.get_field("hsds_id").get_default
    taken = set(
        model.everything.filter(hsds_id__in=[row.hsds_id for row in rows]).values_list("hsds_id", flat=True)
    )
    for row in rows:
        while row.hsds_id in taken:
            row.hsds_id = fresh()
        taken.add(row.hsds_id)
