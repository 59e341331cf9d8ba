"""Forms of sign-in that ask for a password or a code: each attempt is limited and each failure is logged."""

import logging
import uuid
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, ResetPasswordForm, ResetPasswordKeyForm, UserTokenForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidTag
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext as _

from throughline.accounts.models import Person
from throughline.accounts.permissions import account_hash, log_security
from throughline.accounts.tasks import mail_reset_link
from throughline.config.sign_in import throttle

log = logging.getLogger(__name__)


def _label_new_passwords(form: Form) -> None:
    """Labels in sentence case, and no placeholder that says the same again."""
    for name, label in (("password1", _("New password")), ("password2", _("Confirm new password"))):
        form.fields[name].label = label
        form.fields[name].widget.attrs.pop("placeholder", None)


class CurrentPasswordForm(ChangePasswordForm):
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _label_new_passwords(self)
        self.fields["oldpassword"].label = _("Current password")
        self.fields["oldpassword"].widget.attrs.pop("placeholder", None)

    def clean_oldpassword(self) -> str:
        """Check the current password as sign-in does, so that nobody guesses it in an open browser."""
        password: str = self.cleaned_data["oldpassword"]
        assert isinstance(self.user, Person)
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password


class NewPasswordForm(ResetPasswordKeyForm):
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _label_new_passwords(self)


class ForgottenPasswordForm(ResetPasswordForm):
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["email"].label = _("Email address")
        self.fields["email"].widget.attrs.pop("placeholder", None)

    def save(self, request: HttpRequest, **more: Any) -> str:
        """Queue the mail, for an address without an account too: the page takes as long and says the same.

        It goes to the address of the account and to no other, such as one that somebody asked to change to
        and that nobody has confirmed.
        """
        email: str = self.cleaned_data["email"]
        person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
        is_allowed = throttle.may_mail_reset(request, email)
        person_id = person.public_id if person and is_allowed else uuid.uuid4().hex[:22]
        mail_reset_link.enqueue(person_id)
        log_security("reset_requested", account=account_hash(email))
        return email


class MailedLinkForm(UserTokenForm):
    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()  # type: ignore[no-untyped-call]
        except ValidationError:
            log_security("reset_link_refused", level=logging.WARNING)
            raise
        return cleaned


class _Code:
    """What the two forms for a code have in common."""

    user: Person

    def clean_code(self) -> str:
        attempt = throttle.let_through(context.request, "code", self.user.email)
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            log_security("second_step_failed", self.user, level=logging.WARNING, method="code")
            raise
        except InvalidTag:
            log.exception("The second sign-in step of a person could not be checked")
            raise ValidationError(
                _(
                    "We can't check your code because the server's key was replaced. Ask your system "
                    "administrator to reset your two-step sign-in."
                )
            ) from None
        attempt.succeeded()
        return code


class SignInCodeForm(_Code, AuthenticateForm):
    pass


class ReauthenticateCodeForm(_Code, ReauthenticateForm):
    pass


class _Passkey:
    """A passkey cannot be guessed, so it has no limit of its own: its owner can always use it."""

    user: Person | None

    def clean_credential(self) -> Authenticator:
        try:
            credential: Authenticator = super().clean_credential()  # type: ignore[misc]
        except ValidationError:
            log_security("second_step_failed", self.user, level=logging.WARNING, method="passkey")
            raise
        return credential


class SignInPasskeyForm(_Passkey, LoginWebAuthnForm):
    pass


class SecondStepPasskeyForm(_Passkey, AuthenticateWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(_Passkey, ReauthenticateWebAuthnForm):
    pass
