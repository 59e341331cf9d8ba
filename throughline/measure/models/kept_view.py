"""What users without access to raw voices see of counts, kept until enough people have moved."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from throughline.accounts.models import DistrictRow


class KeptViewKind(models.TextChoices):
    COVERAGE = "coverage"
    CODES = "codes"
    PATTERNS = "patterns"
    RESULTS = "results"


class KeptView(DistrictRow):
    """The numbers of one page as they are in sight, of a forum or of a whole cycle.

    `content` is a dataclass of `models.results` without sentences, so that every language shows the same;
    `packed` has the people who are counted in it, by row number, to compare the next view with;
    `fingerprint` changes with what else the page depends on, such as figures of the community.
    """

    kind = models.CharField(max_length=10, choices=KeptViewKind)
    cycle = models.ForeignKey("convene.Cycle", on_delete=models.CASCADE, related_name="+")
    forum = models.ForeignKey("convene.Forum", null=True, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    n_people = models.PositiveIntegerField()
    packed = models.BinaryField()
    fingerprint = models.CharField(max_length=64, blank=True)
    computed_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "cycle"], condition=Q(forum__isnull=True), name="kept_view_once_a_cycle"
            ),
            models.UniqueConstraint(
                fields=["kind", "forum"], condition=Q(forum__isnull=False), name="kept_view_once_a_forum"
            ),
        ]
