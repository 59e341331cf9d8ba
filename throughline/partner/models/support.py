from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from throughline.accounts.models import DistrictRow, PublicIdMixin
from throughline.ui.fields import TranslatedTextField


class SupportKind(PublicIdMixin, DistrictRow):
    """A kind of support. A district starts with a short default list and may add its own."""

    code = models.SlugField(max_length=60)
    name = TranslatedTextField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["district", "code"], name="taxonomy_term_once")]

    def __str__(self) -> str:
        return str(self.name)


class Layer(models.TextChoices):
    """The layers of a multi-tiered system of supports."""

    UNIVERSAL = "universal", _("Universal: all students")
    TARGETED = "targeted", _("Targeted: some students")
    INTENSIVE = "intensive", _("Intensive: a few students")


class SupportState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("support", "Planned")
    OFFERED = "offered", _("Available now")
    ENDED = "ended", pgettext_lazy("support", "Ended")


class Support(PublicIdMixin, DistrictRow):
    """A service offered at a school, in answer to a directive. Holds seats, never students' names."""

    service = models.ForeignKey("partner.Service", on_delete=models.CASCADE, related_name="supports")
    school = models.ForeignKey(
        "accounts.School", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    directive = models.ForeignKey(
        "align.Directive", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    term = models.ForeignKey(SupportKind, on_delete=models.PROTECT, related_name="+")
    layer = models.CharField(max_length=10, choices=Layer, default=Layer.UNIVERSAL)
    is_in_school_time = models.BooleanField(default=False)
    n_seats = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=SupportState, default=SupportState.PLANNED)
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    note = TranslatedTextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
