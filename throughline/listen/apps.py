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
        "add_note": _("Added a note"),
        "add_question": _("Added a question"),
        "add_seed_statement": _("Added a statement to begin with"),
        "add_statement": _("Added a statement"),
        "add_table": _("Added a table"),
        "answer_appeal": _("Answered an appeal"),
        "appeal": _("Appealed against a rejection"),
        "approve_voice": _("Approved what somebody wrote"),
        "blank_withdrawn": _("Blanked words that were withdrawn"),
        "blank_words": _("Blanked urgent words that were dealt with"),
        "decide_burst": _("Decided about responses that came together"),
        "deal_with_urgent": _("Dealt with an urgent message"),
        "edit_choice": _("Changed a choice"),
        "edit_note": _("Changed a note"),
        "edit_question": _("Changed a question"),
        "edit_table": _("Changed a table"),
        "export_voices": _("Exported what came in"),
        "finish_survey": _("Finished a survey"),
        "flag_as_urgent": _("Flagged as urgent"),
        "flag_words": _("Flagged words that were not taken in"),
        "forget_networks": _("Forgot from which networks people took part"),
        "give_answer": _("Answered a question"),
        "hold_voice": _("Held words back as urgent"),
        "import_personal_columns": _("Imported columns of personal data"),
        "let_go_voice": _("Let urgent words go"),
        "mark_meta_voice": _("Marked as being about the process"),
        "merge_voice": _("Merged two statements"),
        "move_note": _("Moved a note"),
        "move_question": _("Moved a question"),
        "note_bursts": _("Noted responses that came together"),
        "read_urgent_voice": _("Read an urgent message"),
        "reject_voice": _("Rejected what somebody wrote"),
        "release_hold_voice": _("Let held words go"),
        "remove_arrival": _("Took an unfinished import away"),
        "remove_choice": _("Removed a choice"),
        "remove_question": _("Removed a question"),
        "remove_table": _("Removed a table"),
        "save_survey_answer": _("Answered a survey question"),
        "take_survey_answer_back": _("Took a survey answer back"),
        "undo_decision": _("Undid a decision about responses that came together"),
        "undo_move": _("Undid a move"),
        "unmark_meta_voice": _("No longer marked as being about the process"),
        "withdraw_voice": _("Withdrew words"),
        "write_conversation": _("Brought in a conversation"),
        "write_survey": _("Brought in a survey"),
    }
    audit_kinds = {
        "appeal": _("Appeal"),
        "burst": _("Unusual activity"),
        "contributor": _("Somebody taking part"),
        "meetingtable": _("Table"),
        "surveychoice": _("Choice"),
        "surveyquestion": _("Question"),
        "urgentflag": _("Urgent message"),
        "voice": _("Text"),
    }
    technical_fields = (
        "back browser confirm date_order earlier encoding find more move n_seen part reason seen separator "
        "show statement submission then to tool voice zone"
    )
    tallies = ("people", "contributions", "waiting", "urgent", "appeals", "bursts")
    upload_kinds = (SURVEY,)

    def page_roles(self) -> Mapping[str, frozenset[str]]:
        from throughline.listen.permissions import PAGE_ROLES

        return PAGE_ROLES
