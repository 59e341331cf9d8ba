from django.db import models

from throughline.accounts.models import DistrictRow
from throughline.convene.models.cycle import Cycle
from throughline.convene.models.forum import Forum


class Tally(DistrictRow):
    """A count that an app to the right stores here, so that pages show it without reading what was counted.

    The app that counts declares it.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="tallies")
    forum = models.ForeignKey(Forum, null=True, on_delete=models.CASCADE, related_name="tallies")
    what = models.CharField(max_length=14)
    n = models.PositiveIntegerField(default=0)
    oldest_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "forum", "what"],
                condition=models.Q(forum__isnull=False),
                name="tally_once_a_forum",
            ),
            models.UniqueConstraint(
                fields=["cycle", "what"], condition=models.Q(forum__isnull=True), name="tally_once_a_cycle"
            ),
        ]
