"""Votes cast together, in patterns of votes and in what is counted again from a release."""

from typing import Any

import pytest
from django.utils import timezone

from tests import make
from tests.measure.found_patterns import ONE, OTHER, find, voted
from throughline.accounts.models import District
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.listen.actions.burst_desk import decide_burst, note_bursts
from throughline.listen.models import Burst, BurstState, Contributor, Voice
from throughline.listen.queries import burst
from throughline.measure.models.results import PublishedPatterns
from throughline.measure.queries.recomputed import recomputed_patterns
from throughline.measure.workflows.crosstab import save_crosstab
from throughline.understand.actions import release_findings
from throughline.understand.workflows import reproduce

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum(district: District) -> Forum:
    """Thirty people vote one way, six the other, and eight more of one network like the six."""
    forum = voted(make.cycle(), (30, ONE), (14, OTHER))
    padded = list(Contributor.objects.filter(forum=forum).order_by("-pk")[:8])
    for person in padded:
        person.began_at, person.network = timezone.now(), "abcde"
    Contributor.objects.bulk_update(padded, ["began_at", "network"])
    return forum


def published(system: Actor, forum: Forum) -> PublishedPatterns:
    patterns = find(system, forum).published_patterns
    assert patterns is not None
    return patterns


def test_a_group_of_six_people_and_eight_invented_ones_is_not_shown_by_itself(
    system: Actor, forum: Forum
) -> None:
    patterns = published(system, forum)
    assert [group.n for group in patterns.groups] == [44]
    assert all(cell.n == 44 for row in patterns.statements for cell in row.groups)


def test_without_the_margin_the_votes_of_the_six_are_worked_out(
    system: Actor, forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(burst, "find_bursts", lambda minute, network: ())
    patterns = published(system, forum)
    assert sorted(group.n for group in patterns.groups) == [14, 30]
    assert 14 - 8 == 6


def test_patterns_are_counted_again_as_they_were_whatever_is_decided_later(
    system: Actor, forum: Forum
) -> None:
    run = find(system, forum)
    note_bursts(system, forum)
    decide_burst(system, Burst.objects.get(), state=BurstState.SET_ASIDE, why="Nobody knows them.")
    again, read = recomputed_patterns(run)
    assert again is not None
    assert (again.published, read) == (run.published_patterns, run.input_hash)
    later = find(system, forum)
    assert later.n_people == 36
    again, read = recomputed_patterns(later)
    assert again is not None
    assert (again.published, read) == (later.published_patterns, later.input_hash)
    decide_burst(system, Burst.objects.get(), state=BurstState.COUNTED, why="A class.")
    assert sorted(group.n for group in published(system, forum).groups) == [14, 30]
    again, _read = recomputed_patterns(later)
    assert again is not None
    assert again.published == later.published_patterns


@pytest.mark.parametrize("state", [BurstState.COUNTED, BurstState.SET_ASIDE])
def test_a_release_is_counted_again_as_it_was_whatever_is_decided_later(
    system: Actor, forum: Forum, traveller: Any, state: str
) -> None:
    statement = Voice.objects.filter(forum=forum)[0]
    survey = make.forum(forum.cycle, "survey")
    one, other = make.question(survey, "single", "a", "b"), make.question(survey, "single", "c", "d")
    make.answers_to_both(one, other, [[14, 15], [16, 17]])
    people = Contributor.objects.filter(pk__in=Contributor.objects.filter(forum=survey).values("pk")[:4])
    people.update(began_at=timezone.now(), network="abcde")
    finding = make.finding(
        forum.cycle, statement=statement, run=save_crosstab(system, survey, one=one, other=other)
    )
    release = release_findings(system, forum.cycle, [finding])
    assert reproduce(release).is_identical
    for where in (forum, survey):
        note_bursts(system, where)
        decide_burst(system, Burst.objects.get(forum=where), state=state, why="As they were seen.")
    found = reproduce(release)
    assert [str(one) for one in found.differences] == []
    assert found.n_compared > 20
    finding.refresh_from_db()
    finding.sentence = make.translated("People want better buses.")
    finding.save()
    note = make.translated("Better words.")
    again = release_findings(system, forum.cycle, [finding], note, release, keeps_numbers=True)
    assert reproduce(again).is_identical, "only the words changed: the numbers are public already"
