"""The current votes: stored, updated, and equal to those of the whole log."""

from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from tests import make
from throughline.accounts.models import District
from throughline.convene.models import Forum
from throughline.listen.models import Contributor, Voice, VoiceState, Vote
from throughline.listen.queries import vote_table
from throughline.measure.models import KeptVotes
from throughline.measure.queries.current_votes import (
    CurrentVotes,
    _unpacked,
    current_votes,
    is_whole,
    packed,
    settled_position,
)
from throughline.measure.workflows import keep_current_votes
from throughline.methods.opinion_groups import Moments
from throughline.methods.votes import Votes

SUMS = ("seen", "total", "product", "total_where_seen", "seen_together")
LONG_AGO = timedelta(days=1)


@pytest.fixture
def forum(district: District) -> Forum:
    return make.forum(make.cycle())


def cast(forum: Forum, statements: list[Voice], n_people: int, seed: int) -> list[Contributor]:
    source = np.random.default_rng(seed)
    people = [make.contributor(forum) for _ in range(n_people)]
    for person in people:
        for statement in statements:
            if source.random() < 0.8:
                make.vote(forum, person, statement, int(source.integers(-1, 2)))
    return people


def grown_old(forum: Forum) -> None:
    Vote.objects.filter(forum=forum).update(at=timezone.now() - LONG_AGO)


def forgotten() -> None:
    """Clear the in-memory cache, as a restart does."""
    _unpacked.clear()


def store(forum: Forum) -> KeptVotes:
    grown_old(forum)
    assert keep_current_votes(forum.district) == 1
    forgotten()
    return KeptVotes.objects.get(forum=forum)


def by_contributor(found: CurrentVotes) -> dict[tuple[int, int], int]:
    votes = found.votes
    return {
        (int(found.contributor_ids[person]), int(found.statement_ids[statement])): int(value)
        for person, statement, value in zip(votes.person, votes.statement, votes.value, strict=True)
    }


def assert_exact(forum: Forum) -> CurrentVotes:
    """Check that the current votes and sums equal those computed from the whole log."""
    found, table = current_votes(forum), vote_table(forum)
    anew = Votes.of(
        table.person,
        table.statement,
        table.value,
        n_people=table.n_people,
        n_statements=table.n_statements,
        zeroed=table.zeroed,
        sequence=np.arange(len(table.value)),
    )
    last = {
        (int(table.contributor_ids[person]), int(table.statement_ids[statement])): int(value)
        for person, statement, value in zip(anew.person, anew.statement, anew.value, strict=True)
    }
    assert by_contributor(found) == last
    assert sorted(found.contributor_ids) == table.contributor_ids.tolist()
    assert found.votes.is_zeroed.tolist() == anew.is_zeroed.tolist()
    sums = Moments.of(anew)
    for name in SUMS:
        assert (getattr(found.moments, name) == getattr(sums, name)).all(), name
    assert (found.log_position, found.n_rows) == (table.log_position, len(table.value))
    return found


def test_without_a_vote_there_is_nothing(forum: Forum) -> None:
    found = assert_exact(forum)
    assert found.votes.n_people == 0
    assert keep_current_votes(forum.district) == 0


def test_what_was_stored_and_cast_since_is_the_whole_log(forum: Forum) -> None:
    statements = [make.statement(forum) for _ in range(5)]
    early = make.contributor(forum)  # created before the others, votes after them
    people = cast(forum, statements, 6, seed=1)
    assert_exact(forum)
    stored = store(forum)
    assert stored.n_rows == Vote.objects.count()
    assert_exact(forum)
    make.vote(forum, people[0], statements[0], -1)
    make.vote(forum, early, statements[2], 1)
    cast(forum, statements, 3, seed=2)
    make.vote(forum, people[0], statements[0], 1)
    found = assert_exact(forum)
    assert found.n_rows > stored.n_rows
    store(forum)
    assert_exact(forum)


