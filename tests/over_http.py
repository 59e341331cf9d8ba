"""One request of a browser to a real server, as tests of servers that are killed send it."""

import contextlib
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.listen.taking_part import Form, _Forms


@dataclass
class Answer:
    status: int
    headers: HTTPMessage
    body: str


def send(
    address: tuple[str, int],
    cookies: dict[str, str],
    method: str,
    path: str,
    form: dict[str, str] | None = None,
    htmx: bool = False,
) -> Answer:
    """Send a request and read its answer, whose cookies are added to `cookies`."""
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    if htmx:
        headers["HX-Request"] = "true"
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    with contextlib.closing(HTTPConnection(*address, timeout=30)) as connection:
        connection.request(method, path, urlencode(form) if form is not None else None, headers)
        response = connection.getresponse()
        body = response.read().decode()
    for header in response.headers.get_all("Set-Cookie") or []:
        for name, morsel in SimpleCookie(header).items():
            cookies[name] = morsel.value
    return Answer(response.status, response.headers, body)


def first_form(body: str) -> Form:
    parser = _Forms()
    parser.feed(body)
    return parser.forms[0]
