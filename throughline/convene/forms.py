"""What a person may type on the pages of cycles and forums."""

from collections.abc import Iterable
from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.accounts.models import Person, School
from throughline.convene.models import Cycle, DataKind, Forum, ForumKind, Moderation, Promise, StorylineStep
from throughline.convene.queries import NEEDED_LABELS, PROMISE_WORDS
from throughline.ui.data_kinds import KINDS
from throughline.ui.forms import Initial, Posted, TranslatedTextFormField, Words

READY_QUESTION_DAYS = 21


def _translated(
    languages: list[str], label: Words, help_text: Words = "", *, rows: int = 3, required: bool = True
) -> TranslatedTextFormField:
    return TranslatedTextFormField(
        languages=languages, label=label, help_text=help_text, rows=rows, required=required
    )


class CycleForm(forms.Form):
    """A cycle may be kept half filled in; no forum of it opens before it is whole."""

    def __init__(
        self,
        posted: Posted = None,
        *,
        languages: list[str],
        schools: Iterable[School],
        may_be_of_district: bool,
        initial: Initial = None,
    ) -> None:
        super().__init__(posted, initial=initial)
        self.schools = {school.public_id: school for school in schools}
        self.fields["title"] = _translated(
            languages,
            gettext_lazy("The question, in one line"),
            rows=1,
            help_text=gettext_lazy("Everyone reads it."),
        )
        self.fields["school"] = forms.ChoiceField(
            label=gettext_lazy("Whose question is it?"),
            choices=[
                *([("", _("The whole district's"))] if may_be_of_district else []),
                *((public_id, school.name) for public_id, school in self.schools.items()),
            ],
            required=not may_be_of_district,
        )
        self.fields["decision"] = _translated(
            languages,
            gettext_lazy("Which decision does it inform?"),
            gettext_lazy("“The board votes on the portrait of a graduate.” Without a decision, do not ask."),
            required=False,
        )
        self.fields["decider"] = _translated(languages, gettext_lazy("Who decides?"), rows=1, required=False)
        self.fields["decided_when"] = _translated(
            languages,
            gettext_lazy("When is it decided?"),
            gettext_lazy("As people say it: “this winter”, “at the June meeting”."),
            rows=1,
            required=False,
        )
        self.fields["already_fixed"] = _translated(
            languages,
            gettext_lazy("What is already fixed?"),
            gettext_lazy("Law, contracts, the budget: what no answer can change. If nothing is, say so."),
            required=False,
        )
        self.fields["asked_of_people"] = _translated(
            languages,
            gettext_lazy("What is asked of people?"),
            gettext_lazy("What they would do, and how long it takes them."),
            required=False,
        )
        self.fields["promise"] = forms.ChoiceField(
            label=gettext_lazy("What do you promise?"),
            choices=[(level.value, f"{level.label}. {PROMISE_WORDS[level]}") for level in Promise],
            widget=forms.RadioSelect,
            required=False,
            help_text=gettext_lazy("Which one is right depends on the decision. None is best. It is public."),
        )
        self.fields["staff_hours_a_week"] = forms.DecimalField(
            label=gettext_lazy("How many staff hours a week will it take?"),
            min_value=0,
            max_value=999,
            decimal_places=1,
            required=False,
            help_text=gettext_lazy(
                "Reading, answering, meetings, telling back. Be honest: it is shown before it opens."
            ),
        )
        self.fields["is_public"] = forms.BooleanField(
            label=gettext_lazy("Anyone may see this cycle"),
            required=False,
            help_text=gettext_lazy("Announcing a forum makes it public in any case."),
        )

        for name in ("school", *NEEDED_LABELS):
            # Not "optional": it may be left for later, and no forum opens without it.
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

    def __init__(self, posted: Posted = None, *, languages: list[str], initial: Initial = None) -> None:
        super().__init__(posted, initial=initial)
        self.fields["note"] = _translated(
            languages,
            gettext_lazy("How, or why not?"),
            gettext_lazy("People read it beside the promise."),
        )


class StorylineForm(forms.Form):
    def __init__(self, posted: Posted = None, *, languages: list[str], initial: Initial = None) -> None:
        super().__init__(posted, initial=initial)
        self.fields["title"] = _translated(languages, gettext_lazy("What happens"), rows=1)
        self.fields["when"] = _translated(
            languages,
            gettext_lazy("When, as people say it"),
            gettext_lazy("“Spring”, “after the holidays”. It tells; it opens and closes nothing."),
            rows=1,
            required=False,
        )

    @staticmethod
    def initial_of(step: StorylineStep) -> dict[str, object]:
        return {"title": step.title, "when": step.when}


