from django.utils.translation import gettext_lazy as _

from throughline.accounts import declarations


class ReportConfig(declarations.StoryApp):
    name = "throughline.report"
    label = "report"
    audit_verbs = {
        "publish": _("Published a cycle"),
        "withdraw_publication": _("Withdrew a publication"),
    }
    audit_kinds = {
        "publication": _("Publication"),
    }
