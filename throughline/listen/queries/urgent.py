"""Urgent voices: what is still open, and the log of what was done. Permissions decide who reads them."""

from django.db.models import QuerySet

from throughline.accounts.permissions import Actor
from throughline.listen.models import UrgentFlag, Voice
from throughline.listen.permissions import forums_to_respond_in


def open_flags(actor: Actor) -> QuerySet[UrgentFlag]:
    """Open flags, oldest first."""
    rows = UrgentFlag.objects.filter(dealt_at__isnull=True, voice__forum__in=forums_to_respond_in(actor))
    return rows.select_related("voice__forum", "raised_by").order_by("raised_at", "pk")


def flags_dealt_with(actor: Actor) -> QuerySet[UrgentFlag]:
    rows = UrgentFlag.objects.filter(dealt_at__isnull=False, voice__forum__in=forums_to_respond_in(actor))
    return rows.select_related("voice__forum", "dealt_by").order_by("-dealt_at", "-pk")


def flags_of(voice: Voice) -> QuerySet[UrgentFlag]:
    return (
        UrgentFlag.objects.filter(voice=voice).select_related("raised_by", "dealt_by").order_by("raised_at")
    )
