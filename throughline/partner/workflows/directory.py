"""Import a directory of services: read all of it, then write all of it in one transaction."""

from pathlib import Path

from django.utils.translation import gettext as _

from throughline.accounts.actions import RunningJob, remove_upload
from throughline.accounts.models import Upload
from throughline.accounts.permissions import Actor
from throughline.accounts.queries import report_rows
from throughline.formats import hsds
from throughline.partner import actions, queries
from throughline.partner.models import DirectoryImport


def import_directory(actor: Actor, directory: Path) -> list[str]:
    """Import a folder and return a summary in sentences. Raises BadFile."""
    return result_sentences(actions.write_directory(actor, hsds.read(directory), source=directory.name))


def import_uploaded_directory(job: RunningJob, upload: Upload) -> None:
    """Import uploaded files. `run_import` deletes them if this fails."""
    job.advance(0, 2, lambda: _("Reading files"))
    directory = hsds.read(upload.folder, encoding=upload.encoding)
    job.advance(1, 2, lambda: _("Saving the directory"))
    source = ", ".join(sorted(path.name for path in upload.folder.iterdir()))
    with job.last_step():
        written = actions.write_directory(job.actor, directory, source=source)
        remove_upload(job.actor, upload)
        job.finish_at(job.actor.district.url("directory_import", import_id=written.public_id))
        job.set_result(
            lambda: " ".join(result_sentences(written)), lambda: report_rows(directory.report.problems)
        )


def result_sentences(written: DirectoryImport) -> list[str]:
    kept = sum(row[2] == "kept aside" for row in written.report["fields"])
    missing = sum(row[2] == "missing" for row in written.report["fields"])
    problems = queries.n_problems_of(written)
    return [
        _(
            "HSDS %(version)s: %(organizations)s organizations, %(services)s services, "
            "%(locations)s locations, %(schedules)s schedules."
        )
        % {
            "version": written.version,
            "organizations": written.n_organizations,
            "services": written.n_services,
            "locations": written.n_locations,
            "schedules": written.n_schedules,
        },
        _(
            "Columns stored but not mapped: %(kept)s. HSDS fields missing: %(missing)s. Problems: "
            "%(problems)s."
        )
        % {"kept": kept, "missing": missing, "problems": problems},
    ]
