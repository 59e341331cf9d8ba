from django.db import models
from django.db.models.functions import Coalesce

from throughline.accounts.models import DistrictRow, PublicIdMixin
from throughline.ui.fields import TranslatedTextField


class Code(PublicIdMixin, DistrictRow):
    """A label for what several voices have in common. A theme is a code used as evidence for a finding."""

    cycle = models.ForeignKey("convene.Cycle", on_delete=models.CASCADE, related_name="+")
    name = TranslatedTextField()
    definition = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]


class Coding(PublicIdMixin, DistrictRow):
    """A code applied to a voice, or to characters [start, end) of its text; both null for the whole text.

    Removal keeps the row, so that a release that used it stays traceable.
    """

    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="codings")
    voice = models.ForeignKey("listen.Voice", on_delete=models.CASCADE, related_name="+")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    coder = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["voice", "removed_at"], name="coding_by_voice")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(start__isnull=True, end__isnull=True)
                | models.Q(end__gt=models.F("start")),
                name="coding_span_has_length",
            ),
            models.UniqueConstraint(
                "code",
                "voice",
                Coalesce("coder", 0, output_field=models.BigIntegerField()),
                Coalesce("start", -1, output_field=models.IntegerField()),
                Coalesce("end", -1, output_field=models.IntegerField()),
                condition=models.Q(removed_at__isnull=True),
                name="coding_once_even_without_coder_or_span",
            ),
        ]


class Reading(DistrictRow):
    """A coder read a text, coded or not. The texts read are the denominator of every count of a code."""

    voice = models.ForeignKey("listen.Voice", on_delete=models.CASCADE, related_name="+")
    reader = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voice", "reader"], name="reading_once")]
