"""When and where a meeting takes place."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.convene.models import Forum
from throughline.ui.forms import DayField, Initial, Posted, TranslatedTextFormField

MEETING_FIELDS = ["meets_on", "starts", "ends", "place", "online_url"]


class _TimeField(forms.TimeField):
    """A time of day. The browser's time input needs 24 hours, whatever the page's language."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class MeetingFields(forms.Form):
    """Fields of a meeting. Cleaned, its times are moments by the clock of the form's time zone."""

    meets_on = DayField(label=gettext_lazy("Date of the meeting"), required=False)
    starts = _TimeField(label=gettext_lazy("Start time"), required=False)
    ends = _TimeField(label=gettext_lazy("End time"), required=False)
    place = TranslatedTextFormField(
        label=gettext_lazy("Place"),
        rows=1,
        required=False,
        help_text=gettext_lazy("Give the name, the room and the street address."),
    )
    online_url = forms.URLField(
        label=gettext_lazy("Online link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(["https"])],
        error_messages={"invalid": gettext_lazy("Enter a link that starts with https://.")},
        help_text=gettext_lazy("Everyone can see this link. Leave it blank if people can't join online."),
    )

    zone: ZoneInfo

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "meets_on" not in self.fields:
            return data
        day, starts, ends = (data.pop(name, None) for name in ("meets_on", "starts", "ends"))
        data["starts_at"] = data["ends_at"] = None
        if {"meets_on", "starts", "ends"} & set(self.errors):
            return data
        if day is None and starts is None and ends is None:
            return data
        missing = [
            name for name, value in (("meets_on", day), ("starts", starts), ("ends", ends)) if value is None
        ]
        for name in missing:
            self.add_error(name, _("Enter the date, the start time and the end time of the meeting."))
        if not missing:
            self._set_times(data, day, starts, ends)
        return data

    def _set_times(self, data: dict[str, Any], day: date, starts: time, ends: time) -> None:
        if ends <= starts:
            self.add_error("ends", _("The end time must be after the start time."))
            return
        for name, at in (("starts", starts), ("ends", ends)):
            moment = datetime.combine(day, at, self.zone).astimezone(UTC)
            if moment.astimezone(self.zone).time() != at:
                self.add_error(
                    name, _("The clocks change on this day, so this time doesn't exist. Choose another time.")
                )
                return
            data[f"{name}_at"] = moment

    @staticmethod
    def initial_of_meeting(forum: Forum) -> dict[str, object]:
        texts: dict[str, object] = {"place": forum.place, "online_url": forum.online_url}
        if forum.starts_at is None or forum.ends_at is None:
            return texts
        starts, ends = (at.astimezone(forum.district.zone) for at in (forum.starts_at, forum.ends_at))
        return texts | {"meets_on": starts.date(), "starts": starts.time(), "ends": ends.time()}


class AnnounceMeetingForm(MeetingFields):
    """Announcing a meeting asks for everything that people need to come."""

    def __init__(self, posted: Posted = None, *, zone: ZoneInfo, initial: Initial = None) -> None:
        super().__init__(posted, initial=initial)
        self.zone = zone
        for name in ("meets_on", "starts", "ends"):
            self.fields[name].required = True

    def clean_meets_on(self) -> date:
        day: date = self.cleaned_data["meets_on"]
        if day < timezone.now().astimezone(self.zone).date():
            raise forms.ValidationError(_("This date has passed. Choose today or a later date."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data["starts_at"] is not None and data["starts_at"] <= timezone.now():
            self.add_error("starts", _("This time has passed. Choose a later date or time."))
        if not {"place", "online_url"} & set(self.errors) and not data["place"] and not data["online_url"]:
            self.add_error("place", _("Enter the place or an online link, so people know how to take part."))
        return data
