from django.urls import path

from throughline.align import views

urlpatterns = [
    path("directives/", views.directives, name="directives"),
    path("directives.csv", views.directives_csv, name="directives_csv"),
    path("cycles/<str:cycle_id>/directives/new/", views.create_directive, name="create_directive"),
    path("cycles/<str:cycle_id>/matrix/", views.matrix, name="matrix"),
    path("directives/<str:directive_id>/", views.directive, name="directive"),
    path("directives/<str:directive_id>/edit/", views.edit_directive, name="edit_directive"),
    path("directives/<str:directive_id>/respond/", views.respond, name="respond"),
    path("initiatives/", views.initiatives, name="initiatives"),
    path("initiatives.csv", views.initiatives_csv, name="initiatives_csv"),
    path("initiatives/new/", views.create_initiative, name="create_initiative"),
    path("initiatives/<str:initiative_id>/", views.initiative, name="initiative"),
    path("initiatives/<str:initiative_id>/edit/", views.edit_initiative, name="edit_initiative"),
    path("initiatives/<str:initiative_id>/actions/new/", views.create_action, name="create_action"),
    path("actions/<str:action_id>/progress/", views.report_progress, name="report_progress"),
]
