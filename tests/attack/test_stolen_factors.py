"""Somebody with a copy of the database looks in it for what makes the codes of authenticator apps."""

import json
import re

import pytest
from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from tests.attack.sign_in import code_of_app, give_app, sign_in
from throughline.accounts.actions import seal_factors
from throughline.accounts.models import District, Person
from throughline.config.jobs import JOBS
from throughline.config.sign_in.factors import FactorAdapter

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def _stored(person: Person) -> str:
    return json.dumps(list(Authenticator.objects.filter(user=person).values_list("data", flat=True)))


def _seeds_and_secrets(stored: str) -> list[str]:
    """What a thief could make codes from: an app's secret in base 32, or a seed in hexadecimal."""
    return re.findall(r'"(?:[A-Z2-7]{32}|[0-9a-f]{80})"', stored)


def test_a_copy_of_the_database_makes_no_code(coordinator: Person) -> None:
    TOTP.activate(coordinator, SECRET)
    codes = RecoveryCodes.activate(coordinator).generate_codes()
    stored = _stored(coordinator)
    assert _seeds_and_secrets(stored) == []
    assert SECRET not in stored
    assert not [code for code in codes if code in stored]
    assert get_adapter().decrypt(Authenticator.objects.get(type="totp").data["secret"]) == SECRET
    assert RecoveryCodes.activate(coordinator).validate_code(codes[0])


def test_with_the_librarys_own_storage_the_same_thief_finds_them(
    coordinator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FactorAdapter, "encrypt", DefaultMFAAdapter.encrypt)
    TOTP.activate(coordinator, SECRET)
    RecoveryCodes.activate(coordinator)
    assert len(_seeds_and_secrets(_stored(coordinator))) == 2


def test_another_servers_key_reads_nothing_and_a_former_key_still_does(coordinator: Person) -> None:
    stored = FactorAdapter().encrypt(SECRET)
    assert stored != FactorAdapter().encrypt(SECRET), "equal secrets do not look equal"
    present = settings.SECRET_KEY
    with override_settings(SECRET_KEY="another"), pytest.raises(InvalidTag):
        FactorAdapter().decrypt(stored)
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[present]):
        assert FactorAdapter().decrypt(stored) == SECRET


def test_whoever_has_an_app_is_told_what_to_do_when_the_servers_key_was_stolen_and_replaced(
    coordinator: Person,
) -> None:
    """The operator deletes such a key: no code can be checked any more."""
    with override_settings(SECRET_KEY="stolen"):
        give_app(coordinator)
        RecoveryCodes.activate(coordinator)
    client = Client()
    sign_in(client, coordinator)
    page = client.post(reverse("mfa_authenticate"), {"code": code_of_app()})
    assert page.status_code == 200
    assert "reset your two-step sign-in" in page.content.decode()


def test_what_was_changed_in_the_database_is_not_taken(coordinator: Person) -> None:
    stored = FactorAdapter().encrypt(SECRET)
    other = "A" if stored[-8] != "A" else "B"
    with pytest.raises(InvalidTag):
        FactorAdapter().decrypt(stored[:-8] + other + stored[-7:])


def test_what_was_stored_before_factors_were_encrypted_still_signs_in() -> None:
    assert FactorAdapter().decrypt(SECRET) == SECRET


def test_what_is_in_clear_or_under_a_former_key_is_sealed_with_the_present_one(
    district: District, coordinator: Person, analyst: Person, owner: Person
) -> None:
    of_early_version = _app(coordinator, SECRET)
    with override_settings(SECRET_KEY="former"):
        of_former_key = _app(analyst, FactorAdapter().encrypt(SECRET))
    with override_settings(SECRET_KEY="of another server"):
        unreadable = _app(owner, FactorAdapter().encrypt(SECRET))
    before = unreadable.data["secret"]
    job = next(job for job in JOBS if job.name == "seal second factors")
    with override_settings(SECRET_KEY_FALLBACKS=["former"]):
        job.run(district)
        assert seal_factors(FactorAdapter().sealed_anew) == 0, "the second time nothing is left to do"
    for factor in (of_early_version, of_former_key, unreadable):
        factor.refresh_from_db()
    for factor in (of_early_version, of_former_key):
        assert SECRET not in factor.data["secret"]
        assert FactorAdapter().decrypt(factor.data["secret"]) == SECRET, "without the former key"
    assert unreadable.data["secret"] == before


def _app(person: Person, stored: str) -> Authenticator:
    return Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": stored})
