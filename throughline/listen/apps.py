from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from throughline.accounts import declarations

SURVEY = declarations.UploadKind(
    "survey",
    declarations.UploadLimits(max_file_bytes=20_000_000, max_total_bytes=20_000_000, max_files=1),
    days_kept=7,
    may_use="throughline.listen.permissions.may_use_cycle_upload",
)


class ListenConfig(declarations.StoryApp):
    name = "throughline.listen"
    label = "listen"
    audit_verbs = {
        "add_choice": _("Added a choice"),
        "add_choices": _("Added several choices"),
        "add_note": _("Added a note"),
        "add_question": _("Added a question"),
        "add_questions": _("Added several questions"),
        "add_seed_statement": _("Added a starter statement"),
        "add_statement": _("Added a statement"),
        "add_table": _("Added a table"),
        "answer_appeal": _("Replied to an appeal"),
        "appeal": _("Appealed a rejection"),
        "approve_voice": _("Approved a comment"),
        "blank_withdrawn": _("Deleted the text of a withdrawn comment"),
        "blank_words": _("Deleted the text of a resolved urgent message"),
        "decide_burst": _("Decided about unusual activity"),
        "copy_cycle": _("Copied a cycle"),
        "copy_forum": _("Copied a forum"),
        "copy_question": _("Copied a question"),
        "deal_with_urgent": _("Resolved an urgent message"),
        "edit_choice": _("Edited a choice"),
        "edit_note": _("Edited a note"),
        "edit_question": _("Edited a question"),
        "edit_seed_statement": _("Edited a starter statement"),
        "edit_table": _("Edited a table"),
        "export_voices": _("Exported comments"),
        "finish_survey": _("Finished a survey"),
        "flag_as_urgent": _("Marked a comment as urgent"),
        "flag_words": _("Marked an unsaved message as urgent"),
        "forget_networks": _("Deleted the network labels of participants"),
        "give_answer": _("Answered a question"),
        "hold_voice": _("Put a comment on hold as urgent"),
        "import_personal_columns": _("Imported columns with personal data"),
        "let_go_voice": _("Released an urgent message to moderation"),
        "make_one_link": _("Created one link for everything they said"),
        "mark_meta_voice": _("Marked a comment as off topic"),
        "merge_voice": _("Merged two statements"),
        "move_note": _("Moved a note"),
        "move_choice": _("Moved a choice"),
        "move_question": _("Moved a question"),
        "note_bursts": _("Detected unusual activity"),
        "order_choices": _("Changed the order of choices"),
        "order_questions": _("Changed the order of questions"),
        "read_urgent_voice": _("Read an urgent message"),
        "reject_voice": _("Rejected a comment"),
        "release_hold_voice": _("Released a comment from hold"),
        "remove_arrival": _("Removed an unfinished import"),
        "remove_choice": _("Removed a choice"),
        "remove_question": _("Removed a question"),
        "remove_table": _("Removed a table"),
        "report_voice": _("Reported a comment"),
        "save_about_self": _("Answered or skipped the questions about school and role"),
        "save_survey_answer": _("Answered a survey question"),
        "take_survey_answer_back": _("Withdrew a survey answer"),
        "translate_voice": _("Translated a comment"),
        "undo_decision": _("Undid a decision about unusual activity"),
        "undo_move": _("Undid a moderation action"),
        "unmark_meta_voice": _("Removed the off-topic mark from a comment"),
        "withdraw_voice": _("Withdrew a response"),
        "write_conversation": _("Imported a conversation"),
        "write_survey": _("Imported a survey"),
    }
    audit_kinds = {
        "appeal": _("Appeal"),
        "burst": _("Unusual activity"),
        "contributor": _("Participant"),
        "meetingtable": _("Table"),
        "surveychoice": _("Choice"),
        "surveyquestion": _("Question"),
        "urgentflag": _("Urgent message"),
        "voice": _("Comment or statement"),
    }
    technical_fields = (
        "back browser confirm date_order earlier encoding find more move n_seen original part reason seen "
        "separator show statement submission then to tool voice zone"
    )
    tallies = (
        "people",
        "contributions",
        "waiting",
        "unread",
        "reported",
        "untranslated",
        "urgent",
        "appeals",
        "bursts",
        "asked_gaps",
    )
    upload_kinds = (SURVEY,)

    def page_roles(self) -> Mapping[str, frozenset[str]]:
        from throughline.listen.permissions import PAGE_ROLES

        return PAGE_ROLES
