"""Pages of the directory and of supports."""

from throughline.partner.views.desk import directory_desk
from throughline.partner.views.duplicates import (
    duplicate,
    duplicates,
    find_duplicates,
    keep_both,
    reopen_duplicate,
)
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
from throughline.partner.views.quality import (
    directory_quality,
    directory_quality_csv,
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
    "directory_desk",
    "directory_export",
    "directory_import",
    "directory_package",
    "directory_quality",
    "directory_quality_csv",
    "duplicate",
    "duplicates",
    "edit_organization",
    "edit_service",
    "edit_support",
    "find_duplicates",
    "import_directory",
    "keep_both",
    "list_download",
    "locations_csv",
    "organization",
    "organizations",
    "organizations_csv",
    "partner_home",
    "reopen_duplicate",
    "service",
    "services",
    "services_csv",
    "supports",
    "taxonomy",
]
