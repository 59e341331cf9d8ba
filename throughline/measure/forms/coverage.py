"""Forms for comparing contributors with population figures, and for rounds of invitations."""

import itertools
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from throughline.listen.models import ContributorRole
from throughline.measure.queries.populations.matching import Match
from throughline.ui.forms import DayField


class RolesComparedForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("Compare participants in these roles"),
        help_text=_("To compare everyone, leave all boxes unchecked."),
        choices=ContributorRole.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class MatchFiguresForm(forms.Form):
    """The category of a population that each answer belongs to."""

    def __init__(
        self, *args: Any, match: Match, categories: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.match = match
        for i, option in enumerate(match.options):
            self.fields[f"v{i}"] = forms.ChoiceField(
                label=option.label,
                choices=[("", gettext("None of these")), *categories],
                initial=match.values.get(option.key, ""),
                required=False,
            )

    @property
    def values(self) -> dict[str, str]:
        cleaned = self.cleaned_data
        return {
            option.key: cleaned[f"v{i}"]
            for i, option in enumerate(self.match.options)
            if cleaned.get(f"v{i}")
        }


class InvitationRoundForm(forms.Form):
    """One round of invitations, with the counts that are known."""

    title = forms.CharField(
        label=_("Name of the round"), max_length=120, help_text=_("For example: September letter")
    )
    sent_on = DayField(label=_("Date sent"), required=False)
    n_invited = forms.IntegerField(label=_("People invited"), min_value=0, max_value=10_000_000)
    n_reached = forms.IntegerField(
        label=_("Reached"),
        min_value=0,
        required=False,
        help_text=_("People invited, minus invitations that could not be delivered."),
    )
    n_opened = forms.IntegerField(label=_("Opened the invitation"), min_value=0, required=False)
    n_started = forms.IntegerField(label=_("Started to respond"), min_value=0, required=False)
    n_finished = forms.IntegerField(
        label=_("Finished"),
        min_value=0,
        required=False,
        help_text=_("Leave blank to use this forum's own count."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        names = ("n_invited", "n_reached", "n_opened", "n_started", "n_finished")
        known = [(name, cleaned[name]) for name in names if cleaned.get(name) is not None]
        for (_earlier, before), (name, after) in itertools.pairwise(known):
            if after > before:
                self.add_error(
                    name, gettext("This number can't be higher than the number in the step before it.")
                )
        return cleaned
