"""District scope, access check and language of every request."""

import re
import time
from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django_scopes import scope

from throughline.accounts.models import District, Person
from throughline.accounts.permissions import Actor, Request, TooMany, typed_words
from throughline.accounts.views import signed_out, too_many, two_step_needed, wrong_method
from throughline.accounts.views.error import CONTINUE_TO
from throughline.config.redaction import is_secret_address
from throughline.listen.views.screening import screen_lost_words
from throughline.ui.language import negotiate, remember_language

Handler = Callable[[HttpRequest], HttpResponseBase]
RENEWED_AT, RENEWED_EVERY_SECONDS = "renewed_at", 1_800
DISTRICT_PATH = re.compile(r"^/d/(?P<slug>[-\w]+)/")


def _actor(request: HttpRequest) -> Actor:
    district: District = request.district  # type: ignore[attr-defined]
    actor = Actor.of(district, request.user if isinstance(request.user, Person) else None)
    return actor.kept_out_unless_secure(timezone.now())


def answer_at_door(request: HttpRequest) -> HttpResponseBase | None:
    """Answer whoever may not open a page for members of the district in scope; None for those who may."""
    if not request.user.is_authenticated:
        return signed_out(request) if request.method == "POST" else redirect_to_login(request.get_full_path())
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.is_kept_out:
        return two_step_needed(request)
    if not actor.is_member:
        raise Http404
    return None


def _renew_session(request: HttpRequest) -> None:
    """Renew the session of active users: one write in half an hour, none on public pages."""
    now = int(time.time())
    if now - request.session.get(RENEWED_AT, 0) > RENEWED_EVERY_SECONDS:
        request.session[RENEWED_AT] = now


class SecretAddressMiddleware:
    """Keep addresses with a secret out of search engines and Referer headers, errors included."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if is_secret_address(request):
            response.headers["X-Robots-Tag"] = "noindex"
            # Only the origin, also to this site. With "no-referrer" browsers send "Origin: null" with forms,
            # which the CSRF check rejects; "same-origin" would write the secret into a proxy's access log.
            response.headers["Referrer-Policy"] = "strict-origin"
        return response


class DistrictMiddleware:
    """Open the scope of the district in the path; allow only members unless a view is marked public."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("The address has a NUL character, which PostgreSQL refuses to compare.")
        match = DISTRICT_PATH.match(request.path_info)
        if match is None:
            return self.get_response(request)
        district = District.objects.filter(slug=match["slug"]).first()
        if district is None:
            return self.get_response(request)
        request.district = district  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        with scope(district=district), timezone.override(district.zone):
            return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[object, ...],
        kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        if kwargs.pop("district", None) is None:
            return None
        if not hasattr(request, "district"):
            raise Http404
        if getattr(view, "is_public", False):
            return None
        answer = answer_at_door(request)
        if answer is not None:
            return answer
        _renew_session(request)
        if CONTINUE_TO in request.session:  # they have got there
            del request.session[CONTINUE_TO]
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        return too_many(request, exception.retry_seconds) if isinstance(exception, TooMany) else None


class ScreeningMiddleware:
    """Screen what people typed into any page that is public or `screened`, however the page answered.

    A form that was refused, a forum that had closed, a limit, an expired page, an error: nobody would ever
    read the words of somebody in danger. No form has to do anything for this, so none can forget it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.texts_taken_in = set()  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.method == "POST" and hasattr(request, "district") and _is_screened(request):
            screen_lost_words(cast(Request, request), typed_words(request), response.status_code)
        return response


def _is_screened(request: HttpRequest) -> bool:
    view = request.resolver_match.func if request.resolver_match else None
    return getattr(view, "is_public", False) or getattr(view, "is_screened", False)


def _own_language(request: HttpRequest) -> str:
    """The language set in the account; without a session cookie no user is loaded."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    return str(getattr(request.user, "language", ""))


class WrongMethodMiddleware:
    """Answer with a page where a form's address is opened like a page: Django's own answer is empty."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method in {"GET", "POST"}:
            return wrong_method(request, response.headers["Allow"])
        return response


class LanguageMiddleware:
    """Sets the language: the link's, else this browser's choice, else the account's, else the device's.

    Only languages that the district offers count.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        offered = [code for code, _name in settings.LANGUAGES]
        district = getattr(request, "district", None)
        if district is not None and district.languages:
            offered = [
                c for c in offered if c in district.languages or c == settings.PSEUDO_LANGUAGE
            ] or offered
        requested = request.GET.get("lang", "")
        code = negotiate(
            requested,
            request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "") or _own_language(request),
            request.headers.get("Accept-Language", ""),
            offered,
        )
        request.offered_languages = offered  # type: ignore[attr-defined]
        request.LANGUAGE_CODE = code
        with translation.override(code):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if requested == code:
            remember_language(response, code)
        return response
