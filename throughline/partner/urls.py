from django.urls import path, re_path

from throughline.partner import api, views

# The newest version of the standard has its name in the address; the settled one has none.
HSDS = r"^hsds/(?:(?P<version>3\.1)/)?"

urlpatterns = [
    path("partners/", views.organizations, name="organizations"),
    path("partners/yours/", views.partner_home, name="partner_home"),
    path("partners/new/", views.create_organization, name="create_organization"),
    path("partners/download/", views.directory_export, name="directory_export"),
    path("partners/download/directory.zip", views.directory_package, name="directory_package"),
    path("partners/download/organizations.csv", views.organizations_csv, name="organizations_csv"),
    path("partners/download/services.csv", views.services_csv, name="services_csv"),
    path("partners/download/locations.csv", views.locations_csv, name="locations_csv"),
    path("partners/desk/", views.directory_desk, name="directory_desk"),
    path("partners/duplicates/", views.duplicates, name="duplicates"),
    path("partners/duplicates/find/", views.find_duplicates, name="find_duplicates"),
    path("partners/duplicates/<str:duplicate_id>/", views.duplicate, name="duplicate"),
    path("partners/duplicates/<str:duplicate_id>/different/", views.keep_both, name="keep_both"),
    path("partners/duplicates/<str:duplicate_id>/undo/", views.reopen_duplicate, name="reopen_duplicate"),
    path("partners/import/", views.import_directory, name="import_directory"),
    path("partners/imports/<str:import_id>/", views.directory_import, name="directory_import"),
    path("partners/quality/", views.directory_quality, name="directory_quality"),
    path("partners/quality.csv", views.directory_quality_csv, name="directory_quality_csv"),
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
    re_path(rf"{HSDS}$", api.hsds_root, name="hsds_root"),
    re_path(rf"{HSDS}openapi\.json$", api.hsds_openapi, name="hsds_openapi"),
    re_path(rf"{HSDS}profile$", api.hsds_profile, name="hsds_profile"),
    re_path(rf"{HSDS}services$", api.hsds_services, name="hsds_services"),
    re_path(rf"{HSDS}services/(?P<service_id>.+)$", api.hsds_service, name="hsds_service"),
    re_path(rf"{HSDS}organizations$", api.hsds_organizations, name="hsds_organizations"),
    re_path(
        rf"{HSDS}organizations/(?P<organization_id>.+)$",
        api.hsds_organization,
        name="hsds_organization",
    ),
    re_path(
        rf"{HSDS}service_at_locations$",
        api.hsds_service_at_locations,
        name="hsds_service_at_locations",
    ),
    re_path(
        rf"{HSDS}service_at_locations/(?P<place_id>.+)$",
        api.hsds_service_at_location,
        name="hsds_service_at_location",
    ),
    re_path(rf"{HSDS}taxonomies$", api.hsds_taxonomies, name="hsds_taxonomies"),
    re_path(rf"{HSDS}taxonomies/(?P<taxonomy_id>.+)$", api.hsds_taxonomy, name="hsds_taxonomy"),
    re_path(rf"{HSDS}taxonomy_terms$", api.hsds_taxonomy_terms, name="hsds_taxonomy_terms"),
    re_path(rf"{HSDS}taxonomy_terms/(?P<term_id>.+)$", api.hsds_taxonomy_term, name="hsds_taxonomy_term"),
]
