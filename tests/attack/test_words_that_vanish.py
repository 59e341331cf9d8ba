"""Words of somebody in danger that nobody would ever read, and a flood that hides them.

Each attack succeeds once the part that prevents it is switched off.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from tests import make
from throughline.accounts import permissions
from throughline.accounts.models import District
from throughline.config.requests import middleware
from throughline.convene.models import Forum, ForumKind
from throughline.listen.actions import urgent
from throughline.listen.models import UrgentFlag, VoiceState
from throughline.listen.queries.contributor import code_hash
from throughline.listen.views import ceilings, question, screening
from throughline.methods.urgent_words import find_urgent

URGENT = "I want to kill myself and nobody at school cares"
CODE = "a-code-of-22-letters-x"


@pytest.fixture
def forum(district: District) -> Forum:
    return make.forum(make.cycle(), ForumKind.QUESTION)


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    permissions.process_counts.clear()
    yield
    permissions.process_counts.clear()


def send(forum: Forum, words: str, *, client: Client | None = None, **more: str) -> Any:
    client = client or Client(raise_request_exception=False)
    return client.post(forum.district.url("give_answer", forum_id=forum.public_id), {"text": words, **more})


def to_a_closed_forum(forum: Forum, patch: pytest.MonkeyPatch) -> Any:
    Forum.objects.update(closes_at=forum.announced_at)
    return send(forum, URGENT)


def at_great_length(forum: Forum, patch: pytest.MonkeyPatch) -> Any:
    return send(forum, URGENT + " and so on" * 500)


def beside_a_mistake(forum: Forum, patch: pytest.MonkeyPatch) -> Any:
    return send(forum, URGENT, language="no such language")


def above_the_limit(forum: Forum, patch: pytest.MonkeyPatch) -> Any:
    patch.setattr(ceilings, "TEXTS_A_PERSON_A_MINUTE", 0)
    return send(forum, URGENT)


def without_a_cookie(forum: Forum, patch: pytest.MonkeyPatch) -> Any:
    return send(forum, URGENT, client=Client(enforce_csrf_checks=True))


def into_an_error(forum: Forum, patch: pytest.MonkeyPatch) -> Any:
    patch.setattr(question.answer, "give_answer", lambda *_, **__: 1 / 0)
    return send(forum, URGENT)


def in_an_appeal_of_what_was_not_rejected(forum: Forum, patch: pytest.MonkeyPatch) -> Any:
    make.voice(forum, "Colder rooms.", state=VoiceState.APPROVED, follow_hash=code_hash(CODE))
    return Client().post(forum.district.url("appeal", code=CODE), {"text": URGENT})


WAYS: list[Callable[[Forum, pytest.MonkeyPatch], Any]] = [
    to_a_closed_forum,
    at_great_length,
    beside_a_mistake,
    above_the_limit,
    without_a_cookie,
    into_an_error,
    in_an_appeal_of_what_was_not_rejected,
]


@pytest.mark.parametrize("is_on", [True, False])
@pytest.mark.parametrize("way", WAYS)
def test_words_sent_in_any_way_reach_a_person_unless_the_screening_is_off(
    forum: Forum, monkeypatch: pytest.MonkeyPatch, way: Callable[..., Any], is_on: bool
) -> None:
    if not is_on:
        monkeypatch.setattr(middleware, "screen_lost_words", lambda *_: None)
    assert way(forum, monkeypatch).status_code >= 400
    assert UrgentFlag.objects.exists() == is_on


@pytest.mark.parametrize("is_on", [True, False])
def test_a_flood_from_one_address_fills_the_desk_only_without_the_limit(
    forum: Forum, monkeypatch: pytest.MonkeyPatch, is_on: bool
) -> None:
    monkeypatch.setattr(ceilings, "FLAGS", replace(ceilings.FLAGS, address=3))
    if not is_on:
        monkeypatch.setattr(screening, "limit_flags", lambda *_: None)
    Forum.objects.update(closes_at=forum.announced_at)
    for number in range(6):
        send(forum, f"{URGENT} {number}", browser=make.token())
    assert UrgentFlag.objects.count() == (3 if is_on else 6)


@pytest.mark.parametrize("is_on", [True, False])
def test_one_person_who_tries_again_and_again_raises_one_flag_unless_words_are_not_compared(
    forum: Forum, monkeypatch: pytest.MonkeyPatch, is_on: bool
) -> None:
    if not is_on:
        monkeypatch.setattr(urgent, "_fingerprint", lambda *_: make.token())
    Forum.objects.update(closes_at=forum.announced_at)
    token = make.token()
    for _ in range(3):
        send(forum, URGENT, browser=token)
    assert UrgentFlag.objects.count() == (1 if is_on else 3)


@pytest.mark.parametrize("is_on", [True, False])
def test_an_endless_text_is_read_whole_only_without_the_cap(
    forum: Forum, monkeypatch: pytest.MonkeyPatch, is_on: bool
) -> None:
    n_read: list[int] = []

    def count(text: str) -> Any:
        n_read.append(len(text))
        return find_urgent(text[:100])

    monkeypatch.setattr(urgent, "find_urgent", count)
    if not is_on:
        monkeypatch.setattr(urgent, "MOST_SCREENED", 10_000_000)
    send(forum, "The bus was late again. " * 40_000)
    assert (sum(n_read) < 100_000) == is_on
