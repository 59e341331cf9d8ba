from django.db import models

from throughline.accounts.models import DistrictRow


class CycleUpload(DistrictRow):
    """The cycle into which the voices of an uploaded file are imported."""

    upload = models.OneToOneField("accounts.Upload", on_delete=models.CASCADE, related_name="+")
    cycle = models.ForeignKey("convene.Cycle", on_delete=models.CASCADE, related_name="+")
