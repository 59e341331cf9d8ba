"""What waits for a moderator, and what was done."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Case, F, IntegerField, Q, QuerySet, When

from throughline.accounts.permissions import Actor
from throughline.accounts.queries import has_words
from throughline.convene.models import Forum, Moderation, Tally
from throughline.formats.folding import fold
from throughline.listen.models import (
    Appeal,
    AppealState,
    ModerationEntry,
    ModerationMove,
    ReportReason,
    Voice,
    VoiceKind,
    VoiceReport,
    VoiceState,
)
from throughline.listen.permissions import forums_to_moderate
from throughline.listen.queries.words import untranslated
from throughline.methods.personal_names import find_names

WORD = re.compile(r"\w{3,}")


ALL = "all"
UNTRANSLATED = "untranslated"


@dataclass(frozen=True)
class QueueFilter:
    """Filter of the queue. `show` is all that must be reviewed, one part of it, or a state."""

    show: str = ALL
    forum: Forum | None = None
    kind: str = ""
    language: str = ""


def open_reports() -> QuerySet[VoiceReport]:
    """Reports of readers that no moderator has decided about."""
    return VoiceReport.objects.filter(decision__isnull=True)


def to_review() -> dict[str, Q]:
    """What a moderator must review, in this order: what others see already comes first."""
    reported = open_reports().filter(is_repeat=False)
    return {
        "reported": Q(state=VoiceState.APPROVED, pk__in=reported.values("voice")),
        "unread": Q(state=VoiceState.APPROVED, is_unreviewed=True),
        "waiting": Q(state=VoiceState.RECEIVED),
    }


def _turn() -> Case:
    """The place of a voice in that order; those that need no review come last."""
    parts = to_review()
    turns = (When(condition, then=turn) for turn, condition in enumerate(parts.values()))
    return Case(*turns, default=len(parts), output_field=IntegerField())


def voices_to_moderate(actor: Actor, chosen: QueueFilter) -> QuerySet[Voice]:
    """Voices of the queue: those that others see first, then the oldest.

    Held voices are not included: they are at the urgent desk.
    """
    rows = Voice.objects.select_related("forum", "forum__cycle", "merged_into").filter(is_held=False)
    rows = (
        rows.filter(forum=chosen.forum) if chosen.forum else rows.filter(forum__in=forums_to_moderate(actor))
    )
    if chosen.show == ALL:
        rows = rows.filter(reduce(or_, to_review().values()))
    elif chosen.show == "reported":
        rows = rows.filter(state=VoiceState.APPROVED, pk__in=open_reports().values("voice"))
    elif chosen.show == UNTRANSLATED:
        rows = untranslated(rows, actor.district.languages)
    elif chosen.show in to_review():
        rows = rows.filter(to_review()[chosen.show])
    else:
        rows = rows.filter(state=chosen.show)
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.language:
        rows = rows.filter(language=chosen.language)
    return rows.annotate(turn=_turn()).order_by("turn", "received_at", "pk")


def next_to_moderate(actor: Actor, chosen: QueueFilter, after: Voice | None = None) -> Voice | None:
    """The next voice after this one; at the end of the queue, its first."""
    rows = voices_to_moderate(actor, chosen)
    if after is not None:
        turn = Voice.objects.annotate(turn=_turn()).values_list("turn", flat=True).get(pk=after.pk)
        same_time = Q(received_at=after.received_at, pk__gt=after.pk)
        same_turn = Q(turn=turn) & (Q(received_at__gt=after.received_at) | same_time)
        later = rows.filter(Q(turn__gt=turn) | same_turn)
        return later.first() or rows.exclude(pk=after.pk).first()
    return rows.first()


def untranslated_by_forum(actor: Actor) -> list[tuple[Forum, int]]:
    """Forums with comments that lack a translation, most first, and how many, as last counted."""
    rows = Tally.objects.filter(what="untranslated", n__gt=0, forum__in=forums_to_moderate(actor))
    return [(row.forum, row.n) for row in rows.select_related("forum").order_by("-n", "pk")[:10] if row.forum]


@dataclass(frozen=True)
class Reported:
    """How many readers reported a text for one reason, in the words of the reason."""

    reason: str
    n: int
    is_repeat: bool


def open_reports_of(voices: Iterable[Voice]) -> dict[int, list[Reported]]:
    """Open reports by the primary key of their text, the most frequent reason first."""
    found: dict[int, list[Reported]] = {}
    rows = open_reports().filter(voice__in=[voice.pk for voice in voices])
    counted = Counter(rows.order_by().values_list("voice_id", "reason", "is_repeat"))
    for (voice_id, reason, is_repeat), n in sorted(counted.items(), key=lambda row: (-row[1], row[0][1])):
        found.setdefault(voice_id, []).append(Reported(str(ReportReason(reason).label), n, is_repeat))
    return found


def names_in(voice: Voice) -> list[str]:
    """Words of a text that seem to name someone."""
    return [match.text for match in find_names(voice.text)]


def waits_for_its_names(voice: Voice) -> bool:
    """Whether it would have been shown at once if it did not seem to name someone."""
    is_waiting = voice.state == VoiceState.RECEIVED and not voice.is_held
    return is_waiting and voice.forum.moderation == Moderation.AFTER and bool(names_in(voice))


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
