from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import DistrictRow, PublicIdMixin
from throughline.measure.models.results import (
    ExactImport,
    ExactPatterns,
    ExactTable,
    ExactWeights,
    FrozenPatterns,
    FrozenTable,
    FrozenWeights,
    NoWeights,
    PublishedPatterns,
    PublishedTable,
    from_stored,
)

Setting = str | int | float | bool | None | list[str] | list[int]
"""A setting of a method, as it is stored and published."""


class RunKind(models.TextChoices):
    OPINION_GROUPS = "opinion_groups", _("Voting patterns")
    IMPORTED_GROUPS = "imported_groups", _("Imported voting patterns")
    CROSSTAB = "crosstab", _("Cross-tabulation")
    WEIGHTS = "weights", _("Weighting")


class Run(PublicIdMixin, DistrictRow):
    """One computation: its input, method and results. Never changed.

    `exact` has its results, for users who may read everything, `published` what may be published of them;
    `frozen` is the input that the log of votes does not have. Their types are in `models.results`.
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
    exact = models.JSONField(default=dict)
    published = models.JSONField(null=True, default=None)
    frozen = models.JSONField(default=dict)
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    @cached_property
    def exact_patterns(self) -> ExactPatterns:
        return from_stored(self.exact, ExactPatterns)

    @cached_property
    def exact_import(self) -> ExactImport:
        return from_stored(self.exact, ExactImport)

    @cached_property
    def exact_table(self) -> ExactTable:
        return from_stored(self.exact, ExactTable)

    @cached_property
    def exact_weights(self) -> ExactWeights | NoWeights:
        return from_stored(self.exact, ExactWeights, NoWeights)

    @cached_property
    def published_patterns(self) -> PublishedPatterns | None:
        return None if self.published is None else from_stored(self.published, PublishedPatterns)

    @cached_property
    def published_table(self) -> PublishedTable | None:
        return None if self.published is None else from_stored(self.published, PublishedTable)

    @cached_property
    def frozen_patterns(self) -> FrozenPatterns:
        return from_stored(self.frozen, FrozenPatterns)

    @cached_property
    def frozen_table(self) -> FrozenTable:
        return from_stored(self.frozen, FrozenTable)

    @cached_property
    def frozen_weights(self) -> FrozenWeights:
        return from_stored(self.frozen, FrozenWeights)


class RunMember(DistrictRow):
    """The group and position of one contributor in a run of patterns, or their weight in a run of weights."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="members")
    contributor = models.ForeignKey("listen.Contributor", on_delete=models.CASCADE, related_name="+")
    group = models.SmallIntegerField(null=True)
    x = models.FloatField(null=True)
    y = models.FloatField(null=True)
    weight = models.FloatField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "contributor"], name="run_member_once")]
