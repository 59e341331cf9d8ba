from django.db import models

from throughline.accounts.models import DistrictRow


class KeptVotes(DistrictRow):
    """A cache of a forum's current votes with their sums, packed, at a position of the log.

    Readers add the votes cast since. It may be deleted at any time and is recreated.
    """

    forum = models.OneToOneField("convene.Forum", on_delete=models.CASCADE, related_name="+")
    log_position = models.BigIntegerField()
    n_rows = models.BigIntegerField()
    packed = models.BinaryField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now=True)
