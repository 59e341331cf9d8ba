"""What the recommended proxy configuration allows: current TLS, strong ciphers, and no way around HTTPS."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "nginx-site.conf"
STRONG = re.compile(r"ECDHE-(ECDSA|RSA)-(AES128-GCM-SHA256|AES256-GCM-SHA384|CHACHA20-POLY1305)")


def weaknesses(configuration: str) -> list[str]:
    found = []
    servers = re.split(r"^server \{$", configuration, flags=re.MULTILINE)[1:]
    encrypted = [server for server in servers if re.search(r"listen \S+ ssl", server)]
    for server in servers:
        is_redirect = re.search(r"return 301 https://[\w.]+\$request_uri;", server) is not None
        if server not in encrypted and (not is_redirect or "proxy_pass" in server):
            found.append("a server without TLS that does more than redirect")
    for server in encrypted:
        protocols = re.findall(r"ssl_protocols ([^;]+);", server)
        if protocols != ["TLSv1.2 TLSv1.3"]:
            found.append(f"protocols {protocols}")
        ciphers = [name for line in re.findall(r"ssl_ciphers ([^;]+);", server) for name in line.split(":")]
        if not ciphers:
            found.append("the ciphers of the system")
        found += [f"the cipher {name}" for name in ciphers if not STRONG.fullmatch(name)]
    return found if encrypted else [*found, "no TLS at all"]


def test_the_recommended_proxy_speaks_current_tls_with_strong_ciphers_alone() -> None:
    assert weaknesses(PAGE.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ssl_protocols TLSv1.2 TLSv1.3;", "ssl_protocols TLSv1.1 TLSv1.2;"),
        ("ssl_ciphers ECDHE-", "ssl_ciphers AES128-SHA:ECDHE-"),
        ("return 301 https://", "return 301 http://"),
        (" ssl ", " "),
    ],
)
def test_a_planted_weakness_is_found(before: str, after: str) -> None:
    configuration = PAGE.read_text(encoding="utf-8")
    assert before in configuration
    assert weaknesses(configuration.replace(before, after, 1))
