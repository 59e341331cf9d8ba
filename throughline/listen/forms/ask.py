"""What staff ask: seed statements, questions, choices."""

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import District
from throughline.listen.actions.voice import MAX_LENGTH
from throughline.listen.forms.words import language_choices, new_submission
from throughline.listen.models import ABOUT_THE_PERSON, QuestionKind, SurveyQuestion, Voice
from throughline.listen.queries.question_kinds import KINDS
from throughline.ui.fields import TranslatedText
from throughline.ui.forms import Initial, Posted, TranslatedTextFormField
from throughline.ui.language import language_name


class SeedForm(forms.Form):
    text = forms.CharField(
        label=_("Statement"),
        max_length=MAX_LENGTH["statement"],
        help_text=_("Write one idea that people can agree or disagree with."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "data-count": MAX_LENGTH["statement"]}),
    )
    language = forms.ChoiceField(label=_("Language you're writing in"))
    submission = forms.CharField(
        required=False, max_length=32, initial=new_submission, widget=forms.HiddenInput
    )

    def __init__(self, posted: Posted = None, *, district: District) -> None:
        super().__init__(posted, initial={"language": district.source_language})
        self.fields["language"].choices = language_choices(district)  # type: ignore[attr-defined]
        for code in district.languages:
            self.fields[f"in_{code}"] = forms.CharField(
                label=_("Translation into %(language)s") % {"language": language_name(code)},
                help_text=_("People who read in %(language)s see this.") % {"language": language_name(code)},
                max_length=MAX_LENGTH["statement"],
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "lang": code}),
            )

    def clean(self) -> dict[str, object]:
        """Combine the translations into one text, without the statement's own language."""
        cleaned = super().clean() or {}
        own = cleaned.get("language", "")
        texts = {
            code.removeprefix("in_"): cleaned.pop(code, "")
            for code in list(cleaned)
            if code.startswith("in_")
        }
        others = {code: text for code, text in texts.items() if text and code != own}
        cleaned["translation"] = TranslatedText(own, others, dict.fromkeys(others, True))
        return cleaned


class EditSeedForm(forms.Form):
    """A statement by the district in all its languages; without the original once that can't change."""

    def __init__(self, posted: Posted = None, *, seed: Voice, is_fixed: bool) -> None:
        super().__init__(posted)
        self.seed = seed
        most = MAX_LENGTH["statement"]
        # What was typed before anyone voted is refused with a sentence, and not left out without a word.
        if not is_fixed or (posted is not None and "text" in posted):
            self.fields["text"] = forms.CharField(
                label=_("Statement"),
                initial=seed.text,
                max_length=most,
                widget=forms.Textarea(
                    attrs={"rows": 2, "lang": seed.language, "dir": "auto", "data-count": most}
                ),
            )
        for code in seed.district.languages:
            if code != seed.language:
                self.fields[f"in_{code}"] = forms.CharField(
                    label=_("Translation into %(language)s") % {"language": language_name(code)},
                    initial=seed.translation.texts.get(code, ""),
                    max_length=2 * most,
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 2, "lang": code, "dir": "auto"}),
                )

    def clean(self) -> dict[str, object]:
        """Combine the translations; those into languages that the form doesn't show stay."""
        cleaned = super().clean() or {}
        texts = dict(self.seed.translation.texts)
        for name in [name for name in cleaned if name.startswith("in_")]:
            texts[name.removeprefix("in_")] = str(cleaned.pop(name))
        cleaned["translation"] = TranslatedText(self.seed.language or "und", texts)
        return cleaned


class QuestionForm(forms.Form):
    """A question in all languages of the district. Only scales have the fields for their ends."""

    def __init__(
        self,
        posted: Posted = None,
        *,
        district: District,
        kind: str,
        question: SurveyQuestion | None = None,
    ) -> None:
        super().__init__(posted)
        names = [
            *("prompt", "hint", "scale_from", "scale_to", "scale_low_label", "scale_high_label"),
            *("is_required", "is_protected_topic"),
        ]
        if question is not None:
            self.initial = {name: getattr(question, name) for name in names}
        languages = list(district.languages)
        self.fields["prompt"] = TranslatedTextFormField(label=_("Question"), languages=languages, rows=2)
        self.fields["hint"] = TranslatedTextFormField(
            label=_("Help text"), languages=languages, rows=1, required=False
        )
        if KINDS[kind].has_scale:
            self.fields["scale_from"] = forms.IntegerField(
                label=_("Lowest value"), min_value=0, max_value=10, initial=1
            )
            self.fields["scale_to"] = forms.IntegerField(
                label=_("Highest value"), min_value=1, max_value=10, initial=5
            )
            self.fields["scale_low_label"] = TranslatedTextFormField(
                label=_("Label for the lowest value"), languages=languages, rows=1, required=False
            )
            self.fields["scale_high_label"] = TranslatedTextFormField(
                label=_("Label for the highest value"), languages=languages, rows=1, required=False
            )
        if kind not in ABOUT_THE_PERSON:
            self.fields["is_required"] = forms.BooleanField(
                label=_("Required"),
                required=False,
                help_text=_("People can't submit the survey without an answer. They can always leave."),
            )
            self.fields["is_protected_topic"] = forms.BooleanField(
                label=_("Asks about a protected topic"),
                required=False,
                help_text=_(
                    "Federal law (PPRA) protects eight topics: political views; mental health; sexual "
                    "behavior or attitudes; illegal or demeaning behavior; criticism of close family; talks "
                    "with a lawyer, doctor or minister; religion; income. People can then choose “Prefer not "
                    "to say,” and the question can't be required."
                ),
            )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        low, high = cleaned.get("scale_from"), cleaned.get("scale_to")
        if low is not None and high is not None and high <= low:
            self.add_error("scale_to", _("The highest value must be above the lowest."))
        if cleaned.get("is_required") and cleaned.get("is_protected_topic"):
            self.add_error("is_required", _("A question about a protected topic can't be required."))
        return cleaned


class KindForm(forms.Form):
    kind = forms.ChoiceField(label=_("Question type"), choices=QuestionKind.choices)


class ChoiceForm(forms.Form):
    def __init__(self, posted: Posted = None, *, district: District, initial: Initial = None) -> None:
        super().__init__(posted, initial=initial)
        self.fields["label"] = TranslatedTextFormField(
            label=_("Choice"), languages=list(district.languages), rows=1
        )
        self.fields["is_other"] = forms.BooleanField(
            label=_("Add a text box to this choice"),
            required=False,
            help_text=_("For “Other, please say.” What people write is reviewed like any comment."),
        )
