"""Sign-in. There is no public sign-up: people are invited.

Every change of an account passes through a hook here, which records it in the audit, logs it and mails it.
"""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from throughline.accounts.actions import record_for_account
from throughline.accounts.models import Person
from throughline.accounts.permissions import account_hash, address_to_limit, log_security
from throughline.accounts.queries import districts_of
from throughline.accounts.tasks import mail_address_link, mail_notice
from throughline.config.sign_in import throttle

# Notices of what another hook records together with the change itself.
RECORDED_WITH_THE_CHANGE = {
    "account/email/email_changed",
    "account/email/password_changed",
    "account/email/password_reset",
    "account/email/password_set",
}


class SignInAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_taken": _("An account with this email address already exists."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Do nothing: people have no user name, their e-mail address identifies them."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """What allauth limits by: the same as all other limits, also where little is known of the address."""
        return address_to_limit(request) or "unknown"

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Send members of a single district straight to the page where their work begins."""
        assert isinstance(request.user, Person)
        own = districts_of(request.user)
        return own[0].first_page if len(own) == 1 else str(super().get_login_redirect_url(request))

    # Signing in and out

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Limit the attempt before any password is hashed."""
        self.attempt = throttle.let_through(request, "password", str(credentials.get("email", "")))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        person = super().authenticate(request, **credentials)
        if person is not None:
            self.attempt.succeeded()
        return person

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        log_security(
            "sign_in_failed", level=logging.WARNING, account=account_hash(str(credentials.get("email", "")))
        )

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        assert isinstance(user, Person)
        if user.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(user.language)  # as for the next page, which shows what is said now
        throttle.remember_browser(request, user)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **more: Any) -> HttpResponse:
        assert isinstance(user, Person)
        steps = [
            str(step.get("type") or step["method"]) for step in get_authentication_records(request, user)
        ]
        record_for_account(user, "sign_in", steps="+".join(steps))
        if "recovery_codes" in steps:
            record_and_tell(user, "use_backup_code")
        response: HttpResponse = super().post_login(request, user, **more)
        return response

    def logout(self, request: HttpRequest) -> None:
        log_security("sign_out", request.user)
        super().logout(request)

    # Changes of the account

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        assert isinstance(user, Person)
        is_signed_in = self.request.user.is_authenticated
        with transaction.atomic():
            super().set_password(user, password)
            record_and_tell(user, "change_password" if is_signed_in else "reset_password")
        throttle.remember_browser(self.request, user, by_link=not is_signed_in)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Change the address, unless somebody else has an account with it by now."""
        person = Person.objects.get(pk=email_address.user_id)
        if Person.objects.filter(email=email_address.email.lower()).exclude(pk=person.pk).exists():
            self.add_message(request, messages.ERROR, message=str(self.error_messages["email_taken"]))
            return False
        with transaction.atomic():
            is_changed: bool = super().confirm_email(request, email_address)
            if is_changed:
                record_and_tell(person, "change_email", to=person.email)
        return is_changed

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        """Mail the link to the new address, and tell the old one."""
        address: EmailAddress = emailconfirmation.email_address
        mail_address_link.enqueue(address.pk)
        person = Person.objects.get(pk=address.user_id)
        record_and_tell(person, "request_email_change")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Take allauth's news of a change; the mail has our words, and no address or browser in it."""
        assert isinstance(user, Person)
        match template_prefix:
            case "account/email/email_deleted":
                record_and_tell(user, "cancel_email_change")
            case "mfa/email/recovery_codes_generated":
                record_and_tell(user, "make_backup_codes")
            case "mfa/email/totp_activated":
                record_and_tell(user, "add_app")
            case "mfa/email/totp_deactivated":
                record_and_tell(user, "remove_app")
            case "mfa/email/webauthn_added":
                record_and_tell(user, "add_passkey")
            case "mfa/email/webauthn_removed":
                record_and_tell(user, "remove_passkey")
            case _ if template_prefix not in RECORDED_WITH_THE_CHANGE:
                raise ValueError(f"Nothing is recorded or mailed about {template_prefix}")


@transaction.atomic
def record_and_tell(person: Person, verb: str, *, to: str = "") -> None:
    """Write the audit rows of a change, log it, and queue the mail about it."""
    record_for_account(person, verb)
    mail_notice.enqueue(person.public_id, verb, timezone.now().isoformat(), to=to)
