"""The form of a location. Where a confidential one is stands in this form and nowhere else."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from throughline.partner.forms.details import ROW_FORMS, make_rows, rows_for, text
from throughline.partner.forms.rows import RowsForm
from throughline.partner.models import Location, Organization, Service
from throughline.partner.queries import FIELD_WORDS, OF_A_PLACE, key_of_place_row
from throughline.ui.forms import Posted

WHERE: Final = ("addresses", "accessibility")
NO_LATITUDE: Final = _("A latitude is a number from -90 to 90, such as 39.06.")
NO_LONGITUDE: Final = _("A longitude is a number from -180 to 180, such as -108.55.")
OTHER: Final = ("phones", "schedules", "languages")


class LocationForm(RowsForm):
    is_confidential = forms.BooleanField(
        label=_("The address is confidential"),
        help_text=_(
            "Check this for a shelter or another place that must not be found. Its address, name, "
            "coordinates and everything else that says where it is will be shown on this page only. "
            "Everyone else sees its phone numbers and hours. Files of directories that wait to be "
            "imported are deleted."
        ),
        required=False,
    )
    was_confidential = forms.BooleanField(widget=forms.HiddenInput, required=False)
    name = text("name", 250)
    alternate_name = text("alternate_name", 250)
    location_type = forms.ChoiceField(
        label=FIELD_WORDS["location_type"],
        choices=[
            ("physical", pgettext_lazy("location", "A place to go to")),
            ("postal", pgettext_lazy("location", "A mailing address only")),
            ("virtual", pgettext_lazy("location", "Online or by phone")),
        ],
        initial="physical",
    )
    description = text("description", widget=forms.Textarea(attrs={"rows": 2}))
    transportation = text("transportation", widget=forms.Textarea(attrs={"rows": 2}))
    url = forms.URLField(label=FIELD_WORDS["url"], max_length=500, required=False, assume_scheme="https")
    latitude = forms.FloatField(
        label=FIELD_WORDS["latitude"],
        help_text=_("Such as 39.06. Places in the north have a positive number."),
        min_value=-90,
        max_value=90,
        required=False,
        error_messages=dict.fromkeys(("min_value", "max_value", "invalid"), NO_LATITUDE),
    )
    longitude = forms.FloatField(
        label=FIELD_WORDS["longitude"],
        help_text=_("Such as -108.55. Places in the Americas have a negative number."),
        min_value=-180,
        max_value=180,
        required=False,
        error_messages=dict.fromkeys(("min_value", "max_value", "invalid"), NO_LONGITUDE),
    )
    services = forms.ModelMultipleChoiceField(
        label=_("Services offered here"),
        queryset=Service.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self,
        posted: Posted = None,
        *,
        organization: Organization | None,
        location: Location | None = None,
        place: Mapping[str, Any] | None = None,
    ) -> None:
        """`place` is what stands in the confidential place of a location, which has nothing of it itself."""
        super().__init__(posted, initial=_initial(location, place))
        offered = Q(organization=organization) if organization else Q(pk__in=())
        if location is not None:
            offered |= Q(pk__in=location.services.values("service"))
        self.fields["services"].queryset = Service.objects.filter(offered)  # type: ignore[attr-defined]
        if location is not None and location.is_confidential:
            where = [
                make_rows(name, _initial_rows(name, table, place or {}), posted)
                for table, name in zip(OF_A_PLACE, WHERE, strict=True)
            ]
        else:
            where = [rows_for(name, location, posted) for name in WHERE]
        self.sections = [*where, *[rows_for(name, location, posted) for name in OTHER]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if ("latitude" in cleaned and "longitude" in cleaned) and (
            (cleaned["latitude"] is None) != (cleaned["longitude"] is None)
        ):
            self.add_error("longitude", _("Enter both the latitude and the longitude, or neither."))
        if all(section.is_valid() for section in self.sections):
            cleaned["lists"] = self.lists()
        return cleaned


def _initial(location: Location | None, place: Mapping[str, Any] | None) -> dict[str, Any]:
    if location is None:
        return {}
    names = [name for name in LocationForm.base_fields if name not in {"services", "was_confidential"}]
    kept = (place or {}).get("location", {})
    return {
        **{name: getattr(location, name) for name in names},
        **{name: kept[name] for name in names if name in kept},
        "was_confidential": location.is_confidential,
        "services": [row.service_id for row in location.services.all()],
    }


def _initial_rows(name: str, table: str, place: Mapping[str, Any]) -> list[dict[str, Any]]:
    fields = ROW_FORMS[name][0].base_fields
    return [
        {**{field: row[field] for field in fields if field in row}, "key": key_of_place_row(row)}
        for row in place.get(table, ())
    ]
