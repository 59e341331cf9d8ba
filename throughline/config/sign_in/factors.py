"""Second factors: what the server must be able to read again is stored encrypted."""

import base64
import secrets
from collections.abc import Iterator
from contextlib import suppress

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import Person
from throughline.accounts.permissions import factors
from throughline.accounts.queries import has_to_use_two_step

ENCRYPTED = "aes-gcm:"
PURPOSE = b"throughline.second factors"
N_NONCE_BYTES = 12


def _keys() -> Iterator[AESGCM]:
    """The keys of 256 bits made from the server's secret, and from former ones that may still be read."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode()))


class FactorAdapter(DefaultMFAAdapter):
    """Encrypts the secret of an authenticator app and the seed of backup codes; keeps the last factor."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "Your role requires two-step sign-in. Add another passkey or an authenticator app first. "
            "Then you can remove this one."
        ),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one may go only where no role needs it. It can be replaced: add another first."""
        person = authenticator.user
        others = factors().filter(user=person).exclude(pk=authenticator.pk)
        return others.exists() or not (isinstance(person, Person) and has_to_use_two_step(person))

    def encrypt(self, text: str) -> str:
        nonce = secrets.token_bytes(N_NONCE_BYTES)
        sealed = next(_keys()).encrypt(nonce, text.encode(), PURPOSE)
        return ENCRYPTED + base64.b64encode(nonce + sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Those stored before they were encrypted are read as they are."""
        if not encrypted_text.startswith(ENCRYPTED):
            return encrypted_text
        for key in _keys():
            with suppress(InvalidTag):
                return _opened(encrypted_text, key)
        raise InvalidTag("No key of this server opens it: secret-key was replaced without secret-key.former.")

    def sealed_anew(self, stored: str) -> str:
        """What is in clear or under a former key, under the present one; anything else as it is."""
        if stored.startswith(ENCRYPTED):
            with suppress(InvalidTag):
                _opened(stored, next(_keys()))
                return stored
        try:
            return self.encrypt(self.decrypt(stored))
        except InvalidTag:
            return stored


def _opened(stored: str, key: AESGCM) -> str:
    sealed = base64.b64decode(stored.removeprefix(ENCRYPTED))
    return key.decrypt(sealed[:N_NONCE_BYTES], sealed[N_NONCE_BYTES:], PURPOSE).decode()
