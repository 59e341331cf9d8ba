from django.urls import path

from throughline.understand import views

urlpatterns = [
    path("cycles/<str:cycle>/texts/", views.coding_desk, name="coding_desk"),
    path("texts/<str:text>/", views.code_text, name="code_text"),
    path("texts/<str:text>/read/", views.mark_text_read, name="mark_text_read"),
    path("codings/<str:coding>/remove/", views.remove_coding, name="remove_coding"),
    path("cycles/<str:cycle>/codes/", views.codes, name="codes"),
    path("cycles/<str:cycle>/codes.csv", views.codes_csv, name="codes_csv"),
    path("cycles/<str:cycle>/codings.csv", views.codings_csv, name="codings_csv"),
    path("cycles/<str:cycle>/codes/new/", views.create_code, name="create_code"),
    path("codes/<str:code>/", views.code, name="code"),
    path("codes/<str:code>/edit/", views.edit_code, name="edit_code"),
    path("cycles/<str:cycle>/findings/", views.findings, name="findings"),
    path("cycles/<str:cycle>/findings.csv", views.findings_csv, name="findings_csv"),
    path("cycles/<str:cycle>/findings/new/", views.create_finding, name="create_finding"),
    path("findings/<str:finding>/", views.finding, name="finding"),
    path("findings/<str:finding>/edit/", views.edit_finding, name="edit_finding"),
    path("findings/<str:finding>/drop/", views.drop_finding, name="drop_finding"),
    path("findings/<str:finding>/evidence/", views.add_evidence, name="add_evidence"),
    path("findings/<str:finding>/quote/<str:text>/", views.quote_words, name="quote_words"),
    path("evidence/<str:evidence>/", views.edit_quote, name="edit_quote"),
    path("evidence/<str:evidence>/remove/", views.remove_evidence, name="remove_evidence"),
    path("cycles/<str:cycle>/release/", views.release_findings, name="release_findings"),
    path("cycles/<str:cycle>/releases/", views.releases, name="releases"),
    path("releases/<str:release>/", views.release, name="release"),
    path("releases/<str:release>/download/", views.release_download, name="release_download"),
    path("releases/<str:release>/package/", views.release_package, name="release_package"),
]
