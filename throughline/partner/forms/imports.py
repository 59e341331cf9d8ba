"""Forms to import a directory."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.ui.forms import (
    EncodingField,
    FileForm,
    ManyFilesField,
)

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

WORKBOOKS: Final = frozenset((".xlsx", ".xlsm", ".xls", ".ods"))


class DirectoryForm(FileForm):
    tables = ManyFilesField(
        label=_("Directory files (CSV, JSON or ZIP)"),
        help_text=_(
            "Choose all the files at once: organizations.csv, services.csv, locations.csv, and the "
            "rest, files in JSON format, or one ZIP file that contains them. HSDS versions 1.0 to 3.1 "
            "are supported. Each file can be up to 50 MB. The files are deleted after the import."
        ),
        error_messages={"required": _("Choose a file first.")},
    )
    encoding = EncodingField()

    def clean_tables(self) -> "list[UploadedFile[bytes]]":
        """Workbooks have a page of their own."""
        files: list[UploadedFile[bytes]] = self.cleaned_data["tables"]
        for file in files:
            name = Path(file.name or "").name
            if Path(name).suffix.lower() in WORKBOOKS:
                sentence = _("%(file)s: This is a spreadsheet. To import it, use “Import a spreadsheet”.")
                raise forms.ValidationError(sentence % {"file": name})
        return files
