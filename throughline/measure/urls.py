from django.urls import path

from throughline.measure import views

urlpatterns = [
    path("cycles/<str:cycle_id>/runs/", views.runs, name="runs"),
    path("forums/<str:forum_id>/patterns/", views.start_opinion_groups, name="start_opinion_groups"),
    path("forums/<str:forum_id>/patterns/now/", views.patterns_now, name="patterns_now"),
    path("forums/<str:forum_id>/weights/", views.start_weights, name="start_weights"),
    path("forums/<str:forum_id>/crosstab/", views.crosstab, name="crosstab"),
    path("forums/<str:forum_id>/crosstab/cells.csv", views.crosstab_csv, name="crosstab_csv"),
    path("runs/<str:run_id>/", views.run, name="run"),
    path("runs/<str:run_id>/statements.csv", views.patterns_csv, name="patterns_csv"),
    path("runs/<str:run_id>/map.svg", views.patterns_map, name="patterns_map"),
    path("runs/<str:run_id>/since/<str:earlier_id>/", views.compare_runs, name="compare_runs"),
    path("figures/", views.populations, name="populations"),
    path("figures/race-and-ethnicity/", views.race_crosswalk, name="race_crosswalk"),
    path("figures/import/", views.import_population, name="import_population"),
    path("figures/import/<str:upload_id>/", views.map_population, name="map_population"),
    path("figures/import/<str:upload_id>/geography/", views.choose_geography, name="choose_geography"),
    path("figures/import/<str:upload_id>/remove/", views.discard_figures, name="discard_figures"),
    path("figures/type/", views.type_population, name="type_population"),
    path("figures/<str:population_id>/", views.population, name="population"),
    path("figures/<str:population_id>/delete/", views.delete_population, name="delete_population"),
    path("forums/<str:forum_id>/coverage/", views.coverage, name="coverage"),
    path("forums/<str:forum_id>/coverage/<str:population_id>/", views.compare_roles, name="compare_roles"),
    path(
        "forums/<str:forum_id>/coverage/<str:population_id>/<str:dimension>/",
        views.match_figures,
        name="match_figures",
    ),
    path("forums/<str:forum_id>/invitations/", views.invitations, name="invitations"),
    path("invitations-sent/<str:invitation_id>/", views.edit_invitation_round, name="edit_invitation_round"),
    path(
        "invitations-sent/<str:invitation_id>/remove/",
        views.remove_invitation_round,
        name="remove_invitation_round",
    ),
    path("imports/polis/", views.import_polis, name="import_polis"),
    path("forums/<str:forum_id>/export/", views.export_forum, name="export_forum"),
    path("forums/<str:forum_id>/export/tied/", views.export_forum_tied, name="export_forum_tied"),
]
