"""Recount the voices, forum by forum."""

from datetime import datetime, timedelta

from django.utils import timezone

from throughline.accounts.models import District
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum, Tally
from throughline.listen.actions.tally import (
    count_appeals,
    count_asked_gaps,
    count_people,
    count_untranslated,
    count_urgent,
    count_waiting,
)
from throughline.listen.actions.urgent import blank_words_dealt_with
from throughline.listen.actions.voice import blank_withdrawn

CLOSED_FORUMS_ARE_COUNTED_EVERY = timedelta(hours=1)


def refresh_tallies(district: District) -> int:
    now = timezone.now()
    forums = list(Forum.objects.select_related("cycle").filter(announced_at__isnull=False))
    for forum in forums:
        if _people_are_due(forum, now):
            count_people(forum)
            count_untranslated(forum)
        count_waiting(forum)
        count_urgent(forum)
        count_appeals(forum)
        blank_withdrawn(Actor.system(district), forum)
    for forum in Forum.objects.select_related("cycle", "district"):
        if forum.state(now) != "closed":
            count_asked_gaps(forum)
    blank_words_dealt_with(Actor.system(district))
    return len(forums)


def _people_are_due(forum: Forum, now: datetime) -> bool:
    """Whether to count people: every minute while a forum is open, else hourly, since it is slow."""
    if forum.is_open(now):
        return True
    recent = now - CLOSED_FORUMS_ARE_COUNTED_EVERY
    return not Tally.objects.filter(forum=forum, what="people", counted_at__gte=recent).exists()
