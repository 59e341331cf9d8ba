"""Urgent voices on arrival: held back, flagged and counted; a timed job sends the alerts."""

from datetime import datetime

from django.db import transaction

from throughline.accounts.actions import record
from throughline.accounts.permissions import Actor
from throughline.listen.actions.tally import count_urgent
from throughline.listen.models import UrgentFlag, UrgentKind, Voice
from throughline.methods.urgent_words import find_urgent

GRAVEST_FIRST = (UrgentKind.SELF_HARM, UrgentKind.THREAT, UrgentKind.ABUSE)


def kind_of_urgency(text: str) -> UrgentKind | None:
    """The kind of harm that a text may indicate, the gravest of several; None for most texts."""
    found = {match.kind for match in find_urgent(text)}
    return next((kind for kind in GRAVEST_FIRST if kind.value in found), None)


@transaction.atomic
def hold_if_urgent(actor: Actor, voice: Voice, *, text: str | None = None) -> UrgentFlag | None:
    """Hold back a voice that may indicate harm, until a person has read it and recorded what was done.

    `text` is another text about it, such as an appeal.
    """
    kind = kind_of_urgency(voice.text if text is None else text)
    if kind is None:
        return None
    open_flag = UrgentFlag.objects.filter(voice=voice, kind=kind, dealt_at__isnull=True).first()
    if open_flag is not None:
        return open_flag
    voice.is_held = True
    voice.save(update_fields=["is_held"])
    flag = UrgentFlag.objects.create(voice=voice, kind=kind)
    record(actor, "hold_voice", voice, kind=kind, flag=flag.public_id)
    count_urgent(voice.forum)
    return flag


def claim_alert(flag: UrgentFlag, *, n_people: int, now: datetime) -> bool:
    """Claim a flag whose alert has not been sent; only one of several workers gets True."""
    unsent = UrgentFlag.objects.filter(pk=flag.pk, alerted_at__isnull=True)
    return unsent.update(alerted_at=now, n_alerted=n_people) == 1


def give_alert_back(flag: UrgentFlag) -> None:
    """Release a claimed flag, since its mail was not sent: the next run tries again."""
    UrgentFlag.objects.filter(pk=flag.pk).update(alerted_at=None, n_alerted=0)
