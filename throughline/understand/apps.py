from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from throughline.accounts import declarations


class UnderstandConfig(declarations.StoryApp):
    name = "throughline.understand"
    label = "understand"
    audit_verbs = {
        "add_evidence": _("Added evidence to a finding"),
        "create_code": _("Created a code"),
        "create_finding": _("Created a finding"),
        "drop_finding": _("Archived or restored a finding"),
        "edit_code": _("Edited a code"),
        "edit_evidence": _("Edited a quote in a finding"),
        "edit_finding": _("Edited a finding"),
        "export_codes": _("Exported codes"),
        "export_codings": _("Exported coded comments"),
        "export_findings": _("Exported findings"),
        "mark_read": _("Marked a comment as read"),
        "put_code": _("Coded a comment"),
        "release_findings": _("Released findings"),
        "remove_coding": _("Removed a code from a comment"),
        "remove_evidence": _("Removed evidence from a finding"),
        "trace": _("Viewed their own responses"),
        "trace_everything": _("Viewed everything they said in one place"),
        "withdraw_released_words": _("Removed withdrawn comments from releases"),
    }
    audit_kinds = {
        "code": _("Code"),
        "coding": _("Coding"),
        "evidence": _("Evidence"),
        "finding": _("Finding"),
        "release": _("Release"),
    }
    technical_fields = "chosen digest start step"
    tallies = ("codes", "findings", "released")
    voice_keys = (
        ("Coding", "voice"),
        ("Reading", "voice"),
        ("Evidence", "voice"),
        ("EvidenceAtRelease", "voice"),
        ("SourceOfWords", "voice"),
    )
    when_words_are_withdrawn = ("throughline.understand.actions.withdrawal.withdraw_released_words",)

    def page_roles(self) -> Mapping[str, frozenset[str]]:
        from throughline.understand.permissions import PAGE_ROLES

        return PAGE_ROLES
