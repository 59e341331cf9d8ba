"""Merge two entries of the directory that are the same: what hangs on one moves to the other.

Everything is in one revision of the history, so that a merge can be undone: the removed entry comes back with
its ids, and what moved goes back to it.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.db import models, transaction
from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused, record
from throughline.accounts.models import DistrictRow
from throughline.accounts.permissions import Actor
from throughline.methods.duplicates import Street, address_key, phone_key
from throughline.partner.actions.history import Recorder, write_revision
from throughline.partner.actions.undoing import undo
from throughline.partner.models import (
    Address,
    Attribute,
    DirectoryRow,
    Duplicate,
    Location,
    MergedRow,
    Metadata,
    Organization,
    PartnerLink,
    Phone,
    ProposedEdit,
    Revision,
    Service,
)
from throughline.partner.queries import (
    FIELDS_COMPARED,
    HISTORY_MODELS,
    TABLE_OF,
    TABLES_COMPARED,
    TOGETHER,
    is_open,
    kept_fields,
    rows_with_history,
    values_of,
)

OWN: Final = frozenset(["foreign_id", "hsds_id", "public_id", "extra", "last_modified", "created_at"])
"""Fields that differ between rows that say the same."""

ONCE_A_PAIR: Final = {"service_at_location": ("service", "location"), "service_term": ("service", "term")}
"""Tables with one row of each pair, whatever else it says."""

STAY_APART: Final = frozenset(["organization", "service", "location", "support"])
"""Rows that are never taken for the same by a merge of what they belong to: a person decides that of each."""

Choices = Mapping[str, int]


@transaction.atomic
def merge_duplicate(actor: Actor, duplicate: Duplicate, *, kept_key: int, choices: Choices) -> Duplicate:
    """Merge the two entries of a proposal.

    `kept_key` is the entry that stays; `choices` name, by field, the entry whose value is kept.
    """
    duplicate = _undecided(duplicate)
    kept, removed = _locked_entries(duplicate, kept_key)
    recorder = Recorder()
    before = values_of(kept)
    _take_values(duplicate.table, kept, removed, choices)
    removed_id = removed.public_id
    _move_links(kept, removed)
    _join(recorder, kept, removed)
    kept.save()
    recorder.changed(kept, before)
    revision = write_revision(actor, Revision.Kind.MERGE, recorder)
    _forget_open(duplicate, removed_key=_other_key(duplicate, kept_key))
    duplicate.revision = revision
    _decide(actor, duplicate, Duplicate.State.MERGED)
    record(actor, "merge_entries", kept, removed=removed_id)
    return duplicate


@transaction.atomic
def keep_both(actor: Actor, duplicate: Duplicate) -> Duplicate:
    """Say that the two are different entries: they are not proposed again."""
    duplicate = _undecided(duplicate)
    _decide(actor, duplicate, Duplicate.State.DIFFERENT)
    record(actor, "keep_both_entries", duplicate)
    return duplicate


@transaction.atomic
def reopen_duplicate(actor: Actor, duplicate: Duplicate) -> Duplicate:
    """Take a decision back: a merge is undone in the history."""
    duplicate = Duplicate.objects.select_for_update(of=("self",)).get(pk=duplicate.pk)
    if is_open(duplicate):
        return duplicate
    if duplicate.state == Duplicate.State.MERGED and duplicate.revision is not None:
        undo(actor, _last_of(duplicate.revision))
    duplicate.state, duplicate.decided_by = Duplicate.State.OPEN, None
    duplicate.save(update_fields=["state", "decided_by"])
    record(actor, "reopen_duplicate", duplicate)
    return duplicate


def _last_of(revision: Revision) -> Revision:
    """The merge, or what brought it back after it was undone."""
    while revision.undone_by is not None:
        revision = revision.undone_by
    return revision


def _undecided(duplicate: Duplicate) -> Duplicate:
    locked = Duplicate.objects.select_for_update(of=("self",)).get(pk=duplicate.pk)
    if not is_open(locked):
        raise Refused(_("Someone has decided this already. Reload the page."))
    return locked


def _other_key(duplicate: Duplicate, key: int) -> int:
    return duplicate.second_key if key == duplicate.first_key else duplicate.first_key


def _locked_entries(duplicate: Duplicate, kept_key: int) -> tuple[Any, Any]:
    """The entry that stays and the other, both locked in the order of their keys."""
    keys = (duplicate.first_key, duplicate.second_key)
    rows: Any = TABLES_COMPARED[duplicate.table].objects.select_for_update().order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=keys)}
    if len(found) < len(keys) or kept_key not in found:
        raise Refused(_("One of the two was removed in the meantime. There is nothing to merge."))
    if any(isinstance(row, Location) and row.is_confidential for row in found.values()):
        raise Refused(_("A confidential location can't be merged."))
    return found[kept_key], found[_other_key(duplicate, kept_key)]


def _take_values(table: str, kept: DirectoryRow, removed: DirectoryRow, choices: Choices) -> None:
    """Take the chosen values, and of what nobody chose about, what only the removed entry says."""
    compared = set(FIELDS_COMPARED[table])
    for name in FIELDS_COMPARED[table]:
        together = TOGETHER.get(name)
        compared |= {together} if together else set()
        if choices.get(name) == removed.pk:
            for one in filter(None, (name, together)):
                setattr(kept, one, getattr(removed, one))
    for field in kept_fields(type(kept)):
        if field.name not in compared | OWN and getattr(kept, field.attname) in (None, ""):
            value = getattr(removed, field.attname)
            setattr(kept, field.attname, None if field.is_relation and value == kept.pk else value)
    kept.extra = {**removed.extra, **kept.extra}


def _move_links(kept: DirectoryRow, removed: DirectoryRow) -> None:
    """The links and edits of partners go to the entry that stays. Undoing a merge leaves them there."""
    if isinstance(kept, Organization):
        PartnerLink.objects.filter(organization=removed.pk).update(organization=kept.pk)
    if isinstance(kept, Service):
        ProposedEdit.objects.filter(service=removed.pk).update(service=kept.pk)


def _decide(actor: Actor, duplicate: Duplicate, state: str) -> None:
    duplicate.state, duplicate.decided_by = state, actor.person
    duplicate.save(update_fields=["state", "decided_by", "revision"])


def _forget_open(duplicate: Duplicate, *, removed_key: int) -> None:
    """Other proposals about the removed entry: the next search finds what is left of them."""
    gone = models.Q(first_key=removed_key) | models.Q(second_key=removed_key)
    rows = Duplicate.objects.filter(gone, table=duplicate.table, state=Duplicate.State.OPEN)
    rows.exclude(pk=duplicate.pk).delete()


def _join(recorder: Recorder, kept: DistrictRow, removed: DistrictRow) -> None:
    """Move what hangs on one row to the other, without saying anything twice, and remove the one."""
    for field in _links_to(type(kept)):
        _move(recorder, field, kept, removed)
    if isinstance(kept, DirectoryRow) and isinstance(removed, DirectoryRow):
        _keep_extra(recorder, kept, removed)
        _move_notes(recorder, kept, removed)
        _remember(kept, removed)
    recorder.remove(removed)


def _keep_extra(recorder: Recorder, kept: DirectoryRow, removed: DirectoryRow) -> None:
    """Columns that are stored unmapped are not lost."""
    extra = {**removed.extra, **kept.extra}
    if extra != kept.extra:
        before = values_of(kept)
        kept.extra = extra
        kept.save(update_fields=["extra"])
        recorder.changed(kept, before)


def _links_to(model: type[models.Model]) -> Iterator["models.ForeignKey[Any, Any]"]:
    for one in HISTORY_MODELS.values():
        for field in one._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is model:
                yield field


def _move(
    recorder: Recorder, field: "models.ForeignKey[Any, Any]", kept: DistrictRow, removed: DistrictRow
) -> None:
    table = TABLE_OF[field.model]
    of_kept = {_meaning(row, field.name): row for row in _hanging(table, field, kept)}
    for row in _hanging(table, field, removed):
        same = of_kept.get(_meaning(row, field.name))
        if row.pk == kept.pk and type(row) is type(kept):
            # An entry that was part of its own duplicate is now part of nothing; `kept` is saved at the end.
            setattr(kept, field.name, None)
        elif same is not None and table not in STAY_APART:
            _join(recorder, same, row)
        else:
            before = values_of(row)
            setattr(row, field.name, kept)
            row.save(update_fields=[field.name])
            recorder.changed(row, before)
            of_kept[_meaning(row, field.name)] = row


def _hanging(table: str, field: "models.ForeignKey[Any, Any]", to: DistrictRow) -> list[Any]:
    return list(rows_with_history(table).filter(**{field.name: to}).order_by("pk"))


def _meaning(row: models.Model, link: str) -> tuple[object, ...]:
    """What a row says without ids, case and the link itself: two rows that say the same are equal."""
    pair = ONCE_A_PAIR.get(TABLE_OF[type(row)])
    if pair is not None:
        return tuple(getattr(row, f"{name}_id") for name in pair if name != link)
    values = {name: value for name, value in values_of(row).items() if name not in OWN and name != link}
    if isinstance(row, Phone):
        values["number"] = phone_key(row.number) or row.number
    if isinstance(row, Address):
        written = address_key(Street(row.address_1, row.city, row.postal_code))
        if written:
            values |= {"address_1": written, "city": "", "postal_code": "", "state_province": ""}
    return tuple(
        (name, " ".join(value.casefold().split()) if isinstance(value, str) else str(value))
        for name, value in sorted(values.items())
    )


def _move_notes(recorder: Recorder, kept: DirectoryRow, removed: DirectoryRow) -> None:
    """Terms and notes that name a row by its published id."""
    table = TABLE_OF[type(removed)]
    attributes = Attribute.everything.filter(link_entity=table)
    theirs = {(row.taxonomy_term_id, row.value) for row in attributes.filter(link_id=kept.hsds_id)}
    for attribute in attributes.filter(link_id=removed.hsds_id):
        if (attribute.taxonomy_term_id, attribute.value) in theirs:
            recorder.remove(attribute)
            continue
        before = values_of(attribute)
        attribute.link_id = kept.hsds_id
        attribute.save(update_fields=["link_id"])
        recorder.changed(attribute, before)
    for note in Metadata.everything.filter(resource_type=table, resource_id=removed.hsds_id):
        before = values_of(note)
        note.resource_id = kept.hsds_id
        note.save(update_fields=["resource_id"])
        recorder.changed(note, before)


def _remember(kept: DirectoryRow, removed: DirectoryRow) -> None:
    """So that old links lead to the kept row, and an import of the same source does not bring it again."""
    MergedRow.objects.update_or_create(
        table=TABLE_OF[type(removed)],
        key=removed.pk,
        defaults={
            "kept_key": kept.pk,
            "foreign_id": removed.foreign_id,
            "hsds_id": removed.hsds_id,
            "public_id": getattr(removed, "public_id", ""),
        },
    )
