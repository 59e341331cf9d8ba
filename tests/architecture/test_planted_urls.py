"""Misnamed URLs and views without a method decorator are found."""

import pytest
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from tests.architecture.checks import urls
from throughline.accounts.permissions import public
from throughline.ui.form_pages import require_get_or_post

pytestmark = pytest.mark.once


def test_a_url_called_unlike_its_view_is_caught() -> None:
    def directive(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    def response(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    patterns = [path("a/", directive, name="directive"), path("b/", response, name="directive")]
    assert urls.misnamed_urls(patterns) == [
        "b/: the view response has a URL called directive",
        "b/: another view is called directive too",
    ]


def test_a_view_without_a_method_decorator_is_caught() -> None:
    def directive(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    patterns = [
        path("a/", directive),
        path("b/", public(require_safe(directive))),
        path("c/", login_required(require_get_or_post(directive))),
        path("d/", login_required(directive)),
    ]
    assert urls.views_of_any_method(patterns) == [
        "a/: the view directive answers any method",
        "d/: the view directive answers any method",
    ]
