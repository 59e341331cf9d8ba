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
    EncodingField,
    FileForm,
    Initial,
    ManyFilesField,
    Posted,
    TranslatedTextFormField,
    show_found,
)


class OrganizationForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=250)
    alternate_name = forms.CharField(label=_("Other name"), max_length=250, required=False)
    description = forms.CharField(
        label=_("Description"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    website = forms.URLField(label=_("Website"), max_length=500, required=False, assume_scheme="https")
    email = forms.EmailField(label=_("Email"), required=False)
    ended_on = DayField(label=_("Partnership end date"), required=False)


class ServiceForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=250)
    description = forms.CharField(
        label=_("Description"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[
            (Service.Status.ACTIVE, _("Active")),
            (Service.Status.INACTIVE, _("Inactive")),
            (Service.Status.TEMPORARILY_CLOSED, _("Temporarily closed")),
            (Service.Status.DEFUNCT, _("Permanently closed")),
        ],
    )
    terms = forms.ModelMultipleChoiceField(
        label=_("Types of support"),
        queryset=SupportKind.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    eligibility_description = forms.CharField(
        label=_("Who it's for"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    fees_description = forms.CharField(
        label=_("Cost"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    application_process = forms.CharField(
        label=_("How to get this service"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    interpretation_services = forms.CharField(label=_("Interpreter services"), required=False)
    url = forms.URLField(label=_("Website"), max_length=500, required=False, assume_scheme="https")
    email = forms.EmailField(label=_("Email"), required=False)

    def __init__(self, posted: Posted = None, *, initial: Initial = None) -> None:
        super().__init__(posted, initial=initial)
        self.fields["terms"].queryset = SupportKind.objects.all()  # type: ignore[attr-defined]


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


class DirectoryForm(FileForm):
    tables = ManyFilesField(
        label=_("Directory files (CSV or zip)"),
        help_text=_(
            "Choose all the files at once: organizations.csv, services.csv, locations.csv, and the "
            "rest, or one ZIP file that contains them. HSDS versions 1.0 to 3.1 are supported. Each "
            "file can be up to 50 MB. The files are deleted after the import."
        ),
        error_messages={"required": _("Choose a file first.")},
    )
    encoding = EncodingField()
