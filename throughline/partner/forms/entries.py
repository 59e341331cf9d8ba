"""Forms of organizations and services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.partner.models import Service, SupportKind
from throughline.ui.forms import (
    DayField,
    Initial,
    Posted,
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
