"""The changes of the directory: what each was about, and whether it can be undone."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import DenseRank
from django.utils.translation import gettext_lazy, pgettext_lazy

from throughline.partner.models import Revision, RevisionRow
from throughline.partner.queries.duplicates import TABLES_COMPARED
from throughline.partner.queries.history import why_not_undone
from throughline.partner.queries.names import named
from throughline.partner.queries.revision_words import TABLE_WORDS, name_of_row

MOST_ENTRIES: Final = 3

KIND_WORDS: Final = {
    Revision.Kind.EDIT: pgettext_lazy("change", "Edited"),
    Revision.Kind.PARTNER: gettext_lazy("Updated by the partner"),
    Revision.Kind.IMPORT: gettext_lazy("Changed by an import"),
    Revision.Kind.MERGE: gettext_lazy("Merged"),
    Revision.Kind.CONFIDENTIAL: gettext_lazy("Changed who can see an address"),
    Revision.Kind.UNDO: gettext_lazy("Undid a change"),
}

ADDED: Final = pgettext_lazy("change", "Added")
REMOVED: Final = pgettext_lazy("change", "Removed")
UNDID_IMPORT: Final = gettext_lazy("Undid an import")

Key = tuple[str, int]


@dataclass(frozen=True)
class Entry:
    """An entry of the directory that a change is about. One that is gone has no `public_id`."""

    table: str
    name: str
    public_id: str


@dataclass(frozen=True)
class Change:
    """A change of the directory: by whom, when, of what, and of how many entries more."""

    revision: Revision
    words: str
    entries: Sequence[Entry]
    n_more: int
    why_not: str
    """Why it can't be undone; empty if it can, or was."""

    @property
    def may_undo(self) -> bool:
        return self.revision.undone_by_id is None and not self.why_not


def directory_changes() -> QuerySet[Revision]:
    """All changes, newest first. One without rows, of an import that only added entries, says nothing."""
    rows = RevisionRow.objects.filter(revision=OuterRef("pk"))
    found = Revision.objects.filter(Exists(rows)).order_by("-pk")
    return found.select_related("person", "brought_by", "undone_by", "undoes")


def changes(revisions: Iterable[Revision]) -> list[Change]:
    """Changes with the entries they are about, in nine queries however many rows they have."""
    found = list(revisions)
    shown = _first_entries(found)
    names = _names({entry for entries in shown.values() for entry in entries})
    n_entries = _n_entries(found)
    added, removed = _added_and_removed([one for one in found if one.kind == Revision.Kind.EDIT])
    why_not = why_not_undone(found)
    return [
        Change(
            one,
            _change_words(one, added, removed),
            [names[entry] for entry in shown.get(one.pk, ())],
            n_entries.get(one.pk, 0) - len(shown.get(one.pk, ())),
            why_not.get(one.pk, ""),
        )
        for one in found
    ]


def _change_words(revision: Revision, added: Collection[int], removed: Collection[int]) -> str:
    if revision.pk in added:
        return str(ADDED)
    undone = getattr(revision, "undoes", None)
    if undone is not None and undone.kind == Revision.Kind.IMPORT:
        return str(UNDID_IMPORT)
    return str(REMOVED if revision.pk in removed else KIND_WORDS[Revision.Kind(revision.kind)])


def _first_entries(revisions: Sequence[Revision]) -> dict[int, list[Key]]:
    """The first entries of each change: organizations, then services, locations, and all else."""
    order = [When(entry_table=table, then=Value(place)) for place, table in enumerate(TABLES_COMPARED)]
    place = Case(*order, default=Value(len(order)))
    rank = Window(DenseRank(), partition_by=F("revision"), order_by=[place, F("entry_table"), F("entry_key")])
    rows = RevisionRow.objects.filter(revision__in=revisions).annotate(rank=rank)
    keys = rows.filter(rank__lte=MOST_ENTRIES).order_by("rank")
    found: dict[int, dict[Key, None]] = {}
    for revision, table, key in keys.values_list("revision", "entry_table", "entry_key"):
        found.setdefault(revision, {})[table, key] = None
    return {revision: list(entries) for revision, entries in found.items()}


def _n_entries(revisions: Sequence[Revision]) -> dict[int, int]:
    rows = RevisionRow.objects.filter(revision__in=revisions).order_by()
    counts = rows.values("revision", "entry_table").annotate(n=Count("entry_key", distinct=True))
    found: dict[int, int] = {}
    for revision, n in counts.values_list("revision", "n"):
        found[revision] = found.get(revision, 0) + n
    return found


def _added_and_removed(revisions: Sequence[Revision]) -> tuple[set[int], set[int]]:
    """The changes in which an organization, a service or a location itself came, and in which one went."""
    itself = {"table": F("entry_table"), "key": F("entry_key"), "table__in": list(TABLES_COMPARED)}
    rows = RevisionRow.objects.filter(revision__in=revisions, **itself).order_by()
    came = rows.filter(before__isnull=True).values_list("revision", flat=True)
    went = rows.filter(after__isnull=True).values_list("revision", flat=True)
    return set(came.distinct()), set(went.distinct())


def _names(keys: set[Key]) -> dict[Key, Entry]:
    found: dict[Key, Entry] = {}
    for table, model in TABLES_COMPARED.items():
        rows: QuerySet[Any] = model.objects.filter(pk__in=[key for of, key in keys if of == table])
        related = () if table == "organization" else ("organization",)
        for row in rows.select_related(*related):
            found[table, row.pk] = Entry(table, named(row), row.public_id)
    gone = keys - found.keys()
    return found | _names_in_history(gone) if gone else found


def _names_in_history(keys: Collection[Key]) -> dict[Key, Entry]:
    """What the history calls entries that are gone."""
    found = {key: Entry(key[0], str(TABLE_WORDS.get(key[0], key[0])), "") for key in keys}
    about = Q(pk__in=())
    for table in {table for table, _key in keys}:
        about |= Q(table=table, key__in=[key for of, key in keys if of == table])
    rows = RevisionRow.objects.filter(about, table=F("entry_table"), key=F("entry_key"))
    # The row of its removal has all its values, and comes last.
    for row in rows.order_by(Case(When(after__isnull=True, then=1), default=0), "pk"):
        found[row.table, row.key] = Entry(row.table, name_of_row(row, None), "")
    return found
