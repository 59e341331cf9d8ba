"""Uploads of every kind an app declares: limits, storage, permissions, imports and cleanup."""

import io
import os
import zipfile
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string

from tests import make
from throughline.accounts import actions
from throughline.accounts.actions import JobRefused, Refused, RunningJob
from throughline.accounts.declarations import UploadKind, upload_kinds
from throughline.accounts.models import AuditEntry, District, Job, JobState, Person, Upload
from throughline.accounts.permissions import Actor, get_upload_for
from throughline.formats.problems import BadFile, ReportRow
from throughline.listen.models import CycleUpload

ClientOf = Callable[[Person | None], Client]
Run = Callable[..., Job]

PAGES: dict[str, tuple[str, str, dict[str, str]]] = {
    "survey": ("import_survey", "file", {"title": "Families", "encoding": "detect"}),
    "polis": ("import_polis", "exported", {"title": "London"}),
    "figures": (
        "import_population",
        "file",
        {"title": "Enrollment", "source": "roster", "who_is_counted": "students", "as_of": "2026"},
    ),
    "directory": ("import_directory", "tables", {}),
}
"""Where each kind is uploaded: the page, the file field, and the other fields of its form."""

each_kind = pytest.mark.parametrize("kind", upload_kinds(), ids=lambda kind: kind.name)


@pytest.fixture
def system(district: District) -> Actor:
    return Actor.system(district)


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django_tasks.base.Task.enqueue", lambda task, *args, **kwargs: None)


def csv_file(name: str = "table.csv", content: bytes = b"id\n1\n") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/csv")


