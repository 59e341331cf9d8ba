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
        label=_("Data set name"),
        max_length=200,
        help_text=_("For example: Enrollment, October 2026"),
    )
    who_is_counted = forms.ChoiceField(label=_("Who is counted?"), choices=WhoIsCounted.choices)
    as_of = forms.CharField(
        label=_("Date or years of the data"),
        max_length=40,
        help_text=_(
            "A date, a school year or a range of years, as given by the source. For example: 2020–2024"
        ),
    )
    citation = forms.CharField(
        label=_("Source"),
        max_length=300,
        required=False,
        help_text=_("List the office, the table and the web address so anyone can find the data again."),
    )

    @property
    def about(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("title", "who_is_counted", "as_of", "citation")}


class FiguresUploadForm(FileForm, AboutFiguresForm):
    source = forms.ChoiceField(
        label=_("File type"),
        choices=[(source.value, source.label) for source in FILE_SOURCES],
    )
    leaid = forms.CharField(
        label=_("NCES district ID"),
        max_length=7,
        required=False,
        help_text=_("Seven digits, including any leading zero. Required for NCES and Census files."),
    )
    counted_on = DayField(
        label=_("Count date"),
        required=False,
        help_text=_(
            "Required for a OneRoster export. Each person is counted at the school where they were "
            "enrolled on this date."
        ),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A CSV file or the ZIP file of a OneRoster export, up to 100 MB. Only counts are stored, "
            "never individual people. The file is deleted after the import, or after one day."
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
            self.add_error("leaid", _("Enter all seven digits, including any leading zero."))
        if source == PopulationSource.CCD and who != WhoIsCounted.STUDENTS:
            self.add_error(
                "who_is_counted", _("This file type counts only students. Choose “Students” here.")
            )
        if source == PopulationSource.ONEROSTER and cleaned.get("counted_on", "wrong") is None:
            self.add_error("counted_on", _("Choose a date, such as the date of the export."))
        if source == PopulationSource.ONEROSTER and who not in {
            WhoIsCounted.STUDENTS,
            WhoIsCounted.FAMILIES,
            WhoIsCounted.STAFF,
        }:
            self.add_error(
                "who_is_counted",
                _(
                    "A OneRoster export counts only students, parents and guardians, or staff. Choose one of "
                    "these."
                ),
            )
        return cleaned
