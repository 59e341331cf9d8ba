"""Whoever refuses a request of the API of the directory, programs get JSON."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from throughline.partner.api import as_problem

Handler = Callable[[HttpRequest], HttpResponseBase]


class ProblemMiddleware:
    """Around everything that may refuse: a limit of the body, an address that is not there, a method."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return as_problem(request, self.get_response(request))