def zip_of(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def stored_files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


# Limits


@cache
def zeros(n_bytes: int) -> bytes:
    return zip_of({"zeros.csv": bytes(n_bytes)})


def file_too_large(kind: UploadKind) -> bytes:
    return zeros(kind.limits.max_file_bytes + 1_000_000)


def zip_bomb(kind: UploadKind) -> bytes:
    return zeros(15_000_000)


def too_many_files(kind: UploadKind) -> bytes:
    return zip_of({f"{n}.csv": b"id\n" for n in range(kind.limits.max_files + 1)})


def too_many_entries(kind: UploadKind) -> bytes:
    return zip_of({"table.csv": b"id\n"} | {f"{n}.txt": b"" for n in range(kind.limits.max_zip_entries)})


def no_table(kind: UploadKind) -> bytes:
    return zip_of({"readme.txt": b"Nothing to see here."})


def damaged(kind: UploadKind) -> bytes:
    packed = bytearray(zip_of({"table.csv": os.urandom(5_000)}))
    packed[1_000] ^= 0xFF
    return bytes(packed)


def larger_than_it_says(kind: UploadKind) -> bytes:
    packed = bytearray(zip_of({"table.csv": bytes(5_000)}))
    entry = packed.index(b"PK\x01\x02")
    packed[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    return bytes(packed)


def encrypted(kind: UploadKind) -> bytes:
    packed = bytearray(zip_of({"table.csv": b"id\n1\n"}))
    for start, flags in ((packed.index(b"PK\x03\x04"), 6), (packed.index(b"PK\x01\x02"), 8)):
        packed[start + flags] |= 1
    return bytes(packed)


BREACHES: list[tuple[Callable[[UploadKind], bytes], str]] = [
    (file_too_large, "MB are read. Check that it is the right file"),
    (zip_bomb, "more than 200 times its own size"),
    (too_many_files, "There are too many files in the zip."),
    (too_many_entries, "There are too many files in the zip."),
    (no_table, "There is no CSV file in the zip."),
    (damaged, "The zip cannot be unpacked"),
    (larger_than_it_says, "The zip cannot be unpacked"),
    (encrypted, "The zip cannot be unpacked"),
]


@each_kind
@pytest.mark.parametrize(("plant", "sentence"), BREACHES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_planted_zip_is_refused_on_its_page_and_nothing_is_kept(
    owner: Person,
    client_of: ClientOf,
    district: District,
    kind: UploadKind,
    plant: Callable[[UploadKind], bytes],
    sentence: str,
) -> None:
    page, field, form = PAGES[kind.name]
    file = SimpleUploadedFile("planted.zip", plant(kind), "application/zip")
    answer = client_of(owner).post(district.url(page), {**form, "cycle": make.cycle().public_id, field: file})
    assert answer.status_code == 422
    (error,) = answer.context["form"].errors[field]
    assert sentence in error
    assert "\n" not in error
    assert not Upload.objects.exists()
    assert not Job.objects.exists()
    assert not stored_files()


@each_kind
def test_a_file_larger_than_its_limit_is_refused_with_its_size(system: Actor, kind: UploadKind) -> None:
    file = csv_file("families.csv")
    file.size = kind.limits.max_file_bytes + 1_000_000
    limit = kind.limits.max_file_bytes // 1_000_000
    with pytest.raises(Refused) as refused:
        actions.keep_upload(system, kind, files=[file])
    assert str(refused.value).startswith(
        f"families.csv: the file has {limit + 1} MB, and at most {limit} MB are read."
    )
    assert str(refused.value).endswith("Nothing was imported.")
    assert not Upload.objects.exists()
    assert not stored_files()


@each_kind
def test_too_many_files_are_refused_with_their_number(system: Actor, kind: UploadKind) -> None:
    limit = kind.limits.max_files
    with pytest.raises(Refused, match=f"There are {limit + 1} files, and at most {limit} are read at once."):
        actions.keep_upload(system, kind, files=[csv_file(f"{n}.csv") for n in range(limit + 1)])
    assert not Upload.objects.exists()
    assert not stored_files()


@pytest.mark.parametrize(
    "kind", [kind for kind in upload_kinds() if kind.limits.max_files > 1], ids=lambda kind: kind.name
)
def test_files_that_are_too_large_together_are_refused(system: Actor, kind: UploadKind) -> None:
    limits = kind.limits
    files = [csv_file(f"{n}.csv") for n in range(limits.max_total_bytes // limits.max_file_bytes + 1)]
    for file in files:
        file.size = limits.max_file_bytes
    limit = limits.max_total_bytes // 1_000_000
    with pytest.raises(Refused, match=f"MB together, and at most {limit} MB are read"):
        actions.keep_upload(system, kind, files=files)
    assert not Upload.objects.exists()
    assert not stored_files()


@each_kind
def test_a_short_table_of_equal_rows_may_compress_as_well_as_it_does(system: Actor, kind: UploadKind) -> None:
    rows = b"id,name\n" + b"1,the same\n" * 200_000
    upload = actions.keep_upload(
        system, kind, files=[SimpleUploadedFile("rows.zip", zip_of({"rows.csv": rows}))]
    )
    assert upload.file.read_bytes() == rows


@each_kind
def test_without_a_file_nothing_is_kept(system: Actor, kind: UploadKind) -> None:
    with pytest.raises(Refused, match="Choose a file first"):
        actions.keep_upload(system, kind, files=[])
    assert not Upload.objects.exists()


def a_kind(name: str = "directory") -> UploadKind:
    return next(kind for kind in upload_kinds() if kind.name == name)


def test_two_files_of_one_name_are_refused_with_it(system: Actor) -> None:
    with pytest.raises(Refused, match=r"Two files have the same name: Services\.csv\."):
        actions.keep_upload(system, a_kind(), files=[csv_file("services.csv"), csv_file("Services.csv")])
    assert not stored_files()


def test_names_lead_nowhere_else_and_other_files_of_a_zip_stay_in_it(system: Actor) -> None:
    names = ["../../../outside.csv", "__MACOSX/._outside.csv", "notes.txt", "deep/in.CSV"]
    file = SimpleUploadedFile("evil.zip", zip_of(dict.fromkeys(names, b"a\n")))
    upload = actions.keep_upload(system, a_kind(), files=[file])
    assert sorted(path.name for path in upload.folder.iterdir()) == ["in.CSV", "outside.csv"]
    assert sorted(stored_files()) == sorted(upload.folder.iterdir())


# Storage


@each_kind
def test_what_is_kept_is_private_with_one_audit_row_and_no_words(system: Actor, kind: UploadKind) -> None:
    upload = actions.keep_upload(system, kind, files=[csv_file("families.csv")], title="Families")
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


def test_a_file_that_cannot_be_read_is_refused_before_it_is_kept(system: Actor) -> None:
    def check(upload: Upload) -> None:
        raise BadFile.of("empty", upload.folder.name)

    with pytest.raises(Refused, match=r"^table.csv: the file is empty. .*Nothing was imported.$"):
        actions.keep_upload(system, a_kind(), files=[csv_file()], check=check)
    assert not Upload.objects.exists()
    assert not stored_files()


@pytest.mark.parametrize("n_files", [0, 2])
def test_one_file_is_asked_for_where_there_is_none_or_more(system: Actor, n_files: int) -> None:
    upload = actions.keep_upload(system, a_kind(), files=[csv_file("a.csv"), csv_file("b.csv")])
    if not n_files:
        actions.remove_upload(system, upload)
        for path in upload.folder.iterdir():
            path.unlink()
    with pytest.raises(BadFile) as bad:
        _file = upload.file
    assert bad.value.code == ("not_a_file" if n_files else "no_file")


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


# Imports


@pytest.fixture
def run(
    system: Actor, owner: Person, district: District, django_capture_on_commit_callbacks: Callable[..., Any]
) -> Run:
    """Store an upload and run an import job with the given work."""
    from throughline.partner import tasks

    def run(work: Callable[..., None], *, before: Callable[[Job], object] | None = None) -> Job:
        actor = Actor.of(district, owner)
        upload = actions.keep_upload(actor, a_kind(), files=[csv_file()])
        job = actions.queue_import(actor, upload, task=tasks.import_directory, title="A directory")
        if before is not None:
            before(job)
        with django_capture_on_commit_callbacks(execute=True):
            actions.run_import(district.slug, job.public_id, work, upload_id=upload.public_id)
        job.refresh_from_db()
        return job

    return run


def test_problems_of_a_file_are_reported_by_row_and_its_files_go(run: Run) -> None:
    def work(job: RunningJob, upload: Upload) -> None:
        raise BadFile([ReportRow("too_many_rows", upload.folder.name, 3, "id", {"limit": 2})], 2)

    job = run(work)
    assert job.state == JobState.FAILED
    assert job.sentence.startswith("table.csv, row 3, column “id”: the file has more than 2 rows.")
    assert "Problems in all: 2" in job.sentence
    assert job.sentence.endswith("Nothing was imported.")
    (line,) = job.report
    assert (line["File"], line["Row"], line["Column"]) == ("table.csv", 3, "id")
    assert line["What to do"]
    assert Upload.objects.get().removed_at is not None
    assert not stored_files()


def fails(job: RunningJob, upload: Upload) -> None:
    raise RuntimeError


def is_refused(job: RunningJob, upload: Upload) -> None:
    raise JobRefused("No.")


def is_stopped(job: RunningJob, upload: Upload) -> None:
    Job.objects.update(is_cancel_asked=True)
    job.advance(1, 2)


@pytest.mark.parametrize("ending", [fails, is_refused, is_stopped], ids=lambda ending: ending.__name__)
@pytest.mark.parametrize("has_page", [True, False], ids=["with a page to go back to", "without"])
def test_files_stay_after_an_import_that_ended_only_where_a_page_leads_back(
    run: Run, ending: Callable[..., None], has_page: bool
) -> None:
    def work(job: RunningJob, upload: Upload) -> None:
        if has_page:
            job.finish_at("/d/juniper/imports/")
        ending(job, upload)

    job = run(work)
    assert job.state in {JobState.FAILED, JobState.CANCELLED}
    assert bool(stored_files()) == has_page
    assert (Upload.objects.get().removed_at is None) == has_page


def test_an_import_that_was_stopped_while_it_waited_is_not_begun(run: Run, system: Actor) -> None:
    def work(job: RunningJob, upload: Upload) -> None:
        pytest.fail("it was stopped")

    job = run(work, before=lambda job: actions.cancel_job(system, job))
    assert job.state == JobState.CANCELLED


def test_an_upload_is_queued_once_and_not_again_when_it_is_gone(system: Actor) -> None:
    from throughline.partner import tasks

    upload = actions.keep_upload(system, a_kind(), files=[csv_file()])
    first = actions.queue_import(system, upload, task=tasks.import_directory, title="x" * 300)
    assert actions.queue_import(system, upload, task=tasks.import_directory, title="Again") == first
    assert first.kind == "import_directory"
    upload.refresh_from_db()
    with pytest.raises(Refused, match="It is being imported at this moment"):
        actions.discard_upload(system, upload)
    actions.cancel_job(system, first)
    actions.discard_upload(system, Upload.objects.get())
    with pytest.raises(Refused, match="imported or removed already"):
        actions.queue_import(system, upload, task=tasks.import_directory, title="Again")


# Cleanup


@each_kind
def test_files_nobody_came_back_to_go_after_the_days_of_their_kind(
    system: Actor, kind: UploadKind, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    upload = actions.keep_upload(system, kind, files=[csv_file()])
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

    upload = actions.keep_upload(system, a_kind(), files=[csv_file()])
    actions.queue_import(system, upload, task=tasks.import_directory, title="A directory")
    assert actions.remove_old_uploads(system, timezone.now() + timedelta(days=30)) == 0
    assert upload.folder.exists()


def test_folders_that_a_stopped_process_left_are_swept_and_other_districts_left_alone(
    system: Actor, other_district: District
) -> None:
    kept = actions.keep_upload(system, a_kind(), files=[csv_file()])
    unfinished = kept.folder.with_name("no-row")
    elsewhere = Upload(district=other_district).folder
    for folder in (unfinished, elsewhere):
        folder.mkdir(parents=True)
        (folder / "roster.csv").touch()
    actions.remove_old_uploads(system, timezone.now() + timedelta(minutes=30))
    assert unfinished.exists()
    actions.remove_old_uploads(system, timezone.now() + timedelta(hours=2))
    assert not unfinished.exists()
    assert elsewhere.exists()
    assert kept.folder.exists()


# Reference


@each_kind
def test_the_limits_of_each_kind_stand_in_the_reference(kind: UploadKind) -> None:
    page = (Path(__file__).parents[2] / "docs/reference/uploads.md").read_text(encoding="utf-8")
    limits = kind.limits
    megabytes = (n // 1_000_000 for n in (limits.max_file_bytes, limits.max_total_bytes))
    numbers = [*megabytes, limits.max_files, limits.max_zip_entries, kind.days_kept]
    (row,) = [line for line in page.splitlines() if line.startswith(f"| `{kind.name}`:")]
    assert row.endswith(f"| {' | '.join(map(str, numbers))} |")
    assert limits.max_compression_ratio == 200
    assert "more than 10 MB and more than 200 times its own size" in page.replace("\n  ", " ")
