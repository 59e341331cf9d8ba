"""What a person may type to code texts, compute, write findings and release them."""

from typing import Any

from django import forms
from django.db.models import F
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext_lazy as _

from throughline.convene.models import Cycle, Forum
from throughline.listen.models import Voice
from throughline.ui.fields import TranslatedText
from throughline.ui.forms import TranslatedTextFormField
from throughline.understand.models import Code, Evidence, Finding, FindingState, Release, ReleasedFinding

UNCODED, UNREAD = "uncoded", "unread"


def _plain(words: str) -> str:
    return words.replace("\r\n", "\n").replace("\r", "\n")


class TextFilterForm(forms.Form):
    """Which texts of the desk to show."""

    forum = forms.ChoiceField(label=_("Forum"), required=False)
    code = forms.ChoiceField(label=_("Code"), required=False)
    q = forms.CharField(label=_("Words"), required=False, max_length=80)

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        forums = [(forum.public_id, str(forum.title)) for forum in Forum.objects.filter(cycle=cycle)]
        codes = [(code.public_id, str(code.name)) for code in Code.objects.filter(cycle=cycle)]
        self.fields["forum"].choices = [("", _("All forums")), *forums]  # type: ignore[attr-defined]
        self.fields["code"].choices = [  # type: ignore[attr-defined]
            ("", _("With or without a code")),
            (UNREAD, _("Not read yet")),
            (UNCODED, _("Without a code")),
            *codes,
        ]

    @property
    def wanted(self) -> dict[str, str]:
        if not self.is_valid():
            return {}
        return {name: value for name, value in self.cleaned_data.items() if value}


