"""Links and cookies that the server signed: changed, used twice, too late, or made for something else."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import global_settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.contrib.messages import INFO
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.core import mail, signing
from django.test import Client, RequestFactory, TestCase
from django.urls import reverse
from django.utils.module_loading import import_string

from throughline.accounts.models import Person
from throughline.config import settings

pytestmark = pytest.mark.usefixtures("prompt_worker")
NEW = "seven unlikely words"


def _reset_link(person: Person) -> str:
    with TestCase.captureOnCommitCallbacks(execute=True):
        Client().post(reverse("account_reset_password"), {"email": person.email})
    found = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def _set_password(link: str, password: str = NEW) -> bool:
    """Follow a link as the mail's reader does; whether it led to a form that took a password."""
    client = Client()
    page = client.get(link, follow=True)
    if 'name="password1"' not in page.content.decode():
        return False
    address = page.redirect_chain[-1][0]
    return client.post(address, {"password1": password, "password2": password}).status_code == 302


def _changed(link: str, place: int) -> str:
    """The link with one character changed, counted from its end."""
    link = link.rstrip("/")
    return f"{link[:-place]}{'x' if link[-place] != 'x' else 'y'}{link[len(link) - place + 1 :]}/"


@pytest.mark.parametrize("place", [1, 10, 30])
def test_a_changed_reset_link_sets_no_password(coordinator: Person, place: int) -> None:
    assert not _set_password(_changed(_reset_link(coordinator), place))


def test_a_reset_link_of_one_person_is_none_of_another(coordinator: Person, owner: Person) -> None:
    mine, other = _reset_link(coordinator), _reset_link(owner)
    key = mine.rstrip("/").rsplit("/", 1)[1].split("-", 1)[1]
    whose = other.rstrip("/").rsplit("/", 1)[1].split("-", 1)[0]
    assert not _set_password(f"/accounts/password/reset/key/{whose}-{key}/")


def test_without_the_check_of_the_key_a_changed_link_sets_one(
    coordinator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PasswordResetTokenGenerator, "check_token", lambda self, person, key: True)
    assert _set_password(_changed(_reset_link(coordinator), 10))


def test_a_reset_link_works_once(coordinator: Person) -> None:
    link = _reset_link(coordinator)
    assert _set_password(link)
    assert not _set_password(link, "eight other unlikely words")
    coordinator.refresh_from_db()
    assert coordinator.check_password(NEW)


def test_a_reset_link_ends(coordinator: Person, traveller: Any, settings: Any) -> None:
    link = _reset_link(coordinator)
    traveller.shift(timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT + 60))
    assert not _set_password(link)


def test_a_changed_message_of_a_cookie_is_not_shown() -> None:
    storage = CookieStorage(RequestFactory().get("/"))
    signed = str(storage._encode([Message(INFO, "Saved.")]))
    assert storage._decode(signed)
    assert not storage._decode(signed.replace(signed[2], "A" if signed[2] != "A" else "B", 1))


def test_what_was_signed_for_one_purpose_is_refused_for_another() -> None:
    signed = signing.dumps({"person": 1}, salt="one purpose")
    assert signing.loads(signed, salt="one purpose") == {"person": 1}
    with pytest.raises(signing.BadSignature):
        signing.loads(signed, salt="another")


def test_passwords_are_stored_by_the_frameworks_slow_hash() -> None:
    assert not hasattr(settings, "PASSWORD_HASHERS"), "the framework's own list, which grows with time"
    assert import_string(global_settings.PASSWORD_HASHERS[0]) is PBKDF2PasswordHasher
    assert (PBKDF2PasswordHasher.algorithm, PBKDF2PasswordHasher.digest().name) == ("pbkdf2_sha256", "sha256")
    assert PBKDF2PasswordHasher.iterations >= 600_000
    assert PBKDF2PasswordHasher.salt_entropy >= 128
