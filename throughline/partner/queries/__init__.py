"""Queries of the directory and of supports."""

from throughline.partner.queries.entries import (
    Key,
    organization_search,
    organizations,
    organizations_of,
    service_search,
    services,
    terms,
)
from throughline.partner.queries.hours import (
    DATE_COLUMNS,
    ages,
    hours,
)
from throughline.partner.queries.imports import (
    FieldRow,
    as_json,
    directory_imports,
    fields_of,
    n_problems_of,
    problems_of,
    sentence_of,
)
from throughline.partner.queries.places import (
    Place,
    Places,
    locations_of,
    locations_of_service,
    places,
    schedules_of,
)
from throughline.partner.queries.supports import (
    DirectiveSupports,
    SchoolSupports,
    directives_to_answer,
    schools_and_district,
    supports,
    supports_by_directive,
    supports_by_school,
)

__all__ = [
    "DATE_COLUMNS",
    "DirectiveSupports",
    "FieldRow",
    "Key",
    "Place",
    "Places",
    "SchoolSupports",
    "ages",
    "as_json",
    "directives_to_answer",
    "directory_imports",
    "fields_of",
    "hours",
    "locations_of",
    "locations_of_service",
    "n_problems_of",
    "organization_search",
    "organizations",
    "organizations_of",
    "places",
    "problems_of",
    "schedules_of",
    "schools_and_district",
    "sentence_of",
    "service_search",
    "services",
    "supports",
    "supports_by_directive",
    "supports_by_school",
    "terms",
]
