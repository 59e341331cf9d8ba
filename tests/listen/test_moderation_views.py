"""Moderation: the queue, each move, undo, bulk moves, and appeals."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import make
from throughline.accounts.actions import Refused
from throughline.accounts.models import AuditEntry, District, Person, Role
from throughline.convene.models import Cycle, Forum, ForumKind, Moderation, Tally
from throughline.listen.actions import moderation
from throughline.listen.models import Appeal, AppealState, ModerationEntry, Reason, Voice, VoiceState
from throughline.listen.queries.contributor import code_hash, follow_code

ClientOf = Callable[[Person | None], Client]
WORDS = "Zebra crossings near the middle school would help everyone."


@pytest.fixture
def cycle(district: District) -> Cycle:
    return make.cycle()


@pytest.fixture
def forum(cycle: Cycle) -> Forum:
    return make.forum(cycle)


@pytest.fixture
def voice(forum: Forum) -> Voice:
    return make.statement(forum, WORDS, state=VoiceState.RECEIVED)


def stands(voice: Voice) -> str:
    voice.refresh_from_db()
    return voice.state


def post(client: Client, voice: Voice, **data: str) -> int:
    url = voice.district.url("moderate_voice", voice_id=voice.public_id)
    return client.post(url, data).status_code


def test_approving_leads_to_the_next_oldest_voice(desk: Client, forum: Forum, voice: Voice) -> None:
    later = make.statement(forum, state=VoiceState.RECEIVED)
    url = forum.district.url("moderate_voice", voice_id=voice.public_id)
    response = desk.post(f"{url}?kind=statement", {"move": "approve"})
    assert stands(voice) == VoiceState.APPROVED
    assert response["Location"] == (
        forum.district.url("moderate_voice", voice_id=later.public_id) + "?kind=statement"
    )


def test_the_queue_shows_the_oldest_first_and_not_what_is_held(
    desk: Client, district: District, forum: Forum, voice: Voice
) -> None:
    make.statement(
        forum, "An older one.", state=VoiceState.RECEIVED, received_at=timezone.now() - timedelta(days=2)
    )
    make.statement(forum, "Words nobody may see.", state=VoiceState.RECEIVED, is_held=True)
    page = desk.get(district.url("moderate_queue")).content.decode()
    assert page.index("An older one.") < page.index(WORDS)
    assert "Words nobody may see." not in page


def test_filters_narrow_the_queue_by_forum_kind_and_language(
    desk: Client, district: District, cycle: Cycle, forum: Forum, voice: Voice
) -> None:
    other = make.forum(cycle, ForumKind.QUESTION)
    answer = make.voice(other, "Más árboles.", state=VoiceState.RECEIVED, language="es")
    for query in (f"forum={other.public_id}", "kind=answer", "language=es"):
        page = desk.get(district.url("moderate_queue") + "?" + query).content.decode()
        assert answer.text in page
        assert WORDS not in page


def test_the_queue_of_a_forum_moderated_afterwards_holds_what_nobody_has_read(
    desk: Client, district: District, cycle: Cycle
) -> None:
    forum = make.forum(cycle, moderation=Moderation.AFTER)
    shown = make.statement(forum, "Shown at once.", is_unreviewed=True)
    url = district.url("moderate_queue") + "?show=unread"
    assert "Shown at once." in desk.get(url).content.decode()
    assert post(desk, shown, move="approve") == 303
    assert "Shown at once." not in desk.get(url).content.decode()
    assert stands(shown) == VoiceState.APPROVED


def test_a_rejection_needs_a_reason_from_the_rules(desk: Client, voice: Voice) -> None:
    assert post(desk, voice, move="reject") == 422
    assert post(desk, voice, move="reject", reason="i_disagree") == 422
    assert stands(voice) == VoiceState.RECEIVED
    assert post(desk, voice, move="reject", reason=Reason.INSULT) == 303
    assert stands(voice) == VoiceState.REJECTED


def test_a_merged_statement_goes_out_and_its_votes_stay_with_it(
    desk: Client, forum: Forum, voice: Voice
) -> None:
    into = make.statement(forum, "Safer crossings near the middle school.")
    someone = make.contributor(forum)
    make.vote(forum, someone, voice)
    assert post(desk, voice, move="merge", into=into.public_id) == 303
    assert stands(voice) == VoiceState.MERGED
    assert voice.merged_into == into
    assert voice.votes.count() == 1
    assert into.votes.count() == 0


def test_a_statement_is_merged_only_with_an_approved_one_of_the_same_forum(
    desk: Client, cycle: Cycle, forum: Forum, voice: Voice
) -> None:
    waiting = make.statement(forum, state=VoiceState.RECEIVED)
    held = make.statement(forum, is_held=True)
    elsewhere = make.statement(make.forum(cycle))
    for target in (waiting, held, elsewhere, voice):
        assert post(desk, voice, move="merge", into=target.public_id) == 422
    assert stands(voice) == VoiceState.RECEIVED


def test_words_that_are_no_statement_are_not_merged(desk: Client, cycle: Cycle) -> None:
    forum = make.forum(cycle, ForumKind.QUESTION)
    answer, other = make.voice(forum, state=VoiceState.RECEIVED), make.voice(forum)
    assert post(desk, answer, move="merge", into=other.public_id) == 422


def test_statements_alike_are_offered_for_merging(desk: Client, forum: Forum, voice: Voice) -> None:
    alike = make.statement(forum, "Crossings near the middle school would help.")
    make.statement(forum, "Lunch is too short.")
    page = desk.get(forum.district.url("moderate_voice", voice_id=voice.public_id)).content.decode()
    assert f"into_{alike.public_id}" in page
    assert "Lunch is too short." not in page
    url = forum.district.url("moderate_voice", voice_id=voice.public_id) + "?find=lunch"
    assert "Lunch is too short." in desk.get(url).content.decode()


@pytest.mark.parametrize("move", ["approve", "reject", "merge", "mark_meta"])
def test_every_move_can_be_undone_and_the_history_tells_both(
    desk: Client, district: District, forum: Forum, voice: Voice, move: str
) -> None:
    into = make.statement(forum)
    assert post(desk, voice, move=move, reason="insult", into=into.public_id) == 303
    entry = ModerationEntry.objects.get(voice=voice)
    desk.post(district.url("undo_move", move_id=entry.public_id))
    voice.refresh_from_db()
    assert (voice.state, voice.is_meta, voice.merged_into) == (VoiceState.RECEIVED, False, None)
    moves = list(ModerationEntry.objects.filter(voice=voice).values_list("move", flat=True))
    assert moves == ["undo", move]
    entry.refresh_from_db()
    assert entry.undone_at is not None


def test_only_the_last_move_that_stands_can_be_undone(desk: Client, district: District, voice: Voice) -> None:
    post(desk, voice, move="approve")
    post(desk, voice, move="reject", reason="insult")
    last, first = ModerationEntry.objects.filter(voice=voice)
    desk.post(district.url("undo_move", move_id=first.public_id))
    assert stands(voice) == VoiceState.REJECTED
    desk.post(district.url("undo_move", move_id=last.public_id))
    assert stands(voice) == VoiceState.APPROVED
    desk.post(district.url("undo_move", move_id=first.public_id))
    assert stands(voice) == VoiceState.RECEIVED


def test_nobody_acts_on_old_news(desk: Client, voice: Voice) -> None:
    seen = moderation.stand(voice)
    post(desk, voice, move="reject", reason="insult", seen=seen)
    assert post(desk, voice, move="approve", seen=seen) == 422
    assert stands(voice) == VoiceState.REJECTED


def test_a_voice_taken_back_or_held_is_not_moved(desk: Client, forum: Forum) -> None:
    withdrawn = make.statement(forum, state=VoiceState.WITHDRAWN)
    held = make.statement(forum, state=VoiceState.RECEIVED, is_held=True)
    assert post(desk, withdrawn, move="approve") == 422
    assert post(desk, held, move="approve") == 422


def test_the_words_of_a_held_voice_are_not_on_the_moderators_page(desk: Client, forum: Forum) -> None:
    held = make.statement(forum, "Words nobody may see.", state=VoiceState.RECEIVED, is_held=True)
    url = forum.district.url("moderate_voice", voice_id=held.public_id)
    assert b"Words nobody may see." not in desk.get(url).content


def test_many_are_moved_at_once_and_the_rest_is_counted(
    desk: Client, district: District, forum: Forum
) -> None:
    waiting = [make.statement(forum, state=VoiceState.RECEIVED) for _ in range(3)]
    done = make.statement(forum)
    ModerationEntry.objects.create(voice=done, move="approve")
    data = {"move": "approve", "voice": [v.public_id for v in [*waiting, done]]}
    response = desk.post(district.url("moderate_voices"), data, follow=True)
    assert [stands(v) for v in waiting] == [VoiceState.APPROVED] * 3
    page = response.content.decode()
    assert "3 items changed." in page
    assert "1 item was not changed" in page


def test_many_are_rejected_only_with_a_reason(desk: Client, district: District, voice: Voice) -> None:
    data = {"move": "reject", "voice": [voice.public_id]}
    desk.post(district.url("moderate_voices"), data)
    assert stands(voice) == VoiceState.RECEIVED
    desk.post(district.url("moderate_voices"), {**data, "reason": "advert"})
    assert stands(voice) == VoiceState.REJECTED


def test_the_way_back_from_a_form_leads_nowhere_else(desk: Client, district: District, voice: Voice) -> None:
    data = {"move": "approve", "voice": [voice.public_id], "back": "https://example.org/"}
    response = desk.post(district.url("moderate_voices"), data)
    assert response["Location"] == district.url("moderate_queue")


def test_a_school_leader_moderates_the_forums_of_their_own_school(
    district: District, client_of: ClientOf, forum: Forum, voice: Voice
) -> None:
    school = make.school("Juniper High")
    own = make.statement(make.forum(make.cycle(school=school)), state=VoiceState.RECEIVED)
    client = client_of(make.member(district, Role.SCHOOL_LEADER, school=school))
    assert post(client, own, move="approve") == 303
    assert post(client, voice, move="approve") == 403
    page = client.get(district.url("moderate_queue")).content.decode()
    assert WORDS not in page


def test_each_move_leaves_an_audit_row_without_words(desk: Client, voice: Voice) -> None:
    post(desk, voice, move="reject", reason="private")
    entry = AuditEntry.objects.get(verb="reject_voice")
    assert entry.object_id == voice.public_id
    assert WORDS not in str(entry.details)


def test_the_desk_shows_how_many_wait(desk: Client, forum: Forum, voice: Voice) -> None:
    make.statement(forum, state=VoiceState.RECEIVED)
    post(desk, voice, move="approve")
    assert Tally.objects.get(forum=forum, what="waiting").n == 1


def test_a_long_queue_is_paged_and_takes_no_more_queries(
    desk: Client, district: District, forum: Forum, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for _ in range(60):
        make.statement(forum, state=VoiceState.RECEIVED)
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        page = desk.get(district.url("moderate_queue") + "?page=2").content.decode()
    assert page.count('name="voice"') == 25


def test_an_empty_queue_says_what_to_do_next(desk: Client, district: District) -> None:
    assert b"There are no comments to show" in desk.get(district.url("moderate_queue")).content


# Appeals


@pytest.fixture
def code(forum: Forum) -> str:
    return follow_code("a secret", "x" * 22)


@pytest.fixture
def rejected(forum: Forum, coordinator: Person, district: District, code: str) -> Voice:
    voice = make.statement(forum, WORDS, state=VoiceState.RECEIVED, follow_hash=code_hash(code))
    moderation.moderate_voice(make.actor(coordinator, district), voice, move="reject", reason="insult")
    voice.refresh_from_db()
    return voice


def test_whoever_wrote_it_asks_to_look_again_and_reads_the_answer(
    desk: Client, client: Client, district: District, rejected: Voice, code: str
) -> None:
    url = district.url("appeal", code=code)
    page = client.get(url).content.decode()
    assert WORDS in page
    assert str(Reason.INSULT.label) in page
    client.post(url, {"text": "I meant no one."})
    client.post(url, {"text": "And once more."})
    appeal = Appeal.objects.get()
    assert appeal.text == "I meant no one."
    assert Tally.objects.get(what="appeals").n == 1
    assert WORDS in desk.get(district.url("appeals")).content.decode()
    answer = {"is_granted": "yes", "answer": "You are right."}
    desk.post(district.url("answer_appeal", appeal_id=appeal.public_id), answer)
    assert stands(rejected) == VoiceState.APPROVED
    appeal.refresh_from_db()
    assert appeal.state == AppealState.GRANTED
    assert "You are right." in client.get(url).content.decode()
    assert Tally.objects.get(what="appeals").n == 0


def test_an_appeal_that_is_turned_down_leaves_the_rejection(
    desk: Client, client: Client, district: District, rejected: Voice, code: str
) -> None:
    client.post(district.url("appeal", code=code), {})
    appeal = Appeal.objects.get()
    url = district.url("answer_appeal", appeal_id=appeal.public_id)
    assert desk.post(url, {"is_granted": "no", "answer": " "}).status_code == 422
    assert desk.post(url, {"is_granted": "no", "answer": "It names a student."}).status_code == 303
    assert stands(rejected) == VoiceState.REJECTED
    again = desk.post(url, {"is_granted": "yes", "answer": "Twice"})
    assert again.status_code == 422
    assert stands(rejected) == VoiceState.REJECTED


def test_what_was_not_rejected_cannot_be_appealed(client: Client, district: District, forum: Forum) -> None:
    code = follow_code("another secret", "y" * 22)
    make.statement(forum, follow_hash=code_hash(code))
    assert client.post(district.url("appeal", code=code), {"text": "Why?"}).status_code == 422
    assert not Appeal.objects.exists()


def test_an_appeal_needs_the_code_of_that_voice(client: Client, district: District, rejected: Voice) -> None:
    assert client.get(district.url("appeal", code="n" * 22)).status_code == 404
    assert client.get(district.url("appeal", code=rejected.public_id)).status_code == 404


def test_a_code_of_one_district_opens_nothing_in_another(
    client: Client, other_district: District, rejected: Voice, code: str
) -> None:
    assert client.get(other_district.url("appeal", code=code)).status_code == 404


def test_an_appeal_that_tells_of_harm_is_held_like_any_other_words(
    client: Client, district: District, rejected: Voice, code: str
) -> None:
    client.post(district.url("appeal", code=code), {"text": "I want to kill myself."})
    rejected.refresh_from_db()
    assert rejected.is_held
    assert rejected.urgent_flags.count() == 1


def test_the_rules_are_public_and_complete(client: Client, district: District) -> None:
    page = client.get(district.url("rules")).content.decode()
    for label in Reason.labels:
        assert label.replace("'", "&#x27;") in page


def test_undoing_needs_a_move_that_can_be_undone(
    district: District, coordinator: Person, voice: Voice
) -> None:
    actor = make.actor(coordinator, district)
    entry = ModerationEntry.objects.create(voice=voice, move="withdraw", before={"state": "received"})
    with pytest.raises(Refused):
        moderation.undo_move(actor, entry)
