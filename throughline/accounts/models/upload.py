from pathlib import Path

from django.conf import settings
from django.db import models

from throughline.accounts.models.scoped import DistrictRow, PublicIdMixin
from throughline.formats.problems import BadFile
from throughline.formats.tables import Encoding


class Upload(PublicIdMixin, DistrictRow):
    """Files received to be imported: in private storage, served to nobody, and removed once they were used.

    The row stays when the files are gone, with what was chosen in the mapping. The app that declares the kind
    keeps what it imports them for in a row of its own.
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
        """Where its files lie: a folder of this upload alone, which no address leads to."""
        return Path(settings.MEDIA_ROOT) / "imports" / self.district.slug / self.public_id

    @property
    def file(self) -> Path:
        """The one file of an upload; `BadFile` where there is none or more."""
        files = sorted(self.folder.iterdir()) if self.folder.is_dir() else []
        if len(files) != 1:
            raise BadFile.of("not_a_file" if files else "no_file", self.name)
        return files[0]

    @property
    def encoding(self) -> Encoding:
        """How whoever handed it in said that its text was saved."""
        return "cp1252" if self.choices.get("encoding") == "cp1252" else "detect"

    @property
    def is_being_imported(self) -> bool:
        return self.job is not None and not self.job.is_over
