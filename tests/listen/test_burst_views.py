"""People who come from one network or at once, as they are noted, decided about and forgotten."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import make
from tests.listen.taking_part import forms_of
from throughline.accounts.actions import Refused
from throughline.accounts.models import AuditEntry, District, Person
from throughline.accounts.permissions import Actor, client_network
from throughline.convene.models import Forum, ForumKind, Tally
from throughline.listen import tasks
from throughline.listen.actions import burst_desk
from throughline.listen.actions.burst_desk import (
    NETWORKS_KEPT_DAYS,
    decide_burst,
    note_bursts,
    undo_decision,
)
from throughline.listen.actions.tally import n_people_and_contributions
from throughline.listen.models import Burst, BurstState, Contributor, CurrentVote, Voice
from throughline.listen.queries.burst import people_set_aside, stand, unvouched_units
from throughline.listen.queries.contributor import network_label
from throughline.listen.queries.statement import next_card

pytestmark = pytest.mark.django_db

ADDRESS = "203.0.113.7"


@pytest.fixture
def forum(district: District) -> Forum:
    forum = make.forum(make.cycle())
    make.statement(forum, is_seed=True)
    return forum


def vote_from(forum: Forum, address: str) -> None:
    """Vote once by a browser of its own."""
    statement = Voice.objects.get(forum=forum)
    client = Client(REMOTE_ADDR=address)
    data = {"statement": statement.public_id, "answer": "agree"}
    assert client.post(forum.district.url("vote", forum_id=forum.public_id), data).status_code == 303


def vote_over_a_week(forum: Forum, traveller: Any, n: int = 6) -> None:
    for number in range(n):
        vote_from(forum, f"198.51.{number}.9")
        traveller.shift(timedelta(hours=25))


def test_a_vote_keeps_a_label_of_its_network_and_no_address(forum: Forum) -> None:
    vote_from(forum, ADDRESS)
    vote_from(forum, "203.0.113.99")
    vote_from(forum, "2001:db8:1:2::3")
    labels = list(Contributor.objects.order_by("pk").values_list("network", flat=True))
    assert labels[0] == labels[1] != labels[2]
    assert all(len(label) == 5 for label in labels)
    assert "203" not in labels[0]
    contributor = Contributor.objects.first()
    assert contributor is not None
    assert contributor.began_at == timezone.now().replace(second=0, microsecond=0)


def test_a_label_is_another_one_in_each_forum_and_on_each_day(forum: Forum, traveller: Any) -> None:
    labels = [network_label("203.0.113.0/24", one) for one in (forum, make.forum(forum.cycle))]
    traveller.shift(timedelta(days=1))
    labels.append(network_label("203.0.113.0/24", forum))
    assert len(set(labels)) == 3
    assert network_label("", forum) == ""


def test_the_network_of_an_address_is_its_prefix_and_that_of_the_machine_itself_is_none() -> None:
    def network(address: str) -> str:
        return client_network(RequestFactory().get("/", REMOTE_ADDR=address))

    assert network("203.0.113.77") == "203.0.113.0/24"
    assert network("::ffff:203.0.113.77") == "203.0.113.0/24"
    assert network("2001:db8:1:2:3::4") == "2001:db8:1::/48"
    assert network("127.0.0.1") == network("::1") == network("unknown") == ""


def test_eight_of_one_network_are_noted_and_shown_with_what_they_may_mean(
    forum: Forum, analyst: Person, traveller: Any, client_of: Callable[..., Client]
) -> None:
    vote_over_a_week(forum, traveller)
    for _number in range(8):
        vote_from(forum, ADDRESS)
    tasks.note_bursts(forum.district)
    burst = Burst.objects.get()
    assert (burst.kind, burst.n_people, burst.n_networks, burst.state) == ("network", 8, 1, "open")
    assert Tally.objects.get(forum=forum, what="bursts").n == 1
    page = client_of(analyst).get(forum.district.url("bursts", forum_id=forum.public_id)).content.decode()
    assert "1 network" in page
    assert "14 people took part" in " ".join(page.split())
    assert ADDRESS not in page
    announced = client_of(analyst).get(forum.district.url("forum", forum_id=forum.public_id)).content.decode()
    assert "1 to review" in announced


def test_eight_of_many_networks_within_minutes_are_noted(forum: Forum, traveller: Any) -> None:
    vote_over_a_week(forum, traveller)
    for number in range(8):
        vote_from(forum, f"203.0.{number}.1")
        traveller.shift(timedelta(minutes=1))
    tasks.note_bursts(forum.district)
    burst = Burst.objects.get()
    assert (burst.kind, burst.n_people, burst.n_networks) == ("time", 8, 8)
    assert burst.last_at - burst.first_at == timedelta(minutes=7)


def test_a_burst_of_a_whole_district_is_written_in_pieces_and_only_where_it_changed(
    forum: Forum, system: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite takes 32,766 keys in a statement by default; who is in already can vote without waiting."""
    monkeypatch.setattr(burst_desk, "PEOPLE_A_STATEMENT", 3)
    for _number in range(8):
        vote_from(forum, ADDRESS)
    with CaptureQueriesContext(connection) as queries:
        note_bursts(system, forum)
    assert [_n_keys(query) for query in queries if _n_keys(query)] == [3, 3, 2]
    assert Contributor.objects.filter(burst=Burst.objects.get()).count() == 8
    vote_from(forum, ADDRESS)
    with CaptureQueriesContext(connection) as queries:
        note_bursts(system, forum)
    assert [_n_keys(query) for query in queries if _n_keys(query)] == [1]
    assert Contributor.objects.filter(burst=Burst.objects.get()).count() == 9


