from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.accounts.models import Person
from throughline.convene.forms.meeting import MEETING_FIELDS, MeetingFields
from throughline.convene.models import DataKind, Forum, ForumKind, Moderation
from throughline.ui.data_kinds import KINDS
from throughline.ui.forms import DayField, Initial, Posted, TranslatedTextFormField

READY_QUESTION_DAYS = 21


class ForumForm(MeetingFields):
    title = TranslatedTextFormField(label=gettext_lazy("Title"), rows=1)
    introduction = TranslatedTextFormField(
        label=gettext_lazy("Introduction"),
        help_text=gettext_lazy("In two or three sentences, say what this is about and why you are asking."),
        required=False,
    )
    may_add_statements = forms.BooleanField(
        label=gettext_lazy("Let people add their own statements"), required=False, initial=True
    )
    moderation = forms.ChoiceField(
        label=gettext_lazy("When are comments shown to others?"),
        choices=Moderation.choices,
        initial=Moderation.BEFORE,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "With either option, comments that may mention danger are put on hold. With the second, "
            "comments that seem to name someone still wait for a review, and comments that have not been "
            "reviewed say so."
        ),
    )
    data_kind = forms.ChoiceField(
        label=gettext_lazy("Who is taking part?"),
        initial=DataKind.CHOSE,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "This determines what you can say about the results, and it is shown with every number. If "
            "you aren't sure, select “people who chose to take part.”"
        ),
    )
    is_for_students = forms.BooleanField(
        label=gettext_lazy("This forum is for students"),
        required=False,
        help_text=gettext_lazy(
            "You can announce a student forum only after you choose who is alerted. Its results show "
            "only larger groups."
        ),
    )
    is_for_staff = forms.BooleanField(
        label=gettext_lazy("This forum is only for district employees"),
        required=False,
        help_text=gettext_lazy("Its results use the minimum group size for employees."),
    )
    responders = forms.MultipleChoiceField(
        label=gettext_lazy("Who is alerted right away if someone may be in danger?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("If you don't choose anyone, owners and coordinators are alerted."),
    )

    def __init__(
        self,
        posted: Posted = None,
        *,
        kind: str,
        people: Iterable[Person],
        zone: ZoneInfo,
        is_imported: bool = False,
        initial: Initial = None,
    ) -> None:
        super().__init__(posted, initial=initial)
        self.zone = zone
        self.people = {person.public_id: person for person in people}
        if kind == ForumKind.QUESTION:
            self.fields["title"].label = _("Question")
        if kind == ForumKind.MEETING:
            self.fields["introduction"].help_text = _("Say what the meeting is about and who is invited.")
            self.order_fields(["title", "introduction", *MEETING_FIELDS])
        else:
            for name in MEETING_FIELDS:
                del self.fields[name]
        if kind != ForumKind.STATEMENTS:
            del self.fields["may_add_statements"]
        data_kind, responders = self.fields["data_kind"], self.fields["responders"]
        assert isinstance(data_kind, forms.ChoiceField)
        assert isinstance(responders, forms.ChoiceField)
        data_kind.choices = [
            (
                kind.value,
                _("%(kind)s. %(meaning)s") % {"kind": capfirst(kind.label), "meaning": KINDS[kind].help},
            )
            for kind in DataKind
            if kind != DataKind.IMPORTED or is_imported
        ]
        responders.choices = [(public_id, str(person)) for public_id, person in self.people.items()]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["responders"] = [self.people[public_id] for public_id in data.get("responders", [])]
        if data.get("is_for_students") and data.get("is_for_staff"):
            self.add_error(
                "is_for_staff", _("A forum can't be for both students and employees. Select only one.")
            )
        return data

    @staticmethod
    def initial_of(forum: Forum) -> dict[str, object]:
        names = ["title", "introduction", "may_add_statements", "moderation", "data_kind"]
        names += ["is_for_students", "is_for_staff"]
        responders = [person.public_id for person in forum.responders.all()]
        return {
            **{name: getattr(forum, name) for name in names},
            **ForumForm.initial_of_meeting(forum),
            "responders": responders,
        }


class LastDayForm(forms.Form):
    """The last day of a forum, in the district's time zone."""

    closes_on = DayField(
        label=gettext_lazy("Closing date"),
        required=False,
        help_text=gettext_lazy(
            "The forum closes at midnight at the end of this day. Leave this blank to keep the forum open."
        ),
    )

    def __init__(self, posted: Posted = None, *, today: date, initial: Initial = None) -> None:
        super().__init__(posted, initial=initial)
        self.today = today

    def clean_closes_on(self) -> date | None:
        day: date | None = self.cleaned_data["closes_on"]
        if day is not None and day < self.today:
            raise forms.ValidationError(_("This date has passed. Choose today or a later date."))
        return day


class AnnounceForm(LastDayForm):
    opens_on = DayField(
        label=gettext_lazy("Opening date"),
        help_text=gettext_lazy(
            "If you choose today, the forum opens right away. If you choose a later date, it opens at "
            "midnight at the start of that day."
        ),
    )
    field_order = ["opens_on", "closes_on"]

    def clean_opens_on(self) -> date:
        day: date = self.cleaned_data["opens_on"]
        if day < self.today:
            raise forms.ValidationError(_("This date has passed. Choose today or a later date."))
        return day

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("opens_on"), data.get("closes_on")
        if first and last and last < first:
            self.add_error(
                "closes_on",
                _("The closing date can't be before the opening date. Choose a later closing date."),
            )
        return data


def suggested_days(today: date) -> dict[str, date]:
    return {"opens_on": today, "closes_on": today + timedelta(days=READY_QUESTION_DAYS)}
