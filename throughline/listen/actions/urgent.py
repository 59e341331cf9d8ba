"""Urgent words on arrival: held back or kept with a flag, and counted; a timed job sends the alerts."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac

from throughline.accounts.actions import record
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.listen.actions.tally import count_urgent
from throughline.listen.models import Contributor, UrgentFlag, UrgentKind, Voice
from throughline.listen.queries.urgent import due_alerts
from throughline.methods.urgent_words import LONGEST_READ, find_urgent

GRAVEST_FIRST = (
    UrgentKind.SELF_HARM,
    UrgentKind.WEAPONS,
    UrgentKind.THREATS,
    UrgentKind.ABUSE,
    UrgentKind.HARM_BY_OTHERS,
    UrgentKind.NEGLECT,
    UrgentKind.RUNNING_AWAY,
    UrgentKind.SUBSTANCES,
    UrgentKind.OTHER,
)
MOST_SCREENED = 20_000  # characters at either end of a text; longer ones are not written by hand
OVERLAP = 500  # characters: more than a sentence, so that none is cut in both parts
LEFT_OUT = "\n[…]\n"


def kind_of_urgency(text: str) -> UrgentKind | None:
    """The kind of harm that a text may indicate, the gravest of several; None for most texts."""
    found = {_kind_named(match.kind) for part in _parts(text) for match in find_urgent(part)}
    return next((kind for kind in GRAVEST_FIRST if kind in found), None)


def _parts(text: str) -> Iterator[str]:
    """The whole text, in overlapping parts that the method reads to their end."""
    for start in range(0, max(1, len(text) - OVERLAP), LONGEST_READ - OVERLAP):
        yield text[start : start + LONGEST_READ]


def _kind_named(name: str) -> UrgentKind:
    """The kind of a match. A kind that the method knows and we do not is urgent all the same."""
    return UrgentKind(name) if name in UrgentKind.values else UrgentKind.OTHER


def screened_part(text: str) -> str:
    """What is screened and kept of a text of any length: all of it, or both ends of a very long one."""
    if len(text) <= 2 * MOST_SCREENED:
        return text
    return text[:MOST_SCREENED] + LEFT_OUT + text[-MOST_SCREENED:]


def _fingerprint(forum: Forum | None, token_hash: str, words: str) -> str:
    """The same for the same words of the same browser in the same forum, and blank once they are read."""
    place = "" if forum is None else forum.public_id
    return salted_hmac("listen.urgent", f"{place}:{token_hash}:{words}", algorithm="sha256").hexdigest()


@transaction.atomic
def hold_if_urgent(actor: Actor, voice: Voice, *, text: str | None = None) -> UrgentFlag | None:
    """Hold back a voice that may indicate harm, until a person has read it and recorded what was done.

    `text` is another text about it, such as an appeal. A flag that the same words raised when they were not
    taken in becomes the voice's.
    """
    words = voice.text if text is None else text
    kind = kind_of_urgency(words)
    if kind is None:
        return None
    open_flag = UrgentFlag.objects.filter(voice=voice, kind=kind, dealt_at__isnull=True).first()
    if open_flag is not None:
        return open_flag
    voice.is_held = True
    voice.save(update_fields=["is_held"])
    flag = _flag_of_earlier_try(voice, words) or UrgentFlag()
    flag.voice, flag.kind, flag.forum, flag.contributor = voice, kind, None, None
    flag.words = flag.source = flag.language = flag.fingerprint = ""
    flag.save()
    record(actor, "hold_voice", voice, kind=kind, flag=flag.public_id)
    count_urgent(voice.forum)
    return flag


def _flag_of_earlier_try(voice: Voice, words: str) -> UrgentFlag | None:
    token_hash = voice.contributor.token_hash if voice.contributor else ""
    same = UrgentFlag.objects.filter(fingerprint=_fingerprint(voice.forum, token_hash, words))
    return same.select_for_update(of=("self",)).first()


@transaction.atomic
def raise_flag(
    actor: Actor,
    forum: Forum | None,
    *,
    words: str,
    source: str,
    language: str = "",
    contributor: Contributor | None = None,
    token_hash: str = "",
) -> UrgentFlag | None:
    """Flag words that may indicate harm and that no voice took in; None if they are harmless.

    The same words sent again by the same browser raise no second flag while the first, or that of a voice
    that holds them, is open.
    """
    words = screened_part(words)
    kind = kind_of_urgency(words)
    if kind is None:
        return None
    if token_hash:
        of_voices = UrgentFlag.objects.filter(
            dealt_at__isnull=True,
            voice__forum=forum,
            voice__text=words,
            voice__contributor__token_hash=token_hash,
        )
        if (known := of_voices.first()) is not None:
            return known
    flag, is_new = UrgentFlag.objects.get_or_create(
        fingerprint=_fingerprint(forum, token_hash, words),
        defaults={
            "kind": kind,
            "source": source,
            "forum": forum,
            "contributor": contributor,
            "words": words,
            "language": language,
        },
    )
    if is_new:
        place = "" if forum is None else forum.public_id
        record(actor, "flag_words", flag, kind=kind, source=source, forum=place)
        if forum is not None:
            count_urgent(forum)
    return flag


def claim_alert(flag: UrgentFlag, *, now: datetime) -> bool:
    """Claim a flag whose alert is due; only one of several workers gets True."""
    return due_alerts(now).filter(pk=flag.pk).update(alerted_at=now, n_alerted=0) == 1


def note_alerted(flag: UrgentFlag, *, n_people: int) -> None:
    """Note that the alert was sent. Until then it is due again, should the worker be stopped meanwhile."""
    UrgentFlag.objects.filter(pk=flag.pk).update(n_alerted=n_people)


def give_alert_back(flag: UrgentFlag) -> None:
    """Release a claimed flag, since its mail was not sent: the next run tries again."""
    UrgentFlag.objects.filter(pk=flag.pk).update(alerted_at=None, n_alerted=0)


@transaction.atomic
def blank_words_dealt_with(actor: Actor) -> int:
    """Blank words that stayed with a flag after it was closed, which closing it does at once."""
    left = UrgentFlag.objects.filter(dealt_at__isnull=False).exclude(words="", fingerprint="")
    n_blanked = left.update(words="", fingerprint="")
    if n_blanked:
        record(actor, "blank_words", actor.district, n_flags=n_blanked)
    return n_blanked
