"""The history of the directory: every change is kept with who made it and can be undone.

    with revising(actor) as revision:
        before = values_of(phone)
        phone.number = number
        phone.save()
        revision.changed(phone, before)

`added` is called after a row was saved, `remove` deletes a row with all that hangs on it. Without a change no
revision is written. What says where a confidential location is never gets into a revision.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any, Final, cast

from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.models.deletion import Collector

from throughline.accounts.models import DistrictRow
from throughline.accounts.permissions import Actor
from throughline.partner.actions.finder import index_changes
from throughline.partner.models import (
    WHERE_IT_IS,
    DirectoryImport,
    Revision,
    RevisionRow,
    Service,
)
from throughline.partner.queries import (
    HISTORY_MODELS,
    TABLE_OF,
    TERMS,
    Values,
    entry_of,
    is_kept_apart,
    terms_of,
    values_of,
    whole_values_of,
)

ROWS_AT_ONCE: Final = 500


ORDER: Final = {table: place for place, table in enumerate(HISTORY_MODELS)}
"""The place of each table, so that linked rows come first."""


def rows_deleted_with(*rows: DistrictRow) -> list[DistrictRow]:
    """Rows of one table and all with a history that the database deletes with them."""
    collector = _collected(*rows)
    found: set[models.Model] = {one for group in collector.data.values() for one in group}
    for group in collector.fast_deletes:
        found.update(group)
    return [one for one in found if isinstance(one, DistrictRow) and type(one) in TABLE_OF]


def rows_unlinked_from(row: DistrictRow) -> Iterator[tuple[DistrictRow, str]]:
    """Rows whose link becomes empty when a row is deleted, with the name of the link."""
    for (field, _value), groups in _collected(row).field_updates.items():
        for one in chain.from_iterable(cast(Iterable[Iterable[models.Model]], groups)):
            if isinstance(one, DistrictRow) and type(one) in TABLE_OF:
                yield one, field.name


def _collected(*rows: DistrictRow) -> Collector:
    collector = Collector(using=DEFAULT_DB_ALIAS, origin=rows[0])
    collector.collect(rows)
    return collector


class Recorder:
    """Collects the changes of one revision."""

    def __init__(self) -> None:
        self._before: dict[tuple[str, int], Values | None] = {}
        self._after: dict[tuple[str, int], Values | None] = {}
        self._entries: dict[tuple[str, int], tuple[str, int]] = {}
        self.revision: Revision | None = None
        """What `revising` wrote at its end."""

    def changed(self, row: DistrictRow, before: Mapping[str, Any], after: Values | None = None) -> None:
        """Note that a row was changed; `before` are its `values_of` before the change."""
        self._note(row, dict(before), values_of(row) if after is None else after)

    def added(self, *rows: DistrictRow) -> None:
        for row in rows:
            self._note(row, None, whole_values_of(row))

    def removed(self, row: DistrictRow) -> None:
        """Note that a row is about to be deleted; `remove` does both, with what hangs on it."""
        self._note(row, whole_values_of(row), None)

    def terms_changed(self, service: Service, before: Sequence[int]) -> None:
        """Note that the kinds of support of a service were changed; `before` were its `terms_of`."""
        self._note(service, {TERMS: list(before)}, {TERMS: terms_of(service)})

    def remove(self, row: DistrictRow) -> None:
        """Delete a row and note it, all that is deleted with it, and the links to it that become empty."""
        for linked, field in rows_unlinked_from(row):
            self._unlinked(linked, field)
        going = sorted(rows_deleted_with(row), key=lambda one: (ORDER[TABLE_OF[type(one)]], one.pk))
        for one in going:
            self.removed(one)
        row.delete()

    def _unlinked(self, row: DistrictRow, link: str) -> None:
        before = values_of(row)
        self._note(row, before, {**before, link: None})

    def _note(self, row: DistrictRow, before: Values | None, after: Values | None) -> None:
        if is_kept_apart(row):
            return
        key = (TABLE_OF[type(row)], row.pk)
        self._entries.setdefault(key, entry_of(row))
        if key not in self._before:
            self._before[key], self._after[key] = before, after
            return
        # A row that was changed twice keeps what it was at first.
        first, last = self._before[key], self._after[key]
        if first is not None and before is not None:
            self._before[key] = {**before, **first}
        if after is not None and last is not None:
            # One that became confidential meanwhile keeps nothing of where it is.
            hidden = WHERE_IT_IS.get(key[0], frozenset()) - after.keys() if "hsds_id" in after else ()
            after = {**{name: last[name] for name in last if name not in hidden}, **after}
        self._after[key] = after

    def rows(self) -> Iterator[RevisionRow]:
        """The rows that really changed, of each the fields that did."""
        for key, before in self._before.items():
            after = self._after[key]
            if before is not None and after is not None:
                shared = [name for name in after if name in before and before[name] != after[name]]
                before = {name: before[name] for name in shared}
                after = {name: after[name] for name in shared}
            if before or after:
                yield _revision_row(key, self._entries[key], before, after)


def _revision_row(
    row: tuple[str, int], entry: tuple[str, int], before: Values | None, after: Values | None
) -> RevisionRow:
    return RevisionRow(
        table=row[0], key=row[1], entry_table=entry[0], entry_key=entry[1], before=before, after=after
    )


@contextmanager
def revising(
    actor: Actor,
    kind: str = Revision.Kind.EDIT,
    *,
    brought_by: DirectoryImport | None = None,
) -> Iterator[Recorder]:
    """Keep the changes made inside as one revision, in one transaction with them."""
    recorder = Recorder()
    with transaction.atomic():
        yield recorder
        recorder.revision = write_revision(actor, kind, recorder, brought_by=brought_by)


def write_revision(
    actor: Actor, kind: str, recorder: Recorder, *, brought_by: DirectoryImport | None = None
) -> Revision | None:
    """The revision with all that was noted, or None if nothing changed."""
    rows = list(recorder.rows())
    if not rows:
        return None
    revision = Revision.objects.create(kind=kind, person=actor.person, brought_by=brought_by)
    add_rows(revision, rows)
    return revision


def add_rows(revision: Revision, rows: Iterable[RevisionRow]) -> None:
    """Keep changes that were made, and let the finder follow them."""
    kept = list(rows)
    for row in kept:
        row.revision = revision
    RevisionRow.objects.bulk_create(kept, batch_size=ROWS_AT_ONCE)
    index_changes(kept)
