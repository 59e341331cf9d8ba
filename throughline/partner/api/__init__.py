"""The directory as data for anybody to read: the API of the Human Services Data Specification (HSDS)."""

from throughline.partner.api.addresses import (
    hsds_openapi,
    hsds_organization,
    hsds_organizations,
    hsds_profile,
    hsds_root,
    hsds_service,
    hsds_service_at_location,
    hsds_service_at_locations,
    hsds_services,
    hsds_taxonomies,
    hsds_taxonomy,
    hsds_taxonomy_term,
    hsds_taxonomy_terms,
)
from throughline.partner.api.refusals import as_problem

__all__ = [
    "as_problem",
    "hsds_openapi",
    "hsds_organization",
    "hsds_organizations",
    "hsds_profile",
    "hsds_root",
    "hsds_service",
    "hsds_service_at_location",
    "hsds_service_at_locations",
    "hsds_services",
    "hsds_taxonomies",
    "hsds_taxonomy",
    "hsds_taxonomy_term",
    "hsds_taxonomy_terms",
]
