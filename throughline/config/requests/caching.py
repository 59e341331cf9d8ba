"""What may store an answer: nothing, unless its view is marked `public` or `cacheable`."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from throughline.config.redaction import is_secret_address
from throughline.ui.form_pages import UNPROCESSABLE

Handler = Callable[[HttpRequest], HttpResponseBase]

UNCHANGED = 304
"""Its header replaces that of the answer which the client has."""

UNSTORED = "private, no-store"
CHECKED = "private, no-cache"
KEPT = "private, max-age=3600"
SHARED = "public, max-age=3600"


class CachingMiddleware:
    """Give every answer a Cache-Control header, errors and redirects included; keep that of static files."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if is_secret_address(request):
            response.headers["Cache-Control"] = UNSTORED
        response.headers.setdefault("Cache-Control", _storage(request, response))
        if _is_sign_out(request):
            response.headers["Clear-Site-Data"] = '"cache"'
        return response


def _storage(request: HttpRequest, response: HttpResponseBase) -> str:
    """The Cache-Control header of an answer.

    A form that is shown again with its mistakes (422) is stored like its page, so that the browser's way
    back still leads to what was typed. A public page is not stored for somebody who is signed in: it has
    links of theirs, and perhaps drafts.
    """
    view = request.resolver_match.func if request.resolver_match else None
    is_signed_in = settings.SESSION_COOKIE_NAME in {*request.COOKIES, *response.cookies}
    if hasattr(view, "is_cacheable") and response.status_code == 200:
        return KEPT if is_signed_in or response.cookies else SHARED
    is_page = hasattr(view, "is_public") and response.status_code in {200, UNCHANGED, UNPROCESSABLE}
    return CHECKED if is_page and not is_signed_in and not hasattr(view, "is_unstored") else UNSTORED


def _is_sign_out(request: HttpRequest) -> bool:
    match = request.resolver_match
    return request.method == "POST" and match is not None and match.url_name == "account_logout"
