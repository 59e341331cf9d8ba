"""The form to merge two entries, and the filter of the list of proposals."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from throughline.partner.queries import Comparison, Proposal
from throughline.ui.forms import Posted

PREFIX = "value_"


class DuplicateFilter(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind of entry"),
        required=False,
        choices=[
            ("", _("All")),
            ("organization", _("Organizations")),
            ("service", _("Services")),
            ("location", _("Locations")),
        ],
    )
    decided = forms.ChoiceField(
        label=_("Decision"),
        required=False,
        choices=[("", _("Not decided yet")), ("yes", _("Decided"))],
    )


class MergeForm(forms.Form):
    """Which entry stays, and for each field that differs, whose value is kept."""

    def __init__(self, comparisons: list[Comparison], proposal: Proposal, posted: Posted = None) -> None:
        super().__init__(posted)
        first, second = proposal.first, proposal.second
        first_label, second_label = proposal.first_label, proposal.second_label
        self.fields["kept"] = forms.TypedChoiceField(
            label=_("Keep the page and links of"),
            coerce=int,
            choices=[
                (first.pk, gettext("First entry: %(name)s") % {"name": first_label}),
                (second.pk, gettext("Second entry: %(name)s") % {"name": second_label}),
            ],
            initial=first.pk,
            widget=forms.RadioSelect,
        )
        self.differing = [one for one in comparisons if not one.is_same]
        for one in self.differing:
            self.fields[PREFIX + one.name] = forms.TypedChoiceField(
                label=one.label,
                coerce=int,
                choices=[
                    (first.pk, one.first or gettext("Blank")),
                    (second.pk, one.second or gettext("Blank")),
                ],
                initial=first.pk if one.first else second.pk,
                widget=forms.RadioSelect,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        choices = {name.removeprefix(PREFIX): key for name, key in cleaned.items() if name.startswith(PREFIX)}
        return {"kept_key": cleaned.get("kept"), "choices": choices}
