"""Forms to import a directory from any spreadsheet."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from throughline.formats.hsds.sheet_fields import BY_KEY, KEPT_ASIDE, LEFT_OUT, NAMES
from throughline.formats.hsds.spreadsheet import SheetColumn
from throughline.formats.workbooks import Sheet
from throughline.partner.queries import FIELD_WORDS, FittingMapping
from throughline.ui.forms import EncodingField, FileForm, Posted, Words

LONGEST_NAME = 120

GROUPS: Final[Sequence[tuple[Words, Sequence[tuple[str, Words]]]]] = (
    (
        _("Organization"),
        (
            ("organization.name", _("Organization name")),
            ("organization.alternate_name", _("Other name of the organization")),
            ("organization.description", _("About the organization")),
            ("organization.website", _("Website of the organization")),
            ("organization.email", _("Email of the organization")),
            ("organization.tax_id", _("Tax ID")),
            ("organization.id", _("ID of the organization in your list")),
            ("program.name", _("Program that the service is part of")),
        ),
    ),
    (
        _("Service"),
        (
            ("service.name", _("Service name")),
            ("service.alternate_name", _("Other name of the service")),
            ("service.description", _("Description of the service")),
            ("support.kinds", _("Type of support")),
            ("service.eligibility_description", _("Who can use it")),
            ("service.minimum_age", _("Youngest age")),
            ("service.maximum_age", _("Oldest age")),
            ("service.fees_description", _("Cost")),
            ("service.application_process", _("How to sign up")),
            ("required_document.document", _("Documents to bring")),
            ("language.name", _("Languages")),
            ("service.interpretation_services", _("Interpreters")),
            ("service.wait_time", _("Wait time")),
            ("service_area.name", _("Area served")),
            ("service.url", _("Website of the service")),
            ("service.email", _("Email of the service")),
            ("service.status", _("Status (active or not)")),
            ("service.alert", _("Notice to readers")),
            ("service.assured_date", _("Date last confirmed")),
            ("service.id", _("ID of the service in your list")),
        ),
    ),
    (
        _("Location"),
        (
            ("location.name", _("Name of the location")),
            ("address.whole", _("Address in one cell")),
            ("address.address_1", _("Street")),
            ("address.address_2", _("Suite, unit or floor")),
            ("address.city", _("City")),
            ("address.state_province", _("State")),
            ("address.postal_code", _("ZIP code")),
            ("address.country", _("Country")),
            ("mailing.whole", _("Mailing address in one cell")),
            ("location.latitude", _("Latitude")),
            ("location.longitude", _("Longitude")),
            ("location.coordinates", _("Latitude and longitude in one cell")),
            ("location.transportation", _("How to get there")),
            ("accessibility.description", _("Access for people with disabilities")),
            ("location.description", _("About the location")),
            ("location.is_confidential", FIELD_WORDS["is_confidential"]),
            ("location.id", _("ID of the location in your list")),
        ),
    ),
    (
        _("Phone and contact"),
        (
            ("phone.number", _("Phone")),
            ("phone.extension", _("Extension")),
            ("phone.fax", _("Fax")),
            ("contact.name", _("Contact person")),
            ("contact.title", _("Job title of the contact person")),
            ("contact.email", _("Email of the contact person")),
            ("contact.phone", _("Phone of the contact person")),
        ),
    ),
    (
        _("Hours"),
        (
            ("schedule.hours", _("Hours in words, such as Mon-Fri 9am-5pm")),
            ("schedule.days", _("Days open")),
            ("schedule.opens_at", _("Opening time")),
            ("schedule.closes_at", _("Closing time")),
            ("schedule.monday", _("Hours on Monday")),
            ("schedule.tuesday", _("Hours on Tuesday")),
            ("schedule.wednesday", _("Hours on Wednesday")),
            ("schedule.thursday", _("Hours on Thursday")),
            ("schedule.friday", _("Hours on Friday")),
            ("schedule.saturday", _("Hours on Saturday")),
            ("schedule.sunday", _("Hours on Sunday")),
        ),
    ),
)
"""Every field of a spreadsheet in plain words."""

CHOICES: Final[Sequence[tuple[Words, Any]]] = (
    (KEPT_ASIDE, _("Store with the entry, but don't show it")),
    (LEFT_OUT, _("Do not import")),
    *GROUPS,
)
LABELS: Final[Mapping[str, Words]] = {key: label for _name, group in GROUPS for key, label in group}


class SheetUploadForm(FileForm):
    file = forms.FileField(
        label=_("Spreadsheet (Excel workbook or CSV)"),
        help_text=_(
            "One row for each service or organization, with a name for each column. The file can have up to "
            "200,000 rows and 50 MB. It is deleted after the import, or after one day."
        ),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty. Export it again."),
        },
    )
    encoding = EncodingField()


class SheetForm(forms.Form):
    """Which sheet of a workbook is read, where several have data."""

    sheet = forms.ChoiceField(
        label=_("Which sheet has the services?"),
        error_messages={"required": _("Choose a sheet.")},
    )

    def __init__(self, posted: Posted = None, *, sheets: Sequence[Sheet], chosen: str) -> None:
        super().__init__(posted, initial={"sheet": chosen})
        hidden = gettext("%(name)s (hidden)")
        names = [(one.name, hidden % {"name": one.name} if one.is_hidden else one.name) for one in sheets]
        first = [] if chosen else [("", gettext("Choose a sheet"))]
        self.fields["sheet"].choices = [*first, *names]  # type: ignore[attr-defined]


class SheetMappingForm(forms.Form):
    """What each column is. `chosen` is the mapping, valid or not, to be stored and shown again."""

    keep_as = forms.CharField(
        label=_("Save this mapping as"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("Enter a name to use the mapping again for the next file with these columns."),
    )

    def __init__(
        self,
        posted: Posted = None,
        *,
        columns: Sequence[SheetColumn],
        kept: Mapping[str, str],
        name: str = "",
    ) -> None:
        super().__init__(posted, initial={"keep_as": name})
        self.columns = columns
        for i, column in enumerate(columns):
            initial = kept.get(column.name, column.suggested)
            self.fields[f"c{i}"] = forms.ChoiceField(
                label=column.name, choices=CHOICES, required=False, initial=initial
            )
        self.order_fields([*(f"c{i}" for i in range(len(columns))), "keep_as"])

    @property
    def rows(self) -> list[tuple[SheetColumn, forms.BoundField]]:
        return [(column, self[f"c{i}"]) for i, column in enumerate(self.columns)]

    @property
    def chosen(self) -> dict[str, str]:
        known = {KEPT_ASIDE, LEFT_OUT, *BY_KEY}
        values = {column.name: str(field.value() or "") for column, field in self.rows}
        return {name: value if value in known else KEPT_ASIDE for name, value in values.items()}

    @property
    def typed_name(self) -> str:
        return str(self["keep_as"].value() or "").replace("\0", "").strip()[:LONGEST_NAME]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        taken: dict[str, str] = {}
        for i, column in enumerate(self.columns):
            key = cleaned.get(f"c{i}") or ""
            if key not in BY_KEY or BY_KEY[key].may_repeat:
                continue
            if key in taken:
                sentence = gettext(
                    "Only one column can be “%(field)s.” The column “%(column)s” is it already."
                )
                self.add_error(f"c{i}", sentence % {"field": LABELS[key], "column": taken[key]})
            taken.setdefault(key, column.name)
        if not taken.keys() & set(NAMES) and not self.errors:
            self.add_error(
                None,
                gettext(
                    "No column is a name. Choose at least one: organization name, service name or name of "
                    "the location."
                ),
            )
        return cleaned


class UseMappingForm(forms.Form):
    """Kept mappings that fit the columns of a file."""

    mapping = forms.ChoiceField(label=_("Use a saved mapping"))

    def __init__(self, posted: Posted = None, *, fitting: Sequence[FittingMapping]) -> None:
        super().__init__(posted)
        sentence = gettext("%(name)s (%(n)s of %(n_all)s columns)")
        self.fields["mapping"].choices = [  # type: ignore[attr-defined]
            (one.mapping_id, sentence % {"name": one.name, "n": len(one.columns), "n_all": one.n_all})
            for one in fitting
        ]


class MappingNameForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the mapping"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Enter a name.")},
    )
