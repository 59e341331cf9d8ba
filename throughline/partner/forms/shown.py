"""The hidden field that says which state of an entry a form shows."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict

from throughline.partner.actions import CHANGED_SINCE


def show_state(form: forms.Form, state: str) -> None:
    form.fields["shown"] = forms.CharField(widget=forms.HiddenInput, required=False, max_length=128)
    form.initial["shown"] = state


def is_changed_since(form: forms.Form) -> bool:
    return form.is_bound and form.has_error(NON_FIELD_ERRORS, CHANGED_SINCE)


def bring_up_to_date(form: forms.Form, state: str) -> None:
    """Keep what was typed; the same form can be saved now unless the entry is changed again."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["shown"] = state
    form.data = data
