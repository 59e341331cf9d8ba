"""Changes to the directory and to supports."""

from throughline.partner.actions.assurance import (
    confirm_as_partner,
    confirm_service,
    set_openings,
)
from throughline.partner.actions.confidential import (
    mark_confidential,
    open_confidential_place,
    unmark_confidential,
)
from throughline.partner.actions.details import (
    TypedRow,
    edit_details,
)
from throughline.partner.actions.entries import (
    OrganizationFields,
    ServiceFields,
    create_organization,
    create_service,
    edit_organization,
    edit_service,
    remove_entry,
)
from throughline.partner.actions.finder import index_in_turns, index_services
from throughline.partner.actions.history import (
    Recorder,
    add_rows,
    revising,
    rows_deleted_with,
    write_revision,
)
from throughline.partner.actions.import_run import (
    ImportOver,
    is_importing,
)
from throughline.partner.actions.import_undo import undo_import
from throughline.partner.actions.import_writer import (
    Source,
)
from throughline.partner.actions.imports import (
    settle_lost_imports,
    write_directory,
)
from throughline.partner.actions.kinds import (
    add_term,
    ensure_terms,
)
from throughline.partner.actions.locations import (
    LocationFields,
    create_location,
    edit_location,
    remove_location,
)
from throughline.partner.actions.mappings import delete_mapping, keep_mapping, rename_mapping
from throughline.partner.actions.merging import (
    keep_both,
    merge_duplicate,
    reopen_duplicate,
)
from throughline.partner.actions.partner_links import (
    LINK_DAYS,
    Mail,
    change_directory_settings,
    create_partner_link,
    hash_of_link,
    may_be_mailed,
    revoke_partner_link,
    send_partner_link,
    send_usable_link,
)
from throughline.partner.actions.proposals import note_duplicates
from throughline.partner.actions.proposed_edits import (
    EDITED_BY_PARTNERS,
    approve_edit,
    decline_edit,
    edit_as_partner,
    preview_edit,
    propose_edit,
    state_for_partner,
    withdraw_edit,
)
from throughline.partner.actions.quality import (
    add_problems,
    begin_check,
    finish_check,
    forget_check,
    forget_links_before,
    forget_old_checks,
    note_link_visits,
)
from throughline.partner.actions.reports import (
    forget_words_of_reports,
    handle_report,
    reopen_report,
    report_entry,
)
from throughline.partner.actions.service_lists import (
    ServiceListFields,
    add_to_service_list,
    create_service_list,
    delete_service_list,
    edit_service_list,
    move_in_service_list,
    remove_from_service_list,
)
from throughline.partner.actions.shown import CHANGED_SINCE
from throughline.partner.actions.supports import (
    SupportFields,
    create_support,
    edit_support,
)
from throughline.partner.actions.undoing import (
    CannotUndo,
    undo,
    undo_in_steps,
)

__all__ = [
    "CHANGED_SINCE",
    "EDITED_BY_PARTNERS",
    "LINK_DAYS",
    "CannotUndo",
    "ImportOver",
    "LocationFields",
    "Mail",
    "OrganizationFields",
    "Recorder",
    "ServiceFields",
    "ServiceListFields",
    "Source",
    "SupportFields",
    "TypedRow",
    "add_problems",
    "add_rows",
    "add_term",
    "add_to_service_list",
    "approve_edit",
    "begin_check",
    "change_directory_settings",
    "confirm_as_partner",
    "confirm_service",
    "create_location",
    "create_organization",
    "create_partner_link",
    "create_service",
    "create_service_list",
    "create_support",
    "decline_edit",
    "delete_mapping",
    "delete_service_list",
    "edit_as_partner",
    "edit_details",
    "edit_location",
    "edit_organization",
    "edit_service",
    "edit_service_list",
    "edit_support",
    "ensure_terms",
    "finish_check",
    "forget_check",
    "forget_links_before",
    "forget_old_checks",
    "forget_words_of_reports",
    "handle_report",
    "hash_of_link",
    "index_in_turns",
    "index_services",
    "is_importing",
    "keep_both",
    "keep_mapping",
    "mark_confidential",
    "may_be_mailed",
    "merge_duplicate",
    "move_in_service_list",
    "note_duplicates",
    "note_link_visits",
    "open_confidential_place",
    "preview_edit",
    "propose_edit",
    "remove_entry",
    "remove_from_service_list",
    "remove_location",
    "rename_mapping",
    "reopen_duplicate",
    "reopen_report",
    "report_entry",
    "revising",
    "revoke_partner_link",
    "rows_deleted_with",
    "send_partner_link",
    "send_usable_link",
    "set_openings",
    "settle_lost_imports",
    "state_for_partner",
    "undo",
    "undo_import",
    "undo_in_steps",
    "unmark_confidential",
    "withdraw_edit",
    "write_directory",
    "write_revision",
]
