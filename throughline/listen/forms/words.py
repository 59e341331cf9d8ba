"""Forms for texts in people's own words."""

import secrets

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import District
from throughline.listen.actions.urgent import kind_of_urgency, screened_part
from throughline.listen.actions.voice import MAX_LENGTH
from throughline.listen.models import NotePart
from throughline.ui.forms import Initial, Posted

ANOTHER = "und"


def new_submission() -> str:
    """Return an id that a form carries, so that a form posted twice is stored once."""
    return secrets.token_urlsafe(16)


def is_unread_and_urgent(form: forms.Form, name: str) -> bool:
    """Whether a rejected text may indicate harm: the page says so and names whom to call."""
    return bool(form.errors) and kind_of_urgency(screened_part(str(form.data.get(name, "")))) is not None


def language_choices(district: District) -> list[tuple[str, str | Promise]]:
    named = [(code, get_language_info(code)["name_local"].capitalize()) for code in district.languages]
    return [*named, (ANOTHER, _("Another language"))]


class WordsForm(forms.Form):
    """A text, its language, and an id by which a repeated post is recognized."""

    text = forms.CharField(
        error_messages={"required": _("Write something before you submit.")},
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    language = forms.ChoiceField(label=_("Language you're writing in"), required=False)
    submission = forms.CharField(
        required=False, max_length=32, initial=new_submission, widget=forms.HiddenInput
    )

    def __init__(
        self,
        posted: Posted = None,
        *,
        district: District,
        kind: str,
        label: str,
        hint: str = "",
        initial: Initial = None,
    ) -> None:
        super().__init__(posted, initial=initial)
        text = self.fields["text"]
        text.label, text.help_text = label, hint
        text.max_length = MAX_LENGTH[kind]  # type: ignore[attr-defined]
        text.widget.attrs["data-count"] = MAX_LENGTH[kind]
        text.validators.append(
            forms.fields.validators.MaxLengthValidator(MAX_LENGTH[kind])  # type: ignore[attr-defined]
        )
        self.fields["language"].choices = language_choices(district)  # type: ignore[attr-defined]

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or get_language() or ""

    @property
    def is_unread_and_urgent(self) -> bool:
        return is_unread_and_urgent(self, "text")


class NoteForm(WordsForm):
    part = forms.ChoiceField(label=_("Part"), choices=NotePart.choices, widget=forms.RadioSelect)
    field_order = ["part", "text", "language", "submission"]

    def __init__(self, posted: Posted = None, *, district: District, initial: Initial = None) -> None:
        super().__init__(
            posted,
            district=district,
            kind="note",
            label=gettext("Note"),
            hint=gettext("Write one idea per note, in the speaker's own words. Don't include names."),
            initial=initial,
        )


class EditNoteForm(NoteForm):
    submission = None  # type: ignore[assignment]


class TableForm(forms.Form):
    label = forms.CharField(
        label=_("Table"),
        max_length=60,
        help_text=_("Use the name that people see in the room, for example “Table 4.”"),
    )
    host = forms.CharField(label=_("Table host"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language spoken at the table"), required=False)
    n_people = forms.IntegerField(label=_("Number of people"), min_value=0, max_value=500, initial=0)

    def __init__(self, posted: Posted = None, *, district: District, initial: Initial = None) -> None:
        super().__init__(posted, initial=initial)
        self.fields["language"].choices = language_choices(district)  # type: ignore[attr-defined]
