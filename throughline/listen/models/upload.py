from django.db import models
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import DistrictRow, PublicIdMixin


class UploadKind(models.TextChoices):
    SURVEY = "survey", _("A finished survey")
    POLIS = "polis", _("A conversation from Polis")


class Upload(PublicIdMixin, DistrictRow):
    """A file handed in to be imported: in private storage, served to nobody, and gone when it was used.

    The row stays when the file is gone: what was chosen in the mapping is never lost.
    """

    kind = models.CharField(max_length=8, choices=UploadKind)
    cycle = models.ForeignKey("convene.Cycle", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=200)
    n_bytes = models.PositiveBigIntegerField(default=0)
    choices = models.JSONField(default=dict)
    job = models.ForeignKey("accounts.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
