"""Deletion of uploaded files; the row of the upload is kept."""

import shutil
from contextlib import suppress
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from throughline.accounts.actions.audit import record
from throughline.accounts.models import Job, Upload
from throughline.accounts.permissions import Actor


@transaction.atomic
def remove_upload(actor: Actor, upload: Upload) -> Upload:
    """Delete the files; the row is kept, with the choices of the mapping page."""
    now = timezone.now()
    if Upload.objects.filter(pk=upload.pk, removed_at__isnull=True).update(removed_at=now):
        upload.removed_at = now
        record(actor, "remove_upload", upload)
    folder = upload.folder
    transaction.on_commit(lambda: _remove_folder(folder))
    return upload


def remove_files_of_stopped_job(actor: Actor, job: Job) -> bool:
    """Delete the files of an import that did not run to its end, if no page exists to start it again."""
    uploads = Upload.objects.filter(job=job, removed_at__isnull=True).select_related("district")
    removed = [] if job.result_url else [remove_upload(actor, upload) for upload in uploads]
    return bool(removed)


def _remove_folder(folder: Path) -> None:
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)
