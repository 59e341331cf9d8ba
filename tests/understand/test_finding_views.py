"""Writing findings, choosing their evidence, and releasing them in three steps, of which one writes."""

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests import make
from throughline.accounts.models import District, Person
from throughline.convene.models import Cycle, Forum, ForumKind
from throughline.listen.models import Voice, VoiceState
from throughline.understand.actions import release_findings
from throughline.understand.models import Evidence, Finding, FindingState, Release

Clients = Callable[[Person | None], Client]


@pytest.fixture
def cycle(district: District) -> Cycle:
    return make.cycle()


@pytest.fixture
def words(cycle: Cycle) -> Forum:
    return make.forum(cycle, ForumKind.QUESTION)


@pytest.fixture
def desk(coordinator: Person, client_of: Clients) -> Client:
    return client_of(coordinator)


@pytest.fixture
def ready(cycle: Cycle, words: Forum) -> Finding:
    texts = [make.voice(words, f"Shop {n}", contributor=make.contributor(words)) for n in range(12)]
    return make.finding(cycle, "People want shop class.", code=make.code(cycle, "Shop", *texts))


def test_a_finding_is_written_in_both_languages_and_begins_as_a_draft(
    desk: Client, district: District, cycle: Cycle
) -> None:
    url = district.url("create_finding", cycle_id=cycle.public_id)
    assert desk.post(url, {"sentence_es": "Talleres"}).status_code == 422
    response = desk.post(
        url,
        {"sentence_en": "Shop class", "sentence_es": "Talleres", "who_is_missing_en": "Night-shift families"},
    )
    finding = Finding.objects.get()
    assert response["Location"] == district.url("finding", finding_id=finding.public_id)
    assert finding.state == FindingState.DRAFT
    assert finding.sentence.texts == {"en": "Shop class", "es": "Talleres"}


@pytest.mark.parametrize("kind", ["code", "run", "statement", "voice"])
def test_with_nothing_to_rest_on_the_page_says_so(
    kind: str, desk: Client, district: District, cycle: Cycle
) -> None:
    url = district.url("add_evidence", finding_id=make.finding(cycle).public_id)
    assert "There is no evidence of this type" in desk.get(url, {"kind": kind}).content.decode()


def test_a_finding_rests_on_a_code_on_votes_and_on_words(
    desk: Client, district: District, cycle: Cycle, words: Forum
) -> None:
    finding = make.finding(cycle)
    statement = make.statement(make.forum(cycle), "Start later.")
    chosen = {"code": make.code(cycle), "statement": statement, "voice": make.voice(words)}
    url = district.url("add_evidence", finding_id=finding.public_id)
    for kind, thing in chosen.items():
        assert desk.post(url, {"kind": kind, "chosen": thing.public_id}).status_code == 303
    kinds = Evidence.objects.filter(finding=finding).values_list("kind", flat=True)
    assert list(kinds) == ["code", "statement", "voice"]
    assert desk.post(url, {"kind": "code", "chosen": make.code(make.cycle()).public_id}).status_code == 404


@pytest.mark.parametrize("change", [{"is_held": True}, {"state": VoiceState.WITHDRAWN}])
def test_held_and_withdrawn_words_cannot_be_chosen_or_quoted(
    change: dict[str, object], desk: Client, district: District, cycle: Cycle, words: Forum
) -> None:
    finding, voice = make.finding(cycle), make.voice(words, "Words kept back")
    Voice.objects.filter(pk=voice.pk).update(**change)
    url = district.url("add_evidence", finding_id=finding.public_id)
    assert "Words kept back" not in desk.get(url, {"kind": "voice"}).content.decode()
    assert desk.post(url, {"kind": "voice", "chosen": voice.public_id}).status_code == 404
    quote = district.url("quote_words", finding_id=finding.public_id, text_id=voice.public_id)
    assert desk.post(quote, {"words": ""}).status_code == 404


