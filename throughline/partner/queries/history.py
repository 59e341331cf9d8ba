"""The history of an entry, in words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format, number_format, time_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.accounts.models import DistrictRow
from throughline.accounts.queries import sentence_in_words
from throughline.formats.phrases import Days, Phrase
from throughline.formats.recurrence import weekdays
from throughline.partner.models import (
    Assurer,
    CapacityStatus,
    DirectoryImport,
    Location,
    Organization,
    Revision,
    RevisionRow,
    Schedule,
    Service,
    SupportKind,
)
from throughline.partner.queries.hours import hours
from throughline.partner.queries.revision_words import FREQUENCY_WORDS, field_words, name_of_row
from throughline.partner.queries.revisions import (
    ARRIVAL,
    HIDDEN,
    HISTORY_MODELS,
    TERMS,
    kept_fields,
    rows_with_history,
)

if TYPE_CHECKING:
    from throughline.ui.forms import Words

MOST_ROWS = 50
"""Rows of one change that a page shows."""

MOST_AT_ONCE = 500
"""Rows of a change that are undone in one transaction, while somebody waits for the page."""

CODE_WORDS: Final[Mapping[str, Mapping[str, "Words"]]] = {
    "assured_by": dict(Assurer.choices),
    "capacity_status": dict(CapacityStatus.choices),
}
"""What the values of fields with codes are called."""

CHANGED: Final = "changed"
NAMING: Final = ("name", "number", "option", "unit", "document", "address_1", "description")
"""The fields that tell rows alike apart, in this order."""

NOT_TOLD = frozenset([ARRIVAL, "public_id", "hsds_id", "last_modified"])

Entry = Organization | Service | Location


@dataclass(frozen=True)
class ToldField:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ToldRow:
    """What happened to one row; `state` is added, changed or removed."""

    name: str
    state: str
    fields: Sequence[ToldField]
    is_hidden: bool


@dataclass(frozen=True)
class ToldRevision:
    revision: Revision
    rows: Sequence[ToldRow]
    n_more: int
    why_not: str
    """Why it can't be undone; empty if it can, or was."""

    @property
    def may_undo(self) -> bool:
        return self.revision.undone_by_id is None and not self.why_not


NOT_UNDONE: Final[Mapping[str, "Words"]] = {
    Revision.Kind.CONFIDENTIAL: gettext_lazy(
        "To change whether an address is confidential, open the location and edit its address."
    ),
    HIDDEN: gettext_lazy("This change was about an address that is confidential now. It can't be undone."),
}
"""Why some changes are never undone."""


def why_not_undone(revisions: Iterable[Revision]) -> dict[int, str]:
    """The sentence that says why, by the key of each change that no one can undo."""
    # An import is undone entry by entry: what is about such an address stays.
    listed = [one for one in revisions if one.undone_by_id is None and one.brought_by_id is None]
    is_hidden = Q(before__has_key=HIDDEN) | Q(after__has_key=HIDDEN)
    rows = RevisionRow.objects.filter(is_hidden, revision__in=listed).order_by()
    hidden = set(rows.values_list("revision", flat=True).distinct())
    found = {one.pk: str(NOT_UNDONE[HIDDEN]) for one in listed if one.pk in hidden}
    own = [one.pk for one in listed if one.kind == Revision.Kind.CONFIDENTIAL]
    return found | dict.fromkeys(own, str(NOT_UNDONE[Revision.Kind.CONFIDENTIAL]))


def revisions_of(entry: Entry) -> QuerySet[Revision]:
    rows = RevisionRow.objects.filter(entry_table=str(entry._meta.model_name), entry_key=entry.pk)
    changed = Revision.objects.filter(pk__in=rows.values("revision"))
    return changed.select_related("person", "brought_by", "undone_by__person")


def is_undone_in_steps(revision: Revision) -> bool:
    """Whether a change has more rows than one transaction should undo, and some are still to undo."""
    n_rows = revision.rows.count()
    n_undone = revision.undone_by.rows.count() if revision.undone_by else 0
    return n_rows > MOST_AT_ONCE and n_undone < n_rows


def name_in_entry(row: RevisionRow, found: DistrictRow | None) -> str:
    """What a row of the history was about, with the entry that it belongs to."""
    name = name_of_row(row, found)
    if (row.table, row.key) == (row.entry_table, row.entry_key):
        return name
    entry = find_entry(row.entry_table, row.entry_key)
    return f"{name} ({getattr(entry, 'title', entry)})" if entry is not None else name


