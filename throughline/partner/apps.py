from django.utils.translation import gettext_lazy as _

from throughline.accounts import declarations

DIRECTORY = declarations.UploadKind(
    "directory",
    declarations.UploadLimits(max_file_bytes=50_000_000, max_total_bytes=200_000_000, max_files=40),
    days_kept=1,
    may_use="throughline.partner.permissions.may_use_directory_upload",
)


class PartnerConfig(declarations.StoryApp):
    name = "throughline.partner"
    label = "partner"
    audit_verbs = {
        "create_organization": _("Listed an organization"),
        "create_service": _("Listed a service"),
        "create_support": _("Listed a support"),
        "create_term": _("Added a term"),
        "edit_organization": _("Changed an organization"),
        "edit_service": _("Changed a service"),
        "edit_support": _("Changed a support"),
        "import_directory": _("Brought in a directory"),
    }
    audit_kinds = {
        "directoryimport": _("A directory of services"),
        "organization": _("Organization"),
        "service": _("Service"),
        "support": _("Support"),
        "taxonomyterm": _("Kind of support"),
    }
    technical_fields = "layer term terms"
    upload_kinds = (DIRECTORY,)
