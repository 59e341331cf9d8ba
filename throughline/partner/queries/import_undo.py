"""What undoing an import takes back, and which entries stay because something rests on them since."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import models

from throughline.accounts.models import DistrictRow, Job, JobState
from throughline.partner.models import (
    ConfidentialPlace,
    DirectoryImport,
    DirectoryRow,
    Location,
    Organization,
    Revision,
    RevisionRow,
    Service,
    ServiceAtLocation,
    ServiceTerm,
)
from throughline.partner.queries.revisions import (
    BEFORE,
    HIDDEN,
    HISTORY_MODELS,
    is_as_left,
    rows_with_history,
)

Key = tuple[str, int]
Entry = Organization | Service | Location

ADDED: Final[Mapping[str, type[DirectoryRow]]] = {
    "service": Service,
    "location": Location,
    "organization": Organization,
}
"""The entries that an import adds, in the order in which they are removed."""

SUPPORT, CHANGED, EDITED, MERGED, IMPORTED, HIDES, BELONGS, NEEDED = (
    "support",
    "changed",
    "edited",
    "merged",
    "imported",
    "confidential",
    "belongs",
    "needed",
)
WHY_TOUCHED: Final[Mapping[str, str]] = {
    Revision.Kind.EDIT: EDITED,
    Revision.Kind.PARTNER: EDITED,
    Revision.Kind.MERGE: MERGED,
    Revision.Kind.IMPORT: IMPORTED,
    Revision.Kind.CONFIDENTIAL: HIDES,
}
ROWS_AT_ONCE: Final = 500
UNDO_KIND: Final = "undo_import"


@dataclass(frozen=True)
class ImportUndo:
    """`changed` are known entries to be given back, with the rows of the history; `removed` are added ones.

    `stays` has all others with the reason why they stay as they are. `places` are those of `changed` whose
    confidential place is given back, which no history has.
    """

    changed: Mapping[Key, list[int]]
    removed: list[Key]
    stays: dict[Key, str]
    places: Collection[Key] = ()

    @property
    def is_empty(self) -> bool:
        return not self.changed and not self.removed

    @property
    def n_changed(self) -> int:
        return len(self.changed)

    @property
    def n_removed(self) -> int:
        return len(self.removed)


@dataclass(frozen=True)
class StayingEntry:
    entry: Entry
    table: str
    reason: str


def revision_of_import(brought: DirectoryImport) -> Revision | None:
    return (
        Revision.objects.filter(brought_by=brought, kind=Revision.Kind.IMPORT)
        .select_related("undone_by__undone_by")
        .first()
    )


def undo_in_effect(revision: Revision | None) -> Revision | None:
    """The undo that takes a revision back now; None if there is none, or it was itself undone."""
    undone, n_undone = None, 0
    while revision is not None and revision.undone_by is not None:
        revision = undone = revision.undone_by
        n_undone += 1
    return undone if n_undone % 2 else None


def undone_imports(imports: Iterable[DirectoryImport]) -> set[int]:
    """The keys of those of these imports that were undone."""
    revisions = Revision.objects.filter(brought_by__in=list(imports), kind=Revision.Kind.IMPORT)
    revisions = revisions.filter(undone_by__isnull=False, brought_by__isnull=False)
    found = revisions.select_related("undone_by__undone_by")
    return {one.brought_by_id for one in found if undo_in_effect(one) and one.brought_by_id is not None}


def running_undo() -> Job | None:
    """An undo of an import that is carried out now."""
    return Job.objects.filter(kind=UNDO_KIND, state=JobState.RUNNING).order_by("pk").first()


def unfinished_undo(result_url: str) -> Job | None:
    """An undo that waits or is carried out, and leads to this page at its end."""
    unfinished = (JobState.WAITING, JobState.RUNNING)
    jobs = Job.objects.filter(kind=UNDO_KIND, state__in=unfinished, result_url=result_url)
    return jobs.order_by("pk").first()


def undo_of_import(brought: DirectoryImport) -> ImportUndo:
    """What undoing it would do now; what was undone already is not in it."""
    changed: dict[Key, list[int]] = {}
    stays: dict[Key, str] = {}
    taken_back: set[Key] = set()
    for row, problem in _changes(revision_of_import(brought)):
        entry = (row.entry_table, row.entry_key)
        changed.setdefault(entry, []).append(row.pk)
        taken_back.add((row.table, row.key))
        if problem:
            stays.setdefault(entry, problem)
    places = [("location", key) for key in places_replaced_by(brought) if ("location", key) not in stays]
    changed = {entry: rows for entry, rows in changed.items() if entry not in stays}
    changed |= {entry: changed.get(entry, []) for entry in places}
    added = [(table, key) for table, model in ADDED.items() for key in _keys(model, brought)]
    known = set(added)
    for entry, reason in (*_touched(brought), *_rested_on(brought, taken_back)):
        if entry in known:
            stays.setdefault(entry, reason)
    spread(stays, known)
    return ImportUndo(changed, [entry for entry in added if entry not in stays], stays, places)


def places_replaced_by(brought: DirectoryImport) -> list[int]:
    """The locations whose confidential place an import replaced and no one has changed since."""
    places = ConfidentialPlace.objects.filter(**{f"values__{BEFORE}__import": brought.pk})
    return list(places.order_by("location").values_list("location", flat=True))


def spread(stays: dict[Key, str], added: set[Key]) -> None:
    """An entry that stays keeps what it belongs to and where it is."""
    waiting = list(stays)
    while waiting:
        for entry in _needed_by(*waiting.pop()):
            if entry in added and entry not in stays:
                stays[entry] = NEEDED
                waiting.append(entry)


def staying_entries(undo: ImportUndo, most: int) -> list[StayingEntry]:
    """The first of the entries that stay, as a page links to them."""
    shown = [(key, why) for key, why in undo.stays.items() if key[0] in ADDED][:most]
    found: dict[Key, Any] = {}
    for table, model in ADDED.items():
        some = model.objects.filter(pk__in=[key for (one, key), _why in shown if one == table])
        found |= {(table, one.pk): one for one in some}
    return [StayingEntry(found[key], key[0], why) for key, why in shown if key in found]


def added_entries(brought: DirectoryImport, most: int) -> tuple[int, list[tuple[str, Any]]]:
    """How many entries that an import added are there, and the first of them with their tables."""
    n = 0
    first: list[tuple[str, Any]] = []
    for table in ("organization", "service", "location"):
        rows = ADDED[table].objects.filter(arrival=brought).order_by("pk")
        n += rows.count()
        first += [(table, row) for row in rows[: max(0, most - len(first))]]
    return n, first


def _keys(model: type[DirectoryRow], brought: DirectoryImport) -> "models.QuerySet[Any, int]":
    return model.everything.filter(arrival=brought).order_by("pk").values_list("pk", flat=True)


def _changes(revision: Revision | None) -> Iterator[tuple[RevisionRow, str]]:
    """The rows of its history still to take back, each with the reason why it can't be."""
    if revision is None:
        return
    undone = undo_in_effect(revision)
    done = set(undone.rows.values_list("table", "key")) if undone else set()
    last = 0
    while rows := list(revision.rows.filter(pk__gt=last).order_by("pk")[:ROWS_AT_ONCE]):
        last = rows[-1].pk
        waiting = [row for row in rows if (row.table, row.key) not in done]
        found = _found(waiting)
        for row in waiting:
            is_hidden = HIDDEN in (row.before or {}) or HIDDEN in (row.after or {})
            is_left = is_as_left(row, found.get((row.table, row.key)))
            yield row, HIDES if is_hidden else "" if is_left else CHANGED


