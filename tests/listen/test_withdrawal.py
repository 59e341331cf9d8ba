"""What a withdrawal does to the rows of listen: the text, its translation, and appeals."""

import pytest
from django.test import Client

from tests import make
from throughline.accounts.actions import Refused
from throughline.accounts.models import District, Person
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, Forum, ForumKind, Tally
from throughline.listen.actions.appeal import decide_appeal, make_appeal
from throughline.listen.actions.moderation import moderate_voice
from throughline.listen.actions.urgent_desk import deal_with_urgent
from throughline.listen.actions.voice import withdraw_voice
from throughline.listen.models import Appeal, ModerationMove, Reason, UrgentFlag, Voice
from throughline.listen.queries.contributor import code_hash
from throughline.listen.queries.moderation import open_appeals

pytestmark = pytest.mark.django_db
CODE = "f" * 22


@pytest.fixture
def forum(district: District) -> Forum:
    cycle: Cycle = make.cycle()
    return make.forum(cycle, ForumKind.QUESTION)


@pytest.fixture
def actor(district: District, coordinator: Person) -> Actor:
    return make.actor(coordinator, district)


@pytest.fixture
def voice(forum: Forum, actor: Actor) -> Voice:
    """A rejected text with a translation, about which its writer has appealed once and again."""
    translation = make.translated("Ring the bells later.", "Que suenen más tarde.")
    voice = make.voice(forum, "Ring the bells later.", translation=translation, follow_hash=code_hash(CODE))
    moderate_voice(actor, voice, move=ModerationMove.REJECT, reason=Reason.OFF_TOPIC)
    first = make_appeal(Actor.contributor(forum.district), voice, text="The bells are what you asked about.")
    decide_appeal(actor, first, is_granted=False, answer="You wrote “Ring the bells later”.")
    make_appeal(Actor.contributor(forum.district), voice, text="Please read about the bells again.")
    voice.refresh_from_db()
    return voice


def n_waiting() -> int:
    return Tally.objects.get(what="appeals").n


def test_the_text_its_translation_and_its_appeals_are_blanked(voice: Voice) -> None:
    withdraw_voice(Actor.contributor(voice.district), voice)
    voice.refresh_from_db()
    assert (voice.text, voice.translation.texts) == ("", {})
    assert list(Appeal.objects.filter(voice=voice).values_list("text", "answer")) == [("", ""), ("", "")]


def test_nobody_is_asked_to_answer_an_appeal_about_withdrawn_words(voice: Voice, actor: Actor) -> None:
    assert open_appeals(actor).count() == n_waiting() == 1
    withdraw_voice(Actor.contributor(voice.district), voice)
    assert open_appeals(actor).count() == n_waiting() == 0
    appeal = Appeal.objects.filter(voice=voice)[0]
    with pytest.raises(Refused, match="withdrew it"):
        decide_appeal(actor, appeal, is_granted=True, answer="Yes.")


def test_pages_about_an_appeal_promise_no_answer_once_the_words_are_withdrawn(
    voice: Voice, district: District, coordinator: Person
) -> None:
    withdraw_voice(Actor.contributor(voice.district), voice)
    own = Client().get(district.url("appeal", code=CODE)).content.decode()
    assert "You withdrew this." in own
    assert "A person will review your response again" not in own
    desk = Client()
    desk.force_login(coordinator)
    page = desk.get(district.url("moderate_voice", voice_id=voice.public_id)).content.decode()
    appeal = Appeal.objects.filter(voice=voice)[0]
    assert district.url("answer_appeal", appeal_id=appeal.public_id) not in page


def test_an_appeal_that_may_tell_of_harm_is_kept_until_somebody_has_dealt_with_it(
    voice: Voice, actor: Actor
) -> None:
    flag = UrgentFlag.objects.create(voice=voice, kind="self_harm")
    withdraw_voice(Actor.contributor(voice.district), voice)
    assert all(Appeal.objects.filter(voice=voice).values_list("text", flat=True))
    deal_with_urgent(actor, flag, what_was_done="A call was made.", is_let_go=False)
    assert not any(Appeal.objects.filter(voice=voice).values_list("text", flat=True))
    voice.refresh_from_db()
    assert voice.text == ""


def test_the_page_says_before_and_after_what_cannot_be_undone(voice: Voice, district: District) -> None:
    client = Client()
    before = client.post(district.url("withdraw"), {"code": CODE}).content.decode()
    assert "We can't remove copies that people already downloaded, printed, or wrote down." in before
    assert "may be a public record" in before
    client.post(district.url("withdraw"), {"code": CODE, "confirm": "yes"})
    after = client.get(district.url("follow", code=CODE)).content.decode()
    assert "Your words were removed from this site, including anywhere they were quoted." in after
    assert "the district keeps what public-records law requires" in " ".join(after.split())
