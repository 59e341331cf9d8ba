"""Runs of patterns that are canceled or run out of time."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from tests.measure.found_patterns import ONE, OTHER, find, voted
from throughline.accounts.actions import RunningJob, cancel_job, run_job
from throughline.accounts.models import District, Job, JobState
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle
from throughline.measure import workflows
from throughline.measure.models import Run
from throughline.measure.queries.recomputed import recomputed_patterns
from throughline.measure.queries.run_summary import how_computed
from throughline.measure.workflows import patterns
from throughline.methods import opinion_groups
from throughline.methods.opinion_groups import Judgment
from throughline.methods.votes import Votes


def test_a_run_that_was_cancelled_records_nothing(actor: Actor, cycle: Cycle, district: District) -> None:
    forum = voted(cycle, (20, ONE), (15, OTHER))
    job = Job.objects.create(
        kind="opinion_groups", title="Patterns", person=actor.person, is_cancel_asked=True
    )
    run_job(district.slug, job.public_id, workflows.find_opinion_groups, forum_id=forum.public_id)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert not Run.objects.exists()


def test_a_job_is_stopped_in_the_middle_of_the_judgment_and_nothing_is_stored(
    district: District, actor: Actor, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    forum = voted(cycle, (20, ONE), (15, OTHER))
    job = Job.objects.create(kind="opinion_groups", title="Patterns", person=actor.person)
    monkeypatch.setattr(patterns, "SECONDS_BETWEEN_LOOKS", 0)

    def judge_and_be_stopped(votes: Votes, **more: Any) -> Judgment:
        assert not more["is_over"]()
        job.refresh_from_db()
        assert job.sentence.endswith("(simulation 1).")
        cancel_job(actor, job)
        opinion_groups.judge(votes, **more)
        pytest.fail("the judgment went on")

    monkeypatch.setattr(
        "throughline.measure.queries.patterns.found.opinion_groups",
        SimpleNamespace(judge=judge_and_be_stopped),
    )
    run_job(district.slug, job.public_id, workflows.find_opinion_groups, forum_id=forum.public_id)
    job.refresh_from_db()
    assert (job.state, job.result_url) == (JobState.CANCELLED, "")
    assert not Run.objects.exists()


def test_the_database_is_checked_for_a_stop_once_a_second(
    actor: Actor, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    clock = [100.0]
    monkeypatch.setattr(patterns, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    job = Job.objects.create(kind="opinion_groups", title="Patterns", person=actor.person)
    limit = patterns._TimeLimit(RunningJob(job, actor), 10)
    with django_assert_num_queries(0):
        assert not any(limit.is_over() for _ in range(500))
    clock[0] += 1
    with django_assert_num_queries(2):
        assert not any(limit.is_over() for _ in range(500))
    clock[0] += 9
    assert limit.is_over()
    assert (limit.n_draws, limit.is_cut_short) == (1000, True)


def test_without_time_a_run_says_that_it_was_cut_short(actor: Actor, cycle: Cycle) -> None:
    forum = voted(cycle, (20, ONE), (15, OTHER))
    assert find(actor, forum).exact_patterns.is_cut_short is False
    job = Job.objects.create(kind="opinion_groups", title="Patterns", person=actor.person)
    running = RunningJob(job, actor)
    workflows.find_opinion_groups(running, forum_id=forum.public_id, budget_seconds=0)
    run = Run.objects.latest("pk")
    assert (run.exact["verdict"], run.exact["reason"]) == ("cannot_tell", "few_draws")
    assert run.exact["is_cut_short"] is True
    assert run.settings["budget_seconds"] == 0
    assert "The analysis ran out of time" in job.sentence
    assert ("Time limit for simulations (seconds)", "0") in how_computed(run)


def test_a_run_that_was_cut_short_is_the_same_when_recomputed(
    actor: Actor, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    forum = voted(cycle, (20, ONE), (15, OTHER))

    def found_in(budget_seconds: int) -> tuple[Run, int]:
        """Run with a clock that advances one second at each draw."""
        job = Job.objects.create(kind="opinion_groups", title="Patterns", person=actor.person)
        seconds = iter(range(10_000))
        with monkeypatch.context() as patched:
            patched.setattr(patterns, "time", SimpleNamespace(monotonic=lambda: next(seconds)))
            workflows.find_opinion_groups(
                RunningJob(job, actor), forum_id=forum.public_id, budget_seconds=budget_seconds
            )
        return Run.objects.latest("pk"), next(seconds)

    whole, n_draws = found_in(10_000)
    run, _n = found_in(n_draws - 20)  # no time for some of the stability draws
    assert run.exact["verdict"] == "groups"
    assert run.exact["is_cut_short"]
    assert run.exact["stability"] != whole.exact["stability"]
    again, digest = recomputed_patterns(run)
    assert digest == run.input_hash
    assert again is not None
    assert replace(again.exact, is_cut_short=True, changes=run.exact_patterns.changes) == run.exact_patterns
    assert again.published == run.published_patterns
