"""The urgent desk: who has access, what is recorded, and what is hidden until it is released."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from tests import make
from tests.words import n_words
from throughline.accounts.models import AuditEntry, District, Person, Role
from throughline.convene.models import Forum, Moderation, Tally
from throughline.listen.models import FlagSource, UrgentFlag, UrgentKind, Voice, VoiceState
from throughline.listen.tasks import refresh_tallies

ClientOf = Callable[[Person | None], Client]
WORDS = "Somebody hits me when I come home."
DONE = {"what_was_done": "The counselor called the hotline at noon.", "is_let_go": "no"}


@pytest.fixture
def forum(district: District) -> Forum:
    return make.forum(make.cycle())


@pytest.fixture
def flag(forum: Forum) -> UrgentFlag:
    voice = make.statement(forum, WORDS, state=VoiceState.RECEIVED, is_held=True)
    return UrgentFlag.objects.create(voice=voice, kind=UrgentKind.ABUSE)


def url(flag: UrgentFlag) -> str:
    return flag.district.url("deal_with_urgent", flag_id=flag.public_id)


def test_the_list_shows_age_and_kind_and_not_the_words(
    desk: Client, district: District, flag: UrgentFlag
) -> None:
    page = desk.get(district.url("urgent")).content.decode()
    assert str(UrgentKind.ABUSE.label) in page
    assert n_words("ago", page)
    assert WORDS not in page


def test_opening_one_shows_the_words_and_is_written_down(desk: Client, flag: UrgentFlag) -> None:
    assert WORDS in desk.get(url(flag)).content.decode()
    entry = AuditEntry.objects.get(verb="read_urgent_voice")
    assert entry.object_id == flag.voice.public_id
    assert WORDS not in str(entry.details)


def test_a_responder_named_for_the_forum_may_read_it_and_another_member_may_not(
    district: District, client_of: ClientOf, forum: Forum, flag: UrgentFlag
) -> None:
    named = make.member(district, Role.SCHOOL_LEADER)
    forum.responders.add(named)
    assert client_of(named).get(url(flag)).status_code == 200
    assert client_of(named).get(district.url("urgent")).status_code == 200
    other = client_of(make.member(district, Role.SCHOOL_LEADER))
    assert other.get(url(flag)).status_code == 403
    assert other.get(district.url("urgent")).status_code == 403
    assert AuditEntry.objects.filter(verb="read_urgent_voice").count() == 1


def test_a_responder_who_is_no_longer_staff_reads_no_urgent_words(
    district: District, client_of: ClientOf, forum: Forum, flag: UrgentFlag
) -> None:
    """The form names only staff as responders; somebody named may become a partner's contact later."""
    named = make.member(district, Role.PARTNER_CONTACT)
    forum.responders.add(named)
    assert client_of(named).get(url(flag)).status_code == 403
    assert client_of(named).get(district.url("urgent")).status_code == 403


def test_a_responder_sees_the_flags_of_their_own_forums_only(
    district: District, client_of: ClientOf, forum: Forum, flag: UrgentFlag
) -> None:
    elsewhere = make.forum(make.cycle())
    voice = make.statement(elsewhere, "Other words.", is_held=True)
    other = UrgentFlag.objects.create(voice=voice, kind=UrgentKind.THREATS)
    named = make.member(district, Role.ANALYST)
    forum.responders.add(named)
    page = client_of(named).get(district.url("urgent")).content.decode()
    assert flag.public_id in page
    assert other.public_id not in page
    assert client_of(named).get(url(other)).status_code == 403


def test_dealing_with_it_needs_words_and_closes_every_open_flag(desk: Client, flag: UrgentFlag) -> None:
    second = UrgentFlag.objects.create(voice=flag.voice, kind=UrgentKind.THREATS)
    assert desk.post(url(flag), {"what_was_done": " ", "is_let_go": "no"}).status_code == 422
    assert desk.post(url(flag), DONE).status_code == 303
    for one in (flag, second):
        one.refresh_from_db()
        assert one.dealt_at is not None
        assert one.what_was_done == DONE["what_was_done"]
    flag.voice.refresh_from_db()
    assert flag.voice.is_held
    assert Tally.objects.get(what="urgent").n == 0


