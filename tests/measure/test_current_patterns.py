"""The current map of a forum."""

from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from tests import make
from tests.measure.found_patterns import ONE, OTHER
from throughline.accounts.actions import RunningJob
from throughline.accounts.models import District, Job, Person
from throughline.convene.models import Forum
from throughline.listen.models import Voice, Vote
from throughline.measure import workflows
from throughline.measure.models import Run, RunKind, RunMember
from throughline.measure.models.results import ExactGroup, ExactPatterns, FrozenPatterns, Verdict, to_stored
from throughline.measure.queries import current_votes
from throughline.measure.queries.current_patterns import (
    CurrentPatterns,
    _latest,
    _latest_of,
    current_patterns,
)
from throughline.measure.queries.guard import rules_of
from throughline.methods.opinion_groups import find, fit_plane, project


@pytest.fixture
def forum(district: District) -> Forum:
    return make.forum(make.cycle())


@pytest.fixture
def statements(forum: Forum) -> list[Voice]:
    return [make.statement(forum, f"Statement {number}") for number in range(8)]


def found_in(verdict: Verdict, n_groups: int) -> ExactPatterns:
    groups = tuple(ExactGroup("ABC"[number], 10, None, None) for number in range(n_groups))
    return ExactPatterns(verdict, 20, 20, 160, 8, groups=groups)


def run_of(forum: Forum, labels: list[int], contributor_ids: list[int]) -> Run:
    """Create a run that found two groups, as recorded by a job."""
    run = Run.objects.create(
        forum=forum,
        kind=RunKind.OPINION_GROUPS,
        method="opinion_groups",
        method_version="2",
        seed=1,
        input_hash="",
        log_position=Vote.objects.latest("pk").pk,
        exact=to_stored(found_in("groups", 2)),
        frozen=to_stored(FrozenPatterns(rules_of(forum.district), (), (), names=(3, 5))),
    )
    for contributor_id, label in zip(contributor_ids, labels, strict=True):
        RunMember.objects.create(run=run, contributor_id=contributor_id, group=label)
    return run


def now(forum: Forum) -> CurrentPatterns:
    return current_patterns(forum, fresh_seconds=0)


def test_too_few_people_are_a_reason(forum: Forum, statements: list[Voice]) -> None:
    found = now(forum)
    assert (found.placement, found.reason, found.n_groups) == (None, "few_statements", 0)
    make.votes(forum, statements, (1, ONE))
    assert now(forum).reason in {"few_people", "no_difference"}


def test_everyone_stands_where_a_recomputation_puts_them(forum: Forum, statements: list[Voice]) -> None:
    make.votes(forum, statements, (12, ONE), (9, OTHER))
    assert now(forum).n_groups == 1
    make.votes(forum, statements, (2, [1, -1, 1, 0, 0, -1, -1, 1]))
    found = now(forum)
    assert found.placement is not None
    anew = current_votes.current_votes(forum, is_anew=True)
    position = project(anew.votes, fit_plane(anew.votes))
    expected = dict(zip(anew.contributor_ids.tolist(), position.tolist(), strict=True))
    ids = found.current.contributor_ids[found.placement.person].tolist()
    assert dict(zip(ids, found.placement.position.tolist(), strict=True)) == expected


def test_groups_are_those_of_a_recomputation_and_keep_the_names_of_the_run(
    forum: Forum, statements: list[Voice]
) -> None:
    people = make.votes(forum, statements, (9, ONE), (12, OTHER))
    run = run_of(forum, [1] * 9 + [0] * 12, [person.pk for person in people])
    newcomers = make.votes(forum, statements, (8, ONE))  # the first group becomes the larger one
    found = now(forum)
    group_of = dict(zip(found.current.contributor_ids.tolist(), found.group_of_person.tolist(), strict=True))
    assert {group_of[person.pk] for person in [*people[:9], *newcomers]} == {0}
    assert {group_of[person.pk] for person in people[9:]} == {1}
    assert found.name == (5, 3)
    assert found.matching is not None
    assert (found.matching.n_stayed, found.matching.n_moved, found.matching.n_came) == (21, 0, 8)
    assert (found.run, found.is_newer_than_run) == (run, True)
    anew = find(
        current_votes.current_votes(forum, is_anew=True).votes, rng=np.random.default_rng(1), n_groups=2
    )
    assert sorted(anew.sizes) == sorted(np.bincount(found.group_of_person))


