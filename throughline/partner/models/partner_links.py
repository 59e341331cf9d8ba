"""How partners keep their own entries: links without an account, and edits that wait for approval."""

from datetime import datetime

from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from throughline.accounts.models import DistrictRow, PublicIdMixin
from throughline.partner.models.directory import Organization, Service


class DirectorySettings(DistrictRow):
    """How a district keeps its directory; without a row the defaults hold."""

    approves_partner_edits = models.BooleanField(default=True)
    """Whether what partners edit by their links waits for approval. Confirming and capacity never wait."""

    sends_reminders = models.BooleanField(default=False)
    helper_name = models.CharField(max_length=120, blank=True)
    helper_phone = models.CharField(max_length=40, blank=True)
    """The person whom families call if nothing fits."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district"], name="directory_settings_once")]


class PartnerLink(PublicIdMixin, DistrictRow):
    """A link that opens an organization's own page to anyone who has it, until it expires or is revoked.

    It cannot be derived from the database alone. Opening it writes nothing: `used_at` is when something was
    last sent through it.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="partner_links")
    email = models.EmailField(blank=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    n_sent = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    bars_address = models.BooleanField(default=False)
    """Whether its address gets no new link of the organization, even if the listing has it."""

    class Meta:
        ordering = ["-id"]

    @property
    def code(self) -> str:
        """The secret of the link, derived from the server's key: it can be shown again but is not stored."""
        return salted_hmac("throughline.partner_link", self.public_id, algorithm="sha256").hexdigest()

    def is_usable(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at


class ProposedEdit(PublicIdMixin, DistrictRow):
    """What a partner sent in a form and the district has yet to approve: the fields as they were typed."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Needs review")
        APPROVED = "approved", pgettext_lazy("edit", "Approved")
        DECLINED = "declined", pgettext_lazy("edit", "Declined")
        REPLACED = "replaced", pgettext_lazy("edit", "Replaced by the partner")
        WITHDRAWN = "withdrawn", pgettext_lazy("edit", "Withdrawn by the partner")

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="proposed_edits")
    link = models.ForeignKey(PartnerLink, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    fields = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    """When the partner sent, saved or confirmed the service after its edit was declined."""

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["district", "state"], name="proposed_edit_by_state")]
