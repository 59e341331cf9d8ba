from django.urls import path

from throughline.measure import views

urlpatterns = [
    path("cycles/<str:cycle>/runs/", views.runs, name="runs"),
    path("forums/<str:forum>/patterns/", views.start_opinion_groups, name="start_opinion_groups"),
    path("forums/<str:forum>/patterns/now/", views.patterns_now, name="patterns_now"),
    path("forums/<str:forum>/weights/", views.start_weights, name="start_weights"),
    path("forums/<str:forum>/crosstab/", views.crosstab, name="crosstab"),
    path("forums/<str:forum>/crosstab/cells.csv", views.crosstab_csv, name="crosstab_csv"),
    path("runs/<str:run>/", views.run, name="run"),
    path("runs/<str:run>/statements.csv", views.patterns_csv, name="patterns_csv"),
    path("runs/<str:run>/map.svg", views.patterns_map, name="patterns_map"),
    path("runs/<str:run>/since/<str:earlier>/", views.compare_runs, name="compare_runs"),
    path("figures/", views.populations, name="populations"),
    path("figures/race-and-ethnicity/", views.race_crosswalk, name="race_crosswalk"),
    path("figures/import/", views.import_population, name="import_population"),
    path("figures/import/<str:upload>/", views.map_population, name="map_population"),
    path("figures/import/<str:upload>/remove/", views.discard_figures, name="discard_figures"),
    path("figures/type/", views.type_population, name="type_population"),
    path("figures/<str:population>/", views.population, name="population"),
    path("figures/<str:population>/delete/", views.delete_population, name="delete_population"),
    path("forums/<str:forum>/coverage/", views.coverage, name="coverage"),
    path("forums/<str:forum>/coverage/<str:population>/", views.compare_roles, name="compare_roles"),
    path(
        "forums/<str:forum>/coverage/<str:population>/<str:dimension>/",
        views.match_figures,
        name="match_figures",
    ),
    path("forums/<str:forum>/invitations/", views.invitations, name="invitations"),
    path("invitations-sent/<str:invitation>/", views.edit_invitation_round, name="edit_invitation_round"),
    path(
        "invitations-sent/<str:invitation>/remove/",
        views.remove_invitation_round,
        name="remove_invitation_round",
    ),
    path("imports/polis/", views.import_polis, name="import_polis"),
    path("forums/<str:forum>/export/", views.export_forum, name="export_forum"),
]
