"""Forms to import a directory."""

from django.utils.translation import gettext_lazy as _

from throughline.ui.forms import (
    EncodingField,
    FileForm,
    ManyFilesField,
)


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
