"""How the files of HSDS 1 and 2 differ from those of 3.0, and what tells the versions apart.

Taken from the published data packages of HSDS 1.1, 3.0 and 3.1, and the change log of 1.0 to 3.1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from throughline.formats.hsds.standard import TABLES


@dataclass(frozen=True)
class OldFile:
    """
    A file of HSDS 1 or 2 whose name or columns differ.

    Parameters
    ----------
    table : str
        Its table in HSDS 3.0.
    renamed : mapping of str to str
        Old column to new field.
    constant : mapping of str to str
        Values of fields that are implied by the file.
    """

    table: str
    renamed: Mapping[str, str] = field(default_factory=dict)
    constant: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Folded:
    """
    A file of HSDS 1 or 2 whose rows become part of a service.

    Parameters
    ----------
    column : str
        The column with the text.
    target : str
        Field of `service` it is joined into; empty to keep it in the `extra` of the service.
    """

    column: str
    target: str = ""


OLD_FILES: Final[Mapping[str, OldFile]] = {
    "organizations": OldFile("organization", {"url": "website"}),
    "physical_addresses": OldFile("address", constant={"address_type": "physical"}),
    "postal_addresses": OldFile("address", constant={"address_type": "postal"}),
    "regular_schedules": OldFile(
        "schedule", {"weekday": "byday", "location": "location_id"}, {"freq": "WEEKLY"}
    ),
    "holiday_schedules": OldFile(
        "schedule", {"start_date": "valid_from", "end_date": "valid_to", "location": "location_id"}
    ),
    "phones": OldFile("phone", {"number_type": "type"}),
    "funding": OldFile("funding", {"service": "service_id"}),
    "languages": OldFile("language", {"language": "code"}),
    "service_areas": OldFile("service_area", {"service_area": "name"}),
    "accessibility_for_disabilities": OldFile("accessibility", {"accessibility": "description"}),
    "taxonomy": OldFile("taxonomy_term", {"vocabulary": "taxonomy"}),
    "services_taxonomy": OldFile(
        "attribute",
        {"service_id": "link_id", "taxonomy_id": "taxonomy_term_id", "taxonomy_detail": "value"},
        {"link_entity": "service"},
    ),
    "service_attributes": OldFile(
        "attribute",
        {"service_id": "link_id", "taxonomy_id": "taxonomy_term_id"},
        {"link_entity": "service"},
    ),
    "other_attributes": OldFile("attribute", {"link_type": "link_entity", "taxonomy_id": "taxonomy_term_id"}),
    "taxonomy_terms": OldFile("taxonomy_term", {"term": "name", "vocabulary": "taxonomy"}),
}
"""Files of HSDS 1 and 2 that differ from those of 3.0. The others have the same columns, or fewer."""

FOLDED: Final[Mapping[str, Folded]] = {
    "eligibility": Folded("eligibility", "eligibility_description"),
    "fee": Folded("fee", "fees_description"),
    "interpretation_services": Folded("language", "interpretation_services"),
    "payments_accepted": Folded("payment"),
}
"""Files of HSDS 1 and 2 that became a field of the service, or nothing."""

NEW_FILES: Final = frozenset(table.stem for table in TABLES.values() if table.since > "3.0")
"""Files of HSDS 3.1 that 3.0 has no table for."""

SAME_FILES: Final = {"services_at_location": "service_at_location", "mail_addresses": "postal_addresses"}
"""Files that hold the table of another name: of HSDS 1.1, and of Ohana, from which HSDS 1.0 was made."""

OWN_FILES: Final = frozenset(table.stem for table in TABLES.values())
"""Files of HSDS 3. Ids in other files of the same table are counted on their own."""

ONLY_1_0: Final = frozenset({"fee", "interpretation_services"})
"""Files that identify HSDS 1.0."""

ONLY_2: Final = frozenset({"service_attributes", "other_attributes"})
"""Files that identify HSDS 2.0."""

UNTIL_2: Final = frozenset(
    {"physical_addresses", "postal_addresses", "holiday_schedules", "accessibility_for_disabilities", *FOLDED}
)
"""Files that HSDS 3.0 has no more: 1.1, or 2.0 if there is one of its files too."""

ONLY_1: Final = frozenset({"regular_schedules", "services_taxonomy", "taxonomy"})
"""Files that identify HSDS 1.1."""

SINCE_2: Final = frozenset({"schedules", "taxonomy_terms", "taxonomies"})
"""Files that HSDS 1.1 does not have."""

SINCE_3: Final = frozenset({"attributes", "cost_options", "organization_identifiers"})
"""Files that only HSDS 3.0 and later have."""

STEM_OF_1_1: Final = "servicesatlocation"
"""How HSDS 1.1 and 2.0 name the file that 1.0 and 3.0 call service_at_location."""

NEW_COLUMNS: Final = tuple(
    (table.stem, one.name)
    for table in TABLES.values()
    for one in table.fields
    if one.since > "3.0" and table.since == "3.0"
)
"""Columns that identify HSDS 3.1."""

READ_MAJORS: Final = ("1", "2", "3")
"""Versions of the standard that are read, by their first number."""

NEWEST: Final = (3, 1)
"""The newest version that is read. Later ones of the same first number add to it."""

ALWAYS: Final = {
    "organization": ("id", "name"),
    "service": ("id", "name"),
    "location": ("id",),
}
"""Columns without which a file does not match its name."""
