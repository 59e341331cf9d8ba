from django.db import models
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import DistrictRow, PublicIdMixin
from throughline.listen.models.moderation import Reason

DANGER = "danger"


class ReportReason(models.TextChoices):
    """The published rules, in the same words, and danger, which is a reason to help and not to hide."""

    DANGER = DANGER, _("Someone may be in danger")
    THREAT = Reason.THREAT.value, Reason.THREAT.label
    INSULT = Reason.INSULT.value, Reason.INSULT.label
    PRIVATE = Reason.PRIVATE.value, Reason.PRIVATE.label
    OFF_TOPIC = Reason.OFF_TOPIC.value, Reason.OFF_TOPIC.label
    ADVERT = Reason.ADVERT.value, Reason.ADVERT.label
    REPEAT = Reason.REPEAT.value, Reason.REPEAT.label
    UNREADABLE = Reason.UNREADABLE.value, Reason.UNREADABLE.label


class VoiceReport(PublicIdMixin, DistrictRow):
    """One reader's request that a person look at a text that others see.

    It is open until a moderator decides about the text. `is_repeat` marks a reason about which somebody has
    decided before: it waits behind the others. The browser's token is hashed with the text, so a report leads
    neither to what its sender said nor to their other reports.
    """

    voice = models.ForeignKey("listen.Voice", on_delete=models.CASCADE, related_name="reports")
    reason = models.CharField(max_length=12, choices=ReportReason)
    browser_hash = models.CharField(max_length=64)
    reported_on = models.DateField()
    is_repeat = models.BooleanField(default=False)
    decision = models.ForeignKey(
        "listen.ModerationEntry", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["voice", "browser_hash"], name="one_report_a_browser_and_voice"),
        ]
        indexes = [
            models.Index(
                fields=["district", "voice"],
                condition=models.Q(decision__isnull=True, is_repeat=False),
                name="report_open",
            ),
        ]