def _n_keys(query: dict[str, str]) -> int:
    is_update = query["sql"].startswith('UPDATE "listen_contributor"')
    return query["sql"].partition(" IN (")[2].count(",") + 1 if is_update else 0


def test_noting_again_writes_nothing_and_somebody_who_joins_is_added(forum: Forum, system: Actor) -> None:
    for _number in range(8):
        vote_from(forum, ADDRESS)
    note_bursts(system, forum)
    first, n_entries = Burst.objects.get(), AuditEntry.objects.filter(verb="note_bursts").count()
    note_bursts(system, forum)
    assert AuditEntry.objects.filter(verb="note_bursts").count() == n_entries == 1
    vote_from(forum, ADDRESS)
    note_bursts(system, forum)
    again = Burst.objects.get()
    assert (again.pk, again.public_id, again.n_people) == (first.pk, first.public_id, 9)


def test_staff_set_a_burst_aside_and_take_it_back_in(
    forum: Forum, analyst: Person, system: Actor, traveller: Any, client_of: Callable[..., Client]
) -> None:
    vote_over_a_week(forum, traveller, 1)
    for _number in range(8):
        vote_from(forum, ADDRESS)
    note_bursts(system, forum)
    burst, client = Burst.objects.get(state="open"), client_of(analyst)
    address = forum.district.url("decide_burst", burst_id=burst.public_id)
    assert n_people_and_contributions(forum) == (9, 9)
    no_reason = client.post(address, {"state": "set_aside", "why": " "})
    assert no_reason.status_code == 422
    assert client.post(address, {"state": "set_aside", "why": "No class."}).status_code == 303
    burst.refresh_from_db()
    assert (burst.state, burst.reason, burst.decided_by) == ("set_aside", "No class.", analyst)
    assert len(people_set_aside(forum)) == 8
    assert n_people_and_contributions(forum) == (1, 1)
    assert CurrentVote.objects.filter(forum=forum).count() == 9, "they stay stored"
    page = client.get(forum.district.url("bursts", forum_id=forum.public_id)).content.decode()
    assert "8 responses are excluded" in " ".join(page.split())
    assert client.post(address, {"state": "open"}).status_code == 303
    assert n_people_and_contributions(forum) == (9, 9)
    assert AuditEntry.objects.filter(verb="decide_burst").count() == 2


def undo_forms(client: Client, forum: Forum) -> list[Any]:
    page = client.get(forum.district.url("bursts", forum_id=forum.public_id))
    return [form for form in forms_of(page) if form.action.endswith("/undo/")]


def test_a_decision_is_undone_as_a_unit_with_its_reason_and_recorded(
    forum: Forum, analyst: Person, system: Actor, client_of: Callable[..., Client]
) -> None:
    for _number in range(8):
        vote_from(forum, ADDRESS)
    note_bursts(system, forum)
    client, burst = client_of(analyst), Burst.objects.get()
    assert undo_forms(client, forum) == []
    decide_burst(system, burst, state=BurstState.COUNTED, why="A class.")
    address = forum.district.url("decide_burst", burst_id=burst.public_id)
    assert client.post(address, {"state": "set_aside", "why": "No class."}).status_code == 303
    assert n_people_and_contributions(forum) == (0, 0)
    (undo,) = undo_forms(client, forum)
    assert client.post(undo.action, undo.fields).status_code == 303
    burst.refresh_from_db()
    assert (burst.state, burst.reason, burst.decided_by) == ("counted", "A class.", None)
    assert burst.decided_at is not None
    assert n_people_and_contributions(forum) == (8, 8)
    assert AuditEntry.objects.filter(verb="undo_decision", person=analyst).count() == 1
    assert undo_forms(client, forum) == [], "what was undone is not undone again"


def test_undoing_the_first_decision_leaves_it_undecided_on_the_desk(forum: Forum, system: Actor) -> None:
    for _number in range(8):
        vote_from(forum, ADDRESS)
    note_bursts(system, forum)
    burst = decide_burst(system, Burst.objects.get(), state=BurstState.SET_ASIDE, why="No class.")
    assert Tally.objects.get(forum=forum, what="bursts").n == 0
    undo_decision(system, burst, seen=stand(burst))
    burst.refresh_from_db()
    assert (burst.state, burst.reason, burst.decided_at) == ("open", "", None)
    tally = Tally.objects.get(forum=forum, what="bursts")
    assert (tally.n, tally.oldest_at) == (1, burst.first_at)
    assert people_set_aside(forum) == frozenset()


