"""The recommended proxy, nginx from Debian with docs/how-to/nginx-site.conf, in front of the real server."""

import contextlib
import os
import re
import select
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.accounts.upload_files import PAGES
from tests.listen.test_killed_server import environment, prepare
from tests.served import Served, read_all, request, serving
from throughline.accounts.declarations import upload_kinds
from throughline.accounts.models import District
from throughline.config.server.limits import FORM_BODY_BYTES

pytestmark = [pytest.mark.slow, pytest.mark.once]

SITE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "nginx-site.conf"
NAME = "voices.example.org"
HUGE_FILE = "HTTP/1.1\nContent-Type: multipart/form-data; boundary=x\nContent-Length: 300000000"


def nginx() -> str:
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None and os.environ.get("THROUGHLINE_REQUIRE_NGINX"):
        pytest.fail("nginx is not installed, and THROUGHLINE_REQUIRE_NGINX forbids to skip")
    return found or pytest.skip("nginx is not installed")


def make_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=400))
        .not_valid_after(today + timedelta(days=400))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def free_ports(n_ports: int) -> list[int]:
    with contextlib.ExitStack() as opened:
        taken = [opened.enter_context(socket.create_server(("127.0.0.1", 0))) for _number in range(n_ports)]
        return [int(listener.getsockname()[1]) for listener in taken]


@dataclass
class Proxy:
    folder: Path
    plain_port: int
    port: int
    process: subprocess.Popen[bytes]

    def connect(self) -> ssl.SSLSocket:
        context = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        raw = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        return context.wrap_socket(raw, server_hostname=NAME)

    def ask(self, head: str) -> str:
        with self.connect() as client:
            client.sendall(request(head).replace(b"Host: localhost", f"Host: {NAME}".encode()))
            return read_all(client).decode()


def filled_in(folder: Path, served: Served, plain_port: int, port: int) -> Path:
    """The site as an operator would have it, in a configuration that needs no root."""
    site = SITE.read_text()
    for old, new in {
        "listen 80 ": f"listen 127.0.0.1:{plain_port} ",
        "listen 443 ": f"listen 127.0.0.1:{port} ",
        "127.0.0.1:8000": f"127.0.0.1:{served.address[1]}",
        "/etc/ssl/voices": str(folder),
        "/var/log/nginx": str(folder),
    }.items():
        assert old in site
        site = site.replace(old, new)
    (folder / "site.conf").write_text(site)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    main = folder / "nginx.conf"
    main.write_text(
        f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;"
        f"events {{ worker_connections 1024; }} http {{ {places} include {folder}/site.conf; }}"
    )
    return main


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path | None) -> Iterator[Proxy]:
    command, folder = nginx(), tmp_path_factory.mktemp("nginx")
    make_certificate(folder)
    environ = environment(folder, f"sqlite:///{folder / 'served.sqlite3'}")
    prepare(environ, migrated_file)
    environ |= {
        "THROUGHLINE_BASE_URL": f"https://{NAME}",
        "THROUGHLINE_HOSTS": f"{NAME},127.0.0.1",
        "THROUGHLINE_TRUSTED_PROXIES": "1",
    }
    with serving(environ, folder) as served:
        plain_port, port = free_ports(2)
        start = [command, "-p", str(folder), "-c", str(filled_in(folder, served, plain_port, port))]
        tried = subprocess.run([*start, "-t"], capture_output=True, text=True, check=False)
        assert tried.returncode == 0, tried.stderr
        assert "[warn]" not in tried.stderr.replace('[warn] the "user" directive', "")
        process = subprocess.Popen(start, stderr=subprocess.DEVNULL)
        try:
            for _tenth in range(300):
                with (
                    contextlib.suppress(ConnectionRefusedError),
                    socket.create_connection(("127.0.0.1", port)),
                ):
                    break
                select.select([], [], [], 0.1)
            yield Proxy(folder, plain_port, port, process)
        finally:
            process.terminate()
            process.wait(30)


