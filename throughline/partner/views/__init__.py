"""Pages of the directory and of supports."""

from throughline.partner.views.desk import directory_desk
from throughline.partner.views.details import (
    confirm_service,
    edit_organization_details,
    edit_service_details,
)
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
    supports_csv,
)
from throughline.partner.views.history import (
    directory_changes,
    location_history,
    organization_history,
    service_history,
    undo_revision,
)
from throughline.partner.views.imports import (
    directory_import,
    import_directory,
    undo_import,
)
from throughline.partner.views.locations import (
    confidential_locations,
    create_location,
    edit_location,
    remove_location,
)
from throughline.partner.views.organizations import (
    create_organization,
    edit_organization,
    organization,
    organizations,
    partner_home,
    remove_organization,
)
from throughline.partner.views.own_services import (
    confirm_own_services,
    edit_own_service,
    set_own_openings,
)
from throughline.partner.views.partner_entry import (
    ask_for_partner_link,
    confirm_by_link,
    edit_by_link,
    partner_entry,
    set_openings_by_link,
)
from throughline.partner.views.partner_links import (
    change_directory_settings,
    partner_links,
    revoke_partner_link,
    send_partner_link,
)
from throughline.partner.views.proposed_edits import (
    decline_edit,
    proposed_edit,
    proposed_edits,
)
from throughline.partner.views.pulse import (
    directory_pulse,
)
from throughline.partner.views.quality import (
    directory_quality,
    directory_quality_csv,
)
from throughline.partner.views.reports import (
    entry_report,
    entry_reports,
    reopen_report,
    report_organization,
    report_service,
)
from throughline.partner.views.saved import (
    keep_services,
    save_service,
    saved_services,
)
from throughline.partner.views.school_page import school_page, school_pages
from throughline.partner.views.service_lists import (
    add_to_service_list,
    change_service_list,
    create_service_list,
    delete_service_list,
    edit_service_list,
    service_list,
    service_lists,
)
from throughline.partner.views.service_page import (
    service,
)
from throughline.partner.views.services import (
    create_service,
    edit_service,
    remove_service,
    services,
)
from throughline.partner.views.spreadsheets import (
    delete_directory_mapping,
    directory_mapping,
    discard_spreadsheet,
    import_spreadsheet,
    map_spreadsheet,
    preview_spreadsheet,
)
from throughline.partner.views.supports import (
    create_support,
    edit_support,
    supports,
    taxonomy,
)

__all__ = [
    "add_to_service_list",
    "ask_for_partner_link",
    "change_directory_settings",
    "change_service_list",
    "confidential_locations",
    "confirm_by_link",
    "confirm_own_services",
    "confirm_service",
    "create_location",
    "create_organization",
    "create_service",
    "create_service_list",
    "create_support",
    "decline_edit",
    "delete_directory_mapping",
    "delete_service_list",
    "directory_changes",
    "directory_desk",
    "directory_export",
    "directory_import",
    "directory_mapping",
    "directory_package",
    "directory_pulse",
    "directory_quality",
    "directory_quality_csv",
    "discard_spreadsheet",
    "duplicate",
    "duplicates",
    "edit_by_link",
    "edit_location",
    "edit_organization",
    "edit_organization_details",
    "edit_own_service",
    "edit_service",
    "edit_service_details",
    "edit_service_list",
    "edit_support",
    "entry_report",
    "entry_reports",
    "find_duplicates",
    "import_directory",
    "import_spreadsheet",
    "keep_both",
    "keep_services",
    "list_download",
    "location_history",
    "locations_csv",
    "map_spreadsheet",
    "organization",
    "organization_history",
    "organizations",
    "organizations_csv",
    "partner_entry",
    "partner_home",
    "partner_links",
    "preview_spreadsheet",
    "proposed_edit",
    "proposed_edits",
    "remove_location",
    "remove_organization",
    "remove_service",
    "reopen_duplicate",
    "reopen_report",
    "report_organization",
    "report_service",
    "revoke_partner_link",
    "save_service",
    "saved_services",
    "school_page",
    "school_pages",
    "send_partner_link",
    "service",
    "service_history",
    "service_list",
    "service_lists",
    "services",
    "services_csv",
    "set_openings_by_link",
    "set_own_openings",
    "supports",
    "supports_csv",
    "taxonomy",
    "undo_import",
    "undo_revision",
]
