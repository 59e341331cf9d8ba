"""Signing in through allauth with our templates: password, app codes, passkeys; sign-up is closed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests import make
from tests.architecture.checks.markup import inline_parts
from throughline.accounts.models import AuditEntry, District, Person, Role

As = Callable[[Person | None], Client]
PASSWORD = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of an app that shows codes


def _sign_in(client: Client, person: Person, **more: str) -> Any:
    return client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD, **more})


def _surely_signed_in(person: Person) -> Client:
    """Return a client that is signed in and has re-entered the password, as security pages require."""
    client = Client()
    _sign_in(client, person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def _code_of_app(secret: str) -> str:
    """What an app that shows codes would show now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_a_member_of_the_staff_signs_in_and_lands_at_the_desk(
    district: District, coordinator: Person
) -> None:
    answer = _sign_in(Client(), coordinator)
    assert answer.status_code == 302
    assert answer["Location"] == district.url("desk")


def test_what_is_said_at_sign_in_is_in_the_language_of_the_page_that_follows(
    district: District, coordinator: Person
) -> None:
    Person.objects.filter(pk=coordinator.pk).update(language="es")
    client = Client(headers={"accept-language": "en"})
    page = client.post(
        reverse("account_login"), {"login": coordinator.email, "password": PASSWORD}, follow=True
    )
    assert page["Content-Language"] == "es"
    assert "Ha iniciado sesión." in page.content.decode()


def test_whoever_belongs_nowhere_lands_on_my_districts(stranger: Person) -> None:
    assert _sign_in(Client(), stranger)["Location"] == reverse("my_districts")


def test_signing_in_is_in_the_audit_of_the_district(district: District, coordinator: Person) -> None:
    _sign_in(Client(), coordinator)
    assert AuditEntry.objects.filter(verb="sign_in", person=coordinator).count() == 1


def test_a_wrong_password_says_no_more_than_that(district: District, coordinator: Person) -> None:
    answers = [
        Client().post(reverse("account_login"), {"login": email, "password": "something else entirely"})
        for email in (coordinator.email, "nobody@example.org")
    ]
    shown = [re.findall(r'role="alert">(.*?)</div>', answer.content.decode(), re.S) for answer in answers]
    assert shown[0]
    assert shown[0] == shown[1]


@pytest.mark.parametrize(
    "bad", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_next_never_leads_away(district: District, coordinator: Person, bad: str) -> None:
    answer = _sign_in(Client(), coordinator, next=bad)
    assert "evil" not in answer["Location"]
    assert answer["Location"].startswith("/")


def test_next_leads_back_to_the_page_that_was_asked_for(district: District, coordinator: Person) -> None:
    client = Client()
    asked = client.get(district.url("cycles"))
    assert asked.status_code == 302
    page = client.get(asked["Location"]).content.decode()
    assert f'value="{district.url("cycles")}"' in page
    assert _sign_in(client, coordinator, next=district.url("cycles"))["Location"] == district.url("cycles")


def test_nobody_signs_up(db: None) -> None:
    client = Client()
    assert "by invitation" in client.get(reverse("account_signup")).content.decode()
    client.post(reverse("account_signup"), {"email": "new@example.org", "password1": "four unlikely words"})
    assert not Person.objects.filter(email="new@example.org").exists()


def test_somebody_with_an_app_is_asked_for_a_code(district: District, coordinator: Person) -> None:
    Authenticator.objects.create(
        user=coordinator, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(SECRET)}
    )
    client = Client()
    assert _sign_in(client, coordinator)["Location"] == reverse("mfa_authenticate")
    assert client.get(district.url("cycles")).status_code == 302, "not in yet"
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": _code_of_app(SECRET)}).status_code == 302
    assert client.get(district.url("cycles")).status_code == 200


def test_locks_ask_for_the_password_once_more(coordinator: Person) -> None:
    client = Client()
    _sign_in(client, coordinator)
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        assert client.get(reverse(name))["Location"].startswith(reverse("account_reauthenticate"))


def test_setting_up_an_app_shows_a_code_that_policy_allows(coordinator: Person) -> None:
    client = _surely_signed_in(coordinator)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    assert 'src="data:image/svg+xml' in page
    secret = re.search(r'id="authenticator_secret"[^>]*value="(\w+)"', page)
    assert secret
    assert client.post(reverse("mfa_activate_totp"), {"code": _code_of_app(secret[1])}).status_code == 302
    assert Authenticator.objects.filter(user=coordinator, type=Authenticator.Type.TOTP).exists()
    assert "You need a code from your app to sign in" in client.get(reverse("mfa_index")).content.decode()


def test_a_forgotten_password_is_set_anew_by_a_mailed_link(coordinator: Person, prompt_worker: None) -> None:
    client = Client()
    client.post(reverse("account_reset_password"), {"email": coordinator.email})
    message = mail.outbox[0]
    link = re.search(r"http://[^/]+(/accounts/password/reset/key/\S+)", str(message.body))
    assert link
    form = client.get(link[1], follow=True)
    client.post(
        form.redirect_chain[-1][0], {"password1": "seven unlikely words", "password2": "seven unlikely words"}
    )
    coordinator.refresh_from_db()
    assert coordinator.check_password("seven unlikely words")


def test_whoever_asks_for_an_unknown_address_is_shown_the_same(db: None, coordinator: Person) -> None:
    pages = [
        Client().post(reverse("account_reset_password"), {"email": email}, follow=True).content
        for email in (coordinator.email, "nobody@example.org")
    ]
    assert pages[0] == pages[1]


PAGES_SIGNED_IN = [
    "account_logout",
    "account_change_password",
    "account_email",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
]


@pytest.mark.parametrize(
    "name", ["account_login", "account_signup", "account_reset_password", *PAGES_SIGNED_IN]
)
def test_pages_of_sign_in_stand_in_our_look_without_inline_style_or_script(
    coordinator: Person, name: str
) -> None:
    client = _surely_signed_in(coordinator) if name in PAGES_SIGNED_IN else Client()
    page = client.get(reverse(name))
    assert page.status_code == 200
    text = page.content.decode()
    assert "ui/throughline.css" in text
    assert inline_parts(text) == []


def test_recovery_codes_stand_in_our_look(coordinator: Person) -> None:
    client = _surely_signed_in(coordinator)
    Authenticator.objects.create(
        user=coordinator, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(SECRET)}
    )
    client.post(reverse("mfa_generate_recovery_codes"))
    for name in ("mfa_generate_recovery_codes", "mfa_view_recovery_codes", "mfa_deactivate_totp"):
        page = client.get(reverse(name))
        assert page.status_code == 200, name
        assert inline_parts(page.content.decode()) == []


def test_many_wrong_passwords_are_slowed_down(coordinator: Person) -> None:
    client = Client()
    for _ in range(6):
        answer = client.post(
            reverse("account_login"), {"login": coordinator.email, "password": "wrong wrong wrong"}
        )
    assert "Too many" in answer.content.decode()


def test_the_front_page_offers_sign_in_and_my_districts_names_roles(
    district: District, client_of: As
) -> None:
    person = make.member(district, Role.BOARD_MEMBER)
    assert reverse("account_login") in Client().get("/").content.decode()
    page = client_of(person).get(reverse("my_districts")).content.decode()
    assert "Board member" in page
    assert district.url("desk") in page
