from django.db import models
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models.scoped import DistrictRow


class AuditEntry(DistrictRow):
    """Who did what to which row, and when. Ids and numbers only, no text written by a person."""

    class ActorKind(models.TextChoices):
        PERSON = "person", _("Person")
        CONTRIBUTOR = "contributor", _("Participant")
        SYSTEM = "system", _("System")

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor_kind = models.CharField(max_length=12, choices=ActorKind)
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["district", "-id"], name="audit_by_district"),
            models.Index(fields=["district", "object_type", "object_id"], name="audit_by_object"),
            models.Index(fields=["district", "verb"], name="audit_by_verb"),
            models.Index(fields=["district", "person"], name="audit_by_person"),
        ]
