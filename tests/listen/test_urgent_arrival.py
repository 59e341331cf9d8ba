"""Urgent text, in English and Spanish, in each kind of forum: held, alerted, logged, not shown."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from time_machine import Traveller

from tests import make
from tests.listen.taking_part import HTMX, fill, forms_of, text_of
from tests.words import n_words
from throughline.accounts.models import AuditEntry, District, Person
from throughline.convene.models import Cycle, Forum, ForumKind, Moderation, Tally
from throughline.listen.models import QuestionKind, UrgentFlag, Voice
from throughline.listen.queries import texts_to_code, usable_voices
from throughline.listen.queries.statement import open_statements
from throughline.listen.tasks import refresh_tallies, send_due_alerts
from throughline.listen.workflows import alerts

URGENT = {
    "en": "I want to kill myself and nobody at school cares",
    "es": "Mi padrastro me toca y no sé a quién decirle",
}
HARMLESS = "The walk to school is killing my feet."


def forum_of(kind: str, **fields: Any) -> Forum:
    return make.forum(make.cycle(), kind, moderation=Moderation.AFTER, **fields)


def say(district: District, forum: Forum, text: str, client: Client, helper: Client) -> Any:
    """Submit a text in the way of the forum's kind."""
    part = district.url("part", forum_id=forum.public_id)
    if forum.kind == ForumKind.STATEMENTS:
        return fill(client, district.url("add_statement", forum_id=forum.public_id), 0, text=text)
    if forum.kind == ForumKind.QUESTION:
        return fill(client, part, 0, text=text)
    if forum.kind == ForumKind.SURVEY:
        make.question(forum, QuestionKind.TEXT)
        return fill(client, part, 0, answer=text)
    table = make.table(forum)
    return fill(helper, district.url("table_notes", table_id=table.public_id), 0, text=text)


@pytest.fixture
def helper(facilitator: Person, client_of: Callable[[Person], Client]) -> Client:
    return client_of(facilitator)


@pytest.fixture(params=ForumKind.values)
def forum(request: pytest.FixtureRequest, district: District) -> Forum:
    return forum_of(request.param)


@pytest.mark.parametrize("language", ["en", "es"])
def test_urgent_words_are_held_alerted_and_logged_through_each_kind_of_forum(
    district: District, forum: Forum, language: str, coordinator: Person, helper: Client
) -> None:
    client = Client()
    response = say(district, forum, URGENT[language], client, helper)
    assert response.status_code == 303
    voice = Voice.objects.get()
    assert voice.is_held
    assert not voice.is_usable
    flag = UrgentFlag.objects.get()
    assert (flag.voice, flag.dealt_at) == (voice, None)
    assert Tally.objects.get(forum=forum, what="urgent").n == 1
    entry = AuditEntry.objects.get(verb="hold_voice")
    assert URGENT[language] not in str(entry.details)
    send_due_alerts(district)
    assert [coordinator.email] == [address for message in mail.outbox for address in message.to]
    message = f"{mail.outbox[0].subject} {mail.outbox[0].body}"
    assert str(forum.title) in message
    assert district.url("urgent") in message
    assert URGENT[language] not in message
    flag.refresh_from_db()
    assert flag.alerted_at is not None
    send_due_alerts(district)
    assert len(mail.outbox) == 1, "an alert goes out once"


@pytest.mark.parametrize("language", ["en", "es"])
def test_urgent_words_are_on_no_public_page(
    district: District, forum: Forum, language: str, helper: Client
) -> None:
    say(district, forum, URGENT[language], Client(), helper)
    someone_else = Client()
    for name in ("part", "part_done", "my_answers", "add_statement"):
        page = text_of(someone_else.get(district.url(name, forum_id=forum.public_id)))
        assert URGENT[language][:20] not in page
    front = someone_else.get(district.url("district_front"))
    assert URGENT[language][:20] not in text_of(front)
    assert not usable_voices(forum).exists()
    assert not texts_to_code(forum).exists()
    assert not open_statements(forum).exists()


@pytest.mark.parametrize("kind", [ForumKind.STATEMENTS, ForumKind.QUESTION, ForumKind.SURVEY])
def test_whoever_wrote_urgent_words_is_shown_whom_to_call(district: District, kind: str) -> None:
    forum = forum_of(kind)
    client = Client()
    say(district, forum, URGENT["en"], client, client)
    done = text_of(client.get(district.url("part_done", forum_id=forum.public_id)))
    assert "Someone will read your message before anything else is done with it." in done
    assert n_words("988", done)


