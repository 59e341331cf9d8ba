"""Uploads of each kind: how they are stored, for whom they are, and when their files are removed."""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string

from tests import make
from tests.accounts.upload_files import PAGES, a_kind, csv_file, each_kind, keep_upload, stored_files
from throughline.accounts import actions
from throughline.accounts.actions import Refused
from throughline.accounts.declarations import UploadKind, upload_kinds
from throughline.accounts.models import AuditEntry, District, Job, JobState, Person, Upload
from throughline.accounts.permissions import Actor, get_upload_for
from throughline.formats.problems import BadFile, ReportRow
from throughline.listen.models import CycleUpload

pytestmark = pytest.mark.usefixtures("no_worker")


# Storage


@each_kind
def test_what_is_kept_is_private_with_one_audit_row_and_no_words(system: Actor, kind: UploadKind) -> None:
    upload = keep_upload(system, kind, files=[csv_file("families.csv")], title="Families")
    assert upload.file.name == "families.csv"
    assert upload.folder.is_relative_to(Path(settings.MEDIA_ROOT) / "imports" / "juniper")
    assert upload.folder.stat().st_mode & 0o077 == 0
    entry = AuditEntry.objects.get(verb="keep_upload", object_id=upload.public_id)
    assert entry.details == {"kind": kind.name, "n_bytes": 5}


def test_what_the_caller_writes_stands_or_falls_with_the_upload(system: Actor) -> None:
    def keep() -> None:
        with actions.keeping_upload(system, a_kind("survey"), files=[csv_file()]) as upload:
            CycleUpload.objects.create(upload=upload, cycle=make.cycle())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        keep()
    assert not Upload.objects.exists()
    assert not CycleUpload.objects.exists()
    assert not stored_files()