def find_entry(table: str, key: int) -> Entry | None:
    if HISTORY_MODELS.get(table) not in {Organization, Service, Location}:
        return None
    found: Entry | None = rows_with_history(table).filter(pk=key).first()
    return found


def removal_of(table: str, key: int) -> RevisionRow | None:
    """The last change that removed a row."""
    rows = RevisionRow.objects.filter(table=table, key=key, after__isnull=True)
    return rows.select_related("revision").order_by("-pk").first()


def entry_of_revision(revision: Revision) -> Entry | None:
    """The first entry of a change that is still there."""
    for table, key in revision.rows.values_list("entry_table", "entry_key").distinct()[:MOST_ROWS]:
        model = HISTORY_MODELS.get(table)
        if model in {Organization, Service, Location}:
            found = rows_with_history(table).filter(pk=key).first()
            if isinstance(found, Organization | Service | Location):
                return found
    return None


def told(revisions: Iterable[Revision], entry: Entry | None = None) -> list[ToldRevision]:
    """Changes in words: all of them, or what they did to one entry."""
    listed = list(revisions)
    rows = RevisionRow.objects.filter(revision__in=listed)
    if entry is not None:
        rows = rows.filter(entry_table=str(entry._meta.model_name), entry_key=entry.pk)
    by_revision: dict[int, list[RevisionRow]] = {}
    n_rows: dict[int, int] = {}
    for row in rows.order_by("pk").iterator(1_000):
        n_rows[row.revision_id] = n_rows.get(row.revision_id, 0) + 1
        if n_rows[row.revision_id] <= MOST_ROWS:
            by_revision.setdefault(row.revision_id, []).append(row)
    shown = [row for some in by_revision.values() for row in some]
    names = _names_of_links(shown) | _names_of_changed(shown)
    why_not = why_not_undone(listed)
    return [
        ToldRevision(
            revision,
            [_told_row(row, names) for row in by_revision.get(revision.pk, ())],
            max(0, n_rows.get(revision.pk, 0) - MOST_ROWS),
            why_not.get(revision.pk, ""),
        )
        for revision in listed
    ]


@dataclass(frozen=True)
class ToldChange:
    """One changed row of an import, with the entry on whose page it is shown."""

    row: ToldRow
    table: str
    entry: Entry | None


def changes_of_import(brought: DirectoryImport) -> QuerySet[RevisionRow]:
    """The rows that an import changed, removed or added to known entries, entry by entry."""
    rows = RevisionRow.objects.filter(revision__brought_by=brought, revision__kind=Revision.Kind.IMPORT)
    return rows.order_by("entry_table", "entry_key", "pk")


def told_changes(rows: Iterable[RevisionRow]) -> list[ToldChange]:
    """Rows of the history in words, each with its entry."""
    listed = list(rows)
    names = _names_of_links(listed) | _names_of_changed(listed)
    keys: dict[str, set[int]] = {}
    for row in listed:
        keys.setdefault(row.entry_table, set()).add(row.entry_key)
    entries: dict[tuple[str, int], Entry] = {}
    for table in keys.keys() & {"organization", "service", "location"}:
        found = rows_with_history(table).filter(pk__in=keys[table])
        entries |= {(table, one.pk): one for one in found}
    return [
        ToldChange(_told_row(row, names), row.entry_table, entries.get((row.entry_table, row.entry_key)))
        for row in listed
    ]


Names = dict[tuple[str, Any], str]


def _told_row(row: RevisionRow, names: Names) -> ToldRow:
    before, after = row.before or {}, row.after or {}
    state = "added" if row.before is None else "removed" if row.after is None else "changed"
    # Whose page it is goes without saying, unless a row was moved to another.
    untold = NOT_TOLD | ({HIDDEN} if state == "changed" else {HIDDEN, row.entry_table})
    fields = [
        ToldField(field_words(name), _words(row, name, before, names), _words(row, name, after, names))
        for name in {**before, **after}
        if name not in untold and before.get(name) != after.get(name)
    ]
    return ToldRow(
        name_of_row(row, None, names.get((CHANGED, row.pk or id(row)), "")),
        state,
        [field for field in fields if field.before != field.after],
        HIDDEN in before or HIDDEN in after,
    )


