from django.urls import path

from throughline.listen.views import (
    ask,
    imports,
    meeting,
    moderation,
    part,
    question,
    statements,
    survey,
    urgent,
    voices,
)

urlpatterns = [
    # Taking part: anyone
    path("who-sees-what/", part.who_sees_what, name="who_sees_what"),
    path("withdraw/", part.withdraw, name="withdraw"),
    path("forum/<str:forum>/", part.part, name="part"),
    path("forum/<str:forum>/done/", part.part_done, name="part_done"),
    path("forum/<str:forum>/vote/", statements.vote, name="vote"),
    path("forum/<str:forum>/mine/", statements.my_answers, name="my_answers"),
    path("forum/<str:forum>/add/", statements.add_statement, name="add_statement"),
    path("forum/<str:forum>/answer/", question.give_answer, name="give_answer"),
    path("forum/<str:forum>/answer/<str:question>/", survey.save_survey_answer, name="save_survey_answer"),
    path("forum/<str:forum>/finish/", survey.finish_survey, name="finish_survey"),
    # What is asked: staff
    path("forums/<str:forum>/ask/", ask.ask, name="ask"),
    path("forums/<str:forum>/ask/statements/", ask.add_seed_statement, name="add_seed_statement"),
    path("seeds/<str:seed>/withdraw/", ask.withdraw_seed, name="withdraw_seed"),
    path("forums/<str:forum>/ask/questions/", ask.add_question, name="add_question"),
    path("questions/<str:question>/", ask.edit_question, name="edit_question"),
    path("questions/<str:question>/move/", ask.move_question, name="move_question"),
    path("questions/<str:question>/remove/", ask.remove_question, name="remove_question"),
    path("questions/<str:question>/choices/", ask.add_choice, name="add_choice"),
    path("choices/<str:choice>/", ask.edit_choice, name="edit_choice"),
    path("choices/<str:choice>/remove/", ask.remove_choice, name="remove_choice"),
    # Meetings: whoever takes the notes
    path("forums/<str:forum>/tables/", meeting.meeting_tables, name="meeting_tables"),
    path("tables/<str:table>/", meeting.table_notes, name="table_notes"),
    path("tables/<str:table>/edit/", meeting.edit_table, name="edit_table"),
    path("tables/<str:table>/remove/", meeting.remove_table, name="remove_table"),
    path("tables/<str:table>/print/", meeting.table_sheet, name="table_sheet"),
    path("notes/<str:note>/", meeting.edit_note, name="edit_note"),
    path("notes/<str:note>/withdraw/", meeting.withdraw_note, name="withdraw_note"),
    # Reading and deciding: moderators; the rules and an appeal are for anyone
    path("rules/", moderation.rules, name="rules"),
    path("appeal/<str:code>/", moderation.appeal, name="appeal"),
    path("moderation/", moderation.moderate_queue, name="moderate_queue"),
    path("moderation/many/", moderation.moderate_voices, name="moderate_voices"),
    path("moderation/voices/<str:voice>/", moderation.moderate_voice, name="moderate_voice"),
    path("moderation/moves/<str:move>/undo/", moderation.undo_move, name="undo_move"),
    path("moderation/appeals/", moderation.appeals, name="appeals"),
    path("moderation/appeals/<str:appeal>/", moderation.answer_appeal, name="answer_appeal"),
    # Urgent voices: those who answer for them
    path("urgent/", urgent.urgent, name="urgent"),
    path("urgent/<str:flag>/", urgent.deal_with_urgent, name="deal_with_urgent"),
    path("urgent/<str:flag>/let-go/", urgent.let_go_urgent, name="let_go_urgent"),
    path("voices/<str:voice>/flag/", urgent.flag_voice, name="flag_voice"),
    # Everything that came in, and what comes from elsewhere
    path("voices/", voices.voices, name="voices"),
    path("voices/export/", voices.export_voices, name="export_voices"),
    path("imports/survey/", imports.import_survey, name="import_survey"),
    path("imports/survey/<str:upload>/", imports.map_survey, name="map_survey"),
    path("imports/<str:upload>/discard/", imports.discard_upload, name="discard_upload"),
]
