"""Forms that start a computation."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from throughline.convene.models import Forum
from throughline.listen.models import SurveyQuestion
from throughline.measure.models import Run
from throughline.measure.queries.crosstab.panels import COLUMN, ROW
from throughline.measure.queries.crosstab.splits import split_of, ways_to_split
from throughline.measure.queries.weights.margins import MarginChoice
from throughline.measure.queries.weights.runs import model_of


class StartOpinionGroupsForm(forms.Form):
    seed = forms.IntegerField(
        label=_("Random seed"),
        help_text=_(
            "The number that starts the random steps. The same seed and the same votes always give the "
            "same groups. You can leave it as it is."
        ),
        min_value=0,
        max_value=2**31 - 1,
        initial=1,
    )


class StartWeightsForm(forms.Form):
    margins = forms.MultipleChoiceField(
        label=_("Population targets"),
        help_text=_(
            "Choose the characteristics to match to the community. Choose each one only once, and use "
            "data sets that count the same people."
        ),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    smallest = forms.FloatField(
        label=_("Minimum weight"),
        help_text=_("A number below 1 (1 is the average weight). Leave blank for no limit."),
        required=False,
        min_value=0,
    )
    largest = forms.FloatField(
        label=_("Maximum weight"),
        help_text=_("A number above 1 (1 is the average weight). Leave blank for no limit."),
        required=False,
        max_value=1_000,
    )
    empty = forms.ChoiceField(
        label=_("If no one responded from a group"),
        choices=[
            ("stop", _("Stop and show which group")),
            ("leave_out", _("Leave that group out (weighted results then represent only the other groups)")),
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
            raise forms.ValidationError(
                _("Choose each characteristic only once. Two sources for the same one contradict each other.")
            )
        if len({choice.roles for choice in chosen}) > 1:
            raise forms.ValidationError(
                _("These data sets count different people. Choose data sets that count the same people.")
            )
        return keys

    def clean_smallest(self) -> float | None:
        smallest: float | None = self.cleaned_data["smallest"]
        if smallest is not None and smallest >= 1:
            raise forms.ValidationError(_("Enter a number below 1 (1 is the average weight)."))
        return smallest

    def clean_largest(self) -> float | None:
        largest: float | None = self.cleaned_data["largest"]
        if largest is not None and largest <= 1:
            raise forms.ValidationError(_("Enter a number above 1 (1 is the average weight)."))
        return largest


class CrosstabForm(forms.Form):
    """Which answers to cross-tabulate. All choices are in the URL, so that a table can be linked."""

    one = forms.ModelChoiceField(
        label=_("Rows"),
        queryset=SurveyQuestion.objects.none(),
        to_field_name="public_id",
        empty_label=_("Choose a question"),
    )
    other = forms.ModelChoiceField(
        label=_("Columns"),
        queryset=SurveyQuestion.objects.none(),
        to_field_name="public_id",
        empty_label=_("Choose a question"),
    )
    split = forms.ChoiceField(label=_("Separate tables by"), required=False)
    weights = forms.ModelChoiceField(
        label=_("Weighting"),
        queryset=Run.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("No weighting (all responses count equally)"),
    )
    shares = forms.ChoiceField(
        label=_("Percentages"),
        choices=[(ROW, _("By row")), (COLUMN, _("By column"))],
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
        fields["split"].choices = [("", _("None (one table)")), *ways_to_split(forum, questions)]
        fields["weights"].queryset = weights
        fields["weights"].label_from_instance = _weights_label
        if not weights.exists():
            del self.fields["weights"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("one") is not None and cleaned.get("one") == cleaned.get("other"):
            self.add_error("other", _("Choose two different questions."))
        split = cleaned.get("split")
        in_table = [cleaned[name].public_id for name in ("one", "other") if cleaned.get(name) is not None]
        if split and split in in_table:
            self.add_error("split", _("Choose a question that is not already in the rows or columns."))
        return cleaned

    @property
    def wanted(self) -> dict[str, Any]:
        """The arguments of the workflows."""
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
        """The choices as the query of a URL."""
        names = [name for name in self.fields if self.data.get(name)]
        return urlencode([(name, self.data[name]) for name in names])

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """The choices as hidden fields of the form that saves the table."""
        return [(name, self.data[name]) for name in self.fields if self.data.get(name)]


def _weights_label(run: Run) -> str:
    return gettext("%(model)s, %(day)s") % {
        "model": model_of(run),
        "day": date_format(timezone.localtime(run.at), "DATE_FORMAT"),
    }
