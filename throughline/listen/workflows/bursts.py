"""Note the bursts of every forum, and forget what they were found by."""

from django.utils import timezone

from throughline.accounts.models import District
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.listen.actions.burst_desk import forget_networks, note_bursts
from throughline.listen.models import Contributor
from throughline.listen.queries.burst import are_noted, found_bursts


def note_all_bursts(district: District) -> int:
    """Note the bursts of each forum in which somebody's network or minute is still known.

    Where nothing is new, nobody who takes part waits for a transaction that reads everybody.
    """
    actor = Actor.system(district)
    known = Contributor.objects.filter(began_at__isnull=False).values("forum")
    forums = Forum.objects.select_related("cycle").filter(pk__in=known)
    n_open = 0
    for forum in forums:
        found = found_bursts(forum)
        n_open += len(found) if are_noted(forum, found) else note_bursts(actor, forum)
    forget_networks(actor, timezone.now())
    return n_open
