"""Seals the stored secrets of second factors with the server's present key."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.db import transaction

SECRETS = ("secret", "seed")


@transaction.atomic
def seal_factors(sealed_anew: Callable[[str], str]) -> int:
    """Store what `sealed_anew` makes of each secret, and return how many factors changed.

    Nothing is audited: nobody did it, and the factors are as they were.
    """
    n_sealed = 0
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    for factor in Authenticator.objects.select_for_update().filter(type__in=kinds):
        sealed = {name: sealed_anew(factor.data[name]) for name in SECRETS if name in factor.data}
        if sealed.items() - factor.data.items():
            factor.data |= sealed
            factor.save(update_fields=["data"])
            n_sealed += 1
    return n_sealed
