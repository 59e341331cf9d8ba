"""Ask addresses of the web, and only those that are open to everybody.

An address that somebody has entered could lead to this machine or its network. So every host is looked up
first, all its addresses must be public, and the connection goes to the address that was checked: a name that
changes its meaning in between leads nowhere else. Redirects are followed by hand, with the same checks.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

Malformed = Literal["address", "port", "space", "user"]
"""Why an address is not asked: what is wrong with its text."""

Refusal = Malformed | Literal["private", "redirects", "unknown", "timeout", "closed", "size", "certificate"]
"""Why there is no answer."""

REASONS: Final[Mapping[Refusal, str]] = {
    "address": "it is not an http or https address",
    "port": "its port is not a number from 0 to 65535",
    "space": "it has a space or another sign that an address can't have",
    "user": "it has a user name or a password, and only what everyone may read is asked for",
    "private": "it leads to this machine or to a private network",
    "redirects": "it was redirected too often",
    "unknown": "the name of the server is unknown",
    "timeout": "the server took too long",
    "closed": "the server closed the connection or does not speak HTTP",
    "size": "the answer is too large",
    "certificate": "the certificate of the server is not valid",
}
"""The same for operators, in English."""

USER_AGENT: Final = "Throughline (checks links of service directories)"
_SCHEMES: Final[Mapping[str, int]] = {"http": 80, "https": 443}
_MOST_REDIRECTS: Final = 5
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_CHUNK_BYTES: Final = 65_536

Resolve = Callable[[str, int], Sequence[str]]
"""From a host and a port to its addresses."""

Connect = Callable[[str, int, float], socket.socket]
"""From an address, a port and seconds to a connection."""


class NoAnswer(Exception):
    """
    There is no answer from an address.

    Parameters
    ----------
    why : str
        The reason, one of `Refusal`.
    """

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why: Refusal = why


@dataclass(frozen=True)
class Reply:
    """
    What a server answered.

    Parameters
    ----------
    status : int
        The status of HTTP.
    body : bytes
        The content; empty if only the head was asked for.
    address : str
        Where it was found, after all redirects.
    headers : mapping of str to str
        The headers, in small letters.
    """

    status: int
    body: bytes
    address: str
    headers: Mapping[str, str] = field(default_factory=dict)


def is_public(address: str) -> bool:
    """
    Tell whether an address of the Internet is open to everybody.

    Parameters
    ----------
    address : str
        An address of IPv4 or IPv6, as the resolver gives it.

    Returns
    -------
    bool
        False for this machine, private and shared networks, link-local addresses (where clouds keep their
        secrets), multicast, what is reserved, and IPv6 addresses that hold such an IPv4 address.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
        if int(found) >> 32 in _HOLDING_IPV4:
            inner.append(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
        if any(one is not None and not is_public(str(one)) for one in inner):
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


_HOLDING_IPV4: Final = frozenset(
    int(ipaddress.IPv6Address(prefix)) >> 32 for prefix in ("64:ff9b::", "64:ff9b:1::", "::")
)
"""Beginnings of IPv6 addresses that end in an IPv4 address."""


def resolve(host: str, port: int) -> Sequence[str]:
    """
    Look up a host.

    Parameters
    ----------
    host : str
        Its name, or an address in any spelling that the system reads.
    port : int
        The port.

    Returns
    -------
    sequence of str
        Its addresses.

    Raises
    ------
    OSError
        If it is unknown.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def connect(address: str, port: int, seconds: float) -> socket.socket:
    """
    Open a connection.

    Parameters
    ----------
    address : str
        An address of IPv4 or IPv6: no name, so that nothing is looked up again.
    port : int
        The port.
    seconds : float
        How long to wait.

    Returns
    -------
    socket
        The connection.

    Raises
    ------
    OSError
        If there is none.
    """
    return socket.create_connection((address, port), seconds)


class Visitor:
    """
    Asks addresses of the web.

    Parameters
    ----------
    seconds : float
        How long one address may take, with its redirects.
    most_bytes : int
        Size of the largest answer.
    may_be_private : bool
        Whether private addresses are asked too. Only for an address that the operator has typed.
    resolve, connect : callable
        How hosts are looked up, and connections are opened.
    clock : callable
        Seconds since any moment.
    """

    def __init__(
        self,
        *,
        seconds: float = 20.0,
        most_bytes: int = 20_000_000,
        may_be_private: bool = False,
        resolve: Resolve = resolve,
        connect: Connect = connect,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._may_be_private = may_be_private
        self._resolve = resolve
        self._connect = connect
        self._clock = clock

    def ask(self, address: str, *, accept: str = "*/*") -> Reply:
        """
        Ask an address for its content, and follow its redirects.

        Parameters
        ----------
        address : str
            The address.
        accept : str
            The kinds of content wanted.

        Returns
        -------
        Reply
            The answer, whatever its status.

        Raises
        ------
        NoAnswer
            If there is none, or if the address or one that it leads to must not be asked.
        """
        return self._follow(address, "GET", accept)

    def head(self, address: str) -> Reply:
        """
        Ask an address for the head of its answer, and follow its redirects.

        Parameters
        ----------
        address : str
            The address.

        Returns
        -------
        Reply
            The answer without content, whatever its status.

        Raises
        ------
        NoAnswer
            If there is none, or if the address or one that it leads to must not be asked.
        """
        return self._follow(address, "HEAD", "*/*")

    def _follow(self, address: str, method: str, accept: str) -> Reply:
        end = self._clock() + self._seconds
        for _ in range(_MOST_REDIRECTS + 1):
            reply = self._once(address, method, accept, end)
            target = reply.headers.get("location", "")
            if reply.status not in _REDIRECTS or not target:
                return reply
            address = urljoin(address, target)
        raise NoAnswer("redirects")

    def _once(self, address: str, method: str, accept: str, end: float) -> Reply:
        scheme, host, port, path = _parts(address)
        try:
            sock = self._socket(scheme, host, port, end)
            with sock:
                return self._exchange(sock, address, (scheme, host, port, path), method, accept, end)
        except NoAnswer:
            raise
        except TimeoutError:
            raise NoAnswer("timeout") from None
        except ssl.SSLCertVerificationError:
            raise NoAnswer("certificate") from None
        except (OSError, http.client.HTTPException, ValueError):
            raise NoAnswer("closed") from None

    def _socket(self, scheme: str, host: str, port: int, end: float) -> socket.socket:
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError):
            raise NoAnswer("unknown") from None
        if not addresses:
            raise NoAnswer("unknown")
        if not self._may_be_private and not all(is_public(one) for one in addresses):
            raise NoAnswer("private")
        sock = self._connect(addresses[0], port, self._left(end))
        if scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
        return sock

    def _exchange(
        self,
        sock: socket.socket,
        address: str,
        parts: tuple[str, str, int, str],
        method: str,
        accept: str,
        end: float,
    ) -> Reply:
        scheme, host, port, path = parts
        connection = http.client.HTTPConnection(host, port)
        connection.sock = sock
        shown = f"[{host}]" if ":" in host else host
        named = shown if port == _SCHEMES[scheme] else f"{shown}:{port}"
        headers = {"Host": named, "User-Agent": USER_AGENT, "Accept": accept, "Connection": "close"}
        sock.settimeout(self._left(end))
        connection.request(method, path, headers=headers)
        with closing(connection.getresponse()) as response:
            known = {name.lower(): value for name, value in response.getheaders()}
            is_read = method == "GET" and response.status not in _REDIRECTS
            body = self._body(sock, response, end) if is_read else b""
            return Reply(response.status, body, address, known)

    def _body(self, sock: socket.socket, response: http.client.HTTPResponse, end: float) -> bytes:
        body = bytearray()
        while True:
            sock.settimeout(self._left(end))
            chunk = response.read1(_CHUNK_BYTES)
            if not chunk:
                return bytes(body)
            body += chunk
            if len(body) > self._most_bytes:
                raise NoAnswer("size")

    def _left(self, end: float) -> float:
        left = end - self._clock()
        if left <= 0:
            raise NoAnswer("timeout")
        return left


def malformed(address: str) -> Malformed | None:
    """
    Tell what is wrong with the text of an address, before anything is asked.

    Parameters
    ----------
    address : str
        The address.

    Returns
    -------
    str or None
        The reason, one of `REASONS`; None if nothing is wrong.
    """
    try:
        _parts(address)
    except NoAnswer as error:
        return next((one for one in _MALFORMED if one == error.why), None)
    return None


_MALFORMED: Final[tuple[Malformed, ...]] = ("address", "port", "space", "user")


def _parts(address: str) -> tuple[str, str, int, str]:
    """The scheme, host, port and path with query of an address."""
    try:
        parts = urlsplit(address.strip())
        scheme, host = parts.scheme.lower(), parts.hostname
    except ValueError:
        raise NoAnswer("address") from None
    if scheme not in _SCHEMES or not host:
        raise NoAnswer("address")
    if parts.username is not None or parts.password is not None:
        raise NoAnswer("user")
    if any(sign.isspace() for sign in host):
        raise NoAnswer("space")
    try:
        port = parts.port
    except ValueError:
        raise NoAnswer("port") from None
    path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    if not path.startswith("/"):
        path = f"/{path}"
    safe = path if path.isascii() else quote(path, safe="/?&=%:;,+@!$'()*~-._[]")
    if any(ord(sign) <= 32 or ord(sign) == 127 for sign in safe):
        raise NoAnswer("space")
    return scheme, host, port or _SCHEMES[scheme], safe
