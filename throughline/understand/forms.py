"""What a person may type to code texts, compute, write findings and release them."""

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language_info, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import School
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, Forum
from throughline.formats import race_ethnicity
from throughline.formats.population import Count
from throughline.formats.population.acs import Meaning, Pair
from throughline.formats.population.model import key_from
from throughline.formats.population.roster import RosterColumn
from throughline.formats.survey_csv.words import language_code
from throughline.listen.models import ContributorRole, SurveyQuestion, Voice
from throughline.listen.permissions import cycles_to_import_into
from throughline.ui.fields import TranslatedText
from throughline.ui.forms import DayField, TranslatedTextFormField
from throughline.understand.models import (
    Code,
    CountState,
    Dimension,
    Evidence,
    Finding,
    FindingState,
    MarginState,
    PopulationSource,
    Release,
    ReleasedFinding,
    Run,
    WhoIsCounted,
)
from throughline.understand.queries.populations import Match as FiguresMatch
from throughline.understand.queries.populations import known_labels, plain
from throughline.understand.queries.side_by_side import COLUMN, ROW, split_of, ways_to_split
from throughline.understand.queries.weights import MarginChoice, model_of

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


class StartOpinionGroupsForm(forms.Form):
    seed = forms.IntegerField(
        label=_("Seed"),
        help_text=_(
            "The same seed and the same votes give the same groups. Leave it unless you want to try."
        ),
        min_value=0,
        max_value=2**31 - 1,
        initial=1,
    )


