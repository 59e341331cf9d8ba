"""Pages of allauth as this site uses them: which ask for the password or the second step again, and how."""

from collections.abc import Callable

from allauth.account import views
from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.webauthn.views import login_webauthn
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path

from throughline.accounts.actions import keep_address
from throughline.accounts.models import Person
from throughline.accounts.permissions import limit
from throughline.accounts.views import confirm_first
from throughline.config.sign_in.passkeys import mfa_remove_webauthn
from throughline.ui.form_pages import require_get_or_post

PASSKEY_SIGN_INS_A_MINUTE = 60


@require_get_or_post
def mfa_login_webauthn(request: HttpRequest) -> HttpResponseBase:
    """Each challenge is stored in a session of its own; allauth limits only what is sent."""
    if request.method != "POST":
        limit(request, "passkey", PASSKEY_SIGN_INS_A_MINUTE)
    response: HttpResponseBase = login_webauthn(request)
    return response


@require_get_or_post
def account_email(request: HttpRequest) -> HttpResponseBase:
    assert isinstance(request.user, Person)
    keep_address(request.user)
    response: HttpResponseBase = views.email(request)
    return response


# allauth itself asks only when the form has been sent; ask before anybody types.
_ask_again = reauthentication_required(app="allauth.account")
own_pages: list[URLPattern] = [
    path("accounts/2fa/webauthn/login/", mfa_login_webauthn, name="mfa_login_webauthn"),
    path("accounts/email/", _ask_again(account_email), name="account_email"),
    path("accounts/2fa/webauthn/keys/<int:pk>/remove/", mfa_remove_webauthn, name="mfa_remove_webauthn"),
    path("accounts/password/set/", _ask_again(views.password_set), name="account_set_password"),
]


class ConfirmFirstMiddleware:
    """Answer a form that came too late, and has to be confirmed, with what was typed in it.

    allauth would store the whole request in the session until then: its fields, a password among them, the
    session's cookie and the client's address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        if request.method != "POST" or not isinstance(exception, ReauthenticationRequired):
            return None
        methods = get_adapter().get_reauthentication_methods(request.user)
        return confirm_first(request, methods[0]["url"] if methods else "")
