from django.db import models
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import DistrictRow, PublicIdMixin
from throughline.ui.fields import TranslatedTextField


class Promise(models.TextChoices):
    """IAP2's levels by name, in our own wording. Which fits depends on the decision; none is best."""

    INFORM = "inform", _("Inform: we will tell you what is decided and why")
    CONSULT = (
        "consult",
        _("Consult: we will ask you before we decide, and we will tell you what we did with your input"),
    )
    INVOLVE = "involve", _("Involve: we will work with you throughout the decision")
    COLLABORATE = "collaborate", _("Collaborate: we will write the proposal together with you")
    EMPOWER = "empower", _("Empower: we will carry out what you decide")


class Cycle(PublicIdMixin, DistrictRow):
    """One round of community collaboration, of the district or of one school."""

    title = TranslatedTextField()
    school = models.ForeignKey(
        "accounts.School", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decision = TranslatedTextField(blank=True)
    decider = TranslatedTextField(blank=True)
    decided_when = TranslatedTextField(blank=True)
    already_fixed = TranslatedTextField(blank=True)
    asked_of_people = TranslatedTextField(blank=True)
    promise = models.CharField(max_length=12, choices=Promise, blank=True)
    staff_hours_a_week = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    is_school_asked = models.BooleanField(default=True)
    is_role_asked = models.BooleanField(default=True)
    is_public = models.BooleanField(default=False)
    began_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    is_promise_kept = models.BooleanField(null=True, blank=True)
    promise_kept_note = TranslatedTextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def missing_before_opening(self) -> list[str]:
        """The empty fields that must be filled in before a forum of this cycle may open."""
        needed = ["decision", "decider", "decided_when", "already_fixed", "asked_of_people", "promise"]
        missing = [name for name in needed if not getattr(self, name)]
        return missing if self.staff_hours_a_week is not None else [*missing, "staff_hours_a_week"]


class StorylineStep(PublicIdMixin, DistrictRow):
    """A date in everyday words ("spring"). It is only shown: it never limits when people can take part."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="storyline")
    position = models.PositiveSmallIntegerField(default=0)
    title = TranslatedTextField()
    when = TranslatedTextField(blank=True)
    is_done = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]
