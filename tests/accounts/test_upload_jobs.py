"""Jobs that import an upload: reports of problems, and what is left when they fail or are stopped."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.accounts.upload_files import a_kind, csv_file, keep_upload, stored_files
from throughline.accounts import actions
from throughline.accounts.actions import JobRefused, Refused, RunningJob
from throughline.accounts.models import District, Job, JobState, Person, Upload
from throughline.accounts.permissions import Actor
from throughline.formats.problems import BadFile, ReportRow

pytestmark = pytest.mark.usefixtures("no_worker")

Run = Callable[..., Job]

CHOOSE_AGAIN = " The files were deleted. To import them, upload them again."


@pytest.fixture
def run(
    system: Actor, owner: Person, district: District, django_capture_on_commit_callbacks: Callable[..., Any]
) -> Run:
    """Store an upload and run an import job with the given work."""
    from throughline.partner import tasks

    def run(
        work: Callable[..., None], *, before: Callable[[Job], object] | None = None, mapping_url: str = ""
    ) -> Job:
        actor = Actor.of(district, owner)
        upload = keep_upload(actor, a_kind(), files=[csv_file()])
        with django_capture_on_commit_callbacks(execute=True):
            job = actions.queue_import(
                actor, upload, task=tasks.import_directory, title="A directory", mapping_url=mapping_url
            )
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
    assert job.sentence.startswith("table.csv, row 3, column “id”: The file has more than 2 rows.")
    assert "Total problems: 2" in job.sentence
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


each_mapping_page = pytest.mark.parametrize(
    "url", ["/d/juniper/imports/", ""], ids=["with a mapping page", "without"]
)


@pytest.mark.parametrize("ending", [fails, is_refused, is_stopped], ids=lambda ending: ending.__name__)
@each_mapping_page
def test_files_stay_after_an_import_that_ended_only_where_a_page_leads_back(
    run: Run, ending: Callable[..., None], url: str
) -> None:
    job = run(ending, mapping_url=url)
    assert job.state in {JobState.FAILED, JobState.CANCELLED}
    assert job.result_url == url
    assert job.sentence.endswith(CHOOSE_AGAIN) == (ending == is_stopped and not url)
    assert bool(stored_files()) == bool(url)
    assert (Upload.objects.get().removed_at is None) == bool(url)


def never(job: RunningJob, upload: Upload) -> None:
    pytest.fail("it had ended before")


@each_mapping_page
def test_an_import_that_was_stopped_while_it_waited_is_not_begun(run: Run, system: Actor, url: str) -> None:
    job = run(never, before=lambda job: actions.cancel_job(system, job), mapping_url=url)
    assert (job.state, job.result_url) == (JobState.CANCELLED, url)
    assert bool(stored_files()) == bool(url)
    assert job.sentence == "Stopped as requested. Nothing was changed." + ("" if url else CHOOSE_AGAIN)


@each_mapping_page
def test_a_lost_import_leads_back_to_its_files_or_leaves_none(run: Run, url: str) -> None:
    def lose(job: Job) -> None:
        Job.objects.update(state=JobState.RUNNING, seen_at=timezone.now() - timedelta(hours=1))
        assert actions.fail_lost_jobs(timezone.now()) == 1

    job = run(never, before=lose, mapping_url=url)
    assert (job.state, job.result_url) == (JobState.FAILED, url)
    assert job.sentence.startswith("This task was interrupted before it finished.")
    assert job.sentence.endswith(CHOOSE_AGAIN) == (not url)
    assert bool(stored_files()) == bool(url)
    assert (Upload.objects.get().removed_at is None) == bool(url)


def test_a_page_from_before_the_import_began_discards_nothing(system: Actor) -> None:
    from throughline.partner import tasks

    upload = keep_upload(system, a_kind(), files=[csv_file()])
    seen_before = Upload.objects.get(pk=upload.pk)
    actions.queue_import(system, upload, task=tasks.import_directory, title="A directory")
    with pytest.raises(Refused, match="This file is being imported now"):
        actions.discard_upload(system, seen_before)
    assert stored_files()


def test_an_upload_is_queued_once_and_not_again_when_it_is_gone(system: Actor) -> None:
    from throughline.partner import tasks

    upload = keep_upload(system, a_kind(), files=[csv_file()])
    first = actions.queue_import(system, upload, task=tasks.import_directory, title="x" * 300)
    assert actions.queue_import(system, upload, task=tasks.import_directory, title="Again") == first
    assert first.kind == "import_directory"
    upload.refresh_from_db()
    with pytest.raises(Refused, match="This file is being imported now"):
        actions.discard_upload(system, upload)
    actions.cancel_job(system, first)
    actions.discard_upload(system, Upload.objects.get())
    with pytest.raises(Refused, match="already imported or removed"):
        actions.queue_import(system, upload, task=tasks.import_directory, title="Again")


def test_a_worker_that_comes_back_after_its_import_was_lost_changes_no_word_of_it(run: Run) -> None:
    def work(job: RunningJob, upload: Upload) -> None:
        Job.objects.update(seen_at=timezone.now() - timedelta(hours=1))
        assert actions.fail_lost_jobs(timezone.now()) == 1
        job.advance(1, 2, "Writing 100 votes.")
        pytest.fail("it was lost")

    job = run(work)
    assert job.state == JobState.FAILED
    assert job.sentence.startswith("This task was interrupted before it finished.")
    assert job.sentence.endswith(CHOOSE_AGAIN)


def test_a_job_whose_files_cannot_be_deleted_is_lost_at_the_next_try(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(job: Job) -> None:
        Job.objects.update(state=JobState.RUNNING, seen_at=timezone.now() - timedelta(hours=1))
        with monkeypatch.context() as patched:
            patched.setattr("throughline.accounts.actions.upload_files.remove_upload", fails)
            with pytest.raises(RuntimeError):
                actions.fail_lost_jobs(timezone.now())
        assert Job.objects.get().state == JobState.RUNNING
        assert actions.fail_lost_jobs(timezone.now()) == 1

    assert run(never, before=lose).state == JobState.FAILED
    assert not stored_files()
