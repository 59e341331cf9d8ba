"""Import a directory that was read: nothing of it is seen until all of it is written."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

from django.db import DatabaseError, transaction

from throughline.accounts.actions import record
from throughline.accounts.models import Job
from throughline.accounts.permissions import Actor
from throughline.formats.problems import ReportRow
from throughline.partner.actions.confidential import hide_same_addresses
from throughline.partner.actions.import_finish import finish_import
from throughline.partner.actions.import_places import divert_since
from throughline.partner.actions.import_run import (
    ImportRun,
    begin_import,
    discard_import,
    log,
    lost_imports,
)
from throughline.partner.actions.import_writer import DirectoryWriter, Source
from throughline.partner.models import DirectoryImport
from throughline.partner.queries import as_json

Outcome = Callable[[DirectoryImport, Sequence[ReportRow]], None]


def _nothing(_n_rows: int) -> None:
    """The default `after_turn`: do nothing between transactions."""


def _no_outcome(_brought: DirectoryImport, _problems: Sequence[ReportRow]) -> None:
    """The default `outcome`: nothing is decided together with the import."""


def write_directory(
    actor: Actor,
    directory: Source,
    *,
    source: str = "",
    job: Job | None = None,
    after_turn: Callable[[int], None] = _nothing,
    outcome: Outcome = _no_outcome,
    last_step: Callable[[], AbstractContextManager[None]] = transaction.atomic,
) -> DirectoryImport:
    """Write a whole directory in short transactions; a row that is known is updated, not doubled.

    `after_turn` is called with a number of rows between transactions. `outcome` is called with what the
    import found, before it is declared done in the short transaction of `last_step`. Raises Refused while
    another import of the district writes.
    """
    brought = begin_import(actor, version=directory.version, source=source, job=job)
    run = ImportRun(actor, brought, after_turn)
    with _discarded_unless_done(run):
        writer = DirectoryWriter(run, directory)
        writer.write()
        read = writer.earlier.problems_left(directory.report.problems)
        problems = writer.places.without_lines([*read, *writer.found.rows])
        _sum_up(brought, directory, writer, problems)
        outcome(brought, problems)
        with last_step():
            divert_since(brought)
            hide_same_addresses(actor, brought)
            run.still_ours(state=DirectoryImport.State.DONE)
            brought.save()
            record(actor, "import_directory", brought, version=directory.version, **directory.report.n_rows)
    run.after_turn = _nothing
    finish_import(run)
    return brought


def _sum_up(
    brought: DirectoryImport, directory: Source, writer: DirectoryWriter, problems: Sequence[ReportRow]
) -> None:
    n_rows = directory.report.n_rows
    brought.n_organizations = n_rows.get("organization", 0)
    brought.n_services = n_rows.get("service", 0)
    brought.n_locations = n_rows.get("location", 0)
    brought.n_schedules = n_rows.get("schedule", 0)
    brought.n_added = writer.n_added.total()
    brought.n_changed, brought.n_removed = writer.n_changed, writer.n_removed
    brought.report = _report(directory, writer, problems)


@contextmanager
def _discarded_unless_done(run: ImportRun) -> Iterator[None]:
    """Delete what was written if the import is not declared done. A timed job does it where this cannot."""
    try:
        yield
    except BaseException:
        try:
            discard_import(run.actor, run.brought)
        except DatabaseError:
            log.exception("Rows of a failed import could not be removed. A scheduled task will try again.")
        raise


def settle_lost_imports(actor: Actor, now: datetime, job: Job | None = None) -> int:
    """Delete what imports wrote whose process was stopped, and finish those that were done."""
    lost = lost_imports(now, job)
    for brought in lost:
        if brought.state == DirectoryImport.State.WRITING:
            discard_import(actor, brought)
        else:
            finish_import(ImportRun(actor, brought))
    return len(lost)


def _report(directory: Source, writer: DirectoryWriter, problems: Sequence[ReportRow]) -> dict[str, object]:
    report = directory.report
    counts = writer.earlier.counts_left(report.counts)
    counts += [[one.code, one.file, one.column, one.n] for one in writer.found.counts()]
    return {
        "n_rows": dict(report.n_rows),
        "fields": [
            [use.file, use.column, use.state, use.target, use.n_filled, use.n_rows, use.is_required]
            for use in report.fields
        ],
        "problems": [as_json(problem) for problem in problems],
        "counts": counts,
        "by_year": {str(year): n for year, n in report.freshness.by_year.items()},
        "n_undated": report.freshness.n_undated,
        "n_known": writer.n_known,
    }
