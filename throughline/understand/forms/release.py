from collections.abc import Sequence

from django import forms
from django.db.models import F
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from throughline.convene.models import Cycle
from throughline.ui.forms import Posted, TranslatedTextFormField
from throughline.understand.models import Finding, FindingState, Release, ReleasedFinding


class FindingsChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Finding) -> str:
        if obj.state == FindingState.DRAFT:
            return str(obj.sentence)
        return gettext("%(sentence)s (%(state)s)") % {
            "sentence": obj.sentence,
            "state": obj.get_state_display(),
        }


class ReleaseChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Release) -> str:
        return gettext("Release %(number)s") % {"number": obj.number}


class ReleasedFindingsChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: ReleasedFinding) -> str:
        return gettext("%(sentence)s (release %(number)s)") % {
            "sentence": obj.sentence,
            "number": obj.release.number,
        }


class ReleaseForm(forms.Form):
    """Which findings to release, which release they correct, and which findings to withdraw."""

    findings = FindingsChoice(
        label=_("Findings to release"),
        queryset=Finding.objects.none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    corrects = ReleaseChoice(
        label=_("Does this correct an earlier release?"),
        queryset=Release.objects.none(),
        to_field_name="public_id",
        empty_label=_("No, this is a new release"),
        required=False,
    )
    keeps_numbers = forms.BooleanField(
        label=_("Correct only the wording and keep the published numbers"),
        help_text=_(
            "Use this for findings with the same evidence as before. If only a few people have "
            "responded since then, comparing the new numbers with the old ones would reveal what those "
            "few people said."
        ),
        required=False,
    )
    taken_back = ReleasedFindingsChoice(
        label=_("Findings to withdraw"),
        help_text=_("They can still be read in the earlier release, but they are no longer current."),
        queryset=ReleasedFinding.objects.none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = TranslatedTextFormField(
        label=_("Note to readers"),
        help_text=_("For a correction, say what you corrected and why."),
        required=False,
        rows=2,
    )

    def __init__(self, posted: Posted = None, *, cycle: Cycle, current: Sequence[ReleasedFinding]) -> None:
        """`current` are the released findings of the cycle that may be corrected or withdrawn."""
        super().__init__(posted)
        findings = Finding.objects.filter(cycle=cycle).exclude(state=FindingState.DROPPED)
        self._offer("findings", findings.order_by(F("released_as").asc(nulls_first=True), "id"))
        if not current:
            self.fields["findings"].required = True
            del self.fields["taken_back"], self.fields["corrects"], self.fields["keeps_numbers"]
            return
        self.fields["findings"].is_needed_later = True  # type: ignore[attr-defined]
        releases = {finding.release_id for finding in current}
        self._offer("corrects", Release.objects.filter(cycle=cycle, pk__in=releases))
        released = ReleasedFinding.objects.filter(pk__in=[finding.pk for finding in current])
        self._offer("taken_back", released.select_related("release"))

    def _offer(self, name: str, rows: object) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]
