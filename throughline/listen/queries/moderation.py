"""What waits for a moderator, and what was done."""

import re
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet

from throughline.accounts.permissions import Actor
from throughline.accounts.queries import has_words
from throughline.convene.models import Forum, Moderation
from throughline.formats.folding import fold
from throughline.listen.models import (
    Appeal,
    AppealState,
    Channel,
    ModerationEntry,
    ModerationMove,
    Voice,
    VoiceKind,
    VoiceState,
)
from throughline.listen.permissions import forums_to_moderate

WORD = re.compile(r"\w{3,}")


@dataclass(frozen=True)
class QueueFilter:
    """Filter of the queue. `show` is `waiting`, `unread` or a state."""

    show: str = "waiting"
    forum: Forum | None = None
    kind: str = ""
    language: str = ""


def voices_to_moderate(actor: Actor, chosen: QueueFilter) -> QuerySet[Voice]:
    """Voices of the queue, oldest first. Held voices are not included: they are at the urgent desk."""
    rows = Voice.objects.select_related("forum", "forum__cycle", "merged_into").filter(is_held=False)
    rows = (
        rows.filter(forum=chosen.forum) if chosen.forum else rows.filter(forum__in=forums_to_moderate(actor))
    )
    if chosen.show == "waiting":
        rows = rows.filter(state=VoiceState.RECEIVED)
    elif chosen.show == "unread":
        rows = rows.filter(state=VoiceState.APPROVED, forum__moderation=Moderation.AFTER, is_seed=False)
        rows = rows.exclude(channel=Channel.IMPORT).filter(~Exists(_looks()))
    else:
        rows = rows.filter(state=chosen.show)
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.language:
        rows = rows.filter(language=chosen.language)
    return rows.order_by("received_at", "pk")


def _looks() -> QuerySet[ModerationEntry]:
    return ModerationEntry.objects.filter(voice=OuterRef("pk"), undone_at__isnull=True).exclude(
        move=ModerationMove.UNDO
    )


def next_to_moderate(actor: Actor, chosen: QueueFilter, after: Voice | None = None) -> Voice | None:
    """The next voice after this one; at the end of the queue, its first."""
    rows = voices_to_moderate(actor, chosen)
    if after is not None:
        later = rows.filter(received_at__gte=after.received_at).exclude(
            received_at=after.received_at, pk__lte=after.pk
        )
        return later.first() or rows.exclude(pk=after.pk).first()
    return rows.first()


def history(voice: Voice) -> QuerySet[ModerationEntry]:
    return ModerationEntry.objects.filter(voice=voice).select_related("person")


@dataclass(frozen=True)
class OneToMergeInto:
    voice: Voice
    n_shared: int


def statements_to_merge_into(voice: Voice, search: str = "", n: int = 6) -> list[OneToMergeInto]:
    """Approved statements of the forum with most words in common with this one, or with the search text."""
    rows = Voice.objects.filter(
        forum_id=voice.forum_id, kind=VoiceKind.STATEMENT, state=VoiceState.APPROVED, is_held=False
    ).exclude(pk=voice.pk)
    if search:
        return [OneToMergeInto(row, 0) for row in rows.filter(has_words(search, "text")).order_by("pk")[:20]]
    words = set(WORD.findall(fold(voice.text)))
    scored = [
        (len(words & theirs) / (len(words | theirs) or 1), len(words & theirs), row)
        for row in rows.order_by("pk")[:2000]
        if (theirs := set(WORD.findall(fold(row.text))))
    ]
    scored.sort(key=lambda found: (-found[0], found[2].pk))
    return [OneToMergeInto(row, n_shared) for share, n_shared, row in scored[:n] if share > 0]


def open_appeals(actor: Actor) -> QuerySet[Appeal]:
    """Open appeals, oldest first."""
    rows = Appeal.objects.filter(state=AppealState.OPEN, voice__forum__in=forums_to_moderate(actor))
    rows = rows.exclude(voice__state=VoiceState.WITHDRAWN)
    return rows.select_related("voice__forum").order_by("at")


def answered_appeals(actor: Actor) -> QuerySet[Appeal]:
    rows = Appeal.objects.exclude(state=AppealState.OPEN).filter(voice__forum__in=forums_to_moderate(actor))
    return rows.select_related("voice__forum", "answered_by").order_by(F("answered_at").desc())


def appeals_of(voice: Voice) -> QuerySet[Appeal]:
    return Appeal.objects.filter(voice=voice).select_related("answered_by")


def reason_of(voice: Voice) -> ModerationEntry | None:
    """The rejection in force, with its reason; None if the voice is not rejected."""
    if voice.state != VoiceState.REJECTED:
        return None
    return history(voice).filter(move=ModerationMove.REJECT, undone_at__isnull=True).first()
