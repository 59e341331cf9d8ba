from django.utils.translation import gettext_lazy as _

from throughline.accounts import declarations


class ReportConfig(declarations.StoryApp):
    name = "throughline.report"
    label = "report"
    audit_verbs = {
        "publish": _("Published a report"),
        "withdraw_publication": _("Unpublished a report"),
    }
    published_priorities = "throughline.report.queries.published_priorities"
    audit_kinds = {
        "publication": _("Published report"),
    }
