from django.utils.translation import gettext_lazy as _

from throughline.accounts import declarations


class AlignConfig(declarations.StoryApp):
    name = "throughline.align"
    label = "align"
    audit_verbs = {
        "create_action": _("Added an action"),
        "create_directive": _("Added a community priority"),
        "create_initiative": _("Added an initiative"),
        "edit_directive": _("Edited a community priority"),
        "edit_initiative": _("Edited an initiative"),
        "export_directives": _("Exported community priorities"),
        "export_initiatives": _("Exported initiatives"),
        "report_progress": _("Reported progress"),
        "respond": _("Recorded a response to a community priority"),
    }
    audit_kinds = {
        "action": _("Action"),
        "directive": _("Community priority"),
        "initiative": _("Initiative"),
        "progress": _("Progress"),
        "response": _("Response"),
    }
