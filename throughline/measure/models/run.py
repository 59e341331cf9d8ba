from django.db import models
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import DistrictRow, PublicIdMixin


class RunKind(models.TextChoices):
    OPINION_GROUPS = "opinion_groups", _("Patterns of votes")
    IMPORTED_GROUPS = "imported_groups", _("Patterns found elsewhere")
    CROSSTAB = "crosstab", _("Two answers side by side")
    WEIGHTS = "weights", _("Weights")


class Run(PublicIdMixin, DistrictRow):
    """One computation: what it read, how, and what it found. Never changed afterwards.

    `frozen` is what it read, where no log keeps that: row numbers and what was chosen, no words.
    """

    forum = models.ForeignKey("convene.Forum", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=RunKind)
    method = models.CharField(max_length=60)
    method_version = models.CharField(max_length=20)
    settings = models.JSONField(default=dict)
    seed = models.BigIntegerField(null=True)
    log_position = models.BigIntegerField(default=0)
    input_hash = models.CharField(max_length=64)
    n_people = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    frozen = models.JSONField(default=dict)
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]


class RunMember(DistrictRow):
    """Where one contributor stands in a run of patterns, or what one counts for in a run of weights."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="members")
    contributor = models.ForeignKey("listen.Contributor", on_delete=models.CASCADE, related_name="+")
    group = models.SmallIntegerField(null=True)
    x = models.FloatField(null=True)
    y = models.FloatField(null=True)
    weight = models.FloatField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "contributor"], name="run_member_once")]
