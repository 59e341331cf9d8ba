"""Directories of services in the Human Services Data Specification (HSDS), 1.0 to 3.1: `read` a folder of
CSV files.

The rules are in ``docs/reference/formats.md``.
"""

from throughline.formats.hsds.model import (
    Accessibility,
    Address,
    Attribute,
    Contact,
    CostOption,
    Directory,
    Funding,
    HsdsRow,
    Language,
    Location,
    Metadata,
    MetaTableDescription,
    Organization,
    OrganizationIdentifier,
    Phone,
    Program,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)
from throughline.formats.hsds.reader import read
from throughline.formats.hsds.report import FieldUse, Freshness, ProblemCount, Report
from throughline.formats.hsds.spellings import source_of

__all__ = [
    "Accessibility",
    "Address",
    "Attribute",
    "Contact",
    "CostOption",
    "Directory",
    "FieldUse",
    "Freshness",
    "Funding",
    "HsdsRow",
    "Language",
    "Location",
    "MetaTableDescription",
    "Metadata",
    "Organization",
    "OrganizationIdentifier",
    "Phone",
    "ProblemCount",
    "Program",
    "Report",
    "RequiredDocument",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "Taxonomy",
    "TaxonomyTerm",
    "read",
    "source_of",
]
