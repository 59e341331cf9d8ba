from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.accounts.models import School
from throughline.convene.models import Cycle, Promise
from throughline.convene.queries import NEEDED_LABELS, PROMISE_WORDS
from throughline.ui.forms import Initial, Posted, TranslatedTextFormField


def _promises() -> list[tuple[str, str]]:
    return [(level.value, f"{level.label}. {PROMISE_WORDS[level]}") for level in Promise]


class CycleForm(forms.Form):
    """A cycle may be saved half filled in, but none of its forums opens until it is complete."""

    title = TranslatedTextFormField(
        label=gettext_lazy("The question, in one line"), rows=1, help_text=gettext_lazy("Everyone reads it.")
    )
    school = forms.ChoiceField(label=gettext_lazy("Whose question is it?"))
    decision = TranslatedTextFormField(
        label=gettext_lazy("Which decision does it inform?"),
        help_text=gettext_lazy(
            "“The board votes on the portrait of a graduate.” Without a decision, do not ask."
        ),
        required=False,
    )
    decider = TranslatedTextFormField(label=gettext_lazy("Who decides?"), rows=1, required=False)
    decided_when = TranslatedTextFormField(
        label=gettext_lazy("When is it decided?"),
        help_text=gettext_lazy("As people say it: “this winter”, “at the June meeting”."),
        rows=1,
        required=False,
    )
    already_fixed = TranslatedTextFormField(
        label=gettext_lazy("What is already fixed?"),
        help_text=gettext_lazy(
            "Law, contracts, the budget: what no answer can change. If nothing is, say so."
        ),
        required=False,
    )
    asked_of_people = TranslatedTextFormField(
        label=gettext_lazy("What is asked of people?"),
        help_text=gettext_lazy("What they would do, and how long it takes them."),
        required=False,
    )
    promise = forms.ChoiceField(
        label=gettext_lazy("What do you promise?"),
        choices=_promises,
        widget=forms.RadioSelect,
        required=False,
        help_text=gettext_lazy("Which one is right depends on the decision. None is best. It is public."),
    )
    staff_hours_a_week = forms.DecimalField(
        label=gettext_lazy("How many staff hours a week will it take?"),
        min_value=0,
        max_value=999,
        decimal_places=1,
        required=False,
        help_text=gettext_lazy(
            "Reading, answering, meetings, telling back. Be honest: it is shown before it opens."
        ),
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Anyone may see this cycle"),
        required=False,
        help_text=gettext_lazy("Announcing a forum makes it public in any case."),
    )

    def __init__(
        self,
        posted: Posted = None,
        *,
        schools: Iterable[School],
        may_be_of_district: bool,
        initial: Initial = None,
    ) -> None:
        super().__init__(posted, initial=initial)
        self.schools = {school.public_id: school for school in schools}
        school = self.fields["school"]
        assert isinstance(school, forms.ChoiceField)
        school.required = not may_be_of_district
        school.choices = [
            *([("", _("The whole district's"))] if may_be_of_district else []),
            *((public_id, school.name) for public_id, school in self.schools.items()),
        ]
        for name in ("school", *NEEDED_LABELS):
            # Not shown as "optional": it may be left for later, but no forum opens without it.
            self.fields[name].is_needed_later = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        data["school"] = self.schools.get(data.get("school", ""))
        return data

    @staticmethod
    def initial_of(cycle: Cycle) -> dict[str, object]:
        names = [
            "title",
            "decision",
            "decider",
            "decided_when",
            "already_fixed",
            "asked_of_people",
            "promise",
            "staff_hours_a_week",
            "is_public",
        ]
        school = {"school": cycle.school.public_id if cycle.school else ""}
        return {name: getattr(cycle, name) for name in names} | school


class EndCycleForm(forms.Form):
    is_promise_kept = forms.TypedChoiceField(
        label=gettext_lazy("Was the promise kept?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )

    note = TranslatedTextFormField(
        label=gettext_lazy("How, or why not?"),
        help_text=gettext_lazy("People read it beside the promise."),
    )
