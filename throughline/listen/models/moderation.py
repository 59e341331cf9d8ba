from django.db import models
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import DistrictRow, PublicIdMixin


class Reason(models.TextChoices):
    """The published rules. They judge conduct, never viewpoint."""

    THREAT = "threat", _("Threatens someone or calls for harm to someone")
    INSULT = "insult", _("Attacks a person or group instead of addressing the question")
    PRIVATE = "private", _("Shares private information about a person, or names a student or employee")
    OFF_TOPIC = "off_topic", _("Isn't about the question")
    ADVERT = "advert", _("Is an advertisement")
    REPEAT = "repeat", _("Repeats another statement")
    UNREADABLE = "unreadable", _("Can't be understood")


class ModerationMove(models.TextChoices):
    APPROVE = "approve", _("Approved")
    REJECT = "reject", _("Rejected")
    MERGE = "merge", _("Merged")
    MARK_META = "mark_meta", _("Marked as off topic (about the process)")
    UNMARK_META = "unmark_meta", _("Off-topic mark removed")
    HOLD = "hold", _("On hold (urgent)")
    RELEASE_HOLD = "release_hold", _("Released from hold")
    UNDO = "undo", _("Undone")
    WITHDRAW = "withdraw", _("Withdrawn")


class ModerationEntry(PublicIdMixin, DistrictRow):
    """One move, with the state before it, so that it can be undone."""

    voice = models.ForeignKey("listen.Voice", on_delete=models.CASCADE, related_name="moderation")
    move = models.CharField(max_length=14, choices=ModerationMove)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    before = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]


class AppealState(models.TextChoices):
    OPEN = "open", _("Waiting for a reply")
    UPHELD = "upheld", _("Not approved after another review")
    GRANTED = "granted", _("Approved after another review")


class Appeal(PublicIdMixin, DistrictRow):
    voice = models.ForeignKey("listen.Voice", on_delete=models.CASCADE, related_name="appeals")
    text = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=AppealState, default=AppealState.OPEN)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["voice"], condition=models.Q(state="open"), name="one_open_appeal_a_voice"
            ),
        ]
