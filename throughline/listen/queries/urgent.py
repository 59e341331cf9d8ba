"""Urgent voices: what is still open, and the log of what was done. Permissions decide who reads them."""

from django.db.models import Q, QuerySet

from throughline.accounts.permissions import Actor
from throughline.listen.models import UrgentFlag
from throughline.listen.permissions import forums_to_respond_in, may_read_urgent


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
