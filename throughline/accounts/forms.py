"""What a person may type on the pages of accounts."""

import re
import zoneinfo
from collections.abc import Iterable

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.accounts.models import (
    OWN_RULES,
    RULE_FIELDS,
    RULE_SETS,
    SMALLEST_N,
    District,
    Person,
    Role,
    School,
)
from throughline.accounts.models.district import validate_accent
from throughline.ui.colour import check_accent
from throughline.ui.forms import Initial, Posted, Words

US_TIME_ZONES = [
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
]


def own_languages() -> list[tuple[str, str]]:
    return [(code, name) for code, name in settings.LANGUAGES if code != settings.PSEUDO_LANGUAGE]


class PersonForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the messages we send you"), choices=own_languages
    )


class JoinForm(forms.Form):
    """Setting up an account for an address that was invited."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=gettext_lazy("A password of at least 12 characters"),
        strip=False,
        help_text=gettext_lazy("Three or four words that do not belong together are easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, posted: Posted = None, *, email: str) -> None:
        super().__init__(posted)
        self.email = email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        someone = Person(email=self.email, name=self.cleaned_data.get("name", ""))
        password_validation.validate_password(password, someone)
        return password


class _SchoolChoices(forms.Form):
    """A form with the schools of the district in scope, named by their public ids."""

    def __init__(self, posted: Posted = None, *, schools: QuerySet[School], initial: Initial = None) -> None:
        super().__init__(posted, initial=initial)
        self.schools = {school.public_id: school for school in schools}

    def choose_from_schools(self, name: str, *, empty: str | None = None) -> None:
        choices = [(public_id, school.name) for public_id, school in self.schools.items()]
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", empty), *choices] if empty is not None else choices


class InvitationForm(_SchoolChoices):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices, initial=Role.COORDINATOR)
    school = forms.ChoiceField(
        label=gettext_lazy("School"), required=False, help_text=gettext_lazy("Only for a school leader.")
    )

    def __init__(self, posted: Posted = None, *, schools: QuerySet[School], initial: Initial = None) -> None:
        super().__init__(posted, schools=schools, initial=initial)
        self.choose_from_schools("school", empty=_("None"))

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        if data.get("role") == Role.SCHOOL_LEADER and not data.get("school"):
            self.add_error("school", _("Which school does this person lead?"))
        data["school"] = self.schools.get(data.get("school", ""))
        return data


class MemberForm(_SchoolChoices):
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("A member has at least one role.")},
    )
    schools_led = forms.MultipleChoiceField(
        label=gettext_lazy("Schools"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Those that a school leader leads."),
    )

    def __init__(self, posted: Posted = None, *, schools: QuerySet[School], initial: Initial = None) -> None:
        super().__init__(posted, schools=schools, initial=initial)
        self.choose_from_schools("schools_led")

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        if Role.SCHOOL_LEADER in data.get("roles", []) and not data.get("schools_led"):
            self.add_error("schools_led", _("Which school does this person lead?"))
        data["schools_led"] = [self.schools[public_id] for public_id in data.get("schools_led", [])]
        return data


def _time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    others = sorted(
        name for name in zoneinfo.available_timezones() if "/" in name and name not in US_TIME_ZONES
    )
    return [
        (_("United States"), [(name, name.replace("_", " ")) for name in US_TIME_ZONES]),
        (_("Elsewhere"), [(name, name.replace("_", " ")) for name in others]),
    ]


def digits(text: str, *, length: int, sentence: str) -> str:
    """A number that is a name: kept as text, since many begin with a zero."""
    text = text.strip()
    if text and not re.fullmatch(rf"\d{{{length}}}", text):
        raise ValidationError(sentence)
    return text


class DistrictForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the district"), max_length=120)
    contact = forms.CharField(
        label=gettext_lazy("Whom people can call or write to"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("A person, a telephone number or an address: it stands on every public page."),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages you offer"), choices=own_languages, widget=forms.CheckboxSelectMultiple
    )
    main_language = forms.ChoiceField(
        label=gettext_lazy("Language you write in first"), choices=own_languages
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=_time_zones,
        help_text=gettext_lazy("Forums close at midnight on this clock."),
    )
    accent = forms.CharField(
        label=gettext_lazy("Color of buttons and links"),
        max_length=7,
        help_text=gettext_lazy("As # and six digits or letters, such as #1f5b66. It has to be readable."),
    )
    state = forms.CharField(
        label=gettext_lazy("State"),
        max_length=2,
        required=False,
        help_text=gettext_lazy("Two letters, such as CO."),
    )
    nces_id = forms.CharField(
        label=gettext_lazy("NCES district id"),
        max_length=7,
        required=False,
        help_text=gettext_lazy("Seven digits, with the zero it may begin with."),
    )
    state_id = forms.CharField(
        label=gettext_lazy("State's district id"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("As the state writes it, with the zero it may begin with."),
    )

    def clean_accent(self) -> str:
        accent: str = self.cleaned_data["accent"].strip().lower()
        validate_accent(accent)
        check_accent(accent)
        return accent

    def clean_state(self) -> str:
        state: str = self.cleaned_data["state"].strip().upper()
        if state and not re.fullmatch(r"[A-Z]{2}", state):
            raise ValidationError(_("Write the state as two letters, such as CO."))
        return state

    def clean_nces_id(self) -> str:
        return digits(
            self.cleaned_data["nces_id"],
            length=7,
            sentence=_("An NCES district id has seven digits, such as 0803360."),
        )

    def clean_state_id(self) -> str:
        return str(self.cleaned_data["state_id"]).strip()

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        main, chosen = data.pop("main_language", ""), data.get("languages", [])
        if chosen and main not in chosen:
            self.add_error("main_language", _("Choose one of the languages you offer."))
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


def _smallest(label: Words, hint: Words) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=hint, min_value=SMALLEST_N, max_value=1000, required=False
    )


class SmallGroupsForm(forms.Form):
    """Which numbers are too small to be shown: a set of rules in words, or numbers of the district's own."""

    rule_set = forms.ChoiceField(label=gettext_lazy("Which rule do you follow?"), widget=forms.RadioSelect)
    minimum_n = _smallest(
        gettext_lazy("Smallest group that is shown"),
        gettext_lazy("For your own numbers only. Never fewer than 3."),
    )
    student_minimum_n = _smallest(
        gettext_lazy("Smallest group in forums for students"),
        gettext_lazy("For your own numbers only. Many states ask for 16."),
    )
    employee_minimum_n = _smallest(
        gettext_lazy("Smallest group in forums for people who work for the district"),
        gettext_lazy("For your own numbers only. Never fewer than 3."),
    )
    protection = forms.IntegerField(
        label=gettext_lazy("How far off the best guess at a hidden number must stay"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=gettext_lazy(
            "For your own numbers only. Left empty, it is half of the smallest group that is shown."
        ),
    )
    bottom_percent = forms.IntegerField(
        label=gettext_lazy("Shares below this are told as “fewer than”"),
        min_value=1,
        max_value=49,
        required=False,
        help_text=gettext_lazy("In percent, for your own numbers only. 5 is usual."),
    )
    top_percent = forms.IntegerField(
        label=gettext_lazy("Shares above this are told as “more than”"),
        min_value=51,
        max_value=99,
        required=False,
        help_text=gettext_lazy("In percent, for your own numbers only. 95 is usual."),
    )

    def __init__(self, posted: Posted = None, *, initial: Initial = None) -> None:
        super().__init__(posted, initial=initial)
        field = self.fields["rule_set"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.key, one.label) for one in RULE_SETS] + [(OWN_RULES, _("Numbers of our own"))]
        for name in RULE_FIELDS:
            self.fields[name].is_needed_later = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """What is typed counts only where the district chose to set its own numbers."""
        data = super().clean() or self.cleaned_data
        chosen = next((one for one in RULE_SETS if one.key == data.get("rule_set")), None)
        if chosen is not None:
            for name in RULE_FIELDS:
                self.errors.pop(name, None)
            return {"rule_set": chosen.key, **chosen.numbers}
        needed = [name for name in RULE_FIELDS if name != "protection"]
        for name in needed:
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, _("Write a number."))
        smallest = [int(data[name]) for name in RULE_FIELDS[:3] if data.get(name)]
        if data.get("protection") and smallest and data["protection"] > min(smallest):
            self.add_error("protection", _("It cannot be more than the smallest group that is shown."))
        return data

    @property
    def numbers(self) -> dict[str, int | None]:
        return {name: self.cleaned_data[name] for name in RULE_FIELDS}

    @staticmethod
    def initial_of(district: District) -> dict[str, object]:
        return {"rule_set": district.rule_set} | {name: getattr(district, name) for name in RULE_FIELDS}


class SchoolForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the school"), max_length=120)
    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=School.Level.choices)
    nces_id = forms.CharField(
        label=gettext_lazy("NCES school id"),
        max_length=12,
        required=False,
        help_text=gettext_lazy("Twelve digits, with the zero it may begin with."),
    )
    state_id = forms.CharField(
        label=gettext_lazy("State's school id"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("As the state writes it, with the zero it may begin with."),
    )

    def __init__(self, posted: Posted = None, *, taken: Iterable[str] = (), initial: Initial = None) -> None:
        super().__init__(posted, initial=initial)
        self.taken = {name.casefold() for name in taken}

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if name.casefold() in self.taken:
            raise ValidationError(_("There is a school of this name already."))
        return name

    def clean_nces_id(self) -> str:
        return digits(
            self.cleaned_data["nces_id"],
            length=12,
            sentence=_("An NCES school id has twelve digits, such as 080336000234."),
        )

    def clean_state_id(self) -> str:
        return str(self.cleaned_data["state_id"]).strip()

    @staticmethod
    def initial_of(school: School) -> dict[str, object]:
        return {name: getattr(school, name) for name in ("name", "level", "nces_id", "state_id")}


class AuditFilterForm(forms.Form):
    """What of the audit to show. Unknown values show nothing rather than everything."""

    verb = forms.ChoiceField(label=gettext_lazy("What was done"), required=False)
    person = forms.ChoiceField(label=gettext_lazy("By whom"), required=False)
    object_type = forms.ChoiceField(label=gettext_lazy("To what"), required=False)
    object_id = forms.CharField(label=gettext_lazy("Its id"), required=False, max_length=40)
    first_day = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    last_day = forms.DateField(
        label=gettext_lazy("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(
        self,
        posted: Posted,
        *,
        verbs: Iterable[tuple[str, Words]],
        people: Iterable[tuple[str, Words]],
        object_types: Iterable[tuple[str, Words]],
    ) -> None:
        super().__init__(posted)
        for name, choices in (("verb", verbs), ("person", people), ("object_type", object_types)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *choices]
