"""What is wrong with an entry, and what was done about it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.partner.models import EntryReport, WrongReason
from throughline.ui.forms import LongTextField

LONGEST_REPORT = 2_000
"""Characters."""


class EntryReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=WrongReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    words = LongTextField(
        label=_("What should it say?"),
        help_text=_(
            "For example, the right phone number or hours. Please don't write names or private details."
        ),
        max_length=LONGEST_REPORT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReportOutcomeForm(forms.Form):
    outcome = forms.ChoiceField(
        choices=[one for one in EntryReport.State.choices if one[0] != EntryReport.State.OPEN]
    )
    note = forms.CharField(label=_("Note for staff"), max_length=500, required=False)


class ReportFilter(forms.Form):
    show = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("Open")), ("handled", _("Done"))]
    )
