"""Somebody has an old cookie, plants one, copies the database, or says what only a proxy may say."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse
from django.utils import timezone

from tests import make
from tests.attack.sign_in import PASSWORD, code_of_app, confirmed, give_app, sign_in, signed_in
from tests.attack.test_client_addresses import everything_stored
from throughline.accounts import actions
from throughline.accounts.models import District, Person, Role, Session
from throughline.accounts.permissions import client_address, public
from throughline.config import urls
from throughline.config.requests import forwarded

COOKIE = settings.SESSION_COOKIE_NAME


@public
def who_asks(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.scheme} {request.get_host()} {client_address(request)}")


urlpatterns = [path("d/<slug:district>/x-who-asks/", who_asks), *urls.urlpatterns]
handler400, handler500 = urls.handler400, urls.handler500


def key_of(client: Client) -> str:
    return client.cookies[COOKIE].value


def with_key(key: str) -> Client:
    thief = Client()
    thief.cookies[COOKIE] = key
    return thief


def gets_in(client: Client, district: District) -> bool:
    return client.get(district.url("cycles")).status_code == 200


# Old cookies


def test_a_cookie_that_was_planted_before_signing_in_opens_nothing_after(
    district: District, coordinator: Person
) -> None:
    thief = Client()
    thief.get(reverse("account_login"))
    store = thief.session
    store["planted"] = True
    store.save()
    victim = with_key(store.session_key)
    assert sign_in(victim, coordinator).status_code == 302
    assert gets_in(victim, district)
    assert key_of(victim) != store.session_key
    assert not gets_in(with_key(store.session_key), district)


def test_a_key_that_the_server_never_gave_is_not_taken_over(district: District, coordinator: Person) -> None:
    victim = with_key("a" * 32)
    sign_in(victim, coordinator)
    assert key_of(victim) != "a" * 32


def test_entering_the_password_again_changes_the_key(district: District, coordinator: Person) -> None:
    client = signed_in(coordinator)
    stolen = key_of(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert key_of(client) != stolen
    assert gets_in(client, district)
    assert not gets_in(with_key(stolen), district)


def test_a_cookie_is_worth_nothing_after_signing_out(district: District, coordinator: Person) -> None:
    client = signed_in(coordinator)
    stolen = key_of(client)
    assert gets_in(with_key(stolen), district)
    client.post(reverse("account_logout"))
    assert not gets_in(with_key(stolen), district)


def test_a_cookie_is_worth_nothing_after_seven_days_however_much_it_is_used(
    district: District, coordinator: Person, traveller: time_machine.Traveller
) -> None:
    client = signed_in(coordinator)
    thief = with_key(key_of(client))
    for _ in range(16):
        traveller.shift(timedelta(hours=10))
        assert gets_in(thief, district)
    traveller.shift(timedelta(hours=7, minutes=59))
    assert gets_in(thief, district)
    traveller.shift(timedelta(minutes=1))
    assert not gets_in(thief, district)


def test_a_cookie_is_worth_nothing_after_twelve_hours_without_use(
    district: District, coordinator: Person, traveller: time_machine.Traveller
) -> None:
    client = signed_in(coordinator)
    assert gets_in(client, district)
    traveller.shift(timedelta(hours=12, seconds=1))
    assert not gets_in(with_key(key_of(client)), district)


def test_a_form_that_comes_after_the_lifetime_is_given_back(
    district: District, coordinator: Person, traveller: time_machine.Traveller
) -> None:
    client = signed_in(coordinator)
    traveller.shift(timedelta(days=7))
    page = client.post(district.url("create_cycle"), {"title_en": "What graduates need"})
    assert page.status_code == 403
    assert "What graduates need" in page.content.decode()


def test_nobody_fills_the_table_of_sessions_by_beginning_to_sign_in(
    db: None, traveller: time_machine.Traveller
) -> None:
    for _ in range(70):
        Client().get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert Session.objects.count() == 60
    traveller.shift(timedelta(hours=1, seconds=1))
    actions.remove_expired_rows(timezone.now())
    assert Session.objects.count() == 0


def test_signing_in_takes_the_session_over_for_twelve_hours(
    district: District, coordinator: Person, traveller: time_machine.Traveller
) -> None:
    client = Client()
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    sign_in(client, coordinator)
    traveller.shift(timedelta(hours=11, minutes=59))
    assert gets_in(client, district)


# What changes an account ends its other sessions


def add_app(client: Client) -> None:
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'id="authenticator_secret"[^>]*value="(\w+)"', page)
    assert secret
    data = {"code": code_of_app(secret[1])}
    assert client.post(reverse("mfa_activate_totp"), data).status_code == 302
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def remove_app(client: Client) -> None:
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert not Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def change_password(client: Client) -> None:
    new = "seven unlikely words here"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), data).status_code == 302


@pytest.mark.parametrize("change", [add_app, remove_app, change_password])
def test_a_new_or_removed_factor_and_a_new_password_end_all_other_sessions(
    district: District,
    coordinator: Person,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Client], None],
) -> None:
    thief = signed_in(coordinator)
    assert gets_in(thief, district)
    own = confirmed(coordinator)
    if change is remove_app:
        give_app(coordinator)
    before = key_of(own)
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **_more: callback())
    change(own)
    assert gets_in(own, district), "one's own goes on"
    assert not gets_in(thief, district)
    assert not gets_in(with_key(before), district), "under another key"
    assert Session.objects.filter(person=coordinator).count() == 1


def test_whoever_may_not_sign_in_any_more_is_out_at_once(district: District, coordinator: Person) -> None:
    client = signed_in(coordinator)
    coordinator.is_active = False
    coordinator.save()
    assert not gets_in(client, district)


def test_changed_roles_end_no_session(district: District, owner: Person, coordinator: Person) -> None:
    client = signed_in(coordinator)
    [membership] = coordinator.memberships_everywhere()
    actions.change_member(make.actor(owner, district), membership, roles=[Role.FACILITATOR])
    assert gets_in(client, district)


# A copy of the database


def test_a_copy_of_the_database_opens_no_session(district: District, coordinator: Person) -> None:
    client = signed_in(coordinator)
    assert gets_in(client, district)
    stored = everything_stored()
    assert key_of(client) not in stored
    keys = Session.objects.values_list("pk", "public_id")
    assert keys
    assert not any(gets_in(with_key(key), district) for row in keys for key in row)


# What proxies say


FORGED = {
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "198.51.100.1",
    "X-Forwarded-Host": "evil.example",
    "Forwarded": "for=198.51.100.1;proto=https;host=evil.example",
}


def asked_from(peer: str, district: District) -> str:
    client = Client(REMOTE_ADDR=peer, HTTP_HOST="testserver", headers=FORGED)
    return client.get(f"/d/{district.slug}/x-who-asks/").content.decode()


@pytest.fixture
def _behind_a_proxy(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.TRUSTED_PROXIES = 1


@pytest.mark.usefixtures("_behind_a_proxy")
@pytest.mark.parametrize("peer", ["203.0.113.5", "2001:db8::5", "::ffff:203.0.113.5", "not an address"])
def test_whoever_reaches_the_server_without_the_proxy_cannot_claim_https_or_an_address(
    district: District, peer: str
) -> None:
    assert asked_from(peer, district) == f"http testserver {peer}"


@pytest.mark.usefixtures("_behind_a_proxy")
@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "10.1.2.3", "::ffff:192.168.0.9", ""])
def test_the_proxy_is_believed(district: District, peer: str) -> None:
    assert asked_from(peer, district) == "https testserver 198.51.100.1"


@pytest.mark.usefixtures("_behind_a_proxy")
def test_only_the_networks_that_the_operator_named_are_believed(district: District, settings: Any) -> None:
    settings.PROXY_ADDRESSES = "203.0.113.1/24"
    assert asked_from("203.0.113.5", district).startswith("https ")
    assert asked_from("127.0.0.1", district) == "http testserver 127.0.0.1"


@pytest.mark.usefixtures("_behind_a_proxy")
def test_an_operator_hears_once_of_a_proxy_that_is_not_believed(
    district: District, caplog: pytest.LogCaptureFixture
) -> None:
    forwarded._say_that_a_proxy_is_not_believed.cache_clear()
    for _ in range(3):
        asked_from("203.0.113.5", district)
    assert caplog.text.count("THROUGHLINE_PROXY_ADDRESSES") == 1
    assert "203.0.113.5" not in caplog.text


@pytest.mark.usefixtures("_behind_a_proxy")
@pytest.mark.parametrize(
    ("peer", "passed_on"),
    [("", ""), ("127.0.0.1", "198.51.100.1"), ("127.0.0.1", "unknown, unknown"), ("127.0.0.1", "")],
)
def test_people_sign_in_however_little_is_known_of_their_address(
    coordinator: Person, settings: Any, peer: str, passed_on: str
) -> None:
    """allauth refused whoever came by a socket file, and failed where fewer proxies spoke than named."""
    settings.TRUSTED_PROXIES = 2
    client = Client(REMOTE_ADDR=peer, headers={"X-Forwarded-For": passed_on} if passed_on else {})
    assert sign_in(client, coordinator).status_code == 302


@pytest.mark.usefixtures("_behind_a_proxy")
def test_without_a_proxy_nobody_is_believed(district: District, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 0
    assert asked_from("127.0.0.1", district) == "http testserver 127.0.0.1"
