from django.urls import path

from throughline.understand import views

urlpatterns = [
    path("cycles/<str:cycle_id>/texts/", views.coding_desk, name="coding_desk"),
    path("texts/<str:text_id>/", views.code_text, name="code_text"),
    path("texts/<str:text_id>/read/", views.mark_text_read, name="mark_text_read"),
    path("codings/<str:coding_id>/remove/", views.remove_coding, name="remove_coding"),
    path("cycles/<str:cycle_id>/codes/", views.codes, name="codes"),
    path("cycles/<str:cycle_id>/codes.csv", views.codes_csv, name="codes_csv"),
    path("cycles/<str:cycle_id>/codings.csv", views.codings_csv, name="codings_csv"),
    path("cycles/<str:cycle_id>/codes/new/", views.create_code, name="create_code"),
    path("codes/<str:code_id>/", views.code, name="code"),
    path("codes/<str:code_id>/edit/", views.edit_code, name="edit_code"),
    path("cycles/<str:cycle_id>/findings/", views.findings, name="findings"),
    path("cycles/<str:cycle_id>/findings.csv", views.findings_csv, name="findings_csv"),
    path("cycles/<str:cycle_id>/findings/new/", views.create_finding, name="create_finding"),
    path("findings/<str:finding_id>/", views.finding, name="finding"),
    path("findings/released/<str:stable_id>/", views.current_finding, name="current_finding"),
    path("findings/<str:finding_id>/edit/", views.edit_finding, name="edit_finding"),
    path("findings/<str:finding_id>/drop/", views.drop_finding, name="drop_finding"),
    path("findings/<str:finding_id>/evidence/", views.add_evidence, name="add_evidence"),
    path("findings/<str:finding_id>/quote/<str:text_id>/", views.quote_words, name="quote_words"),
    path("evidence/<str:evidence_id>/", views.edit_quote, name="edit_quote"),
    path("evidence/<str:evidence_id>/remove/", views.remove_evidence, name="remove_evidence"),
    path("cycles/<str:cycle_id>/release/", views.release_findings, name="release_findings"),
    path("cycles/<str:cycle_id>/releases/", views.releases, name="releases"),
    path("releases/<str:release_id>/", views.release, name="release"),
    path("releases/<str:release_id>/download/", views.release_download, name="release_download"),
    path("releases/<str:release_id>/package/", views.release_package, name="release_package"),
]
