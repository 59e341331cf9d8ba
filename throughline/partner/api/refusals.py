"""Refusals of addresses under /hsds/, whoever makes them: a view, a middleware, or Django. All are JSON."""

import re
from typing import Final

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from throughline.partner.api.answers import PROBLEM, problem, readable_anywhere

_UNDER_HSDS: Final = re.compile(r"/d/[-\w]+/hsds(?:/|$)")
_KEPT: Final = ("Allow", "Retry-After", "Connection")
"""Headers that tell what to do."""

_DETAILS: Final = {
    400: "The address or the request can't be read.",
    403: "This request is not allowed.",
    404: "There is nothing at this address. The description of this API, openapi.json, has all addresses.",
    411: "Send the length of the body in Content-Length.",
    412: "This is not the answer that If-Match or If-Unmodified-Since asks for. Leave these headers out to "
    "read what is here now.",
    413: "The body is too large. Send the parameters alone, as one JSON object.",
    429: "Too many requests within a minute. Try again when the minute is over.",
    500: "Something went wrong on our side. Try again in a moment.",
    503: "The directory can't be read at the moment. Try again in a moment.",
}


def as_problem(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The refusal of an address of the API as JSON; any other answer as it is."""
    status = response.status_code
    is_ours = response.headers.get("Content-Type", "").startswith(PROBLEM)
    if status < 400 or is_ours or not _UNDER_HSDS.match(request.path_info):
        return response
    made = problem(status, _detail(request, response))
    for name in _KEPT:
        if name in response.headers:
            made.headers[name] = response.headers[name]
    made.headers["Content-Language"] = "en"
    return readable_anywhere(request, made, ())


def _detail(request: HttpRequest, response: HttpResponseBase) -> str:
    if response.status_code == 405:
        return f"This address does not take this method. Use one of these: {response.headers['Allow']}."
    if response.status_code == 400:
        return f"{_DETAILS[400]} {_reason(request)}".rstrip()
    known = _DETAILS.get(response.status_code, "This request can't be answered.")
    if response.status_code == 404 and request.path_info.endswith("/"):
        return f"{known} Leave out the slash at the end."
    return known


def _reason(request: HttpRequest) -> str:
    """Why a request can't be read that no view has seen."""
    try:
        request.get_host()
    except DisallowedHost:
        return "The header Host names another server. Send the name of this one."
    has_nul = "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", "")
    return "An address has no NUL character (%00)." if has_nul else ""
