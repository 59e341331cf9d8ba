from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.listen.models import BurstState

DECISIONS = [
    (BurstState.COUNTED, _("Count these responses: we know why they came together")),
    (BurstState.SET_ASIDE, _("Set these responses aside: leave them out of all new figures")),
]


class BurstForm(forms.Form):
    """What is done with responses that came together. `n_seen` is the number that was seen."""

    state = forms.ChoiceField(
        label=_("What should be done with them?"),
        choices=[*DECISIONS, (BurstState.OPEN, _("Leave it open"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what should be done.")},
    )
    why = forms.CharField(
        label=_("Why?"),
        help_text=_("A class that answered together, a kiosk, your own mailing. Name no person."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        required=False,
    )
    n_seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("state") != BurstState.OPEN:
            state = cast(forms.ChoiceField, self.fields["state"])
            state.choices = [*DECISIONS, (BurstState.OPEN, _("Take the decision back, and decide later"))]
