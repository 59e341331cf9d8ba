"""Help search in both languages, ignoring accents."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests import make
from throughline.accounts.models import District, Person
from throughline.guide.queries import help_topics, topic_of, topic_search
from throughline.guide.queries.topic import topics
from throughline.ui.language import language_choices

ClientOf = Callable[[Person | None], Client]


def test_help_lists_every_topic(district: District, analyst: Person, client_of: ClientOf) -> None:
    page = client_of(analyst).get(district.url("help")).content.decode()
    for topic in topics():
        assert district.url("help_topic", slug=topic.slug) in page


def test_titles_that_hold_the_words_come_first() -> None:
    assert help_topics("partners")[0].slug == "partners"
    assert help_topics("decision")[0].slug == "decision"
    assert help_topics("zebra") == []


@pytest.mark.parametrize("words", ["release finding", "RELEASE  Finding", "finding release"])
def test_all_words_are_looked_for_in_any_order_and_case(words: str) -> None:
    assert "release" in {topic.slug for topic in help_topics(words)}


def test_the_search_looks_past_accents_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    from throughline.guide.queries import topic

    title, paragraph = make.translated("Empiece por la decisión"), make.translated("¿Qué se decidirá?")
    decision = topic.Topic("decision", title, [paragraph])
    monkeypatch.setattr(topic, "topics", lambda: [decision])
    for words in ("decision", "decisión", "DECISIÓN", "decidira"):
        assert topic.help_topics(words) == [decision], words


TYPED = [
    ("en", "desicion", "decision", "decision"),
    ("en", "urgnet", "urgent", "urgent"),
    ("en", "paterns votes", "patterns", "patterns votes"),
    ("en", "workwith", "partners", "work with"),
    ("es", "desicion", "decision", "decisión"),
    ("es", "DESICIÓN", "decision", "decisión"),
    ("es", "urjente", "urgent", "urgente"),
    ("es", "halazgo", "release", "hallazgo"),
    ("es", "patrnoes votos", "patterns", "patrones votos"),
]


@pytest.mark.parametrize(("language", "typed", "slug", "shown"), TYPED)
def test_a_mistyped_word_finds_the_topic_that_was_meant(
    language: str, typed: str, slug: str, shown: str
) -> None:
    with translation.override(language):
        search = topic_search(typed)
        assert (search.is_corrected, search.shown) == (True, shown)
        assert help_topics(search)[0].slug == slug
        assert help_topics(search.exactly) == []


@pytest.mark.parametrize(("language", "words"), [("en", "decision"), ("es", "decisión"), ("es", "DECISION")])
def test_a_word_found_as_typed_is_not_corrected(language: str, words: str) -> None:
    with translation.override(language):
        search = topic_search(words)
        assert (search.is_corrected, help_topics(search)[0].slug) == (False, "decision")


def test_help_says_what_a_mistyped_search_shows(
    district: District, analyst: Person, client_of: ClientOf
) -> None:
    page = client_of(analyst).get(district.url("help"), {"q": "desicion"}).content.decode()
    assert "Showing results for “decision”." in page
    assert "Start with the decision" in page
    assert 'href="?q=%22desicion%22"' in page
    exact = client_of(analyst).get(district.url("help"), {"q": '"desicion"'}).content.decode()
    assert "isn't in the guide" in exact


def test_topics_speak_the_active_language_where_it_is_translated() -> None:
    english = topic_of("decision")
    with translation.override("es"):
        spanish = topic_of("decision")
        assert spanish is not None
        found = help_topics(str(spanish.title))
    assert english is not None
    assert found[0].slug == english.slug


def test_every_topic_is_written_in_each_language_that_is_offered() -> None:
    languages = {code for code, _name in language_choices()}
    for topic in topics():
        for text in (topic.title, *topic.paragraphs):
            assert set(text.texts) == languages, (topic.slug, text.source)


def test_help_without_a_match_says_what_to_try(
    district: District, analyst: Person, client_of: ClientOf
) -> None:
    page = client_of(analyst).get(district.url("help"), {"q": "<zebra>"}).content.decode()
    assert "isn't in the guide" in page
    assert "<zebra>" not in page
    assert "&lt;zebra&gt;" in page


def test_help_topic_leads_to_its_page(district: District, owner: Person, client_of: ClientOf) -> None:
    client = client_of(owner)
    for topic in topics():
        page = client.get(district.url("help_topic", slug=topic.slug))
        assert page.status_code == 200
        if topic.page:
            assert district.url(topic.page) in page.content.decode()
            reverse(topic.page, kwargs={"district": district.slug})
    assert client.get(district.url("help_topic", slug="zebra")).status_code == 404
