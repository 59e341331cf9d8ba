"""The worker: it waits while the database is away, and takes over the work of one that was killed."""

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from time_machine import Traveller

from tests import make
from throughline.accounts import actions
from throughline.accounts.actions import RunningJob, run_job
from throughline.accounts.models import District, Job, JobState, Person, Worker
from throughline.config import jobs, liveness, outages, worker
from throughline.config.liveness import Watch, living_worker

RUNS: list[str] = []
FAILURES: list[Exception] = []
WORK: list[Callable[[RunningJob], None]] = []


@task()
def do_work(district_slug: str, job_id: str) -> None:
    run_job(district_slug, job_id, lambda running: WORK[0](running))


@task()
def mail_somebody(name: str) -> None:
    RUNS.append(name)
    if FAILURES:
        raise FAILURES[0]


@pytest.fixture(autouse=True)
def _own_home(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOME = tmp_path
    RUNS.clear()
    FAILURES.clear()
    WORK[:] = [lambda running: RUNS.append(running.job.public_id)]
    monkeypatch.setattr(jobs, "JOBS", [])
    for module in (worker, db_worker):  # the test's own transaction would be closed
        monkeypatch.setattr(module, "close_old_connections", lambda: None)


@pytest.fixture
def job(district: District, coordinator: Person) -> Job:
    return actions.start_job(make.actor(coordinator, district), kind="run", title="Patterns", task=do_work)


def left_running_by(name: str, job: Job | None = None) -> DBTaskResult[..., object]:
    """The state of the tables after the worker of that name was killed in the middle of its task."""
    row = DBTaskResult.objects.get()
    row.claim(name)
    if job is not None:
        Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, seen_at=timezone.now(), n_done=3)
    return row


def killed_worker() -> str:
    """A worker's name whose process is no more."""
    with living_worker() as name:
        return name


def states(job: Job) -> tuple[str, str]:
    job.refresh_from_db()
    return job.state, DBTaskResult.objects.get().status


def test_the_job_of_a_killed_worker_is_done_as_soon_as_another_starts(job: Job) -> None:
    left_running_by(killed_worker(), job)
    assert worker.work(once=True) == 0
    assert [job.public_id] == RUNS
    assert states(job) == (JobState.DONE, TaskResultStatus.SUCCESSFUL)
    assert job.n_restarts == 1


def test_a_worker_that_lives_keeps_its_job(job: Job) -> None:
    with living_worker() as name:
        left_running_by(name, job)
        worker.work(once=True)
    assert (RUNS, states(job)) == ([], (JobState.RUNNING, TaskResultStatus.RUNNING))


def test_a_process_of_another_worker_is_seen_to_be_killed(job: Job, tmp_path: Path) -> None:
    name = "another-process"
    path = tmp_path / "workers" / name
    path.parent.mkdir()
    code = "import fcntl, sys; f = open(sys.argv[1], 'x'); fcntl.flock(f, 2); print(flush=True); input()"
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", code, str(path)], stdin=pipe, stdout=pipe) as process:
        assert process.stdout
        assert process.stdout.readline()
        watch = Watch()
        assert not watch.is_gone(name)
        process.kill()
        process.wait()
        assert watch.is_gone(name)


def test_a_job_whose_worker_is_killed_twice_is_failed_and_says_so(job: Job) -> None:
    left_running_by(killed_worker(), job)
    assert actions.restart_lost_work(Watch().is_gone, timezone.now()) == 1
    assert states(job) == (JobState.WAITING, TaskResultStatus.READY)
    left_running_by(killed_worker(), job)
    worker.work(once=True)
    assert (RUNS, states(job)) == ([], (JobState.FAILED, TaskResultStatus.FAILED))
    assert "This task was interrupted before it finished" in job.sentence
    assert actions.restart_lost_work(Watch().is_gone, timezone.now()) == 0


def test_a_task_without_a_job_is_begun_again_once_too(db: None) -> None:
    mail_somebody.enqueue("Ana")
    left_running_by(killed_worker())
    worker.work(once=True)
    assert RUNS == ["Ana"]
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


