"""What is left to do once an import is done: index what is new, and change what was known.

It goes on where it stopped, never back. Each batch is carried out together with the deletion of its pending
changes, so that it is carried out once.
"""

from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Q

from throughline.accounts.actions import refresh_statistics
from throughline.accounts.models import IndexedRow, SearchEntry
from throughline.partner.actions.confidential import hide_same_addresses, mark_confidential
from throughline.partner.actions.finder import SERVICES_A_TURN, in_batches, index_services
from throughline.partner.actions.history import Recorder, add_rows
from throughline.partner.actions.import_places import settle_places
from throughline.partner.actions.import_rows import OF_A_PARENT
from throughline.partner.actions.import_run import ROWS_A_TURN, ImportRun
from throughline.partner.models import (
    WHERE_IT_IS,
    Contact,
    DirectoryRow,
    FinderEntry,
    Location,
    Organization,
    PendingChange,
    Phone,
    Revision,
    RevisionRow,
    Service,
)
from throughline.partner.queries import MODELS, Values, set_values, values_of

CHANGES_A_TURN: Final = 200
PARENTS: Final = ("service", "organization", "location", "service_at_location", "contact", "phone")


def finish_import(run: ImportRun) -> None:
    """Do what is left to do of an import that is done. It may have been begun before."""
    refresh_statistics(MODELS.values())
    for model in (Organization, Service):
        _index(run, model)
    _index_in_finder(run)
    revision = Revision.objects.filter(brought_by=run.brought).first()
    if run.brought.report.get("n_known"):
        revision = _keep_added(run, revision)
    pending = PendingChange.objects.filter(brought_by=run.brought)
    marks = pending.filter(table=PendingChange.MARKS)
    changes = pending.filter(values__isnull=False).exclude(table=PendingChange.MARKS)
    removals = pending.filter(values__isnull=True)
    for some in (changes.order_by("pk"), removals.order_by("-pk")):
        while batch := list(some[: min(CHANGES_A_TURN, run.rows_a_turn)]):
            with run.turn():
                recorder = Recorder()
                for table, rows in groupby(batch, key=lambda one: one.table):
                    _carry_out(table, list(rows), recorder)
                revision = _keep(run, recorder, revision)
                PendingChange.objects.filter(pk__in=[one.pk for one in batch]).delete()
    for mark in marks:
        with run.turn():
            for location in Location.objects.filter(pk=mark.key):
                mark_confidential(run.actor, location)
            mark.delete()
    with transaction.atomic():
        run.still_ours(seen_at=None)
        settle_places(run.brought)
        hide_same_addresses(run.actor, run.brought)


def _index(run: ImportRun, model: type[IndexedRow]) -> None:
    """Add new rows to the search index. Nobody finds a word of a row that they cannot see."""
    last = 0
    while keys := _keys_after(model, run, last):
        last = keys[-1]
        done = SearchEntry.objects.filter(kind=model._meta.label_lower, row_id__in=keys)
        missing = sorted(set(keys) - set(done.values_list("row_id", flat=True)))
        if missing:
            with run.turn():
                model.rows_were_written(missing)


def _index_in_finder(run: ImportRun) -> None:
    """Add new services to the finder. Those that were known follow with their changes."""
    last = 0
    while keys := _keys_after(Service, run, last):
        last = keys[-1]
        done = FinderEntry.objects.filter(service__in=keys).order_by()
        missing = sorted(set(keys) - set(done.values_list("service", flat=True)))
        for batch in in_batches(missing, SERVICES_A_TURN):
            with run.turn():
                index_services(batch)


def _keys_after(model: Any, run: ImportRun, last: int) -> list[int]:
    rows = model.objects.filter(arrival=run.brought, pk__gt=last).order_by("pk")
    return list(rows.values_list("pk", flat=True)[: run.rows_a_turn])


def _keep_added(run: ImportRun, revision: Revision | None) -> Revision | None:
    """Keep what the import added to entries that were known: their new hours are a change of them."""
    for table in (*OF_A_PARENT, "service_at_location"):
        model, last = MODELS[table], 0
        parents = [one.name for one in model._meta.concrete_fields if one.name in PARENTS]
        others = Q()
        for name in parents:
            is_other = Q(**{f"{name}__arrival__isnull": True}) | ~Q(**{f"{name}__arrival": run.brought})
            others |= Q(**{f"{name}__isnull": False}) & is_other
        added = model.objects.filter(others, arrival=run.brought).select_related(*parents).order_by("pk")
        while batch := list(added.filter(pk__gt=last)[: run.rows_a_turn]) if parents else []:
            last = batch[-1].pk
            noted = RevisionRow.objects.filter(revision=revision, table=table, key__gte=batch[0].pk)
            known = set(noted.values_list("key", flat=True))
            with run.turn():
                recorder = Recorder()
                recorder.added(*(one for one in batch if one.pk not in known))
                revision = _keep(run, recorder, revision)
    return revision


def _keep(run: ImportRun, recorder: Recorder, revision: Revision | None) -> Revision | None:
    """Add what was changed to the one revision of the import."""
    rows = list(recorder.rows())
    if rows and revision is None:
        revision = Revision.objects.create(
            kind=Revision.Kind.IMPORT, person=run.brought.person, brought_by=run.brought
        )
    if revision is not None and rows:
        add_rows(revision, rows)
    return revision


def _carry_out(table: str, changes: Sequence[PendingChange], recorder: Recorder) -> None:
    model = MODELS[table]
    parents = [one.name for one in model._meta.concrete_fields if one.name in PARENTS and one.is_relation]
    rows = model.objects.select_related(*parents).in_bulk([one.key for one in changes])
    if changes[0].values is None:
        _remove(list(rows.values()), recorder)
    else:
        there = [(rows[one.key], one.values or {}) for one in changes if one.key in rows]
        _change(model, there, recorder)


def _remove(rows: Sequence[DirectoryRow], recorder: Recorder) -> None:
    for row in rows:
        if isinstance(row, Contact | Phone):  # others may hang on it
            recorder.remove(row)
        else:
            recorder.removed(row)
    if rows and not isinstance(rows[0], Contact | Phone):
        type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).delete()


def _change(
    model: type[DirectoryRow], there: Sequence[tuple[DirectoryRow, dict[str, Any]]], recorder: Recorder
) -> None:
    befores: dict[int, Values] = {}
    for row, values in there:
        befores.setdefault(row.pk, values_of(row))
        hidden = WHERE_IT_IS["location"] if isinstance(row, Location) and row.is_confidential else ()
        set_values(row, {name: value for name, value in values.items() if name not in hidden})
    fields = sorted({name for _, values in there for name in values})
    done = list({row.pk: row for row, _ in there}.values())
    try:
        with transaction.atomic():
            model.objects.bulk_update(done, fields, batch_size=ROWS_A_TURN)
    except IntegrityError:
        # Somebody added or removed what these rows are about since the files were read.
        done = [row for row in done if _is_saved(row, fields)]
    for row in done:
        recorder.changed(row, befores[row.pk])


def _is_saved(row: DirectoryRow, fields: Collection[str]) -> bool:
    try:
        with transaction.atomic():
            row.save(update_fields=fields)
    except IntegrityError:
        return False
    return True
