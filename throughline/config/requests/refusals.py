"""Writes what the server refused into the security log, in one place for all pages."""

import logging
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from throughline.accounts.permissions import log_security

LINES_A_MINUTE = 100
"""Of each process and reason: a flood of requests must not become a flood of lines that fills the disk."""

line_counts: dict[tuple[int, str], int] = {}
_counting = threading.Lock()


class RefusalLogMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code in {403, 404, 429}:
            _log_refusal(request, response)
        return response


def _log_refusal(request: HttpRequest, response: HttpResponseBase) -> None:
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    person = getattr(request, "user", None) if has_session else None
    is_signed_in = person is not None and person.is_authenticated
    if response.status_code == 404 and not (is_signed_in and request.resolver_match):
        return  # nobody in particular looks for something: no right was refused
    reason = _reason(response)
    n_lines = _count_line(reason)
    if n_lines <= LINES_A_MINUTE:
        log_security(
            "refused",
            person,
            level=logging.WARNING,
            reason=reason,
            method=request.method or "",
            path=request.path,
            more="not_logged_this_minute" if n_lines == LINES_A_MINUTE else "",
        )


def _reason(response: HttpResponseBase) -> str:
    by_status = {403: "no_permission", 404: "not_found", 429: "too_many"}
    return str(getattr(response, "refusal_reason", "") or by_status[response.status_code])


def _count_line(reason: str) -> int:
    minute = int(time.time() // 60)
    with _counting:
        for old in [key for key in line_counts if key[0] != minute]:
            del line_counts[old]
        n_lines = line_counts[minute, reason] = line_counts.get((minute, reason), 0) + 1
    return n_lines
