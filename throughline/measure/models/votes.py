from django.db import models

from throughline.accounts.models import DistrictRow


class KeptVotes(DistrictRow):
    """The current votes of a forum with their sums, packed, as they stood at a position of the log.

    A copy: whoever reads it adds what was cast since. It may be thrown away at any time, and is made again.
    """

    forum = models.OneToOneField("convene.Forum", on_delete=models.CASCADE, related_name="+")
    log_position = models.BigIntegerField()
    n_rows = models.BigIntegerField()
    packed = models.BinaryField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now=True)
