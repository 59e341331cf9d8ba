"""Second factors: what the server must be able to read again is stored encrypted."""

import base64
from collections.abc import Iterator

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

ENCRYPTED = "fernet:"
PURPOSE = b"throughline.second factors"


def _keys() -> Iterator[Fernet]:
    """The keys made from the server's secret, and from former ones that may still be read."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        key = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
        yield Fernet(base64.urlsafe_b64encode(key))


class FactorAdapter(DefaultMFAAdapter):
    """Encrypts the secret of an authenticator app and the seed of backup codes."""

    def encrypt(self, text: str) -> str:
        return ENCRYPTED + MultiFernet(list(_keys())).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Those stored before they were encrypted are read as they are."""
        if not encrypted_text.startswith(ENCRYPTED):
            return encrypted_text
        return MultiFernet(list(_keys())).decrypt(encrypted_text.removeprefix(ENCRYPTED)).decode()
