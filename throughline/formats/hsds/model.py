"""The tables of the Human Services Data Specification (HSDS) 3.0, with its names, as plain data.

The meaning of each field is in the standard: https://docs.openreferral.org/en/3.0/hsds/schema_reference.html
A text that is absent is empty; a number or date that is absent is None. Times of day are texts such as 09:00.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from throughline.formats.hsds.report import Report


@dataclass(frozen=True, kw_only=True)
class HsdsRow:
    """
    What every row has.

    Parameters
    ----------
    id : str
        As in the file; some directories leave it blank.
    extra : mapping of str to str
        Cells not mapped: columns the standard does not name, values that could not be read, and references to
        rows that do not exist.
    file : str
        Name of the file the row comes from.
    row : int
        Row in that file, as a spreadsheet shows it.
    """

    id: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    row: int = 0


@dataclass(frozen=True, kw_only=True)
class Organization(HsdsRow):
    """An organization that delivers services."""

    name: str = ""
    alternate_name: str = ""
    description: str = ""
    email: str = ""
    website: str = ""
    tax_status: str = ""
    tax_id: str = ""
    year_incorporated: str = ""
    legal_status: str = ""
    logo: str = ""
    uri: str = ""
    parent_organization_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Program(HsdsRow):
    """A group of related services of one organization."""

    organization_id: str = ""
    name: str = ""
    alternate_name: str = ""
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class Service(HsdsRow):
    """A service."""

    organization_id: str = ""
    program_id: str = ""
    name: str = ""
    alternate_name: str = ""
    description: str = ""
    url: str = ""
    email: str = ""
    status: str = ""
    interpretation_services: str = ""
    application_process: str = ""
    fees_description: str = ""
    wait_time: str = ""
    fees: str = ""
    accreditations: str = ""
    eligibility_description: str = ""
    minimum_age: float | None = None
    maximum_age: float | None = None
    assured_date: date | None = None
    assurer_email: str = ""
    licenses: str = ""
    alert: str = ""
    last_modified: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Attribute(HsdsRow):
    """A taxonomy term assigned to a row of any table."""

    link_id: str = ""
    taxonomy_term_id: str = ""
    link_type: str = ""
    link_entity: str = ""
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class ServiceAtLocation(HsdsRow):
    """A service at a place."""

    service_id: str = ""
    location_id: str = ""
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class Location(HsdsRow):
    """A place, physical or virtual."""

    location_type: str = ""
    url: str = ""
    organization_id: str = ""
    name: str = ""
    alternate_name: str = ""
    description: str = ""
    transportation: str = ""
    latitude: float | None = None
    longitude: float | None = None
    external_identifier: str = ""
    external_identifier_type: str = ""


@dataclass(frozen=True, kw_only=True)
class Phone(HsdsRow):
    """A telephone number."""

    location_id: str = ""
    service_id: str = ""
    organization_id: str = ""
    contact_id: str = ""
    service_at_location_id: str = ""
    number: str = ""
    extension: str = ""
    type: str = ""
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class Contact(HsdsRow):
    """A contact person."""

    organization_id: str = ""
    service_id: str = ""
    service_at_location_id: str = ""
    location_id: str = ""
    name: str = ""
    title: str = ""
    department: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Address(HsdsRow):
    """Street or mailing address of a location."""

    location_id: str = ""
    attention: str = ""
    address_1: str = ""
    address_2: str = ""
    city: str = ""
    region: str = ""
    state_province: str = ""
    postal_code: str = ""
    country: str = ""
    address_type: str = ""


@dataclass(frozen=True, kw_only=True)
class Schedule(HsdsRow):
    """When a service or place is open, as a recurrence (RFC 5545)."""

    service_id: str = ""
    location_id: str = ""
    service_at_location_id: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    dtstart: date | None = None
    timezone: str = ""
    until: date | None = None
    count: int | None = None
    wkst: str = ""
    freq: str = ""
    interval: int | None = None
    byday: str = ""
    byweekno: str = ""
    bymonthday: str = ""
    byyearday: str = ""
    description: str = ""
    opens_at: str = ""
    closes_at: str = ""
    schedule_link: str = ""
    attending_type: str = ""
    notes: str = ""


@dataclass(frozen=True, kw_only=True)
class Funding(HsdsRow):
    """A source of funding."""

    organization_id: str = ""
    service_id: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class ServiceArea(HsdsRow):
    """An area that a service covers."""

    service_id: str = ""
    name: str = ""
    description: str = ""
    extent: str = ""
    extent_type: str = ""
    uri: str = ""


@dataclass(frozen=True, kw_only=True)
class RequiredDocument(HsdsRow):
    """A document required to receive a service."""

    service_id: str = ""
    document: str = ""
    uri: str = ""


@dataclass(frozen=True, kw_only=True)
class Language(HsdsRow):
    """A language in which a service, location or telephone is available."""

    service_id: str = ""
    location_id: str = ""
    phone_id: str = ""
    name: str = ""
    code: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Accessibility(HsdsRow):
    """Access for people with disabilities."""

    location_id: str = ""
    description: str = ""
    details: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class TaxonomyTerm(HsdsRow):
    """A term of a taxonomy."""

    code: str = ""
    name: str = ""
    description: str = ""
    parent_id: str = ""
    taxonomy: str = ""
    language: str = ""
    taxonomy_id: str = ""
    term_uri: str = ""


@dataclass(frozen=True, kw_only=True)
class Metadata(HsdsRow):
    """A change to a row."""

    resource_id: str = ""
    resource_type: str = ""
    last_action_date: date | None = None
    last_action_type: str = ""
    field_name: str = ""
    previous_value: str = ""
    replacement_value: str = ""
    updated_by: str = ""


@dataclass(frozen=True, kw_only=True)
class MetaTableDescription(HsdsRow):
    """Metadata of a table."""

    name: str = ""
    language: str = ""
    character_set: str = ""


@dataclass(frozen=True, kw_only=True)
class CostOption(HsdsRow):
    """What a service costs."""

    service_id: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    option: str = ""
    currency: str = ""
    amount: float | None = None
    amount_description: str = ""


@dataclass(frozen=True, kw_only=True)
class OrganizationIdentifier(HsdsRow):
    """An identifier assigned by another organization."""

    organization_id: str = ""
    identifier_scheme: str = ""
    identifier_type: str = ""
    identifier: str = ""


@dataclass(frozen=True, kw_only=True)
class Taxonomy(HsdsRow):
    """A list of terms."""

    name: str = ""
    description: str = ""
    uri: str = ""
    version: str = ""


@dataclass(frozen=True, kw_only=True)
class Directory:
    """
    A whole directory, one tuple for each table, in the order of the files.

    Parameters
    ----------
    version : str
        Version of the standard the files were written in: 1.0, 1.1, 2.0, 3.0 or 3.1.
    report : Report
        What was mapped, not mapped and missing, and what does not fit together.
    stems : mapping of str to str
        The name of each file in the standard, without its ending.
    unmapped : mapping of str to tuple of mapping
        Rows of files that HSDS 3.0 has no table for, by file.
    """

    version: str
    report: Report
    stems: Mapping[str, str] = field(default_factory=dict)
    unmapped: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    organization: tuple[Organization, ...] = ()
    program: tuple[Program, ...] = ()
    service: tuple[Service, ...] = ()
    attribute: tuple[Attribute, ...] = ()
    service_at_location: tuple[ServiceAtLocation, ...] = ()
    location: tuple[Location, ...] = ()
    phone: tuple[Phone, ...] = ()
    contact: tuple[Contact, ...] = ()
    address: tuple[Address, ...] = ()
    schedule: tuple[Schedule, ...] = ()
    funding: tuple[Funding, ...] = ()
    service_area: tuple[ServiceArea, ...] = ()
    required_document: tuple[RequiredDocument, ...] = ()
    language: tuple[Language, ...] = ()
    accessibility: tuple[Accessibility, ...] = ()
    taxonomy_term: tuple[TaxonomyTerm, ...] = ()
    metadata: tuple[Metadata, ...] = ()
    meta_table_description: tuple[MetaTableDescription, ...] = ()
    cost_option: tuple[CostOption, ...] = ()
    organization_identifier: tuple[OrganizationIdentifier, ...] = ()
    taxonomy: tuple[Taxonomy, ...] = ()
