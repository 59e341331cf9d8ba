from pathlib import Path

from django.conf import settings
from django.db import models

from throughline.accounts.models.job import Job
from throughline.accounts.models.scoped import DistrictRow, PublicIdMixin
from throughline.formats.sources import only_file
from throughline.formats.tables import Encoding


class Upload(PublicIdMixin, DistrictRow):
    """Files received for import: in private storage, served to nobody, and deleted once used.

    The row is kept after the files are deleted, with the choices of the mapping page. The app that declares
    the kind stores what they are imported for in a row of its own.
    """

    kind = models.CharField(max_length=40)
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

    @property
    def folder(self) -> Path:
        """The directory of this upload's files only, which no URL serves."""
        return Path(settings.MEDIA_ROOT) / "imports" / self.district.slug / self.public_id

    @property
    def file(self) -> Path:
        """The only file of an upload; raises `BadFile` if there is none or more than one."""
        return only_file(self.folder, self.name)

    @property
    def encoding(self) -> Encoding:
        """The text encoding stated at upload: `cp1252`, or `detect` for any other."""
        return "cp1252" if self.choices.get("encoding") == "cp1252" else "detect"

    @property
    def importing_job(self) -> Job | None:
        return None if self.job is None or self.job.is_over else self.job
