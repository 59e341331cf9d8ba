"""Translations of what participants wrote: made and reviewed by moderators, and read by everyone else."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests import make
from throughline.accounts.models import AuditEntry, District, Person
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, Forum, ForumKind, Tally
from throughline.listen.actions.tally import count_all
from throughline.listen.actions.translation import print_of
from throughline.listen.actions.voice import rewrite, withdraw_voice
from throughline.listen.models import Voice, VoiceState
from throughline.listen.queries.contributor import code_hash, follow_code
from throughline.listen.queries.words import untranslated
from throughline.ui.fields import TranslatedText

ClientOf = Callable[[Person | None], Client]
SPANISH, ENGLISH = "Más autobuses tarde.", "More late buses."


@pytest.fixture
def cycle(district: District) -> Cycle:
    return make.cycle()


@pytest.fixture
def forum(cycle: Cycle) -> Forum:
    return make.forum(cycle)


@pytest.fixture
def voice(forum: Forum) -> Voice:
    return make.statement(forum, SPANISH, language="es")


def save(client: Client, voice: Voice, text: str = ENGLISH, *, is_reviewed: bool = True, **data: str) -> int:
    url = voice.district.url("translate_voice", voice_id=voice.public_id)
    marks = {"reviewed_en": "on"} if is_reviewed else {}
    response = client.post(url, {"translation_en": text, **marks, **data})
    voice.refresh_from_db()
    return response.status_code


def card(forum: Forum, language: str = "en") -> str:
    url = forum.district.url("part", forum_id=forum.public_id)
    return Client().get(url, {"lang": language}).content.decode()


def test_a_reviewed_translation_is_read_with_the_original_below(
    desk: Client, forum: Forum, voice: Voice
) -> None:
    assert save(desk, voice) == 303
    assert voice.translation == TranslatedText("es", {"en": ENGLISH}, {"en": True})
    page = card(forum)
    assert ENGLISH in page
    assert f'Translated. Original (Spanish): <span lang="es" dir="ltr">{SPANISH}</span>' in page
    assert ENGLISH not in card(forum, "es")
    entry = AuditEntry.objects.get(verb="translate_voice")
    assert entry.details["reviewed"] == ["en"]


def test_what_nobody_has_reviewed_is_shown_to_nobody_and_the_text_says_its_language(
    desk: Client, forum: Forum, voice: Voice
) -> None:
    assert save(desk, voice, is_reviewed=False) == 303
    assert voice.translation.texts == {"en": ENGLISH}
    page = card(forum)
    assert ENGLISH not in page
    assert f'<span lang="es" dir="ltr">{SPANISH}</span>' in page
    assert '<span class="tag">Spanish</span>' in page
    form = desk.get(voice.district.url("moderate_voice", voice_id=voice.public_id)).content.decode()
    assert ENGLISH in form


def test_ones_own_votes_and_their_link_show_the_translation(desk: Client, forum: Forum, voice: Voice) -> None:
    save(desk, voice)
    token, client = make.token(), Client()
    person = make.contributor(forum, token)
    code = follow_code(token, person.public_id)
    person.follow_hash = code_hash(code)
    person.save()
    make.vote(forum, person, voice)
    client.cookies["tl_token"] = token
    district = forum.district
    for url in (district.url("my_answers", forum_id=forum.public_id), district.url("follow", code=code)):
        page = client.get(url).content.decode()
        assert ENGLISH in page
        assert "Translated. Original (Spanish):" in page


def test_a_translation_of_a_text_that_has_changed_meanwhile_is_not_saved_and_not_lost(
    desk: Client, voice: Voice, district: District
) -> None:
    before = print_of(voice)
    rewrite(Actor.contributor(district), voice, "give_answer", text="Menos autobuses.", language="es")
    Voice.objects.update(state=VoiceState.APPROVED)
    url = district.url("translate_voice", voice_id=voice.public_id)
    response = desk.post(url, {"translation_en": ENGLISH, "reviewed_en": "on", "original": before})
    page = response.content.decode()
    assert response.status_code == 422
    assert "The comment has changed since you opened it." in page
    assert ENGLISH in page
    voice.refresh_from_db()
    assert voice.translation.texts == {}


def test_held_and_withdrawn_words_are_not_translated(desk: Client, forum: Forum) -> None:
    held = make.statement(forum, SPANISH, language="es", is_held=True)
    gone = make.statement(forum, "", language="es", state=VoiceState.WITHDRAWN)
    for voice in (held, gone):
        assert save(desk, voice) == 422
        assert voice.translation.texts == {}


def test_a_changed_or_withdrawn_text_has_no_translation_left(
    desk: Client, forum: Forum, voice: Voice, district: District
) -> None:
    other = make.statement(forum, "Otra frase.", language="es")
    for one in (voice, other):
        save(desk, one)
    rewrite(Actor.contributor(district), voice, "give_answer", text="Menos autobuses.", language="es")
    withdraw_voice(Actor.contributor(district), other)
    for one in (voice, other):
        one.refresh_from_db()
        assert one.translation.texts == {}


def test_what_lacks_a_translation_is_counted_by_forum_and_listed(
    desk: Client, cycle: Cycle, forum: Forum, voice: Voice, district: District
) -> None:
    answers = make.forum(cycle, ForumKind.QUESTION)
    answer = make.voice(answers, "An answer.", language="en")
    make.statement(forum, "Un borrador.", language="es", translation=TranslatedText("es", {"en": "Draft."}))
    unknown = make.statement(forum, "Whatever.", language="")
    make.statement(forum, "From the district.", is_seed=True)
    make.statement(forum, "Waits.", state=VoiceState.RECEIVED)
    make.statement(forum, "Held.", is_held=True)
    for one in (forum, answers):
        count_all(one)
    found = Tally.objects.filter(what="untranslated").values_list("forum", "n")
    assert dict(found) == {forum.pk: 3, answers.pk: 1}
    queue = district.url("moderate_queue")
    page = desk.get(queue).content.decode()
    assert f"show=untranslated&amp;forum={forum.public_id}" in page
    listed = desk.get(f"{queue}?show=untranslated").content.decode()
    assert all(one.text in listed for one in (voice, answer, unknown))
    assert all(text not in listed for text in ("From the district.", "Waits.", "Held."))
    save(desk, voice)
    assert Tally.objects.get(forum=forum, what="untranslated").n == 2
    assert voice not in untranslated(Voice.objects.all(), district.languages)


def test_saving_leads_to_the_next_text_that_lacks_a_translation(
    desk: Client, forum: Forum, voice: Voice, district: District
) -> None:
    following = make.statement(forum, "Otra frase.", language="es")
    url = district.url("translate_voice", voice_id=voice.public_id) + "?show=untranslated"
    response = desk.post(url, {"translation_en": ENGLISH, "reviewed_en": "on"})
    assert response["Location"].startswith(district.url("moderate_voice", voice_id=following.public_id))


def test_the_table_of_responses_is_exported_with_reviewed_translations(
    desk: Client, forum: Forum, voice: Voice, district: District
) -> None:
    save(desk, voice)
    make.statement(forum, "Un borrador.", language="es", translation=TranslatedText("es", {"en": "Draft."}))
    make.statement(forum, "Oculto.", is_held=True, language="es", translation=voice.translation)
    rows = b"".join(desk.get(district.url("export_voices"))).decode("utf-8-sig").splitlines()
    assert "translation (en),translation (es)" in rows[0]
    assert [ENGLISH in row for row in rows[1:] if SPANISH in row] == [True]
    assert not any("Draft." in row for row in rows)
    assert sum(ENGLISH in row for row in rows) == 1


def test_a_page_of_statements_reads_translations_without_a_query_for_each(
    desk: Client, forum: Forum, django_assert_max_num_queries: Callable[[int], object], district: District
) -> None:
    reviewed = TranslatedText("es", {"en": ENGLISH}, {"en": True})
    for n in range(30):
        make.statement(forum, f"Frase número {n}.", language="es", translation=reviewed, is_unreviewed=True)
    with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
        desk.get(district.url("moderate_queue"))
    with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
        desk.get(district.url("voices"))
