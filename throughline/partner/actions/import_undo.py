"""Undo an import: its changes are taken back, and what it added is removed. All of it is in the history.

An entry on which something else rests since stays whole. Each entry has a transaction of its own, so that
others can work meanwhile, and an undo that was stopped can be started again.
"""

from collections.abc import Callable
from typing import Any, Final

from django.db import models, transaction

from throughline.accounts.actions import record
from throughline.accounts.models import DistrictRow
from throughline.accounts.permissions import Actor
from throughline.partner.actions.confidential import give_place_back
from throughline.partner.actions.history import (
    Recorder,
    add_rows,
    rows_deleted_with,
    rows_unlinked_from,
)
from throughline.partner.actions.undoing import CannotUndo, apply_inverse
from throughline.partner.models import (
    Attribute,
    DirectoryImport,
    Metadata,
    MetaTableDescription,
    Revision,
    RevisionRow,
    ServiceCapacity,
    ServiceTerm,
    Taxonomy,
    TaxonomyTerm,
    Unit,
)
from throughline.partner.queries import (
    MODELS,
    ImportUndo,
    entry_of,
    of_nothing,
    revision_of_import,
    spread,
    undo_in_effect,
    undo_of_import,
)

ROWS_A_TURN: Final = 300
Advance = Callable[[int, int], object]


def undo_import(actor: Actor, brought: DirectoryImport, advance: Advance) -> ImportUndo:
    """Undo what can be undone of an import, and return what is left of it."""
    plan = undo_of_import(brought)
    undone = _begin(actor, brought)
    n_all = plan.n_changed + plan.n_removed
    for n, (entry, rows) in enumerate(plan.changed.items()):
        _take_back(rows, undone)
        if entry in plan.places:
            give_place_back(brought, entry[1])
        advance(n + 1, n_all)
    # What could not be taken back after all now stays.
    plan = undo_of_import(brought)
    n_done = n_all - plan.n_removed
    for n, (table, key) in enumerate(plan.removed):
        _remove(brought, undone, table, key, plan)
        advance(n_done + n + 1, n_all)
    _remove_unused(brought, undone)
    return undo_of_import(brought)


@transaction.atomic
def _begin(actor: Actor, brought: DirectoryImport) -> Revision:
    """The undo of the import's revision; the first import of a directory has none until now."""
    revision = revision_of_import(brought)
    if revision is None:
        revision = Revision.objects.create(
            kind=Revision.Kind.IMPORT, person=brought.person, brought_by=brought
        )
    undone = undo_in_effect(revision)
    if undone is None:
        # An undo that was itself undone stays in the history as it is.
        undone = Revision.objects.create(kind=Revision.Kind.UNDO, person=actor.person)
        revision.undone_by = undone
        revision.save(update_fields=["undone_by"])
    record(actor, "undo_import", brought)
    return undone


def _take_back(rows: list[int], undone: Revision) -> None:
    """Give one entry back what the import changed, unless it was changed meanwhile: the plan names it."""
    try:
        with transaction.atomic():
            apply_inverse(list(RevisionRow.objects.filter(pk__in=rows)), undone)
    except CannotUndo:
        return


@transaction.atomic
def _remove(brought: DirectoryImport, undone: Revision, table: str, key: int, plan: ImportUndo) -> None:
    if (table, key) in plan.stays:
        return
    for entry in MODELS[table].everything.select_for_update(of=("self",)).filter(pk=key):
        going = rows_deleted_with(entry)
        keys = {(type(one), one.pk) for one in going}
        is_needed = any(not _is_of(one, brought) or entry_of(one) in plan.stays for one in going) or any(
            (type(one), one.pk) not in keys for one, _link in rows_unlinked_from(entry)
        )
        if is_needed:
            plan.stays[table, key] = "belongs"
            spread(plan.stays, set(plan.removed))
            return
        recorder = Recorder()
        recorder.remove(entry)
        add_rows(undone, recorder.rows())


def _is_of(row: DistrictRow, brought: DirectoryImport) -> bool:
    return isinstance(row, ServiceTerm) or getattr(row, "arrival_id", None) == brought.pk


def _remove_unused(brought: DirectoryImport, undone: Revision) -> None:
    """Remove notes about entries that are gone, and terms and units that nothing uses any more."""
    about = models.Q(pk__in=())
    noted = models.Q(pk__in=())
    for table, model in MODELS.items():
        there = model.everything.filter(hsds_id__isnull=False).values("hsds_id")
        about |= models.Q(link_entity=table) & ~models.Q(link_id__in=there)
        noted |= models.Q(resource_type=table) & ~models.Q(resource_id__in=there)
    for table, model in MODELS.items():
        _remove_rows(model.everything.filter(of_nothing(table), arrival=brought), undone)
    _remove_rows(Attribute.everything.filter(about, arrival=brought), undone)
    _remove_rows(Metadata.everything.filter(noted, arrival=brought), undone)
    _remove_rows(MetaTableDescription.everything.filter(arrival=brought), undone)
    used = _used(Attribute, "taxonomy_term"), _used(TaxonomyTerm, "parent")
    terms = TaxonomyTerm.everything.filter(arrival=brought)
    _remove_rows(terms.exclude(pk__in=used[0]).exclude(pk__in=used[1]), undone)
    taxonomies = Taxonomy.everything.filter(arrival=brought)
    _remove_rows(taxonomies.exclude(pk__in=_used(TaxonomyTerm, "taxonomy_detail")), undone)
    units = Unit.everything.filter(arrival=brought)
    _remove_rows(units.exclude(pk__in=_used(ServiceCapacity, "unit")), undone)


def _used(model: Any, link: str) -> Any:
    return model.everything.filter(**{f"{link}__isnull": False}).values(link)


def _remove_rows(rows: Any, undone: Revision) -> None:
    """Remove rows on which nothing hangs, batch by batch; removing some may free others."""
    while batch := list(rows.order_by("pk")[:ROWS_A_TURN]):
        with transaction.atomic():
            recorder = Recorder()
            for row in batch:
                recorder.removed(row)
            add_rows(undone, recorder.rows())
            type(batch[0])._base_manager.filter(pk__in=[row.pk for row in batch]).delete()
