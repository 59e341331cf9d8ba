from django.db import models
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import DistrictRow, PublicIdMixin


class BurstKind(models.TextChoices):
    NETWORK = "network", _("From one network on one day")
    TIME = "time", _("Within a short time")


class BurstState(models.TextChoices):
    OPEN = "open", _("Not decided")
    COUNTED = "counted", _("Included")
    SET_ASIDE = "set_aside", _("Excluded")


class Burst(PublicIdMixin, DistrictRow):
    """Contributors of one forum whom one person or one network may have made up, until somebody decides.

    While it is open, no figure may be published from which these people could be subtracted. Once it is set
    aside they are not counted in anything new.
    """

    forum = models.ForeignKey("convene.Forum", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=BurstKind)
    state = models.CharField(max_length=10, choices=BurstState, default=BurstState.OPEN)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    n_people = models.PositiveIntegerField()
    n_networks = models.PositiveIntegerField()
    reason = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    before = models.JSONField(default=dict, blank=True)
    """The state before the last decision, to undo it; empty if there is nothing to undo."""

    class Meta:
        indexes = [models.Index(fields=["forum", "state"], name="burst_of_forum")]