def test_a_mail_is_tried_again_while_the_mail_server_is_away(db: None, traveller: Traveller) -> None:
    """It was tried once, and lost if the server was away for a moment."""
    FAILURES.append(SMTPServerDisconnected("away"))
    mail_somebody.enqueue("Ana")
    n_tries = []
    for minutes in (0, 0.5, 0.6, 5, 25, 120, 1000, 1000):
        traveller.shift(timedelta(minutes=minutes))
        worker.work(once=True)
        worker.work(once=True)
        n_tries.append(len(RUNS))
    assert n_tries == [1, 1, 2, 3, 4, 5, 5, 5]


def test_a_task_that_fails_by_its_own_fault_is_not_tried_again(db: None, traveller: Traveller) -> None:
    FAILURES.append(ValueError("a bug"))
    mail_somebody.enqueue("Ana")
    for _turn in range(3):
        worker.work(once=True)
        traveller.shift(timedelta(minutes=10))
    assert RUNS == ["Ana"]


def test_only_one_of_two_workers_begins_a_lost_job_again(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    left_running_by(killed_worker(), job)
    lost = list(DBTaskResult.objects.running())
    monkeypatch.setattr(actions.lost_work, "_lost_tasks", lambda is_gone: lost)
    found = [actions.restart_lost_work(lambda name: True, timezone.now()) for _worker in range(2)]
    job.refresh_from_db()
    assert (found, job.n_restarts) == ([1, 0], 1)


def test_a_job_is_done_in_the_time_of_its_district(district: District, job: Job) -> None:
    run_job(district.slug, job.public_id, lambda running: RUNS.append(timezone.get_current_timezone_name()))
    assert RUNS == [district.time_zone] == ["America/Denver"]
    assert timezone.get_current_timezone_name() == "UTC", "the next job may be another district's"


def test_a_worker_believed_dead_writes_nothing_once_its_job_began_again(district: District, job: Job) -> None:
    def work(running: RunningJob) -> None:
        if running.job.n_restarts == 0:
            left_running_by("silent", None)
            actions.restart_lost_work(lambda name: True, timezone.now())
            run_job(district.slug, job.public_id, work)
        with running.last_step():
            RUNS.append(f"run {running.job.n_restarts}")

    run_job(district.slug, job.public_id, work)
    job.refresh_from_db()
    assert (RUNS, job.state) == (["run 1"], JobState.DONE)


def test_a_job_stopped_by_an_outage_is_done_when_the_database_is_back(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone_at_first(running: RunningJob) -> None:
        RUNS.append("try")
        if len(RUNS) == 1:
            raise OperationalError("the server closed the connection")

    WORK[:] = [gone_at_first]
    worker.work(once=True)
    assert states(job) == (JobState.RUNNING, TaskResultStatus.FAILED)
    worker.work(once=True)
    assert (RUNS, states(job)) == (["try"] * 2, (JobState.DONE, TaskResultStatus.SUCCESSFUL))


def test_a_job_whose_task_is_not_there_says_that_it_must_be_started_again(job: Job) -> None:
    DBTaskResult.objects.all().delete()
    worker.work(once=True)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "Start it again" in job.sentence


def test_a_job_is_never_recorded_without_its_task(district: District, coordinator: Person) -> None:
    """Both rows are in one transaction: a process that dies in between leaves neither."""
    job = actions.start_job(make.actor(coordinator, district), kind="run", title="x", task=do_work)
    assert connection.in_atomic_block, "nothing is left for after the commit"
    assert DBTaskResult.objects.get(pk=job.task_id).args_kwargs["args"] == ["juniper", job.public_id]


def test_the_worker_of_another_machine_is_gone_after_two_silent_minutes(db: None) -> None:
    clock = [0.0]
    watch = Watch(lambda: clock[0])
    now = timezone.now()

    def is_gone_at(seconds: float) -> bool:
        clock[0] = seconds
        return watch.is_gone("far")

    actions.note_worker("far", now)
    assert not any([is_gone_at(0), is_gone_at(100), is_gone_at(119)])
    actions.note_worker("far", now + timedelta(seconds=119))
    assert not any([is_gone_at(120), is_gone_at(239)])
    watch.look_away()  # the database was away, so it could give no sign
    assert not any([is_gone_at(250), is_gone_at(369)])
    assert is_gone_at(370)


def test_a_worker_that_gave_no_sign_for_a_day_is_forgotten(db: None) -> None:
    now = timezone.now()
    actions.note_worker("old", now - timedelta(days=2))
    actions.note_worker("new", now)
    assert list(Worker.objects.values_list("name", flat=True)) == ["new"]


def test_files_of_workers_that_are_gone_are_removed_and_of_others_kept(db: None, tmp_path: Path) -> None:
    gone = killed_worker()
    with living_worker() as name:
        worker.work(once=True)
        left = {path.name for path in (tmp_path / "workers").glob("*")}
    assert name in left
    assert gone not in left


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waited: list[float] = []
    monkeypatch.setattr(outages, "wait", waited.append)
    monkeypatch.setattr(worker, "wait", waited.append)
    return waited


def test_the_worker_waits_while_the_database_is_away_and_goes_on_by_itself(
    db: None, monkeypatch: pytest.MonkeyPatch, no_pauses: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    """It went away at the start, and again during a task: the worker ended for good before."""
    names: list[str] = []
    fails = iter([True] * 7 + [False] + [True] * 2 + [False])
    note = actions.note_worker

    def note_worker(name: str, now: Any) -> None:
        if next(fails):
            raise OperationalError("connection refused\nIs the server running?")
        note(name, now)

    def carry_out(name: str, *, once: bool) -> None:
        names.append(name)
        if len(names) == 1:
            raise OperationalError("terminating connection due to administrator command")

    monkeypatch.setattr(worker, "note_worker", note_worker)
    monkeypatch.setattr(worker, "_carry_out_tasks", carry_out)
    monkeypatch.setattr(worker, "SECONDS_BETWEEN_TICKS", 3600)
    monkeypatch.setattr(connection, "close", lambda: None)
    assert worker.work() == 0
    assert len(set(names)) == 2, "under a new name, so that its old work counts as lost"
    assert no_pauses == [1, 2, 4, 8, 16, 30, 30, 1, 1, 2]
    said = [one.getMessage() for one in caplog.records if one.name == outages.log.name]
    assert [message[:31] for message in said] == [
        "The database is not available. ",
        "The database is available again",
    ] * 2
    assert not any(one.exc_info for one in caplog.records)


def test_asked_to_work_once_it_does_not_wait(
    db: None, monkeypatch: pytest.MonkeyPatch, no_pauses: list[float]
) -> None:
    def fail(name: str, now: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(worker, "note_worker", fail)
    with pytest.raises(OperationalError):
        worker.work(once=True)
    assert no_pauses == []


def test_a_timed_job_that_fails_for_good_stops_no_other_and_an_outage_stops_all(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(district: District) -> None:
        raise OperationalError("too many SQL variables")

    done: list[str] = []
    both = [jobs.TimedJob("fail", 60, fail), jobs.TimedJob("look", 60, lambda one: done.append(one.slug))]
    jobs.tick(timezone.now(), both)
    assert done == ["juniper"]
    monkeypatch.setattr(connection, "is_usable", lambda: False)
    with pytest.raises(OperationalError):
        jobs.tick(timezone.now() + timedelta(hours=1), both)


def test_the_lock_is_the_systems_and_not_a_file_that_may_be_left_behind() -> None:
    with living_worker() as name:
        assert liveness.free_locks() == []
    assert [path.name for path in liveness.free_locks()] == [name]


def test_a_lock_that_another_worker_deletes_meanwhile_stops_nobody(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME = tmp_path
    with living_worker():
        pass
    gone = tmp_path / "workers" / "deleted-meanwhile"
    files = [gone, *(tmp_path / "workers").iterdir()]
    monkeypatch.setattr(Path, "glob", lambda _folder, _pattern: iter(files))
    assert liveness.free_locks() == files[1:]
