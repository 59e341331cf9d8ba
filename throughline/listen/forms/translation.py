from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.listen.actions.translation import print_of
from throughline.listen.actions.voice import MAX_LENGTH
from throughline.listen.models import Voice
from throughline.ui.fields import TranslatedText
from throughline.ui.forms import Posted
from throughline.ui.language import language_name


class TranslateVoiceForm(forms.Form):
    """A text in each other language of the district, and whether a person has reviewed it."""

    original = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)

    def __init__(self, posted: Posted = None, *, voice: Voice) -> None:
        super().__init__(posted, initial={"original": print_of(voice)})
        self.languages = [code for code in voice.district.languages if code != voice.language]
        self.own_language = voice.language or "und"
        for code in self.languages:
            name = language_name(code)
            self.fields[f"translation_{code}"] = forms.CharField(
                label=_("Translation: %(language)s") % {"language": name},
                initial=voice.translation.texts.get(code, ""),
                widget=forms.Textarea(attrs={"rows": 3, "lang": code, "dir": "auto"}),
                max_length=2 * MAX_LENGTH[voice.kind],
                required=False,
            )
            self.fields[f"reviewed_{code}"] = forms.BooleanField(
                label=_("I checked this translation (%(language)s) against the original")
                % {"language": name},
                help_text=_("Only then do other people see it."),
                initial=voice.translation.reviewed.get(code, False),
                required=False,
            )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        texts = {code: str(cleaned.get(f"translation_{code}", "")).strip() for code in self.languages}
        texts = {code: words for code, words in texts.items() if words}
        reviewed = {code: bool(cleaned.get(f"reviewed_{code}")) for code in texts}
        return {
            "original": cleaned.get("original", ""),
            "translation": TranslatedText(self.own_language, texts, reviewed),
        }
