from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.listen.models import BurstState

DECISIONS = [
    (BurstState.COUNTED, _("Include these responses. We know the reason for this activity.")),
    (BurstState.SET_ASIDE, _("Exclude these responses from all new results.")),
]


class BurstForm(forms.Form):
    """What is done with responses that came together. `n_seen` is the number that was seen."""

    state = forms.ChoiceField(
        label=_("What do you want to do with these responses?"),
        choices=[*DECISIONS, (BurstState.OPEN, _("Decide later."))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what to do with these responses.")},
    )
    why = forms.CharField(
        label=_("Reason"),
        help_text=_(
            "For example, a class that answered together, a kiosk, or your own mailing. Don't name anyone."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        required=False,
    )
    n_seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("state") != BurstState.OPEN:
            state = cast(forms.ChoiceField, self.fields["state"])
            state.choices = [*DECISIONS, (BurstState.OPEN, _("Undo the decision and decide later."))]
