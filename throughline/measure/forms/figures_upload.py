"""Uploading a file of population figures, with its description."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.measure.models import PopulationSource, WhoIsCounted
from throughline.ui.forms import DayField, EncodingField, FileForm

FILE_SOURCES = [source for source in PopulationSource if source != PopulationSource.TYPED]
NEEDS_NCES_ID = {PopulationSource.CCD, PopulationSource.ACS, PopulationSource.EDGE}


class AboutFiguresForm(forms.Form):
    """The description of a population, common to all sources."""

    title = forms.CharField(
        label=_("What to call these figures"),
        max_length=200,
        help_text=_("Such as “Enrollment, October 2026”."),
    )
    who_is_counted = forms.ChoiceField(label=_("Whom do they count?"), choices=WhoIsCounted.choices)
    as_of = forms.CharField(
        label=_("As of when?"),
        max_length=40,
        help_text=_("A day, a school year or years, as the source says it: “2020–2024”."),
    )
    citation = forms.CharField(
        label=_("Where do they come from?"),
        max_length=300,
        required=False,
        help_text=_("So that anyone can find them again: the office, the table, the address."),
    )

    @property
    def about(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("title", "who_is_counted", "as_of", "citation")}


class FiguresUploadForm(FileForm, AboutFiguresForm):
    source = forms.ChoiceField(
        label=_("What kind of file is it?"),
        choices=[(source.value, source.label) for source in FILE_SOURCES],
    )
    leaid = forms.CharField(
        label=_("The district's NCES number"),
        max_length=7,
        required=False,
        help_text=_("Seven digits, with the zero in front. Needed for NCES and Census files."),
    )
    counted_on = DayField(
        label=_("The day of the figures"),
        required=False,
        help_text=_(
            "Needed for a OneRoster export: each person is counted at the school where they were enrolled on "
            "this day."
        ),
    )
    file = forms.FileField(
        label=_("The file"),
        help_text=_(
            "A CSV file, or the zip of a OneRoster export. At most 100 MB. Only counts are kept, never the "
            "people; the file is removed after the import, or after a day."
        ),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty. Export it again."),
        },
    )
    encoding = EncodingField()
    field_order = ["source", "file", "title", "who_is_counted", "as_of", "citation"]
    field_order += ["leaid", "counted_on", "encoding"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        source, who = cleaned.get("source"), cleaned.get("who_is_counted")
        if source in NEEDS_NCES_ID and not re.fullmatch(r"[0-9]{7}", cleaned.get("leaid", "")):
            self.add_error("leaid", _("Write the seven digits, with the zero in front if there is one."))
        if source == PopulationSource.CCD and who != WhoIsCounted.STUDENTS:
            self.add_error("who_is_counted", _("Membership counts are of students."))
        if source == PopulationSource.ONEROSTER and cleaned.get("counted_on", "wrong") is None:
            self.add_error("counted_on", _("Choose a day, such as the day of the export."))
        if source == PopulationSource.ONEROSTER and who not in {
            WhoIsCounted.STUDENTS,
            WhoIsCounted.FAMILIES,
            WhoIsCounted.STAFF,
        }:
            self.add_error("who_is_counted", _("A OneRoster export names students, families and staff."))
        return cleaned
