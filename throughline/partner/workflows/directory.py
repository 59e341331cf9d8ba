"""Import a directory of services: read and check all of it, then write it in short transactions."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.accounts.actions import JobRefused, Refused, RunningJob, remove_upload
from throughline.accounts.models import District, Upload
from throughline.accounts.permissions import Actor
from throughline.accounts.queries import report_rows
from throughline.formats import hsds
from throughline.formats.problems import ReportRow
from throughline.partner import actions, queries
from throughline.partner.models import DirectoryImport


def import_directory(actor: Actor, directory: Path) -> list[str]:
    """Import a folder and return a summary in sentences. Raises BadFile, and JobRefused beside another."""
    actions.settle_lost_imports(actor, timezone.now())
    with hsds.open_directory(directory) as opened:
        try:
            return result_sentences(actions.write_directory(actor, opened, source=directory.name))
        except Refused as refusal:
            raise JobRefused(str(refusal)) from refusal


def import_uploaded_directory(job: RunningJob, upload: Upload) -> None:
    """Import uploaded files. `run_import` deletes them if this fails."""
    job.advance(0, 1, lambda: _("Reading files"))
    actions.settle_lost_imports(job.actor, timezone.now(), job.job)
    with hsds.open_directory(upload.folder, encoding=upload.encoding) as directory:
        write_uploaded_directory(job, upload, directory)


def write_uploaded_directory(job: RunningJob, upload: Upload, directory: actions.Source) -> None:
    """Write a directory that was read from uploaded files, as the job's last step."""
    source = ", ".join(sorted(path.name for path in upload.folder.iterdir()))

    def outcome(brought: DirectoryImport, problems: Sequence[ReportRow]) -> None:
        job.finish_at(job.actor.district.url("directory_import", import_id=brought.public_id))
        job.set_result(lambda: " ".join(result_sentences(brought)), lambda: report_rows(problems))

    @contextmanager
    def last_step() -> Iterator[None]:
        with job.last_step():
            yield
            remove_upload(job.actor, upload)

    try:
        actions.write_directory(
            job.actor,
            directory,
            source=source,
            job=job.job,
            after_turn=_progress(job, sum(directory.report.n_rows.values())),
            outcome=outcome,
            last_step=last_step,
        )
    except Refused as refusal:
        raise JobRefused(str(refusal)) from refusal


def _progress(job: RunningJob, n_total: int) -> Callable[[int], None]:
    """How a job follows an import: it says how many rows are saved, and stops on request."""
    n_done = 0

    def after_turn(n_rows: int) -> None:
        nonlocal n_done
        n_done += n_rows
        job.advance(min(n_done, n_total), max(n_total, 1))

    job.advance(0, max(n_total, 1), lambda: _("Saving the directory"))
    return after_turn


def settle_lost_imports(district: District) -> None:
    """Delete what imports wrote whose process was stopped, and finish those that were done."""
    actions.settle_lost_imports(Actor.system(district), timezone.now())


def result_sentences(written: DirectoryImport) -> list[str]:
    form = f"HSDS {written.version}" if written.version else _("Spreadsheet")
    kept = sum(row[2] == "kept aside" for row in written.report["fields"])
    added, changed, removed = map(_grouped, (written.n_added, written.n_changed, written.n_removed))
    return [
        f"{form}: {', '.join(_totals(written))}.",
        _("Rows added: %(added)s. Rows changed: %(changed)s. Rows removed: %(removed)s.")
        % {"added": added, "changed": changed, "removed": removed},
        _("Columns that we stored but don't show: %(kept)s. Problems found: %(problems)s.")
        % {"kept": _grouped(kept), "problems": _grouped(queries.n_problems_of(written))},
    ]


def _totals(written: DirectoryImport) -> list[str]:
    """How many entries of each kind an import has, in words."""
    o, s, n_l, n_h = written.n_organizations, written.n_services, written.n_locations, written.n_schedules
    return [
        ngettext("%(n)s organization", "%(n)s organizations", o) % {"n": _grouped(o)},
        ngettext("%(n)s service", "%(n)s services", s) % {"n": _grouped(s)},
        ngettext("%(n)s location", "%(n)s locations", n_l) % {"n": _grouped(n_l)},
        ngettext("%(n)s schedule", "%(n)s schedules", n_h) % {"n": _grouped(n_h)},
    ]


def _grouped(number: int) -> str:
    return number_format(number, force_grouping=True)
