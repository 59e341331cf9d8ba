"""Bringing in a directory of services: read all of it, then write all of it, or nothing."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django_tasks.base import Task

from throughline.accounts.actions import JobRefused, RunningJob, start_job
from throughline.accounts.models import Job, new_public_id
from throughline.accounts.permissions import Actor
from throughline.formats import hsds
from throughline.formats.problems import BadFile
from throughline.partner import actions, queries
from throughline.partner.models import DirectoryImport


def import_directory(actor: Actor, directory: Path) -> list[str]:
    """Read and write a folder, and say in a few lines what came of it. Raises BadFile."""
    return told(actions.write_directory(actor, hsds.read(directory), source=directory.name))


def import_upload(job: RunningJob, *, folder: str) -> None:
    """The same for files that were handed in on a page; they are removed afterwards, whatever comes of it."""
    path = _folder_of(job.actor, folder)
    try:
        job.advance(0, 2, _("Reading the files"))
        directory = hsds.read(path)
        job.advance(1, 2, _("Writing the directory"))
        source = ", ".join(sorted(p.name for p in path.iterdir()))
        with job.last_step():
            brought = actions.write_directory(job.actor, directory, source=source)
            job.finish_at(job.actor.district.url("directory_import", import_id=brought.public_id))
            job.tell(" ".join(told(brought)))
    except BadFile as problem:
        raise JobRefused(queries.refusal(problem), queries.report_rows(problem.rows)) from problem
    finally:
        shutil.rmtree(path, ignore_errors=True)


def keep_and_start(actor: Actor, files: "Sequence[UploadedFile[bytes]]", task: Task[..., None]) -> Job:
    """Keep the files that were handed in where no address leads, and give them to the worker."""
    name = new_public_id()
    folder = _folder_of(actor, name)
    folder.mkdir(parents=True, mode=0o700)
    for place, file in enumerate(files):
        with (folder / (Path(file.name or "").name.lstrip(".") or f"{place}.csv")).open("wb") as kept:
            for chunk in file.chunks():
                kept.write(chunk)
    return start_job(
        actor, kind="import_directory", title=_("A directory of services"), task=task, folder=name
    )


def _folder_of(actor: Actor, name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "directories" / actor.district.slug / Path(name).name


def told(brought: DirectoryImport) -> list[str]:
    kept = sum(row[2] == "kept aside" for row in brought.report["fields"])
    missing = sum(row[2] == "missing" for row in brought.report["fields"])
    problems = queries.n_problems_of(brought)
    return [
        _(
            "HSDS %(version)s: %(organizations)s organizations, %(services)s services, "
            "%(locations)s locations, %(schedules)s schedules."
        )
        % {
            "version": brought.version,
            "organizations": brought.n_organizations,
            "services": brought.n_services,
            "locations": brought.n_locations,
            "schedules": brought.n_schedules,
        },
        _(
            "%(kept)s columns were kept aside, %(missing)s fields of the standard are missing, "
            "%(problems)s rows do not fit together."
        )
        % {"kept": kept, "missing": missing, "problems": problems},
    ]
