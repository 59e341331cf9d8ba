"""Noting responses that came together while people take part and staff decide."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from tests import make
from tests.races import wait_for_lock
from throughline.accounts.models import District
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.listen import tasks
from throughline.listen.actions import burst_desk
from throughline.listen.actions.burst_desk import decide_burst, note_bursts
from throughline.listen.models import Burst, BurstState, Contributor, CurrentVote, Voice
from throughline.listen.queries.burst import FoundBurst, found_bursts

PATIENCE_SECONDS = 20


def vote_from(forum: Forum, address: str) -> None:
    statement = Voice.objects.get(forum=forum)
    data = {"statement": statement.public_id, "answer": "agree"}
    url = forum.district.url("vote", forum_id=forum.public_id)
    assert Client(REMOTE_ADDR=address).post(url, data).status_code == 303


def forum_with_a_burst() -> Forum:
    forum = make.forum(make.cycle())
    make.statement(forum, is_seed=True)
    for _number in range(8):
        vote_from(forum, "203.0.113.7")
    return forum


def meanwhile(what: Callable[[], object], district: District) -> threading.Thread:
    def run() -> None:
        try:
            with scope(district=district):
                what()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


in_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time"
)


@in_postgresql
@pytest.mark.django_db(transaction=True)
def test_somebody_votes_while_responses_are_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    district = make.district("juniper", name="Juniper Valley")
    with scope(district=district):
        forum = forum_with_a_burst()

        def found_while_somebody_votes(forum: Forum) -> list[FoundBurst]:
            thread = meanwhile(lambda: vote_from(forum, "198.51.100.4"), district)
            thread.join(PATIENCE_SECONDS)
            assert not thread.is_alive(), "the vote waits until everything is noted"
            return found_bursts(forum)

        monkeypatch.setattr(burst_desk, "found_bursts", found_while_somebody_votes)
        note_bursts(Actor.system(district), forum)
        assert CurrentVote.objects.count() == 9


@in_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_decision_made_while_responses_are_noted_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    district = make.district("juniper", name="Juniper Valley")
    actor = Actor.system(district)
    with scope(district=district):
        forum = forum_with_a_burst()
        note_bursts(actor, forum)
        burst = Burst.objects.get()
        vote_from(forum, "203.0.113.7")
        threads = []

        def found_before_the_decision(forum: Forum) -> list[FoundBurst]:
            found = found_bursts(forum)
            decide = {"state": BurstState.SET_ASIDE, "why": "Nobody knows them."}
            threads.append(meanwhile(lambda: decide_burst(actor, burst, **decide), district))
            wait_for_lock(threads[0])
            return found

        monkeypatch.setattr(burst_desk, "found_bursts", found_before_the_decision)
        note_bursts(actor, forum)
        threads[0].join(PATIENCE_SECONDS)
        assert [one.state for one in Burst.objects.all()] == [BurstState.SET_ASIDE]
        assert Contributor.objects.filter(burst=burst).count() == 9


@pytest.mark.django_db
def test_where_nothing_is_new_nothing_is_locked_or_written(district: District, system: Actor) -> None:
    forum_with_a_burst()
    tasks.note_bursts(district)
    with CaptureQueriesContext(connection) as queries:
        tasks.note_bursts(district)
    written = [_verb(query) for query in queries if _verb(query) != "SELECT"]
    assert written == _FORGETTING
    assert not [query for query in queries if "FOR " in query["sql"].upper().split("WHERE")[-1]]


_FORGETTING = ["SAVEPOINT", "UPDATE", "RELEASE"]
"""The people of long ago whose network is forgotten, in each run."""


def _verb(query: dict[str, Any]) -> str:
    return str(query["sql"]).split(maxsplit=1)[0].upper()
