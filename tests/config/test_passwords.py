"""Which passwords are refused: those a guesser tries first; nothing else about them matters."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.password_validation import (
    get_password_validators,
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation

from tests import make
from tests.attack.sign_in import confirmed
from throughline.accounts import actions
from throughline.accounts.models import District, Person, Role
from throughline.config import console, operators
from throughline.config.sign_in.passwords import MAX_CHARACTERS, ListedPasswordValidator, check_password_list


def is_allowed(password: str, person: Person | None = None) -> bool:
    try:
        validate_password(password, person)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "cuatro palabras sin relación",
        "всё совсем другое слово",
        "  spaces count, even these  ",
        "🦉 three owls on a 🚲 tonight",
        "lowercaseandnothingelsewhatsoever",
        "k3#Vq9!xZp2$Lm",
        "juniper valley wakes before the crows",
        "x7" + "the owl counts backwards in the snow ".replace(" ", "") * 4,
    ],
)
def test_length_is_enough_whatever_the_characters(
    district: District, coordinator: Person, password: str
) -> None:
    assert is_allowed(password, coordinator)


@pytest.mark.parametrize(
    "password",
    [
        "JuniperValley2026!",
        "juniper-juniper",
        "Throughline2026",
        "throughline throughline",
        "passwordpassword",
        "password1234567",
        "contraseña123456",
        "123456789012",
        "qwertyuiop123456",
        "aaaaaaaaaaaaaaa",
        "abcabcabcabcabc",
        "dragonmonkey12",
        "letmeinletmein",
        "elevenchars",
    ],
)
def test_what_a_guesser_tries_first_is_refused(
    district: District, coordinator: Person, password: str
) -> None:
    assert not is_allowed(password, coordinator)


def test_the_persons_own_name_and_address_are_no_secret(district: District) -> None:
    person = make.member(district, name="Guadalupe Archuleta")
    assert not is_allowed("GuadalupeArchuleta1", person)
    assert not is_allowed("archuleta@example.org", person)


def test_there_is_an_upper_limit_far_above_what_people_use() -> None:
    words = "".join(chr(0x4E00 + number) for number in range(MAX_CHARACTERS + 1))
    assert is_allowed(words[:-1])
    assert not is_allowed(words)


@pytest.mark.parametrize("is_packed", [False, True])
def test_the_operators_list_is_refused_whatever_the_capitals(
    settings: Any, tmp_path: Path, is_packed: bool
) -> None:
    file = tmp_path / "listed"
    text = "Wolverines Forever Champions\nAnother One Of Those\n"
    file.write_bytes(gzip.compress(text.encode()) if is_packed else text.encode())
    validator = ListedPasswordValidator(file)
    with pytest.raises(ValidationError):
        validator.validate("wolverines forever CHAMPIONS")
    validator.validate("wolverines and something else")


def test_a_list_of_breached_passwords_may_hold_lines_in_any_encoding(tmp_path: Path) -> None:
    """Such lists do; one such line stopped every new password."""
    file = tmp_path / "listed.txt"
    file.write_bytes("señorita de la noche\n".encode("latin-1") + b"\xff\xfe\nwolverines forever champions\n")
    with pytest.raises(ValidationError):
        ListedPasswordValidator(file).validate("wolverines forever champions")
    ListedPasswordValidator(file).validate("wolverines and something else")


@pytest.mark.parametrize("content", [None, b"\x1f\x8b cut off", gzip.compress(b"a\n" * 9, mtime=0)[:-12]])
def test_a_list_that_cannot_be_read_is_named_by_the_check(
    settings: Any, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "listed.txt"
    file.mkdir() if content is None else file.write_bytes(content)
    settings.PASSWORD_LIST = str(file)
    assert [error.id for error in check_password_list()] == ["throughline.E002"]


def test_a_list_that_is_missing_is_named_by_the_check(
    settings: Any, tmp_path: Path, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.PASSWORD_LIST = str(tmp_path / "nowhere.txt")
    assert [error.id for error in check_password_list()] == ["throughline.E002"]
    assert operators.check() == 1
    assert f"can't be read: {settings.PASSWORD_LIST}" in capsys.readouterr().out
    settings.PASSWORD_LIST = ""
    assert check_password_list() == []


def test_all_three_forms_for_a_new_password_refuse_the_districts_name(
    district: District, owner: Person, coordinator: Person
) -> None:
    bad = "JuniperValley2026!"
    invitation = actions.invite_member(
        make.actor(owner, district), email="new@example.org", role=Role.ANALYST
    )
    joining = Client().post(invitation.path, {"name": "Nora", "password": bad})
    assert "easy to guess" in joining.content.decode()
    changing = confirmed(coordinator).post(
        "/accounts/password/change/",
        {"oldpassword": "correct horse battery", "password1": bad, "password2": bad},
    )
    assert "easy to guess" in changing.content.decode()
    assert not Person.objects.filter(email="new@example.org").exists()


def test_the_settings_name_validators_that_exist(settings: Any) -> None:
    assert len(get_password_validators(settings.AUTH_PASSWORD_VALIDATORS)) >= 5


def test_the_server_does_not_start_with_a_list_that_is_missing(
    settings: Any, tmp_path: Path, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.PASSWORD_LIST = str(tmp_path / "nowhere.txt")
    assert not console._prepare(patience_seconds=0)
    assert f"can't be read: {settings.PASSWORD_LIST}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("language", "hint"), [("en", "Don't use a common password."), ("es", "No use una contraseña común.")]
)
def test_the_hints_for_a_new_password_are_in_plain_words(language: str, hint: str) -> None:
    with translation.override(language):
        hints = password_validators_help_texts()
    assert hint in hints
    assert not [text for text in hints if "’" in text or "asemejarse" in text]
