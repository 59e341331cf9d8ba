"""Where a request comes from, as far as the operator's proxies can be believed."""

import ipaddress
import re

from django.conf import settings
from django.http import HttpRequest

NETWORK_BITS_IPV4 = 24
NETWORK_BITS_IPV6 = 48
ADDRESS_BITS_IPV6 = 64
"""What one household or phone is given of IPv6: it can change the other 64 bits with every request."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
WITH_PORT = re.compile(r"\[(?P<ipv6>[^\]]+)\](?::\d+)?|(?P<ipv4>[\d.]+):\d+")


def client_address(request: HttpRequest) -> str:
    """The client's address, as recorded by the outermost proxy that the operator trusts."""
    n_proxies: int = settings.TRUSTED_PROXIES
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if n_proxies and len(passed) >= n_proxies:
        return passed[-n_proxies]
    return request.META.get("REMOTE_ADDR") or ""


def address_to_limit(request: HttpRequest) -> str:
    """What one client counts as: its IPv4 address, or the first 64 bits of its IPv6 address.

    What a proxy passes on that is no address counts as the proxy itself, so that nobody gets a new allowance
    by inventing some. Empty only if the server knows no address at all, as behind a socket file.
    """
    address = _parsed(client_address(request)) or _parsed(request.META.get("REMOTE_ADDR") or "")
    if address is None:
        return ""
    return _prefix(address, 32 if address.version == 4 else ADDRESS_BITS_IPV6)


def client_network(request: HttpRequest) -> str:
    """The client's network: the first 24 bits of an IPv4 address, 48 of an IPv6 address.

    Empty if it is not known, and for this machine's own address: behind a proxy that the settings do not
    name, everybody would seem to come from there.
    """
    address = _parsed(client_address(request))
    if address is None or address.is_loopback:
        return ""
    return _prefix(address, NETWORK_BITS_IPV4 if address.version == 4 else NETWORK_BITS_IPV6)


def _parsed(text: str) -> Address | None:
    """An address without its port and zone; one of IPv4 within IPv6 (mapped, 6to4) as that of IPv4."""
    found = WITH_PORT.fullmatch(text)
    plain = (found["ipv6"] or found["ipv4"]) if found else text
    try:
        address = ipaddress.ip_address(plain.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        return address.ipv4_mapped or address.sixtofour or address
    return address


def _prefix(address: Address, bits: int) -> str:
    return str(ipaddress.ip_network((address, bits), strict=False))
