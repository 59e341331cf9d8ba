from django.utils import timezone

from throughline.accounts.models import District
from throughline.accounts.permissions import Actor
from throughline.listen.actions import arrival


def remove_lost_arrivals(district: District) -> int:
    """Delete the rows of imports that were stopped while writing."""
    return arrival.remove_lost_arrivals(Actor.system(district), timezone.now())