def test_dealing_with_it_twice_changes_nothing(desk: Client, flag: UrgentFlag) -> None:
    desk.post(url(flag), DONE)
    again = desk.post(url(flag), {**DONE, "what_was_done": "Something else."})
    assert again.status_code == 422
    flag.refresh_from_db()
    assert flag.what_was_done == DONE["what_was_done"]


def test_what_is_let_go_waits_for_moderation_like_any_other(
    desk: Client, district: District, flag: UrgentFlag
) -> None:
    desk.post(url(flag), {**DONE, "is_let_go": "yes"})
    flag.voice.refresh_from_db()
    assert (flag.voice.is_held, flag.voice.state) == (False, VoiceState.RECEIVED)
    assert WORDS in desk.get(district.url("moderate_queue")).content.decode()


def test_letting_go_never_shows_it_at_once_even_where_forums_show_first(
    desk: Client, district: District
) -> None:
    forum = make.forum(make.cycle(), moderation=Moderation.AFTER)
    voice = make.statement(forum, WORDS, is_held=True)
    flag = UrgentFlag.objects.create(voice=voice, kind=UrgentKind.ABUSE)
    desk.post(url(flag), {**DONE, "is_let_go": "yes"})
    voice.refresh_from_db()
    assert not voice.is_usable


def test_what_was_kept_back_can_be_let_go_later(desk: Client, district: District, flag: UrgentFlag) -> None:
    let_go = district.url("let_go_urgent", flag_id=flag.public_id)
    desk.post(let_go)
    flag.voice.refresh_from_db()
    assert flag.voice.is_held, "not before somebody wrote what was done"
    desk.post(url(flag), DONE)
    desk.post(let_go)
    flag.voice.refresh_from_db()
    assert not flag.voice.is_held


def test_the_log_keeps_who_did_what_and_when(
    desk: Client, district: District, coordinator: Person, flag: UrgentFlag
) -> None:
    desk.post(url(flag), DONE)
    page = desk.get(district.url("urgent") + "?show=log").content.decode()
    assert coordinator.name in page
    assert DONE["what_was_done"] in desk.get(url(flag)).content.decode()


def test_a_withdrawn_voice_is_blanked_once_somebody_has_dealt_with_it(desk: Client, flag: UrgentFlag) -> None:
    Voice.objects.filter(pk=flag.voice_id).update(state=VoiceState.WITHDRAWN)
    desk.post(url(flag), {**DONE, "is_let_go": "yes"})
    flag.voice.refresh_from_db()
    assert flag.voice.text == ""
    assert flag.voice.state == VoiceState.WITHDRAWN


def test_any_moderator_can_raise_a_flag_and_those_who_answer_are_alerted(
    district: District,
    client_of: ClientOf,
    coordinator: Person,
    facilitator: Person,
    forum: Forum,
    django_capture_on_commit_callbacks: Callable[..., object],
    settings: object,
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}  # type: ignore[attr-defined]
    voice = make.statement(forum, "Odd words.", state=VoiceState.APPROVED)
    client = client_of(facilitator)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        response = client.post(district.url("flag_voice", voice_id=voice.public_id))
    assert response["Location"] == district.url("moderate_queue"), (
        "a facilitator raises it and reads no further"
    )
    voice.refresh_from_db()
    assert voice.is_held
    flag = UrgentFlag.objects.get(voice=voice)
    assert (flag.kind, flag.raised_by) == (UrgentKind.FLAGGED, facilitator)
    assert [coordinator.email] in [message.to for message in mail.outbox]
    assert all("Odd words." not in message.body for message in mail.outbox)
    assert client.get(url(flag)).status_code == 403


LOST = "He said that he would bring a gun, and this was closed."


@pytest.fixture
def lost_flag(forum: Forum) -> UrgentFlag:
    """Words that no voice took in, of a contributor who named a school."""
    contributor = make.contributor(forum, school=make.school("Juniper High"))
    return UrgentFlag.objects.create(
        forum=forum,
        kind=UrgentKind.WEAPONS,
        source=FlagSource.CLOSED,
        words=LOST,
        language="en",
        contributor=contributor,
        fingerprint="f" * 64,
    )


