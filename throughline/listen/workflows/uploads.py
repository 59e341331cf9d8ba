from django.utils import timezone

from throughline.accounts.models import District
from throughline.accounts.permissions import Actor
from throughline.listen.actions.arrival import remove_lost_arrivals
from throughline.listen.actions.imports import remove_old_uploads


def remove_old(district: District) -> int:
    """Take away the files that nobody came back to within a week."""
    return remove_old_uploads(Actor.system(district), timezone.now())


def remove_lost(district: District) -> int:
    """Take away what imports left that were stopped while they wrote."""
    return remove_lost_arrivals(Actor.system(district), timezone.now())
