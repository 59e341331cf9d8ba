"""What the tables and fields of the directory are called in its history and in its forms."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from throughline.partner.models import RevisionRow

if TYPE_CHECKING:
    from throughline.ui.forms import Words

TABLE_WORDS: Final[Mapping[str, "Words"]] = {
    "organization": gettext_lazy("Organization"),
    "program": gettext_lazy("Program"),
    "service": gettext_lazy("Service"),
    "location": gettext_lazy("Location"),
    "service_at_location": gettext_lazy("Service at a location"),
    "contact": gettext_lazy("Contact"),
    "phone": gettext_lazy("Phone"),
    "address": gettext_lazy("Address"),
    "schedule": gettext_lazy("Hours"),
    "language": gettext_lazy("Language"),
    "accessibility": gettext_lazy("Accessibility"),
    "cost_option": gettext_lazy("Cost"),
    "required_document": gettext_lazy("Document to bring"),
    "service_area": gettext_lazy("Area served"),
    "funding": gettext_lazy("Funding"),
    "organization_identifier": gettext_lazy("Official number"),
    "url": gettext_lazy("Other website"),
    "unit": gettext_lazy("What is counted"),
    "service_capacity": gettext_lazy("Open places"),
    "taxonomy": gettext_lazy("List of terms"),
    "taxonomy_term": gettext_lazy("Term"),
    "attribute": gettext_lazy("Attached term"),
    "metadata": gettext_lazy("Note about a change"),
    "meta_table_description": gettext_lazy("Note about a table"),
    "service_term": gettext_lazy("Type of support"),
    "support": gettext_lazy("Support at a school"),
}

FIELD_WORDS: Final[Mapping[str, "Words"]] = {
    "accreditations": gettext_lazy("Accreditations"),
    "address_1": gettext_lazy("Street address"),
    "address_2": gettext_lazy("Apartment, floor or room"),
    "address_type": gettext_lazy("Kind of address"),
    "alert": gettext_lazy("Alert"),
    "alternate_name": gettext_lazy("Other name"),
    "amount": gettext_lazy("Amount"),
    "answered_at": gettext_lazy("Last answer from the organization"),
    "amount_description": gettext_lazy("About the amount"),
    "application_process": gettext_lazy("How to get this service"),
    "assured_by": gettext_lazy("Who confirmed it"),
    "assured_date": gettext_lazy("Last confirmed on"),
    "assurer_email": gettext_lazy("Confirmed by"),
    "attention": gettext_lazy("Attention"),
    "available": gettext_lazy("Places open now"),
    "byday": gettext_lazy("Days"),
    "capacity_on": gettext_lazy("Open places as of"),
    "capacity_status": gettext_lazy("Open places"),
    "city": gettext_lazy("City"),
    "closes_at": gettext_lazy("Closes at"),
    "code": gettext_lazy("Code"),
    "contact": gettext_lazy("Contact"),
    "country": gettext_lazy("Country"),
    "currency": gettext_lazy("Currency"),
    "department": gettext_lazy("Department"),
    "description": gettext_lazy("Description"),
    "details": gettext_lazy("Details"),
    "document": gettext_lazy("Document"),
    "dtstart": gettext_lazy("First day"),
    "eligibility_description": gettext_lazy("Who it's for"),
    "email": gettext_lazy("Email"),
    "ended_on": gettext_lazy("Partnership end date"),
    "extension": gettext_lazy("Extension"),
    "extra": gettext_lazy("Other columns"),
    "fees": gettext_lazy("Cost"),
    "fees_description": gettext_lazy("Cost"),
    "foreign_id": gettext_lazy("ID in the file"),
    "freq": gettext_lazy("How often"),
    "interpretation_services": gettext_lazy("Interpreter services"),
    "is_confidential": gettext_lazy("The address is confidential"),
    "latitude": gettext_lazy("Latitude"),
    "legal_status": gettext_lazy("Legal status"),
    "licenses": gettext_lazy("Licenses"),
    "location": gettext_lazy("Location"),
    "location_type": gettext_lazy("Type of location"),
    "longitude": gettext_lazy("Longitude"),
    "maximum": gettext_lazy("At most"),
    "maximum_age": gettext_lazy("Oldest age"),
    "minimum_age": gettext_lazy("Youngest age"),
    "name": gettext_lazy("Name"),
    "note": gettext_lazy("Note"),
    "notes": gettext_lazy("Notes"),
    "number": gettext_lazy("Phone number"),
    "opens_at": gettext_lazy("Opens at"),
    "option": gettext_lazy("Who or what it is for"),
    "organization": gettext_lazy("Organization"),
    "parent_organization": gettext_lazy("Part of"),
    "phone": gettext_lazy("Phone"),
    "postal_code": gettext_lazy("ZIP code"),
    "program": gettext_lazy("Program"),
    "region": gettext_lazy("Region"),
    "service": gettext_lazy("Service"),
    "service_at_location": gettext_lazy("Service at a location"),
    "state_province": pgettext_lazy("address", "State"),
    "status": gettext_lazy("Status"),
    "tax_id": gettext_lazy("Tax ID"),
    "tax_status": gettext_lazy("Tax status"),
    "taxonomy_term": gettext_lazy("Term"),
    "term": gettext_lazy("Type of support"),
    "terms": gettext_lazy("Types of support"),
    "title": gettext_lazy("Title"),
    "transportation": gettext_lazy("How to get there"),
    "type": gettext_lazy("Type"),
    "unit": gettext_lazy("What is counted"),
    "updated": gettext_lazy("Counted on"),
    "uri": gettext_lazy("Web address"),
    "url": gettext_lazy("Website"),
    "valid_from": gettext_lazy("From"),
    "valid_to": gettext_lazy("Until"),
    "value": gettext_lazy("Value"),
    "wait_time": gettext_lazy("Wait time"),
    "website": gettext_lazy("Website"),
    "year_incorporated": gettext_lazy("Year founded"),
}


FREQUENCY_WORDS: Final[Mapping[str, "Words"]] = {
    "HOURLY": gettext_lazy("Hourly"),
    "DAILY": gettext_lazy("Daily"),
    "WEEKLY": gettext_lazy("Weekly"),
    "MONTHLY": gettext_lazy("Monthly"),
    "YEARLY": gettext_lazy("Yearly"),
}
"""The codes of RFC 5545 in words."""


def field_words(name: str) -> str:
    """What a field is called; one that no screen has words for by its name in the standard."""
    return str(FIELD_WORDS.get(name, name))


def name_of_row(row: RevisionRow, found: models.Model | None, known: str = "") -> str:
    """What a row of the history was about, with its name if it has one, else the `known` one."""
    values = {**(row.before or {}), **(row.after or {})}
    name = getattr(found, "name", "") or values.get("name") or values.get("number") or known
    words = str(TABLE_WORDS.get(row.table, row.table))
    return _("%(table)s “%(name)s”") % {"table": words, "name": name} if name else words
