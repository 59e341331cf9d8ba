import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.translation import gettext

from tests import make
from tests.words import plain_cells
from throughline.accounts import actions
from throughline.accounts.actions import JobRefused, RunningJob, run_job
from throughline.accounts.models import AuditEntry, District, Job, JobState, Person, Role
from throughline.accounts.tasks import mail_invitation

As = Callable[[Person | None], Client]


@pytest.fixture
def job(district: District, coordinator: Person) -> Job:
    return Job.objects.create(kind="run", title="Patterns in the votes", person=coordinator)


def _run(district: District, job: Job, work: Any, **arguments: Any) -> Job:
    run_job(district.slug, job.public_id, work, **arguments)
    job.refresh_from_db()
    return job


def test_a_job_tells_how_far_it_is_and_where_its_result_stands(district: District, job: Job) -> None:
    def work(running: RunningJob, *, n: int) -> None:
        running.advance(1, n, "Reading")
        assert Job.objects.get(pk=job.pk).percent == 25
        running.set_result("Found 2 patterns")
        running.finish_at("/somewhere/")

    _run(district, job, work, n=4)
    assert (job.state, job.sentence, job.result_url) == (JobState.DONE, "Found 2 patterns", "/somewhere/")
    assert job.ended_at


def test_a_job_that_is_refused_says_why_row_by_row(
    district: District, job: Job, coordinator: Person, client_of: As
) -> None:
    def work(running: RunningJob) -> None:
        raise JobRefused(
            "Row 7 has no date.", [{"row": 7, "problem": "no date"}, {"row": 9, "file": "a.csv"}]
        )

    _run(district, job, work)
    assert job.state == JobState.FAILED
    page = client_of(coordinator).get(district.url("job", job_id=job.public_id)).content.decode()
    for words in ("Row 7 has no date.", "no date", "a.csv", "problem"):
        assert words in page


def test_a_job_that_breaks_says_so_without_the_details(
    district: District, job: Job, caplog: pytest.LogCaptureFixture
) -> None:
    def work(running: RunningJob) -> None:
        raise RuntimeError("secret words")

    _run(district, job, work)
    assert job.state == JobState.FAILED
    assert "secret words" not in job.sentence
    assert "secret words" in caplog.text


def test_a_job_runs_once(district: District, job: Job) -> None:
    runs = []
    for _ in range(2):
        _run(district, job, lambda running: runs.append(running))
    assert len(runs) == 1


def test_a_job_acts_with_the_roles_of_whoever_asked(
    district: District, job: Job, coordinator: Person
) -> None:
    seen = []
    _run(district, job, lambda running: seen.append(running.actor))
    assert seen[0].person == coordinator
    assert seen[0].roles == {Role.COORDINATOR}


def test_a_job_speaks_the_language_of_whoever_asked(
    district: District, job: Job, coordinator: Person
) -> None:
    coordinator.language = "es"
    coordinator.save()
    from django.utils.translation import get_language

    seen = []
    _run(district, job, lambda running: seen.append(get_language()))
    assert seen == ["es"]


def test_a_waiting_job_is_cancelled_at_once_and_never_runs(
    district: District, job: Job, coordinator: Person, client_of: As
) -> None:
    client_of(coordinator).post(district.url("cancel_job", job_id=job.public_id))
    ran = []
    _run(district, job, lambda running: ran.append(1))
    assert job.state == JobState.CANCELLED
    assert ran == []
    assert AuditEntry.objects.filter(verb="cancel_job").count() == 1


def test_a_running_job_stops_at_its_next_step(district: District, job: Job, coordinator: Person) -> None:
    def work(running: RunningJob) -> None:
        actions.cancel_job(make.actor(coordinator, district), job)
        running.advance(1, 2)
        raise AssertionError("went on")

    _run(district, job, work)
    assert job.state == JobState.CANCELLED
    assert job.sentence == gettext("Stopped as requested. Nothing was changed.")


def test_the_page_of_a_running_job_refreshes_itself_and_has_a_plain_link(
    district: District, job: Job, coordinator: Person, client_of: As
) -> None:
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, n_done=3, n_total=12, sentence="Counting")
    url = district.url("job", job_id=job.public_id)
    page = client_of(coordinator).get(url).content.decode()
    assert f'hx-get="{url}"' in page
    assert f'href="{url}"' in page
    assert "3 of 12" in page
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE)
    assert "hx-get" not in client_of(coordinator).get(url).content.decode()


def test_the_page_of_a_job_that_began_again_says_so(
    district: District, job: Job, coordinator: Person, client_of: As
) -> None:
    url = district.url("job", job_id=job.public_id)
    assert "started again" not in client_of(coordinator).get(url).content.decode()
    Job.objects.filter(pk=job.pk).update(n_restarts=1)
    page = client_of(coordinator).get(url).content.decode()
    assert "This task was interrupted, so it started again from the beginning." in page


