from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import School
from throughline.accounts.permissions import Actor
from throughline.align import queries
from throughline.align.models import ActionStatus, Directive, Initiative, InitiativeState, ResponseKind
from throughline.align.permissions import (
    directives_to_answer_for,
    may_plan_for_district,
    schools_to_plan_for,
)
from throughline.convene.models import Cycle
from throughline.ui.forms import DayField, Initial, Posted, TranslatedTextFormField, show_found
from throughline.understand.releases import ReleasedFinding, released_findings


class FindingsChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: ReleasedFinding) -> str:
        if obj.is_superseded:
            return gettext("%(finding)s (corrected or withdrawn since then)") % {"finding": obj.sentence}
        return str(obj.sentence)


class DirectivesChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Directive) -> str:
        return str(obj.sentence)


class DirectiveForm(forms.Form):
    sentence = TranslatedTextFormField(
        label=_("What does the community expect?"),
        help_text=_("Write one sentence in everyday words."),
        rows=2,
    )
    findings = FindingsChoice(
        label=_("Released findings to use as evidence"),
        queryset=ReleasedFinding.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one released finding from this cycle as evidence.")},
    )

    def __init__(
        self,
        posted: Posted = None,
        *,
        cycle: Cycle,
        directive: Directive | None = None,
        initial: Initial = None,
    ) -> None:
        """Offer the cycle's current findings, and those the directive already uses, corrected or not."""
        super().__init__(posted, initial=initial)
        findings = [finding.pk for finding in released_findings(cycle)]
        findings += [finding.pk for finding in directive.findings.all()] if directive else []
        self.fields["findings"].queryset = ReleasedFinding.objects.filter(  # type: ignore[attr-defined]
            pk__in=findings
        ).select_related("release")


class ResponseForm(forms.Form):
    kind = forms.ChoiceField(label=_("What was decided?"), choices=ResponseKind, widget=forms.RadioSelect)
    reason = TranslatedTextFormField(label=_("Why?"), help_text=_("The public can see this."))
    changes = TranslatedTextFormField(
        label=_("What changes or is left out?"),
        help_text=_("Required if the decision is “Yes, with changes.”"),
        required=False,
    )
    decided_by = TranslatedTextFormField(label=_("Who decided?"), rows=1)
    decided_on = DayField(label=_("When?"))
    vote = forms.CharField(
        label=_("Vote count, if there was a vote"),
        help_text=_("For example: 5–2."),
        required=False,
        max_length=40,
    )
    minutes_url = forms.URLField(
        label=_("Link to the meeting minutes"), required=False, assume_scheme="https"
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == ResponseKind.ADAPT and not cleaned.get("changes"):
            self.add_error("changes", _("Describe what changes so people can evaluate the decision."))
        return cleaned


class InitiativeForm(forms.Form):
    title = TranslatedTextFormField(label=_("Name"), rows=1)
    description = TranslatedTextFormField(label=_("Description"), required=False)
    state = forms.ChoiceField(label=_("Status"), choices=InitiativeState, widget=forms.RadioSelect)
    directives = DirectivesChoice(
        label=_("Which community priorities does it address?"),
        help_text=_("An initiative with no priority is listed as not requested in this cycle."),
        queryset=Directive.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    schools = forms.ModelMultipleChoiceField(
        label=_("Which schools?"),
        help_text=_("To include the whole district, leave all boxes unchecked."),
        queryset=School.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"required": _("Choose at least one school.")},
    )
    required_by = forms.CharField(
        label=_("Law or grant that requires it"),
        help_text=_("Leave blank if no law or grant requires this initiative."),
        required=False,
        max_length=200,
    )
    owner = forms.CharField(label=_("Who is responsible?"), required=False, max_length=120)
    pilot_question = TranslatedTextFormField(
        label=_("What question should the pilot answer?"), required=False, rows=2
    )
    pilot_ends_on = DayField(label=_("When does the pilot end?"), required=False)
    is_public = forms.BooleanField(label=_("Show on public pages"), required=False, initial=True)

    def __init__(
        self,
        posted: Posted = None,
        *,
        actor: Actor,
        words: str,
        initiative: Initiative | None = None,
        initial: Initial = None,
    ) -> None:
        """Offer the directives that contain `words`, and those already chosen.

        Directives and schools that are not the actor's are refused, except directives already served.
        """
        super().__init__(posted, initial=initial)
        fields: dict[str, Any] = self.fields
        theirs = directives_to_answer_for(actor)
        if initiative is not None:
            theirs = Directive.objects.filter(Q(pk__in=theirs) | Q(pk__in=initiative.directives.all()))
        fields["directives"].queryset = queries.directives_found("", [], theirs)
        fields["schools"].queryset = schools = schools_to_plan_for(actor)
        if not may_plan_for_district(actor):
            fields["schools"].required = True
            fields["schools"].help_text = gettext("You can plan only for the schools you lead.")
            self.initial.setdefault("schools", schools)
        found = queries.directives_found(words, actor.district.languages, theirs)
        finder = show_found(self, "directives", found, label=gettext("Find a priority"), words=words)
        self.finders = [finder] if finder.is_needed else []

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("state") == InitiativeState.PILOT:
            if not cleaned.get("pilot_ends_on"):
                self.add_error("pilot_ends_on", _("Enter the date when the pilot ends and is evaluated."))
            if not cleaned.get("pilot_question"):
                self.add_error("pilot_question", _("Enter the question that the pilot should answer."))
        return cleaned


class ActionForm(forms.Form):
    title = TranslatedTextFormField(label=_("What will be done?"), rows=1)
    owner = forms.CharField(label=_("Who is responsible?"), max_length=120)
    due_on = DayField(label=_("Due date"))
    measure = TranslatedTextFormField(
        label=_("How will you measure success?"),
        help_text=_("For example: number of students placed with partners."),
        rows=1,
    )
    target = forms.DecimalField(label=_("Target number"), required=False, max_digits=12, decimal_places=2)


class ProgressForm(forms.Form):
    on = DayField(label=pgettext_lazy("progress", "As of"))
    status = forms.ChoiceField(label=_("Status"), choices=ActionStatus, widget=forms.RadioSelect)
    value = forms.DecimalField(
        label=_("Number reached so far"), required=False, max_digits=12, decimal_places=2
    )
    sentence = TranslatedTextFormField(
        label=_("What happened, and what would help?"), help_text=_("The public can see this."), rows=3
    )
