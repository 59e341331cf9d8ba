"""The pages that import a conversation and export a forum."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import make
from tests.measure.polis_files import change, n_rows
from throughline.accounts.models import AuditEntry, District, Job, JobState, Person, Upload
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, Forum, ForumKind
from throughline.formats import polis
from throughline.measure import tasks
from throughline.measure.workflows.polis import import_conversation

pytestmark = pytest.mark.usefixtures("no_worker")

ClientOf = Callable[[Person | None], Client]


@pytest.fixture
def desk(coordinator: Person, client_of: ClientOf) -> Client:
    return client_of(coordinator)


def hand_in(desk: Client, cycle: Cycle, *files: SimpleUploadedFile, encoding: str = "detect") -> Job | None:
    data = {"cycle": cycle.public_id, "title": "", "exported": list(files), "encoding": encoding}
    response = desk.post(cycle.district.url("import_polis"), data)
    if response.status_code != 303:
        return None
    job = Job.objects.latest("pk")
    upload = Upload.objects.get(job=job)
    tasks.import_polis.func(cycle.district.slug, job.public_id, upload_id=upload.public_id)
    job.refresh_from_db()
    return job


def files_of(folder: Path) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(path.name, path.read_bytes(), "text/csv") for path in sorted(folder.iterdir())]


def zip_of(folder: Path) -> SimpleUploadedFile:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in folder.iterdir():
            archive.write(path, f"london/{path.name}")
    return SimpleUploadedFile("london.zip", packed.getvalue(), "application/zip")


@pytest.mark.parametrize("is_zipped", [True, False], ids=["zip", "several files"])
def test_a_conversation_comes_in_by_page(
    desk: Client,
    london: Path,
    is_zipped: bool,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    cycle = make.cycle()
    files = [zip_of(london)] if is_zipped else files_of(london)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        job = hand_in(desk, cycle, *files)
    assert job is not None
    assert job.state == JobState.DONE, job.sentence
    forum = Forum.objects.get()
    assert job.result_url == cycle.district.url("forum", forum_id=forum.public_id)
    assert any("1 means agree" in str(row) for row in job.report)
    upload = Upload.objects.get()
    assert upload.removed_at is not None
    assert not upload.folder.exists()


def test_what_is_wrong_with_a_file_stands_in_the_jobs_report(desk: Client, london: Path) -> None:
    change(london / "votes.csv", "voter-id", "voter")
    before = n_rows()
    cycle = make.cycle()
    job = hand_in(desk, cycle, *files_of(london))
    assert job is not None
    assert job.state == JobState.FAILED
    assert job.sentence.startswith("votes.csv, row 1: These columns are missing: voter-id.")
    assert job.sentence.endswith("Nothing was imported.")
    assert n_rows()[1:] == before[1:]


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (SimpleUploadedFile("london.zip", b"PK\x05\x06" + bytes(18)), "contain a CSV file"),
        (
            SimpleUploadedFile("london.zip", b"PK\x03\x04 cut short" + b"PK\x05\x06" + bytes(18)),
            "contain a CSV file",
        ),
    ],
)
def test_a_zip_that_holds_nothing_is_refused_at_once(
    desk: Client, district: District, file: SimpleUploadedFile, message: str
) -> None:
    cycle = make.cycle()
    response = desk.post(district.url("import_polis"), {"cycle": cycle.public_id, "exported": [file]})
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Upload.objects.exists()


def test_two_files_of_the_same_name_are_refused(desk: Client, district: District, london: Path) -> None:
    cycle = make.cycle()
    files = [*files_of(london), SimpleUploadedFile("votes.csv", b"x")]
    response = desk.post(district.url("import_polis"), {"cycle": cycle.public_id, "exported": files})
    assert response.status_code == 422
    assert not Upload.objects.exists()


def test_names_in_a_zip_lead_nowhere_else(desk: Client, district: District, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../../../outside.csv", "a,b\n")
    cycle = make.cycle()
    file = SimpleUploadedFile("evil.zip", packed.getvalue())
    desk.post(district.url("import_polis"), {"cycle": cycle.public_id, "exported": [file]})
    (stored,) = Upload.objects.get().folder.iterdir()
    assert stored.name == "outside.csv"


def test_the_export_page_gives_a_zip_that_can_be_brought_in_again(
    desk: Client, system: Actor, district: District, london: Path, tmp_path: Path
) -> None:
    forum = import_conversation(system, polis.read(london)).forum
    response = desk.get(district.url("export_forum", forum_id=forum.public_id))
    with zipfile.ZipFile(io.BytesIO(response.content)) as packed:
        packed.extractall(tmp_path / "again")
    before, after = polis.read(london), polis.read(tmp_path / "again")
    assert after.participants == before.participants
    assert sorted(after.votes.time_ms.tolist()) == sorted(before.votes.time_ms.tolist())
    assert AuditEntry.objects.filter(verb="export_forum", object_id=forum.public_id).exists()


def test_only_statements_and_surveys_are_exported(desk: Client, district: District) -> None:
    forum = make.forum(make.cycle(), ForumKind.MEETING)
    assert desk.get(district.url("export_forum", forum_id=forum.public_id)).status_code == 404


def test_an_import_that_was_stopped_changes_nothing_and_keeps_no_file(
    desk: Client,
    system: Actor,
    london: Path,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    cycle = make.cycle()
    before = n_rows()
    data = {"cycle": cycle.public_id, "title": "London", "exported": files_of(london)}
    desk.post(cycle.district.url("import_polis"), data)
    job, upload = Job.objects.get(), Upload.objects.get()
    Job.objects.update(is_cancel_asked=True)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        tasks.import_polis.func(cycle.district.slug, job.public_id, upload_id=upload.public_id)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert n_rows() == before
    assert not upload.folder.exists()


def test_what_is_no_conversation_is_called_by_the_name_it_was_handed_in_under(desk: Client) -> None:
    job = hand_in(desk, make.cycle(), SimpleUploadedFile("budget.csv", b"a,b\n1,2\n", "text/csv"))
    assert job is not None
    assert job.state == JobState.FAILED
    assert job.sentence.startswith("budget.csv")
    assert Upload.objects.get().public_id not in str(job.report)


def test_a_conversation_in_windows_1252_is_read_where_that_is_chosen(desk: Client, london: Path) -> None:
    change(london / "comments.csv", "the", "thé")
    files = files_of(london)
    for file in files:
        if file.name == "comments.csv":
            text = file.read().decode()
            file.file = io.BytesIO(text.encode("cp1252", "replace"))
            file.size = file.file.getbuffer().nbytes
    cycle = make.cycle()
    for encoding, state in (("detect", JobState.FAILED), ("cp1252", JobState.DONE)):
        for file in files:
            file.seek(0)
        job = hand_in(desk, cycle, *files, encoding=encoding)
        assert job is not None
        assert job.state == state, job.sentence


def test_a_topic_as_long_as_a_page_becomes_a_title_that_ends_with_an_ellipsis(
    desk: Client, london: Path
) -> None:
    lines = (london / "summary.csv").read_text().splitlines()
    topic = "What should change? " * 250
    lines = [f"topic,{topic}" if line.startswith("topic,") else line for line in lines]
    (london / "summary.csv").write_text("\n".join(lines))
    assert hand_in(desk, make.cycle(), *files_of(london)) is not None
    title = Forum.objects.get().title.source
    assert len(title) == 200
    assert title.startswith("What should change? What")
    assert title.endswith("…")


def test_a_topic_in_windows_1252_is_read_where_that_is_chosen(desk: Client, london: Path) -> None:
    text = (london / "summary.csv").read_text()
    lines = ["topic,¿Qué sigue?" if line.startswith("topic,") else line for line in text.splitlines()]
    (london / "summary.csv").write_bytes("\n".join(lines).encode("cp1252"))
    job = hand_in(desk, make.cycle(), *files_of(london), encoding="cp1252")
    assert job is not None
    assert job.state == JobState.DONE, job.sentence
    assert Forum.objects.get().title.source == "¿Qué sigue?"
