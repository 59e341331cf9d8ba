"""What browsers and shared caches may store: nothing behind the door, and little before it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from tests import make
from tests.architecture.checks import urls
from tests.architecture.furnished import APPS, DOORS, furnished
from tests.doors import Door, World
from tests.quick_client import signed_in, taken_back
from throughline.accounts.models import District, Person, Role
from throughline.accounts.permissions import cacheable
from throughline.config.requests.caching import CHECKED, KEPT, SHARED, UNSTORED

As = Callable[[Person | None], Client]

DOCS = Path(__file__).parents[2] / "docs" / "reference" / "caching.md"
VIEWS: dict[str, Callable[..., Any]] = {
    str(pattern.name): pattern.callback for pattern in urls.url_patterns(get_resolver())
}
OF_EVERYBODY = ("accent", "forum_qr")
WITH_SECRETS = ("part_done", "withdraw")
OF_PARTNERS = ("partner_entry", "confirm_by_link", "set_openings_by_link", "edit_by_link")
SIGNING_IN = (
    *("account_login", "account_logout", "account_reset_password", "account_change_password"),
    *("account_email", "account_reauthenticate", "mfa_index", "mfa_activate_totp", "mfa_list_webauthn"),
)


def expected(door: Door, status: int, is_signed_in: bool) -> set[str]:
    """What the header may be. Links with a secret, and pages that show one, are stored by nobody."""
    if door.name in OF_EVERYBODY and status == 200:
        return {KEPT if is_signed_in else SHARED}
    has_secret = door.name in {*WITH_SECRETS, "follow", "everything", "appeal", *OF_PARTNERS}
    is_checked = door.public and status in {200, 422} and not is_signed_in and not has_secret
    return {CHECKED} if is_checked else {UNSTORED}


def answer(client: Client, door: Door, world: World) -> Any:
    send = client.post if door.method == "post" else client.get
    return send(door.address(world), door.data(world))


@pytest.mark.parametrize("app", APPS)
def test_every_page_says_what_may_be_stored_to_every_kind_of_user(
    app: str, district: District, no_worker: None
) -> None:
    world = furnished(district, app)
    cast = (None, make.person("a stranger"), make.member(district, Role.PARTNER_CONTACT))
    for person in (*cast, make.member(district, Role.OWNER)):
        client = signed_in(person)
        for door in (door for of_app, door in DOORS if of_app == app):
            with taken_back(), client.as_before():
                got = answer(client, door, world)
            wanted = expected(door, got.status_code, person is not None)
            assert got["Cache-Control"] in wanted, (door.name, person, got.status_code)


@pytest.mark.parametrize("name", SIGNING_IN)
@pytest.mark.parametrize("is_signed_in", [False, True])
def test_pages_of_signing_in_are_never_stored(
    name: str, is_signed_in: bool, owner: Person, client_of: As
) -> None:
    assert "no-store" in client_of(owner if is_signed_in else None).get(reverse(name))["Cache-Control"]


def test_pages_beside_the_districts(district: District, owner: Person, client_of: As) -> None:
    anyone, signed_in = client_of(None), client_of(owner)
    assert anyone.get("/")["Cache-Control"] == CHECKED
    for client, address in (
        (signed_in, "/"),
        (signed_in, "/my/"),
        (signed_in, "/my/account/"),
        (anyone, "/my/"),
        (anyone, "/health/"),
        (anyone, "/nowhere/"),
        (anyone, "/d/nowhere/"),
        (anyone, district.url("rules").rstrip("/")),
        (anyone, "/invitation/no-such-code/"),
    ):
        assert client.get(address)["Cache-Control"] == UNSTORED, address


def test_what_is_public_varies_by_who_asks_and_in_which_language(district: District, client_of: As) -> None:
    varies = client_of(None).get(district.url("district_front"))["Vary"]
    assert {"Cookie", "Accept-Language"} <= {part.strip() for part in varies.split(",")}


def test_an_answer_that_sets_a_cookie_is_kept_by_no_shared_cache(district: District, client_of: As) -> None:
    got = client_of(None).get(district.url("accent") + "?lang=es")
    assert "tl_language" in got.cookies
    assert got["Cache-Control"] == KEPT


def test_an_error_is_stored_by_nobody(
    district: District, client_of: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **_more: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("throughline.accounts.views.district.accent_css", fail)
    client = client_of(None)
    client.raise_request_exception = False
    got = client.get(district.url("accent"))
    assert (got.status_code, got["Cache-Control"]) == (500, UNSTORED)


def test_static_files_are_stored_for_good(db: None, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "a.0123456789ab.css").write_text("a {}")
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+\.[0-9a-f]{12}\..+$"
    got = Client().get("/static/a.0123456789ab.css")
    got.close()
    assert (got.status_code, got["Cache-Control"]) == (200, "max-age=315360000, public, immutable")


def test_signing_out_clears_what_the_browser_has_stored(owner: Person, client_of: As) -> None:
    client = client_of(owner)
    assert "Clear-Site-Data" not in client.get(reverse("account_logout"))
    assert client.post(reverse("account_logout"))["Clear-Site-Data"] == '"cache"'


def test_the_marked_views_are_those_of_the_docs() -> None:
    marked = {
        title: {name for name, view in VIEWS.items() if hasattr(view, mark)}
        for title, mark in (
            ("Public but never stored", "is_unstored"),
            ("Cacheable for an hour", "is_cacheable"),
        )
    }
    assert list(marked.values()) == [set(WITH_SECRETS), set(OF_EVERYBODY)]
    sections = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", DOCS.read_text(), re.MULTILINE | re.DOTALL))
    for title, names in marked.items():
        assert set(re.findall(r"^\| `(\w+)`", sections[title], re.MULTILINE)) == names
        assert all(VIEWS[name].is_public for name in names)  # type: ignore[attr-defined]


def test_no_view_says_it_by_itself() -> None:
    """What a view writes would hold for staff too."""
    package = Path(__file__).parents[2] / "throughline"
    found = [
        path.name
        for path in sorted(package.rglob("*.py"))
        if re.search(r"Cache-Control|cache_control|never_cache", path.read_text(encoding="utf-8"))
    ]
    assert found == ["caching.py", "serving.py"], "serving.py answers for a server that has no page left"


def test_marking_a_view_does_not_open_it() -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert not hasattr(cacheable(view), "is_public")
