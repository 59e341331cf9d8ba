from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
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
            return gettext("%(finding)s (corrected since)") % {"finding": obj.sentence}
        return str(obj.sentence)


class DirectivesChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Directive) -> str:
        return str(obj.sentence)


class DirectiveForm(forms.Form):
    sentence = TranslatedTextFormField(
        label=_("What does the community expect?"),
        help_text=_("One sentence, as people would say it."),
        rows=2,
    )
    findings = FindingsChoice(
        label=_("It rests on these released findings"),
        queryset=ReleasedFinding.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one released finding: a directive rests on what was heard.")
        },
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
    reason = TranslatedTextFormField(label=_("Why?"), help_text=_("The public reads this."))
    changes = TranslatedTextFormField(
        label=_("What is changed or left out?"), help_text=_("For “yes, with changes”."), required=False
    )
    decided_by = TranslatedTextFormField(label=_("Who decided?"), rows=1)
    decided_on = DayField(label=_("When?"))
    vote = forms.CharField(
        label=_("The vote, if there was one"), help_text=_("Such as 5–2."), required=False, max_length=40
    )
    minutes_url = forms.URLField(label=_("Link to the minutes"), required=False, assume_scheme="https")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == ResponseKind.ADAPT and not cleaned.get("changes"):
            self.add_error("changes", _("Say what is changed, so that people can judge it."))
        return cleaned


class InitiativeForm(forms.Form):
    title = TranslatedTextFormField(label=_("What is it called?"), rows=1)
    description = TranslatedTextFormField(label=_("What is it?"), required=False)
    state = forms.ChoiceField(
        label=_("Where does it stand?"), choices=InitiativeState, widget=forms.RadioSelect
    )
    directives = DirectivesChoice(
        label=_("Which directives does it serve?"),
        help_text=_("None is an answer: it then shows as an initiative nobody asked for in this cycle."),
        queryset=Directive.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    schools = forms.ModelMultipleChoiceField(
        label=_("At which schools?"),
        help_text=_("None means the whole district."),
        queryset=School.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"required": _("Choose at least one school.")},
    )
    required_by = forms.CharField(
        label=_("Required by law or grant"),
        help_text=_("Name the law or grant."),
        required=False,
        max_length=200,
    )
    owner = forms.CharField(label=_("Who is responsible?"), required=False, max_length=120)
    pilot_question = TranslatedTextFormField(label=_("What should the pilot answer?"), required=False, rows=2)
    pilot_ends_on = DayField(label=_("When does the pilot end?"), required=False)
    is_public = forms.BooleanField(label=_("Show it on public pages"), required=False, initial=True)

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
                self.add_error("pilot_ends_on", _("A pilot has an end: say when it is judged."))
            if not cleaned.get("pilot_question"):
                self.add_error("pilot_question", _("A pilot has a question: say what it should answer."))
        return cleaned


class ActionForm(forms.Form):
    title = TranslatedTextFormField(label=_("What will be done?"), rows=1)
    owner = forms.CharField(label=_("By whom?"), max_length=120)
    due_on = DayField(label=_("By when?"))
    measure = TranslatedTextFormField(
        label=_("How will people see that it worked?"),
        help_text=_("Such as: students placed with partners."),
        rows=1,
    )
    target = forms.DecimalField(
        label=_("The number aimed at"), required=False, max_digits=12, decimal_places=2
    )


class ProgressForm(forms.Form):
    on = DayField(label=_("As of"))
    status = forms.ChoiceField(label=_("How does it stand?"), choices=ActionStatus, widget=forms.RadioSelect)
    value = forms.DecimalField(label=_("The number reached"), required=False, max_digits=12, decimal_places=2)
    sentence = TranslatedTextFormField(
        label=_("What happened, and what would help?"), help_text=_("The public reads this."), rows=3
    )
