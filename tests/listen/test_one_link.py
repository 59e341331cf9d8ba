"""One link to everything a browser said: made only when asked for, and only for that browser."""

import pytest
from django.test import Client

from tests import make
from tests.listen.taking_part import fill, text_of
from throughline.accounts.models import AuditEntry, District
from throughline.convene.models import Forum, ForumKind
from throughline.listen.models import Appeal, AppealState, Contributor, Voice, VoiceState
from throughline.listen.queries.contributor import (
    contributors_by_one_link,
    follow_code,
    one_link_code,
    voice_by_link,
)
from throughline.listen.views import one_link
from throughline.listen.views.browser_token import COOKIE


@pytest.fixture
def forums(district: District) -> list[Forum]:
    cycle = make.cycle()
    return [make.forum(cycle, ForumKind.QUESTION, title=make.translated(f"Question {n}")) for n in "ABC"]


def say(district: District, client: Client, forum: Forum, text: str) -> None:
    fill(client, district.url("part", forum_id=forum.public_id), 0, text=text)


def code_of(client: Client) -> str:
    return one_link_code(client.cookies[COOKIE].value)


def make_link(district: District, client: Client, forum: Forum) -> str:
    """Press the button on the page after taking part; return what that page shows then."""
    done = district.url("part_done", forum_id=forum.public_id)
    answer = client.post(district.url("make_one_link", forum_id=forum.public_id))
    assert answer.status_code == 303
    assert answer["Location"] == f"{done}#one-link"
    return text_of(client.get(done))


def everything(district: District, code: str) -> str:
    return text_of(Client().get(district.url("everything", code=code)))


def test_it_is_made_only_when_asked_for(district: District, forums: list[Forum]) -> None:
    client = Client()
    for forum in forums[:2]:
        say(district, client, forum, "More trees.")
    code = code_of(client)
    page = text_of(client.get(district.url("part_done", forum_id=forums[0].public_id)))
    assert "Create one link for everything I said here" in page
    assert code not in page
    assert not Contributor.objects.exclude(one_link_hash=None).exists()
    assert Client().get(district.url("everything", code=code)).status_code == 404
    page = make_link(district, client, forums[0])
    assert district.url("everything", code=code) in page
    assert "mailto:?subject=" in page
    assert "sms:?&amp;body=" in page
    assert len(set(Contributor.objects.values_list("one_link_hash", flat=True))) == 2
    assert AuditEntry.objects.filter(verb="make_one_link").get().object_id == forums[0].public_id


def test_it_shows_each_forum_and_a_later_one_by_itself(district: District, forums: list[Forum]) -> None:
    client, stranger = Client(), Client()
    say(district, client, forums[0], "More trees.")
    say(district, stranger, forums[0], "More parking.")
    make_link(district, client, forums[0])
    say(district, client, forums[1], "Longer lunches.")
    say(district, stranger, forums[1], "Shorter lunches.")
    page = everything(district, code_of(client))
    for words in ("Question A", "More trees.", "Question B", "Longer lunches.", "Needs review"):
        assert words in page
    for words in ("More parking.", "Shorter lunches.", "Question C"):
        assert words not in page
    assert district.url("everything", code=code_of(client)) in text_of(
        client.get(district.url("part_done", forum_id=forums[1].public_id))
    )
    assert not contributors_by_one_link(code_of(stranger)).exists()


def test_asking_again_gives_the_same_link_and_one_row_in_the_audit(
    district: District, forums: list[Forum]
) -> None:
    client = Client()
    say(district, client, forums[0], "More trees.")
    first, second = (make_link(district, client, forums[0]) for _n in range(2))
    link = district.url("everything", code=code_of(client))
    assert link in first
    assert link in second
    assert AuditEntry.objects.filter(verb="make_one_link").count() == 1


def test_a_browser_that_said_nothing_here_gets_none(district: District, forums: list[Forum]) -> None:
    page = make_link(district, Client(), forums[0])
    assert "No responses from this device yet" in page
    client = Client()
    say(district, client, forums[0], "More trees.")
    make_link(district, client, forums[1])
    assert not Contributor.objects.exclude(one_link_hash=None).exists()


def test_a_text_is_withdrawn_and_appealed_from_there(district: District, forums: list[Forum]) -> None:
    client = Client()
    say(district, client, forums[0], "More trees.")
    say(district, client, forums[1], "A rude word.")
    make_link(district, client, forums[0])
    code = code_of(client)
    trees, rude = Voice.objects.order_by("id")
    Voice.objects.filter(pk=rude.pk).update(state=VoiceState.REJECTED)
    appeal = f"{district.url('appeal', code=code)}?voice={rude.public_id}"
    assert appeal in everything(district, code)
    answer = Client().post(appeal, {"text": "It is a quotation."})
    assert (answer.status_code, answer["Location"]) == (303, appeal)
    assert Appeal.objects.get().voice == rude
    Appeal.objects.update(state=AppealState.UPHELD, answer="It names a student.")
    assert "It names a student." in everything(district, code)
    data = {"code": code, "voice": trees.public_id}
    asked = text_of(Client().post(district.url("withdraw"), data))
    assert "Withdraw your response?" in asked
    assert district.url("everything", code=code) in asked
    answer = Client().post(district.url("withdraw"), {**data, "confirm": "yes"})
    assert answer["Location"] == district.url("everything", code=code)
    page = everything(district, code)
    assert "More trees." not in page
    assert "You withdrew this." in page
    Client().post(district.url("withdraw"), {"code": code, "voice": rude.public_id, "confirm": "yes"})
    assert "It names a student." not in everything(district, code)


def test_the_link_opens_no_text_of_others_and_no_text_code_opens_everything(
    district: District, forums: list[Forum]
) -> None:
    client, stranger = Client(), Client()
    say(district, client, forums[0], "More trees.")
    say(district, stranger, forums[0], "More parking.")
    own, other = Voice.objects.order_by("id")
    assert voice_by_link(code_of(client), own.public_id) is None, "not before it is asked for"
    make_link(district, client, forums[0])
    make_link(district, stranger, forums[0])
    assert voice_by_link(code_of(client), own.public_id) == own
    assert voice_by_link(code_of(client), other.public_id) is None
    assert voice_by_link("x" * 22, own.public_id) is None
    text_code = follow_code(client.cookies[COOKIE].value, own.public_id)
    assert Client().get(district.url("everything", code=text_code)).status_code == 404
    data = {"code": code_of(client), "voice": other.public_id, "confirm": "yes"}
    assert Client().post(district.url("withdraw"), data).status_code == 404


def test_many_forums_are_shown_ten_a_page(district: District) -> None:
    cycle, client = make.cycle(), Client()
    forums = [make.forum(cycle, ForumKind.QUESTION) for _n in range(12)]
    for forum in forums:
        say(district, client, forum, "More trees.")
    make_link(district, client, forums[0])
    page = everything(district, code_of(client))
    assert "You took part in 12 forums from the same device." in page
    assert page.count("More trees.</blockquote>") + page.count("More trees.\n") == 10


def test_how_often_it_is_asked_for_is_limited(
    district: District, forums: list[Forum], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_link, "ONE_LINKS_A_MINUTE", 0)
    assert Client().post(district.url("make_one_link", forum_id=forums[0].public_id)).status_code == 429
