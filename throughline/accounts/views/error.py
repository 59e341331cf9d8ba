"""Error pages. 404 needs no view here: Django renders its template.

Text that the user typed is shown again, to be copied: no button resubmits it, no cache keeps it.
"""

import logging
import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils import translation
from django.utils.html import escape
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django_scopes import scope

from throughline.accounts.models import Role
from throughline.accounts.permissions import typed_words
from throughline.accounts.queries import is_outage, people_with_roles
from throughline.ui.language import negotiate

log = logging.getLogger(__name__)

PLAIN = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Something went wrong</title>'
    "<h1>Something went wrong</h1><p>The problem is on our side. Try again in a moment.</p>"
    '<h1 lang="es">Algo salió mal</h1>'
    '<p lang="es">El problema es de nuestro lado. Inténtelo de nuevo en un momento.</p>'
)
CONTINUE_TO = "continue_to"
"""Key in the session: the page to go back to once two-step sign-in is set up."""
RETRY_SECONDS = {503: 30}
MOST_OWNERS = 5
"""As many names as help to find one."""


def _with_typed(
    request: HttpRequest, template: str, status: int, typed: list[str], refused: str = "", **context: str
) -> HttpResponse:
    """`refused` is the reason for the security log."""
    response = render(request, template, {"typed": typed, **context}, status=status)
    response.refusal_reason = refused  # type: ignore[attr-defined]
    return _finished(response)


def _finished(response: HttpResponse) -> HttpResponse:
    if response.status_code in RETRY_SECONDS:
        response.headers["Retry-After"] = str(RETRY_SECONDS[response.status_code])
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    context = {}
    if isinstance(exception, TooManyFilesSent):
        context["most_files"] = settings.DATA_UPLOAD_MAX_NUMBER_FILES
    return render(request, "400.html", context, status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 if the database or a disk is busy, full or unreachable and a later try may work.

    If what failed is something the error page needs too, a page that needs nothing is sent instead.
    """
    status = 503 if is_outage(sys.exc_info()[1]) else 500
    typed: list[str] = []
    try:
        _delete_unfinished_file(request)
        typed = typed_words(request)
        with translation.override(_language_of(request)):
            return _with_typed(request, f"{status}.html", status, typed)
    except Exception:
        log.exception("The error page could not be rendered")
        again = "".join(f'<blockquote dir="auto">{escape(words)}</blockquote>' for words in typed)
        return _finished(HttpResponse(f"{PLAIN}{again}</html>", status=status))


def _delete_unfinished_file(request: HttpRequest) -> None:
    """Delete the temporary file of an upload that failed: the disk may be full."""
    for handler in request.upload_handlers:
        handler.upload_interrupted()


def _language_of(request: HttpRequest) -> str:
    """The language of the page, also if what failed is a middleware before the one that sets it."""
    known = getattr(request, "LANGUAGE_CODE", "")
    return known or negotiate(
        request.GET.get("lang", ""),
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""),
        request.headers.get("Accept-Language", ""),
        [code for code, _name in settings.LANGUAGES],
    )


def too_many(request: HttpRequest, retry_seconds: int) -> HttpResponse:
    response = _with_typed(request, "429.html", 429, typed_words(request))
    response.headers["Retry-After"] = str(retry_seconds)
    return response


def no_access(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 with whom to ask: members are told the roles that would do, and who can give them one."""
    actor, context = getattr(request, "actor", None), {}
    if actor is not None and actor.is_member:
        with scope(district=actor.district):
            context = {
                "roles": [role.label for role in Role if role in actor.refused],
                "owners": [str(person) for person in people_with_roles(Role.OWNER)[:MOST_OWNERS]],
            }
    return render(request, "403.html", context, status=403)


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _with_typed(request, "403_csrf.html", 403, typed_words(request), "form_expired")


def signed_out(request: HttpRequest) -> HttpResponse:
    """Answer a staff form that was sent after the session ended; signing in leads back to its page."""
    sign_in = f"{resolve_url('account_login')}?{urlencode({'next': _page_of_form(request)})}"
    typed = typed_words(request)
    return _with_typed(request, "accounts/signed_out.html", 403, typed, "signed_out", sign_in=sign_in)


def two_step_needed(request: HttpRequest) -> HttpResponse:
    """Answer whoever must set up two-step sign-in first; the pages of that lead back to the page."""
    is_form = request.method == "POST"
    page = _page_of_form(request) if is_form else request.get_full_path()
    request.session[CONTINUE_TO] = page if page.startswith("/d/") else request.get_full_path()
    return _with_typed(request, "accounts/two_step_needed.html", 403, typed_words(request), "no_two_step")


def _page_of_form(request: HttpRequest) -> str:
    """The page from which a form was sent, as far as the browser says so."""
    came_from = request.headers.get("Referer", "")
    page = request.get_full_path()
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        parts = urlsplit(came_from)
        page = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return page


def confirm_first(request: HttpRequest, confirm_url: str) -> HttpResponse:
    """Answer a form that needs the password or second step again; giving it leads back to the page."""
    confirm_url = confirm_url or resolve_url("account_login")
    link = f"{confirm_url}?{urlencode({'next': request.path})}"
    typed = typed_words(request)
    return _with_typed(request, "accounts/confirm_first.html", 403, typed, "not_confirmed", confirm=link)


def wrong_method(request: HttpRequest, allowed: str) -> HttpResponse:
    """Answer whoever opened the address of a form, or sent a form to a page that takes none."""
    response = _with_typed(request, "405.html", 405, typed_words(request))
    response.headers["Allow"] = allowed
    return response
