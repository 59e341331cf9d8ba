"""Workflows: read, check, record."""

from throughline.partner.workflows.directory import (
    import_directory,
    import_uploaded_directory,
    result_sentences,
    settle_lost_imports,
    write_uploaded_directory,
)
from throughline.partner.workflows.duplicates import find_duplicates
from throughline.partner.workflows.finder import keep_finder_current
from throughline.partner.workflows.partner_links import (
    mail_partner_link,
    mail_reminder,
    remind_partners,
    send_requested_links,
)
from throughline.partner.workflows.quality import check_directory, check_directory_in_job, try_links
from throughline.partner.workflows.spreadsheets import (
    SheetPreview,
    check_spreadsheet,
    columns_of_upload,
    import_uploaded_spreadsheet,
    preview_of_upload,
    sheets_to_choose,
    shows_samples,
)
from throughline.partner.workflows.undo import undo_import, undo_revision

__all__ = [
    "SheetPreview",
    "check_directory",
    "check_directory_in_job",
    "check_spreadsheet",
    "columns_of_upload",
    "find_duplicates",
    "import_directory",
    "import_uploaded_directory",
    "import_uploaded_spreadsheet",
    "keep_finder_current",
    "mail_partner_link",
    "mail_reminder",
    "preview_of_upload",
    "remind_partners",
    "result_sentences",
    "send_requested_links",
    "settle_lost_imports",
    "sheets_to_choose",
    "shows_samples",
    "try_links",
    "undo_import",
    "undo_revision",
    "write_uploaded_directory",
]
