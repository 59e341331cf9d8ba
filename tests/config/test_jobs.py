"""Periodic jobs: each in a district's scope, once across workers, isolated from each other's failures."""

from datetime import UTC, datetime, timedelta

import pytest
from django_scopes import get_scope

from tests import make
from throughline.accounts.models import District
from throughline.config.jobs import JOBS, TimedJob, tick
from throughline.convene.models import ForumKind, Tally

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_job_is_done_in_the_scope_of_each_district(db: None) -> None:
    for slug in ("aspen", "birch"):
        make.district(slug)
    seen: list[tuple[str, str]] = []

    def run(district: District) -> None:
        seen.append((district.slug, get_scope()["district"].slug))

    assert tick(NOW, [TimedJob("look", 60, run)]) == 2
    assert seen == [("aspen", "aspen"), ("birch", "birch")]


def test_a_job_is_run_again_only_after_its_time_by_any_worker(db: None) -> None:
    make.district("aspen")
    runs: list[District] = []
    job = TimedJob("look", 60, runs.append)
    for seconds in (0, 0, 30, 59, 60, 61, 120):
        tick(NOW + timedelta(seconds=seconds), [job])
    assert len(runs) == 3


def test_a_job_that_fails_stops_no_other(db: None, caplog: pytest.LogCaptureFixture) -> None:
    for slug in ("aspen", "birch"):
        make.district(slug)
    done: list[str] = []

    def fail(district: District) -> None:
        raise RuntimeError("on purpose")

    jobs = [TimedJob("fail", 60, fail), TimedJob("look", 60, lambda district: done.append(district.slug))]
    assert tick(NOW, jobs) == 2
    assert done == ["aspen", "birch"]
    assert sum("'fail' failed" in message for message in caplog.messages) == 2


def test_names_of_timed_jobs_are_unique() -> None:
    names = [job.name for job in JOBS]
    assert len(set(names)) == len(names)


def test_what_people_see_of_the_voices_is_recounted_and_due_alerts_go_out() -> None:
    """Apps to the left see these changes only through periodic jobs."""
    assert {"refresh tallies", "send due alerts"} <= {job.name for job in JOBS}


def test_the_timed_jobs_of_all_apps_run_in_every_district(district: District) -> None:
    meeting = make.forum(make.cycle(), ForumKind.MEETING)
    make.table(meeting, n_people=7)
    make.table(meeting, n_people=5)
    assert tick(NOW) == len(JOBS)
    assert Tally.objects.get(forum=meeting, what="people").n == 12