@pytest.mark.parametrize("name", ["polis", "directory", "figures"])
def test_a_file_that_could_not_be_queued_is_not_kept(
    owner: Person,
    client_of: Callable[..., Client],
    district: District,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("throughline.accounts.actions.upload.start_job", fail)
    page, field, form = PAGES[name]
    source = {"source": "oneroster", "counted_on": "2026-10-01"} if name == "figures" else {}
    client = client_of(owner)
    client.raise_request_exception = False
    sent = {**form, **source, "cycle": make.cycle().public_id, field: csv_file()}
    assert client.post(district.url(page), sent).status_code == 503
    assert not Upload.objects.exists()
    assert not stored_files()


def test_a_file_that_cannot_be_read_is_refused_before_it_is_kept(system: Actor) -> None:
    def check(upload: Upload) -> None:
        raise BadFile.of("empty", upload.folder.name)

    with pytest.raises(Refused, match=r"^table.csv: The file is empty. .*Nothing was imported.$"):
        keep_upload(system, a_kind(), files=[csv_file()], check=check)
    assert not Upload.objects.exists()
    assert not stored_files()


@pytest.mark.parametrize("n_problems", [1, 3, 500])
def test_a_file_with_several_problems_is_refused_with_a_list_of_them(system: Actor, n_problems: int) -> None:
    rows = [
        ReportRow("short_row", "table.csv", row, None, {"found": 1, "expected": 2}) for row in range(2, 5)
    ]

    def check(upload: Upload) -> None:
        raise BadFile(rows[:n_problems], n_problems)

    with pytest.raises(Refused) as refused:
        keep_upload(system, a_kind(), files=[csv_file()], check=check)
    assert [line["Row"] for line in refused.value.report] == {1: [], 3: [2, 3, 4], 500: [2, 3, 4]}[n_problems]
    sentences = {
        1: "",
        3: "Total problems: 3. The list shows all of them.",
        500: ". The list shows the first 3.",
    }
    assert sentences[n_problems] in str(refused.value)


@pytest.mark.parametrize("n_files", [0, 2])
def test_one_file_is_asked_for_where_there_is_none_or_more(system: Actor, n_files: int) -> None:
    upload = keep_upload(system, a_kind(), files=[csv_file("a.csv"), csv_file("b.csv")])
    if not n_files:
        actions.remove_upload(system, upload)
        for path in upload.folder.iterdir():
            path.unlink()
    with pytest.raises(BadFile) as bad:
        _file = upload.file
    assert bad.value.code == ("several_files" if n_files else "no_file")


# Permissions


def test_each_kind_is_declared_once_with_a_door_of_its_app() -> None:
    names = [kind.name for kind in upload_kinds()]
    assert sorted(names) == sorted(PAGES)
    assert all(callable(import_string(kind.may_use)) for kind in upload_kinds())


@each_kind
def test_an_upload_is_for_those_whom_its_app_names(
    district: District,
    owner: Person,
    analyst: Person,
    coordinator: Person,
    facilitator: Person,
    stranger: Person,
    kind: UploadKind,
) -> None:
    with actions.keeping_upload(Actor.system(district), kind, files=[csv_file()]) as upload:
        if kind.name in {"survey", "polis"}:
            CycleUpload.objects.create(upload=upload, cycle=make.cycle())
    assert get_upload_for(Actor.of(district, owner), kind, upload.public_id) == upload
    assert get_upload_for(Actor.of(district, coordinator), kind, upload.public_id) == upload
    for person in (facilitator, stranger):
        with pytest.raises(PermissionDenied):
            get_upload_for(Actor.of(district, person), kind, upload.public_id)
    if kind.name != "figures":
        with pytest.raises(PermissionDenied):
            get_upload_for(Actor.of(district, analyst), kind, upload.public_id)
    other = next(one for one in upload_kinds() if one != kind)
    with pytest.raises(Http404):
        get_upload_for(Actor.of(district, owner), other, upload.public_id)


# Cleanup


@each_kind
def test_files_nobody_came_back_to_go_after_the_days_of_their_kind(
    system: Actor, kind: UploadKind, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    upload = keep_upload(system, kind, files=[csv_file()])
    now = timezone.now()
    hours = 24 * kind.days_kept
    assert actions.remove_old_uploads(system, now + timedelta(hours=hours - 4)) == 0
    assert upload.folder.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.remove_old_uploads(system, now + timedelta(hours=hours + 1)) == 1
    assert not upload.folder.exists()
    assert Upload.objects.get().removed_at is not None


def test_files_that_are_being_imported_are_not_swept(system: Actor) -> None:
    from throughline.partner import tasks

    upload = keep_upload(system, a_kind(), files=[csv_file()])
    job = actions.queue_import(system, upload, task=tasks.import_directory, title="A directory")
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    assert actions.remove_old_uploads(system, timezone.now() + timedelta(days=30)) == 0
    assert upload.folder.exists()


@pytest.mark.parametrize("state", [JobState.WAITING, JobState.FAILED])
def test_an_expired_file_takes_its_waiting_job_or_the_link_to_it_along(
    system: Actor, state: str, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    from throughline.partner import tasks

    upload = keep_upload(system, a_kind(), files=[csv_file()])
    job = actions.queue_import(
        system, upload, task=tasks.import_directory, title="A directory", mapping_url="/d/juniper/map/"
    )
    Job.objects.filter(pk=job.pk).update(state=state, sentence="Row 3 has no date.")
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.remove_old_uploads(system, timezone.now() + timedelta(days=30)) == 1
    job.refresh_from_db()
    assert (job.state, job.result_url) == (JobState.FAILED, "")
    assert job.sentence == (
        "The file was deleted because it was not imported in time. Upload it again."
        if state == JobState.WAITING
        else "Row 3 has no date."
    )
    assert not stored_files()


def test_folders_that_a_stopped_process_left_are_swept_and_other_districts_left_alone(
    system: Actor, other_district: District
) -> None:
    kept = keep_upload(system, a_kind(), files=[csv_file()])
    unfinished = kept.folder.with_name("no-row")
    elsewhere = Upload(district=other_district).folder
    for folder in (unfinished, elsewhere):
        folder.mkdir(parents=True)
        (folder / "roster.csv").touch()
        os.utime(folder, times=(time.time(),) * 2)  # the file system does not know the clock of the tests
    actions.remove_old_uploads(system, timezone.now() + timedelta(minutes=30))
    assert unfinished.exists()
    actions.remove_old_uploads(system, timezone.now() + timedelta(hours=2))
    assert not unfinished.exists()
    assert elsewhere.exists()
    assert kept.folder.exists()
