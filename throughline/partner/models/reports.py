"""What readers say is wrong with an entry of the directory."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from throughline.accounts.models import DistrictRow, PublicIdMixin
from throughline.partner.models.directory import Organization, Service


class WrongReason(models.TextChoices):
    """What may be wrong with an entry, the most frequent first."""

    PHONE = "phone", _("The phone number doesn't work")
    HOURS = "hours", _("The hours are wrong")
    PLACE = "place", _("The address is wrong")
    CLOSED = "closed", _("It has closed or moved away")
    FULL = "full", _("They take no one new")
    COST = "cost", _("The cost is wrong")
    LANGUAGE = "language", _("They don't speak the language listed")
    REFUSED = "refused", _("They said it isn't for us")
    TREATED = "treated", _("We were treated badly there")
    OTHER = "other", _("Something else")


class EntryReport(PublicIdMixin, DistrictRow):
    """A reader's note that something is wrong with an entry. It changes nothing: a person has to look."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("report", "Open")
        FIXED = "fixed", pgettext_lazy("report", "Fixed")
        NO_CHANGE = "no_change", pgettext_lazy("report", "No change needed")
        SPAM = "spam", _("Spam")

    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.CASCADE, related_name="reports"
    )
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.CASCADE, related_name="reports"
    )
    reason = models.CharField(max_length=12, choices=WrongReason)
    words = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    is_likely_spam = models.BooleanField(default=False)
    is_urgent = models.BooleanField(default=False)
    """Whether its words may tell of danger: they raised an urgent flag, which a person must resolve."""

    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    note = models.TextField(blank=True)
    reported_at = models.DateTimeField(auto_now_add=True)
    handled_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["district", "state", "is_likely_spam"], name="entry_report_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(service__isnull=True) ^ models.Q(organization__isnull=True),
                name="entry_report_of_one_entry",
            )
        ]