class ForumForm(forms.Form):
    def __init__(
        self,
        posted: Posted = None,
        *,
        kind: str,
        languages: list[str],
        people: Iterable[Person],
        is_imported: bool = False,
        initial: Initial = None,
    ) -> None:
        super().__init__(posted, initial=initial)
        self.people = {person.public_id: person for person in people}
        is_question = kind == ForumKind.QUESTION
        self.fields["title"] = _translated(
            languages,
            gettext_lazy("The question people answer") if is_question else gettext_lazy("Title"),
            rows=1,
        )
        self.fields["introduction"] = _translated(
            languages,
            gettext_lazy("A few words before it"),
            gettext_lazy("What it is about, and why you ask. Two or three sentences."),
            required=False,
        )
        if kind == ForumKind.STATEMENTS:
            self.fields["may_add_statements"] = forms.BooleanField(
                label=gettext_lazy("People may add statements of their own"), required=False, initial=True
            )
        self.fields["moderation"] = forms.ChoiceField(
            label=gettext_lazy("When is what people write shown to others?"),
            choices=Moderation.choices,
            initial=Moderation.BEFORE,
            widget=forms.RadioSelect,
            help_text=gettext_lazy("Words that may tell of danger are held back in either case."),
        )
        self.fields["data_kind"] = forms.ChoiceField(
            label=gettext_lazy("Who answers?"),
            choices=[
                (kind.value, _("%(kind)s. %(meaning)s") % {"kind": kind.label, "meaning": KINDS[kind].help})
                for kind in DataKind
                if kind != DataKind.IMPORTED or is_imported
            ],
            initial=DataKind.CHOSE,
            widget=forms.RadioSelect,
            help_text=gettext_lazy(
                "What may be claimed from the answers follows from it, and every figure says it. If you are "
                "not sure, they chose to take part."
            ),
        )
        self.fields["is_for_students"] = forms.BooleanField(
            label=gettext_lazy("It is for students"),
            required=False,
            help_text=gettext_lazy(
                "Then it opens only with a named responder, and shows larger groups only."
            ),
        )
        self.fields["is_for_staff"] = forms.BooleanField(
            label=gettext_lazy("Only people who work for the district are asked"),
            required=False,
            help_text=gettext_lazy("Then the smallest group that is shown is the one for employees."),
        )
        self.fields["responders"] = forms.MultipleChoiceField(
            label=gettext_lazy("Who is alerted at once if somebody may be in danger?"),
            choices=[(public_id, str(person)) for public_id, person in self.people.items()],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text=gettext_lazy("If nobody is named, owners and coordinators are alerted."),
        )

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        data["responders"] = [self.people[public_id] for public_id in data.get("responders", [])]
        if data.get("is_for_students") and data.get("is_for_staff"):
            self.add_error("is_for_staff", _("A forum is for students or for employees, not for both."))
        return data

    @staticmethod
    def initial_of(forum: Forum) -> dict[str, object]:
        names = ["title", "introduction", "may_add_statements", "moderation", "data_kind"]
        names += ["is_for_students", "is_for_staff"]
        responders = [person.public_id for person in forum.responders.all()]
        return {name: getattr(forum, name) for name in names} | {"responders": responders}


class LastDayForm(forms.Form):
    """The last day of a forum, on the district's own clock."""

    closes_on = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy(
            "It closes at midnight at the end of this day. Leave it empty to keep it open."
        ),
    )

    def __init__(self, posted: Posted = None, *, today: date, initial: Initial = None) -> None:
        super().__init__(posted, initial=initial)
        self.today = today

    def clean_closes_on(self) -> date | None:
        day: date | None = self.cleaned_data["closes_on"]
        if day is not None and day < self.today:
            raise forms.ValidationError(_("This day is over. Choose today or a later day."))
        return day


class AnnounceForm(LastDayForm):
    opens_on = forms.DateField(
        label=gettext_lazy("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Today opens it at once, a later day at midnight at its beginning."),
    )
    field_order = ["opens_on", "closes_on"]

    def clean_opens_on(self) -> date:
        day: date = self.cleaned_data["opens_on"]
        if day < self.today:
            raise forms.ValidationError(_("This day is over. Choose today or a later day."))
        return day

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("opens_on"), data.get("closes_on")
        if first and last and last < first:
            self.add_error("closes_on", _("The last day comes before the first."))
        return data


def suggested_days(today: date) -> dict[str, date]:
    return {"opens_on": today, "closes_on": today + timedelta(days=READY_QUESTION_DAYS)}
