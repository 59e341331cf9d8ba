"""Names of cookies and strict transport under HTTPS, which no browser takes from another host."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.attack.sign_in import PASSWORD
from throughline.accounts.models import District, Person
from throughline.config.requests.message_cookie import MessageCookie

NAMES = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME")
WHAT = (
    "import json, django; django.setup();"
    "from django.conf import settings;"
    "from throughline.config.requests.message_cookie import MessageCookie;"
    "names = ['SESSION_COOKIE_NAME', 'CSRF_COOKIE_NAME', 'LANGUAGE_COOKIE_NAME', 'SESSION_COOKIE_SECURE',"
    " 'CSRF_COOKIE_SECURE', 'SECURE_HSTS_SECONDS', 'SECURE_HSTS_INCLUDE_SUBDOMAINS', 'SECURE_HSTS_PRELOAD'];"
    "found = {name: getattr(settings, name) for name in names};"
    "print(json.dumps({**found, 'messages': MessageCookie.cookie_name}))"
)


def settings_with(tmp_path: Path, **environment: str) -> dict[str, Any]:
    """The settings as another process reads them from its environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("THROUGHLINE_")}
    own = {"THROUGHLINE_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "throughline.config.settings"}
    command = [sys.executable, "-c", WHAT]
    ran = subprocess.run(
        command, env={**kept, **own, **environment}, capture_output=True, text=True, check=True, timeout=120
    )
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def test_with_https_cookies_have_names_that_bind_them_to_this_host(tmp_path: Path) -> None:
    found = settings_with(tmp_path, THROUGHLINE_BASE_URL="https://voices.example.org")
    assert [found[name] for name in NAMES] == ["__Host-sessionid", "__Host-csrftoken", "__Host-tl_language"]
    assert found["messages"] == "__Host-messages"
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000
    assert not found["SECURE_HSTS_INCLUDE_SUBDOMAINS"]


def test_without_https_they_have_plain_names_since_browsers_refuse_the_others(tmp_path: Path) -> None:
    found = settings_with(
        tmp_path, THROUGHLINE_BASE_URL="http://localhost:8000", THROUGHLINE_HSTS_SUBDOMAINS="1"
    )
    assert [found[name] for name in NAMES] == ["sessionid", "csrftoken", "tl_language"]
    assert found["SECURE_HSTS_SECONDS"] == 0
    assert found["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert not found["SECURE_HSTS_PRELOAD"]


@pytest.fixture
def _https(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        setattr(settings, name, f"__Host-{getattr(settings, name)}")
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 60
    monkeypatch.setattr(MessageCookie, "cookie_name", "__Host-messages")


@pytest.mark.usefixtures("_https")
def test_each_cookie_is_set_as_browsers_demand_of_such_a_name(
    district: District, coordinator: Person
) -> None:
    client = Client(headers={"host": "testserver"})
    client.get(reverse("account_login"), {"lang": "es"}, secure=True)
    client.post(reverse("account_login"), {"login": coordinator.email, "password": PASSWORD}, secure=True)
    client.post(reverse("my_account"), {"name": "Nora", "language": "en"}, secure=True)
    bound = {name: morsel for name, morsel in client.cookies.items() if name.startswith("__Host-")}
    assert set(bound) == {"__Host-sessionid", "__Host-csrftoken", "__Host-tl_language", "__Host-messages"}
    for name, morsel in bound.items():
        assert (morsel["secure"], morsel["path"], morsel["domain"]) == (True, "/", ""), name
        assert morsel["httponly"], name
    deleted = client.post(reverse("account_logout"), secure=True).cookies["__Host-sessionid"]
    assert (deleted.value, deleted["secure"]) == ("", True), "browsers ignore it otherwise"


@pytest.mark.usefixtures("_https")
@pytest.mark.parametrize("path", ["/", "/nothing/", "/health/", "/my/", "/d/juniper/cycles/", "/d/a%00/"])
def test_every_answer_demands_https(district: District, path: str) -> None:
    answer = Client(raise_request_exception=False).get(path, secure=True)
    assert answer.headers["Strict-Transport-Security"] == "max-age=60"
