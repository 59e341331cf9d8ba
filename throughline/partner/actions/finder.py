"""Keep the entries of the finder as the directory is, in the transaction of each change."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q

from throughline.partner.models import (
    FinderEntry,
    FinderHours,
    RevisionRow,
    Service,
    ServiceAtLocation,
)
from throughline.partner.queries import entries_made_for

SERVICES_AT_ONCE: Final = 200
SERVICES_A_TURN: Final = 50
LONGEST_PAUSE_SECONDS: Final = 0.1

_TABLES: Final = frozenset(
    ["service", "service_at_location", "location", "schedule", "language", "accessibility", "cost_option"]
)
"""Tables of which an entry says something."""


@transaction.atomic
def index_services(keys: Iterable[int]) -> int:
    """Write the entries of these services anew; return how many services were written."""
    n = 0
    for batch in in_batches(sorted(set(keys)), SERVICES_AT_ONCE):
        # Two changes that touch one service at the same time write its entries one after the other.
        locked = Service.everything.select_for_update(of=("self",), no_key=True).order_by("pk")
        n += len(locked.filter(pk__in=batch).values_list("pk", flat=True))
        _write(batch)
    return n


def _write(keys: Sequence[int]) -> None:
    old = FinderEntry.objects.filter(service__in=keys).order_by()
    known = list(old.values_list("pk", flat=True))
    if known:
        hours = FinderHours.objects.filter(entry__in=known).order_by()
        hours._raw_delete(hours.db)
        old._raw_delete(old.db)
    made = entries_made_for(keys)
    FinderEntry.objects.bulk_create([one.entry for one in made])
    rows = []
    for one in made:
        for stretch in one.hours:
            stretch.entry = one.entry
            rows.append(stretch)
    FinderHours.objects.bulk_create(rows)


def index_changes(rows: Iterable[RevisionRow]) -> None:
    """Write the entries of all services that a change of the directory is about."""
    services: set[int] = set()
    locations: set[int] = set()
    places: set[int] = set()
    ended: set[int] = set()
    for row in rows:
        if row.table == "organization":
            if _differs(row, "ended_on"):
                ended.add(row.key)
            continue
        if row.table not in _TABLES:
            continue
        for values in (row.before or {}, row.after or {}):
            services |= _keys(values, "service")
            locations |= _keys(values, "location")
            places |= _keys(values, "service_at_location")
        if row.table == "service_at_location":
            places.add(row.key)
        if row.entry_table == "service":
            services.add(row.entry_key)
        elif row.entry_table == "location":
            locations.add(row.entry_key)
    services |= _services(locations=locations, places=places, organizations=ended)
    if services:
        index_services(services)


def _differs(row: RevisionRow, name: str) -> bool:
    """Whether a change is about a field: a row that was added or removed has all fields on one side."""
    before, after = row.before or {}, row.after or {}
    return before.get(name) != after.get(name)


def _keys(values: Mapping[str, Any], name: str) -> set[int]:
    return {values[name]} if values.get(name) is not None else set()


def _services(*, locations: set[int], places: set[int], organizations: set[int]) -> set[int]:
    found: set[int] = set()
    if locations or places:
        at = ServiceAtLocation.everything.filter(Q(location__in=locations) | Q(pk__in=places)).order_by()
        found |= set(at.values_list("service", flat=True))
    if organizations:
        of = Service.everything.filter(organization__in=organizations).order_by()
        found |= set(of.values_list("pk", flat=True))
    return found


def index_in_turns(keys: Sequence[int]) -> None:
    """Write entries in short transactions and, on SQLite, pause as long as each was so that others write."""
    for batch in in_batches(keys, SERVICES_A_TURN):
        began = time.monotonic()
        index_services(batch)
        if connection.vendor == "sqlite":
            time.sleep(min(LONGEST_PAUSE_SECONDS, time.monotonic() - began))


def in_batches(keys: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for first in range(0, len(keys), size):
        yield keys[first : first + size]
