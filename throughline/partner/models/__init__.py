from throughline.partner.models.directory import (
    Address,
    Contact,
    DirectoryImport,
    DirectoryRow,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceTerm,
)
from throughline.partner.models.support import Layer, Support, SupportState, TaxonomyTerm

__all__ = [
    "Address",
    "Contact",
    "DirectoryImport",
    "DirectoryRow",
    "Layer",
    "Location",
    "Organization",
    "Phone",
    "Schedule",
    "Service",
    "ServiceAtLocation",
    "ServiceTerm",
    "Support",
    "SupportState",
    "TaxonomyTerm",
]
