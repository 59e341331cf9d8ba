"""Lists of services that staff make for families, such as for new families."""

from django.db import models

from throughline.accounts.models import DistrictRow, PublicIdMixin
from throughline.partner.models.directory import Service
from throughline.ui.fields import TranslatedTextField


class ServiceList(PublicIdMixin, DistrictRow):
    name = TranslatedTextField()
    note = TranslatedTextField(blank=True)
    school = models.ForeignKey(
        "accounts.School", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_public = models.BooleanField(default=False)
    """Whether families see it in the finder; anyone who has its address sees it in any case."""

    made_by = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.name)


class ListedService(DistrictRow):
    of = models.ForeignKey(ServiceList, on_delete=models.CASCADE, related_name="entries")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["of", "service"], name="listed_service_once")]