def test_jobs_shows_a_coordinator_all_and_an_analyst_their_own(
    district: District, job: Job, analyst: Person, coordinator: Person, client_of: As
) -> None:
    Job.objects.create(kind="run", title="My own count", person=analyst)
    theirs = client_of(analyst).get(district.url("jobs")).content.decode()
    assert "My own count" in theirs
    assert job.title not in theirs
    all_of_them = client_of(coordinator).get(district.url("jobs")).content.decode()
    assert "My own count" in all_of_them
    assert job.title in all_of_them


def test_a_job_whose_worker_was_stopped_is_given_up(district: District, job: Job) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, seen_at=long_ago)
    alive = Job.objects.create(kind="run", title="Alive", state=JobState.RUNNING, seen_at=timezone.now())
    assert actions.fail_lost_jobs(timezone.now()) == 1
    job.refresh_from_db()
    alive.refresh_from_db()
    assert (job.state, alive.state) == (JobState.FAILED, JobState.RUNNING)


def test_a_long_report_is_paged(district: District, job: Job, coordinator: Person, client_of: As) -> None:
    Job.objects.filter(pk=job.pk).update(report=[{"row": n} for n in range(65)], state=JobState.FAILED)
    page = (
        client_of(coordinator).get(district.url("job", job_id=job.public_id), {"page": "3"}).content.decode()
    )
    assert "Page 3 of 3" in page
    assert "<td>64</td>" in plain_cells(page)


def _rename(district: District) -> None:
    District.objects.filter(pk=district.pk).update(name="Changed by a job")


def _is_changed(district: District) -> bool:
    return District.objects.get(pk=district.pk).name == "Changed by a job"


def test_asked_to_stop_before_its_last_step_a_job_changes_nothing(
    district: District, job: Job, coordinator: Person
) -> None:
    def work(running: RunningJob) -> None:
        running.advance(1, 2, "Reading")
        actions.cancel_job(make.actor(coordinator, district), job)
        with running.last_step():
            _rename(district)

    _run(district, job, work)
    assert job.state == JobState.CANCELLED
    assert not _is_changed(district)


def test_asked_to_stop_within_its_last_step_a_job_is_done_and_says_so(
    district: District, job: Job, coordinator: Person
) -> None:
    def work(running: RunningJob) -> None:
        with running.last_step():
            _rename(district)
            actions.cancel_job(make.actor(coordinator, district), job)
            running.set_result("All of it is there.")
            running.finish_at("/there/")
        running.advance(3, 3)

    _run(district, job, work)
    assert (job.state, job.sentence, job.result_url) == (JobState.DONE, "All of it is there.", "/there/")
    assert _is_changed(district)


@pytest.mark.parametrize("end", [RuntimeError("after the fact"), JobRefused("No.")])
def test_what_goes_wrong_after_the_last_step_does_not_undo_what_the_job_says(
    district: District, job: Job, end: Exception
) -> None:
    def work(running: RunningJob) -> None:
        with running.last_step():
            _rename(district)
            running.set_result("All of it is there.")
        raise end

    _run(district, job, work)
    assert (job.state, job.sentence) == (JobState.DONE, "All of it is there.")


def test_a_worker_that_dies_after_the_last_step_leaves_a_job_that_is_done(
    district: District, job: Job
) -> None:
    def work(running: RunningJob) -> None:
        with running.last_step():
            _rename(district)
            running.set_result("All of it is there.")
        raise SystemExit

    with pytest.raises(SystemExit):
        _run(district, job, work)
    assert actions.fail_lost_jobs(timezone.now() + timedelta(days=1)) == 0
    job.refresh_from_db()
    assert (job.state, job.sentence, job.result_url) == (JobState.DONE, "All of it is there.", "")


def test_a_last_step_that_fails_leaves_neither_rows_nor_the_sentence_of_its_success(
    district: District, job: Job
) -> None:
    def work(running: RunningJob) -> None:
        running.finish_at("/back/")
        with running.last_step():
            _rename(district)
            running.set_result("All of it is there.", [{"row": 1}])
            running.finish_at("/there/")
            raise RuntimeError("the disk is full")

    _run(district, job, work)
    assert (job.state, job.result_url, job.report) == (JobState.FAILED, "/back/", [])
    assert "All of it" not in job.sentence
    assert not _is_changed(district)


