from django.utils.translation import gettext_lazy as _

from throughline.accounts import declarations


class ConveneConfig(declarations.StoryApp):
    name = "throughline.convene"
    label = "convene"
    audit_verbs = {
        "add_storyline_step": _("Added a step to the storyline"),
        "announce_forum": _("Announced a forum"),
        "change_cycle": _("Changed a cycle"),
        "change_forum": _("Changed a forum"),
        "change_storyline_step": _("Changed a step of the storyline"),
        "close_forum": _("Closed a forum"),
        "create_cycle": _("Began a cycle"),
        "create_forum": _("Made a forum"),
        "end_cycle": _("Ended a cycle"),
        "mark_storyline_step": _("Marked a step of the storyline"),
        "move_storyline_step": _("Moved a step of the storyline"),
        "remove_storyline_step": _("Removed a step of the storyline"),
        "reopen_forum": _("Reopened a forum"),
    }
    audit_kinds = {
        "cycle": _("Cycle"),
        "forum": _("Forum"),
        "storylinestep": _("Step of the storyline"),
    }
    technical_fields = "data_kind moderation promise way"
