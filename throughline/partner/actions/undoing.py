"""Undo a revision of the directory, whole or not at all."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Self

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused, record
from throughline.accounts.models import DistrictRow
from throughline.accounts.permissions import Actor
from throughline.partner.actions.history import (
    ORDER,
    ROWS_AT_ONCE,
    add_rows,
    rows_deleted_with,
)
from throughline.partner.models import (
    DirectoryImport,
    DirectoryRow,
    Revision,
    RevisionRow,
    Service,
    ServiceTerm,
    SupportKind,
)
from throughline.partner.queries import (
    HIDDEN,
    NOT_UNDONE,
    TABLE_OF,
    TERMS,
    is_as_left,
    kept_fields,
    name_in_entry,
    removal_of,
    row_from,
    rows_with_history,
    set_values,
)


class CannotUndo(Refused):
    """The directory is no longer as the revision left it; the text names what has changed since.

    `entry` is the table and the key of the entry whose history tells more, `change` what to undo first.
    """

    entry: tuple[str, int] | None = None
    change: Revision | None = None

    @classmethod
    def about(cls, row: RevisionRow, sentence: str) -> Self:
        refused = cls(sentence)
        refused.entry = (row.entry_table, row.entry_key)
        return refused

    @classmethod
    def removed(cls, removal: RevisionRow) -> Self:
        sentence = _("%(what)s was removed since. Undo that change first.")
        refused = cls.about(removal, sentence % {"what": name_in_entry(removal, None)})
        refused.change = removal.revision
        return refused


@transaction.atomic
def undo(actor: Actor, revision: Revision) -> Revision:
    """Take a revision back. The undo is a revision too, so that it can be undone.

    Refused if anything that the revision touched has changed since.
    """
    revision = _locked(revision)
    rows = list(revision.rows.all())
    undone = Revision.objects.create(kind=Revision.Kind.UNDO, person=actor.person)
    apply_inverse(rows, undone)
    _mark_undone(actor, revision, undone)
    return undone


def undo_in_steps(actor: Actor, revision: Revision, advance: Callable[[int, int], object]) -> Revision:
    """Undo a revision of many rows in short transactions, as the last step of a job.

    First everything is checked, then rows are taken back in batches; one that somebody changed in between
    stops it with `CannotUndo`. What was taken back until then is in the undo, and calling this again goes on.
    """
    undone = revision.undone_by
    if undone is None:
        _check_all(revision)
        with transaction.atomic():
            revision = _locked(revision)
            undone = Revision.objects.create(kind=Revision.Kind.UNDO, person=actor.person)
            _mark_undone(actor, revision, undone)
    keys = _keys_in_order(revision, set(undone.rows.values_list("table", "key")))
    for first in range(0, len(keys), ROWS_AT_ONCE):
        with transaction.atomic():
            apply_inverse(list(RevisionRow.objects.filter(pk__in=keys[first : first + ROWS_AT_ONCE])), undone)
        advance(min(first + ROWS_AT_ONCE, len(keys)), len(keys))
    return undone


def _keys_in_order(revision: Revision, done: set[tuple[str, int]]) -> list[int]:
    """The rows still to take back: what was added goes first, and what it hangs on last."""
    rows = sorted(
        (ORDER[table] if is_kept else -ORDER[table], pk)
        for pk, table, key, is_kept in revision.rows.annotate(
            is_kept=models.ExpressionWrapper(
                models.Q(before__isnull=False), output_field=models.BooleanField()
            )
        ).values_list("pk", "table", "key", "is_kept")
        if (table, key) not in done
    )
    return [pk for _place, pk in rows]


def _locked(revision: Revision) -> Revision:
    locked = Revision.objects.select_for_update(of=("self",)).get(pk=revision.pk)
    if locked.undone_by_id is not None:
        raise CannotUndo(_("This change was already undone."))
    if locked.kind == Revision.Kind.CONFIDENTIAL:
        raise CannotUndo(str(NOT_UNDONE[Revision.Kind.CONFIDENTIAL]))
    return locked


def _mark_undone(actor: Actor, revision: Revision, undone: Revision) -> None:
    revision.undone_by = undone
    revision.save(update_fields=["undone_by"])
    record(actor, "undo_revision", revision)


def apply_inverse(rows: Sequence[RevisionRow], undone: Revision) -> None:
    """Give rows their values before a revision again, and keep that in `undone`."""
    _refuse_hidden(rows)
    in_order = sorted(rows, key=lambda row: (ORDER[row.table], row.key))
    found = _rows_of(rows, is_locking=True)
    for row in in_order:
        _check(row, found.get((row.table, row.key)))
    _remove_added([row for row in reversed(in_order) if row.before is None], found)
    _bring_back([row for row in in_order if row.after is None])
    for row in in_order:
        if row.before is not None and row.after is not None:
            _give_back(found[row.table, row.key], row.before)
    add_rows(undone, map(_inverse, rows))


def _inverse(row: RevisionRow) -> RevisionRow:
    return RevisionRow(
        table=row.table,
        key=row.key,
        entry_table=row.entry_table,
        entry_key=row.entry_key,
        before=row.after,
        after=row.before,
    )


def _refuse_hidden(rows: Iterable[RevisionRow]) -> None:
    if any(HIDDEN in (row.before or {}) or HIDDEN in (row.after or {}) for row in rows):
        raise CannotUndo(str(NOT_UNDONE[HIDDEN]))


def _check_all(revision: Revision) -> None:
    """Refuse what could not be undone before the first row is touched."""
    _locked(revision)
    last = 0
    while rows := list(revision.rows.filter(pk__gt=last).order_by("pk")[:ROWS_AT_ONCE]):
        last = rows[-1].pk
        _refuse_hidden(rows)
        found = _rows_of(rows)
        for row in rows:
            _check(row, found.get((row.table, row.key)))


def _rows_of(rows: Iterable[RevisionRow], *, is_locking: bool = False) -> dict[tuple[str, int], DistrictRow]:
    keys: dict[str, list[int]] = {}
    for row in rows:
        keys.setdefault(row.table, []).append(row.key)
    found: dict[tuple[str, int], DistrictRow] = {}
    for table, some in keys.items():
        current = rows_with_history(table)
        if is_locking:
            current = current.select_for_update()
        for first in range(0, len(some), ROWS_AT_ONCE):
            batch = current.filter(pk__in=some[first : first + ROWS_AT_ONCE])
            found |= {(table, one.pk): one for one in batch}
    return found


def _check(row: RevisionRow, found: DistrictRow | None) -> None:
    """Refuse if a row is not as the revision left it."""
    if is_as_left(row, found):
        return
    if found is None:
        removal = removal_of(row.table, row.key)
        if removal is not None:
            raise CannotUndo.removed(removal)
        raise CannotUndo.about(row, _("%(what)s was removed since.") % {"what": name_in_entry(row, None)})
    raise _changed_since(row, found)


def _changed_since(row: RevisionRow, found: DistrictRow) -> CannotUndo:
    sentence = _("%(what)s was changed since. Undo the later change first, or edit it by hand.")
    return CannotUndo.about(row, sentence % {"what": name_in_entry(row, found)})


def _remove_added(rows: Sequence[RevisionRow], found: dict[tuple[str, int], DistrictRow]) -> None:
    """Delete what the revision added, unless something that came later hangs on it."""
    added = {(row.table, row.key) for row in rows}
    groups = [(table, list(some)) for table, some in groupby(rows, key=lambda row: row.table)]
    for table, some in groups:
        for other in rows_deleted_with(*[found[table, row.key] for row in some]):
            key = (TABLE_OF[type(other)], other.pk)
            if key not in added and not isinstance(other, ServiceTerm):
                holder = next((row for row in some if _hangs_on(other, found[table, row.key])), some[0])
                raise _changed_since(holder, found[table, holder.key])
    for table, some in groups:
        rows_with_history(table).filter(pk__in=[row.key for row in some]).delete()


def _hangs_on(other: DistrictRow, row: DistrictRow) -> bool:
    links = [field for field in kept_fields(type(other)) if field.related_model is type(row)]
    return any(getattr(other, field.attname) == row.pk for field in links)


def _bring_back(rows: Sequence[RevisionRow]) -> None:
    """Write removed rows again, with their keys and their published ids."""
    made: dict[str, list[DistrictRow]] = {}
    for row in rows:
        made.setdefault(row.table, []).append(row_from(row.table, row.key, row.before or {}))
    for table, new in made.items():
        _forget_lost_imports(new)
        for one in new:
            _refuse_lost_links(one, new)
        try:
            with transaction.atomic():
                rows_with_history(table).bulk_create(new, batch_size=ROWS_AT_ONCE)
        except IntegrityError as error:
            raise CannotUndo(
                _("An entry with the same ID was added since. Merge or remove it first.")
            ) from error


def _forget_lost_imports(new: Iterable[DistrictRow]) -> None:
    """An import whose row was deleted since can't be undone any more."""
    imported = [row for row in new if isinstance(row, DirectoryRow)]
    arrivals = {row.arrival_id for row in imported if row.arrival_id is not None}
    there = set(DirectoryImport.objects.filter(pk__in=arrivals).values_list("pk", flat=True))
    for row in imported:
        if row.arrival_id not in there:
            row.arrival_id = None


def _refuse_lost_links(one: DistrictRow, new: Collection[DistrictRow]) -> None:
    """Refuse to bring back a row whose links lead nowhere now."""
    for field in kept_fields(type(one)):
        key = getattr(one, field.attname)
        if not isinstance(field, models.ForeignKey) or key is None:
            continue
        if field.related_model is type(one) and key in {row.pk for row in new}:
            continue
        if not field.remote_field.model._base_manager.filter(pk=key).exists():
            removal = removal_of(TABLE_OF.get(field.related_model, ""), key)
            if removal is not None:
                raise CannotUndo.removed(removal)
            raise CannotUndo(_("What this entry belonged to was removed since. Undo that first."))


def _give_back(row: DistrictRow, before: Mapping[str, Any]) -> None:
    if TERMS in before:
        assert isinstance(row, Service)
        row.terms.set(SupportKind.objects.filter(pk__in=before[TERMS]))
    set_values(row, before)
    row.save()
