"""What people type as a password or code is taken as it is, masked, and never kept by the page."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.attack.sign_in import PASSWORD, code_of_app, give_app, sign_in, signed_in
from throughline.accounts.actions import invite_member
from throughline.accounts.models import District, Person, Role
from throughline.accounts.permissions import Actor

LONG = "Ñandú  über 🦙 " + "x7 " * 40 + "end"


def _password_boxes(page: str) -> list[str]:
    return re.findall(r"<input[^>]*name=\"(?:old)?password[12]?\"[^>]*>", page)


@pytest.fixture
def pages(district: District, coordinator: Person, owner: Person) -> dict[str, str]:
    """The pages on which a password is typed."""
    actor = Actor.of(district, owner)
    invitation = invite_member(actor, email="new@example.org", role=Role.ANALYST)
    client = signed_in(coordinator)
    names = ("account_change_password", "account_reauthenticate")
    found = {name: client.get(reverse(name), follow=True).content.decode() for name in names}
    return found | {
        "account_login": Client().get(reverse("account_login")).content.decode(),
        "invitation": Client().get(invitation.path).content.decode(),
    }


def test_passwords_are_masked_and_managers_may_fill_them_in(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        boxes = _password_boxes(page)
        assert boxes, name
        for box in boxes:
            assert 'type="password"' in box, name
            assert re.search(r'autocomplete="(current|new)-password"', box), name
            assert "onpaste" not in box, name
            assert "readonly" not in box, name
            assert not re.search(r'maxlength="\d{1,2}"', box), name


def test_a_long_password_of_any_signs_counts_to_its_last_sign(coordinator: Person) -> None:
    coordinator.set_password(LONG)
    coordinator.save()
    wrong = (LONG[:-1], LONG.swapcase(), f" {LONG}", LONG.replace("  ", " "), LONG[:72])
    for password in wrong:
        assert sign_in(Client(), coordinator, password).status_code == 200, password
        coordinator.refresh_from_db()
    assert len(LONG) > 128
    cache.clear()  # of the attempts
    assert sign_in(Client(), coordinator, LONG).status_code == 302


def test_changing_the_password_asks_for_the_present_one(coordinator: Person) -> None:
    client = signed_in(coordinator)
    new = {"password1": "seven unlikely words", "password2": "seven unlikely words"}
    assert client.post(reverse("account_change_password"), new).status_code == 200
    assert client.post(reverse("account_change_password"), {**new, "oldpassword": "wrong"}).status_code == 200
    coordinator.refresh_from_db()
    assert coordinator.check_password(PASSWORD)
    client.post(reverse("account_change_password"), {**new, "oldpassword": PASSWORD})
    coordinator.refresh_from_db()
    assert coordinator.check_password("seven unlikely words")


def test_a_password_does_not_expire(coordinator: Person, traveller: Any) -> None:
    traveller.shift(timedelta(days=5 * 365))
    answer = sign_in(Client(), coordinator)
    assert answer.status_code == 302
    assert "password" not in answer["Location"]


def test_a_backup_code_works_once(coordinator: Person) -> None:
    give_app(coordinator)
    code = RecoveryCodes.activate(coordinator).get_unused_codes()[0]
    for expected in (302, 200):
        client = Client()
        sign_in(client, coordinator)
        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected


@pytest.mark.parametrize("seconds", [-31, 31])
def test_a_code_of_an_app_is_valid_for_its_thirty_seconds_alone(
    coordinator: Person, traveller: Any, seconds: int
) -> None:
    give_app(coordinator)
    code = code_of_app()
    traveller.shift(timedelta(seconds=seconds))
    client = Client()
    sign_in(client, coordinator)
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200
    assert not hasattr(settings, "MFA_TOTP_TOLERANCE")
