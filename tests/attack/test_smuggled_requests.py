"""Requests whose end two programs would see at different places, so that one hides in another."""

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import ParseException
from gunicorn.http.parser import RequestParser

HIDDEN = b"GET /d/juniper/members/ HTTP/1.1\r\nHost: x\r\n\r\n"


def requests(data: bytes) -> list[tuple[str, bytes]]:
    """Method and body of each request that the server sees in what one connection sends."""
    parser = RequestParser(Config(), iter([data]), ("127.0.0.1", 40_000))
    return [(request.method, request.body.read()) for request in parser]


def read_on(data: bytes, seen: list[str]) -> None:
    for request in RequestParser(Config(), iter([data]), ("127.0.0.1", 40_000)):
        request.body.read()
        seen.append(request.path)


def post(*headers: bytes, body: bytes = b"") -> bytes:
    return b"\r\n".join([b"POST / HTTP/1.1", b"Host: x", *headers, b"", body])


CHUNKED = b"0\r\n\r\n" + HIDDEN


@pytest.mark.parametrize(
    "data",
    [
        post(b"Content-Length: 5", b"Transfer-Encoding: chunked", body=CHUNKED),
        post(b"Transfer-Encoding: chunked", b"Content-Length: 5", body=CHUNKED),
        post(b"Content-Length: 5", b"Content-Length: 0", body=CHUNKED),
        post(b"Content-Length: 5, 0", body=CHUNKED),
        post(b"Content-Length: +5", body=CHUNKED),
        post(b"Content-Length: -5", body=CHUNKED),
        post(b"Content-Length : 5", body=CHUNKED),
        post(b"X: 1\r\n Content-Length: 5", body=CHUNKED),
        post(b"Transfer-Encoding: xchunked", body=CHUNKED),
        post(b"Transfer-Encoding: chunked, identity", body=CHUNKED),
        post(b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked", body=CHUNKED),
        post(b"Transfer-Encoding:\x0bchunked", body=CHUNKED),
        post(b"Transfer_Encoding: chunked", b"Content-Length: 5\x00", body=CHUNKED),
    ],
)
def test_a_request_with_two_ends_is_refused_and_nothing_after_it_is_read(data: bytes) -> None:
    seen: list[str] = []
    with pytest.raises(ParseException):
        read_on(data, seen)
    assert "/d/juniper/members/" not in seen


def test_a_request_with_one_end_ends_there() -> None:
    plain = post(b"Content-Length: 3", body=b"abc")
    chunked = post(b"Transfer-Encoding: chunked", body=b"3\r\nabc\r\n0\r\n\r\n")
    assert requests(plain + HIDDEN) == requests(chunked + HIDDEN) == [("POST", b"abc"), ("GET", b"")]


def test_a_body_cannot_be_taken_for_a_request() -> None:
    hiding = post(b"Content-Length: %d" % len(HIDDEN), body=HIDDEN)
    assert requests(hiding) == [("POST", HIDDEN)]
