"""Files handed in: kept in private storage while they are looked at, and gone when they were used."""

import contextlib
import re
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks.base import Task

from throughline.accounts.actions import Refused, record, start_job
from throughline.accounts.models import Job
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle
from throughline.listen.models import Upload, UploadKind

MOST_BYTES = 100_000_000
MOST_FILES = 12
KEPT_DAYS = 7
FIGURES_KEPT_DAYS = 1
_UNSAFE = re.compile(r"[^\w.\- ]+")


def folder_of(upload: Upload) -> Path:
    """Where its files lie: a folder of this upload alone, which no address leads to."""
    return Path(settings.MEDIA_ROOT) / "imports" / upload.district.slug / upload.public_id


@transaction.atomic
def keep_upload(
    actor: Actor,
    cycle: Cycle | None,
    *,
    kind: str,
    files: Sequence["UploadedFile[bytes]"],
    title: str = "",
    **choices: object,
) -> Upload:
    """Keep what was handed in; a zip is unpacked. Nothing is kept if one of the files is refused."""
    if not files:
        raise Refused(_("Choose a file first."))
    upload = Upload(
        kind=kind,
        cycle=cycle,
        title=title,
        person=actor.person,
        name=", ".join(Path(one.name or "").name for one in files)[:200],
        n_bytes=sum(one.size or 0 for one in files),
        choices=choices,
    )
    upload.save()
    folder = folder_of(upload)
    folder.mkdir(parents=True, mode=0o700)
    try:
        for one in files:
            _refuse_too_large(one.name or "", one.size or 0)
            if zipfile.is_zipfile(one):
                _unpack(one, folder)
            else:
                with (folder / _safe_name(one.name or "")).open("xb") as kept:
                    for chunk in one.chunks():
                        kept.write(chunk)
        record(actor, "keep_upload", upload, kind=kind, n_bytes=upload.n_bytes)
    except FileExistsError:
        shutil.rmtree(folder, ignore_errors=True)
        raise Refused(_("Two of the files have the same name. Hand in each file once.")) from None
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return upload


def _safe_name(name: str) -> str:
    return _UNSAFE.sub("_", Path(name.replace("\\", "/")).name).lstrip(".")[-120:] or "file"


def _refuse_too_large(name: str, n_bytes: int) -> None:
    if n_bytes > MOST_BYTES:
        raise Refused(
            _(
                "%(file)s: the file has %(size)s MB, and at most %(limit)s MB are read. Check that "
                "it is the right "
                "file, or split it into smaller ones. Nothing was imported."
            )
            % {"file": Path(name).name, "size": round(n_bytes / 1e6), "limit": MOST_BYTES // 1_000_000}
        )


def _unpack(stream: "IO[bytes] | UploadedFile[bytes]", folder: Path) -> None:
    """The CSV files of a zip, wherever in it they stand, as long as none is larger than we read."""
    try:
        with zipfile.ZipFile(stream) as packed:
            members = [
                m
                for m in packed.infolist()
                if m.filename.lower().endswith(".csv")
                and not m.is_dir()
                and not m.filename.startswith("__MACOSX/")
            ]
            if not members:
                raise Refused(_("There is no CSV file in the zip. Choose the zip of one export."))
            if len(members) > MOST_FILES:
                raise Refused(_("There are too many files in the zip. Choose the zip of one export alone."))
            for member in members:
                _refuse_too_large(member.filename, member.file_size)
                _copy_member(packed, member, folder / _safe_name(member.filename))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        if isinstance(error, FileExistsError):
            raise
        raise Refused(
            _(
                "The zip cannot be unpacked; it may have been cut short. Download it again, or hand "
                "in the CSV files."
            )
        ) from error


def _copy_member(packed: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> None:
    n_bytes = 0
    with packed.open(member) as inside, path.open("xb") as kept:
        while chunk := inside.read(1 << 20):
            n_bytes += len(chunk)
            _refuse_too_large(member.filename, n_bytes)
            kept.write(chunk)


@transaction.atomic
def remember_choices(actor: Actor, upload: Upload, *, choices: Mapping[str, object]) -> Upload:
    """What was chosen in the mapping, complete or not: it is there again when the page is."""
    upload.choices = choices
    upload.save(update_fields=["choices"])
    record(actor, "remember_choices", upload)
    return upload


@transaction.atomic
def queue_import(
    actor: Actor, upload: Upload, *, task: Task[..., None], title: str, **arguments: object
) -> Job:
    """Hand an upload to the worker, once: while it is being imported nobody starts it again."""
    upload = Upload.objects.select_for_update(of=("self",)).select_related("job").get(pk=upload.pk)
    if upload.removed_at is not None:
        raise Refused(
            _("This file was imported or removed already. Hand it in again to import it once more.")
        )
    if upload.job is not None and not upload.job.is_over:
        return upload.job
    upload.job = start_job(
        actor,
        kind=f"import_{upload.kind}",
        title=title,
        task=task,
        upload_id=upload.public_id,
        **arguments,
    )
    upload.save(update_fields=["job"])
    return upload.job


@transaction.atomic
def remove_upload(actor: Actor, upload: Upload) -> Upload:
    """Take the files away; the row stays, with what was chosen."""
    now = timezone.now()
    if Upload.objects.filter(pk=upload.pk, removed_at__isnull=True).update(removed_at=now):
        upload.removed_at = now
        record(actor, "remove_upload", upload)
    folder = folder_of(upload)
    transaction.on_commit(lambda: _remove_folder(folder))
    return upload


def _remove_folder(folder: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(folder)


@transaction.atomic
def remove_old_uploads(actor: Actor, now: datetime) -> int:
    """Files that nobody came back to do not lie about; a roster names people, and goes after a day."""
    old = Upload.objects.filter(removed_at__isnull=True).filter(
        Q(at__lt=now - timedelta(days=KEPT_DAYS))
        | Q(kind=UploadKind.FIGURES, at__lt=now - timedelta(days=FIGURES_KEPT_DAYS))
    )
    uploads = [one for one in old.select_related("job", "district") if one.job is None or one.job.is_over]
    for upload in uploads:
        remove_upload(actor, upload)
    return len(uploads)
