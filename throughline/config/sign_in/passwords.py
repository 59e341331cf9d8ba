"""What a password may not be. There are no rules about capitals, digits or signs: length is what helps."""

import gzip
import re
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator, UserAttributeSimilarityValidator
from django.core.checks import Error
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from throughline.accounts.models import Person
from throughline.accounts.queries import districts_of

MAGIC_OF_GZIP = b"\x1f\x8b"
MAX_CHARACTERS = 512
MIN_CHARACTERS_OF_ITS_OWN = 8
MIN_CHARACTERS_OF_A_WORD = 4
PRODUCT_WORDS = ("throughline", "password", "contraseña")
RUNS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
REPEATED = re.compile(r"(.+?)\1+", re.DOTALL)


class LongestPasswordValidator:
    """An upper limit, so that nobody makes the server hash a book."""

    def validate(self, password: str, user: object = None) -> None:
        if len(password) > MAX_CHARACTERS:
            raise ValidationError(
                _("This password is too long. Use at most %(n)s characters.") % {"n": MAX_CHARACTERS},
                code="password_too_long",
            )

    def get_help_text(self) -> str:
        return _("Your password can have up to %(n)s characters, including spaces.") % {"n": MAX_CHARACTERS}


class SimilarPasswordValidator(UserAttributeSimilarityValidator):
    """Django's, in the words of this product."""

    def get_error_message(self) -> str:
        return _("This password is too similar to your email address. Choose a different one.")

    def get_help_text(self) -> str:
        return _("Don't use your name or email address.")


class PlainCommonPasswordValidator(CommonPasswordValidator):
    """Django's, in the words of this product."""

    def get_error_message(self) -> str:
        return _("This password is too common. Choose a different one.")

    def get_help_text(self) -> str:
        return _("Don't use a common password.")


class ListedPasswordValidator(PlainCommonPasswordValidator):
    """The operator's list, read once by each process; plain text or gzip, one password a line.

    Lists of breaches hold lines in any encoding: what is not UTF-8 is nobody's password here.
    """

    def __init__(self, password_list_path: str | Path) -> None:
        with _opened(Path(password_list_path)) as lines:
            self.passwords = {line.strip().lower() for line in lines}

    def get_help_text(self) -> str:
        return _("Your password can't be on this server's list of common passwords.")


class GuessableWordsValidator:
    """Refuses a password of little more than words that a guesser tries first.

    Those are the names of the product, the district and the person, common passwords, runs of the keyboard
    and repetitions: "JuniperValley2026!" is long and still no secret.
    """

    def __init__(self) -> None:
        self.common = {
            word for word in CommonPasswordValidator().passwords if len(word) >= MIN_CHARACTERS_OF_A_WORD
        }

    def validate(self, password: str, user: object = None) -> None:
        if len(password) <= MAX_CHARACTERS and not self.has_enough_of_its_own(password, context_words(user)):
            raise ValidationError(
                _(
                    "This password is easy to guess. It is mostly made up of common passwords, repeated "
                    "characters, or names such as yours, your district's or Throughline's. "
                    "Add a few unrelated words."
                ),
                code="password_of_guessable_words",
            )

    def get_help_text(self) -> str:
        return _("Three or four unrelated words are easy to remember and hard to guess.")

    def has_enough_of_its_own(self, password: str, words: Iterable[str]) -> bool:
        rest = _letters_and_digits(password)
        guessable = {_letters_and_digits(word) for text in words for word in (text, *re.split(r"\W+", text))}
        for word in sorted(guessable, key=len, reverse=True):
            if len(word) >= MIN_CHARACTERS_OF_A_WORD:
                rest = rest.replace(word, " ")
        return sum(len(self._of_its_own(part)) for part in rest.split()) >= MIN_CHARACTERS_OF_ITS_OWN

    def _of_its_own(self, part: str) -> str:
        """The part without repetitions; empty if it is one or two common passwords, with digits around."""
        once = REPEATED.sub(r"\1", part)
        core = once.strip("0123456789")
        splits = ((core[:place], core[place:]) for place in range(len(core)))
        is_guessable = any(self._is_common(first) and self._is_common(second) for first, second in splits)
        return once if core and not is_guessable else ""

    def _is_common(self, word: str) -> bool:
        return word in self.common or any(word in run or word in run[::-1] for run in RUNS)


def _opened(path: Path) -> IO[str]:
    with path.open("rb") as file:
        is_gzip = file.read(2) == MAGIC_OF_GZIP
    opener = gzip.open if is_gzip else open
    return opener(path, "rt", encoding="utf-8", errors="replace")


def context_words(user: object) -> list[str]:
    words = [*PRODUCT_WORDS]
    if isinstance(user, Person):
        words += [user.name, *re.split(r"[@.]", user.email), *user.password_context]
        if user.pk:
            own = [row.district for row in districts_of(user)]
            words += [word for district in own for word in (district.name, district.slug)]
    return words


def _letters_and_digits(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def check_password_list(*, app_configs: Sequence[AppConfig] | None = None, **_options: Any) -> list[Error]:
    """A system check: a list that the operator named must be there."""
    path = settings.PASSWORD_LIST
    if not path:
        return []
    try:
        with _opened(Path(path)) as lines:
            next(lines, "")
    except (OSError, EOFError, zlib.error):
        return [
            Error(
                f"The file in THROUGHLINE_PASSWORD_LIST can't be read: {path}. Until then, no one can "
                "set a password. Correct the file name, or remove the setting.",
                id="throughline.E002",
            )
        ]
    return []