def test_a_restart_changes_nothing(forum: Forum) -> None:
    statements = [make.statement(forum) for _ in range(4)]
    cast(forum, statements, 5, seed=3)
    store(forum)
    cast(forum, statements, 2, seed=4)
    before = current_votes(forum)
    forgotten()
    after = current_votes(forum)
    for name in ("offsets", "statement", "value"):
        assert (getattr(before.votes, name) == getattr(after.votes, name)).all()
    assert before.contributor_ids.tolist() == after.contributor_ids.tolist()


def test_a_new_statement_and_one_taken_out_are_noticed(forum: Forum) -> None:
    statements = [make.statement(forum) for _ in range(4)]
    people = cast(forum, statements, 5, seed=5)
    store(forum)
    later = make.statement(forum)
    make.vote(forum, people[0], later, 1)
    statements[1].state = VoiceState.REJECTED
    statements[1].save()
    found = assert_exact(forum)
    assert found.votes.is_zeroed.tolist() == [False, True, False, False, False]
    forgotten()
    assert_exact(forum)


def test_many_votes_at_once_are_counted_together(forum: Forum, monkeypatch: pytest.MonkeyPatch) -> None:
    statements = [make.statement(forum) for _ in range(4)]
    people = cast(forum, statements, 4, seed=6)
    store(forum)
    monkeypatch.setattr("throughline.measure.queries.current_votes.ONE_BY_ONE_UP_TO_N_ROWS", 3)
    make.vote(forum, people[1], statements[1], -1)
    cast(forum, statements, 4, seed=7)
    assert_exact(forum)


def test_votes_of_this_minute_are_not_stored_yet(forum: Forum) -> None:
    statements = [make.statement(forum) for _ in range(3)]
    cast(forum, statements, 3, seed=8)
    stored = store(forum)
    now = timezone.now()
    recent = make.vote(forum, make.contributor(forum), statements[0])
    Vote.objects.filter(pk=recent.pk).update(at=now)
    assert settled_position(forum, now) == stored.log_position
    assert settled_position(forum, now + timedelta(minutes=2)) == recent.pk
    assert keep_current_votes(forum.district) == 0
    assert_exact(forum)


def test_a_vote_that_became_visible_late_is_found_when_keeping_anew(forum: Forum) -> None:
    statements = [make.statement(forum) for _ in range(3)]
    person = make.contributor(forum)
    late = make.vote(forum, person, statements[0])
    held = Vote.objects.filter(pk=late.pk).values().get()
    Vote.objects.filter(pk=late.pk).delete()
    cast(forum, statements, 3, seed=9)
    store(forum)
    assert is_whole(forum)
    Vote.objects.create(**held)
    assert not is_whole(forum)
    make.vote(forum, person, statements[1])
    store(forum)
    assert_exact(forum)


def test_a_damaged_or_deleted_copy_is_made_again(forum: Forum) -> None:
    statements = [make.statement(forum) for _ in range(3)]
    cast(forum, statements, 3, seed=10)
    store(forum)
    KeptVotes.objects.update(packed=b"torn")
    assert_exact(forum)
    KeptVotes.objects.all().delete()
    assert_exact(forum)


def test_the_same_votes_are_packed_into_the_same_bytes(forum: Forum) -> None:
    statements = [make.statement(forum) for _ in range(3)]
    people = cast(forum, statements, 4, seed=11)
    store(forum)
    make.vote(forum, people[2], statements[2], -1)
    make.vote(forum, make.contributor(forum), statements[0], 1)
    assert packed(current_votes(forum)) == packed(current_votes(forum, is_anew=True))


def test_nothing_is_read_again_that_is_stored(forum: Forum, django_assert_max_num_queries: object) -> None:
    statements = [make.statement(forum) for _ in range(3)]
    cast(forum, statements, 3, seed=12)
    stored = store(forum)
    assert vote_table(forum, after=stored.log_position).value.size == 0
    first = current_votes(forum)
    again = current_votes(forum)
    assert first.votes.offsets is again.votes.offsets