def test_a_job_that_was_given_up_meanwhile_writes_nothing(district: District, job: Job) -> None:
    def work(running: RunningJob) -> None:
        actions.fail_lost_jobs(timezone.now() + timedelta(days=1))
        with running.last_step():
            _rename(district)

    _run(district, job, work)
    assert job.state == JobState.FAILED
    assert not _is_changed(district)


def test_a_text_that_was_written_in_one_language_is_marked_as_such(
    district: District, coordinator: Person, client_of: As
) -> None:
    job = Job.objects.create(kind="run", title="Patrones", person=coordinator, language="es")
    _run(district, job, lambda running: running.set_result("Dos patrones.", [{"Fila": 2}]))
    page = client_of(coordinator).get(district.url("job", job_id=job.public_id)).content.decode()
    assert '<h1 lang="es" dir="auto">Patrones</h1>' in page
    assert '<span lang="es" dir="auto">Dos patrones.</span>' in page
    assert '<thead lang="es" dir="auto">' in plain_cells(page)


def test_a_job_is_read_in_the_language_of_the_page_whoever_asked_for_it(
    district: District, coordinator: Person, client_of: As, no_worker: None
) -> None:
    actor = make.actor(coordinator, district)
    with translation.override("es"):
        job = actions.start_job(
            actor, kind="run", title=lambda: gettext("Service directory"), task=mail_invitation
        )

    def work(running: RunningJob) -> None:
        running.advance(1, 2, lambda: gettext("Reading files"))
        running.set_result(lambda: gettext("Saved."), lambda: [{gettext("Row"): 2}])

    _run(district, job, work)
    url = district.url("job", job_id=job.public_id)
    english, spanish = (
        plain_cells(client_of(coordinator).get(f"{url}?lang={code}").content.decode())
        for code in ("en", "es")
    )
    assert "<h1>Service directory</h1>" in english
    assert "<span>Saved.</span>" in english
    assert '<th scope="col">Row</th>' in english
    assert "<h1>Directorio de servicios</h1>" in spanish
    assert "<span>Guardado.</span>" in spanish
    assert '<th scope="col">Fila</th>' in spanish
    assert 'lang="es" dir="auto"' not in english
    listed = client_of(coordinator).get(district.url("jobs") + "?lang=en").content.decode()
    assert re.search(r"<a[^>]*>\s*Service directory\s*</a>", listed)


def test_how_a_job_was_stopped_or_refused_is_read_in_the_language_of_the_page(
    district: District, coordinator: Person
) -> None:
    def refuse(running: RunningJob) -> None:
        raise JobRefused(lambda: gettext("Nothing was imported."), lambda: [{gettext("File"): "a.csv"}])

    def stop(running: RunningJob) -> None:
        raise actions.JobCancelled

    for work, sentence in (
        (refuse, "Nothing was imported."),
        (stop, "Stopped as requested. Nothing was changed."),
    ):
        job = Job.objects.create(kind="run", title="Una tarea", person=coordinator, language="es")
        _run(district, job, work)
        for code in ("en", "es"):
            with translation.override(code):
                assert str(job.shown_sentence) == gettext(sentence)
                assert job.shown_sentence.language == ""
        assert list(job.shown_report[0] if job.report else []) in (["File"], [])


def test_a_lost_job_is_given_up_in_its_own_language(district: District) -> None:
    lost = Job.objects.create(
        kind="run", title="Patrones", language="es", state=JobState.RUNNING, seen_at=timezone.now()
    )
    actions.fail_lost_jobs(timezone.now() + timedelta(days=1))
    lost.refresh_from_db()
    with translation.override("es"):
        assert lost.sentence == gettext(
            "This task was interrupted before it finished. Nothing was changed. Start it again."
        )


def test_the_list_of_jobs_leaves_their_reports_where_they_are(
    district: District, job: Job, coordinator: Person, client_of: As
) -> None:
    with CaptureQueriesContext(connection) as queries:
        client_of(coordinator).get(district.url("jobs"))
    assert any("accounts_job" in one["sql"] for one in queries)
    assert not any('"accounts_job"."report"' in one["sql"] for one in queries)


def test_the_report_appears_with_the_end_of_a_job_that_is_watched(
    district: District, job: Job, coordinator: Person, client_of: As
) -> None:
    """The script replaces the progress by that of a later page, so the report must be in it."""
    report = [{"Row": 7, "Details": "No date."}]
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, report=report, result_url="/d/juniper/map/")
    page = client_of(coordinator).get(district.url("job", job_id=job.public_id)).content.decode()
    end = page.index(district.url("jobs") + '">View all background tasks')
    progress = page[page.index('id="progress"') : end]
    assert progress.count("<div") == progress.count("</div>") - 1
    assert "<td>No date.</td>" in plain_cells(progress)
    assert re.search(r'href="/d/juniper/map/">\s*Try again', progress)