def test_a_decision_that_somebody_has_changed_meanwhile_is_not_undone(
    forum: Forum, analyst: Person, system: Actor, traveller: Any, client_of: Callable[..., Client]
) -> None:
    for _number in range(8):
        vote_from(forum, ADDRESS)
    note_bursts(system, forum)
    client = client_of(analyst)
    burst = decide_burst(system, Burst.objects.get(), state=BurstState.SET_ASIDE, why="No class.")
    (undo,) = undo_forms(client, forum)
    traveller.shift(timedelta(minutes=1))
    decide_burst(system, burst, state=BurstState.SET_ASIDE, why="The school says that it was no class.")
    shown = client.post(undo.action, undo.fields, follow=True).content.decode()
    assert "This has changed since you opened the page" in shown
    assert Burst.objects.get().reason == "The school says that it was no class."


def test_the_page_of_a_decided_burst_offers_to_take_the_decision_back(
    forum: Forum, analyst: Person, system: Actor, client_of: Callable[..., Client]
) -> None:
    burst, client = make.burst(forum), client_of(analyst)
    address = forum.district.url("decide_burst", burst_id=burst.public_id)
    assert "Decide later." in client.get(address).content.decode()
    decide_burst(system, burst, state=BurstState.SET_ASIDE, why="No class.")
    assert "Undo the decision" in client.get(address).content.decode()


def test_a_decision_that_is_sent_twice_is_one(forum: Forum, system: Actor) -> None:
    burst = make.burst(forum)
    for _time in range(2):
        decide_burst(system, burst, state=BurstState.SET_ASIDE, why="No class.")
    assert AuditEntry.objects.filter(verb="decide_burst").count() == 1
    undo_decision(system, burst, seen=stand(Burst.objects.get()))
    assert Burst.objects.get().state == BurstState.OPEN


def test_statements_of_people_set_aside_are_put_to_nobody_until_they_are_taken_back(
    forum: Forum, system: Actor
) -> None:
    burst = make.burst(forum)
    for person in Contributor.objects.filter(burst=burst):
        make.statement(forum, contributor=person)
    assert next_card(forum, None)[1].n_statements == 9
    burst = decide_burst(system, burst, state=BurstState.SET_ASIDE, why="No class.")
    card, progress = next_card(forum, None)
    assert progress.n_statements == 1
    assert card is not None
    assert card.text == Voice.objects.get(is_seed=True).text
    undo_decision(system, burst, seen=stand(burst))
    assert next_card(forum, None)[1].n_statements == 9


def test_a_decision_covers_only_the_people_who_were_seen(forum: Forum, system: Actor) -> None:
    for _number in range(8):
        vote_from(forum, ADDRESS)
    note_bursts(system, forum)
    burst = Burst.objects.get()
    with pytest.raises(Refused):
        decide_burst(system, burst, state=BurstState.COUNTED, why="A class.", n_seen=7)
    decide_burst(system, burst, state=BurstState.COUNTED, why="A class.", n_seen=8)
    assert unvouched_units([forum]) == ()
    for _number in range(2):
        vote_from(forum, ADDRESS)
    note_bursts(system, forum)
    later = Burst.objects.get(state="open")
    assert later.n_people == 2, "who comes after the decision was not decided about"
    assert [len(people) for people in unvouched_units([forum])] == [2]


def test_the_network_and_the_minute_are_forgotten_and_the_burst_stays(forum: Forum, traveller: Any) -> None:
    for _number in range(8):
        vote_from(forum, ADDRESS)
    tasks.note_bursts(forum.district)
    traveller.shift(timedelta(days=NETWORKS_KEPT_DAYS, minutes=2))
    tasks.note_bursts(forum.district)
    assert not Contributor.objects.exclude(network="").exists()
    assert not Contributor.objects.filter(began_at__isnull=False).exists()
    tasks.note_bursts(forum.district)
    assert [len(people) for people in unvouched_units([forum])] == [8]
    assert Burst.objects.get().n_people == 8


def test_imported_people_and_those_of_this_machine_are_in_no_unit_of_a_network(forum: Forum) -> None:
    make.contributors(forum, 30, is_imported=True)
    assert unvouched_units([forum]) == ()


def test_whoever_writes_is_known_by_the_network_too(district: District) -> None:
    forum = make.forum(make.cycle(), ForumKind.QUESTION)
    client = Client(REMOTE_ADDR=ADDRESS)
    address = forum.district.url("give_answer", forum_id=forum.public_id)
    assert client.post(address, {"text": "A longer lunch.", "language": "en"}).status_code == 303
    assert Contributor.objects.get().network
