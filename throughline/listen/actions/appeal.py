from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused, record
from throughline.accounts.permissions import Actor
from throughline.listen.actions.moderation import moderate_voice
from throughline.listen.actions.tally import count_appeals
from throughline.listen.actions.urgent import hold_if_urgent
from throughline.listen.models import Appeal, AppealState, ModerationMove, Voice, VoiceState

LONGEST_APPEAL = 2000


@transaction.atomic
def make_appeal(actor: Actor, voice: Voice, *, text: str) -> Appeal:
    """Ask for a second look at a rejection. While an appeal is open, a second request returns it."""
    voice = Voice.objects.select_for_update(of=("self",)).select_related("forum__cycle").get(pk=voice.pk)
    if voice.state != VoiceState.REJECTED:
        raise Refused(_("Your response wasn't rejected, so there is nothing to review again."))
    current = Appeal.objects.filter(voice=voice, state=AppealState.OPEN).first()
    if current is not None:
        return current
    text = text.replace("\0", "").strip()
    if len(text) > LONGEST_APPEAL:
        raise Refused(_("This is too long. Shorten it to %(n)s characters or fewer.") % {"n": LONGEST_APPEAL})
    made = Appeal.objects.create(voice=voice, text=text)
    hold_if_urgent(actor, voice, text=text)
    record(actor, "appeal", voice, appeal=made.public_id)
    count_appeals(voice.forum)
    return made


@transaction.atomic
def decide_appeal(actor: Actor, appeal: Appeal, *, is_granted: bool, answer: str) -> Appeal:
    """Grant the appeal, which approves the voice, or uphold the rejection.

    Either way an answer in words is required.
    """
    Voice.objects.select_for_update(of=("self",)).get(pk=appeal.voice_id)  # before the appeal, as withdrawing
    appeal = (
        Appeal.objects.select_for_update(of=("self",)).select_related("voice__forum__cycle").get(pk=appeal.pk)
    )
    if appeal.state != AppealState.OPEN:
        raise Refused(_("This appeal already has a reply."))
    if appeal.voice.state == VoiceState.WITHDRAWN:
        raise Refused(_("The person who wrote this withdrew it."))
    if not answer.strip():
        raise Refused(_("Write a reply. The person can read it at their private link."))
    appeal.state = AppealState.GRANTED if is_granted else AppealState.UPHELD
    appeal.answer, appeal.answered_by, appeal.answered_at = answer.strip(), actor.person, timezone.now()
    appeal.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    if is_granted and appeal.voice.state == VoiceState.REJECTED:
        moderate_voice(actor, appeal.voice, move=ModerationMove.APPROVE)
    record(actor, "answer_appeal", appeal.voice, appeal=appeal.public_id, is_granted=is_granted)
    count_appeals(appeal.voice.forum)
    return appeal
