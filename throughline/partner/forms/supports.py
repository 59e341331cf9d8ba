"""Forms of supports and their kinds."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import School
from throughline.accounts.permissions import Actor
from throughline.align.models import Directive
from throughline.align.permissions import (
    directives_to_answer_for,
    may_plan_for_district,
    schools_to_plan_for,
)
from throughline.align.queries import directives_found
from throughline.partner import queries
from throughline.partner.models import Layer, Service, Support, SupportKind, SupportState
from throughline.ui.forms import (
    DayField,
    Initial,
    Posted,
    TranslatedTextFormField,
    show_found,
)


class TermForm(forms.Form):
    code = forms.SlugField(
        label=_("Short name"),
        help_text=_("Use lowercase letters and hyphens, such as music-lessons."),
        max_length=60,
    )
    name = TranslatedTextFormField(label=_("Name"), rows=1)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if SupportKind.objects.filter(code=code).exists():
            raise forms.ValidationError(_("A type with this short name already exists. Choose another name."))
        return code


class SupportForm(forms.Form):
    service = forms.ModelChoiceField(
        label=_("Service"), queryset=Service.objects.none(), empty_label=_("Choose a service")
    )
    term = forms.ModelChoiceField(
        label=_("Type of support"), queryset=SupportKind.objects.none(), empty_label=_("Choose a type")
    )
    school = forms.ModelChoiceField(
        label=_("School"), queryset=School.objects.none(), required=False, empty_label=_("The whole district")
    )
    directive = forms.ModelChoiceField(
        label=_("Community priority it supports"),
        queryset=Directive.objects.none(),
        required=False,
        empty_label=_("None"),
    )
    layer = forms.ChoiceField(label=_("Level of support"), choices=Layer, widget=forms.RadioSelect)
    is_in_school_time = forms.BooleanField(label=_("During school hours"), required=False)
    n_seats = forms.IntegerField(
        label=_("Seats"),
        help_text=_("How many students can take part at the same time. Don't enter student names."),
        min_value=0,
        required=False,
    )
    state = forms.ChoiceField(label=_("Status"), choices=SupportState, widget=forms.RadioSelect)
    begins_on = DayField(label=_("Start date"), required=False)
    ends_on = DayField(label=_("End date"), required=False)
    note = TranslatedTextFormField(label=_("Note"), required=False, rows=2)

    def __init__(
        self,
        posted: Posted = None,
        *,
        actor: Actor,
        service_words: str,
        directive_words: str,
        support: Support | None = None,
        initial: Initial = None,
    ) -> None:
        """Offer what contains the words, and what is already chosen.

        A school and a directive that are not the actor's are refused, except the directive already answered.
        """
        super().__init__(posted, initial=initial)
        fields: dict[str, Any] = self.fields
        fields["service"].queryset = queries.services()
        fields["service"].label_from_instance = _service_label
        fields["term"].queryset = SupportKind.objects.all()
        fields["school"].queryset = schools = schools_to_plan_for(actor)
        if not may_plan_for_district(actor):
            fields["school"].required = True
            fields["school"].empty_label = None
            fields["school"].help_text = gettext("You can plan only for the schools you lead.")
            self.initial.setdefault("school", schools.first())
        theirs = directives_to_answer_for(actor)
        if support is not None:
            theirs = Directive.objects.filter(Q(pk__in=theirs) | Q(pk=support.directive_id))
        fields["directive"].queryset = directives_found("", [], theirs)
        fields["directive"].label_from_instance = _directive_label
        services = queries.services(service_words)
        directives = directives_found(directive_words, actor.district.languages, theirs)
        finders = [
            show_found(self, "service", services, label=gettext("Find a service"), words=service_words),
            show_found(
                self, "directive", directives, label=gettext("Find a priority"), words=directive_words
            ),
        ]
        self.finders = [finder for finder in finders if finder.is_needed]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("begins_on"), cleaned.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("The end date can't be before the start date. Choose a later date."))
        return cleaned


def _service_label(service: Service) -> str:
    return f"{service} ({service.organization})" if service.organization else str(service)


def _directive_label(directive: Directive) -> str:
    return str(directive.sentence)