def test_exact_words_are_quoted_with_a_translation_somebody_reviewed(
    desk: Client, district: District, cycle: Cycle, words: Forum
) -> None:
    finding, voice = make.finding(cycle), make.voice(words, "We need shop class back.")
    url = district.url("quote_words", finding_id=finding.public_id, text_id=voice.public_id)
    assert desk.post(url, {"words": "shop glass"}).status_code == 422
    desk.post(url, {"words": "shop class", "translation_es": "el taller", "reviewed_es": "on"})
    evidence = Evidence.objects.get()
    assert voice.text[evidence.quote_start : evidence.quote_end] == "shop class"
    assert evidence.quote_translation.reviewed == {"es": True}
    edit = district.url("edit_quote", evidence_id=evidence.public_id)
    assert "el taller" in desk.get(edit).content.decode()
    desk.post(edit, {"words": "", "translation_es": "el taller"})
    evidence.refresh_from_db()
    assert (evidence.is_quoted, evidence.quote_start) == (False, None)
    assert evidence.quote_translation.reviewed == {"es": False}


def test_a_finding_shows_how_many_are_behind_it_and_how_many_are_needed(
    desk: Client, district: District, cycle: Cycle, words: Forum
) -> None:
    texts = [make.voice(words, contributor=make.contributor(words)) for _n in range(4)]
    finding = make.finding(cycle, code=make.code(cycle, "Shop", *texts))
    html = desk.get(district.url("finding", finding_id=finding.public_id)).content.decode()
    assert "Based on 4 responses so far. At least 10 are needed to release it." in html


def test_what_would_leave_is_shown_before_anything_leaves(
    desk: Client, district: District, cycle: Cycle, ready: Finding
) -> None:
    url = district.url("release_findings", cycle_id=cycle.public_id)
    html = desk.post(url, {"findings": ready.public_id, "step": ""}).content.decode()
    assert "People want shop class." in html
    assert "&quot;minimum_n&quot;: 10" in html
    assert not Release.objects.exists()
    digest = re.search(r'name="digest" value="(\w{64})"', html)
    assert digest is not None
    response = desk.post(url, {"findings": ready.public_id, "step": "confirm", "digest": digest[1]})
    release = Release.objects.get()
    assert response["Location"] == district.url("release", release_id=release.public_id)


def test_nothing_leaves_that_differs_from_what_was_looked_at(
    desk: Client, district: District, cycle: Cycle, ready: Finding
) -> None:
    url = district.url("release_findings", cycle_id=cycle.public_id)
    response = desk.post(url, {"findings": ready.public_id, "step": "confirm", "digest": "0" * 64})
    assert response.status_code == 422
    assert "Something changed since you previewed this release" in response.content.decode()
    assert desk.post(url, {"findings": ready.public_id, "step": "confirm"}).status_code == 422
    assert not Release.objects.exists()


def test_a_refusal_says_why_and_offers_no_button_to_release(
    desk: Client, district: District, cycle: Cycle
) -> None:
    finding = make.finding(cycle, "Nobody said this.")
    url = district.url("release_findings", cycle_id=cycle.public_id)
    response = desk.post(url, {"findings": finding.public_id})
    html = response.content.decode()
    assert response.status_code == 422
    assert "has no evidence yet" in html
    assert 'value="confirm"' not in html


def test_the_download_is_what_was_hashed(
    desk: Client, district: District, cycle: Cycle, ready: Finding, coordinator: Person
) -> None:
    release = release_findings(make.actor(coordinator, district), cycle, [ready])
    response = desk.get(district.url("release_download", release_id=release.public_id))
    assert hashlib.sha256(response.content).hexdigest() == release.sha256
    assert json.loads(response.content)["number"] == 1
    page = desk.get(district.url("release", release_id=release.public_id)).content.decode()
    assert release.sha256 in page