def _found(rows: Iterable[RevisionRow]) -> dict[Key, DistrictRow]:
    keys: dict[str, list[int]] = {}
    for row in rows:
        keys.setdefault(row.table, []).append(row.key)
    return {
        (table, one.pk): one
        for table, some in keys.items()
        for one in rows_with_history(table).filter(pk__in=some)
    }


def _touched(brought: DirectoryImport) -> Iterator[tuple[Key, str]]:
    """Added entries with a change of the history that is still in effect."""
    for table, model in ADDED.items():
        rows = RevisionRow.objects.filter(entry_table=table, entry_key__in=_keys(model, brought).order_by())
        rows = rows.exclude(revision__kind=Revision.Kind.UNDO)
        rows = rows.exclude(revision__brought_by=brought, revision__kind=Revision.Kind.IMPORT)
        pairs = set(rows.values_list("entry_key", "revision_id"))
        revisions = Revision.objects.in_bulk({revision for _key, revision in pairs})
        for key, number in sorted(pairs):
            if undo_in_effect(revisions[number]) is None:
                yield (table, key), WHY_TOUCHED[revisions[number].kind]


def _rested_on(brought: DirectoryImport, taken_back: set[Key]) -> Iterator[tuple[Key, str]]:
    """Added entries to which rows lead that came from elsewhere."""
    targets: dict[object, str] = {model: table for table, model in ADDED.items()}
    for table, model in HISTORY_MODELS.items():
        if model is ServiceTerm:
            continue
        for field in model._meta.concrete_fields:
            target = targets.get(field.related_model)
            if target is None:
                continue
            rows = rows_with_history(table).filter(**{f"{field.name}__arrival": brought})
            if issubclass(model, DirectoryRow):
                rows = rows.exclude(arrival=brought)
            for key, entry_key in rows.values_list("pk", field.attname):
                if (table, key) not in taken_back:
                    yield (target, entry_key), SUPPORT if table == "support" else BELONGS


def _needed_by(table: str, key: int) -> Iterator[Key]:
    if table == "service":
        places = ServiceAtLocation.everything.filter(service=key)
        yield from (("location", one) for one in places.values_list("location", flat=True))
    if table in ADDED:
        link = "parent_organization" if table == "organization" else "organization"
        owners = ADDED[table].everything.filter(pk=key).values_list(link, flat=True)
        yield from (("organization", one) for one in owners if one is not None)