UNREAD = "This wasn't saved. Because someone may be in danger"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("why", ["closed", "too long"])
@pytest.mark.parametrize("kind", [ForumKind.STATEMENTS, ForumKind.QUESTION, ForumKind.SURVEY])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_urgent_words_that_are_refused_say_that_nobody_read_them_and_whom_to_call(
    district: District, kind: str, why: str, language: str, headers: dict[str, str]
) -> None:
    forum = forum_of(kind)
    if kind == ForumKind.SURVEY:
        make.question(forum, QuestionKind.TEXT)
    name = "add_statement" if kind == ForumKind.STATEMENTS else "part"
    client = Client()
    form = forms_of(client.get(district.url(name, forum_id=forum.public_id)))[0]
    if why == "closed":
        Forum.objects.update(closes_at=forum.announced_at)
    box = "answer" if kind == ForumKind.SURVEY else "text"
    address = form.action or district.url(name, forum_id=forum.public_id)

    def send(words: str) -> str:
        long = " and so on" * 500 if why == "too long" else ""
        refused = client.post(address, {**form.fields, box: words + long}, headers=headers)
        assert refused.status_code == 422
        return text_of(refused)

    shown = send(URGENT[language])
    assert UNREAD in shown
    assert n_words("988", shown[shown.index(UNREAD) :][:600])
    assert UNREAD not in send(HARMLESS)
    assert not Voice.objects.exists()


def test_harmless_words_are_not_held(district: District, forum: Forum, helper: Client) -> None:
    say(district, forum, HARMLESS, Client(), helper)
    assert Voice.objects.get().is_usable
    assert not UrgentFlag.objects.exists()


def test_urgent_words_saved_by_htmx_are_held_too(district: District) -> None:
    forum = forum_of(ForumKind.SURVEY)
    make.question(forum, QuestionKind.TEXT)
    client = Client()
    form = forms_of(client.get(district.url("part", forum_id=forum.public_id)))[0]
    client.post(form.action, {**form.fields, "answer": URGENT["es"]}, headers=HTMX)
    assert Voice.objects.get().is_held


def test_words_that_become_urgent_when_changed_are_held(district: District) -> None:
    forum = forum_of(ForumKind.SURVEY)
    question = make.question(forum, QuestionKind.TEXT)
    client = Client()
    page = f"{district.url('part', forum_id=forum.public_id)}?q={question.public_id}"
    fill(client, page, 0, answer=HARMLESS)
    fill(client, page, 0, answer=URGENT["en"])
    assert Voice.objects.get().is_held


def test_the_named_responders_are_alerted_and_nobody_else(
    district: District, coordinator: Person, board_member: Person, client: Client
) -> None:
    forum = forum_of(ForumKind.QUESTION)
    forum.responders.set([board_member])
    say(district, forum, URGENT["en"], client, client)
    alerts.alert_responders(district)
    assert [message.to for message in mail.outbox] == [[board_member.email]]


def test_an_alert_speaks_the_language_of_whoever_answers(
    district: District, coordinator: Person, client: Client
) -> None:
    Person.objects.filter(pk=coordinator.pk).update(language="es")
    forum = forum_of(ForumKind.QUESTION)
    say(district, forum, URGENT["en"], client, client)
    alerts.alert_responders(district)
    assert str(forum.title.in_language("es")) in mail.outbox[0].body


