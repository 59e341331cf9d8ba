"""Uploading a Polis export."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.accounts.permissions import Actor
from throughline.listen.permissions import cycles_to_import_into
from throughline.ui.forms import EncodingField, FileForm, ManyFilesField


class PolisUploadForm(FileForm):
    cycle = forms.ChoiceField(label=_("Which cycle is this for?"))
    title = forms.CharField(
        label=_("Forum title"),
        max_length=200,
        required=False,
        help_text=_("Leave blank to use the topic of the conversation."),
    )
    exported = ManyFilesField(
        label=_("Polis export (ZIP file or CSV files)"),
        help_text=_(
            "Choose the files that you have: summary.csv, comments.csv, participants-votes.csv and "
            "votes.csv. At least one of the last two is required. Each file can be up to 100 MB. No "
            "one else sees the files, and they are deleted after the import."
        ),
        error_messages={
            "required": _("Choose a file first."),
        },
    )
    encoding = EncodingField()

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cycles = {cycle.public_id: cycle for cycle in cycles_to_import_into(actor)}
        self.fields["cycle"].choices = [  # type: ignore[attr-defined]
            (key, str(cycle.title)) for key, cycle in self.cycles.items()
        ]
