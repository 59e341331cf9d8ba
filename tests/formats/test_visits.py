"""Addresses that people enter lead to the open web only, whatever they resolve to."""

import pytest

from tests.formats.web import PUBLIC, Web, page, to
from throughline.formats.visits import NoAnswer, Visitor, is_public, malformed, resolve

PRIVATE = [
    "127.0.0.1",
    "127.9.9.9",
    "10.0.0.8",
    "172.16.5.4",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "not an address",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_open_to_everybody_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:220:1:248:1893:25c8:1946"])
def test_an_address_of_the_open_web_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE[:-1])
def test_a_name_that_leads_to_a_private_address_is_not_asked(address: str) -> None:
    web = Web({"help.example.org": [PUBLIC, address]}, [page()])
    with pytest.raises(NoAnswer) as refused:
        web.visitor().ask("https://help.example.org/")
    assert (refused.value.why, web.connected) == ("private", [])


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1]", "localhost"])
def test_a_private_host_in_another_spelling_is_refused(host: str) -> None:
    """The system's own resolver reads these spellings, without the network."""

    def connect(*_: object) -> None:
        raise AssertionError("connected")

    with pytest.raises(NoAnswer) as refused:
        Visitor(resolve=resolve, connect=connect).head(f"http://{host}/")  # type: ignore[arg-type]
    assert refused.value.why in {"private", "unknown"}


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    web = Web({"help.example.org": [PUBLIC]}, [page(b"words")])
    reply = web.visitor().ask("http://help.example.org/a?b=c")
    assert (reply.status, reply.body) == (200, b"words")
    assert web.connected == [(PUBLIC, 80)]
    assert web.requests[0].startswith(b"GET /a?b=c HTTP/1.1\r\n")
    assert b"\r\nHost: help.example.org\r\n" in web.requests[0]


def test_a_redirect_is_followed_with_the_same_checks() -> None:
    web = Web(
        {"a.example.org": [PUBLIC], "inside.example.org": ["10.0.0.1"]}, [to("http://inside.example.org/")]
    )
    with pytest.raises(NoAnswer) as refused:
        web.visitor().ask("http://a.example.org/")
    assert (refused.value.why, len(web.connected)) == ("private", 1)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "gopher://a.example.org/", "ftp://a.example.org/x"])
def test_a_redirect_to_something_else_than_the_web_is_refused(target: str) -> None:
    web = Web({"a.example.org": [PUBLIC]}, [to(target)])
    with pytest.raises(NoAnswer) as refused:
        web.visitor().ask("http://a.example.org/")
    assert refused.value.why == "address"


def test_a_redirect_within_the_site_leads_on_and_a_circle_ends() -> None:
    web = Web({"a.example.org": [PUBLIC]}, [to("/new"), page(b"here")])
    assert web.visitor().ask("http://a.example.org/old").address == "http://a.example.org/new"
    circle = Web({"a.example.org": [PUBLIC]}, [to("/")] * 20)
    with pytest.raises(NoAnswer) as refused:
        circle.visitor().ask("http://a.example.org/")
    assert (refused.value.why, len(circle.connected)) == ("redirects", 6)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("javascript:alert(1)", "address"),
        ("//help.example.org/", "address"),
        ("http:///path", "address"),
        ("http://user:secret@help.example.org/", "user"),
        ("http://help.example.org:99999/", "port"),
        ("http://[::1/", "address"),
        ("http://help.example.org/a b", "space"),
        ("http://help example.org/", "space"),
    ],
)
def test_what_is_no_plain_address_of_the_web_is_refused(address: str, why: str) -> None:
    with pytest.raises(NoAnswer) as refused:
        Web({"help.example.org": [PUBLIC]}, []).visitor().ask(address)
    assert refused.value.why == malformed(address) == why
    assert malformed("https://help.example.org/a?b=c") is None


def test_an_answer_that_is_too_large_is_given_up() -> None:
    web = Web({"a.example.org": [PUBLIC]}, [page(b"x" * 1001)])
    with pytest.raises(NoAnswer) as refused:
        web.visitor().ask("http://a.example.org/")
    assert refused.value.why == "size"


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH\r\n\r\n", b"HTTP/1.1 many\r\n\r\n"])
def test_what_is_no_http_is_no_answer(answer: bytes) -> None:
    with pytest.raises(NoAnswer) as refused:
        Web({"a.example.org": [PUBLIC]}, [answer]).visitor().ask("http://a.example.org/")
    assert refused.value.why == "closed"


def test_a_slow_server_is_given_up_without_waiting_for_it() -> None:
    moments = iter([0.0, 0.0, 30.0])
    web = Web({"a.example.org": [PUBLIC]}, [page()])
    visitor = Visitor(resolve=web.resolve, connect=web.connect, clock=lambda: next(moments, 30.0))
    with pytest.raises(NoAnswer) as refused:
        visitor.ask("http://a.example.org/")
    assert refused.value.why == "timeout"


def test_an_operator_may_ask_their_own_machine() -> None:
    web = Web({"localhost": ["127.0.0.1"]}, [page(b"{}")])
    assert web.visitor(may_be_private=True).ask("http://localhost:8000/").body == b"{}"
    assert web.connected == [("127.0.0.1", 8000)]
