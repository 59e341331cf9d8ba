"""Write a directory that was read."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from django.db import transaction

from throughline.accounts.actions import record
from throughline.accounts.permissions import Actor
from throughline.formats import hsds
from throughline.partner.actions.directory_values import cut, fitting, without_field
from throughline.partner.models import (
    Address,
    Contact,
    DirectoryImport,
    DirectoryRow,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
)
from throughline.partner.queries import as_json

TABLES: Final[Sequence[tuple[str, type[DirectoryRow], Mapping[str, str]]]] = (
    ("organization", Organization, {}),
    ("service", Service, {"organization_id": "organization"}),
    ("location", Location, {"organization_id": "organization"}),
    ("service_at_location", ServiceAtLocation, {"service_id": "service", "location_id": "location"}),
    ("address", Address, {"location_id": "location"}),
    ("phone", Phone, {"organization_id": "organization", "service_id": "service", "location_id": "location"}),
    (
        "contact",
        Contact,
        {"organization_id": "organization", "service_id": "service", "location_id": "location"},
    ),
    (
        "schedule",
        Schedule,
        {"service_id": "service", "location_id": "location", "service_at_location_id": "service_at_location"},
    ),
)
"""Tables of HSDS with their links, ordered so that linked rows are written first."""


REPLACED: Final = {"fees": "fees_description"}
"""Fields of older versions of HSDS, by the one that they became: used where that is blank."""


OWN_COLUMNS: Final = {"id", "public_id", "hsds_id", "extra", "is_confidential", "ended_on"}
"""Columns that no file fills."""


NEEDED: Final = {"service_at_location": ("service", "location"), "address": ("location",)}
"""Links without which a row is meaningless."""


LONGEST_ID: Final = 250


OF_A_PARENT: Final = (Schedule, Phone, Contact, Address)
"""Tables whose rows only describe their parent: rows missing from the file are deleted."""


@transaction.atomic
def write_directory(actor: Actor, directory: hsds.Directory, *, source: str = "") -> DirectoryImport:
    """Write a whole directory in one transaction. A row whose id is known is updated, not duplicated."""
    made: dict[str, dict[str, DirectoryRow]] = {}
    n_rows = {}
    for table, model, links in TABLES:
        n_rows[table] = len(getattr(directory, table))
        made[table], written = _write_table(table, model, links, directory, made)
        if model in OF_A_PARENT:
            _remove_outdated(model, written, links, made)
    brought = DirectoryImport.objects.create(
        version=directory.version,
        source=source[:200],
        n_organizations=n_rows["organization"],
        n_services=n_rows["service"],
        n_locations=n_rows["location"],
        n_schedules=n_rows["schedule"],
        report=_report(directory),
        person=actor.person,
    )
    record(actor, "import_directory", brought, version=directory.version, **n_rows)
    return brought


def _write_table(
    table: str,
    model: type[DirectoryRow],
    links: Mapping[str, str],
    directory: hsds.Directory,
    made: Mapping[str, Mapping[str, DirectoryRow]],
) -> tuple[dict[str, DirectoryRow], list[DirectoryRow]]:
    """Write the rows of a table; return those that others can link to, by their id in the file, and all."""
    rows: Sequence[hsds.HsdsRow] = getattr(directory, table)
    columns = {field.name for field in model._meta.concrete_fields if not field.is_relation} - OWN_COLUMNS
    linked = [(row, _linked_rows(row, links, made)) for row in rows]
    linked = [
        (row, found)
        for row, found in linked
        if all(found.get(name) is not None for name in NEEDED.get(table, ()))
    ]
    known = _known_rows(model, linked)
    new: list[DirectoryRow] = []
    old: list[DirectoryRow] = []
    by_id: dict[str, DirectoryRow] = {}
    same: Counter[str] = Counter()
    for row, found in linked:
        values = {name: value for name, value in row.values.items() if name in columns}
        for old_name, name in REPLACED.items():
            if name in columns and not values.get(name):
                values[name] = getattr(row, old_name, "")
        identity = _identity(row, table, directory.stems, same)
        mine = known(row, identity, found)
        target = mine or model()
        fit, unfit = fitting(model, values)
        extra = {**without_field(row, columns, links), **row.extra, **unfit}
        for name, value in {**fit, **found, "foreign_id": identity, "extra": extra}.items():
            setattr(target, name, value)
        (new if mine is None else old).append(target)
        # Tables that others link to come from one file: their ids are unique.
        by_id[row.id] = target
    model.objects.bulk_create(new, batch_size=1_000)
    if old:
        model.objects.bulk_update(old, sorted({*columns, "extra"}), batch_size=500)
    return by_id, [*new, *old]


def _linked_rows(
    row: hsds.HsdsRow, links: Mapping[str, str], made: Mapping[str, Mapping[str, DirectoryRow]]
) -> "Links":
    """The rows that a row links to; one of a service at a place alone belongs to that service."""
    found = {name: made[name].get(getattr(row, key)) for key, name in links.items()}
    at_place = made.get("service_at_location", {}).get(getattr(row, "service_at_location_id", ""))
    is_alone = "service_at_location" not in found and not any(found.values())
    if isinstance(at_place, ServiceAtLocation) and is_alone:
        found["service"] = at_place.service
    return found


def _identity(row: hsds.HsdsRow, table: str, stems: Mapping[str, str], same: Counter[str]) -> str:
    """The id under which a row is found again: unique in a table, though ids are unique in a file only."""
    if not row.id:
        digest = _digest(table, row)
        same[digest] += 1
        return f"{digest}:{same[digest]}"
    source = hsds.source_of(row, stems)
    identity = f"{source}:{row.id}" if source else row.id
    if len(identity) > LONGEST_ID:
        return f"{table}:{hashlib.sha256(identity.encode()).hexdigest()}"
    return identity


Links = Mapping[str, DirectoryRow | None]


def _known_rows(
    model: type[DirectoryRow], linked: Sequence[tuple[hsds.HsdsRow, Links]]
) -> Callable[[hsds.HsdsRow, str, Links], DirectoryRow | None]:
    """How to find the row that an earlier import wrote.

    A service at a place is the same as long as service and place are, whatever its id: there is one row of
    each pair.
    """
    by_id = {row.foreign_id: row for row in model.objects.exclude(foreign_id="")}
    if model is not ServiceAtLocation:
        return lambda row, identity, _found: (
            by_id.get(identity)
            or (
                # Versions before 0.2 cut long ids.
                by_id.get(cut(row.id, LONGEST_ID)) if len(row.id) > LONGEST_ID else None
            )
        )
    by_pair = {(row.service_id, row.location_id): row for row in ServiceAtLocation.objects.all()}

    def pair(found: Links) -> ServiceAtLocation | None:
        service, location = found["service"], found["location"]
        return by_pair.get((service.pk, location.pk)) if service and location else None

    taken = {row.pk for _, found in linked if (row := pair(found))}

    def known(_row: hsds.HsdsRow, identity: str, found: Links) -> DirectoryRow | None:
        moved = by_id.get(identity)
        return pair(found) or (moved if moved is not None and moved.pk not in taken else None)

    return known


def _remove_outdated(
    model: type[DirectoryRow],
    written: Collection[DirectoryRow],
    links: Mapping[str, str],
    made: Mapping[str, Mapping[str, DirectoryRow]],
) -> None:
    """Delete hours, phones, contacts and addresses that earlier imports wrote and this file no longer has.

    Only where the parent is in this file. Outdated hours would send people to a closed office. Rows entered
    by hand have no foreign id and are kept.
    """
    keep = {row.pk for row in written}
    parents = {name: {row.pk for row in made[name].values()} for name in links.values()}
    columns = [f"{name}_id" for name in parents]
    gone = [
        row["pk"]
        for row in model.objects.exclude(foreign_id="").values("pk", *columns)
        if row["pk"] not in keep and any(row[f"{name}_id"] in parents[name] for name in parents)
    ]
    for first in range(0, len(gone), 500):
        model.objects.filter(pk__in=gone[first : first + 500]).delete()


def _digest(table: str, row: hsds.HsdsRow) -> str:
    """The id of a row that came without one: a hash of its values."""
    values = json.dumps({k: str(v) for k, v in sorted({**row.values, "file": row.file}.items()) if v})
    return f"{table}:{hashlib.sha256(values.encode()).hexdigest()[:24]}"


def _report(directory: hsds.Directory) -> dict[str, object]:
    report = directory.report
    return {
        "n_rows": dict(report.n_rows),
        "fields": [
            [use.file, use.column, use.state, use.target, use.n_filled, use.n_rows, use.is_required]
            for use in report.fields
        ],
        "problems": [as_json(problem) for problem in report.problems],
        "counts": [[one.code, one.file, one.column, one.n] for one in report.counts],
        "by_year": {str(year): n for year, n in report.freshness.by_year.items()},
        "n_undated": report.freshness.n_undated,
    }