class CodeForm(forms.Form):
    name = TranslatedTextFormField(
        label=_("Name"), help_text=_("A few words, as people would say it."), rows=1
    )
    definition = forms.CharField(
        label=_("When does it fit?"),
        help_text=_("For whoever codes after you: what belongs here, and what does not."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2_000,
    )

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = TranslatedTextFormField(
            label=_("Name"), help_text=_("A few words, as people would say it."), rows=1, languages=languages
        )


class SpanForm(forms.Form):
    """Exact words of a text, found in it; or the whole text."""

    words = forms.CharField(
        label=_("Only these words"),
        help_text=_("Copy them exactly. Left empty, the whole text is meant."),
        widget=forms.Textarea(attrs={"rows": 2, "data-span-words": ""}),
        required=False,
        strip=False,
        max_length=20_000,
    )
    start = forms.IntegerField(widget=forms.HiddenInput(attrs={"data-span-start": ""}), required=False)

    def __init__(self, *args: Any, voice: Voice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.voice = voice

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["span"] = self._span(_plain(cleaned.get("words") or ""), cleaned.get("start"))
        return cleaned

    def _span(self, words: str, start: int | None) -> tuple[int, int] | None:
        text = self.voice.text
        if not words.strip() or words.strip() == text.strip():
            return None
        if start is not None and text[start : start + len(words)] == words:
            return start, start + len(words)
        words = words.strip()
        n_found = text.count(words)
        if n_found == 1:
            return text.index(words), text.index(words) + len(words)
        if n_found == 0:
            self.add_error("words", _("These words do not stand in the text. Copy them exactly."))
        else:
            sentence = ngettext(
                "These words stand in the text %(n)s time: add a few more around them.",
                "These words stand in the text %(n)s times: add a few more around them.",
                n_found,
            )
            self.add_error("words", sentence % {"n": n_found})
        return None


class PutCodeForm(SpanForm):
    code = forms.ModelChoiceField(
        label=_("Code"),
        queryset=Code.objects.none(),
        to_field_name="public_id",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a code."), "invalid_choice": _("Choose a code of this cycle.")},
    )
    field_order = ["code", "words", "start"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["code"]
        field.queryset = Code.objects.filter(cycle_id=self.voice.forum.cycle_id)
        field.label_from_instance = lambda code: str(code.name)


class QuoteForm(SpanForm):
    """Somebody's exact words, with translations that a person reviewed."""

    def __init__(
        self, *args: Any, languages: list[str], evidence: Evidence | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.own_language = self.voice.language or languages[0]
        self.other_languages = [code for code in languages if code != self.own_language]
        said = evidence.quote_translation if evidence else TranslatedText()
        for code in self.other_languages:
            name = get_language_info(code)["name_local"]
            self.fields[f"translation_{code}"] = forms.CharField(
                label=_("Translation: %(language)s") % {"language": name},
                initial=said.texts.get(code, ""),
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
                required=False,
            )
            self.fields[f"reviewed_{code}"] = forms.BooleanField(
                label=_("I have held this translation against the original (%(language)s)")
                % {"language": name},
                initial=said.reviewed.get(code, False),
                required=False,
            )

    @property
    def translation(self) -> TranslatedText:
        texts = {code: self.cleaned_data[f"translation_{code}"].strip() for code in self.other_languages}
        texts = {code: words for code, words in texts.items() if words}
        return TranslatedText(
            self.own_language,
            texts,
            reviewed={code: bool(self.cleaned_data[f"reviewed_{code}"]) for code in texts},
        )


class EditQuoteForm(QuoteForm):
    is_quoted = forms.BooleanField(label=_("Quote these words under the finding"), required=False)
    field_order = ["is_quoted", "words", "start"]


class FindingForm(forms.Form):
    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sentence"] = TranslatedTextFormField(
            label=_("The finding, in one sentence"),
            help_text=_("A sentence the district would put its name to, as plain as the people who said it."),
            languages=languages,
            rows=2,
        )
        self.fields["explanation"] = TranslatedTextFormField(
            label=_("What does it mean, and where do people disagree?"), languages=languages, required=False
        )
        self.fields["who_is_missing"] = TranslatedTextFormField(
            label=_("Who has not been heard?"),
            help_text=_("Say it plainly: those who did not answer may see it differently."),
            languages=languages,
            required=False,
            rows=2,
        )


class EvidenceFilterForm(forms.Form):
    q = forms.CharField(label=_("Words"), required=False, max_length=80)
    forum = forms.ChoiceField(label=_("Forum"), required=False)

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        forums = [(forum.public_id, str(forum.title)) for forum in Forum.objects.filter(cycle=cycle)]
        self.fields["forum"].choices = [("", _("All forums")), *forums]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}


class ReleaseForm(forms.Form):
    """Which findings leave, what they correct, and what is taken back."""

    findings = forms.ModelMultipleChoiceField(
        label=_("Findings to release"),
        queryset=Finding.objects.none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    corrects = forms.ModelChoiceField(
        label=_("Does it correct an earlier release?"),
        queryset=Release.objects.none(),
        to_field_name="public_id",
        empty_label=_("No, it adds to what was released"),
        required=False,
    )
    keeps_numbers = forms.BooleanField(
        label=_("Correct the words only, and keep the numbers as they were told"),
        help_text=_(
            "For findings that rest on the same as before. Where few people have answered since, new numbers "
            "beside the old ones would tell what those few said."
        ),
        required=False,
    )
    taken_back = forms.ModelMultipleChoiceField(
        label=_("Findings to take back"),
        help_text=_("They stay readable in the release they stood in, and stand no longer."),
        queryset=ReleasedFinding.objects.none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, cycle: Cycle, current: list[ReleasedFinding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        findings = Finding.objects.filter(cycle=cycle).exclude(state=FindingState.DROPPED)
        fields["findings"].queryset = findings.order_by(F("released_as").asc(nulls_first=True), "id")
        fields["findings"].label_from_instance = _finding_label
        releases = Release.objects.filter(cycle=cycle, pk__in=[one.release_id for one in current])
        fields["corrects"].queryset = releases
        fields["corrects"].label_from_instance = lambda release: (
            _("Release %(number)s") % {"number": release.number}
        )
        fields["taken_back"].queryset = ReleasedFinding.objects.filter(
            pk__in=[one.pk for one in current]
        ).select_related("release")
        fields["taken_back"].label_from_instance = lambda one: (
            _("%(sentence)s (release %(number)s)")
            % {
                "sentence": one.sentence,
                "number": one.release.number,
            }
        )
        if not current:
            fields["findings"].required = True
            del self.fields["taken_back"], self.fields["corrects"], self.fields["keeps_numbers"]
        self.fields["note"] = TranslatedTextFormField(
            label=_("A note to readers"),
            help_text=_("In a correction: what is corrected, and why."),
            languages=cycle.district.languages,
            required=False,
            rows=2,
        )


def _finding_label(finding: Finding) -> str:
    if finding.state == FindingState.DRAFT:
        return str(finding.sentence)
    return _("%(sentence)s (%(state)s)") % {
        "sentence": finding.sentence,
        "state": finding.get_state_display(),
    }


# Bringing in a conversation


# The community's own figures
