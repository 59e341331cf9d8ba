from django.urls import path

from throughline.partner import views

urlpatterns = [
    path("partners/", views.organizations, name="organizations"),
    path("partners/yours/", views.partner_home, name="partner_home"),
    path("partners/new/", views.create_organization, name="create_organization"),
    path("partners/import/", views.import_directory, name="import_directory"),
    path("partners/imports/<str:import_id>/", views.directory_import, name="directory_import"),
    path("partners/<str:organization_id>/", views.organization, name="organization"),
    path("partners/<str:organization_id>/edit/", views.edit_organization, name="edit_organization"),
    path("partners/<str:organization_id>/services/new/", views.create_service, name="create_service"),
    path("services/", views.services, name="services"),
    path("services/<str:service_id>/", views.service, name="service"),
    path("services/<str:service_id>/edit/", views.edit_service, name="edit_service"),
    path("supports/", views.supports, name="supports"),
    path("supports/new/", views.create_support, name="create_support"),
    path("supports/kinds/", views.taxonomy, name="taxonomy"),
    path("supports/<str:support_id>/edit/", views.edit_support, name="edit_support"),
]
