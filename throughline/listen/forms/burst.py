from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.listen.models import BurstState


class BurstForm(forms.Form):
    """What is done with responses that came together. `n_people` is the number that was seen."""

    state = forms.ChoiceField(
        label=_("What should be done with them?"),
        choices=[
            (BurstState.COUNTED, _("Count these responses: we know why they came together")),
            (BurstState.SET_ASIDE, _("Set these responses aside: count them in nothing new")),
            (BurstState.OPEN, _("Leave it open")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what should be done.")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("A class that answered together, a kiosk, your own mailing. Name no person."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        required=False,
    )
    n_people = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
