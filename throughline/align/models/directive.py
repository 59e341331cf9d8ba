from django.db import models
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import DistrictRow, PublicIdMixin
from throughline.ui.fields import TranslatedTextField
from throughline.understand.releases import ReleasedFinding


class Directive(PublicIdMixin, DistrictRow):
    """What the community expects, based on released findings."""

    cycle = models.ForeignKey("convene.Cycle", on_delete=models.CASCADE, related_name="+")
    sentence = TranslatedTextField()
    findings: "models.ManyToManyField[ReleasedFinding, DirectiveFinding]" = models.ManyToManyField(
        ReleasedFinding, through="DirectiveFinding", related_name="+"
    )
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["position", "id"]


class DirectiveFinding(DistrictRow):
    """A released finding that a directive is based on."""

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="+")
    finding = models.ForeignKey(ReleasedFinding, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directive", "finding"], name="directive_finding_once")
        ]


class ResponseKind(models.TextChoices):
    ADOPT = "adopt", _("Yes")
    ADAPT = "adapt", _("Yes, with changes")
    DEFER = "defer", _("Not now")
    DECLINE = "decline", _("No")


class Response(PublicIdMixin, DistrictRow):
    """A decision about a directive: what, by whom, when and why. Never edited; a newer one supersedes it."""

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="responses")
    kind = models.CharField(max_length=8, choices=ResponseKind)
    reason = TranslatedTextField()
    changes = TranslatedTextField(blank=True)
    decided_by = TranslatedTextField()
    decided_on = models.DateField()
    vote = models.CharField(max_length=40, blank=True)
    minutes_url = models.URLField(blank=True)
    recorded_by = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-decided_on", "-id"]
