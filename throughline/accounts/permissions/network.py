"""Where a request comes from, as far as the operator's proxies can be believed."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

NETWORK_BITS_IPV4 = 24
NETWORK_BITS_IPV6 = 48


def client_address(request: HttpRequest) -> str:
    """The client's address, as recorded by the outermost proxy that the operator trusts."""
    n_proxies: int = settings.TRUSTED_PROXIES
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if n_proxies and len(passed) >= n_proxies:
        return passed[-n_proxies]
    return request.META.get("REMOTE_ADDR") or ""


def client_network(request: HttpRequest) -> str:
    """The client's network: the first 24 bits of an IPv4 address, 48 of an IPv6 address.

    Empty if it is not known, and for this machine's own address: behind a proxy that the settings do not
    name, everybody would seem to come from there.
    """
    try:
        address = ipaddress.ip_address(client_address(request))
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if address.is_loopback:
        return ""
    bits = NETWORK_BITS_IPV4 if address.version == 4 else NETWORK_BITS_IPV6
    return str(ipaddress.ip_network((address, bits), strict=False))