def _words(row: RevisionRow, name: str, values: dict[str, Any], names: Names) -> str:
    value = values.get(name)
    if value is None or value in ("", {}, []):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name == TERMS:
        return ", ".join(sorted(names.get((TERMS, key), _("(removed)")) for key in value))
    if (link := _links(row.table).get(name)) is not None:
        return names.get((link, value), _("(removed)"))
    if isinstance(value, dict):
        return "; ".join(f"{key}: {text}" for key, text in value.items() if isinstance(text, str | int))
    if isinstance(value, float):
        return number_format(int(value) if value.is_integer() else value, use_l10n=True)
    return _of_schedule(name, str(value)) or _of_code(name, str(value)) or _day(str(value))


def _of_schedule(name: str, value: str) -> str:
    """Codes and times of opening hours in words; empty for anything else."""
    if name == "freq":
        return str(FREQUENCY_WORDS.get(value.upper(), value))
    if name == "byday" and (days := weekdays(value)):
        return sentence_in_words(Phrase.of("days", days=Days(days)))
    if name in {"opens_at", "closes_at"} and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d(:00)?", value, re.ASCII):
        return time_format(time.fromisoformat(value), "TIME_FORMAT")
    return ""


def _of_code(name: str, value: str) -> str:
    return str(CODE_WORDS.get(name, {}).get(value, ""))


def _day(value: str) -> str:
    try:
        moment: datetime | None = parse_datetime(value) if "T" in value else None
        day = moment or (parse_date(value) if len(value) == 10 and value[4] == "-" else None)
    except ValueError:  # such as 2026-99-99, which someone wrote in a text
        return value
    if isinstance(day, datetime) and is_aware(day):
        day = localtime(day)
    return date_format(day) if day is not None else value


def _links(table: str) -> dict[str, str]:
    """The tables to which the links of a table lead."""
    by_model: dict[object, str] = {model: name for name, model in HISTORY_MODELS.items()}
    by_model[SupportKind] = TERMS
    return {
        field.name: by_model.get(field.related_model, "")
        for field in kept_fields(HISTORY_MODELS[table])
        if field.is_relation
    }


def _names_of_links(rows: Iterable[RevisionRow]) -> Names:
    """The names of the rows that changes link to, read together."""
    keys: dict[str, set[Any]] = {}
    for row in rows:
        links = _links(row.table)
        for values in (row.before or {}, row.after or {}):
            for name in links.keys() & values.keys():
                keys.setdefault(links[name], set()).add(values[name])
            keys.setdefault("terms", set()).update(values.get("terms", ()))
    names: Names = {
        ("terms", kind.pk): str(kind) for kind in SupportKind.objects.filter(pk__in=keys.pop("terms", set()))
    }
    for table, some in keys.items():
        if table:
            found = rows_with_history(table).filter(pk__in=some - {None})
            names |= {(table, one.pk): _shown(one) for one in found}
    return names


def _names_of_changed(rows: Iterable[RevisionRow]) -> Names:
    """Which of several rows was changed: the hours as they were, the phone number, the name of a price."""
    changed: dict[str, dict[int, list[RevisionRow]]] = {}
    for row in rows:
        is_detail = (row.table, row.key) != (row.entry_table, row.entry_key)
        is_hidden = HIDDEN in (row.before or {}) or HIDDEN in (row.after or {})
        if is_detail and not is_hidden and row.before is not None and row.after is not None:
            changed.setdefault(row.table, {}).setdefault(row.key, []).append(row)
    names: Names = {}
    for table, some in changed.items():
        for found in rows_with_history(table).filter(pk__in=some):
            for row in some[found.pk]:
                names[CHANGED, row.pk or id(row)] = _name_before(found, row.before or {})
    return names


def _name_before(found: Any, before: Mapping[str, Any]) -> str:
    if isinstance(found, Schedule):
        fields = {field.attname: field for field in Schedule._meta.concrete_fields}
        values: dict[str, Any] = {name: getattr(found, name) for name in fields}
        values |= {name: fields[name].to_python(value) for name, value in before.items() if name in fields}
        return "; ".join(hours([Schedule(**values)], as_listed=True))
    if "unit" in before:  # the name of a link is told among what was changed
        return ""
    return next((str(text) for name in NAMING if (text := before.get(name) or getattr(found, name, ""))), "")


def _shown(row: Any) -> str:
    return str(getattr(row, "name", "") or getattr(row, "number", "") or row.pk)
