"""Sharing a forum: the short link, the message to paste and the poster."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests import make
from throughline.accounts.models import District, Person
from throughline.convene import queries
from throughline.convene.models import Forum, ForumKind
from throughline.convene.models.forum import SHORT_CODE_SIGNS

As = Callable[[Person | None], Client]


@pytest.fixture
def forum(district: District) -> Forum:
    title = make.translated("What should graduates know?", "¿Qué deben saber?")
    closes_at = district.ends(timezone.localdate(timezone.now() + timedelta(days=9), district.zone))
    return make.forum(make.cycle(), ForumKind.QUESTION, title=title, closes_at=closes_at)


def page_of(client: Client, forum: Forum) -> str:
    answer = client.get(forum.district.url("forum", forum_id=forum.public_id))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_short_link_leads_anybody_to_taking_part_in_the_language_of_the_link(
    district: District, forum: Forum
) -> None:
    assert re.fullmatch(f"[{SHORT_CODE_SIGNS}]{{7}}", forum.short_code)
    part = district.url("part", forum_id=forum.public_id)
    for code in (forum.short_code, forum.short_code.upper()):
        answer = Client().get(district.url("short_link", short_code=code))
        assert (answer.status_code, answer["Location"]) == (302, part)
    answer = Client().get(
        district.url("short_link", short_code=forum.short_code), {"lang": "es", "x": "//x.org"}
    )
    assert answer["Location"] == f"{part}?lang=es"
    assert len(district.url("short_link", short_code=forum.short_code)) < len(part) - 15


def test_a_short_link_of_a_draft_or_of_nothing_is_unknown(district: District) -> None:
    draft = make.forum(make.cycle(), is_open=False)
    for code in (draft.short_code, "nothing", "x" * 200, draft.public_id):
        assert Client().get(district.url("short_link", short_code=code)).status_code == 404


def test_it_does_not_lead_into_another_district(
    district: District, other_district: Any, forum: Forum
) -> None:
    assert Client().get(other_district.url("short_link", short_code=forum.short_code)).status_code == 404


def test_the_page_of_a_forum_offers_all_of_it_once_it_is_announced(
    forum: Forum, client_of: As, coordinator: Person
) -> None:
    page = page_of(client_of(coordinator), forum)
    short = forum.district.url("short_link", short_code=forum.short_code)
    assert f'value="http://localhost:8000{short}"' in page
    for paper in ("letter", "a4"):
        poster = forum.district.url("forum_poster", forum_id=forum.public_id, paper=paper)
        assert f"{poster}?languages=en-es" in page
    assert "wants to hear from you: “What should graduates know?”" in page
    assert "quiere conocer su opinión: “¿Qué deben saber?”" in page
    draft = make.forum(forum.cycle, is_open=False)
    page = page_of(client_of(coordinator), draft)
    assert "Only staff can see this forum until it is announced." in page
    assert draft.short_code not in page
    poster = forum.district.url("forum_poster", forum_id=draft.public_id, paper="a4")
    assert client_of(coordinator).get(poster).status_code == 404


def test_a_message_fits_into_a_text_message_and_never_loses_its_link(forum: Forum) -> None:
    now = timezone.now()
    forum.title = make.translated("What should graduates know? " * 30, "¿Qué deben saber? " * 30)
    for language in ("en", "es"):
        text = queries.message(forum, language, now)
        assert len(text) <= 300
        assert text.endswith(f"{queries.short_address(forum)}?lang={language}")
        assert "…”" in text
    forum.opens_at = now + timedelta(days=2)
    text = queries.message(forum, "en", now)
    assert "Opens Oct. 16, 2026." in text
    assert "Open until Oct. 23, 2026." in text


@pytest.mark.parametrize(
    ("title", "quoted"),
    [
        ("School day survey", "“School day survey”. "),
        ("What next?", "“What next?” "),
        ("They said “no!”", "“They said “no!”” "),
        ("Long words " * 40, "…” "),
    ],
)
def test_a_title_that_does_not_end_a_sentence_is_followed_by_a_period(
    forum: Forum, title: str, quoted: str
) -> None:
    forum.title = make.translated(title, title)
    for language in ("en", "es"):
        text = queries.message(forum, language, timezone.now())
        assert quoted in text
        assert len(text) <= 300


def test_a_meeting_is_announced_with_its_time_and_place(district: District) -> None:
    starts_at = timezone.now() + timedelta(days=2)
    forum = make.forum(
        make.cycle(),
        ForumKind.MEETING,
        title=make.translated("Community evening", "Noche comunitaria"),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        place=make.translated("Aspen Middle, gym", "Aspen Middle, gimnasio"),
    )
    assert "When: Oct. 16, 2026, 9 a.m. to 11 a.m. Where: Aspen Middle, gym." in queries.message(
        forum, "en", timezone.now()
    )
    (spanish,) = queries.poster(forum, ["es"], "<svg/>", timezone.now()).texts
    assert spanish.lines[1] == "Dónde: Aspen Middle, gimnasio."
    forum.place = make.translated("At the gym of the school by the river. " * 9)
    assert len(queries.message(forum, "en", timezone.now())) <= 300


def test_a_title_without_a_translation_is_named_and_no_language_falls_back(
    forum: Forum, client_of: As, coordinator: Person
) -> None:
    forum.title = make.translated("What should graduates know?")
    forum.save()
    page = page_of(client_of(coordinator), forum)
    assert "The title isn't translated, so there is no poster and no message in:" in page
    assert "Translate the title" in page
    assert "?languages=en&quot;" not in page
    assert 'id="message-es"' not in page
    assert queries.sharing(forum, timezone.now()).posters == [queries.Languages(("en",))]


def test_a_title_whose_letters_the_poster_lacks_is_named(
    forum: Forum, client_of: As, coordinator: Person
) -> None:
    forum.district.languages = ["en", "ar-xb"]
    forum.district.save()
    forum.title = make.translated("What?").__class__.of("en", "What?", **{"ar-xb": "ما هو؟"})
    forum.save()
    shared = queries.sharing(forum, timezone.now())
    assert shared.unprintable == ["ar-xb"]
    assert shared.posters == [queries.Languages(("en",))]
    assert "show the letters of this language yet" in page_of(client_of(coordinator), forum)


def test_more_than_two_languages_give_a_poster_for_each_pair(forum: Forum) -> None:
    forum.district.languages = ["en", "es", "vi"]
    forum.title = forum.title.__class__.of("en", "What?", es="¿Qué?", vi="Gì?")
    posters = queries.sharing(forum, timezone.now()).posters
    assert [poster.value for poster in posters] == ["en-es", "en-vi"]


def test_the_poster_is_a_file_of_its_paper(forum: Forum, client_of: As, coordinator: Person) -> None:
    client = client_of(coordinator)
    for paper, width in (("letter", b"612"), ("a4", b"595")):
        url = forum.district.url("forum_poster", forum_id=forum.public_id, paper=paper)
        answer = client.get(url, {"languages": "en-es"})
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/pdf"
        assert f"poster-{paper}-" in answer["Content-Disposition"]
        assert b"/MediaBox [0 0 " + width in answer.content
        assert b"/Lang (es)" in answer.content
    only = client.get(url, {"languages": "es"}).content
    assert b"/Lang (en)" not in only
    unknown = client.get(url, {"languages": "xx"}).content
    assert b"/Lang (es)" in unknown, "the first two of the district"
    legal = forum.district.url("forum_poster", forum_id=forum.public_id, paper="legal")
    assert client.get(legal).status_code == 404


def test_the_poster_says_what_people_need_to_know(forum: Forum) -> None:
    content = queries.poster(forum, ["en", "es"], "<svg/>", timezone.now())
    english, spanish = content.texts
    assert content.link == f"localhost:8000{forum.district.url('short_link', short_code=forum.short_code)}"
    assert english.title == "What should graduates know?"
    assert english.lines[0] == "Open until Oct. 23, 2026."
    assert any(line.startswith("Who decides: ") for line in english.lines)
    assert "911" in english.note
    assert "988" in spanish.note
    assert "Safe2Tell" in spanish.note
