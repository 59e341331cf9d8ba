from django.db import models
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import DistrictRow, PublicIdMixin


class UrgentKind(models.TextChoices):
    SELF_HARM = "self_harm", _("May tell of self-harm")
    ABUSE = "abuse", _("May tell of abuse")
    THREAT = "threat", _("May tell of a threat")
    FLAGGED = "flagged", _("Flagged by a moderator")


class UrgentFlag(PublicIdMixin, DistrictRow):
    """Marks a voice that a person must read now. Open until somebody records what was done."""

    voice = models.ForeignKey("listen.Voice", on_delete=models.CASCADE, related_name="urgent_flags")
    kind = models.CharField(max_length=10, choices=UrgentKind)
    raised_at = models.DateTimeField(auto_now_add=True)
    raised_by = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    alerted_at = models.DateTimeField(null=True, blank=True)
    n_alerted = models.PositiveSmallIntegerField(default=0)
    dealt_at = models.DateTimeField(null=True, blank=True)
    dealt_by = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    what_was_done = models.TextField(blank=True)

    class Meta:
        ordering = ["dealt_at", "-raised_at"]
