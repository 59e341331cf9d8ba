from django.urls import path

from throughline.convene import views

urlpatterns = [
    path("cycles/", views.cycles, name="cycles"),
    path("cycles/new/", views.create_cycle, name="create_cycle"),
    path("cycles/<str:cycle_id>/", views.cycle, name="cycle"),
    path("cycles/<str:cycle_id>/edit/", views.edit_cycle, name="edit_cycle"),
    path("cycles/<str:cycle_id>/end/", views.end_cycle, name="end_cycle"),
    path("cycles/<str:cycle_id>/storyline/", views.storyline, name="storyline"),
    path("storyline/<str:step_id>/", views.edit_storyline_step, name="edit_storyline_step"),
    path("storyline/<str:step_id>/move/", views.move_storyline_step, name="move_storyline_step"),
    path("storyline/<str:step_id>/mark/", views.mark_storyline_step, name="mark_storyline_step"),
    path("storyline/<str:step_id>/remove/", views.remove_storyline_step, name="remove_storyline_step"),
    path("cycles/<str:cycle_id>/ready-questions/", views.ready_questions, name="ready_questions"),
    path("cycles/<str:cycle_id>/forums/new/", views.create_forum, name="create_forum"),
    path("forums/<str:forum_id>/", views.forum, name="forum"),
    path("forums/<str:forum_id>/edit/", views.edit_forum, name="edit_forum"),
    path("forums/<str:forum_id>/announce/", views.announce_forum, name="announce_forum"),
    path("forums/<str:forum_id>/close/", views.close_forum, name="close_forum"),
    path("forums/<str:forum_id>/reopen/", views.reopen_forum, name="reopen_forum"),
    path("forums/<str:forum_id>/meeting.ics", views.meeting_ics, name="meeting_ics"),
    path("g/<str:short_code>", views.short_link, name="short_link"),
    path("forums/<str:forum_id>/poster/<str:paper>/", views.forum_poster, name="forum_poster"),
    path("forums/<str:forum_id>/qr.svg", views.forum_qr, name="forum_qr"),
]