class StartWeightsForm(forms.Form):
    margins = forms.MultipleChoiceField(
        label=_("Weight by"),
        help_text=_("Choose each grouping once, of figures that count the same people."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    smallest = forms.FloatField(
        label=_("Nobody counts for less than"),
        help_text=_("Times the average; below 1. Left empty, there is no limit."),
        required=False,
        min_value=0,
    )
    largest = forms.FloatField(
        label=_("Nobody counts for more than"),
        help_text=_("Times the average; above 1. Left empty, there is no limit."),
        required=False,
        max_value=1_000,
    )
    empty = forms.ChoiceField(
        label=_("Where nobody answered"),
        choices=[
            ("stop", _("Stop, and say where")),
            ("leave_out", _("Leave those groups out: weighted figures then speak for the others only")),
        ],
        initial="stop",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, choices: list[MarginChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {choice.key: choice for choice in choices}
        self.fields["margins"].choices = [(one.key, one.label) for one in choices]  # type: ignore[attr-defined]

    def clean_margins(self) -> list[str]:
        keys: list[str] = self.cleaned_data["margins"]
        chosen = [self.by_key[key] for key in keys]
        if len({choice.dimension for choice in chosen}) < len(chosen):
            raise forms.ValidationError(_("Choose each grouping only once: two sources for one contradict."))
        if len({choice.roles for choice in chosen}) > 1:
            raise forms.ValidationError(
                _("These figures count different people. Choose some that count the same.")
            )
        return keys

    def clean_smallest(self) -> float | None:
        smallest: float | None = self.cleaned_data["smallest"]
        if smallest is not None and smallest >= 1:
            raise forms.ValidationError(_("This must be below 1, the average."))
        return smallest

    def clean_largest(self) -> float | None:
        largest: float | None = self.cleaned_data["largest"]
        if largest is not None and largest <= 1:
            raise forms.ValidationError(_("This must be above 1, the average."))
        return largest


class CrosstabForm(forms.Form):
    """Which answers to set side by side. All of it stands in the address, so that a table can be linked."""

    one = forms.ModelChoiceField(
        label=_("In rows"), queryset=SurveyQuestion.objects.none(), to_field_name="public_id"
    )
    other = forms.ModelChoiceField(
        label=_("In columns"), queryset=SurveyQuestion.objects.none(), to_field_name="public_id"
    )
    split = forms.ChoiceField(label=_("A table for each"), required=False)
    weights = forms.ModelChoiceField(
        label=_("Weights"),
        queryset=Run.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Every answer counts alike"),
    )
    shares = forms.ChoiceField(
        label=_("Shares"),
        choices=[(ROW, _("of each row")), (COLUMN, _("of each column"))],
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        forum: Forum,
        questions: list[SurveyQuestion],
        weights: QuerySet[Run],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.forum, self.questions = forum, questions
        fields: dict[str, Any] = self.fields
        for name in ("one", "other"):
            fields[name].queryset = SurveyQuestion.objects.filter(pk__in=[one.pk for one in questions])
            fields[name].label_from_instance = lambda question: str(question.prompt)
        fields["split"].choices = [("", _("No, one table")), *ways_to_split(forum, questions)]
        fields["weights"].queryset = weights
        fields["weights"].label_from_instance = _weights_label
        if not weights.exists():
            del self.fields["weights"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("one") is not None and cleaned.get("one") == cleaned.get("other"):
            self.add_error("other", _("Choose two different questions."))
        split = cleaned.get("split")
        asked = [cleaned[name].public_id for name in ("one", "other") if cleaned.get(name) is not None]
        if split and split in asked:
            self.add_error("split", _("Choose a question that stands in neither rows nor columns."))
        return cleaned

    @property
    def wanted(self) -> dict[str, Any]:
        """What the workflows take."""
        cleaned = self.cleaned_data
        return {
            "one": cleaned["one"],
            "other": cleaned["other"],
            "split": split_of(self.forum, cleaned.get("split", ""), self.questions),
            "weights": cleaned.get("weights"),
            "shares_of": cleaned.get("shares") or ROW,
        }

    @property
    def address(self) -> str:
        """The choices as they stand in an address."""
        names = [name for name in self.fields if self.data.get(name)]
        return urlencode([(name, self.data[name]) for name in names])

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """The choices as hidden fields of the form that keeps the table."""
        return [(name, self.data[name]) for name in self.fields if self.data.get(name)]


def _weights_label(run: Run) -> str:
    return gettext("%(model)s, %(day)s") % {
        "model": model_of(run),
        "day": date_format(timezone.localtime(run.at), "SHORT_DATE_FORMAT"),
    }


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

    def __init__(self, *args: Any, cycle: Cycle, standing: list[ReleasedFinding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        findings = Finding.objects.filter(cycle=cycle).exclude(state=FindingState.DROPPED)
        fields["findings"].queryset = findings.order_by(F("released_as").asc(nulls_first=True), "id")
        fields["findings"].label_from_instance = _finding_label
        releases = Release.objects.filter(cycle=cycle, pk__in=[one.release_id for one in standing])
        fields["corrects"].queryset = releases
        fields["corrects"].label_from_instance = lambda release: (
            _("Release %(number)s") % {"number": release.number}
        )
        fields["taken_back"].queryset = ReleasedFinding.objects.filter(
            pk__in=[one.pk for one in standing]
        ).select_related("release")
        fields["taken_back"].label_from_instance = lambda one: (
            _("%(sentence)s (release %(number)s)")
            % {
                "sentence": one.sentence,
                "number": one.release.number,
            }
        )
        if not standing:
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


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """One file or several; the value is always a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[Any]"]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(one, initial) for one in given or [None]]


class PolisUploadForm(forms.Form):
    cycle = forms.ChoiceField(label=_("For which cycle?"))
    title = forms.CharField(
        label=_("What to call the forum"),
        max_length=200,
        required=False,
        help_text=_("If this is empty, the conversation's own topic."),
    )
    exported = ManyFilesField(
        label=_("The export, as a zip or as its CSV files"),
        help_text=_(
            "summary.csv, comments.csv, participants-votes.csv and votes.csv, as far as they are there; at "
            "least one of the last two. At most 100 MB each. Nobody else sees the files, and they are "
            "removed after the import."
        ),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("A file is empty. Export it again."),
        },
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cycles = {cycle.public_id: cycle for cycle in cycles_to_import_into(actor)}
        self.fields["cycle"].choices = [  # type: ignore[attr-defined]
            (key, str(cycle.title)) for key, cycle in self.cycles.items()
        ]


# The community's own figures

MOST_FIGURES_MB = 100
MOST_VARIABLES = 400
FILE_SOURCES = [source for source in PopulationSource if source != PopulationSource.TYPED]
NEEDS_NCES_ID = {PopulationSource.CCD, PopulationSource.ACS, PopulationSource.EDGE}


class AboutFiguresForm(forms.Form):
    """What every population says of itself."""

    title = forms.CharField(
        label=_("What to call these figures"),
        max_length=200,
        help_text=_("Such as “Enrollment, October 2026”."),
    )
    who_is_counted = forms.ChoiceField(label=_("Whom do they count?"), choices=WhoIsCounted.choices)
    as_of = forms.CharField(
        label=_("As of when?"),
        max_length=40,
        help_text=_("A day, a school year or years, as the source says it: “2020–2024”."),
    )
    citation = forms.CharField(
        label=_("Where do they come from?"),
        max_length=300,
        required=False,
        help_text=_("So that anyone can find them again: the office, the table, the address."),
    )

    @property
    def about(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("title", "who_is_counted", "as_of", "citation")}


class FiguresUploadForm(AboutFiguresForm):
    source = forms.ChoiceField(
        label=_("What kind of file is it?"),
        choices=[(source.value, source.label) for source in FILE_SOURCES],
    )
    leaid = forms.CharField(
        label=_("The district's NCES number"),
        max_length=7,
        required=False,
        help_text=_("Seven digits, with the zero in front. Needed for NCES and Census files."),
    )
    file = forms.FileField(
        label=_("The file"),
        help_text=_(
            "A CSV file, or the zip of a OneRoster export. At most 100 MB. Only counts are kept, never the "
            "people; the file is removed after the import, or after a day."
        ),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty. Export it again."),
        },
    )
    encoding = forms.ChoiceField(
        label=_("How the file was saved"),
        choices=[("detect", _("UTF-8, or as the file says")), ("cp1252", _("Western (Windows-1252)"))],
        required=False,
    )
    field_order = ["source", "file", "title", "who_is_counted", "as_of", "citation", "leaid", "encoding"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        source, who = said.get("source"), said.get("who_is_counted")
        if source in NEEDS_NCES_ID and not re.fullmatch(r"[0-9]{7}", said.get("leaid", "")):
            self.add_error("leaid", _("Write the seven digits, with the zero in front if there is one."))
        if source == PopulationSource.CCD and who != WhoIsCounted.STUDENTS:
            self.add_error("who_is_counted", _("Membership counts are of students."))
        if source == PopulationSource.ONEROSTER and who not in {
            WhoIsCounted.STUDENTS,
            WhoIsCounted.FAMILIES,
            WhoIsCounted.STAFF,
        }:
            self.add_error("who_is_counted", _("A OneRoster export names students, families and staff."))
        return said

    @property
    def choices(self) -> dict[str, str]:
        names = ("source", "who_is_counted", "as_of", "citation", "leaid", "encoding")
        return {name: self.cleaned_data.get(name) or "" for name in names}


ROSTER_PARTS = [
    ("ignore", _("Leave it out")),
    ("id", _("The person's id (looked at to find nobody twice, and not kept)")),
    ("school", _("School")),
    ("grade", _("Grade")),
    ("language", _("Language at home")),
    ("role", _("Role")),
    ("group", _("Race and ethnicity")),
    ("sex", _("Sex")),
    ("age", _("Age")),
    ("other", _("Another grouping")),
]
WORDED_PARTS: dict[str, Any] = {
    "school": _("Words for schools, if they are not the schools' names"),
    "language": _("Words for languages, if they are codes of your own"),
    "group": _("Words for race and ethnicity, if they are codes of your own"),
}


class RosterMappingForm(forms.Form):
    """What each column of a roster stands for."""

    def __init__(self, *args: Any, columns: Sequence[RosterColumn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        for i, column in enumerate(columns):
            self.fields[f"c{i}"] = forms.ChoiceField(
                label=column.name,
                choices=ROSTER_PARTS,
                initial=column.part,
                help_text=ngettext("%(n)s different value", "%(n)s different values", column.n_values)
                % {"n": column.n_values},
            )
        for part, label in WORDED_PARTS.items():
            self.fields[f"words_{part}"] = forms.CharField(
                label=label,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("One a line: what stands in the file = what it means."),
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        parts = [said.get(f"c{i}") for i in range(len(self.columns))]
        for part, label in ROSTER_PARTS:
            if part != "ignore" and parts.count(part) > 1:
                self.add_error(
                    None, gettext("Only one column can be “%(part)s”. Leave the other out.") % {"part": label}
                )
        if not set(parts) - {"ignore", "id", None}:
            self.add_error(None, gettext("Choose at least one column to count by, such as school or grade."))
        return said

    @property
    def mapping(self) -> dict[str, Any]:
        said = self.cleaned_data
        values = {part: _pairs(said[f"words_{part}"]) for part in WORDED_PARTS}
        return {
            "parts": {column.name: said[f"c{i}"] for i, column in enumerate(self.columns)},
            "values": {part: pairs for part, pairs in values.items() if pairs},
        }


def _pairs(lines: str) -> dict[str, str]:
    found = (line.partition("=") for line in lines.splitlines() if "=" in line)
    return {cell.strip(): meaning.strip() for cell, _equals, meaning in found if cell.strip()}


class TabulationForm(forms.Form):
    """What each variable of a tabulation counts."""

    def __init__(
        self, *args: Any, pairs: Sequence[Pair], known: Mapping[str, Meaning], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        first = [pair for pair in pairs if pair.variable in known]
        self.pairs = [*first, *(pair for pair in pairs if pair.variable not in known)][:MOST_VARIABLES]
        self.n_left_out = len(pairs) - len(self.pairs)
        choices = [
            ("ignore", gettext("Leave it out")),
            ("total", gettext("Everyone")),
            *((one.value, str(one.label)) for one in Dimension if one != Dimension.SCHOOL),
        ]
        for i, pair in enumerate(self.pairs):
            meaning = known.get(pair.variable)
            self.fields[f"d{i}"] = forms.ChoiceField(
                label=pair.label or pair.variable,
                choices=choices,
                initial="ignore" if meaning is None else meaning.dimension or "total",
                help_text=_pair_said(pair),
            )
            self.fields[f"l{i}"] = forms.CharField(
                label=_("Called"),
                max_length=200,
                required=False,
                initial=meaning.label if meaning else pair.label.rsplit(" > ", 1)[-1],
            )
        self.known = known

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"d{i}"], self[f"l{i}"]) for i in range(len(self.pairs))]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        chosen = {said.get(f"d{i}") for i in range(len(self.pairs))} - {"ignore", "total", None}
        if not chosen:
            self.add_error(None, gettext("Choose at least one variable that counts a group of people."))
        return said

    @property
    def meanings(self) -> dict[str, dict[str, str]]:
        said = self.cleaned_data
        found: dict[str, dict[str, str]] = {}
        for i, pair in enumerate(self.pairs):
            dimension = said[f"d{i}"]
            if dimension == "ignore":
                continue
            meaning = self.known.get(pair.variable)
            label = said[f"l{i}"].strip() or pair.label
            is_known = meaning is not None and meaning.dimension == dimension and meaning.label == label
            found[pair.variable] = {
                "dimension": "" if dimension == "total" else dimension,
                "category": meaning.category if meaning is not None and is_known else "",
                "label": label,
            }
        return found


def _pair_said(pair: Pair) -> str:
    if pair.n is None:
        return str(CountState(pair.state).label)
    if pair.margin_of_error is None:
        return gettext("%(n)s; %(margin)s") % {
            "n": pair.n,
            "margin": MarginState(pair.margin_state).label,
        }
    return gettext("%(n)s ± %(margin)s") % {"n": pair.n, "margin": round(pair.margin_of_error)}


TYPED_LINE = re.compile(
    r"(?P<label>.+?)\s*[:=]\s*(?P<n>[0-9][0-9,. ]*)?\s*((±|\+/-|\+-)\s*(?P<margin>[0-9][0-9,. ]*))?"
)
TYPED_DIMENSIONS = (
    Dimension.SCHOOL,
    Dimension.GRADE_BAND,
    Dimension.LANGUAGE,
    Dimension.ROLE,
    Dimension.GROUP,
    Dimension.SEX,
    Dimension.OTHER,
)


class TypedFiguresForm(AboutFiguresForm):
    """Figures typed in by hand: a line a group."""

    def __init__(self, *args: Any, schools: Sequence[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schools = {plain(school.name): school for school in schools}
        for dimension in TYPED_DIMENSIONS:
            self.fields[dimension.value] = forms.CharField(
                label=dimension.label,
                required=False,
                max_length=20_000,
                widget=forms.Textarea(attrs={"rows": 4}),
                initial="\n".join(f"{school.name}:" for school in schools)
                if dimension == Dimension.SCHOOL
                else "",
                help_text=_("One a line, such as “Spanish: 420” or, for an estimate, “Spanish: 420 ± 60”."),
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        self.counts: list[Count] = []
        self.schools_named: dict[str, School] = {}
        for dimension in TYPED_DIMENSIONS:
            self._read(dimension, said.get(dimension.value) or "")
        if not self.counts and not self.errors:
            self.add_error(None, gettext("Type at least one group with its number."))
        return said

    def _read(self, dimension: Dimension, text: str) -> None:
        seen: set[str] = set()
        for number, line in enumerate(text.splitlines(), start=1):
            if not line.strip():
                continue
            match = TYPED_LINE.fullmatch(line.strip())
            if match is None or (match["n"] is None and match["margin"] is not None):
                self._refuse(dimension, number, gettext("write a name, a colon and a number"))
            elif match["n"] is not None:
                self._take(dimension, number, match, seen)

    def _take(self, dimension: Dimension, number: int, match: re.Match[str], seen: set[str]) -> None:
        label = match["label"].strip()[:200]
        n, margin = (_whole(match[name]) for name in ("n", "margin"))
        if n is None or (match["margin"] and margin is None):
            self._refuse(dimension, number, gettext("write a whole number of people"))
            return
        category = _category_of(dimension, label)
        if dimension == Dimension.SCHOOL:
            school = self.schools.get(plain(label))
            if school is None:
                self._refuse(dimension, number, gettext("the district has no school of this name"))
                return
            category = school.public_id
            self.schools_named[category] = school
        if category in seen:
            self._refuse(dimension, number, gettext("this group stands in a line above"))
            return
        seen.add(category)
        state = "exact" if margin is None else "given"
        self.counts.append(
            Count(
                dimension.value,  # type: ignore[arg-type]
                category,
                label,
                n,
                None if margin is None else float(margin),
                margin_state=state,  # type: ignore[arg-type]
            )
        )

    def _refuse(self, dimension: Dimension, number: int, problem: str) -> None:
        self.add_error(
            dimension.value,
            gettext("Line %(number)s: %(problem)s.") % {"number": number, "problem": problem},
        )


def _whole(digits: str | None) -> int | None:
    """The number, with or without signs between its thousands; none where it is no whole number."""
    written = (digits or "").strip()
    plain_digits = re.sub(r"[,. ]", "", written)
    is_whole = re.fullmatch(r"[0-9]+|[0-9]{1,3}([,. ][0-9]{3})+", written) is not None
    return int(plain_digits) if is_whole and len(plain_digits) <= 9 else None


def _category_of(dimension: Dimension, label: str) -> str:
    """The key that means the same in every source, if the words are known."""
    for key, name in known_labels(dimension).items():
        if plain(label) in {plain(name), plain(key)}:
            return key
    if dimension == Dimension.GROUP and (known := race_ethnicity.key_of(label)) is not None:
        return known
    if dimension == Dimension.LANGUAGE and (code := language_code(label)) is not None:
        return code
    return key_from(label)


class RolesComparedForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("Whose voices are compared?"),
        help_text=_("Everybody's, if none is chosen."),
        choices=ContributorRole.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class MatchFiguresForm(forms.Form):
    """Which category of a population each answer belongs to."""

    def __init__(
        self, *args: Any, match: FiguresMatch, categories: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.match = match
        for i, option in enumerate(match.options):
            self.fields[f"v{i}"] = forms.ChoiceField(
                label=option.label,
                choices=[("", gettext("None of them")), *categories],
                initial=match.values.get(option.key, ""),
                required=False,
            )

    @property
    def values(self) -> dict[str, str]:
        said = self.cleaned_data
        return {option.key: said[f"v{i}"] for i, option in enumerate(self.match.options) if said.get(f"v{i}")}


class InvitationRoundForm(forms.Form):
    """One wave of invitations, as far as somebody counted it."""

    title = forms.CharField(
        label=_("What was sent?"), max_length=120, help_text=_("Such as “Letter in September”.")
    )
    sent_on = DayField(label=_("When?"), required=False)
    n_invited = forms.IntegerField(label=_("People invited"), min_value=0, max_value=10_000_000)
    n_reached = forms.IntegerField(
        label=_("Reached"),
        min_value=0,
        required=False,
        help_text=_("Invited, less what came back as undeliverable."),
    )
    n_opened = forms.IntegerField(label=_("Opened it"), min_value=0, required=False)
    n_started = forms.IntegerField(label=_("Started"), min_value=0, required=False)
    n_finished = forms.IntegerField(
        label=_("Finished"),
        min_value=0,
        required=False,
        help_text=_("Left empty, the forum's own count is taken."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        names = ("n_invited", "n_reached", "n_opened", "n_started", "n_finished")
        known = [(name, said[name]) for name in names if said.get(name) is not None]
        for (_earlier, before), (name, after) in itertools.pairwise(known):
            if after > before:
                self.add_error(name, gettext("These are more people than the step before."))
        return said
