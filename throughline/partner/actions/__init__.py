"""Changes to the directory and to supports."""

from throughline.partner.actions.confidential import (
    mark_confidential,
    open_confidential_place,
    unmark_confidential,
)
from throughline.partner.actions.details import (
    TypedRow,
    confirm_service,
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
from throughline.partner.actions.proposals import note_duplicates
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
    "CannotUndo",
    "ImportOver",
    "LocationFields",
    "OrganizationFields",
    "Recorder",
    "ServiceFields",
    "Source",
    "SupportFields",
    "TypedRow",
    "add_problems",
    "add_rows",
    "add_term",
    "begin_check",
    "confirm_service",
    "create_location",
    "create_organization",
    "create_service",
    "create_support",
    "delete_mapping",
    "edit_details",
    "edit_location",
    "edit_organization",
    "edit_service",
    "edit_support",
    "ensure_terms",
    "finish_check",
    "forget_check",
    "forget_links_before",
    "forget_old_checks",
    "forget_words_of_reports",
    "handle_report",
    "is_importing",
    "keep_both",
    "keep_mapping",
    "mark_confidential",
    "merge_duplicate",
    "note_duplicates",
    "note_link_visits",
    "open_confidential_place",
    "remove_entry",
    "remove_location",
    "rename_mapping",
    "reopen_duplicate",
    "reopen_report",
    "report_entry",
    "revising",
    "rows_deleted_with",
    "settle_lost_imports",
    "undo",
    "undo_import",
    "undo_in_steps",
    "unmark_confidential",
    "write_directory",
    "write_revision",
]
