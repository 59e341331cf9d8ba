from django.db import models
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import DistrictRow, PublicIdMixin


class NotePart(models.TextChoices):
    COMMON_GROUND = "common_ground", _("Common ground")
    DISAGREEMENT = "disagreement", _("Disagreement")
    QUESTION = "question", _("Questions and concerns")
    NEXT_STEP = "next_step", _("Next steps")


class MeetingTable(PublicIdMixin, DistrictRow):
    """One table of a meeting. Its notes are Voices, each in one of four parts."""

    forum = models.ForeignKey("convene.Forum", on_delete=models.CASCADE, related_name="+")
    label = models.CharField(max_length=60)
    host = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, blank=True)
    n_people = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
