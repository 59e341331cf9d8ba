from django.utils.translation import gettext_lazy as _

from throughline.accounts import declarations


class ConveneConfig(declarations.StoryApp):
    name = "throughline.convene"
    label = "convene"
    audit_verbs = {
        "add_storyline_step": _("Added a timeline step"),
        "announce_forum": _("Announced a forum"),
        "change_cycle": _("Edited a cycle"),
        "change_forum": _("Edited a forum"),
        "change_storyline_step": _("Edited a timeline step"),
        "close_forum": _("Closed a forum"),
        "create_cycle": _("Started a cycle"),
        "create_forum": _("Created a forum"),
        "end_cycle": _("Ended a cycle"),
        "mark_storyline_step": _("Changed the status of a timeline step"),
        "move_storyline_step": _("Moved a timeline step"),
        "remove_storyline_step": _("Removed a timeline step"),
        "reopen_forum": _("Reopened a forum"),
    }
    audit_kinds = {
        "cycle": _("Cycle"),
        "forum": _("Forum"),
        "storylinestep": _("Timeline step"),
    }
    technical_fields = "data_kind moderation promise way"
