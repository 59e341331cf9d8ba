from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from throughline.accounts import declarations

POLIS = declarations.UploadKind(
    "polis",
    declarations.UploadLimits(max_file_bytes=100_000_000, max_total_bytes=400_000_000, max_files=12),
    days_kept=7,
    may_use="throughline.listen.permissions.may_use_cycle_upload",
)
FIGURES = declarations.UploadKind(
    "figures",
    declarations.UploadLimits(max_file_bytes=100_000_000, max_total_bytes=400_000_000, max_files=30),
    days_kept=1,  # a roster has people's names
    may_use="throughline.measure.permissions.may_use_figures_upload",
)


class MeasureConfig(declarations.StoryApp):
    name = "throughline.measure"
    label = "measure"
    audit_verbs = {
        "add_invitation_round": _("Added an invitation round"),
        "delete_population": _("Deleted enrollment or census data"),
        "edit_invitation_round": _("Edited an invitation round"),
        "export_crosstab": _("Downloaded a cross-tabulation"),
        "export_forum": _("Exported a forum"),
        "export_patterns": _("Downloaded voting patterns"),
        "export_results": _("Downloaded results"),
        "keep_view": _("Updated the counts shown to staff"),
        "record_population": _("Added enrollment or census data"),
        "record_run": _("Ran an analysis"),
        "remove_invitation_round": _("Removed an invitation round"),
        "settle_comparison": _("Changed how participation is compared"),
    }
    audit_kinds = {
        "invitationround": _("Invitation round"),
        "population": _("Enrollment or census data set"),
        "run": _("Analysis"),
    }
    technical_fields = "empty figures margins one other shares sort source split who_is_counted"
    tallies = ("runs",)
    upload_kinds = (POLIS, FIGURES)

    def page_roles(self) -> Mapping[str, frozenset[str]]:
        from throughline.measure.permissions import PAGE_ROLES

        return PAGE_ROLES
