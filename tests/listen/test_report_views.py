"""Comments that are shown at once: their label, names that wait, reports of readers, and their review."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from tests import make
from throughline.accounts.models import AuditEntry, District, Person
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, Forum, Moderation, Tally
from throughline.guide.queries.cycle import cycle_state
from throughline.listen.actions.answer import give_answer
from throughline.listen.actions.moderation import moderate_voice, undo_move
from throughline.listen.actions.statement import add_seed_statement, add_statement
from throughline.listen.actions.tally import count_waiting
from throughline.listen.actions.urgent_desk import deal_with_urgent
from throughline.listen.actions.voice import rewrite, withdraw_voice
from throughline.listen.models import Contributor, UrgentFlag, UrgentKind, Voice, VoiceReport, VoiceState
from throughline.listen.queries.contributor import code_hash, follow_code
from throughline.listen.workflows.alerts import alert_responders

ClientOf = Callable[[Person | None], Client]
LABEL = "Shown, not yet reviewed"
WORDS = "Zebra crossings near the middle school would help everyone."


@pytest.fixture
def cycle(district: District) -> Cycle:
    return make.cycle()


@pytest.fixture
def forum(cycle: Cycle) -> Forum:
    return make.forum(cycle, moderation=Moderation.AFTER)


@pytest.fixture
def shown(forum: Forum) -> Voice:
    return make.statement(forum, WORDS, is_unreviewed=True)


@pytest.fixture
def actor(coordinator: Person, district: District) -> Actor:
    return make.actor(coordinator, district)


@pytest.fixture
def anyone(district: District) -> Actor:
    return Actor.contributor(district)


def url_of(voice: Voice) -> str:
    return voice.district.url("report_voice", forum_id=voice.forum.public_id, voice_id=voice.public_id)


def report(voice: Voice, reason: str = "insult", token: str = "", client: Client | None = None) -> int:
    data = {"reason": reason, "browser": token or make.token()}
    return (client or Client()).post(url_of(voice), data).status_code


def n_of(voice: Voice, what: str) -> int:
    return Tally.objects.get(forum=voice.forum, what=what).n


def test_a_comment_shown_at_once_says_so_until_a_moderator_decides(
    client: Client, desk: Client, forum: Forum, anyone: Actor, actor: Actor
) -> None:
    voice = add_statement(anyone, forum, text=WORDS, language="en", token=make.token())
    assert (voice.state, voice.is_unreviewed) == (VoiceState.APPROVED, True)
    page = forum.district.url("part", forum_id=forum.public_id)
    voices = forum.district.url("voices")
    assert LABEL in client.get(page).content.decode()
    assert LABEL in desk.get(voices).content.decode()
    entry = moderate_voice(actor, voice, move="approve")
    assert LABEL not in client.get(page).content.decode()
    assert LABEL not in desk.get(voices).content.decode()
    undo_move(actor, entry)
    assert LABEL in client.get(page).content.decode()


def test_ones_own_votes_and_link_say_that_nobody_has_reviewed_it(client: Client, forum: Forum) -> None:
    token = make.token()
    person = make.contributor(forum, token)
    voice = make.statement(forum, WORDS, is_unreviewed=True, contributor=person)
    voice.follow_hash = code_hash(follow_code(token, voice.public_id))
    voice.save()
    make.vote(forum, person, voice)
    client.cookies["tl_token"] = token
    for name, kwargs in (
        ("my_answers", {"forum_id": forum.public_id}),
        ("part_done", {"forum_id": forum.public_id}),
        ("follow", {"code": follow_code(token, voice.public_id)}),
    ):
        assert LABEL in client.get(forum.district.url(name, **kwargs)).content.decode(), name


def test_where_a_person_reads_first_nothing_is_shown_unreviewed(cycle: Cycle, anyone: Actor) -> None:
    voice = add_statement(anyone, make.forum(cycle), text=WORDS, language="en", token=make.token())
    assert (voice.state, voice.is_unreviewed) == (VoiceState.RECEIVED, False)


def test_a_comment_that_seems_to_name_someone_waits_and_its_writer_and_moderator_know_why(
    client: Client, desk: Client, forum: Forum, anyone: Actor
) -> None:
    token = make.token()
    named = "Ask Mr. Lopez why the doors are locked."
    voice = add_statement(anyone, forum, text=named, language="en", token=token)
    assert (voice.state, voice.is_unreviewed) == (VoiceState.RECEIVED, False)
    assert named not in client.get(forum.district.url("part", forum_id=forum.public_id)).content.decode()
    client.cookies["tl_token"] = token
    done = client.get(forum.district.url("part_done", forum_id=forum.public_id)).content.decode()
    assert "A person will read this first because it seems to name someone." in done
    page = desk.get(forum.district.url("moderate_voice", voice_id=voice.public_id)).content.decode()
    assert "This comment waits for a review because it seems to name someone:" in page
    assert '<span dir="auto">Mr. Lopez</span>' in page


def test_a_name_that_is_added_later_waits_too(forum: Forum, anyone: Actor) -> None:
    answer = give_answer(anyone, forum, text="More buses.", language="en", token=make.token())
    assert answer.is_unreviewed
    rewrite(anyone, answer, "give_answer", text="La maestra Rosa grita.", language="es")
    assert (answer.state, answer.is_unreviewed) == (VoiceState.RECEIVED, False)


def test_the_districts_own_statements_may_name_people(forum: Forum, actor: Actor) -> None:
    seed = add_seed_statement(actor, forum, text="Principal Ortega should hold office hours.", language="en")
    assert (seed.state, seed.is_unreviewed) == (VoiceState.APPROVED, False)


def test_a_report_takes_two_taps_and_hides_nothing(client: Client, forum: Forum, shown: Voice) -> None:
    card = client.get(forum.district.url("part", forum_id=forum.public_id)).content.decode()
    assert f'href="{url_of(shown)}"' in card
    page = client.get(url_of(shown)).content.decode()
    assert WORDS in page
    assert page.count('<button class="quiet" name="reason"') == 8
    response = client.post(url_of(shown), {"reason": "private"}, follow=True)
    assert "Others can still see it until that person decides." in response.content.decode()
    shown.refresh_from_db()
    assert shown.is_usable
    assert WORDS in client.get(forum.district.url("part", forum_id=forum.public_id)).content.decode()


def test_a_browser_counts_once_and_its_report_leads_to_no_other_row(forum: Forum, shown: Voice) -> None:
    token, client = make.token(), Client()
    make.contributor(forum, token)
    other = make.statement(forum, "Another one.")
    for voice in (shown, shown, other):
        assert report(voice, token=token, client=client) == 303
    hashes = set(VoiceReport.objects.values_list("browser_hash", flat=True))
    assert VoiceReport.objects.count() == len(hashes) == 2
    assert hashes.isdisjoint(Contributor.objects.values_list("token_hash", flat=True))
    audit = AuditEntry.objects.filter(verb="report_voice")
    assert [entry.person_id for entry in audit] == [None, None]


def test_a_report_without_a_reason_or_with_another_is_refused(client: Client, shown: Voice) -> None:
    for data in ({}, {"reason": "i_disagree"}):
        response = client.post(url_of(shown), data)
        assert response.status_code == 422
        assert "Choose a reason." in response.content.decode()
    assert not VoiceReport.objects.exists()


def test_what_is_hidden_meanwhile_is_not_shown_by_its_report_page(client: Client, shown: Voice) -> None:
    Voice.objects.filter(pk=shown.pk).update(state=VoiceState.REJECTED)
    page = client.get(url_of(shown)).content.decode()
    assert "This comment is no longer shown." in page
    assert WORDS not in page
    assert report(shown, client=client) == 422


def test_reports_come_from_few_only_within_a_minute(shown: Voice) -> None:
    token, client = make.token(), Client()
    assert [report(shown, token=token, client=client) for _ in range(8)].count(429) > 0


def test_what_others_see_is_reviewed_first(
    desk: Client, forum: Forum, shown: Voice, owner: Person, district: District
) -> None:
    waiting = make.statement(forum, "Nobody sees this one.", state=VoiceState.RECEIVED)
    reported = make.statement(forum, "This one was reported.")
    report(reported)
    count_waiting(forum)
    page = desk.get(district.url("moderate_queue")).content.decode()
    places = [page.index(voice.text) for voice in (reported, shown, waiting)]
    assert places == sorted(places)
    assert "Reported by 1 reader: Attacks a person or group" in page
    state = cycle_state(make.actor(owner, district), forum.cycle, shown.received_at)
    labels = [step.text for step in state.steps]
    assert labels == [
        "Review 1 reported comment",
        "Review 1 comment that is already shown",
        "Review 1 comment",
    ]
    response = desk.post(district.url("moderate_voice", voice_id=reported.public_id), {"move": "approve"})
    assert response["Location"].endswith(district.url("moderate_voice", voice_id=shown.public_id))


def test_a_decision_closes_reports_and_undoing_it_opens_them(
    desk: Client, shown: Voice, actor: Actor, district: District
) -> None:
    report(shown)
    report(shown, "advert")
    page = desk.get(district.url("moderate_voice", voice_id=shown.public_id)).content.decode()
    assert "Any decision below closes these reports." in page
    entry = moderate_voice(actor, shown, move="approve")
    assert VoiceReport.objects.filter(decision=entry).count() == 2
    assert n_of(shown, "reported") == 0
    undo_move(actor, entry)
    assert n_of(shown, "reported") == 1


def test_a_reported_comment_can_be_approved_again(forum: Forum, actor: Actor) -> None:
    voice = make.statement(forum, WORDS)
    moderate_voice(actor, voice, move="approve")
    report(voice)
    moderate_voice(actor, voice, move="approve")
    assert not VoiceReport.objects.filter(decision__isnull=True).exists()


def test_a_reason_that_was_decided_about_does_not_come_back_to_the_top(
    desk: Client, shown: Voice, actor: Actor, district: District
) -> None:
    report(shown)
    moderate_voice(actor, shown, move="approve")
    report(shown)
    assert n_of(shown, "reported") == 0
    assert WORDS not in desk.get(district.url("moderate_queue")).content.decode()
    page = desk.get(district.url("moderate_queue") + "?show=reported").content.decode()
    assert WORDS in page
    assert "(already decided once)" in page
    report(shown, "private")
    assert n_of(shown, "reported") == 1


def test_withdrawn_or_changed_words_take_their_reports_along(forum: Forum, anyone: Actor) -> None:
    withdrawn, changed = make.statement(forum, "One."), make.statement(forum, "Two.")
    for voice in (withdrawn, changed):
        report(voice)
    withdraw_voice(anyone, withdrawn)
    rewrite(anyone, changed, "give_answer", text="Two again.", language="en")
    assert not VoiceReport.objects.exists()
    assert n_of(changed, "reported") == 0


def test_a_report_of_danger_tells_the_responders_and_leaves_the_words_where_they_are(
    forum: Forum, shown: Voice, district: District, owner: Person
) -> None:
    assert report(shown, "danger") == 303
    flag = UrgentFlag.objects.get(voice=shown)
    shown.refresh_from_db()
    assert (flag.kind, shown.is_usable) == (UrgentKind.REPORTED, True)
    assert n_of(shown, "urgent") == 1
    mail.outbox.clear()
    UrgentFlag.objects.update(alerted_at=None, n_alerted=0)
    alert_responders(district)
    assert "Others can still see the comment." in mail.outbox[0].body
    assert "on hold" not in mail.outbox[0].body
    assert WORDS not in mail.outbox[0].body


@pytest.mark.parametrize(("stays", "is_usable"), [("yes", True), ("no", False)])
def test_a_responder_leaves_a_reported_comment_or_puts_it_on_hold(
    shown: Voice, district: District, owner: Person, client_of: ClientOf, stays: str, is_usable: bool
) -> None:
    report(shown, "danger")
    flag = UrgentFlag.objects.get(voice=shown)
    url = district.url("deal_with_urgent", flag_id=flag.public_id)
    client = client_of(owner)
    assert "Leave it as it is. Others can still see it." in client.get(url).content.decode()
    assert client.post(url, {"what_was_done": "Called home.", "is_let_go": stays}).status_code == 303
    shown.refresh_from_db()
    assert (shown.is_usable, shown.state) == (is_usable, VoiceState.APPROVED)
    assert n_of(shown, "urgent") == 0


def test_a_danger_that_was_looked_at_is_not_told_again(shown: Voice, actor: Actor) -> None:
    report(shown, "danger")
    deal_with_urgent(actor, UrgentFlag.objects.get(), what_was_done="Fine.", is_let_go=True)
    moderate_voice(actor, shown, move="approve")
    report(shown, "danger")
    assert UrgentFlag.objects.filter(dealt_at__isnull=True).count() == 0
