"""The tables of the Human Services Data Specification (HSDS) 3.0 and 3.1, as data.

One description holds every version: a table, a field or a list in a record that came later says since when.
A test compares it with the published schemas of each version. What a field means is in the standard.

References
----------
HSDS 3.0: https://docs.openreferral.org/en/3.0/hsds/schema_reference.html
"""

from collections.abc import Mapping
from typing import Final

from throughline.formats.hsds.version import Field, Table

_PLACES: Final = ("physical", "postal", "virtual")
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_STATUS: Final = ("active", "inactive", "defunct", "temporarily closed")
_FREQUENCIES: Final = ("WEEKLY", "MONTHLY")

TABLES: Final[Mapping[str, Table]] = {
    "organization": Table(
        "organizations",
        (
            Field("id", "uuid", is_required=True),
            Field("name", is_required=True),
            Field("alternate_name"),
            Field("description", is_required=True),
            Field("email", "email"),
            Field("website", "uri"),
            Field("tax_status"),
            Field("tax_id"),
            Field("year_incorporated", "number"),
            Field("legal_status"),
            Field("logo"),
            Field("uri", "uri"),
            Field("parent_organization_id", "uuid", link="organization"),
        ),
        "additional_websites:url funding contacts:contact phones:phone locations:location "
        "programs:program organization_identifiers:organization_identifier "
        "attributes:attribute metadata",
    ),
    "program": Table(
        "programs",
        (
            Field("id", "uuid", is_required=True),
            Field("organization_id", "uuid", is_required_in_tables=True, link="organization"),
            Field("name", is_required=True),
            Field("alternate_name"),
            Field("description", is_required=True),
        ),
        "attributes:attribute metadata",
    ),
    "service": Table(
        "services",
        (
            Field("id", "uuid", is_required=True),
            Field("organization_id", "uuid", is_required_in_tables=True, link="organization"),
            Field("program_id", "uuid", link="program"),
            Field("name", is_required=True),
            Field("alternate_name"),
            Field("description"),
            Field("url", "uri"),
            Field("email", "email"),
            Field("status", is_required=True, values=_STATUS),
            Field("interpretation_services"),
            Field("application_process"),
            Field("fees_description"),
            Field("wait_time"),
            Field("fees"),
            Field("accreditations"),
            Field("eligibility_description"),
            Field("minimum_age", "number"),
            Field("maximum_age", "number"),
            Field("assured_date", "date"),
            Field("assurer_email", "email"),
            Field("licenses"),
            Field("alert"),
            Field("last_modified", "datetime"),
        ),
        "additional_urls:url phones:phone schedules:schedule service_areas:service_area "
        "service_at_locations:service_at_location languages:language organization funding "
        "cost_options:cost_option program required_documents:required_document "
        "contacts:contact capacities:service_capacity attributes:attribute metadata",
    ),
    "attribute": Table(
        "attributes",
        (
            Field("id", "uuid", is_required=True),
            Field("link_id", "uuid", is_required_in_tables=True),
            Field("taxonomy_term_id", "uuid", is_required_in_tables=True, link="taxonomy_term"),
            Field("link_type"),
            Field("link_entity", is_required_in_tables=True),
            Field("value"),
            Field("label", since="3.1"),
        ),
        "taxonomy_term metadata",
    ),
    "service_at_location": Table(
        "service_at_location",
        (
            Field("id", "uuid", is_required=True),
            Field("service_id", "uuid", is_required_in_tables=True, link="service"),
            Field("location_id", "uuid", is_required_in_tables=True, link="location"),
            Field("description"),
        ),
        "service_areas:service_area contacts:contact phones:phone schedules:schedule location "
        "attributes:attribute metadata",
    ),
    "location": Table(
        "locations",
        (
            Field("id", "uuid", is_required=True),
            Field("location_type", is_required=True, values=_PLACES),
            Field("url", "uri"),
            Field("organization_id", "uuid", link="organization"),
            Field("name"),
            Field("alternate_name"),
            Field("description"),
            Field("transportation"),
            Field("latitude", "number"),
            Field("longitude", "number"),
            Field("external_identifier"),
            Field("external_identifier_type"),
        ),
        "languages:language addresses:address contacts:contact accessibility phones:phone "
        "schedules:schedule attributes:attribute metadata",
    ),
    "phone": Table(
        "phones",
        (
            Field("id", "uuid", is_required=True),
            Field("location_id", "uuid", link="location"),
            Field("service_id", "uuid", link="service"),
            Field("organization_id", "uuid", link="organization"),
            Field("contact_id", "uuid", link="contact"),
            Field("service_at_location_id", "uuid", link="service_at_location"),
            Field("number", is_required=True),
            Field("extension", "number"),
            Field("type"),
            Field("description"),
        ),
        "languages:language attributes:attribute metadata",
    ),
    "contact": Table(
        "contacts",
        (
            Field("id", "uuid", is_required=True),
            Field("organization_id", "uuid", link="organization"),
            Field("service_id", "uuid", link="service"),
            Field("service_at_location_id", "uuid", link="service_at_location"),
            Field("location_id", "uuid", link="location"),
            Field("name"),
            Field("title"),
            Field("department"),
            Field("email", "email"),
        ),
        "phones:phone attributes:attribute metadata",
    ),
    "address": Table(
        "addresses",
        (
            Field("id", "uuid", is_required=True),
            Field("location_id", "uuid", link="location"),
            Field("attention"),
            Field("address_1", is_required=True),
            Field("address_2"),
            Field("city", is_required=True),
            Field("region"),
            Field("state_province", is_required=True),
            Field("postal_code", is_required=True),
            Field("country", is_required=True),
            Field("address_type", is_required=True, values=_PLACES),
        ),
        "attributes:attribute metadata",
    ),
    "schedule": Table(
        "schedules",
        (
            Field("id", "uuid", is_required=True),
            Field("service_id", "uuid", link="service"),
            Field("location_id", "uuid", link="location"),
            Field("service_at_location_id", "uuid", link="service_at_location"),
            Field("valid_from", "date"),
            Field("valid_to", "date"),
            Field("dtstart", "date"),
            Field("timezone", "number"),
            Field("until", "date"),
            Field("count", "number"),
            Field("wkst", values=_DAYS),
            Field("freq", values=_FREQUENCIES),
            Field("interval", "number"),
            Field("byday"),
            Field("byweekno"),
            Field("bymonthday"),
            Field("byyearday"),
            Field("description"),
            Field("opens_at", "time"),
            Field("closes_at", "time"),
            Field("schedule_link", "uri"),
            Field("attending_type"),
            Field("notes"),
        ),
        "attributes:attribute metadata",
    ),
    "funding": Table(
        "funding",
        (
            Field("id", "uuid", is_required=True),
            Field("organization_id", "uuid", link="organization"),
            Field("service_id", "uuid", link="service"),
            Field("source"),
        ),
        "attributes:attribute metadata",
    ),
    "service_area": Table(
        "service_areas",
        (
            Field("id", "uuid", is_required=True),
            Field("service_id", "uuid", link="service"),
            Field("service_at_location_id", "uuid", link="service_at_location", since="3.1"),
            Field("name"),
            Field("description"),
            Field("extent"),
            Field("extent_type"),
            Field("uri"),
        ),
        "attributes:attribute metadata",
    ),
    "required_document": Table(
        "required_documents",
        (
            Field("id", "uuid", is_required=True),
            Field("service_id", "uuid", link="service"),
            Field("document"),
            Field("uri", "uri"),
        ),
        "attributes:attribute metadata",
    ),
    "language": Table(
        "languages",
        (
            Field("id", "uuid", is_required=True),
            Field("service_id", "uuid", link="service"),
            Field("location_id", "uuid", link="location"),
            Field("phone_id", "uuid", link="phone"),
            Field("name"),
            Field("code"),
            Field("note"),
        ),
        "attributes:attribute metadata",
    ),
    "accessibility": Table(
        "accessibility",
        (
            Field("id", "uuid", is_required=True),
            Field("location_id", "uuid", link="location"),
            Field("description"),
            Field("details"),
            Field("url", "uri"),
        ),
        "attributes:attribute metadata",
    ),
    "taxonomy_term": Table(
        "taxonomy_terms",
        (
            Field("id", "uuid", is_required=True),
            Field("code"),
            Field("name", is_required=True),
            Field("description", is_required=True),
            Field("parent_id", "uuid", link="taxonomy_term"),
            Field("taxonomy"),
            Field("language"),
            Field("taxonomy_id", "uuid", link="taxonomy"),
            Field("term_uri", "uri"),
        ),
        "taxonomy_detail:taxonomy metadata",
    ),
    "metadata": Table(
        "metadata",
        (
            Field("id", "uuid", is_required=True),
            Field("resource_id", "uuid", is_required_in_tables=True),
            Field("resource_type", is_required_in_tables=True),
            Field("last_action_date", "date", is_required=True),
            Field("last_action_type", is_required=True),
            Field("field_name", is_required=True),
            Field("previous_value", is_required=True),
            Field("replacement_value", is_required=True),
            Field("updated_by", is_required=True),
        ),
        "",
    ),
    "meta_table_description": Table(
        "meta_table_descriptions",
        (
            Field("id", "uuid", is_required=True),
            Field("name"),
            Field("language"),
            Field("character_set"),
        ),
        "attributes:attribute metadata",
    ),
    "cost_option": Table(
        "cost_options",
        (
            Field("id", "uuid", is_required=True),
            Field("service_id", "uuid", is_required_in_tables=True, link="service"),
            Field("valid_from", "date"),
            Field("valid_to", "date"),
            Field("option"),
            Field("currency"),
            Field("amount", "number"),
            Field("amount_description"),
        ),
        "attributes:attribute metadata",
    ),
    "organization_identifier": Table(
        "organization_identifiers",
        (
            Field("id", "uuid", is_required=True),
            Field("organization_id", "uuid", is_required_in_tables=True, link="organization"),
            Field("identifier_scheme"),
            Field("identifier_type", is_required=True),
            Field("identifier", is_required=True),
        ),
        "attributes:attribute metadata",
    ),
    "taxonomy": Table(
        "taxonomies",
        (
            Field("id", "uuid", is_required=True),
            Field("name", is_required=True),
            Field("description", is_required=True),
            Field("uri", "uri"),
            Field("version"),
        ),
        "metadata",
    ),
    "url": Table(
        "url",
        (
            Field("id", "uuid", is_required=True),
            Field("label"),
            Field("url", "uri", is_required=True),
            Field("organization_id", "uuid", link="organization"),
            Field("service_id", "uuid", link="service"),
        ),
        "attributes:attribute metadata",
        since="3.1",
    ),
    "unit": Table(
        "units",
        (
            Field("id", "uuid", is_required=True),
            Field("name", is_required=True),
            Field("scheme"),
            Field("identifier"),
            Field("uri", "uri"),
        ),
        "attributes:attribute metadata",
        since="3.1",
    ),
    "service_capacity": Table(
        "service_capacity",
        (
            Field("id", "uuid", is_required=True),
            Field("service_id", "uuid", is_required_in_tables=True, link="service"),
            Field("unit_id", "uuid", is_required_in_tables=True, link="unit"),
            Field("available", "number", is_required=True),
            Field("maximum", "number"),
            Field("description"),
            Field("updated", "datetime", is_required=True),
        ),
        "unit attributes:attribute metadata",
        since="3.1",
    ),
}
"""Every table, in the order of the standard, with the fields of the newest version."""