def test_the_next_vote_is_in_the_map_and_a_restart_draws_the_same_map(
    forum: Forum, statements: list[Voice]
) -> None:
    people = make.votes(forum, statements, (10, ONE), (10, OTHER))
    Vote.objects.update(at=timezone.now() - timedelta(days=1))
    workflows.keep_current_votes(forum.district)
    run_of(forum, [0] * 10 + [1] * 10, [person.pk for person in people])
    before = now(forum)
    make.vote(forum, people[0], statements[0], -1)
    after = now(forum)
    assert before.placement is not None
    assert after.placement is not None
    assert not np.array_equal(before.placement.position, after.placement.position)
    assert after.at >= before.at
    _latest.clear()
    current_votes._unpacked.clear()
    restarted = now(forum)
    assert restarted.placement is not None
    assert (restarted.placement.position == after.placement.position).all()
    assert (restarted.group_of_person == after.group_of_person).all()
    assert restarted.name == after.name


def test_within_a_second_it_is_not_computed_again(
    forum: Forum, statements: list[Voice], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr("throughline.measure.queries.current_patterns.time.monotonic", lambda: clock[0])
    people = make.votes(forum, statements, (10, ONE), (10, OTHER))
    first = current_patterns(forum)
    make.vote(forum, people[0], statements[0], -1)
    clock[0] += 0.9
    assert current_patterns(forum) is first
    clock[0] += 0.2
    assert current_patterns(forum).current.n_rows == first.current.n_rows + 1


def test_without_a_vote_since_nothing_is_computed(
    forum: Forum, statements: list[Voice], monkeypatch: pytest.MonkeyPatch
) -> None:
    make.votes(forum, statements, (10, ONE), (10, OTHER))
    first = now(forum)
    monkeypatch.setattr(
        "throughline.measure.queries.current_patterns.place",
        lambda *_votes, **_options: pytest.fail("computed again"),
    )
    again = now(forum)
    assert again.placement is first.placement
    assert again.at >= first.at


def test_who_comes_while_another_computes_is_given_the_last(forum: Forum, statements: list[Voice]) -> None:
    people = make.votes(forum, statements, (10, ONE), (10, OTHER))
    first = current_patterns(forum)
    make.vote(forum, people[0], statements[0], -1)
    latest = _latest_of(forum)
    latest.looked_at -= 10
    with latest.lock:
        assert current_patterns(forum) is first
    assert current_patterns(forum) is not first


def test_a_run_without_groups_leaves_everyone_in_one(forum: Forum, statements: list[Voice]) -> None:
    people = make.votes(forum, statements, (10, ONE), (10, OTHER))
    run = run_of(forum, [0] * 20, [person.pk for person in people])
    run.exact = to_stored(found_in("spectrum", 1))
    run.save()
    found = now(forum)
    assert (found.n_groups, found.matching) == (1, None)


def test_the_map_of_a_real_run_has_its_groups(
    forum: Forum, statements: list[Voice], district: District, analyst: Person
) -> None:
    make.votes(forum, statements, (30, ONE), (25, OTHER))
    actor = make.actor(analyst, district)
    job = Job.objects.create(kind="opinion_groups", title="Patterns", person=actor.person)
    workflows.find_opinion_groups(RunningJob(job, actor), forum_id=forum.public_id)
    run = Run.objects.latest("pk")
    found = now(forum)
    assert found.run == run
    assert not found.is_newer_than_run
    members = dict(RunMember.objects.filter(run=run).values_list("contributor_id", "group"))
    groups = dict(zip(found.current.contributor_ids.tolist(), found.group_of_person.tolist(), strict=True))
    assert groups == members
