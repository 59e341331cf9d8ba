"""Files uploaded for import: kept in private storage until imported, discarded or expired."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks.base import Task

from throughline.accounts.actions.audit import record
from throughline.accounts.actions.job import JobRefused, RunningJob, expire_job, run_job, start_job
from throughline.accounts.actions.received_files import write_files
from throughline.accounts.actions.refused import Refused
from throughline.accounts.actions.upload_files import remove_upload
from throughline.accounts.declarations import UploadKind, upload_kinds
from throughline.accounts.models import Job, Upload, Wording
from throughline.accounts.permissions import Actor
from throughline.accounts.queries import refusal, report_rows
from throughline.formats.problems import BadFile

UNFINISHED_AFTER = timedelta(hours=1)


@contextmanager
def keeping_upload(
    actor: Actor,
    kind: UploadKind,
    *,
    files: Sequence["UploadedFile[bytes]"],
    title: str = "",
    choices: Mapping[str, object] | None = None,
    check: Callable[[Upload], object] | None = None,
) -> Iterator[Upload]:
    """Store uploaded files, zips unpacked; what the caller writes is in the same transaction.

    If a limit is exceeded or `check` raises `BadFile`, nothing is kept and `Refused` is raised. Files are
    written before the transaction begins, so that others can write meanwhile.
    """
    upload = Upload(
        district=actor.district,
        kind=kind.name,
        title=title,
        person=actor.person,
        name=", ".join(Path(file.name or "").name for file in files)[:200],
        n_bytes=sum(file.size or 0 for file in files),
        choices=choices or {},
    )
    try:
        write_files(upload.folder, kind, files)
        if check is not None:
            _refuse_bad_file(check, upload)
        with transaction.atomic():
            upload.save()
            record(actor, "keep_upload", upload, kind=kind.name, n_bytes=upload.n_bytes)
            yield upload
    except BaseException:
        shutil.rmtree(upload.folder, ignore_errors=True)
        raise


def _refuse_bad_file(check: Callable[[Upload], object], upload: Upload) -> None:
    try:
        check(upload)
    except BadFile as error:
        named = _named_as_uploaded(error, upload)
        report = report_rows(named.rows) if named.n_problems > 1 else []
        raise Refused.listing(refusal(named), report) from error


@transaction.atomic
def remember_choices(actor: Actor, upload: Upload, *, choices: Mapping[str, object]) -> Upload:
    """Save the choices of the mapping page, complete or not, so that the page shows them again.

    Other choices of the upload stay. While it is being imported nothing is saved: the job reads them.
    """
    upload = _locked(upload)
    if not upload.importing_job:
        upload.choices = {**upload.choices, **choices}
        upload.save(update_fields=["choices"])
        record(actor, "remember_choices", upload)
    return upload


@transaction.atomic
def queue_import(
    actor: Actor,
    upload: Upload,
    *,
    task: Task[..., None],
    title: Wording,
    mapping_url: str = "",
    **arguments: object,
) -> Job:
    """Queue an upload for import. While a job is importing it, return that job and start no other.

    If the import fails or is stopped, its files are kept only if there is a page to map them again.
    """
    upload = _locked(upload)
    if upload.removed_at is not None:
        raise Refused(_("This file was already imported or removed. To import it again, upload it again."))
    if upload.importing_job:
        return upload.importing_job
    upload.job = start_job(
        actor,
        kind=f"import_{upload.kind}",
        title=title,
        task=task,
        result_url=mapping_url,
        upload_id=upload.public_id,
        **arguments,
    )
    upload.save(update_fields=["job"])
    return upload.job


def _locked(upload: Upload) -> Upload:
    """Lock the row. Its job is read later, since PostgreSQL would not join one that was set meanwhile."""
    return Upload.objects.select_for_update().get(pk=upload.pk)


def run_import(
    district_slug: str, job_id: str, work: Callable[..., None], *, upload_id: str, **arguments: object
) -> None:
    """Run the import that `queue_import` queued: `work(job, upload, **arguments)`.

    It writes everything or nothing, in the job's last step. A `BadFile` is reported row by row.
    """
    run_job(district_slug, job_id, partial(_import_upload, work), upload_id=upload_id, **arguments)


def _import_upload(
    work: Callable[..., None], job: RunningJob, *, upload_id: str, **arguments: object
) -> None:
    upload = Upload.objects.select_related("district").get(public_id=upload_id)
    try:
        work(job, upload, **arguments)
    except BadFile as error:
        named = _named_as_uploaded(error, upload)
        raise JobRefused(lambda: refusal(named), lambda: report_rows(named.rows)) from error


def _named_as_uploaded(error: BadFile, upload: Upload) -> BadFile:
    """Return the same problems, with the name of our folder replaced by that of the uploaded file."""
    rows = [replace(row, file=upload.name) if row.file == upload.public_id else row for row in error.rows]
    return BadFile(rows, error.n_problems)


@transaction.atomic
def discard_upload(actor: Actor, upload: Upload) -> Upload:
    """Delete files that the user decided not to import."""
    upload = _locked(upload)
    if upload.importing_job:
        raise Refused(_("This file is being imported now. Stop the import first."))
    return remove_upload(actor, upload)


def remove_old_uploads(actor: Actor, now: datetime) -> int:
    """Delete expired files, and folders left behind by a process that was stopped."""
    _remove_unfinished_folders(actor, now)
    return sum(_remove_old_of_kind(actor, kind, now) for kind in upload_kinds())


def _remove_old_of_kind(actor: Actor, kind: UploadKind, now: datetime) -> int:
    old = Upload.objects.filter(
        kind=kind.name, removed_at__isnull=True, at__lt=now - timedelta(days=kind.days_kept)
    )
    return sum(_expire(actor, upload) for upload in old)


@transaction.atomic
def _expire(actor: Actor, upload: Upload) -> bool:
    """Delete the files of an expired upload, and end a job that waits for them; a running job keeps them.

    The job is locked first, as by whoever stops it; if another was started meanwhile, the next hour decides.
    """
    is_free = upload.job_id is None or expire_job(upload.job_id)
    locked = _locked(upload)
    if not is_free or locked.job_id != upload.job_id:
        return False
    remove_upload(actor, locked)
    return True


def _remove_unfinished_folders(actor: Actor, now: datetime) -> None:
    """Delete folders whose upload was never saved, or is marked as removed although its files still exist."""
    kept = set(Upload.objects.filter(removed_at__isnull=True).values_list("public_id", flat=True))
    for folder in Upload(district=actor.district).folder.parent.glob("*"):
        with suppress(FileNotFoundError):
            changed_at = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
            if folder.name not in kept and changed_at < now - UNFINISHED_AFTER:
                shutil.rmtree(folder)
