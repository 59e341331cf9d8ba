import re
import zoneinfo
from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.accounts.models import OWN_RULES, RULE_SETS, District, School
from throughline.accounts.models.district import validate_accent
from throughline.ui.color import check_accent
from throughline.ui.forms import Initial, Posted, Words
from throughline.ui.language import language_choices
from throughline.ui.time_zones import US_TIME_ZONES


def _time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    others = sorted(
        name for name in zoneinfo.available_timezones() if "/" in name and name not in US_TIME_ZONES
    )
    return [
        (_("United States"), [(name, name.replace("_", " ")) for name in US_TIME_ZONES]),
        (_("Other time zones"), [(name, name.replace("_", " ")) for name in others]),
    ]


def digits(text: str, *, length: int, sentence: str) -> str:
    """Validate an id of `length` digits. It is kept as text, since many begin with a zero."""
    text = text.strip()
    if text and not re.fullmatch(rf"\d{{{length}}}", text):
        raise ValidationError(sentence)
    return text


class DistrictForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("District name"), max_length=120)
    contact = forms.CharField(
        label=gettext_lazy("Contact for questions"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("A name, phone number or email address. It is shown on every public page."),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages offered"),
        choices=language_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    main_language = forms.ChoiceField(label=gettext_lazy("Main language"), choices=language_choices)
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=_time_zones,
        help_text=gettext_lazy("Forums close at midnight in this time zone."),
    )
    accent = forms.CharField(
        label=gettext_lazy("Color of buttons and links"),
        max_length=7,
        help_text=gettext_lazy(
            "Enter # followed by six digits or letters, such as #1f5b66. The color must be dark enough "
            "to read."
        ),
    )
    state = forms.CharField(
        label=gettext_lazy("State"),
        max_length=2,
        required=False,
        help_text=gettext_lazy("Two letters, such as CO."),
    )
    nces_id = forms.CharField(
        label=gettext_lazy("NCES district ID"),
        max_length=7,
        required=False,
        help_text=gettext_lazy("Seven digits, including any zeros at the beginning."),
    )
    state_id = forms.CharField(
        label=gettext_lazy("State district ID"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Use the state's format, including any zeros at the beginning."),
    )

    def clean_accent(self) -> str:
        accent: str = self.cleaned_data["accent"].strip().lower()
        validate_accent(accent)
        check_accent(accent)
        return accent

    def clean_state(self) -> str:
        state: str = self.cleaned_data["state"].strip().upper()
        if state and not re.fullmatch(r"[A-Z]{2}", state):
            raise ValidationError(_("Enter the state as two letters, such as CO."))
        return state

    def clean_nces_id(self) -> str:
        return digits(
            self.cleaned_data["nces_id"],
            length=7,
            sentence=_("Enter the NCES district ID as seven digits, such as 0803360."),
        )

    def clean_state_id(self) -> str:
        return str(self.cleaned_data["state_id"]).strip()

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        main, chosen = data.pop("main_language", ""), data.get("languages", [])
        if chosen and main not in chosen:
            self.add_error("main_language", _("Choose one of the languages offered."))
        data["languages"] = [code for code in chosen if code == main] + [c for c in chosen if c != main]
        return data

    @staticmethod
    def initial_of(district: District) -> dict[str, object]:
        names = [
            "name",
            "contact",
            "languages",
            "time_zone",
            "accent",
            "state",
            "nces_id",
            "state_id",
        ]
        return {name: getattr(district, name) for name in names} | {"main_language": district.source_language}


def _degrees(label: Words, most: int, hint: Words) -> forms.FloatField:
    message = gettext_lazy("Enter degrees as a number, such as 40.015 or -105.270.")
    return forms.FloatField(
        label=label,
        min_value=-most,
        max_value=most,
        required=False,
        help_text=hint,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"invalid": message},
    )


class SchoolForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("School name"), max_length=120)
    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=School.Level.choices)
    nces_id = forms.CharField(
        label=gettext_lazy("NCES school ID"),
        max_length=12,
        required=False,
        help_text=gettext_lazy("Twelve digits, including any zeros at the beginning."),
    )
    state_id = forms.CharField(
        label=gettext_lazy("State school ID"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Use the state's format, including any zeros at the beginning."),
    )

    latitude = _degrees(
        gettext_lazy("Latitude"), 90, gettext_lazy("In degrees, such as 40.015. For the map.")
    )
    longitude = _degrees(
        gettext_lazy("Longitude"), 180, gettext_lazy("In degrees. West is negative, such as -105.270.")
    )

    def __init__(self, posted: Posted = None, *, taken: Iterable[str] = (), initial: Initial = None) -> None:
        super().__init__(posted, initial=initial)
        self.taken = {name.casefold() for name in taken}

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if name.casefold() in self.taken:
            raise ValidationError(_("A school with this name already exists."))
        return name

    def clean_nces_id(self) -> str:
        return digits(
            self.cleaned_data["nces_id"],
            length=12,
            sentence=_("Enter the NCES school ID as twelve digits, such as 080336000234."),
        )

    def clean_state_id(self) -> str:
        return str(self.cleaned_data["state_id"]).strip()

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        places = {name: data.get(name) for name in ("latitude", "longitude") if name not in self.errors}
        if len(places) == 2 and (places["latitude"] is None) != (places["longitude"] is None):
            missing = next(name for name, value in places.items() if value is None)
            self.add_error(missing, _("Enter both the latitude and the longitude, or neither."))
        return data

    @staticmethod
    def initial_of(school: School) -> dict[str, object]:
        names = ("name", "level", "nces_id", "state_id", "latitude", "longitude")
        return {name: getattr(school, name) for name in names}


class BasicsForm(DistrictForm):
    """What a new district needs before its first cycle; all of it is in the settings too."""

    name = accent = state = nces_id = state_id = None  # type: ignore[assignment]
    contact = forms.CharField(
        label=gettext_lazy("Contact for families"),
        max_length=200,
        help_text=gettext_lazy(
            "The name, phone number or email address of someone who answers questions. It is shown on every "
            "public page."
        ),
    )
    rule_set = forms.ChoiceField(
        label=gettext_lazy("Privacy rule for small groups"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Numbers about fewer people are hidden, except from those who may read every response."
        ),
    )

    def __init__(self, posted: Posted = None, *, initial: Initial = None) -> None:
        super().__init__(posted, initial=initial)
        field = self.fields["rule_set"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.key, str(one.label)) for one in RULE_SETS]
        if initial is not None and initial.get("rule_set") == OWN_RULES:
            field.choices = [*field.choices, (OWN_RULES, _("The custom numbers set already"))]

    def clean(self) -> dict[str, object]:
        data = super().clean()
        key = data.pop("rule_set", "")
        chosen = next((one for one in RULE_SETS if one.key == key), None)
        data["rules"] = chosen.numbers if chosen else {}
        return data

    @staticmethod
    def initial_of(district: District) -> dict[str, object]:
        return {**DistrictForm.initial_of(district), "rule_set": district.rule_set}
