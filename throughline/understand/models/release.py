"""Frozen copies. They have no keys to a voice, finding or run, so a release cannot be traced to a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import DistrictRow, PublicIdMixin
from throughline.convene.models import DataKind
from throughline.ui.fields import TranslatedTextField
from throughline.understand.models.basis import BasisEntry, basis_from_plain


class NumberOf(models.TextChoices):
    """What a finding's n counts. Texts of unknown writers are counted themselves."""

    PEOPLE = "people", _("people")
    TEXTS = "texts", _("texts")
    BOTH = "both", _("people, and texts whose writers are not known")


class Release(PublicIdMixin, DistrictRow):
    """A published release: canonical JSON and its hash. This row is its index."""

    cycle = models.ForeignKey("convene.Cycle", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    schema_version = models.PositiveSmallIntegerField(default=3)
    canonical = models.TextField()
    sha256 = models.CharField(max_length=64)
    audit = models.JSONField(default=dict)
    software = models.JSONField(default=dict)
    note = TranslatedTextField(blank=True)
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    released_by = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    released_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="release_number_once_a_cycle")
        ]


class ReleasedFinding(PublicIdMixin, DistrictRow):
    """One finding as it was released. A correction has the same `stable_id`."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="findings")
    stable_id = models.CharField(max_length=22)
    position = models.PositiveSmallIntegerField(default=0)
    sentence = TranslatedTextField()
    explanation = TranslatedTextField(blank=True)
    who_is_missing = TranslatedTextField(blank=True)
    n = models.PositiveIntegerField(null=True)
    n_of = models.CharField(max_length=8, choices=NumberOf, default=NumberOf.PEOPLE)
    data_kind = models.CharField(max_length=10, choices=DataKind)
    basis = models.JSONField(default=list)
    is_superseded = models.BooleanField(default=False)

    class Meta:
        ordering = ["release_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["release", "stable_id"], name="released_finding_once_a_release"),
        ]

    @property
    def entries(self) -> tuple[BasisEntry, ...]:
        """`basis` as dataclasses."""
        return basis_from_plain(self.basis)


class PublicCount(DistrictRow):
    """A number of people that an app showed to the public; later ones are compared with it.

    `series` identifies what was counted, and is the same each time.
    """

    app = models.CharField(max_length=20)
    series = models.CharField(max_length=120)
    n = models.PositiveIntegerField()
    counted_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["district", "series"], name="public_count_series")]


class ReleasedQuote(DistrictRow):
    finding = models.ForeignKey(ReleasedFinding, on_delete=models.CASCADE, related_name="quotes")
    position = models.PositiveSmallIntegerField(default=0)
    words = TranslatedTextField()
    speaker = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["position", "id"]
