from django.urls import path

from throughline.listen.views import (
    appeal,
    ask,
    burst,
    copies,
    imports,
    meeting,
    moderation,
    one_link,
    part,
    question,
    report,
    statements,
    survey,
    urgent,
    voices,
)

urlpatterns = [
    # Taking part: anyone
    path("who-sees-what/", part.who_sees_what, name="who_sees_what"),
    path("withdraw/", part.withdraw, name="withdraw"),
    path("forum/<str:forum_id>/", part.part, name="part"),
    path("forum/<str:forum_id>/done/", part.part_done, name="part_done"),
    path("forum/<str:forum_id>/one-link/", one_link.make_one_link, name="make_one_link"),
    path("forum/<str:forum_id>/vote/", statements.vote, name="vote"),
    path("forum/<str:forum_id>/mine/", statements.my_answers, name="my_answers"),
    path("forum/<str:forum_id>/add/", statements.add_statement, name="add_statement"),
    path("forum/<str:forum_id>/report/<str:voice_id>/", report.report_voice, name="report_voice"),
    path("forum/<str:forum_id>/answer/", question.give_answer, name="give_answer"),
    path(
        "forum/<str:forum_id>/answer/<str:question_id>/", survey.save_survey_answer, name="save_survey_answer"
    ),
    path("forum/<str:forum_id>/finish/", survey.finish_survey, name="finish_survey"),
    # Editing what is asked: staff
    path("forums/<str:forum_id>/ask/", ask.ask, name="ask"),
    path("forums/<str:forum_id>/ask/statements/", ask.add_seed_statement, name="add_seed_statement"),
    path("seeds/<str:seed_id>/withdraw/", ask.withdraw_seed, name="withdraw_seed"),
    path("forums/<str:forum_id>/ask/questions/", ask.add_question, name="add_question"),
    path("questions/<str:question_id>/", ask.edit_question, name="edit_question"),
    path("questions/<str:question_id>/move/", ask.move_question, name="move_question"),
    path("questions/<str:question_id>/remove/", ask.remove_question, name="remove_question"),
    path("questions/<str:question_id>/choices/", ask.add_choice, name="add_choice"),
    path("choices/<str:choice_id>/", ask.edit_choice, name="edit_choice"),
    path("choices/<str:choice_id>/remove/", ask.remove_choice, name="remove_choice"),
    path("forums/<str:forum_id>/copy/", copies.copy_forum, name="copy_forum"),
    path("cycles/<str:cycle_id>/copy/", copies.copy_cycle, name="copy_cycle"),
    # Meetings: people who take the notes
    path("forums/<str:forum_id>/tables/", meeting.meeting_tables, name="meeting_tables"),
    path("tables/<str:table_id>/", meeting.table_notes, name="table_notes"),
    path("tables/<str:table_id>/edit/", meeting.edit_table, name="edit_table"),
    path("tables/<str:table_id>/remove/", meeting.remove_table, name="remove_table"),
    path("tables/<str:table_id>/print/", meeting.table_sheet, name="table_sheet"),
    path("notes/<str:note_id>/", meeting.edit_note, name="edit_note"),
    path("notes/<str:note_id>/withdraw/", meeting.withdraw_note, name="withdraw_note"),
    # Moderation: moderators; the rules and appeals are open to anyone
    path("rules/", moderation.rules, name="rules"),
    path("appeal/<str:code>/", appeal.appeal, name="appeal"),
    path("moderation/", moderation.moderate_queue, name="moderate_queue"),
    path("moderation/many/", moderation.moderate_voices, name="moderate_voices"),
    path("moderation/voices/<str:voice_id>/", moderation.moderate_voice, name="moderate_voice"),
    path("moderation/moves/<str:move_id>/undo/", moderation.undo_move, name="undo_move"),
    path("moderation/appeals/", appeal.appeals, name="appeals"),
    path("moderation/appeals/<str:appeal_id>/", appeal.answer_appeal, name="answer_appeal"),
    # Responses that came together: owners, coordinators and analysts
    path("forums/<str:forum_id>/together/", burst.bursts, name="bursts"),
    path("together/<str:burst_id>/", burst.decide_burst, name="decide_burst"),
    path("together/<str:burst_id>/undo/", burst.undo_decision, name="undo_decision"),
    # Urgent voices: owners, coordinators and responders
    path("urgent/", urgent.urgent, name="urgent"),
    path("urgent/<str:flag_id>/", urgent.deal_with_urgent, name="deal_with_urgent"),
    path("urgent/<str:flag_id>/let-go/", urgent.let_go_urgent, name="let_go_urgent"),
    path("voices/<str:voice_id>/flag/", urgent.flag_voice, name="flag_voice"),
    # All voices, and imports
    path("voices/", voices.voices, name="voices"),
    path("voices/export/", voices.export_voices, name="export_voices"),
    path("voices/export/tied/", voices.export_voices_tied, name="export_voices_tied"),
    path("imports/survey/", imports.import_survey, name="import_survey"),
    path("imports/survey/<str:upload_id>/", imports.map_survey, name="map_survey"),
    path("imports/<str:upload_id>/discard/", imports.discard_upload, name="discard_upload"),
]
