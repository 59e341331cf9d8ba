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
from django.test import override_settings

from throughline.accounts.models import Person
from throughline.config.factors import FactorAdapter

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


def test_what_was_changed_in_the_database_is_not_taken(coordinator: Person) -> None:
    stored = FactorAdapter().encrypt(SECRET)
    other = "A" if stored[-8] != "A" else "B"
    with pytest.raises(InvalidTag):
        FactorAdapter().decrypt(stored[:-8] + other + stored[-7:])


def test_what_was_stored_before_factors_were_encrypted_still_signs_in() -> None:
    assert FactorAdapter().decrypt(SECRET) == SECRET