def test_the_sign_in_page_comes_over_https_alone_with_cookies_for_https_alone(proxy: Proxy) -> None:
    with socket.create_connection(("127.0.0.1", proxy.plain_port), timeout=30) as client:
        client.sendall(request("GET /accounts/login/?a=b HTTP/1.1\nConnection: close"))
        answer = read_all(client).decode()
    assert answer.startswith("HTTP/1.1 301 ")
    assert f"Location: https://{NAME}/accounts/login/?a=b" in answer
    answer = proxy.ask("GET /accounts/login/ HTTP/1.1\nConnection: close")
    assert answer.startswith("HTTP/1.1 200 ")
    cookies = re.findall("^Set-Cookie: (.*)", answer, re.MULTILINE)
    assert cookies
    assert all("; Secure" in cookie for cookie in cookies)
    assert answer.count("Strict-Transport-Security:") == 1
    assert "Server: nginx\r\n" in answer


def test_what_a_client_says_about_its_way_here_counts_for_nothing(proxy: Proxy) -> None:
    """Otherwise the page would be answered as one that came unencrypted, or under another name."""
    forged = "X-Forwarded-Proto: http\nX-Forwarded-Host: evil.example\nX-Forwarded-For: 203.0.113.7"
    answer = proxy.ask(f"GET /accounts/login/ HTTP/1.1\nConnection: close\n{forged}")
    assert answer.startswith("HTTP/1.1 200 ")
    assert "Strict-Transport-Security:" in answer
    assert "evil.example" not in answer


def test_three_hundred_megabytes_of_nobody_are_refused_at_once(proxy: Proxy) -> None:
    answer = proxy.ask(f"POST /accounts/login/ {HUGE_FILE}")
    assert answer.startswith("HTTP/1.1 413 ")
    assert "Es demasiado grande" in answer
    assert "X-Content-Type-Options: nosniff" in answer
    assert list((proxy.folder / "client_body").rglob("*.*")) == []


@pytest.mark.parametrize("page", ["imports/survey", "imports/polis", "figures/import", "partners/import"])
def test_a_page_that_takes_files_asks_who_sends_them_before_they_are_stored(proxy: Proxy, page: str) -> None:
    answer = proxy.ask(f"POST /d/juniper/{page}/ {HUGE_FILE}")
    assert answer.startswith("HTTP/1.1 403 ")
    assert "You are signed out" in answer
    assert list(proxy.folder.rglob("client_body/*/*")) == []


@pytest.mark.django_db
def test_the_pages_that_take_files_are_those_of_the_configuration(district: District) -> None:
    places = re.findall(r"location ~ (\S+) \{", SITE.read_text())
    assert len(places) == 1
    for page, _field, _fields in PAGES.values():
        assert re.search(places[0], district.url(page)), page


def test_nginx_takes_no_more_and_no_less_than_throughline() -> None:
    sizes = [int(size) << 20 for size in re.findall(r"client_max_body_size (\d+)m;", SITE.read_text())]
    largest = max(kind.limits.max_total_bytes for kind in upload_kinds()) + FORM_BODY_BYTES
    assert sizes == [FORM_BODY_BYTES, pytest.approx(largest, rel=0.1)]
    assert sizes[1] >= largest


def test_slow_connections_are_held_off_and_health_is_fine(proxy: Proxy) -> None:
    with contextlib.ExitStack() as clients:
        for _number in range(100):
            client = clients.enter_context(proxy.connect())
            client.sendall(
                b"POST /accounts/login/ HTTP/1.1\r\nHost: voices.example.org\r\nContent-Length: 9\r\n\r\n"
            )
        assert proxy.ask("GET /health/ HTTP/1.1\nConnection: close").startswith("HTTP/1.1 200 ")


def test_trace_is_refused(proxy: Proxy) -> None:
    assert proxy.ask("TRACE / HTTP/1.1\nConnection: close").startswith("HTTP/1.1 405 ")


def test_no_log_names_anybody(proxy: Proxy) -> None:
    proxy.ask("GET /invitation/secret-word/ HTTP/1.1\nConnection: close")
    logs = "".join(path.read_text() for path in proxy.folder.glob("*.log"))
    assert "secret-word" not in logs
    assert "127.0.0.1" not in logs
