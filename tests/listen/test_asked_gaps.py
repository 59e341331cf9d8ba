"""How many of the texts that a forum asks lack a language of the district, told before it is announced."""

import html
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests import make
from throughline.accounts.models import District, Person
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum, ForumKind, Tally
from throughline.listen.actions import statement, survey_questions
from throughline.listen.actions.copies import copy_forum
from throughline.listen.actions.survey_questions import ChoiceToAdd, QuestionToAdd
from throughline.listen.actions.translation import translate_voice
from throughline.listen.actions.voice import withdraw_voice
from throughline.listen.tasks import refresh_tallies
from throughline.ui.fields import TranslatedText

ENGLISH, BOTH = make.translated("Yes"), make.translated("Yes", "Sí")


@pytest.fixture
def actor(owner: Person, district: District) -> Actor:
    return make.actor(owner, district)


def _n(forum: Forum) -> int:
    return Tally.objects.get(forum=forum, what="asked_gaps").n


def test_each_change_of_a_survey_counts_the_texts_that_lack_a_language(actor: Actor) -> None:
    forum = make.forum(make.cycle(), ForumKind.SURVEY, is_open=False)
    scale: dict[str, Any] = {"scale_low_label": ENGLISH, "scale_high_label": BOTH}
    question = survey_questions.add_question(actor, forum, kind="scale", prompt=ENGLISH, **scale)
    assert _n(forum) == 2
    survey_questions.edit_question(actor, question, prompt=BOTH)
    assert _n(forum) == 1
    copy = survey_questions.copy_question(actor, question)
    assert _n(forum) == 2
    survey_questions.remove_question(actor, copy)
    assert _n(forum) == 1
    choices = [ChoiceToAdd(ENGLISH), ChoiceToAdd(BOTH)]
    [single] = survey_questions.add_questions(
        actor, forum, questions=[QuestionToAdd("single", {"prompt": BOTH}, choices)]
    )
    assert _n(forum) == 2
    choice = survey_questions.add_choice(actor, single, label=ENGLISH)
    assert _n(forum) == 3
    survey_questions.add_choices(actor, single, choices=[ChoiceToAdd(make.translated("No"))])
    assert _n(forum) == 4
    survey_questions.edit_choice(actor, choice, label=BOTH)
    assert _n(forum) == 3
    survey_questions.edit_choice(actor, choice, label=ENGLISH)
    survey_questions.remove_choice(actor, choice)
    assert _n(forum) == 3
    survey_questions.add_presets(actor, forum)
    assert _n(forum) == 3
    assert _n(copy_forum(actor, forum, cycle=forum.cycle, title=BOTH)) == 3


def test_statements_of_the_district_count_and_those_of_participants_do_not(actor: Actor) -> None:
    forum = make.forum(make.cycle(), is_open=False)
    make.statement(forum, "Only in English")
    seeds = statement.add_seed_statements(
        actor,
        forum,
        statements=[make.translated("One", "Uno"), make.translated("Two"), make.translated("Three")],
    )
    assert _n(forum) == 2
    translate_voice(actor, seeds[1], translation=TranslatedText("en", {"es": "Dos"}, {"es": True}))
    assert _n(forum) == 1
    statement.edit_seed_statement(actor, seeds[0], translation=TranslatedText("en", {"es": ""}))
    assert _n(forum) == 2
    statement.edit_seed_statement(actor, seeds[0], translation=TranslatedText("en", {"es": "Uno"}))
    assert _n(forum) == 1
    assert _n(copy_forum(actor, forum, cycle=forum.cycle, title=BOTH)) == 1
    withdraw_voice(actor, seeds[2])
    assert _n(forum) == 0


def test_a_language_the_district_adds_is_counted_for_drafts_too(actor: Actor, district: District) -> None:
    forum = make.forum(make.cycle(), ForumKind.QUESTION, is_open=False)
    survey_questions.add_question(actor, forum, kind="text", prompt=BOTH)
    assert _n(forum) == 0
    district.languages = [*district.languages, "so"]
    district.save()
    refresh_tallies(district)
    assert _n(forum) == 1


def test_the_page_of_a_forum_and_its_announcement_say_so(
    actor: Actor,
    district: District,
    owner: Person,
    analyst: Person,
    client_of: Callable[[Person | None], Client],
) -> None:
    forum = make.forum(make.cycle(), ForumKind.SURVEY, is_open=False, title=make.translated("Only English"))
    question = survey_questions.add_question(actor, forum, kind="text", prompt=ENGLISH)
    urls = [district.url(name, forum_id=forum.public_id) for name in ("forum", "announce_forum")]
    sentence = "1 text that people are asked isn't in all languages of the district (English, Spanish)."
    for url in urls:
        page = html.unescape(client_of(owner).get(url).content.decode())
        assert sentence in page
        assert f'<a href="{district.url("ask", forum_id=forum.public_id)}">Add the translations</a>' in page
        assert "text isn't translated: " in page
    assert "Nothing counted yet." in client_of(owner).get(urls[0]).content.decode()
    assert sentence not in html.unescape(client_of(analyst).get(urls[0]).content.decode())
    survey_questions.edit_question(actor, question, prompt=BOTH)
    for url in urls:
        assert "Add the translations" not in client_of(owner).get(url).content.decode()