def test_words_of_no_voice_are_listed_with_what_they_were_and_shown_when_opened(
    desk: Client, district: District, lost_flag: UrgentFlag
) -> None:
    page = desk.get(district.url("urgent")).content.decode()
    for shown in (UrgentKind.WEAPONS.label, FlagSource.CLOSED.label, str(lost_flag.forum)):
        assert str(shown) in page
    assert LOST not in page
    opened = desk.get(url(lost_flag)).content.decode()
    for shown in (LOST, FlagSource.CLOSED.label, "Juniper High", str(lost_flag.forum)):
        assert str(shown) in opened
    assert 'name="is_let_go"' not in opened
    assert "pass on what the school or the police need" in opened, (
        "the words go, and the police may need them"
    )
    for advised in ("A weapon:", "Running away, drugs or alcohol:"):
        assert advised in opened
    entry = AuditEntry.objects.get(verb="read_urgent_voice")
    assert (entry.object_type, entry.object_id) == ("urgentflag", lost_flag.public_id)


def test_words_of_no_voice_go_when_they_are_dealt_with_and_the_log_stays(
    desk: Client, district: District, coordinator: Person, lost_flag: UrgentFlag
) -> None:
    assert desk.post(url(lost_flag), {"what_was_done": " "}).status_code == 422
    lost_flag.refresh_from_db()
    assert lost_flag.words == LOST
    assert desk.post(url(lost_flag), {"what_was_done": "The police were told."}).status_code == 303
    lost_flag.refresh_from_db()
    assert (lost_flag.words, lost_flag.fingerprint, lost_flag.dealt_by) == ("", "", coordinator)
    assert Tally.objects.get(what="urgent").n == 0
    assert coordinator.name in desk.get(district.url("urgent") + "?show=log").content.decode()
    opened = desk.get(url(lost_flag)).content.decode()
    assert "The police were told." in opened
    assert desk.post(url(lost_flag), {"what_was_done": "Again."}).status_code == 422


def test_words_that_stayed_with_a_closed_flag_are_blanked_by_the_timed_job(
    district: District, lost_flag: UrgentFlag
) -> None:
    refresh_tallies(district)
    lost_flag.refresh_from_db()
    assert lost_flag.words == LOST, "not before somebody dealt with it"
    UrgentFlag.objects.update(dealt_at=lost_flag.raised_at)
    refresh_tallies(district)
    lost_flag.refresh_from_db()
    assert (lost_flag.words, lost_flag.fingerprint) == ("", "")
    assert AuditEntry.objects.filter(verb="blank_words").count() == 1


def test_words_of_no_voice_open_to_the_responder_of_their_forum_and_to_no_other(
    district: District, client_of: ClientOf, forum: Forum, lost_flag: UrgentFlag
) -> None:
    named = make.member(district, Role.BOARD_MEMBER)
    forum.responders.add(named)
    assert LOST in client_of(named).get(url(lost_flag)).content.decode()
    elsewhere = make.member(district, Role.BOARD_MEMBER)
    make.forum(make.cycle()).responders.add(elsewhere)
    other = client_of(elsewhere)
    assert other.get(url(lost_flag)).status_code == 403
    assert lost_flag.public_id not in other.get(district.url("urgent")).content.decode()


def test_words_of_no_forum_open_to_owners_and_coordinators_only(
    district: District, desk: Client, client_of: ClientOf, forum: Forum, lost_flag: UrgentFlag
) -> None:
    UrgentFlag.objects.update(forum=None, contributor=None)
    named = make.member(district, Role.BOARD_MEMBER)
    forum.responders.add(named)
    responder = client_of(named)
    assert responder.get(url(lost_flag)).status_code == 403
    assert lost_flag.public_id not in responder.get(district.url("urgent")).content.decode()
    assert district.name in desk.get(district.url("urgent")).content.decode()
    assert LOST in desk.get(url(lost_flag)).content.decode()


def test_flagging_twice_raises_one_flag(desk: Client, district: District, forum: Forum) -> None:
    voice = make.statement(forum)
    for _ in range(2):
        desk.post(district.url("flag_voice", voice_id=voice.public_id))
    assert UrgentFlag.objects.filter(voice=voice).count() == 1
