from django.urls import path

from throughline.report import views

urlpatterns = [
    path("", views.district_front, name="district_front"),
    path("c/<str:cycle>/", views.public_cycle, name="public_cycle"),
    path("c/<str:cycle>/package/", views.public_package, name="public_package"),
    path("c/<str:cycle>/patterns/<str:finding>.csv", views.public_pattern, name="public_pattern"),
    path("f/<str:code>/", views.follow, name="follow"),
    path("publications/", views.publications, name="publications"),
    path("cycles/<str:cycle>/publication/", views.preview_publication, name="preview_publication"),
    path("cycles/<str:cycle>/publish/", views.publish, name="publish"),
    path("publications/<str:publication>/withdraw/", views.withdraw_publication, name="withdraw_publication"),
]
