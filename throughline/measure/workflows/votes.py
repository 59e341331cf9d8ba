"""Store the current votes of each forum, so that a page only reads votes cast since."""

from django.utils import timezone

from throughline.accounts.models import District
from throughline.convene.models import Forum, ForumKind
from throughline.measure.actions.votes import keep_votes
from throughline.measure.models import KeptVotes
from throughline.measure.queries.current_votes import current_votes, is_whole, settled_position


def keep_current_votes(district: District) -> int:
    """Update the stored votes of each forum; return how many were out of date."""
    now, n_stored = timezone.now(), 0
    forums = Forum.objects.select_related("district").filter(
        kind=ForumKind.STATEMENTS, announced_at__isnull=False
    )
    positions = dict(KeptVotes.objects.values_list("forum_id", "log_position"))
    for forum in forums:
        position = settled_position(forum, now)
        if position > positions.get(forum.pk, 0):
            keep_votes(forum, current_votes(forum, up_to=position, is_anew=not is_whole(forum)))
            n_stored += 1
    return n_stored
