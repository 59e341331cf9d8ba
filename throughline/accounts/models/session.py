import hashlib
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models.scoped import PublicIdMixin


class SignInMethod(models.TextChoices):
    PASSWORD = "password", _("Password")
    APP = "app", _("Password and authenticator app")
    PASSKEY = "passkey", _("Passkey")
    BACKUP_CODE = "backup_code", _("Password and backup code")


class Session(PublicIdMixin, AbstractBaseSession):
    """A session of a browser, found by a hash of its key: a copy of the database opens none.

    The columns below say to its owner what it is. There is no address and no whole name of a browser.
    """

    session_key = models.CharField(max_length=64, primary_key=True)
    person = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    browser = models.CharField(max_length=20, blank=True)
    system = models.CharField(max_length=20, blank=True)
    method = models.CharField(max_length=20, choices=SignInMethod, blank=True)

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        store: type[SessionStore] = import_module(settings.SESSION_ENGINE).SessionStore
        return store


def hash_of_session_key(key: str) -> str:
    """The key is random (165 bits), so a plain hash cannot be reversed by guessing."""
    return hashlib.sha256(key.encode()).hexdigest()
