"""A flood of invented people, texts, votes and cries for help, by a script that does not tire.

The clock stands still or is moved by hand. Each attack succeeds once what prevents it is switched off.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django_scopes import scope
from django_tasks_db.models import DBTaskResult

from tests import make
from throughline.accounts.models import District, Person
from throughline.accounts.permissions import network
from throughline.convene.models import Forum, ForumKind
from throughline.listen.models import Contributor, UrgentFlag, Voice, Vote
from throughline.listen.tasks import send_due_alerts
from throughline.listen.views import browser_token, ceilings, question, statements
from throughline.listen.views.ceilings import BEGINNERS, TEXTS, Ceilings
from throughline.listen.workflows import alerts

pytestmark = pytest.mark.django_db

GYM = "203.0.113.7"
PROXY = "10.0.0.1"
URGENT = "I want to kill myself and nobody at school cares"
SECONDS = 25
N_INVENTED = 440


@pytest.fixture
def forum(district: District) -> Forum:
    forum = make.forum(make.cycle())
    make.statement(forum, "The buses come on time.", is_seed=True)
    return forum


MACHINES = [f"198.51.{third}.{last}" for last in range(1, 9) for third in range(10)]
FAMILY = "203.0.113.200"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Ceilings:
    """The same ceilings on a smaller scale."""
    small = replace(BEGINNERS, address=8, network=20, forum=30, network_in_a_flood=2, address_everywhere=20)
    monkeypatch.setattr(browser_token, "BEGINNERS", small)
    return small


@pytest.fixture
def without_ceilings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ceilings, "count", lambda *_: None)
    monkeypatch.setattr(ceilings, "is_above", lambda *_, **__: False)


def vote(forum: Forum, client: Client, answer: str = "agree", **more: Any) -> Any:
    statement = Voice.objects.filter(forum=forum)[0]
    data = {"statement": statement.public_id, "answer": answer}
    return client.post(forum.district.url("vote", forum_id=forum.public_id), data, **more)


def say(forum: Forum, words: str, client: Client | None = None) -> Any:
    url = forum.district.url("give_answer", forum_id=forum.public_id)
    return (client or Client(REMOTE_ADDR=GYM)).post(url, {"text": words, "language": "en"})


def begin(forum: Forum, addresses: Iterable[str], traveller: Any = None, **headers: str) -> Counter[int]:
    """Vote once from each address, each time by a new browser; return how often each status was answered."""
    found: Counter[int] = Counter()
    for address in addresses:
        found[vote(forum, Client(REMOTE_ADDR=address), headers=headers).status_code] += 1
        if traveller is not None:
            traveller.shift(timedelta(seconds=SECONDS / N_INVENTED))
    return found


# People who begin


def test_440_invented_people_of_one_address_do_not_get_in(forum: Forum, traveller: Any) -> None:
    assert begin(forum, [GYM] * N_INVENTED, traveller)[303] == BEGINNERS.address
    assert Contributor.objects.count() == BEGINNERS.address


@pytest.mark.usefixtures("without_ceilings")
def test_without_the_ceilings_everybody_gets_in(forum: Forum, traveller: Any) -> None:
    assert begin(forum, [GYM] * 150, traveller) == {303: 150}


def test_a_class_of_30_behind_one_address_gets_in_at_once(forum: Forum) -> None:
    assert begin(forum, [GYM] * 30) == {303: 30}


def test_an_assembly_of_400_behind_one_address_is_in_within_four_minutes(
    forum: Forum, traveller: Any
) -> None:
    waiting, began_at = 400, timezone.now()
    while waiting:
        refused = None
        for _person in range(waiting):
            answer = vote(forum, Client(REMOTE_ADDR=GYM))
            waiting -= answer.status_code == 303
            refused = answer if answer.status_code == 429 else refused
            if refused is not None:
                traveller.shift(timedelta(seconds=int(refused["Retry-After"])))
                break
    assert Contributor.objects.count() == 400
    assert timezone.now() - began_at <= timedelta(minutes=4)


def test_whoever_has_begun_goes_on_while_a_flood_comes_from_the_same_address(forum: Forum) -> None:
    inside = Client(REMOTE_ADDR=GYM)
    assert vote(forum, inside).status_code == 303
    assert 429 in begin(forum, [GYM] * 130)
    assert vote(forum, inside, "disagree").status_code == 303
    assert Vote.objects.filter(value=-1).count() == 1


IPV6 = [f"2001:db8:7:7:{number:x}::1" for number in range(30)]
IPV6_OF_MANY_64 = [f"2001:db8:7:{number:x}::1" for number in range(30)]


@pytest.mark.parametrize(("addresses", "most"), [(IPV6, 8), (IPV6_OF_MANY_64, 20)])
def test_another_address_of_the_same_ipv6_network_for_each_request_gains_nothing(
    forum: Forum, small: Ceilings, addresses: list[str], most: int
) -> None:
    assert begin(forum, addresses) == {303: most, 429: 30 - most}


@pytest.mark.parametrize(
    ("bits", "addresses"), [("ADDRESS_BITS_IPV6", IPV6), ("NETWORK_BITS_IPV6", IPV6_OF_MANY_64)]
)
def test_with_limits_of_whole_ipv6_addresses_everybody_gets_in(
    forum: Forum, small: Ceilings, bits: str, addresses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "ADDRESS_BITS_IPV6", 128)
    monkeypatch.setattr(network, bits, 128)
    monkeypatch.setattr(network, "NETWORK_BITS_IPV6", 128)
    assert begin(forum, addresses) == {303: 30}


FORGED = [f"198.51.{last}.9" for last in range(12)]


def votes_by_way_of(forum: Forum, sender: str, passed_on: str = "") -> Counter[int]:
    """Vote as often as there are invented addresses, each named before what the proxy itself passed on."""
    headers = [{"x-forwarded-for": f"{forged}{passed_on}"} for forged in FORGED]
    answers = [vote(forum, Client(REMOTE_ADDR=sender), headers=one) for one in headers]
    return Counter(answer.status_code for answer in answers)


@pytest.mark.parametrize(
    ("n_proxies", "sender", "passed_on"), [(0, GYM, ""), (1, GYM, ""), (1, PROXY, f", {GYM}")]
)
def test_an_invented_address_before_the_proxys_own_gains_nothing(
    forum: Forum, small: Ceilings, settings: Any, n_proxies: int, sender: str, passed_on: str
) -> None:
    settings.TRUSTED_PROXIES = n_proxies
    assert votes_by_way_of(forum, sender, passed_on) == {303: 8, 429: 4}


def test_with_one_proxy_too_many_trusted_the_invented_addresses_get_everybody_in(
    forum: Forum, small: Ceilings, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = 2
    assert votes_by_way_of(forum, PROXY, f", {GYM}") == {303: 12}


def test_a_flood_of_many_machines_is_held_and_closes_the_forum_to_no_family(
    forum: Forum, small: Ceilings
) -> None:
    assert begin(forum, MACHINES)[303] == small.forum + 10 * small.network_in_a_flood
    assert begin(forum, [FAMILY] * 3) == {303: 2, 429: 1}
    assert begin(forum, MACHINES[:10]) == {429: 10}


def test_a_flood_in_one_forum_closes_no_other_forum_and_no_other_district(
    forum: Forum, small: Ceilings, other_district: District
) -> None:
    other_forum = make.forum(forum.cycle)
    make.statement(other_forum, is_seed=True)
    assert 429 in begin(forum, MACHINES)
    assert begin(other_forum, MACHINES[:10]) == {303: 10}
    with scope(district=other_district):
        forum_there = make.forum(make.cycle())
        make.statement(forum_there, is_seed=True)
        assert begin(forum_there, MACHINES[:10]) == {303: 10}


@pytest.mark.parametrize("is_on", [True, False])
def test_one_address_that_goes_from_forum_to_forum_is_held(
    forum: Forum, small: Ceilings, is_on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_on:
        monkeypatch.setattr(browser_token, "BEGINNERS", replace(small, address_everywhere=1000))
    n_begun = 0
    for _number in range(5):
        one = make.forum(forum.cycle)
        make.statement(one, is_seed=True)
        n_begun += begin(one, [GYM] * 8)[303]
    assert n_begun == (20 if is_on else 40)


# What those write who have begun


@pytest.mark.parametrize("is_on", [True, False])
def test_one_browser_does_not_bury_a_forum_under_statements(
    forum: Forum, is_on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_on:
        monkeypatch.setattr(statements, "limit_text", lambda *_: None)
    client = Client(REMOTE_ADDR=GYM)
    url = forum.district.url("add_statement", forum_id=forum.public_id)
    for number in range(40):
        last = client.post(url, {"text": f"Statement {number} of a script.", "language": "en"})
    assert Voice.objects.filter(is_seed=False).count() == (ceilings.TEXTS_A_PERSON_A_MINUTE if is_on else 40)
    if is_on:
        assert last.status_code == 429
        assert "Statement 39 of a script." in last.content.decode(), "what was typed is not lost"
        assert last["Retry-After"] == "30"


@pytest.mark.parametrize("is_on", [True, False])
def test_many_browsers_of_one_address_do_not_bury_a_forum_under_answers(
    district: District, is_on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ceilings, "TEXTS", replace(TEXTS, address=12))
    if not is_on:
        monkeypatch.setattr(question, "limit_text", lambda *_: None)
    forum = make.forum(make.cycle(), ForumKind.QUESTION)
    for number in range(20):
        say(forum, f"Answer {number} of a script.")
    assert Voice.objects.count() == (12 if is_on else 20)


@pytest.mark.parametrize("is_on", [True, False])
def test_one_browser_does_not_change_its_vote_all_day(
    forum: Forum, is_on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_on:
        monkeypatch.setattr(statements, "limit_person", lambda *_: None)
    client = Client(REMOTE_ADDR=GYM)
    for number in range(150):
        vote(forum, client, ("agree", "disagree")[number % 2])
    assert Vote.objects.count() == (ceilings.VOTES_A_PERSON_A_MINUTE if is_on else 150)


def test_a_person_who_votes_fifty_times_a_minute_costs_no_write_but_the_votes(
    forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(REMOTE_ADDR=GYM)
    vote(forum, client)
    written: list[object] = []
    spy = SimpleNamespace(get=cache.get, add=cache.add, set=lambda *args, **_: written.append(args))
    monkeypatch.setattr("throughline.accounts.permissions.rate.cache", spy)
    for number in range(50):
        vote(forum, client, ("agree", "disagree")[number % 2])
    assert written == []


# Cries for help


def cry(forum: Forum, number: int, client: Client | None = None) -> Any:
    return say(forum, f"{URGENT}, {number}", client)


@pytest.fixture
def open_question(district: District, coordinator: Person) -> Forum:
    return make.forum(make.cycle(), ForumKind.QUESTION)


def test_words_above_the_ceiling_of_beginners_still_reach_a_person(
    open_question: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser_token, "BEGINNERS", replace(BEGINNERS, address=2))
    for number in range(2):
        say(open_question, f"Answer {number} of a script.")
    refused = say(open_question, URGENT)
    assert (refused.status_code, refused["Retry-After"]) == (429, "30")
    assert URGENT in refused.content.decode()
    flag = UrgentFlag.objects.get()
    assert (flag.words, flag.source, flag.place) == (URGENT, "too_many", open_question)
    send_due_alerts(open_question.district)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("is_on", [True, False])
def test_invented_cries_of_people_who_have_not_begun_do_not_silence_those_inside(
    open_question: Forum, is_on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = replace(ceilings.FLAGS, address=3)
    monkeypatch.setattr(ceilings, "FLAGS", small)
    if is_on:
        monkeypatch.setattr(ceilings, "FLAGS_INSIDE", replace(ceilings.FLAGS_INSIDE, address=3))
    else:
        monkeypatch.setattr(ceilings, "FLAGS_INSIDE", small)
    inside = Client(REMOTE_ADDR=GYM)
    say(open_question, "The bus is late.", inside)
    Forum.objects.update(closes_at=open_question.announced_at)
    for number in range(5):
        cry(open_question, number)
    cry(open_question, 99, inside)
    assert UrgentFlag.objects.filter(words=f"{URGENT}, 99").exists() == is_on


def mailed(forum: Forum, number: int) -> int:
    """Send a cry for help and let the worker run; return how much mail went out."""
    n_before = len(mail.outbox)
    cry(forum, number)
    send_due_alerts(forum.district)
    return len(mail.outbox) - n_before


EVERY_FIVE_MINUTES = range(0, 125, 5)


def flood_for_two_hours(forum: Forum, traveller: Any) -> list[int]:
    """A distinct cry for help every five minutes; return in which minutes mail went out."""
    minutes = []
    for minute in EVERY_FIVE_MINUTES:
        minutes += [minute] * mailed(forum, minute)
        traveller.shift(timedelta(minutes=5))
    return minutes


def test_a_flood_of_cries_for_help_is_no_flood_of_mail(open_question: Forum, traveller: Any) -> None:
    assert flood_for_two_hours(open_question, traveller) == [0, 5, 20, 80]
    assert UrgentFlag.objects.count() == len(EVERY_FIVE_MINUTES), "all of them are on the desk"


def test_without_the_waits_there_is_mail_each_time(
    open_question: Forum, traveller: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerts, "WAITS", (timedelta(0),))
    assert flood_for_two_hours(open_question, traveller) == list(EVERY_FIVE_MINUTES)


def test_while_mail_waits_in_one_forum_the_first_cry_elsewhere_is_told_at_once(
    open_question: Forum, coordinator: Person
) -> None:
    assert [mailed(open_question, number) for number in range(2)] == [1, 0]
    assert mailed(make.forum(open_question.cycle, ForumKind.QUESTION), 3) == 1
    district = open_question.district
    Client().post(district.url("appeal", code="a-code-of-22-letters-x"), {"text": URGENT})
    send_due_alerts(district)
    assert len(mail.outbox) == 3, "a page of no forum is a place of its own"


def test_while_mail_waits_what_one_of_the_staff_has_flagged_is_told_at_once(
    open_question: Forum, district: District, client_of: Any, facilitator: Person
) -> None:
    """They read the words themselves, and the page tells them that others are being told now."""
    assert [mailed(open_question, number) for number in range(2)] == [1, 0]
    voice = make.statement(open_question, "Odd words.")
    client_of(facilitator).post(district.url("flag_voice", voice_id=voice.public_id))
    send_due_alerts(district)
    assert len(mail.outbox) == 2


def test_once_somebody_has_opened_an_urgent_message_the_next_is_told_at_once(
    open_question: Forum, coordinator: Person, client_of: Any, traveller: Any
) -> None:
    assert mailed(open_question, 1) == 1
    traveller.shift(timedelta(seconds=20))
    flag = UrgentFlag.objects.get()
    url = open_question.district.url("deal_with_urgent", flag_id=flag.public_id)
    assert client_of(coordinator).get(url).status_code == 200
    traveller.shift(timedelta(seconds=20))
    assert mailed(open_question, 2) == 1


def test_a_cry_that_comes_an_hour_after_the_last_is_told_at_once_also_if_nobody_looked(
    open_question: Forum, traveller: Any
) -> None:
    flood_for_two_hours(open_question, traveller)
    send_due_alerts(open_question.district)
    traveller.shift(timedelta(hours=1))
    assert mailed(open_question, 999) == 1


def test_a_flood_queues_no_task_for_mail_that_waits(open_question: Forum) -> None:
    assert mailed(open_question, 0) == 1
    n_queued = DBTaskResult.objects.count()
    for number in range(1, 10):
        cry(open_question, number)
    assert UrgentFlag.objects.count() == 10
    assert DBTaskResult.objects.count() == n_queued
