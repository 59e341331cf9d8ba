"""All URLs of the site."""

from django.urls import URLPattern, URLResolver, include, path

from throughline.config.sign_in.pages import own_pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("throughline.accounts.urls")),
    *own_pages,
    path("accounts/", include("allauth.urls")),
    path("d/<slug:district>/", include("throughline.report.urls")),
    path("d/<slug:district>/", include("throughline.convene.urls")),
    path("d/<slug:district>/", include("throughline.listen.urls")),
    path("d/<slug:district>/", include("throughline.measure.urls")),
    path("d/<slug:district>/", include("throughline.understand.urls")),
    path("d/<slug:district>/", include("throughline.align.urls")),
    path("d/<slug:district>/", include("throughline.partner.urls")),
    path("d/<slug:district>/", include("throughline.guide.urls")),
]

handler400 = "throughline.accounts.views.bad_request"
handler403 = "throughline.accounts.views.no_access"
handler500 = "throughline.accounts.views.server_error"
