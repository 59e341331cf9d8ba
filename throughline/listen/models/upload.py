from django.db import models
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import DistrictRow, PublicIdMixin
from throughline.convene.models import Cycle


class UploadKind(models.TextChoices):
    SURVEY = "survey", _("A finished survey")
    POLIS = "polis", _("A conversation from Polis")
    FIGURES = "figures", _("The community's own figures")


class Upload(PublicIdMixin, DistrictRow):
    """A file handed in to be imported: in private storage, served to nobody, and gone when it was used.

    The row stays when the file is gone: what was chosen in the mapping is never lost. Voices are brought in
    for a cycle; the community's own figures belong to none.
    """

    kind = models.CharField(max_length=8, choices=UploadKind)
    cycle = models.ForeignKey(
        "convene.Cycle", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
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
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cycle__isnull=False) | models.Q(kind="figures"),
                name="upload_of_voices_has_a_cycle",
            )
        ]

    @property
    def its_cycle(self) -> Cycle:
        """The cycle for which voices are brought in."""
        if self.cycle is None:
            raise ValueError("figures belong to no cycle")
        return self.cycle
