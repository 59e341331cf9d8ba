from django.utils.translation import gettext_lazy as _

from throughline.accounts import declarations


class AlignConfig(declarations.StoryApp):
    name = "throughline.align"
    label = "align"
    audit_verbs = {
        "create_action": _("Planned an action"),
        "create_directive": _("Wrote a directive"),
        "create_initiative": _("Listed an initiative"),
        "edit_directive": _("Changed a directive"),
        "edit_initiative": _("Changed an initiative"),
        "export_directives": _("Took directives out as a file"),
        "export_initiatives": _("Took initiatives out as a file"),
        "report_progress": _("Reported progress"),
        "respond": _("Answered a directive"),
    }
    audit_kinds = {
        "action": _("Action"),
        "directive": _("Directive"),
        "initiative": _("Initiative"),
        "progress": _("Progress"),
        "response": _("Response"),
    }
