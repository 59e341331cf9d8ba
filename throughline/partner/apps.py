from django.utils.translation import gettext_lazy as _

from throughline.accounts import declarations

DIRECTORY = declarations.UploadKind(
    "directory",
    declarations.UploadLimits(max_file_bytes=50_000_000, max_total_bytes=200_000_000, max_files=40),
    days_kept=1,
    may_use="throughline.partner.permissions.may_use_directory_upload",
    suffixes=(".csv", ".json", ".jsonl", ".ndjson"),
)

SPREADSHEET = declarations.UploadKind(
    "spreadsheet",
    declarations.UploadLimits(max_file_bytes=50_000_000, max_total_bytes=50_000_000, max_files=1),
    days_kept=1,
    may_use="throughline.partner.permissions.may_use_directory_upload",
    suffixes=(".csv", ".xlsx", ".xlsm"),
    takes_workbooks=True,
)


class PartnerConfig(declarations.StoryApp):
    name = "throughline.partner"
    label = "partner"
    audit_verbs = {
        "approve_edit": _("Approved an edit by a partner"),
        "change_directory_settings": _("Changed how the directory is kept"),
        "check_directory": _("Checked the service directory"),
        "confirm_service": _("Confirmed a service"),
        "create_location": _("Added a location"),
        "create_organization": _("Added an organization"),
        "create_partner_link": _("Created a partner link"),
        "create_service": _("Added a service"),
        "create_support": _("Added a support"),
        "create_term": _("Added a type of support"),
        "decline_edit": _("Declined an edit by a partner"),
        "delete_mapping": _("Deleted a column mapping"),
        "discard_import": _("Removed an unfinished import of a directory"),
        "edit_details": _("Edited phones, hours or other details"),
        "edit_location": _("Edited a location"),
        "edit_organization": _("Edited an organization"),
        "edit_service": _("Edited a service"),
        "edit_support": _("Edited a support"),
        "export_directory": _("Downloaded the directory with contacts"),
        "keep_both_entries": _("Said that two entries are different"),
        "import_directory": _("Imported a directory"),
        "keep_mapping": _("Saved a column mapping"),
        "mark_confidential": _("Marked an address as confidential"),
        "merge_entries": _("Merged two entries of the directory"),
        "propose_edit": _("Sent an edit for approval"),
        "reopen_duplicate": _("Undid a decision about duplicates"),
        "report_entry": _("Reported that something is wrong with an entry"),
        "handle_report": _("Handled a report about an entry"),
        "create_service_list": _("Created a list of services"),
        "edit_service_list": _("Edited a list of services"),
        "delete_service_list": _("Deleted a list of services"),
        "add_to_service_list": _("Added a service to a list"),
        "remove_from_service_list": _("Removed a service from a list"),
        "move_in_service_list": _("Moved a service in a list"),
        "reopen_report": _("Reopened a report about an entry"),
        "remove_organization": _("Removed an organization"),
        "remove_service": _("Removed a service"),
        "remove_location": _("Removed a location"),
        "rename_mapping": _("Renamed a column mapping"),
        "revoke_partner_link": _("Revoked a partner link"),
        "send_partner_link": _("Sent a partner link"),
        "set_openings": _("Updated the open places of a service"),
        "undo_import": _("Undid an import of a directory"),
        "undo_revision": _("Undid a change of the directory"),
        "unmark_confidential": _("Marked an address as no longer confidential"),
        "view_confidential_address": _("Viewed a confidential address"),
        "withdraw_edit": _("Withdrew an edit sent for approval"),
    }
    audit_kinds = {
        "directorycheck": _("Check of the directory"),
        "directorysettings": _("How the directory is kept"),
        "directoryimport": _("Service directory"),
        "duplicate": _("Duplicate"),
        "directorymapping": _("Column mapping"),
        "entryreport": _("Report about an entry"),
        "location": _("Location"),
        "organization": _("Organization"),
        "partnerlink": _("Partner link"),
        "proposededit": _("Edit by a partner"),
        "revision": _("Change of the directory"),
        "service": _("Service"),
        "servicelist": _("List of services"),
        "support": _("Support"),
        "supportkind": _("Type of support"),
        "taxonomyterm": _("Type of support"),  # what entries before 0.2 call it
    }
    technical_fields = (
        "after approves_partner_edits bar currency days full layer of open outcome save sends_reminders "
        "service_list shown term terms was_confidential"
    )
    upload_kinds = (DIRECTORY, SPREADSHEET)
