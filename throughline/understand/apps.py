from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from throughline.accounts import declarations


class UnderstandConfig(declarations.StoryApp):
    name = "throughline.understand"
    label = "understand"
    audit_verbs = {
        "add_evidence": _("Put something under a finding"),
        "create_code": _("Made a code"),
        "create_finding": _("Wrote a finding"),
        "drop_finding": _("Dropped a finding"),
        "edit_code": _("Changed a code"),
        "edit_evidence": _("Changed what is under a finding"),
        "edit_finding": _("Changed a finding"),
        "export_codes": _("Took codes out as a file"),
        "export_codings": _("Took codings out as a file"),
        "export_findings": _("Took findings out as a file"),
        "mark_read": _("Marked as read"),
        "put_code": _("Coded a text"),
        "release_findings": _("Released findings"),
        "remove_coding": _("Took a code off a text"),
        "remove_evidence": _("Took something from under a finding"),
        "trace": _("Followed what they said"),
        "withdraw_released_words": _("Removed withdrawn words from releases"),
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
