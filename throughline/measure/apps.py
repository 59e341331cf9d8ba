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
        "add_invitation_round": _("Noted a round of invitations"),
        "delete_population": _("Deleted figures of the community"),
        "edit_invitation_round": _("Changed a round of invitations"),
        "export_crosstab": _("Took a table of answers out as a file"),
        "export_forum": _("Exported a forum"),
        "export_patterns": _("Took patterns of votes out as a file"),
        "keep_view": _("Updated the counts shown to staff"),
        "record_population": _("Kept figures of the community"),
        "record_run": _("Counted"),
        "remove_invitation_round": _("Removed a round of invitations"),
        "settle_comparison": _("Settled how figures are compared"),
    }
    audit_kinds = {
        "invitationround": _("Round of invitations"),
        "population": _("Figures of the community"),
        "run": _("Count"),
    }
    technical_fields = "empty figures margins one other shares sort source split who_is_counted"
    tallies = ("runs",)
    upload_kinds = (POLIS, FIGURES)

    def page_roles(self) -> Mapping[str, frozenset[str]]:
        from throughline.measure.permissions import PAGE_ROLES

        return PAGE_ROLES
