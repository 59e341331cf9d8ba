"""The addresses of the API. Each answers by GET, HEAD and OPTIONS, lists by POST too.

Nobody signs in, no cookie is read and nothing is changed: so a POST needs no token of a form, and any site
may read the answers. A POST keeps what a family looks for out of addresses and the logs that hold them.
"""

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from typing import Concatenate, Final, ParamSpec, cast

from django.http import HttpResponse
from django.urls import URLPattern
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from throughline.accounts.permissions import Request, TooMany, limit, public
from throughline.formats.hsds import WRITTEN, Version
from throughline.formats.hsds.profile import TITLE, profile
from throughline.partner.api.answers import JSON, answer, problem, readable_anywhere, repeated, unknown_names
from throughline.partner.api.description import described, parameters_of
from throughline.partner.api.endpoints import HsdsRequest, api

DIRECTORY_READS_A_MINUTE = 300

READ: Final = ["GET", "HEAD", "OPTIONS"]
SEARCHED: Final = [*READ, "POST"]
DEFAULT: Final[Version] = WRITTEN[0]

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponse]


def _open(*methods: str) -> Callable[[View[P]], View[P]]:
    """Make a view of the API: open to anybody, from any site, within a limit, compared with what is known."""

    def decorate(view: View[P]) -> View[P]:
        @csrf_exempt
        @public
        @require_http_methods(methods)
        @wraps(view)
        def open_view(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method == "OPTIONS":
                response = HttpResponse(status=204, headers={"Allow": ", ".join(methods)})
            else:
                response = _within_limit(request, lambda: view(request, *args, **kwargs))
            return readable_anywhere(request, response, methods)

        return cast(View[P], open_view)

    return decorate


def _within_limit(request: Request, make: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        limit(request, "hsds", DIRECTORY_READS_A_MINUTE)
    except TooMany as many:
        response = problem(429, "Too many requests within a minute. Try again when the minute is over.")
        response.headers["Retry-After"] = str(many.retry_seconds)
        return response
    language = request.district.source_language
    with translation.override(language):
        response = make()
    response.headers["Content-Language"] = language if response.status_code == 200 else "en"
    if response.status_code != 200 or request.method not in {"GET", "HEAD"}:
        return response
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    # Not by date: an entry says when it was changed itself, not when what belongs to it was.
    unchanged = get_conditional_response(request, etag, response=response)
    return cast(HttpResponse, unchanged)


@cache
def _endpoints() -> dict[str, Callable[..., HttpResponse]]:
    patterns = [one for one in api.urls[0] if isinstance(one, URLPattern)]
    return {str(pattern.name): pattern.callback for pattern in patterns}


def _asked(request: Request, version: str | None, name: str, record_id: str = "") -> HttpResponse:
    """The answer of an endpoint."""
    method = "POST" if request.method == "POST" else "GET"
    known = parameters_of(name) if method == "GET" else ()
    twice = [one for one, values in request.GET.lists() if len(values) > 1]
    unknown = [one for one in request.GET if one not in known]
    if unknown:
        return unknown_names(unknown, known)
    if twice:
        return repeated(twice[0])
    if method == "POST" and request.content_type != JSON:
        return problem(415, f"Send the parameters as one JSON object, with the content type {JSON}.")
    asking = cast(HsdsRequest, request)
    asking.hsds_version = _version(version)
    was, asking.method = request.method, method
    try:
        return _endpoints()[name](asking, **({"id": record_id} if record_id else {}))
    finally:
        request.method = was


def _version(version: str | None) -> Version:
    return next(known for known in WRITTEN if known == (version or DEFAULT))


def _address(request: Request, name: str, version: str | None) -> str:
    kwargs = {"version": version} if version else {}
    return request.build_absolute_uri(request.district.url(name, **kwargs))


def _without_parameters(request: Request) -> HttpResponse | None:
    return unknown_names(list(request.GET), ()) if request.GET else None


@_open(*READ)
def hsds_root(request: Request, version: str | None = None) -> HttpResponse:
    about = {
        "version": _version(version),
        "profile": _address(request, "hsds_profile", version),
        "openapi_url": _address(request, "hsds_openapi", version),
    }
    return _without_parameters(request) or answer(about)


@_open(*READ)
def hsds_openapi(request: Request, version: str | None = None) -> HttpResponse:
    base = _address(request, "hsds_root", version)
    return _without_parameters(request) or answer(described(_version(version), base.rstrip("/")))


@_open(*READ)
def hsds_profile(request: Request, version: str | None = None) -> HttpResponse:
    added = {"name": TITLE, "version": _version(version), "schemas": profile(_version(version))}
    return _without_parameters(request) or answer(added)


@_open(*SEARCHED)
def hsds_services(request: Request, version: str | None = None) -> HttpResponse:
    return _asked(request, version, "services")


@_open(*READ)
def hsds_service(request: Request, service_id: str, version: str | None = None) -> HttpResponse:
    return _asked(request, version, "service", service_id)


@_open(*SEARCHED)
def hsds_organizations(request: Request, version: str | None = None) -> HttpResponse:
    return _asked(request, version, "organizations")


@_open(*READ)
def hsds_organization(request: Request, organization_id: str, version: str | None = None) -> HttpResponse:
    return _asked(request, version, "organization", organization_id)


@_open(*SEARCHED)
def hsds_service_at_locations(request: Request, version: str | None = None) -> HttpResponse:
    return _asked(request, version, "service_at_locations")


@_open(*READ)
def hsds_service_at_location(request: Request, place_id: str, version: str | None = None) -> HttpResponse:
    return _asked(request, version, "service_at_location", place_id)


@_open(*SEARCHED)
def hsds_taxonomies(request: Request, version: str | None = None) -> HttpResponse:
    return _asked(request, version, "taxonomies")


@_open(*READ)
def hsds_taxonomy(request: Request, taxonomy_id: str, version: str | None = None) -> HttpResponse:
    return _asked(request, version, "taxonomy", taxonomy_id)


@_open(*SEARCHED)
def hsds_taxonomy_terms(request: Request, version: str | None = None) -> HttpResponse:
    return _asked(request, version, "taxonomy_terms")


@_open(*READ)
def hsds_taxonomy_term(request: Request, term_id: str, version: str | None = None) -> HttpResponse:
    return _asked(request, version, "taxonomy_term", term_id)
