"""Votes of everybody on a statement and patterns of groups, released one after the other."""

import json

import pytest
from django.utils import timezone

from tests import make
from tests.measure.found_patterns import ONE, OTHER, find, voted
from throughline.accounts.models import District, Person
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, Forum
from throughline.listen.actions.burst_desk import decide_burst, note_bursts
from throughline.listen.models import (
    Burst,
    BurstState,
    Contributor,
    CurrentVote,
    Voice,
    VoiceKind,
    Vote,
)
from throughline.measure.models import Run
from throughline.measure.queries.guard import is_safe_to_publish, rules_of, shares_of
from throughline.understand.actions import ReleaseRefused, release_findings
from throughline.understand.models import Release
from throughline.understand.releases.content import content_of_release
from throughline.understand.releases.released_words import with_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(district: District) -> Cycle:
    return make.cycle()


@pytest.fixture
def actor(district: District, coordinator: Person) -> Actor:
    return make.actor(coordinator, district)


def statements_of(forum: Forum) -> list[Voice]:
    return list(Voice.objects.filter(forum=forum, kind=VoiceKind.STATEMENT).order_by("pk"))


def vote_again(forum: Forum, people: list[Contributor], statement: Voice, value: int) -> None:
    """Let people change their votes on a statement."""
    Vote.objects.bulk_create(
        Vote(forum=forum, contributor=person, statement=statement, value=value, at=timezone.now())
        for person in people
    )
    CurrentVote.objects.filter(contributor__in=people, statement=statement).update(value=value)


def people_of(forum: Forum) -> list[Contributor]:
    return list(Contributor.objects.filter(forum=forum).order_by("pk"))


def release_votes(actor: Actor, cycle: Cycle, statement: Voice) -> Release:
    return release_findings(actor, cycle, [make.finding(cycle, "Votes.", statement=statement)])


def release_patterns(actor: Actor, cycle: Cycle, run: Run) -> Release:
    return release_findings(actor, cycle, [make.finding(cycle, "Patterns.", run=run)])


def words_released(release: Release) -> list[str]:
    (finding,) = with_words(json.loads(release.canonical)["findings"])
    (entry,) = finding["basis"]
    return [row["words"]["texts"]["en"] for row in entry["figures"]["statements"]]


def test_patterns_after_many_changed_their_votes_are_not_compared_with_the_old_votes(
    actor: Actor, cycle: Cycle
) -> None:
    forum = voted(cycle, (30, ONE), (30, OTHER))
    statement = statements_of(forum)[0]
    release_votes(actor, cycle, statement)
    vote_again(forum, people_of(forum)[30:], statement, 1)
    run = find(actor, forum)
    assert content_of_release(cycle, [make.finding(cycle, "Patterns.", run=run)]).refusals == ()
    assert statement.text in words_released(release_patterns(actor, cycle, run))


def test_votes_that_only_a_few_people_moved_are_left_out_of_the_patterns(actor: Actor, cycle: Cycle) -> None:
    forum = voted(cycle, (30, ONE), (30, OTHER))
    statement = statements_of(forum)[0]
    assert statement.text in words_released(release_patterns(actor, cycle, find(actor, forum)))
    other = voted(cycle, (30, ONE), (30, OTHER))
    statement = statements_of(other)[0]
    release_votes(actor, cycle, statement)
    make.votes(other, statements_of(other), (1, ONE))
    assert statement.text not in words_released(release_patterns(actor, cycle, find(actor, other)))


def test_votes_after_patterns_are_refused_while_only_a_few_people_moved(actor: Actor, cycle: Cycle) -> None:
    forum = voted(cycle, (30, ONE), (30, OTHER))
    statement = statements_of(forum)[0]
    release_patterns(actor, cycle, find(actor, forum))
    vote_again(forum, people_of(forum)[:1], statement, -1)
    with pytest.raises(ReleaseRefused, match="count the same people except for a few"):
        release_votes(actor, cycle, statement)
    vote_again(forum, people_of(forum)[:10], statement, -1)
    release_votes(actor, cycle, statement)


def test_patterns_are_compared_with_the_votes_of_each_earlier_release(actor: Actor, cycle: Cycle) -> None:
    forum = voted(cycle, (30, ONE), (30, OTHER))
    statement = statements_of(forum)[0]
    release_votes(actor, cycle, statement)
    vote_again(forum, people_of(forum)[:1], statement, -1)
    run = find(actor, forum)
    vote_again(forum, people_of(forum)[:12], statement, -1)
    release_votes(actor, cycle, statement)
    assert statement.text not in words_released(release_patterns(actor, cycle, run))


def test_patterns_are_refused_after_others_that_are_one_vote_apart(actor: Actor, cycle: Cycle) -> None:
    """The groups' shares before and after would tell how that person voted, though nobody came or left."""
    forum = voted(cycle, (30, ONE), (30, OTHER))
    first = find(actor, forum)
    release_patterns(actor, cycle, first)
    vote_again(forum, people_of(forum)[:1], statements_of(forum)[7], 1)
    with pytest.raises(
        ReleaseRefused, match="compared with those in release 1, would reveal how a few people voted"
    ):
        release_patterns(actor, cycle, find(actor, forum))
    release_patterns(actor, cycle, first)
    make.votes(forum, statements_of(forum), (12, ONE), (12, OTHER))
    release_patterns(actor, cycle, find(actor, forum))


def test_released_patterns_of_people_set_aside_since_can_be_corrected_in_words(
    actor: Actor, cycle: Cycle, district: District
) -> None:
    forum = voted(cycle, (30, ONE), (30, OTHER))
    together = [person.pk for person in people_of(forum)[:12]]
    Contributor.objects.filter(pk__in=together).update(began_at=timezone.now(), network="abcde")
    finding = make.finding(cycle, "Patterns.", run=find(actor, forum))
    release = release_findings(actor, cycle, [finding])
    system = Actor.system(district)
    note_bursts(system, forum)
    decide_burst(system, Burst.objects.get(), state=BurstState.SET_ASIDE, why="Nobody knows them.")
    note = make.translated("The words are clearer now.")
    (refusal,) = content_of_release(cycle, [finding], corrects=release, note=note).refusals
    assert "correct only the wording and keep the published numbers" in refusal.sentence
    assert release_findings(actor, cycle, [finding], corrects=release, note=note, keeps_numbers=True)


def test_two_runs_of_the_same_votes_are_not_released_together(actor: Actor, cycle: Cycle) -> None:
    forum = voted(cycle, (30, ONE), (30, OTHER))
    findings = [make.finding(cycle, run=find(actor, forum, seed)) for seed in (1, 2)]
    with pytest.raises(ReleaseRefused, match="compared with those in another finding of this release"):
        release_findings(actor, cycle, findings)
    assert release_findings(actor, cycle, findings[:1])


def test_numbers_that_contradict_each_other_are_not_safe_to_publish(district: District) -> None:
    rules = rules_of(district)
    parts = [(40, shares_of([20, 12, 8], rules)), (20, shares_of([10, 6, 4], rules))]
    assert not is_safe_to_publish(parts, (63, [(2, 4), (50, 55), (3, 9)]))
