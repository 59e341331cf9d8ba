"""A list of services that staff make."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import School
from throughline.partner.models import ServiceList
from throughline.ui.fields import TranslatedText
from throughline.ui.forms import Initial, Posted, TranslatedTextFormField

LONGEST_NAME = 120


class ServiceListForm(forms.Form):
    name = TranslatedTextFormField(label=_("Name of the list"), rows=1)
    note = TranslatedTextFormField(label=_("Introduction"), required=False, rows=3)
    school = forms.ModelChoiceField(
        label=_("School"), queryset=School.objects.none(), required=False, empty_label=_("The whole district")
    )
    is_public = forms.BooleanField(
        label=_("Show this list to all families"),
        help_text=_("Otherwise only people with its link find it."),
        required=False,
    )

    def clean_name(self) -> TranslatedText:
        name: TranslatedText = self.cleaned_data["name"]
        if any(len(text) > LONGEST_NAME for text in name.texts.values()):
            raise forms.ValidationError(
                _("Use at most %(n)s letters.") % {"n": LONGEST_NAME}, code="max_length"
            )
        return name

    def __init__(self, posted: Posted = None, *, initial: Initial = None) -> None:
        super().__init__(posted, initial=initial)
        school = self.fields["school"]
        assert isinstance(school, forms.ModelChoiceField)
        school.queryset = School.objects.all()


class AddToListForm(forms.Form):
    service_list = forms.ModelChoiceField(
        label=_("Add to a list"), queryset=ServiceList.objects.none(), empty_label=_("Choose a list")
    )

    def __init__(self, lists: QuerySet[ServiceList], posted: Posted = None) -> None:
        super().__init__(posted)
        field = self.fields["service_list"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = lists
