from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.convene.models import Cycle
from throughline.listen.models import Voice
from throughline.ui.fields import TranslatedText
from throughline.ui.forms import Initial, Posted, TranslatedTextFormField
from throughline.ui.language import language_name
from throughline.understand.forms.coding import forum_choices
from throughline.understand.forms.span import SpanForm
from throughline.understand.models import Evidence


class FindingForm(forms.Form):
    sentence = TranslatedTextFormField(
        label=_("Finding, in one sentence"),
        help_text=_("Write one plain sentence about what people said that the district is ready to publish."),
        rows=2,
    )
    explanation = TranslatedTextFormField(
        label=_("What does this mean, and where do people disagree?"), required=False
    )
    who_is_missing = TranslatedTextFormField(
        label=_("Who haven't we heard enough from?"),
        help_text=_("Say which groups are missing or underrepresented. They may have different views."),
        required=False,
        rows=2,
    )


class EvidenceFilterForm(forms.Form):
    q = forms.CharField(label=_("Search"), required=False, max_length=80)
    forum = forms.ChoiceField(label=_("Forum"), required=False)

    def __init__(self, posted: Posted = None, *, cycle: Cycle) -> None:
        super().__init__(posted)
        self.fields["forum"].choices = forum_choices(cycle)  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}


class QuoteForm(SpanForm):
    """A quote: exact words of a text, with translations that a person reviewed."""

    def __init__(
        self,
        posted: Posted = None,
        *,
        voice: Voice,
        languages: list[str],
        translation: TranslatedText | None = None,
        initial: Initial = None,
    ) -> None:
        super().__init__(posted, voice=voice, initial=initial)
        self.own_language = voice.language or languages[0]
        self.other_languages = [code for code in languages if code != self.own_language]
        translation = TranslatedText() if translation is None else translation
        for code in self.other_languages:
            name = language_name(code)
            self.fields[f"translation_{code}"] = forms.CharField(
                label=_("Translation: %(language)s") % {"language": name},
                initial=translation.texts.get(code, ""),
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
                required=False,
            )
            self.fields[f"reviewed_{code}"] = forms.BooleanField(
                label=_("I checked this translation (%(language)s) against the original")
                % {"language": name},
                initial=translation.reviewed.get(code, False),
                required=False,
            )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        start, end = self.start_and_end
        texts = {code: str(cleaned.get(f"translation_{code}", "")).strip() for code in self.other_languages}
        texts = {code: words for code, words in texts.items() if words}
        reviewed = {code: bool(cleaned[f"reviewed_{code}"]) for code in texts}
        return {
            "is_quoted": cleaned.get("is_quoted", True),
            "quote_start": start,
            "quote_end": end,
            "quote_translation": TranslatedText(self.own_language, texts, reviewed=reviewed),
        }


class EditQuoteForm(QuoteForm):
    is_quoted = forms.BooleanField(label=_("Quote this comment in the finding"), required=False)
    field_order = ["is_quoted", "words", "start"]

    def __init__(
        self, posted: Posted = None, *, evidence: Evidence, voice: Voice, languages: list[str]
    ) -> None:
        initial: dict[str, object] = {"is_quoted": evidence.is_quoted}
        if evidence.quote_start is not None:
            words = voice.text[evidence.quote_start : evidence.quote_end]
            initial |= {"words": words, "start": evidence.quote_start}
        super().__init__(
            posted,
            voice=voice,
            languages=languages,
            translation=evidence.quote_translation,
            initial=initial,
        )
