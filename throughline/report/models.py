from django.db import models

from throughline.accounts.models import DistrictRow, PublicIdMixin


class Publication(PublicIdMixin, DistrictRow):
    """A published page of a cycle, never changed, with its number and hash.

    It refers to people's words as releases do. A page of schema 1 had the words in it when it was hashed.
    """

    cycle = models.ForeignKey("convene.Cycle", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    content = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    published_by = models.ForeignKey(
        "accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="publication_number_once_a_cycle")
        ]
