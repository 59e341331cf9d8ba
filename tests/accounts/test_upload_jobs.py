"""Jobs that import an upload: reports of problems, and what is left when they fail or are stopped."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.accounts.upload_files import a_kind, csv_file, stored_files
from throughline.accounts import actions
from throughline.accounts.actions import JobRefused, Refused, RunningJob
from throughline.accounts.models import District, Job, JobState, Person, Upload
from throughline.accounts.permissions import Actor
from throughline.formats.problems import BadFile, ReportRow

pytestmark = pytest.mark.usefixtures("no_worker")

Run = Callable[..., Job]


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
