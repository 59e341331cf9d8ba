"""Forms of what describes an entry: each class is one row of a table, named as in the standard."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from throughline.formats.hsds.exact import is_currency, is_extension
from throughline.formats.hsds.reaching import can_be_dialed
from throughline.partner.forms.rows import RowForm, Rows, RowsForm
from throughline.partner.models import Location, Organization, Schedule, Service
from throughline.partner.queries import FIELD_WORDS, details_of, hours
from throughline.partner.queries.rows import MODELS
from throughline.ui.forms import Posted, Words

DAYS: Final = (
    ("MO", _("Monday")),
    ("TU", _("Tuesday")),
    ("WE", _("Wednesday")),
    ("TH", _("Thursday")),
    ("FR", _("Friday")),
    ("SA", _("Saturday")),
    ("SU", _("Sunday")),
)
COUNTRY: Final = re.compile(r"[A-Za-z]{2}")
USUAL_CURRENCY: Final = "USD"
PLAIN_TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:00)?")


def text(name: str, max_length: int | None = None, *, required: bool = False, **more: Any) -> forms.CharField:
    return forms.CharField(label=FIELD_WORDS[name], max_length=max_length, required=required, **more)


class PhoneForm(RowForm):
    row_words = FIELD_WORDS["phone"]

    number = text("number", 250, required=True)
    extension = text("extension", 20, help_text=_("Only digits, such as 12."))
    type = text("type", 20, help_text=_("Such as voice, text or fax."))
    description = text("description")

    def clean_number(self) -> str:
        """What a file brought may stay as it is; the quality report names it."""
        number = str(self.cleaned_data["number"])
        if number and "number" in self.changed_data and not can_be_dialed(number):
            raise forms.ValidationError(
                _("Enter a phone number with its area code, such as 719-555-0100, or a short one like 211.")
            )
        return number

    def clean_extension(self) -> str:
        """What a file brought may stay as it is."""
        extension = str(self.cleaned_data["extension"])
        if extension and "extension" in self.changed_data and not is_extension(extension):
            raise forms.ValidationError(_("Enter only the digits of the extension, such as 12."))
        return extension


class HoursForm(RowForm):
    """Weekly hours. Rules that this form cannot hold are shown in words, and keep what they say."""

    row_words = gettext_lazy("Hours")
    needed_with_others = frozenset(["days", "opens_at", "closes_at"])

    days = forms.MultipleChoiceField(
        label=FIELD_WORDS["byday"], choices=DAYS, widget=forms.CheckboxSelectMultiple, required=False
    )
    opens_at = forms.TimeField(
        label=FIELD_WORDS["opens_at"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        required=False,
    )
    closes_at = forms.TimeField(
        label=FIELD_WORDS["closes_at"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        required=False,
    )
    description = text("description", help_text=_("Such as “By appointment” or “Closed on holidays.”"))

    def __init__(self, posted: Posted, **more: Any) -> None:
        super().__init__(posted, **more)
        self.in_words = self.initial.get("in_words", "")
        if not self.initial.get("is_plain", True):
            for name in ("days", "opens_at", "closes_at"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        days, opens, closes = (cleaned.get(name) for name in ("days", "opens_at", "closes_at"))
        if (opens or closes) and not days and "days" not in self.errors and "days" in self.fields:
            self.add_error("days", _("Choose at least one day."))
        if days and not self.errors and not (opens and closes) and not cleaned.get("description"):
            self.add_error("opens_at", _("Enter when it opens and closes, or describe the hours."))
        return cleaned

    def values(self) -> dict[str, Any]:
        values = super().values()
        if "days" not in values:
            return values
        days = ",".join(values.pop("days"))
        values |= {"byday": days, "freq": "WEEKLY" if days else ""}
        for name in ("opens_at", "closes_at"):
            values[name] = values[name].strftime("%H:%M") if values[name] else ""
        # What was not changed keeps the spelling of its file.
        same = {
            name
            for name in ("opens_at", "closes_at")
            if values[name] == str(self.initial.get(name) or "")[:5]
        }
        if set(filter(None, days.split(","))) == set(self.initial.get("days", ())):
            same |= {"byday", "freq"}
        return {name: value for name, value in values.items() if self.is_new or name not in same}


class LanguageForm(RowForm):
    row_words = gettext_lazy("Language")

    name = forms.CharField(label=gettext_lazy("Language"), max_length=250)
    note = text("note")


class CostForm(RowForm):
    row_words = gettext_lazy("Cost")

    option = text("option", 250)
    amount = forms.FloatField(label=FIELD_WORDS["amount"], min_value=0, required=False)
    currency = text("currency", 10, help_text=_("Three letters, such as USD."), initial=USUAL_CURRENCY)
    amount_description = text("amount_description")

    def clean_amount(self) -> float | None:
        """What a file brought may stay as it is."""
        amount: float | None = self.cleaned_data["amount"]
        if amount is not None and "amount" in self.changed_data and round(amount, 2) != amount:
            raise forms.ValidationError(_("Enter an amount with at most two decimals, such as 12.50."))
        return amount

    def clean_currency(self) -> str:
        """What a file brought may stay as it is."""
        currency = str(self.cleaned_data["currency"])
        if currency and "currency" in self.changed_data and not is_currency(currency):
            raise forms.ValidationError(_("Enter the three letters of a currency, such as USD."))
        if not currency and self.is_new and self.cleaned_data.get("amount") is not None:
            return USUAL_CURRENCY
        return currency.upper() if "currency" in self.changed_data else currency


class DocumentForm(RowForm):
    row_words = FIELD_WORDS["document"]

    document = text("document", required=True)
    uri = text("uri", 500)


class ContactForm(RowForm):
    row_words = FIELD_WORDS["contact"]

    name = text("name", 250, required=True)
    title = text("title", 250)
    department = text("department", 250)
    email = forms.EmailField(label=FIELD_WORDS["email"], required=False)


class AreaForm(RowForm):
    row_words = gettext_lazy("Area served")

    name = text("name", 250, required=True)
    description = text("description")


class CapacityForm(RowForm):
    row_words = gettext_lazy("Open places")

    unit_name = forms.CharField(
        label=FIELD_WORDS["unit"], max_length=250, help_text=_("Such as beds, seats or families.")
    )
    available = forms.FloatField(label=FIELD_WORDS["available"], min_value=0)
    maximum = forms.FloatField(label=FIELD_WORDS["maximum"], min_value=0, required=False)
    description = text("description")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in {"available", "maximum"}.intersection(self.changed_data):
            if not (cleaned.get(name) or 0.0).is_integer():
                self.add_error(name, _("Enter a whole number, such as 3."))
        available, maximum = cleaned.get("available"), cleaned.get("maximum")
        if available is not None and maximum is not None and available > maximum:
            self.add_error("available", _("This can't be more than the most there can be."))
        return cleaned


class AddressForm(RowForm):
    row_words = gettext_lazy("Address")
    n_blank = 1

    address_type = forms.ChoiceField(
        label=FIELD_WORDS["address_type"],
        choices=[
            ("physical", pgettext_lazy("address", "Street address")),
            ("postal", pgettext_lazy("address", "Mailing address")),
            ("virtual", pgettext_lazy("address", "Online")),
        ],
        initial="physical",
    )
    address_1 = text("address_1", 250, required=True)
    address_2 = text("address_2", 250)
    city = text("city", 120, required=True)
    state_province = text("state_province", 60, required=True)
    postal_code = text("postal_code", 20)
    country = text("country", required=True, help_text=_("Two letters, such as US."), initial="US")

    def clean_country(self) -> str:
        """What a file brought may stay as it is."""
        country = str(self.cleaned_data["country"])
        if country and "country" in self.changed_data and not COUNTRY.fullmatch(country):
            raise forms.ValidationError(_("Enter the two letters of a country, such as US."))
        return country.upper() if "country" in self.changed_data else country


class AccessibilityForm(RowForm):
    row_words = gettext_lazy("Accessibility")

    description = text("description", required=True, help_text=_("Such as “Ramp at the front door.”"))
    details = text("details")
    url = text("url", 500)


ROW_FORMS: Final[Mapping[str, tuple[type[RowForm], str, Words]]] = {
    "phones": (PhoneForm, "phone", gettext_lazy("Phones")),
    "schedules": (HoursForm, "schedule", gettext_lazy("Hours")),
    "languages": (LanguageForm, "language", gettext_lazy("Languages")),
    "cost_options": (CostForm, "cost_option", gettext_lazy("Costs")),
    "required_documents": (DocumentForm, "required_document", gettext_lazy("Documents to bring")),
    "service_areas": (AreaForm, "service_area", gettext_lazy("Areas served")),
    "capacities": (CapacityForm, "service_capacity", gettext_lazy("Open places")),
    "contacts": (ContactForm, "contact", gettext_lazy("Contacts")),
    "addresses": (AddressForm, "address", gettext_lazy("Addresses")),
    "accessibility": (AccessibilityForm, "accessibility", gettext_lazy("Accessibility")),
}
"""Of each list: the form of a row, its table, and its heading."""

HINTS: Final[Mapping[str, Words]] = {
    "contacts": gettext_lazy("Only staff can see this."),
    "schedules": gettext_lazy("Choose days with their times, or only describe the hours."),
}

OF_A_SERVICE: Final = (
    "phones",
    "schedules",
    "languages",
    "cost_options",
    "required_documents",
    "service_areas",
    "capacities",
    "contacts",
)
OF_AN_ORGANIZATION: Final = ("phones", "contacts")


def rows_for(name: str, entry: Organization | Service | Location | None, posted: Posted) -> Rows:
    """The rows of a list that are there, in a form."""
    form, table, _title = ROW_FORMS[name]
    there = [] if entry is None else list(details_of(entry, MODELS[table]))
    names = [name for name in form.base_fields if name not in {"key", "is_removed", "unit_name", "days"}]
    initial = []
    for row in there:
        values = {name: getattr(row, name) for name in names}
        if isinstance(row, Schedule):
            values |= _initial_hours(row)
        if form is CapacityForm:
            values["unit_name"] = row.unit.name
        values = {name: _without_point(value) for name, value in values.items()}
        initial.append({**values, "key": str(row.hsds_id)})
    return make_rows(name, initial, posted)


def _without_point(value: Any) -> Any:
    """A whole number as people write it: 3, and not 3.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def make_rows(name: str, initial: list[dict[str, Any]], posted: Posted) -> Rows:
    form, _table, title = ROW_FORMS[name]
    return Rows(form, name=name, title=title, initial=initial, posted=posted, hint=HINTS.get(name, ""))


def _initial_hours(row: Schedule) -> dict[str, Any]:
    days = [day.strip() for day in row.byday.upper().split(",") if day.strip()]
    times = [row.opens_at, row.closes_at]
    is_plain = (
        row.freq in {"", "WEEKLY"}
        and (row.interval or 1) == 1
        and set(days) <= {code for code, _name in DAYS}
        and not any([row.bymonthday, row.byyearday, row.byweekno, row.count])
        and all(not time or PLAIN_TIME.fullmatch(time) for time in times)
    )
    words = (
        ""
        if is_plain
        else " ".join(hours([row], as_listed=True)) or gettext("Hours that this form can't show")
    )
    return {"days": days, "is_plain": is_plain, "in_words": words}


class DetailsForm(RowsForm):
    """The phones, hours and other rows of a service or an organization."""

    def __init__(self, posted: Posted, *, entry: Service | Organization) -> None:
        super().__init__(posted)
        names = OF_A_SERVICE if isinstance(entry, Service) else OF_AN_ORGANIZATION
        self.sections = [rows_for(name, entry, posted) for name in names]

    def clean(self) -> dict[str, Any]:
        own = super().clean() or {}
        return {**own, **self.lists()} if all(section.is_valid() for section in self.sections) else own
