"""What allauth reports that ends sessions, or gives the session another key."""

from typing import Any

from allauth.account.signals import (
    authentication_step_completed,
    password_changed,
    password_reset,
    password_set,
)
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.dispatch import receiver
from django.http import HttpRequest

from throughline.accounts.actions import end_sessions
from throughline.accounts.models import Person


@receiver([password_changed, password_set, password_reset, authenticator_added, authenticator_removed])
def end_other_sessions(request: HttpRequest, user: Person, **_more: Any) -> None:
    """Whoever was in with what was valid before must sign in again; this browser has just proved itself.

    Of a reset password it has not: nobody is signed in there.
    """
    is_own = request.user.is_authenticated and request.user.pk == user.pk
    if is_own:
        request.session.cycle_key()
    end_sessions(user, keep=request.session.session_key if is_own else None)


@receiver(authentication_step_completed)
def change_session_key(request: HttpRequest, reauthenticated: bool = False, **_more: Any) -> None:
    """Signing in changes the key; entering the password or a code again does too."""
    if reauthenticated:
        request.session.cycle_key()
