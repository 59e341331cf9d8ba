"""The coding desk: texts that may be shown, codes on parts or all of a text, counts with their base."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests import make
from throughline.accounts.models import AuditEntry, District, Person
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, Forum, ForumKind, Tally
from throughline.listen.actions.burst_desk import decide_burst
from throughline.listen.models import Burst, BurstState, Contributor, Voice, VoiceState
from throughline.understand.models import Code, Coding, Reading
from throughline.understand.queries.codes import code_count, pieces_of
from throughline.understand.workflows.kept_codes import codes_in_sight

Clients = Callable[[Person | None], Client]


@pytest.fixture
def cycle(district: District) -> Cycle:
    return make.cycle()


@pytest.fixture
def words(cycle: Cycle) -> Forum:
    return make.forum(cycle, ForumKind.QUESTION)


@pytest.fixture
def desk(analyst: Person, client_of: Clients) -> Client:
    return client_of(analyst)


def page(client: Client, district: District, name: str, **kwargs: str) -> str:
    query = kwargs.pop("query", "")
    response = client.get(district.url(name, **kwargs) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_desk_without_a_text_says_what_will_come(desk: Client, district: District, cycle: Cycle) -> None:
    assert "There are no comments to code yet" in page(
        desk, district, "coding_desk", cycle_id=cycle.public_id
    )


def test_the_desk_shows_all_kinds_and_nothing_that_may_not_be_shown(
    desk: Client, district: District, cycle: Cycle, words: Forum
) -> None:
    statements = make.forum(cycle)
    make.voice(words, "An answer")
    make.voice(words, "A note", kind="note")
    make.statement(statements, "A statement")
    make.voice(words, "Waiting words", state=VoiceState.RECEIVED)
    make.voice(words, "Rejected words", state=VoiceState.REJECTED)
    make.voice(words, "Held words", is_held=True)
    make.voice(words, "The district's own", is_seed=True)
    html = page(desk, district, "coding_desk", cycle_id=cycle.public_id)
    assert all(text in html for text in ("An answer", "A note", "A statement"))
    hidden = ("Waiting words", "Rejected words", "Held words", "The district&#x27;s own")
    assert not any(text in html for text in hidden)


def test_the_desk_pages_through_many_texts(
    desk: Client, district: District, cycle: Cycle, words: Forum
) -> None:
    for number in range(28):
        make.voice(words, f"Text number {number:03}")
    html = page(desk, district, "coding_desk", cycle_id=cycle.public_id)
    assert "Text number 024" in html
    assert "Text number 025" not in html
    assert "Text number 025" in page(desk, district, "coding_desk", cycle_id=cycle.public_id, query="?page=2")


def test_the_desk_filters_by_forum_by_code_and_by_words(
    desk: Client, district: District, cycle: Cycle, words: Forum
) -> None:
    other = make.forum(cycle, ForumKind.QUESTION)
    coded, uncoded = make.voice(words, "Shop class"), make.voice(other, "Later buses")
    code = make.code(cycle, "Hands-on", coded)

    def shown(query: str) -> list[bool]:
        html = page(desk, district, "coding_desk", cycle_id=cycle.public_id, query=query)
        return [text in html for text in ("Shop class", "Later buses")]

    assert shown("") == [True, True]
    assert shown(f"?forum={words.public_id}") == [True, False]
    assert shown(f"?code={code.public_id}") == [True, False]
    assert shown("?code=uncoded") == [False, True]
    assert shown("?code=unread") == [False, True]
    assert shown("?q=bus") == [False, True]
    assert shown("?code=nonsense") == [True, True]
    assert uncoded.is_usable


def test_a_code_on_a_whole_text_counts_once_however_often_it_is_sent(
    desk: Client, district: District, cycle: Cycle, words: Forum
) -> None:
    voice, code = make.voice(words, "Shop class, please."), make.code(cycle)
    url = district.url("code_text", text_id=voice.public_id)
    for _time in range(2):
        assert desk.post(url, {"code": code.public_id, "words": ""}).status_code == 303
    coding = Coding.objects.get()
    assert (coding.voice, coding.start, coding.end) == (voice, None, None)
    assert Reading.objects.filter(voice=voice).count() == 1
    assert AuditEntry.objects.filter(verb="put_code").count() == 1


def test_a_code_goes_on_exact_words_found_in_the_text(
    desk: Client, district: District, cycle: Cycle, words: Forum
) -> None:
    voice, code = make.voice(words, "Buses 🚌 are late.\nShop class is gone."), make.code(cycle)
    url = district.url("code_text", text_id=voice.public_id)
    desk.post(url, {"code": code.public_id, "words": "late.\r\nShop"})
    coding = Coding.objects.get()
    assert voice.text[coding.start : coding.end] == "late.\nShop"
    text = page(desk, district, "code_text", text_id=voice.public_id)
    assert re.search(r"<mark\s*>late\.\nShop</mark>", text)


def test_the_place_of_marked_words_decides_which_of_two_was_meant(
    desk: Client, district: District, cycle: Cycle, words: Forum
) -> None:
    voice, code = make.voice(words, "late buses, late classes"), make.code(cycle)
    url = district.url("code_text", text_id=voice.public_id)
    response = desk.post(url, {"code": code.public_id, "words": "late"})
    assert response.status_code == 422
    assert "appear 2 times in the comment" in response.content.decode()
    desk.post(url, {"code": code.public_id, "words": "late", "start": "12"})
    assert Coding.objects.get().start == 12


def test_words_that_are_not_in_the_text_are_refused_and_kept(
    desk: Client, district: District, cycle: Cycle, words: Forum
) -> None:
    voice, code = make.voice(words, "Shop class"), make.code(cycle)
    url = district.url("code_text", text_id=voice.public_id)
    response = desk.post(url, {"code": code.public_id, "words": "shop glass"})
    assert response.status_code == 422
    assert "aren&#x27;t in the comment" in response.content.decode()
    assert "shop glass" in response.content.decode()
    assert not Coding.objects.exists()


def test_a_code_of_another_cycle_cannot_be_put_on(desk: Client, district: District, words: Forum) -> None:
    voice, elsewhere = make.voice(words), make.code(make.cycle())
    url = district.url("code_text", text_id=voice.public_id)
    assert desk.post(url, {"code": elsewhere.public_id}).status_code == 422


def test_a_code_taken_off_counts_no_more_and_leaves_its_row(
    desk: Client, district: District, cycle: Cycle, words: Forum
) -> None:
    code = make.code(cycle, "Shop", make.voice(words, contributor=make.contributor(words)))
    assert code_count(code).n_texts == 1
    url = district.url("remove_coding", coding_id=Coding.objects.get().public_id)
    assert desk.get(url).status_code == 405
    assert desk.post(url).status_code == 303
    assert code_count(code).n_texts == 0
    assert Coding.objects.get().removed_at is not None


def test_reading_on_leads_to_the_next_text_nobody_has_read(
    desk: Client, district: District, cycle: Cycle, words: Forum
) -> None:
    first, second = make.voice(words), make.voice(words)
    response = desk.post(district.url("mark_text_read", text_id=first.public_id))
    assert response["Location"] == district.url("code_text", text_id=second.public_id)
    response = desk.post(district.url("mark_text_read", text_id=second.public_id))
    assert response["Location"] == district.url("coding_desk", cycle_id=cycle.public_id)


def test_counts_say_people_texts_of_unknown_writers_and_how_many_were_read(
    cycle: Cycle, words: Forum
) -> None:
    person = make.contributor(words)
    texts = [make.voice(words, contributor=person), make.voice(words, contributor=person), make.voice(words)]
    code = make.code(cycle, "Shop", *texts)
    held = make.voice(words, is_held=True)
    Coding.objects.create(code=code, voice=held)
    Reading.objects.create(voice=make.voice(words))
    count = code_count(code)
    assert (count.n_texts, count.n_people, count.n_unsigned, count.n_read) == (3, 1, 1, 4)


def test_a_new_code_is_named_in_both_languages_and_counted_for_the_cycle(
    desk: Client, district: District, cycle: Cycle
) -> None:
    url = district.url("create_code", cycle_id=cycle.public_id)
    assert desk.post(url, {"name_en": "", "name_es": "Talleres"}).status_code == 422
    desk.post(url, {"name_en": "Shop class", "name_es": "Talleres", "definition": "Wood and metal"})
    assert Code.objects.get().name.texts == {"en": "Shop class", "es": "Talleres"}
    assert Tally.objects.get(cycle=cycle, what="codes").n == 1


def test_a_facilitator_sees_codes_without_words_and_without_small_counts(
    district: District, cycle: Cycle, words: Forum, facilitator: Person, client_of: Clients
) -> None:
    make.code(cycle, "Rare", *[make.voice(words, f"Secret words {n}") for n in range(3)])
    make.code(cycle, "Frequent", *[make.voice(words) for _n in range(13)])
    html = page(client_of(facilitator), district, "codes", cycle_id=cycle.public_id)
    assert "fewer than 10" in html
    assert ">13<" in html
    assert "Secret words" not in html
    assert ">3<" not in html


def test_the_page_of_a_code_lists_its_texts(
    desk: Client, district: District, cycle: Cycle, words: Forum
) -> None:
    code = make.code(cycle, "Shop", make.voice(words, "Shop class, please."))
    make.voice(words, "Later buses")
    html = page(desk, district, "code", code_id=code.public_id)
    assert "Shop class, please." in html
    assert "Later buses" not in html
    assert "Used on 1 of 1 comments read" in html


def test_overlapping_spans_cut_a_text_without_touching_a_character(cycle: Cycle, words: Forum) -> None:
    voice = make.voice(words, "one two three")
    code = make.code(cycle)
    codings = [
        Coding.objects.create(code=code, voice=voice, start=start, end=end)
        for start, end in ((0, 7), (4, 13))
    ]
    pieces = pieces_of(voice, codings)
    assert "".join(piece.text for piece in pieces) == voice.text
    assert [(piece.text, len(piece.codings)) for piece in pieces] == [("one ", 1), ("two", 2), (" three", 1)]


def test_a_withdrawn_text_has_no_page(desk: Client, district: District, words: Forum) -> None:
    voice = make.voice(words)
    Voice.objects.filter(pk=voice.pk).update(state=VoiceState.WITHDRAWN, text="")
    assert desk.get(district.url("code_text", text_id=voice.public_id)).status_code == 404


def write_together(words: Forum, *codes: Code) -> Burst:
    """Twelve people who came together, and whose texts have these codes."""
    burst = make.burst(words, 12)
    for person in Contributor.objects.filter(burst=burst):
        voice = make.voice(words, contributor=person)
        Reading.objects.create(voice=voice)
        for code in codes:
            Coding.objects.create(code=code, voice=voice)
    return burst


def test_codes_in_sight_are_counted_again_once_somebody_vouches(words: Forum, district: District) -> None:
    texts = [make.voice(words, contributor=make.contributor(words)) for _number in range(12)]
    code = make.code(words.cycle, "Buses", *texts)
    assert codes_in_sight(words.cycle).n_texts == 12
    burst = write_together(words, code)
    assert codes_in_sight(words.cycle).n_texts == 12
    decide_burst(Actor.system(district), burst, state=BurstState.COUNTED, why="A class.")
    assert codes_in_sight(words.cycle).n_texts == 24


def test_codes_in_sight_say_nothing_of_fewer_texts_than_a_minimum_raised_since(
    words: Forum, district: District
) -> None:
    make.code(
        words.cycle, "Buses", *(make.voice(words, contributor=make.contributor(words)) for _ in range(12))
    )
    assert codes_in_sight(words.cycle).n_texts == 12
    District.objects.filter(pk=district.pk).update(minimum_n=16)
    shown = codes_in_sight(Cycle.objects.get(pk=words.cycle_id))
    assert (shown.n_texts, shown.n_read, shown.counted_at) == (None, None, None)