def test_a_board_member_reads_what_was_released_and_no_draft(
    district: District,
    cycle: Cycle,
    ready: Finding,
    coordinator: Person,
    board_member: Person,
    client_of: Clients,
) -> None:
    make.finding(cycle, "A draft nobody outside has seen")
    board = client_of(board_member)
    url = district.url("findings", cycle_id=cycle.public_id)
    assert "No findings have been released yet." in board.get(url).content.decode()
    release = release_findings(make.actor(coordinator, district), cycle, [ready])
    html = board.get(url).content.decode()
    assert "People want shop class." in html
    assert "A draft nobody outside has seen" not in html
    assert board.get(district.url("release", release_id=release.public_id)).status_code == 200
    assert board.get(district.url("finding", finding_id=ready.public_id)).status_code == 403


def test_a_correction_is_made_on_the_page_and_both_releases_say_so(
    desk: Client, district: District, cycle: Cycle, ready: Finding, coordinator: Person
) -> None:
    first = release_findings(make.actor(coordinator, district), cycle, [ready])
    url = district.url("release_findings", cycle_id=cycle.public_id)
    chosen = {"findings": ready.public_id, "corrects": first.public_id, "note_en": "A word was wrong."}
    html = desk.post(url, chosen).content.decode()
    digest = re.search(r'name="digest" value="(\w{64})"', html)
    assert digest is not None
    assert desk.post(url, {**chosen, "step": "confirm", "digest": digest[1]}).status_code == 303
    second = Release.objects.get(number=2)
    assert (
        "This release corrects"
        in desk.get(district.url("release", release_id=second.public_id)).content.decode()
    )
    old = desk.get(district.url("release", release_id=first.public_id)).content.decode()
    assert "This release was corrected by" in old
    assert "Corrected or withdrawn since then" in old


@pytest.mark.parametrize(("n", "first", "second"), [(0, 0, 0), (1, 1, 1), (30, 20, 10)])
def test_released_findings_come_twenty_at_a_time_to_those_who_do_not_read_raw_words(
    district: District,
    board_member: Person,
    cycle: Cycle,
    client_of: Clients,
    n: int,
    first: int,
    second: int,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(n):
        make.released(cycle, f"Finding number {number}.")
    client, url = client_of(board_member), district.url("findings", cycle_id=cycle.public_id)
    with django_assert_max_num_queries(14):
        page = client.get(url).content.decode()
    assert page.count("Finding number") == first
    assert ('href="?page=2"' in page) == (n > 20)
    assert client.get(url + "?page=2").content.decode().count("Finding number") == second


def test_evidence_leads_up_to_its_findings_and_down_again(
    district: District, analyst: Person, client_of: Clients
) -> None:
    cycle = make.cycle()
    words = make.forum(cycle, ForumKind.QUESTION)
    text = make.voice(words, "Shop class, please", contributor=make.contributor(words))
    code, unused = make.code(cycle, "Hands-on learning", text), make.code(cycle, "Buses")
    found = make.finding(cycle, "People want hands-on learning.", code=code)
    make.finding(cycle, "People want buses.")
    client = client_of(analyst)
    url = district.url("findings", cycle_id=cycle.public_id)
    page = client.get(f"{url}?code={code.public_id}").content.decode()
    assert "People want hands-on learning." in page
    assert "People want buses." not in page
    assert "Findings that use this evidence:" in page
    none = client.get(f"{url}?code={unused.public_id}").content.decode()
    assert "No finding uses this evidence yet." in none
    assert (
        f"{url}?code={code.public_id}"
        in client.get(district.url("code", code_id=code.public_id)).content.decode()
    )
    assert (
        district.url("code", code_id=code.public_id)
        in client.get(district.url("finding", finding_id=found.public_id)).content.decode()
    )


def test_a_filter_of_another_cycle_filters_nothing(
    district: District, analyst: Person, client_of: Clients
) -> None:
    cycle = make.cycle()
    make.finding(cycle, "People want buses.")
    code = make.code(make.cycle(), "Hands-on learning")
    url = district.url("findings", cycle_id=cycle.public_id)
    page = client_of(analyst).get(f"{url}?code={code.public_id}").content.decode()
    assert "People want buses." in page
    assert "Hands-on learning" not in page
