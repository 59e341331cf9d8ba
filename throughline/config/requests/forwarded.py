"""What proxies say about a request is believed of the operator's proxies alone."""

import ipaddress
import logging
from collections.abc import Callable
from functools import cache
from typing import TypeAlias

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

log = logging.getLogger(__name__)

PREFIXES = ("HTTP_X_FORWARDED", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


class ForwardedMiddleware:
    """Remove the headers of proxies unless a trusted proxy sent the request; before all that reads them.

    Otherwise anybody who reaches the server directly could claim HTTPS, another host or another address.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_from_proxy(str(request.META.get("REMOTE_ADDR") or "")):
            removed = [name for name in request.META if name.startswith(PREFIXES)]
            for name in removed:
                del request.META[name]
            if removed and settings.TRUSTED_PROXIES:
                _say_that_a_proxy_is_not_believed()
        return self.get_response(request)


@cache
def _say_that_a_proxy_is_not_believed() -> None:
    """Once in each process: a proxy on another machine may have been forgotten, and all of its people."""
    log.warning(
        "Removed X-Forwarded- headers from an address that is not in THROUGHLINE_PROXY_ADDRESSES. If it is "
        "your proxy, add its network. Until then, all of its visitors are treated as one IP address."
    )


def is_from_proxy(address: str) -> bool:
    """Whether this peer is one of the operator's proxies. A Unix socket, without address, is local."""
    if not settings.TRUSTED_PROXIES:
        return False
    if not address:
        return True
    try:
        peer = ipaddress.ip_address(address)
    except ValueError:
        return False
    peer = getattr(peer, "ipv4_mapped", None) or peer
    return any(peer in network for network in networks(settings.PROXY_ADDRESSES))


@cache
def networks(addresses: str) -> tuple[Network, ...]:
    parts = [part.strip() for part in addresses.split(",") if part.strip()]
    return tuple(ipaddress.ip_network(part, strict=False) for part in parts)
