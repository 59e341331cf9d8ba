"""Second factors: what the server must be able to read again is stored encrypted."""

import base64
import secrets
from collections.abc import Iterator
from contextlib import suppress

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

ENCRYPTED = "aes-gcm:"
PURPOSE = b"throughline.second factors"
N_NONCE_BYTES = 12


def _keys() -> Iterator[AESGCM]:
    """The keys of 256 bits made from the server's secret, and from former ones that may still be read."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode()))


class FactorAdapter(DefaultMFAAdapter):
    """Encrypts the secret of an authenticator app and the seed of backup codes."""

    def encrypt(self, text: str) -> str:
        nonce = secrets.token_bytes(N_NONCE_BYTES)
        sealed = next(_keys()).encrypt(nonce, text.encode(), PURPOSE)
        return ENCRYPTED + base64.b64encode(nonce + sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Those stored before they were encrypted are read as they are."""
        if not encrypted_text.startswith(ENCRYPTED):
            return encrypted_text
        stored = base64.b64decode(encrypted_text.removeprefix(ENCRYPTED))
        for key in _keys():
            with suppress(InvalidTag):
                return key.decrypt(stored[:N_NONCE_BYTES], stored[N_NONCE_BYTES:], PURPOSE).decode()
        raise InvalidTag("No key of this server opens it: secret-key was replaced without secret-key.former.")
