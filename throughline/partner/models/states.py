"""Who confirmed an entry, and whether a service takes new people."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Assurer(models.TextChoices):
    PARTNER = "partner", _("The organization itself")
    STAFF = "staff", _("District staff")


class CapacityStatus(models.TextChoices):
    OPEN = "open", _("Open to new people")
    LIMITED = "limited", _("A few places left")
    FULL = "full", _("Full")
    WAITING_LIST = "waiting_list", _("Waiting list")
    ASSESSMENT = "assessment", _("Needs assessment first")
