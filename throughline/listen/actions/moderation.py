"""Moderation of voices. Each move can be undone, and each applies the published rules."""

from collections.abc import Iterable
from typing import TypedDict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused, record
from throughline.accounts.permissions import Actor
from throughline.listen.actions.tally import count_waiting
from throughline.listen.models import (
    ModerationEntry,
    ModerationMove,
    Reason,
    Voice,
    VoiceKind,
    VoiceReport,
    VoiceState,
)

UNDOABLE = frozenset(
    {
        ModerationMove.APPROVE,
        ModerationMove.REJECT,
        ModerationMove.MERGE,
        ModerationMove.MARK_META,
        ModerationMove.UNMARK_META,
    }
)


class EarlierState(TypedDict):
    """The state of a voice before a move, stored with the move so that it can be undone."""

    state: str
    is_meta: bool
    is_held: bool
    is_unreviewed: bool
    merged_into: int | None


class ChangedMeanwhile(Refused):
    """The move does not apply: the voice's state has changed, or is the requested one already."""


@transaction.atomic
def moderate_voice(
    actor: Actor,
    voice: Voice,
    *,
    move: str,
    reason: str = "",
    into: Voice | None = None,
    seen: str | None = None,
) -> ModerationEntry:
    """Make one move. If the state is no longer `seen`, the one shown to the moderator, nothing is done."""
    voice = _lock(voice)
    if seen is not None and seen != stand(voice):
        raise ChangedMeanwhile(
            _("Someone else has changed this comment since you opened it. Review it, then decide.")
        )
    _refuse_what_cannot_be_moved(voice)
    before = _before(voice)
    if move == ModerationMove.APPROVE:
        voice.state, voice.merged_into = VoiceState.APPROVED, None
    elif move == ModerationMove.REJECT:
        if reason not in Reason.values:
            raise Refused(_("Choose the guideline it breaks. You need a reason to reject a comment."))
        voice.state, voice.merged_into = VoiceState.REJECTED, None
    elif move == ModerationMove.MERGE:
        voice.state, voice.merged_into = VoiceState.MERGED, _checked_target(voice, into)
    elif move == ModerationMove.MARK_META:
        voice.is_meta = True
    elif move == ModerationMove.UNMARK_META:
        voice.is_meta = False
    else:
        raise Refused(_("Choose an action."))
    voice.is_unreviewed = False
    is_first_look = move == ModerationMove.APPROVE and (not is_looked_at(voice) or has_open_reports(voice))
    if before == _before(voice) and not is_first_look:
        raise ChangedMeanwhile(_("It already has this status. Nothing was changed."))
    return _write(actor, voice, move, before, reason if move == ModerationMove.REJECT else "")


@transaction.atomic
def moderate_voices(actor: Actor, voices: Iterable[Voice], *, move: str, reason: str = "") -> tuple[int, int]:
    """Make the same move on many voices; return how many changed and how many were left as they were."""
    n_moved = n_left = 0
    for voice in voices:
        try:
            with transaction.atomic():
                moderate_voice(actor, voice, move=move, reason=reason)
            n_moved += 1
        except ChangedMeanwhile:
            n_left += 1
    return n_moved, n_left


@transaction.atomic
def undo_move(actor: Actor, entry: ModerationEntry) -> ModerationEntry:
    """Restore the state before the last move on a voice, and record that this was done."""
    voice = _lock(entry.voice)
    newest = last_undoable(voice)
    if newest is None or newest.pk != entry.pk:
        raise Refused(_("You can undo only the latest action. Another action was taken after this one."))
    _refuse_what_cannot_be_moved(voice)
    before = _before(voice)
    voice.state = entry.before["state"]
    voice.is_meta = entry.before["is_meta"]
    voice.is_unreviewed = entry.before.get("is_unreviewed", False)
    voice.merged_into_id = entry.before["merged_into"]
    ModerationEntry.objects.filter(pk=entry.pk).update(undone_at=timezone.now())
    return _write(actor, voice, ModerationMove.UNDO, before, "", undone=entry.public_id)


def is_looked_at(voice: Voice) -> bool:
    """Whether a person has decided on it; a voice that was shown at once may still be unread."""
    in_force = ModerationEntry.objects.filter(voice=voice, undone_at__isnull=True)
    return in_force.exclude(move=ModerationMove.UNDO).exists()


def has_open_reports(voice: Voice) -> bool:
    return VoiceReport.objects.filter(voice=voice, decision__isnull=True).exists()


def last_undoable(voice: Voice) -> ModerationEntry | None:
    """The last move that is not undone, if it is of a kind that can be."""
    for entry in ModerationEntry.objects.filter(voice=voice, undone_at__isnull=True).exclude(
        move=ModerationMove.UNDO
    )[:1]:
        return entry if entry.move in UNDOABLE else None
    return None


def stand(voice: Voice) -> str:
    """The state of a voice as one word. It is sent back with a move, to detect that it has changed."""
    return f"{voice.state}-{int(voice.is_meta)}-{int(voice.is_held)}"


def _lock(voice: Voice) -> Voice:
    return Voice.objects.select_for_update(of=("self",)).select_related("forum__cycle").get(pk=voice.pk)


def _before(voice: Voice) -> EarlierState:
    return {
        "state": str(voice.state),
        "is_meta": voice.is_meta,
        "is_held": voice.is_held,
        "is_unreviewed": voice.is_unreviewed,
        "merged_into": voice.merged_into_id,
    }


def _refuse_what_cannot_be_moved(voice: Voice) -> None:
    if voice.is_held:
        raise ChangedMeanwhile(
            _(
                "This comment is on hold as an urgent message. You can review it here after someone "
                "releases it to moderation."
            )
        )
    if voice.state == VoiceState.WITHDRAWN:
        raise ChangedMeanwhile(_("The person who wrote this withdrew it."))


def _checked_target(voice: Voice, into: Voice | None) -> Voice:
    if voice.kind != VoiceKind.STATEMENT:
        raise Refused(_("Only statements can be merged."))
    if into is None or into.forum_id != voice.forum_id or into.kind != VoiceKind.STATEMENT:
        raise Refused(_("Choose a statement from the same forum that says the same thing."))
    if into.pk == voice.pk:
        raise Refused(_("A statement can't be merged with itself."))
    if not into.is_usable:
        raise Refused(_("Choose an approved statement. This one isn't shown to anyone."))
    return into


def _write(
    actor: Actor, voice: Voice, move: str, before: EarlierState, reason: str, **details: str
) -> ModerationEntry:
    voice.save(update_fields=["state", "is_meta", "is_unreviewed", "merged_into"])
    entry = ModerationEntry.objects.create(
        voice=voice, move=move, reason=reason, person=actor.person, before=before
    )
    settle_reports(voice, entry)
    record(
        actor,
        f"{move}_voice" if move != ModerationMove.UNDO else "undo_move",
        voice,
        reason=reason,
        **details,
    )
    count_waiting(voice.forum)
    return entry


def settle_reports(voice: Voice, entry: ModerationEntry) -> None:
    """Close the reports of a text by the decision about it; undoing the decision opens them again."""
    if entry.move == ModerationMove.UNDO:
        VoiceReport.objects.filter(voice=voice, decision__undone_at__isnull=False).update(decision=None)
    else:
        VoiceReport.objects.filter(voice=voice, decision__isnull=True).update(decision=entry)
