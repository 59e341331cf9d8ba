from django.db import models
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import DistrictRow, PublicIdMixin, School
from throughline.align.models.directive import Directive
from throughline.ui.fields import TranslatedTextField


class InitiativeState(models.TextChoices):
    FUTURE = "future", _("Future")
    DEVELOPING = "developing", _("In development")
    EXISTING = "existing", _("Existing")
    PILOT = "pilot", _("Pilot")


class Initiative(PublicIdMixin, DistrictRow):
    title = TranslatedTextField()
    description = TranslatedTextField(blank=True)
    state = models.CharField(max_length=10, choices=InitiativeState)
    directives: "models.ManyToManyField[Directive, InitiativeDirective]" = models.ManyToManyField(
        Directive, through="InitiativeDirective", blank=True, related_name="initiatives"
    )
    schools: "models.ManyToManyField[School, InitiativeSchool]" = models.ManyToManyField(
        School, through="InitiativeSchool", blank=True, related_name="+"
    )
    required_by = models.CharField(max_length=200, blank=True)
    owner = models.CharField(max_length=120, blank=True)
    pilot_question = TranslatedTextField(blank=True)
    pilot_ends_on = models.DateField(null=True, blank=True)
    is_public = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="pilot") | models.Q(pilot_ends_on__isnull=False),
                name="pilot_has_an_end",
            ),
        ]


class InitiativeDirective(DistrictRow):
    """A directive that an initiative serves."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "directive"], name="initiative_directive_once")
        ]


class InitiativeSchool(DistrictRow):
    """A school where an initiative takes place."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "school"], name="initiative_school_once")
        ]


class ActionStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("In progress")
    BEHIND = "behind", _("Behind schedule")
    DONE = "done", _("Completed")
    STOPPED = "stopped", _("Stopped")


class Action(PublicIdMixin, DistrictRow):
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="actions")
    title = TranslatedTextField()
    owner = models.CharField(max_length=120)
    due_on = models.DateField()
    measure = TranslatedTextField()
    target = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    status = models.CharField(max_length=10, choices=ActionStatus, default=ActionStatus.PLANNED)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]


class Progress(PublicIdMixin, DistrictRow):
    """One report on an action. Earlier reports are kept; the newest is in effect."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="progress")
    on = models.DateField()
    value = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    status = models.CharField(max_length=10, choices=ActionStatus)
    sentence = TranslatedTextField()
    reported_by = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-on", "-id"]
