"""Pages for what went wrong. 403, 404 and 403_csrf need no view of ours: Django renders their templates."""

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render

log = logging.getLogger(__name__)

PLAIN = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Something went wrong</title>'
    "<h1>Something went wrong on our side</h1><p>Please try again in a moment.</p>"
    '<h1 lang="es">Algo falló de nuestro lado</h1><p lang="es">Inténtelo de nuevo en un momento.</p></html>'
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """What failed may be what a page needs, so a page that needs nothing stands behind ours."""
    try:
        return render(request, "500.html", status=500)
    except Exception:
        log.exception("The page that says so failed too")
        return HttpResponseServerError(PLAIN)


def too_many(request: HttpRequest) -> HttpResponse:
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = "60"
    return response
