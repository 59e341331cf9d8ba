from django.urls import path

from throughline.report import views

urlpatterns = [
    path("", views.district_front, name="district_front"),
    path("c/<str:cycle_id>/", views.public_cycle, name="public_cycle"),
    path("c/<str:cycle_id>/package/", views.public_package, name="public_package"),
    path("c/<str:cycle_id>/patterns/<str:finding_id>.csv", views.public_pattern, name="public_pattern"),
    path("f/<str:code>/", views.follow, name="follow"),
    path("all/<str:code>/", views.everything, name="everything"),
    path("publications/", views.publications, name="publications"),
    path("cycles/<str:cycle_id>/publication/", views.preview_publication, name="preview_publication"),
    path("cycles/<str:cycle_id>/publish/", views.publish, name="publish"),
    path(
        "publications/<str:publication_id>/withdraw/", views.withdraw_publication, name="withdraw_publication"
    ),
]