def test_an_alert_whose_mail_fails_is_sent_at_the_next_round(
    district: District, coordinator: Person, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(district, forum_of(ForumKind.QUESTION), URGENT["en"], client, client)

    def fail(*_: object, **__: object) -> None:
        raise OSError("no mail today")

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", fail)
        assert alerts.alert_responders(district) == 0
    assert UrgentFlag.objects.get().alerted_at is None
    assert alerts.alert_responders(district) == 1
    assert len(mail.outbox) == 1


def test_tallies_tell_how_many_people_and_how_many_texts_wait(district: District) -> None:
    forum = make.forum(make.cycle(), ForumKind.QUESTION)
    page = district.url("part", forum_id=forum.public_id)
    one = Client()
    for client in (one, one, Client()):
        fill(client, page, 0, text="More trees.")
    fill(Client(), page, 0, text=URGENT["en"])
    refresh_tallies(district)
    counts = {tally.what: tally.n for tally in Tally.objects.filter(forum=forum)}
    assert (counts["people"], counts["contributions"], counts["waiting"], counts["urgent"]) == (3, 4, 3, 1)
    assert counts["appeals"] == 0


def test_withdrawn_urgent_words_are_blanked_once_they_are_dealt_with(district: District) -> None:
    forum = make.forum(make.cycle(), ForumKind.QUESTION)
    voice = make.voice(forum, URGENT["en"], state="withdrawn", is_held=True)
    flag = UrgentFlag.objects.create(voice=voice, kind="self_harm")
    refresh_tallies(district)
    assert Voice.objects.get().text == URGENT["en"]
    UrgentFlag.objects.filter(pk=flag.pk).update(dealt_at=flag.raised_at)
    refresh_tallies(district)
    assert Voice.objects.get().text == ""


ROLES = ("owner", "coordinator", "facilitator", "school_leader", "responder")


def somebody(role: str, district: District, forum: Forum) -> Client:
    """A client of a role that takes notes at meetings; the responder is a facilitator named by the forum."""
    school = make.school("Juniper High") if role == "school_leader" else None
    person = make.member(district, "facilitator" if role == "responder" else role, school=school)
    if school is not None:
        Cycle.objects.filter(pk=forum.cycle_id).update(school=school)
    if role == "responder":
        forum.responders.add(person)
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("role", ROLES)
def test_held_words_of_a_note_are_on_no_page_of_its_table_and_behind_no_printed_link(
    district: District, role: str, language: str, helper: Client
) -> None:
    forum = forum_of(ForumKind.MEETING)
    table = make.table(forum)
    address = district.url("table_notes", table_id=table.public_id)
    saved = fill(helper, address, 0, text=URGENT[language])
    fill(helper, address, 0, text=HARMLESS)
    note = Voice.objects.get(is_held=True)
    assert "sounds like someone may be in danger" in text_of(helper.get(saved["Location"]))
    client = somebody(role, district, forum)
    sheet = text_of(client.get(district.url("table_sheet", table_id=table.public_id)))
    notes = text_of(client.get(address))
    edit = text_of(client.get(district.url("edit_note", note_id=note.public_id)))
    for page in (sheet, notes, edit, text_of(helper.get(saved["Location"]))):
        assert URGENT[language][:12] not in page
    assert HARMLESS in sheet
    assert HARMLESS in notes
    assert "its text isn't printed" in sheet
    assert sheet.count('class="qr"') == 2, "a held note keeps its link"
    for page in (notes, edit):
        assert "while a person reviews it" in page
        assert (district.url("urgent") in page) == (role in {"owner", "coordinator", "responder"})
    codes = re.findall(r"/f/([\w-]{22})/", sheet)
    behind = [text_of(Client().get(district.url("follow", code=code))) for code in codes]
    confirmations = [text_of(Client().post(district.url("withdraw"), {"code": code})) for code in codes]
    assert not any(URGENT[language][:12] in page for page in (*behind, *confirmations))
    assert any("Being reviewed by staff" in page for page in behind)


def test_whoever_takes_a_held_note_out_needs_no_words_of_it(district: District, helper: Client) -> None:
    table = make.table(forum_of(ForumKind.MEETING))
    fill(helper, district.url("table_notes", table_id=table.public_id), 0, text=URGENT["en"])
    note = Voice.objects.get()
    response = helper.post(district.url("withdraw_note", note_id=note.public_id))
    assert response.status_code == 303
    note.refresh_from_db()
    assert (note.state, note.text) == ("withdrawn", URGENT["en"]), "a person must still read it"


def test_a_note_held_meanwhile_refuses_a_change_and_gives_back_what_was_typed(
    district: District, helper: Client
) -> None:
    table = make.table(forum_of(ForumKind.MEETING))
    fill(helper, district.url("table_notes", table_id=table.public_id), 0, text=HARMLESS)
    page = district.url("edit_note", note_id=Voice.objects.get().public_id)
    form = forms_of(helper.get(page))[0]
    Voice.objects.update(is_held=True, text=URGENT["es"])
    refused = helper.post(form.action, {**form.fields, "text": "Colder rooms."})
    assert refused.status_code == 422
    assert "Colder rooms." in text_of(refused)
    assert URGENT["es"] not in text_of(refused)


def test_an_alert_lost_with_its_worker_is_sent_again(
    district: District, coordinator: Person, monkeypatch: pytest.MonkeyPatch, traveller: Traveller
) -> None:
    """The worker was killed after it had claimed the alert, and before the mail was sent."""
    fill(
        Client(), district.url("part", forum_id=forum_of(ForumKind.QUESTION).public_id), 0, text=URGENT["en"]
    )
    assert mail.outbox == []

    def be_killed(*_: Any, **__: Any) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(alerts, "_is_mailed", be_killed)
        with pytest.raises(KeyboardInterrupt):
            alerts.alert_responders(district)
    assert alerts.alert_responders(district) == 0, "whoever claimed it may still be sending"
    traveller.shift(timedelta(minutes=11))
    assert alerts.alert_responders(district) == 1
    assert len(mail.outbox) == 1
    traveller.shift(timedelta(minutes=11))
    assert alerts.alert_responders(district) == 0
