from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.listen.models import ReportReason


class ReportForm(forms.Form):
    """The reason of a report. The template writes it as buttons, so that one tap is enough."""

    reason = forms.ChoiceField(
        label=_("Why should a person look at it?"),
        choices=ReportReason.choices,
        error_messages={"required": _("Choose a reason."), "invalid_choice": _("Choose a reason.")},
    )
