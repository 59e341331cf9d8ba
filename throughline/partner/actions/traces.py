"""Take where a location is from what was kept of it: history, imports, reports, proposals, uploaded files."""

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any, Final

from django.apps import apps
from django.db.models import Q

from throughline.accounts.actions import remove_upload
from throughline.accounts.models import Job, Upload
from throughline.accounts.permissions import Actor
from throughline.formats.hsds import TABLES
from throughline.partner.models import (
    WHERE_IT_IS,
    DirectoryImport,
    DirectoryProblem,
    DirectoryRow,
    Duplicate,
    Location,
    PendingChange,
    Revision,
    RevisionRow,
)
from throughline.partner.queries import HIDDEN, NOT_QUOTED, OF_A_PLACE, Values

HARMLESS_FILES: Final = frozenset(
    f"{table.stem}.csv" for name, table in TABLES.items() if name not in {"location", *OF_A_PLACE}
)
"""Files whose cells do not say where a location is."""


def remove_traces(actor: Actor, location: Location, held: Mapping[str, Iterable[DirectoryRow]]) -> None:
    """Remove what was kept of where a location is; `held` are its addresses and other rows, by table."""
    _clear_history(location, held)
    _clear_pending(location, held)
    _clear_reports()
    _remove_proposals(location)
    _remove_files(actor)


def _clear_history(location: Location, held: Mapping[str, Iterable[DirectoryRow]]) -> None:
    """Earlier changes keep who made them and when. They cannot be undone: the values are gone."""
    about = Q(table="location", key=location.pk)
    about |= Q(table__in=OF_A_PLACE, entry_table="location", entry_key=location.pk)
    for table, rows in held.items():
        about |= Q(table=table, key__in=[row.pk for row in rows])
    # What was merged into this location was the same place.
    merges = Revision.objects.filter(
        kind__in=[Revision.Kind.MERGE, Revision.Kind.UNDO],
        pk__in=RevisionRow.objects.filter(about).values("revision"),
    )
    about |= Q(table__in=["location", *OF_A_PLACE], revision__in=merges.values("pk"))
    cleared = []
    for row in RevisionRow.objects.filter(about):
        before, after = _cleared(row.table, row.before), _cleared(row.table, row.after)
        if (before, after) != (row.before, row.after):
            row.before, row.after = before, after
            cleared.append(row)
    RevisionRow.objects.bulk_update(cleared, ["before", "after"], batch_size=500)


def _cleared(table: str, values: Values | None) -> Values | None:
    if values is None:
        return None
    hidden = WHERE_IT_IS.get(table, values.keys())
    kept = {name: value for name, value in values.items() if name not in hidden}
    return values if len(kept) == len(values) else {**kept, HIDDEN: True}


def _clear_pending(location: Location, held: Mapping[str, Iterable[DirectoryRow]]) -> None:
    """What an import that is at work found: the next import brings it again, to the confidential place."""
    for change in PendingChange.objects.filter(table="location", key=location.pk):
        change.values = {
            name: value
            for name, value in (change.values or {}).items()
            if name not in WHERE_IT_IS["location"]
        }
        change.save()
    for table, rows in held.items():
        PendingChange.objects.filter(table=table, key__in=[row.pk for row in rows]).delete()


def _clear_reports() -> None:
    """No report of an import quotes a cell of a place any more, whichever place it was."""
    for brought in DirectoryImport.objects.all():
        problems = [_without_cells(row) for row in brought.report.get("problems", [])]
        if problems != brought.report.get("problems", []):
            brought.report = {**brought.report, "problems": problems}
            brought.save(update_fields=["report"])
    kinds = [f"import_{name}" for name in _upload_kinds()]
    over = [job for job in Job.objects.filter(kind__in=kinds) if job.is_over and job.report]
    Job.objects.filter(pk__in=[job.pk for job in over]).update(report=[], reports={})


def _without_cells(row: dict[str, Any]) -> dict[str, Any]:
    if PurePath(str(row.get("file", ""))).name in HARMLESS_FILES:
        return row
    params = {
        name: NOT_QUOTED if isinstance(value, str) else value
        for name, value in row.get("params", {}).items()
        if not isinstance(value, float)
    }
    floats = {name: 0.0 for name, value in row.get("params", {}).items() if isinstance(value, float)}
    return {**row, "params": {**params, **floats}}


def _remove_proposals(location: Location) -> None:
    """The next check finds anew what can be found without the address."""
    mine = Q(table="location") & (Q(first_key=location.pk) | Q(second_key=location.pk))
    services = location.services.values_list("service_id", flat=True)
    for table, keys in (("service", list(services)), ("organization", [location.organization_id])):
        mine |= Q(table=table, state=Duplicate.State.OPEN) & (Q(first_key__in=keys) | Q(second_key__in=keys))
    Duplicate.objects.filter(mine).delete()
    DirectoryProblem.objects.filter(entry_table="location", entry_key=location.pk).delete()


def _upload_kinds() -> list[str]:
    return [kind.name for kind in apps.get_app_config("partner").upload_kinds]  # type: ignore[attr-defined]


def _remove_files(actor: Actor) -> None:
    """Files of directories that wait to be imported; one that is being imported is deleted after that."""
    waiting = Upload.objects.filter(kind__in=_upload_kinds(), removed_at__isnull=True)
    for upload in waiting.select_related("district", "job"):
        if upload.importing_job is None:
            remove_upload(actor, upload)
