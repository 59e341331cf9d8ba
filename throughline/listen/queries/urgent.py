"""Urgent voices: what is still open, and the log of what was done. Permissions decide who reads them."""

from datetime import datetime, timedelta

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from throughline.accounts.models import AuditEntry
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.listen.models import UrgentFlag
from throughline.listen.permissions import forums_to_respond_in, may_read_urgent

MINUTES_TO_SEND = 10
"""An alert claimed so long ago and not noted as sent was lost with its worker."""


def due_alerts(now: datetime) -> QuerySet[UrgentFlag]:
    """Open flags whose alert has not been sent, and is not being sent."""
    return UrgentFlag.objects.filter(Q(alerted_at__isnull=True) | _is_lost(now), dealt_at__isnull=True)


def _is_lost(now: datetime) -> Q:
    return Q(n_alerted=0, alerted_at__lt=now - timedelta(minutes=MINUTES_TO_SEND))


def _flags_to_read(actor: Actor) -> QuerySet[UrgentFlag]:
    forums = forums_to_respond_in(actor)
    readable = Q(voice__forum__in=forums) | Q(voice__isnull=True, forum__in=forums)
    if may_read_urgent(actor, None):
        readable |= Q(voice__isnull=True, forum__isnull=True)
    return UrgentFlag.objects.filter(readable).select_related("voice__forum", "forum")


def open_flags(actor: Actor) -> QuerySet[UrgentFlag]:
    """Open flags, oldest first."""
    rows = _flags_to_read(actor).filter(dealt_at__isnull=True)
    return rows.select_related("raised_by").order_by("raised_at", "pk")


def flags_dealt_with(actor: Actor) -> QuerySet[UrgentFlag]:
    rows = _flags_to_read(actor).filter(dealt_at__isnull=False)
    return rows.select_related("dealt_by").order_by("-dealt_at", "-pk")


def flags_beside(flag: UrgentFlag) -> QuerySet[UrgentFlag]:
    """All flags of the same voice, or this one alone if its words are of no voice."""
    same = Q(pk=flag.pk) if flag.voice is None else Q(voice=flag.voice)
    return UrgentFlag.objects.filter(same).select_related("raised_by", "dealt_by").order_by("raised_at")


def alerts_since_a_look(forum: Forum | None) -> list[datetime]:
    """When alerts of a forum, or of a page of none, were sent since somebody opened an urgent message."""
    is_of_none = Q(voice__isnull=True, forum__isnull=True)
    is_of_forum = is_of_none if forum is None else Q(voice__forum=forum) | Q(forum=forum)
    looks = AuditEntry.objects.filter(verb__in=("read_urgent_voice", "deal_with_urgent"))
    looked_at = looks.order_by().aggregate(at=Max("at"))["at"]
    sent = UrgentFlag.objects.filter(is_of_forum, ~_is_lost(timezone.now()), alerted_at__isnull=False)
    if looked_at is not None:
        sent = sent.filter(alerted_at__gt=looked_at)
    moments = sent.order_by("alerted_at").values_list("alerted_at", flat=True).distinct()
    return [at for at in moments if at is not None]
