"""Answers to requests that are too large to be read. What was typed stays in the browser's form."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

LENGTH_REQUIRED, TOO_LARGE, NO_ROOM = 411, 413, 507

log = logging.getLogger(__name__)


def _unread(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    return render(request, f"{status}.html", context, status=status)


def too_large(request: HttpRequest, most_bytes: int) -> HttpResponse:
    return _unread(request, TOO_LARGE, most_megabytes=most_bytes // 1_000_000)


def length_required(request: HttpRequest) -> HttpResponse:
    return _unread(request, LENGTH_REQUIRED)


def no_room(request: HttpRequest) -> HttpResponse:
    log.error("A file was refused: not enough free disk space")
    return _unread(request, NO_ROOM)
