"""Urgent words that no voice took in, for whatever reason: flagged, alerted, kept until dealt with."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests import make
from tests.listen.taking_part import HTMX, fill, forms_of, text_of
from tests.words import n_words
from throughline.accounts import permissions
from throughline.accounts.models import AuditEntry, District, Person
from throughline.convene.models import Forum, ForumKind, Tally
from throughline.listen.actions.urgent import LEFT_OUT
from throughline.listen.models import Appeal, FlagSource, QuestionKind, UrgentFlag, Voice, VoiceState
from throughline.listen.queries.contributor import code_hash
from throughline.listen.tasks import send_due_alerts
from throughline.listen.views import ceilings, question, screening
from throughline.methods.urgent_words import find_urgent

URGENT = {
    "en": "I want to kill myself and nobody at school cares",
    "es": "Mi padrastro me toca y no sé a quién decirle",
}
HARMLESS = "The walk to school is killing my feet."
CODE = "a-code-of-22-letters-x"
TAKEN_ALONE = [ForumKind.STATEMENTS, ForumKind.QUESTION, ForumKind.SURVEY]


class Sender:
    """Somebody with the page of a forum open, who sends it later."""

    def __init__(self, district: District, forum: Forum, client: Client | None = None) -> None:
        self.client = client or Client(raise_request_exception=False)
        if forum.kind == ForumKind.SURVEY and not Voice.objects.filter(forum=forum).exists():
            make.question(forum, QuestionKind.TEXT)
        page = district.url("part", forum_id=forum.public_id)
        if forum.kind == ForumKind.STATEMENTS:
            page = district.url("add_statement", forum_id=forum.public_id)
        self.box = "answer" if forum.kind == ForumKind.SURVEY else "text"
        form = forms_of(self.client.get(page))[0]
        self.address, self.fields = form.action or page, form.fields

    def send(self, words: str, headers: dict[str, str] | None = None, **more: str) -> Any:
        return self.client.post(self.address, {**self.fields, self.box: words, **more}, headers=headers)


@pytest.fixture
def forum(request: pytest.FixtureRequest, district: District) -> Forum:
    return make.forum(make.cycle(), getattr(request, "param", ForumKind.QUESTION))


@pytest.fixture
def sender(district: District, forum: Forum) -> Sender:
    return Sender(district, forum)


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    permissions.process_counts.clear()
    yield
    permissions.process_counts.clear()


def close(forum: Forum) -> None:
    Forum.objects.filter(pk=forum.pk).update(closes_at=forum.announced_at)


def lost() -> UrgentFlag:
    """The one flag there is, whose words no voice holds."""
    flag = UrgentFlag.objects.get()
    assert flag.voice is None
    return flag


in_each_kind_of_forum = pytest.mark.parametrize("forum", TAKEN_ALONE, indirect=True)


@in_each_kind_of_forum
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_words_sent_after_the_forum_closed_reach_the_people_who_answer_for_it(
    district: District,
    forum: Forum,
    sender: Sender,
    coordinator: Person,
    language: str,
    headers: dict[str, str],
) -> None:
    close(forum)
    refused = sender.send(URGENT[language], headers=headers)
    assert refused.status_code == 422
    flag = lost()
    assert (flag.words, flag.source, flag.place) == (URGENT[language], FlagSource.CLOSED, forum)
    assert not Voice.objects.exists()
    assert Tally.objects.get(forum=forum, what="urgent").n == 1
    entry = AuditEntry.objects.get(verb="flag_words")
    assert URGENT[language] not in str(entry.details)
    send_due_alerts(district)
    assert [message.to for message in mail.outbox] == [[coordinator.email]]
    message = f"{mail.outbox[0].subject} {mail.outbox[0].body}"
    assert str(forum.title) in message
    assert URGENT[language] not in message
    sender.send(HARMLESS, headers=headers)
    assert UrgentFlag.objects.count() == 1


@in_each_kind_of_forum
def test_words_that_are_too_long_are_read_by_a_person_all_the_same(forum: Forum, sender: Sender) -> None:
    words = URGENT["en"] + " and so on" * 500
    assert sender.send(words).status_code == 422
    assert (lost().words, lost().source) == (words, FlagSource.TOO_LONG)


@pytest.mark.parametrize("place", ["first", "last"])
def test_both_ends_of_an_endless_text_are_screened_and_kept(
    sender: Sender, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    screened: list[int] = []

    def count(text: str) -> Any:
        screened.append(len(text))
        return find_urgent(text)

    monkeypatch.setattr("throughline.listen.actions.urgent.find_urgent", count)
    endless = "The bus was late again. " * 40_000
    sender.send(f"{URGENT['en']}. {endless}" if place == "first" else f"{endless} {URGENT['en']}")
    flag = lost()
    assert URGENT["en"] in flag.words
    assert LEFT_OUT in flag.words
    assert len(flag.words) < 41_000
    assert sum(screened) < 200_000


def test_words_beside_another_mistake_in_the_form_are_screened(sender: Sender) -> None:
    assert sender.send(URGENT["en"], language="no such language").status_code == 422
    assert lost().source == FlagSource.REFUSED


@pytest.mark.parametrize("forum", [ForumKind.STATEMENTS], indirect=True)
def test_a_statement_where_none_may_be_added_is_screened(forum: Forum, sender: Sender) -> None:
    Forum.objects.update(may_add_statements=False)
    assert sender.send(URGENT["es"]).status_code == 422
    assert lost().words == URGENT["es"]


def test_words_above_the_limit_of_requests_are_screened(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ceilings, "TEXTS_A_PERSON_A_MINUTE", 0)
    refused = sender.send(URGENT["en"])
    assert refused.status_code == 429
    assert n_words("988", text_of(refused)), "the page that gives the words back names whom to call"
    assert (lost().words, lost().source) == (URGENT["en"], FlagSource.TOO_MANY)


def test_words_from_a_page_without_its_cookie_are_screened(district: District, forum: Forum) -> None:
    sender = Sender(district, forum, Client(enforce_csrf_checks=True))
    assert sender.send(URGENT["en"], csrfmiddlewaretoken="").status_code == 403
    assert (lost().words, lost().source) == (URGENT["en"], FlagSource.EXPIRED)


def test_words_lost_to_an_error_of_ours_are_screened(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(question.answer, "give_answer", fail)
    assert sender.send(URGENT["en"]).status_code == 500
    assert (lost().words, lost().source) == (URGENT["en"], FlagSource.FAILED)


def test_one_message_tells_of_all_that_waits_in_a_forum(
    district: District, forum: Forum, sender: Sender, coordinator: Person
) -> None:
    close(forum)
    for number in range(3):
        sender.send(f"{URGENT['en']}, {number}")
    elsewhere = make.forum(make.cycle(), ForumKind.QUESTION)
    Sender(district, elsewhere).send(URGENT["es"])
    send_due_alerts(district)
    assert UrgentFlag.objects.filter(alerted_at__isnull=False).count() == 4
    assert [message.to for message in mail.outbox] == [[coordinator.email]] * 2


def test_words_sent_to_a_forum_that_is_not_there_reach_owners_and_coordinators(
    district: District, client: Client, coordinator: Person, owner: Person, board_member: Person
) -> None:
    refused = client.post(district.url("give_answer", forum_id="no-such-forum"), {"text": URGENT["en"]})
    assert refused.status_code == 404
    assert lost().place is None
    send_due_alerts(district)
    assert sorted(message.to[0] for message in mail.outbox) == sorted([coordinator.email, owner.email])


def test_the_named_responders_are_alerted_to_lost_words_and_nobody_else(
    district: District, forum: Forum, sender: Sender, coordinator: Person, board_member: Person
) -> None:
    forum.responders.set([board_member])
    close(forum)
    sender.send(URGENT["en"])
    send_due_alerts(district)
    assert [message.to for message in mail.outbox] == [[board_member.email]]


@pytest.mark.parametrize("forum", [ForumKind.SURVEY], indirect=True)
@pytest.mark.parametrize("why", ["held", "rejected", "relied on"])
def test_an_answer_changed_after_it_was_read_is_flagged_with_the_new_words(
    forum: Forum, sender: Sender, why: str
) -> None:
    sender.send(HARMLESS)
    voice = Voice.objects.get()
    if why == "relied on":
        make.code(forum.cycle, "Walking", voice)
    else:
        Voice.objects.update(
            is_held=why == "held", state=VoiceState.REJECTED if why == "rejected" else voice.state
        )
    assert sender.send(URGENT["es"]).status_code == 422
    flag = lost()
    assert (flag.words, flag.source) == (URGENT["es"], FlagSource.CHANGED)
    assert flag.contributor == voice.contributor
    voice.refresh_from_db()
    assert voice.text == HARMLESS


@pytest.mark.parametrize("forum", [ForumKind.SURVEY], indirect=True)
def test_an_answer_that_was_urgent_and_is_emptied_keeps_its_words_for_who_reads_it(sender: Sender) -> None:
    sender.send(URGENT["en"])
    sender.send("")
    flag = UrgentFlag.objects.select_related("voice").get()
    assert flag.voice is not None
    assert (flag.voice.state, flag.voice.text) == (VoiceState.WITHDRAWN, URGENT["en"])


def test_other_words_under_an_id_sent_before_are_screened(sender: Sender) -> None:
    """A form sent once, gone back to and changed: the first answer stands, and the second is in none."""
    sender.send(HARMLESS)
    assert sender.send(URGENT["en"]).status_code == 303
    assert Voice.objects.get().text == HARMLESS
    assert lost().words == URGENT["en"]


@in_each_kind_of_forum
@pytest.mark.parametrize("language", ["en", "es"])
def test_words_that_are_taken_in_raise_one_flag_which_has_no_words_of_its_own(
    forum: Forum, sender: Sender, language: str
) -> None:
    for _ in range(2):
        assert sender.send(f"  {URGENT[language]}\r\n\r\nPlease.  ").status_code == 303
    flag = UrgentFlag.objects.get()
    assert flag.voice is not None
    assert (flag.voice.text, flag.words) == (f"{URGENT[language]}\n\nPlease.", "")


def test_sending_the_same_words_again_raises_no_second_flag(
    district: District, forum: Forum, sender: Sender
) -> None:
    other = Sender(district, forum)
    close(forum)
    for _ in range(3):
        sender.send(URGENT["en"])
    assert UrgentFlag.objects.count() == 1
    sender.send(URGENT["es"])
    other.send(URGENT["en"])
    assert UrgentFlag.objects.count() == 3, "other words, and the same words of somebody else, are others"


def test_words_taken_in_at_the_second_try_keep_the_flag_of_the_first(
    district: District, forum: Forum, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(ceilings, "TEXTS_A_PERSON_A_MINUTE", 0)
        assert sender.send(URGENT["en"]).status_code == 429
    permissions.process_counts.clear()
    flag = lost()
    assert sender.send(URGENT["en"]).status_code == 303
    held = UrgentFlag.objects.select_related("voice").get()
    assert (held.pk, held.voice, held.words) == (flag.pk, Voice.objects.get(), "")
    assert Tally.objects.get(forum=forum, what="urgent").n == 1
    monkeypatch.setattr(ceilings, "TEXTS_A_PERSON_A_MINUTE", 0)
    sender.send(URGENT["en"])
    assert UrgentFlag.objects.count() == 1, "a voice holds these words, and its flag is open"


@pytest.mark.parametrize("why", ["too long", "open already", "not rejected"])
def test_an_appeal_that_is_not_taken_in_is_screened(
    district: District, forum: Forum, client: Client, why: str
) -> None:
    state = VoiceState.APPROVED if why == "not rejected" else VoiceState.REJECTED
    voice = make.voice(forum, HARMLESS, state=state, follow_hash=code_hash(CODE))
    if why == "open already":
        Appeal.objects.create(voice=voice, text="Please look again.")
    words = URGENT["en"] + (" and so on" * 300 if why == "too long" else "")
    answer = client.post(district.url("appeal", code=CODE), {"text": words})
    if answer.status_code == 422:
        assert "we'll ask someone at the district to read it" in text_of(answer)
        assert n_words("988", text_of(answer))
    assert (lost().words, lost().source, lost().place) == (words, FlagSource.APPEAL, forum)


def test_an_appeal_that_is_taken_in_raises_the_flag_of_its_voice(
    district: District, forum: Forum, client: Client
) -> None:
    voice = make.voice(forum, HARMLESS, state=VoiceState.REJECTED, follow_hash=code_hash(CODE))
    for _ in range(2):
        client.post(district.url("appeal", code=CODE), {"text": f"{URGENT['en']}\r\nPlease."})
    assert UrgentFlag.objects.get().voice == voice


@pytest.mark.parametrize("forum", [ForumKind.MEETING], indirect=True)
@pytest.mark.parametrize("why", ["too long", "held", "signed out", "no part"])
def test_a_note_that_is_not_taken_in_is_screened(
    district: District, forum: Forum, facilitator: Person, client_of: Callable[[Person], Client], why: str
) -> None:
    table, helper = make.table(forum), client_of(facilitator)
    page = district.url("table_notes", table_id=table.public_id)
    if why == "held":
        fill(helper, page, 0, text=HARMLESS)
        page = district.url("edit_note", note_id=Voice.objects.get().public_id)
    form = forms_of(helper.get(page))[0]
    Voice.objects.update(is_held=True)
    if why == "signed out":
        helper.logout()
    words = URGENT["es"] + (" y más" * 500 if why == "too long" else "")
    more = {"part": "no such part"} if why == "no part" else {}
    refused = helper.post(form.action or page, {**form.fields, "text": words, **more})
    assert refused.status_code == (403 if why == "signed out" else 422)
    assert (lost().words, lost().place) == (words, forum)


@pytest.mark.parametrize("forum", [ForumKind.STATEMENTS], indirect=True)
def test_a_statement_of_the_district_is_screened_whether_it_is_taken_in_or_not(
    district: District, forum: Forum, owner: Person, client_of: Callable[[Person], Client]
) -> None:
    address = district.url("add_seed_statement", forum_id=forum.public_id)
    client = client_of(owner)
    assert client.post(address, {"text": URGENT["en"], "language": "zz"}).status_code == 422
    assert lost().words == URGENT["en"]
    assert client.post(address, {"text": URGENT["en"], "language": "en"}).status_code == 303
    assert UrgentFlag.objects.get().voice == Voice.objects.get()


def test_what_staff_write_about_urgent_words_raises_no_flag(
    district: District, forum: Forum, sender: Sender, owner: Person, client_of: Callable[[Person], Client]
) -> None:
    close(forum)
    sender.send(URGENT["en"])
    address = district.url("deal_with_urgent", flag_id=lost().public_id)
    client_of(owner).post(address, {"what_was_done": f"Somebody wrote: {URGENT['es']}" + "x" * 5000})
    assert UrgentFlag.objects.count() == 1


def test_a_vote_reads_nothing_for_the_screening(
    district: District, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    forum = make.forum(make.cycle(), ForumKind.STATEMENTS)
    statement = make.statement(forum)
    looked: list[object] = []
    monkeypatch.setattr("throughline.listen.views.screening.sent_to", lambda *a: looked.append(a))
    vote = {"statement": statement.public_id, "answer": "agree", "browser": make.token()}
    assert client.post(district.url("vote", forum_id=forum.public_id), vote).status_code == 303
    assert looked == []


def test_a_search_raises_no_flag(district: District, client: Client) -> None:
    client.get(district.url("organizations"), {"q": URGENT["en"]})
    assert not UrgentFlag.objects.exists()


def test_an_error_of_the_screening_changes_no_answer(
    forum: Forum, sender: Sender, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("throughline.listen.views.screening.urgent_texts", fail)
    close(forum)
    assert sender.send(URGENT["en"]).status_code == 422
    assert "could not be screened" in caplog.text
    assert URGENT["en"] not in caplog.text


@pytest.mark.parametrize("place", [(screening, "LONG_PAGES"), (ceilings, "FLAGS")])
def test_a_flood_from_one_address_ends_in_no_more_flags(
    forum: Forum, sender: Sender, place: tuple[Any, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    module, name = place
    monkeypatch.setattr(module, name, replace(getattr(ceilings, name), address=2))
    close(forum)
    for number in range(4):
        sender.send(HARMLESS)
        sender.send(f"{URGENT['en']}, {number}" + " and so on" * (600 if name == "LONG_PAGES" else 0))
    assert UrgentFlag.objects.count() == 2
