"""Voting on statements: one per screen, with and without htmx, and never counted twice."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from tests import make
from tests.listen.taking_part import HTMX, fill, forms_of, text_of
from throughline.accounts.models import AuditEntry, District
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum, Moderation
from throughline.listen.actions.statement import add_seed_statement
from throughline.listen.actions.voice import withdraw_voice
from throughline.listen.models import Contributor, CurrentVote, Voice, VoiceState, Vote
from throughline.listen.views import browser_token
from throughline.listen.views.browser_token import COOKIE
from throughline.listen.views.ceilings import BEGINNERS
from throughline.ui.fields import TranslatedText


@pytest.fixture
def forum(district: District) -> Forum:
    forum = make.forum(make.cycle())
    for number in range(3):
        make.statement(forum, f"Statement number {number}.")
    return forum


def part(district: District, forum: Forum) -> str:
    return district.url("part", forum_id=forum.public_id)


def vote(client: Client, district: District, forum: Forum, answer: str = "agree", **more: Any) -> Any:
    form = forms_of(client.get(part(district, forum)))[0]
    return client.post(form.action, {**form.fields, "answer": answer}, **more)


def test_part_shows_one_statement_and_how_far_one_is(
    district: District, forum: Forum, client: Client
) -> None:
    page = text_of(client.get(part(district, forum)))
    assert len(re.findall(r"Statement number \d", page)) == 1
    assert "1 of about 3" in page


def test_looking_alone_sets_no_token_and_writes_nothing(
    district: District, forum: Forum, client: Client
) -> None:
    response = client.get(part(district, forum))
    assert COOKIE not in response.cookies
    assert not Contributor.objects.exists()


def test_vote_is_logged_and_becomes_the_current_vote(
    district: District, forum: Forum, client: Client
) -> None:
    response = vote(client, district, forum, "disagree")
    assert response.status_code == 303
    logged = Vote.objects.get()
    assert (logged.value, CurrentVote.objects.get().value) == (-1, -1)
    assert f"last={logged.statement.public_id}" in response["Location"]
    cookie = response.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == f"/d/{district.slug}/"
    page = text_of(client.get(response["Location"]))
    assert "Saved." in page
    assert "2 of about 3" in page


def test_vote_with_htmx_is_answered_with_the_next_card_alone(
    district: District, forum: Forum, client: Client
) -> None:
    response = vote(client, district, forum, "agree", headers=HTMX)
    page = text_of(response)
    assert response.status_code == 200
    assert "<html" not in page
    assert 'data-key="1 a"' in page
    assert Vote.objects.get().statement.text not in page


def test_vote_is_never_asked_for_a_statement_twice(district: District, forum: Forum, client: Client) -> None:
    for _statement in range(3):
        vote(client, district, forum)
    assert Vote.objects.values("statement").distinct().count() == 3
    assert "There are no more statements right now." in text_of(client.get(part(district, forum)))


def test_vote_repeated_is_acknowledged_and_not_logged_again(
    district: District, forum: Forum, client: Client
) -> None:
    form = forms_of(client.get(part(district, forum)))[0]
    for _attempt in range(3):
        assert client.post(form.action, {**form.fields, "answer": "agree"}).status_code == 303
    assert Vote.objects.count() == CurrentVote.objects.count() == 1


def test_vote_whose_first_answer_was_lost_is_the_same_browser_when_sent_again(
    district: District, forum: Forum
) -> None:
    first = Client()
    form = forms_of(first.get(part(district, forum)))[0]
    first.post(form.action, {**form.fields, "answer": "agree"})
    again = Client()  # the cookie was lost
    again.post(form.action, {**form.fields, "answer": "agree"})
    assert Contributor.objects.count() == Vote.objects.count() == 1


def test_vote_is_limited_for_those_who_begin_and_not_for_those_who_go_on(
    district: District, forum: Forum, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser_token, "BEGINNERS", replace(BEGINNERS, address=2))
    assert vote(client, district, forum).status_code == 303
    assert vote(Client(), district, forum).status_code == 303
    assert vote(Client(), district, forum).status_code == 429
    assert vote(client, district, forum).status_code == 303
    assert Contributor.objects.count() == 2


def test_vote_changed_is_logged_anew_and_replaces_what_stood(
    district: District, forum: Forum, client: Client
) -> None:
    vote(client, district, forum, "agree")
    statement = Vote.objects.get().statement
    again = f"{part(district, forum)}?again={statement.public_id}"
    page = text_of(client.get(again))
    assert statement.text in page
    assert 'aria-pressed="true"' in page
    fill(client, again, 0, answer="not_sure")
    assert list(Vote.objects.order_by("pk").values_list("value", flat=True)) == [1, 0]
    assert CurrentVote.objects.get().value == 0


def test_vote_skipped_is_seen_but_no_answer_and_takes_none_away(
    district: District, forum: Forum, client: Client
) -> None:
    vote(client, district, forum, "skip")
    assert not Vote.objects.exists()
    skipped = CurrentVote.objects.get()
    assert skipped.value is None
    vote(client, district, forum, "agree")
    statement = Vote.objects.get().statement
    fill(client, f"{part(district, forum)}?again={statement.public_id}", 0, answer="skip")
    assert CurrentVote.objects.get(statement=statement).value == 1


def test_vote_without_one_of_the_four_answers_shows_the_same_statement_again(
    district: District, forum: Forum, client: Client
) -> None:
    form = forms_of(client.get(part(district, forum)))[0]
    response = client.post(form.action, {**form.fields, "answer": "maybe"})
    assert response.status_code == 422
    assert "Choose one of the four options." in text_of(response)
    statement = Voice.objects.get(public_id=form.fields["statement"])
    assert statement.text in text_of(response)


@pytest.mark.parametrize(
    "change", [{"state": VoiceState.REJECTED}, {"is_held": True}, {"is_meta": True}, {"state": "received"}]
)
def test_vote_on_a_statement_no_longer_shown_moves_on_without_a_row(
    district: District, forum: Forum, client: Client, change: dict[str, Any]
) -> None:
    form = forms_of(client.get(part(district, forum)))[0]
    Voice.objects.filter(public_id=form.fields["statement"]).update(**change)
    assert client.post(form.action, {**form.fields, "answer": "agree"}).status_code == 303
    assert not Vote.objects.exists()
    shown = text_of(client.get(part(district, forum)))
    assert Voice.objects.get(public_id=form.fields["statement"]).text not in shown


def test_vote_in_a_closed_forum_is_refused_in_words(district: District, forum: Forum, client: Client) -> None:
    form = forms_of(client.get(part(district, forum)))[0]
    Forum.objects.update(closes_at=forum.announced_at)
    response = client.post(form.action, {**form.fields, "answer": "agree"})
    assert response.status_code == 422
    assert "This forum has closed" in text_of(response)
    assert not Vote.objects.exists()
    page = client.get(part(district, forum))
    assert page.status_code == 200
    assert "This forum has closed" in text_of(page)


def test_part_of_a_draft_is_nobodys_but_staffs(
    district: District, forum: Forum, client: Client, coordinator: Any, client_of: Any
) -> None:
    Forum.objects.update(announced_at=None)
    assert client.get(part(district, forum)).status_code == 404
    assert client_of(coordinator).get(part(district, forum)).status_code == 200


def test_someone_signed_in_takes_part_without_their_name(
    district: District, forum: Forum, coordinator: Any, client_of: Any
) -> None:
    client = client_of(coordinator)
    vote(client, district, forum)
    fill(client, district.url("add_statement", forum_id=forum.public_id), 0, text="Buses should run later.")
    assert not AuditEntry.objects.filter(person=coordinator).exists()
    assert AuditEntry.objects.get(verb="add_statement").actor_kind == "contributor"


def test_my_answers_lists_ones_own_and_nobody_elses(district: District, forum: Forum, client: Client) -> None:
    vote(client, district, forum, "disagree")
    mine = Vote.objects.get().statement
    vote(Client(), district, forum)
    page = text_of(client.get(district.url("my_answers", forum_id=forum.public_id)))
    assert len(re.findall(r'<li>\s*<div dir="auto">', page)) == 1
    assert mine.text in page
    assert "Disagree" in page


def test_my_answers_is_empty_for_a_new_browser(district: District, forum: Forum, client: Client) -> None:
    page = text_of(client.get(district.url("my_answers", forum_id=forum.public_id)))
    assert "You haven't voted on any statements yet." in page


def test_part_rests_after_about_twenty_and_goes_on_for_whoever_wants_to(
    district: District, forum: Forum, client: Client
) -> None:
    for number in range(22):
        make.statement(forum, f"Further statement {number}.")
    for _statement in range(20):
        vote(client, district, forum)
    page = text_of(client.get(part(district, forum)))
    assert "You can stop here or keep voting." in page
    assert 'name="answer"' not in page
    assert 'name="answer"' in text_of(client.get(part(district, forum) + "?more=1"))


def test_add_statement_waits_to_be_read_and_gets_a_link_of_its_own(
    district: District, forum: Forum, client: Client
) -> None:
    page = district.url("add_statement", forum_id=forum.public_id)
    response = fill(client, page, 0, text="Every bus should be warm.", language="es")
    assert response.status_code == 303
    voice = Voice.objects.get(text="Every bus should be warm.")
    assert (voice.state, voice.language, voice.is_held) == (VoiceState.RECEIVED, "es", False)
    done = text_of(client.get(response["Location"]))
    code = re.search(r"/f/([\w-]{22})/", done)
    assert code
    assert "Every bus should be warm." in done
    assert "Every bus should be warm." not in text_of(Client().get(response["Location"]))


def test_add_statement_is_shown_at_once_where_the_forum_reads_afterwards(
    district: District, forum: Forum, client: Client
) -> None:
    Forum.objects.update(moderation=Moderation.AFTER)
    fill(client, district.url("add_statement", forum_id=forum.public_id), 0, text="Every bus should be warm.")
    assert Voice.objects.get(text="Every bus should be warm.").is_usable


def test_add_statement_sent_twice_is_one_statement(district: District, forum: Forum, client: Client) -> None:
    page = district.url("add_statement", forum_id=forum.public_id)
    form = forms_of(client.get(page))[0]
    for _attempt in range(2):
        client.post(form.action, {**form.fields, "text": "Every bus should be warm."})
    Client().post(form.action, {**form.fields, "text": "Every bus should be warm."})
    assert Voice.objects.filter(text="Every bus should be warm.").count() == 1


@pytest.mark.parametrize(
    ("text", "message"), [("  ", "Write something before you submit."), ("x" * 301, "300")]
)
def test_add_statement_keeps_what_was_typed_when_it_cannot_be_taken(
    district: District, forum: Forum, client: Client, text: str, message: str
) -> None:
    response = fill(client, district.url("add_statement", forum_id=forum.public_id), 0, text=text)
    assert response.status_code == 422
    assert message in text_of(response)
    assert text.strip() in text_of(response)
    assert not Contributor.objects.exists()


def test_add_statement_is_refused_where_the_forum_takes_none(
    district: District, forum: Forum, client: Client
) -> None:
    Forum.objects.update(may_add_statements=False)
    response = fill(client, district.url("add_statement", forum_id=forum.public_id), 0, text="A thought.")
    assert response.status_code == 422
    assert "A thought." in text_of(response)
    assert not Voice.objects.filter(text="A thought.").exists()


def test_a_vote_costs_a_handful_of_queries(
    district: District, forum: Forum, client: Client, django_assert_max_num_queries: Any
) -> None:
    vote(client, district, forum, "agree")
    form = forms_of(client.get(part(district, forum)))[0]
    with django_assert_max_num_queries(14):  # including two for the transaction
        client.post(form.action, {**form.fields, "answer": "agree"}, headers=HTMX)


def test_a_participants_statement_is_read_in_the_readers_language_next_to_the_original(
    district: District, client: Client
) -> None:
    forum = make.forum(make.cycle())
    spanish = TranslatedText("en", {"es": "Ayudarían autobuses más tarde."}, {"es": True})
    make.statement(forum, "Later buses would help.", language="en", translation=spanish)
    page = client.get(district.url("part", forum_id=forum.public_id), {"lang": "es"}).content.decode()
    assert "Ayudarían autobuses más tarde." in page
    assert 'lang="en" dir="ltr">Later buses would help.' in page


def test_the_districts_own_statement_in_two_languages_is_no_translation(
    district: District, client: Client
) -> None:
    forum = make.forum(make.cycle())
    seed = add_seed_statement(
        Actor.system(district),
        forum,
        text="Later buses would help.",
        language="en",
        translation=TranslatedText("en", {"es": "Ayudarían autobuses más tarde."}, {"es": True}),
    )
    url = district.url("part", forum_id=forum.public_id)
    page = client.get(url, {"lang": "es"}).content.decode()
    assert "Ayudarían autobuses más tarde." in page
    assert "Later buses would help." not in page
    form = forms_of(client.get(url))[0]
    client.post(form.action, {**form.fields, "answer": "agree"})
    votes = district.url("my_answers", forum_id=forum.public_id)
    mine = client.get(votes, {"lang": "es"}).content.decode()
    assert "Ayudarían autobuses más tarde." in mine
    assert "Later buses would help." not in mine
    english = client.get(
        district.url("my_answers", forum_id=forum.public_id), {"lang": "en"}
    ).content.decode()
    assert "Later buses would help." in english
    withdraw_voice(Actor.system(district), seed)
    seed.refresh_from_db()
    assert (seed.text, seed.translation.texts) == ("", {})
