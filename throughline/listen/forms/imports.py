"""Upload of a finished survey."""

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle
from throughline.listen.permissions import cycles_to_import_into
from throughline.ui.forms import EncodingField, FileForm, Files, Initial, Posted


class CycleField(forms.ChoiceField):
    """Cycles the actor may import into, identified by their public ids."""

    def __init__(self) -> None:
        super().__init__(label=_("Which cycle is this for?"))

    def offer(self, actor: Actor) -> dict[str, Cycle]:
        cycles = {cycle.public_id: cycle for cycle in cycles_to_import_into(actor)}
        self.choices = [(key, str(cycle.title)) for key, cycle in cycles.items()]
        return cycles


class SurveyUploadForm(FileForm):
    cycle = CycleField()
    title = forms.CharField(
        label=_("Survey name"),
        max_length=200,
        help_text=_("People see this name when you publish results."),
    )
    file = forms.FileField(
        label=_("CSV file"),
        help_text=_(
            "Upload an export from Google Forms, Microsoft Forms, Qualtrics, SurveyMonkey, "
            "KoboToolbox, ODK, LimeSurvey, Typeform, ThoughtExchange, or a spreadsheet. The first row "
            "names the columns. Each other row is one person. The limit is 20 MB. No one else can see "
            "the file, and it is deleted after the import."
        ),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty. Export it again."),
        },
    )
    encoding = EncodingField()

    def __init__(
        self, posted: Posted = None, files: Files = None, *, actor: Actor, initial: Initial = None
    ) -> None:
        super().__init__(posted, files, initial=initial)
        self.cycles: dict[str, Cycle] = self.fields["cycle"].offer(actor)  # type: ignore[attr-defined]
