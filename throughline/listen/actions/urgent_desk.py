"""The urgent desk: read an urgent voice, record what was done, keep it held or release it."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused, record
from throughline.accounts.permissions import Actor
from throughline.listen.actions.moderation import settle_reports
from throughline.listen.actions.tally import count_urgent, count_waiting
from throughline.listen.actions.voice import blank_words
from throughline.listen.models import (
    ModerationEntry,
    ModerationMove,
    UrgentFlag,
    UrgentKind,
    Voice,
    VoiceState,
)


@transaction.atomic
def flag_as_urgent(actor: Actor, voice: Voice) -> UrgentFlag:
    """Hold a voice back at once, which any moderator may do."""
    voice = Voice.objects.select_for_update(of=("self",)).select_related("forum__cycle").get(pk=voice.pk)
    current = UrgentFlag.objects.filter(voice=voice, dealt_at__isnull=True).first()
    if current is not None and voice.is_held:
        return current
    if voice.state == VoiceState.WITHDRAWN:
        raise Refused(_("The person who wrote this withdrew it."))
    _hold(actor, voice)
    flag = UrgentFlag.objects.create(voice=voice, kind=UrgentKind.FLAGGED, raised_by=actor.person)
    record(actor, "flag_as_urgent", voice, flag=flag.public_id)
    count_urgent(voice.forum)
    count_waiting(voice.forum)
    return flag


@transaction.atomic
def note_reading(actor: Actor, flag: UrgentFlag) -> None:
    """Record who opened urgent words, and when."""
    record(actor, "read_urgent_voice", flag.voice or flag, flag=flag.public_id)


@transaction.atomic
def deal_with_urgent(
    actor: Actor, flag: UrgentFlag, *, what_was_done: str, is_let_go: bool = False
) -> UrgentFlag:
    """Close every open flag of the voice with the same note; keep it held or release it to moderation.

    `is_let_go` leaves a voice that a reader reported as it is, since it is not on hold. Words that no voice
    holds go with their flag.
    """
    if not what_was_done.strip():
        raise Refused(_("Describe what was done, so the next person can see it in the log."))
    if flag.voice_id is None:
        return _close_with_its_words(actor, flag, what_was_done)
    voice = Voice.objects.select_for_update(of=("self",)).select_related("forum__cycle").get(pk=flag.voice_id)
    closed = _close(UrgentFlag.objects.filter(voice=voice), actor, what_was_done)
    if not voice.is_held and not is_let_go:
        _hold(actor, voice)
    elif voice.is_held and is_let_go:
        _let_go(actor, voice)
    if voice.state == VoiceState.WITHDRAWN:
        blank_words([voice.pk])
    record(actor, "deal_with_urgent", voice, flag=flag.public_id, is_let_go=is_let_go, n_flags=closed)
    count_urgent(voice.forum)
    count_waiting(voice.forum)
    flag.refresh_from_db()
    return flag


def _close(flags: QuerySet[UrgentFlag], actor: Actor, what_was_done: str) -> int:
    closed = flags.filter(dealt_at__isnull=True).update(
        dealt_at=timezone.now(), dealt_by=actor.person, what_was_done=what_was_done.strip()
    )
    if not closed:
        raise Refused(_("Someone else has already resolved this. Read what was done."))
    return closed


def _close_with_its_words(actor: Actor, flag: UrgentFlag, what_was_done: str) -> UrgentFlag:
    same = UrgentFlag.objects.filter(pk=flag.pk, voice__isnull=True)
    _close(same, actor, what_was_done)
    same.update(words="", fingerprint="")
    record(actor, "deal_with_urgent", flag, flag=flag.public_id, n_flags=1)
    if flag.forum is not None:
        count_urgent(flag.forum)
    flag.refresh_from_db()
    return flag


@transaction.atomic
def let_go(actor: Actor, voice: Voice) -> Voice:
    """Release a voice to moderation that was dealt with but kept held."""
    voice = Voice.objects.select_for_update(of=("self",)).select_related("forum__cycle").get(pk=voice.pk)
    if UrgentFlag.objects.filter(voice=voice, dealt_at__isnull=True).exists():
        raise Refused(_("This message is still unresolved. First describe what was done."))
    if voice.is_held:
        _let_go(actor, voice)
        record(actor, "let_go_voice", voice)
        count_waiting(voice.forum)
    return voice


def _hold(actor: Actor, voice: Voice) -> None:
    before = {"state": str(voice.state), "is_held": voice.is_held}
    voice.is_held = True
    voice.save(update_fields=["is_held"])
    entry = ModerationEntry.objects.create(
        voice=voice, move=ModerationMove.HOLD, person=actor.person, before=before
    )
    settle_reports(voice, entry)


def _let_go(actor: Actor, voice: Voice) -> None:
    before = {"state": str(voice.state), "is_held": voice.is_held}
    voice.is_held = voice.is_unreviewed = False
    if voice.state == VoiceState.APPROVED:
        voice.state = VoiceState.RECEIVED
    voice.save(update_fields=["is_held", "is_unreviewed", "state"])
    ModerationEntry.objects.create(
        voice=voice, move=ModerationMove.RELEASE_HOLD, person=actor.person, before=before
    )
