"""What the page of a forum says before and after: what it is for, who decides, and what happens next."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests import make
from tests.listen.taking_part import fill, text_of
from throughline.accounts.models import District, Person
from throughline.convene.models import Forum, ForumKind, Moderation
from throughline.convene.queries import ready_questions
from throughline.listen.models import QuestionKind
from throughline.listen.queries.parent_words import speaks_to_parents

CLOSES = "and then we share what we heard and what happens next."
PROMISED = (
    "The board votes on the portrait of a graduate.",
    "The board",
    "This winter",
    "State graduation law",
    "Say what matters to you",
    "Involve: we will work with you throughout the decision",
)


def url(forum: Forum, name: str = "part") -> str:
    return forum.district.url(name, forum_id=forum.public_id)


@pytest.mark.parametrize("kind", ForumKind.values)
def test_every_kind_of_forum_shows_folded_what_it_is_for_and_who_decides(
    district: District, client: Client, kind: str
) -> None:
    introduction = make.translated("An introduction.", "Una introducción.")
    forum = make.forum(make.cycle(), kind, introduction=introduction)
    make.statement(forum)
    make.question(forum, QuestionKind.TEXT)
    page = text_of(client.get(url(forum)))
    folded = page.split("<details>")[1].split("</details>")[0]
    assert all(words in folded for words in PROMISED)
    assert page.count("An introduction.") == 1
    assert len(page.encode()) < 60_000


@pytest.mark.parametrize("days", [-30, 30], ids=["closed", "not open yet"])
def test_a_forum_that_is_not_open_shows_it_too(district: District, client: Client, days: int) -> None:
    now = timezone.now()
    times = {"opens_at": now + timedelta(days=days), "closes_at": now + timedelta(days=days + 7)}
    page = text_of(client.get(url(make.forum(make.cycle(), ForumKind.QUESTION, **times))))
    assert all(words in page for words in PROMISED)


def test_a_text_without_translation_is_marked_with_its_language(district: District, client: Client) -> None:
    forum = make.forum(make.cycle(), ForumKind.QUESTION)
    page = text_of(client.get(url(forum) + "?lang=es"))
    assert '<span lang="en" dir="ltr">State graduation law</span>' in page


@pytest.mark.parametrize(
    ("moderation", "sentence"),
    [
        (Moderation.BEFORE, "A person reviews your statement before other people can vote on it."),
        (Moderation.AFTER, "Other people can vote on your statement while this forum is open."),
    ],
)
def test_after_a_statement_two_sentences_say_what_happens_next(
    district: District, client: Client, moderation: str, sentence: str
) -> None:
    forum = make.forum(make.cycle(), moderation=moderation)
    response = fill(client, url(forum, "add_statement"), text="We need a nurse.", language="en")
    page = text_of(client.get(response["Location"]))
    assert sentence in page
    assert CLOSES in page


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        (ForumKind.QUESTION, {"text": "A nurse."}, "A person at the district reads what you wrote."),
        (ForumKind.SURVEY, {"answer": "A nurse."}, "A person at the district reads what you wrote."),
        (ForumKind.STATEMENTS, {"answer": "agree"}, "We count your votes together with other people"),
    ],
)
def test_after_every_kind_of_response_two_sentences_say_what_happens_next(
    district: District, client: Client, kind: str, typed: dict[str, Any], sentence: str
) -> None:
    forum = make.forum(make.cycle(), kind)
    make.statement(forum)
    if kind == ForumKind.SURVEY:
        make.question(forum, QuestionKind.TEXT)
    fill(client, url(forum), 0, language="en", **typed)
    page = text_of(client.get(url(forum, "part_done")))
    assert sentence in page
    assert CLOSES in page


def test_what_happens_next_promises_no_day_where_none_is_set(district: District, client: Client) -> None:
    forum = make.forum(make.cycle(), ForumKind.QUESTION, closes_at=None)
    fill(client, url(forum), text="A nurse.", language="en")
    page = text_of(client.get(url(forum, "part_done")))
    assert "After this forum closes, we share what we heard and what happens next." in page


@pytest.mark.parametrize("kind", ForumKind.values)
def test_students_are_not_asked_about_their_child_and_are_told_whom_to_talk_to(
    district: District, client: Client, kind: str
) -> None:
    at_school = "You can also talk to an adult you trust at school."
    for is_for_students in (True, False):
        forum = make.forum(make.cycle(), kind, is_for_students=is_for_students)
        make.question(forum, QuestionKind.TEXT)
        page = text_of(client.get(url(forum)))
        assert "your child" not in page
        assert (at_school in page) == is_for_students


def test_ready_questions_ask_nobody_about_their_child() -> None:
    assert not any(
        speaks_to_parents(one.title) or speaks_to_parents(one.introduction) for one in ready_questions()
    )


@pytest.mark.parametrize("words", ["How is your child?", "Do your kids like it?", "your own daughter"])
def test_words_to_parents_are_found(words: str) -> None:
    assert speaks_to_parents(make.translated(words))
    assert speaks_to_parents(make.translated("Fine?", "¿Cómo está su hija?"))
    assert not speaks_to_parents(make.translated("What do children need?", "¿Qué necesita su escuela?"))


@pytest.mark.parametrize("kind", [ForumKind.STATEMENTS, ForumKind.QUESTION, ForumKind.SURVEY])
def test_staff_see_which_texts_of_a_forum_for_students_speak_to_parents(
    district: District, coordinator: Person, client_of: Callable[[Person], Client], kind: str
) -> None:
    notice = "This forum is for students, but these texts speak to parents."
    for is_for_students in (True, False):
        title = make.translated("Does your child like school?") if kind == ForumKind.QUESTION else None
        about = {"title": title} if title else {}
        forum = make.forum(make.cycle(), kind, is_for_students=is_for_students, **about)
        make.statement(forum, "Does your child like school?", is_seed=True)
        make.question(forum, QuestionKind.SINGLE, "Does your child like school?")
        page = text_of(client_of(coordinator).get(forum.district.url("ask", forum_id=forum.public_id)))
        assert (notice in page) == is_for_students
        assert (page.count("<li>Does your child like school?</li>") == 1) == is_for_students
