from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.convene.models import Cycle, Forum
from throughline.listen.models import Voice
from throughline.ui.forms import Initial, Posted, TranslatedTextFormField
from throughline.understand.forms.span import SpanForm
from throughline.understand.models import Code

UNCODED, UNREAD = "uncoded", "unread"


def forum_choices(cycle: Cycle) -> list[tuple[str, object]]:
    forums = Forum.objects.filter(cycle=cycle)
    return [("", _("All forums")), *((forum.public_id, str(forum.title)) for forum in forums)]


class TextFilterForm(forms.Form):
    """Filters for the texts on the coding desk."""

    forum = forms.ChoiceField(label=_("Forum"), required=False)
    code = forms.ChoiceField(label=_("Code"), required=False)
    q = forms.CharField(label=_("Search"), required=False, max_length=80)

    def __init__(self, posted: Posted = None, *, cycle: Cycle) -> None:
        super().__init__(posted)
        codes = [(code.public_id, str(code.name)) for code in Code.objects.filter(cycle=cycle)]
        self.fields["forum"].choices = forum_choices(cycle)  # type: ignore[attr-defined]
        self.fields["code"].choices = [  # type: ignore[attr-defined]
            ("", _("All comments")),
            (UNREAD, _("Not read yet")),
            (UNCODED, _("No code")),
            *codes,
        ]

    @property
    def wanted(self) -> dict[str, str]:
        if not self.is_valid():
            return {}
        return {name: value for name, value in self.cleaned_data.items() if value}


class CodeForm(forms.Form):
    name = TranslatedTextFormField(
        label=_("Name"), help_text=_("Use a few plain words, the way people would say it."), rows=1
    )
    definition = forms.CharField(
        label=_("When to use this code"),
        help_text=_(
            "Explain what belongs under this code and what doesn't, so everyone uses it the same way."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2_000,
    )


class CodeChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Code) -> str:
        return str(obj.name)


class PutCodeForm(SpanForm):
    code = CodeChoice(
        label=_("Code"),
        queryset=Code.objects.none(),
        to_field_name="public_id",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a code."),
            "invalid_choice": _("Choose a code from this cycle."),
        },
    )
    field_order = ["code", "words", "start"]

    def __init__(self, posted: Posted = None, *, voice: Voice, initial: Initial = None) -> None:
        super().__init__(posted, voice=voice, initial=initial)
        codes = Code.objects.filter(cycle_id=voice.forum.cycle_id)
        self.fields["code"].queryset = codes  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        start, end = self.start_and_end
        return {"code": cleaned.get("code"), "start": start, "end": end}
