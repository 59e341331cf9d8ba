"""What attacks on sign-in have in common."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse

from throughline.accounts.models import Person

PASSWORD = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
TOO_MANY = "Too many attempts"


def sign_in(client: Client, person: Person, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": person.email, "password": password})


def signed_in(person: Person, **where: Any) -> Client:
    client = Client(**where)
    assert sign_in(client, person).status_code == 302
    return client


def confirmed(person: Person, **where: Any) -> Client:
    """A client in which somebody signed in and has just given the password again."""
    client = signed_in(person, **where)
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    return client


def from_network(number: int, **more: Any) -> Client:
    """A browser in another network, which nobody has used yet."""
    return Client(REMOTE_ADDR=f"198.{number // 250}.{number % 250}.7", **more)


def give_app(person: Person) -> Authenticator:
    return Authenticator.objects.create(
        user=person, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(SECRET)}
    )


def code_of_app(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
