"""Pages for what went wrong. 403 and 404 need no view of ours: Django renders their templates."""

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render

log = logging.getLogger(__name__)

NEVER_SHOWN = ("password", "token", "code", "login")
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


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Nothing typed is lost: the words stand on the page to be copied; no button there sends them."""
    typed = [
        words
        for name, values in request.POST.lists()
        if not any(part in name for part in NEVER_SHOWN)
        for words in values
        if len(words.split()) > 1
    ]
    return render(request, "403_csrf.html", {"typed": typed}, status=403)
