"""Pages of the directory and of supports."""

from throughline.partner.views.exports import (
    directory_export,
    directory_package,
    list_download,
    locations_csv,
    organizations_csv,
    services_csv,
)
from throughline.partner.views.imports import (
    directory_import,
    import_directory,
)
from throughline.partner.views.organizations import (
    create_organization,
    edit_organization,
    organization,
    organizations,
    partner_home,
)
from throughline.partner.views.services import (
    create_service,
    edit_service,
    service,
    services,
)
from throughline.partner.views.supports import (
    create_support,
    edit_support,
    supports,
    taxonomy,
)

__all__ = [
    "create_organization",
    "create_service",
    "create_support",
    "directory_export",
    "directory_import",
    "directory_package",
    "edit_organization",
    "edit_service",
    "edit_support",
    "import_directory",
    "list_download",
    "locations_csv",
    "organization",
    "organizations",
    "organizations_csv",
    "partner_home",
    "service",
    "services",
    "services_csv",
    "supports",
    "taxonomy",
]
