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
        label=gettext_lazy("Question, in one line"), rows=1, help_text=gettext_lazy("Everyone can see this.")
    )
    school = forms.ChoiceField(label=gettext_lazy("District or school?"))
    decision = TranslatedTextFormField(
        label=gettext_lazy("What decision will this inform?"),
        help_text=gettext_lazy(
            "For example: “The board votes on the portrait of a graduate.” If there is no decision to "
            "make, don't ask the community."
        ),
        required=False,
    )
    decider = TranslatedTextFormField(label=gettext_lazy("Who decides?"), rows=1, required=False)
    decided_when = TranslatedTextFormField(
        label=gettext_lazy("When will it be decided?"),
        help_text=gettext_lazy("For example: “this winter” or “at the June meeting.”"),
        rows=1,
        required=False,
    )
    already_fixed = TranslatedTextFormField(
        label=gettext_lazy("What can't change?"),
        help_text=gettext_lazy(
            "For example, what laws, contracts or the budget require. If everything can change, say so."
        ),
        required=False,
    )
    asked_of_people = TranslatedTextFormField(
        label=gettext_lazy("What are you asking people to do?"),
        help_text=gettext_lazy("Say what they will do and how long it takes."),
        required=False,
    )
    promise = forms.ChoiceField(
        label=gettext_lazy("What do you promise?"),
        choices=_promises,
        widget=forms.RadioSelect,
        required=False,
        help_text=gettext_lazy(
            "The right promise depends on the decision; none is better than the others. Your promise "
            "is public."
        ),
    )
    staff_hours_a_week = forms.DecimalField(
        label=gettext_lazy("Staff hours per week"),
        min_value=0,
        max_value=999,
        decimal_places=1,
        required=False,
        help_text=gettext_lazy(
            "Include reading, replying, meetings and reporting back. Be realistic: you will see this "
            "number again before you announce a forum."
        ),
    )
    is_school_asked = forms.BooleanField(
        label=gettext_lazy("Ask people which school they are connected to"),
        required=False,
        initial=True,
        help_text=gettext_lazy(
            "People answer after their first responses, and may skip. You then see which schools "
            "are missing. Not asked in a cycle of one school, or if a survey has its own question."
        ),
    )
    is_role_asked = forms.BooleanField(
        label=gettext_lazy("Ask people for their role, such as parent or student"),
        required=False,
        initial=True,
        help_text=gettext_lazy(
            "People may skip this too. Not asked in forums for students or for employees, because their role "
            "is known."
        ),
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Make this cycle public"),
        required=False,
        help_text=gettext_lazy("The cycle also becomes public when you announce a forum."),
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
            *([("", _("The whole district"))] if may_be_of_district else []),
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
            "is_school_asked",
            "is_role_asked",
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
        help_text=gettext_lazy("The public page shows this with the promise."),
    )
