from django.db import models

from throughline.accounts.models import DistrictRow, PublicIdMixin


class InvitationRound(PublicIdMixin, DistrictRow):
    """One round of invitations to a forum. A count is null where the coordinator did not count."""

    forum = models.ForeignKey("convene.Forum", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    sent_on = models.DateField(null=True, blank=True)
    n_invited = models.PositiveIntegerField()
    n_reached = models.PositiveIntegerField(null=True, blank=True)
    n_opened = models.PositiveIntegerField(null=True, blank=True)
    n_started = models.PositiveIntegerField(null=True, blank=True)
    n_finished = models.PositiveIntegerField(null=True, blank=True)
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["sent_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(n_reached__isnull=True) | models.Q(n_reached__lte=models.F("n_invited")),
                name="invitation_reached_at_most_invited",
            ),
        ]
