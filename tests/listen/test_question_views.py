"""An open question: one text field, stored once, with a link to follow it."""

import re

import pytest
from django.test import Client

from tests import make
from tests.listen.taking_part import fill, forms_of, text_of
from tests.words import n_words
from throughline.accounts.models import District
from throughline.convene.models import Forum, ForumKind
from throughline.listen.models import Voice, VoiceKind
from throughline.listen.queries import voice_by_code


@pytest.fixture
def forum(district: District) -> Forum:
    return make.forum(
        make.cycle(), ForumKind.QUESTION, title=make.translated("What should schools look like?")
    )


def part(district: District, forum: Forum) -> str:
    return district.url("part", forum_id=forum.public_id)


def test_give_answer_keeps_words_and_language_and_leads_to_its_link(
    district: District, forum: Forum, client: Client
) -> None:
    response = fill(client, part(district, forum), 0, text="Más árboles y menos ruido.", language="es")
    assert response.status_code == 303
    voice = Voice.objects.get()
    assert (voice.kind, voice.text, voice.language) == (
        VoiceKind.ANSWER,
        "Más árboles y menos ruido.",
        "es",
    )
    done = text_of(client.get(response["Location"]))
    assert "Más árboles y menos ruido." in done
    code = re.search(r"/f/([\w-]{22})/", done)
    assert code is not None
    assert voice_by_code(code[1]) == voice


def test_give_answer_takes_the_language_of_the_page_where_none_is_chosen(
    district: District, forum: Forum, client: Client
) -> None:
    fill(client, part(district, forum) + "?lang=es", 0, text="Más árboles.", language="")
    assert Voice.objects.get().language == "es"


def test_give_answer_may_be_in_another_language(district: District, forum: Forum, client: Client) -> None:
    fill(client, part(district, forum), 0, text="أشجار أكثر", language="und")
    assert Voice.objects.get().language == "und"


def test_give_answer_again_is_another_answer_but_a_retry_is_not(
    district: District, forum: Forum, client: Client
) -> None:
    form = forms_of(client.get(part(district, forum)))[0]
    for _attempt in range(3):
        assert client.post(form.action, {**form.fields, "text": "More trees."}).status_code == 303
    assert Voice.objects.count() == 1
    assert "You already answered." in text_of(client.get(part(district, forum)))
    fill(client, part(district, forum), 0, text="More trees.")
    assert Voice.objects.count() == 2
    assert Voice.objects.values("contributor").distinct().count() == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_give_answer_keeps_what_was_typed_when_it_cannot_be_taken(
    district: District, forum: Forum, client: Client, text: str
) -> None:
    response = fill(client, part(district, forum), 0, text=text)
    assert response.status_code == 422
    assert text.strip() in text_of(response)
    assert not Voice.objects.exists()


def test_give_answer_to_a_closed_question_keeps_what_was_typed(
    district: District, forum: Forum, client: Client
) -> None:
    form = forms_of(client.get(part(district, forum)))[0]
    Forum.objects.update(closes_at=forum.announced_at)
    response = client.post(form.action, {**form.fields, "text": "Too late, but written."})
    assert response.status_code == 422
    assert "Too late, but written." in text_of(response)
    assert "This forum has closed" in text_of(response)
    assert not Voice.objects.exists()


def test_give_answer_takes_no_line_break_or_null_for_more_than_it_is(
    district: District, forum: Forum, client: Client
) -> None:
    fill(client, part(district, forum), 0, text="One.\r\nTwo.")
    assert Voice.objects.get().text == "One.\nTwo."


def test_part_says_who_sees_what_and_whom_to_call(district: District, forum: Forum, client: Client) -> None:
    page = text_of(client.get(part(district, forum)))
    assert n_words("988", page)
    assert "Safe2Tell" in page
    assert district.url("who_sees_what") in page


def test_who_sees_what_names_the_smallest_number_that_is_shown(district: District, client: Client) -> None:
    page = text_of(client.get(district.url("who_sees_what")))
    assert f"fewer than {district.minimum_n} people" in page


def test_forum_announced_for_later_says_when_it_opens(
    district: District, forum: Forum, client: Client
) -> None:
    assert forum.closes_at
    Forum.objects.update(opens_at=forum.closes_at, closes_at=None)
    page = client.get(part(district, forum))
    assert page.status_code == 200
    assert "This forum isn't open yet." in text_of(page)
    assert "<textarea" not in text_of(page)


def test_withdraw_asks_once_then_blanks_the_words_and_keeps_the_row(
    district: District, forum: Forum, client: Client
) -> None:
    response = fill(client, part(district, forum), 0, text="I said too much.")
    code = re.search(r"/f/([\w-]{22})/", text_of(client.get(response["Location"])))
    assert code
    url = district.url("withdraw")
    confirmation = Client().post(url, {"code": code[1]})
    assert "Withdraw your response?" in text_of(confirmation)
    assert Voice.objects.get().text == "I said too much."
    Client().post(url, {"code": code[1], "confirm": "yes"})
    voice = Voice.objects.get()
    assert (voice.text, voice.state) == ("", "withdrawn")


@pytest.mark.parametrize("code", ["", "x", "A" * 22, "A" * 5000])
def test_withdraw_knows_nothing_of_a_wrong_code(district: District, client: Client, code: str) -> None:
    assert client.post(district.url("withdraw"), {"code": code, "confirm": "yes"}).status_code == 404


def test_withdraw_leaves_urgent_words_until_somebody_has_dealt_with_them(
    district: District, forum: Forum, client: Client
) -> None:
    response = fill(client, part(district, forum), 0, text="I want to kill myself")
    code = re.search(r"/f/([\w-]{22})/", text_of(client.get(response["Location"])))
    assert code
    client.post(district.url("withdraw"), {"code": code[1], "confirm": "yes"})
    voice = Voice.objects.get()
    assert (voice.text, voice.state) == ("I want to kill myself", "withdrawn")


def test_give_answer_wants_something_that_can_be_seen(
    district: District, forum: Forum, client: Client
) -> None:
    response = fill(client, part(district, forum), 0, text="\u200b \u200d\u2060")
    assert response.status_code == 422
    assert "Write something before you submit." in text_of(response)
    assert not Voice.objects.exists()


def test_give_answer_drops_what_would_turn_round_the_words_after_it(
    district: District, forum: Forum, client: Client
) -> None:
    fill(client, part(district, forum), 0, text="Longer \u202eafternoons.")
    assert Voice.objects.get().text == "Longer afternoons."
