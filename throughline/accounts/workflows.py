"""Sequences of steps behind the tasks."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope

from throughline.accounts import actions, queries
from throughline.accounts.models import District, Invitation, Person
from throughline.accounts.permissions import Actor

log = logging.getLogger(__name__)


def mail_invitation(district_slug: str, invitation_id: str) -> None:
    """Mail the link in every language of the district, since the reader's language is not known yet."""
    district = District.objects.get(slug=district_slug)
    with scope(district=district):
        invitation = Invitation.objects.select_related("invited_by").get(public_id=invitation_id)
        if not invitation.is_usable(timezone.now()):
            return
        parts, subject = [], ""
        for language in district.languages:
            with translation.override(language):
                words = {
                    "district": district.name,
                    "inviter": str(invitation.invited_by or district.name),
                    "link": settings.BASE_URL + invitation.path,
                    "days": actions.INVITATION_DAYS,
                }
                subject = subject or _("Join %(district)s on Throughline") % words
                parts.append(
                    _(
                        "%(inviter)s invited you to work with %(district)s on Throughline.\n\n"
                        "Use this link to set up your account. It works once and expires after %(days)s "
                        "days:\n%(link)s\n\n"
                        "If you did not expect this message, you can ignore it. Nothing will happen."
                    )
                    % words
                )
        actions.send_message(district, to=[invitation.email], subject=subject, body="\n\n---\n\n".join(parts))


# What people are told of a change of their account, by the verb in the audit.
NOTICES = {
    "add_app": gettext_lazy("Two-step sign-in with an authenticator app was turned on for your account."),
    "add_passkey": gettext_lazy("A passkey or security key was added to your account."),
    "cancel_email_change": gettext_lazy("The change to your account's email address was canceled."),
    "change_email": gettext_lazy(
        "The email address for your account was changed. This address can no longer be used to sign in."
    ),
    "change_password": gettext_lazy("The password for your account was changed."),
    "make_backup_codes": gettext_lazy(
        "New backup codes were created for your account. The old codes no longer work."
    ),
    "remove_app": gettext_lazy("Two-step sign-in with an authenticator app was turned off for your account."),
    "remove_passkey": gettext_lazy("A passkey or security key was removed from your account."),
    "request_email_change": gettext_lazy(
        "Someone who is signed in to your account asked to change its email address. The change "
        "will not take effect until the new address is confirmed."
    ),
    "reset_password": gettext_lazy(
        "The password for your account was reset with a link sent to this address."
    ),
    "use_backup_code": gettext_lazy("Someone signed in to your account with one of your backup codes."),
}


SET_A_NEW_PASSWORD = gettext_lazy(
    "If this was not you, someone else may be using your account. Set a new password now:\n"
    "%(link)s\n"
    "Then tell someone with the Owner role in your district."
)
TELL_AN_OWNER = gettext_lazy(
    "If this was not you, someone else is using your account. Tell someone with the Owner role "
    "in your district now. They can remove your account's access."
)


@contextmanager
def _language_of(person: Person) -> Iterator[District | None]:
    """Speak the person's language, and give the first of their districts."""
    own = queries.districts_of(person)
    district = own[0].district if own else None
    with translation.override(person.language or (district.source_language if district else "en")):
        yield district


def _mail(person: Person, district: District | None, subject: str, body: str, to: str = "") -> None:
    headers = {actions.DISTRICT_HEADER: district.slug} if district else {}
    EmailMessage(subject, body, to=[to or person.email], headers=headers).send()


def mail_reset_link(person_id: str) -> None:
    """Mail the link to set a new password. It begins with the configured address, never a request's."""
    person = Person.objects.filter(public_id=person_id, is_active=True).first()
    if person is None:
        return  # asked for with an address that has no account
    token = EmailAwarePasswordResetTokenGenerator().make_token(person)
    key = {"uidb36": user_pk_to_url_str(person), "key": token}
    link = settings.BASE_URL + reverse("account_reset_password_from_key", kwargs=key)
    with _language_of(person) as district:
        body = _(
            "Someone asked to reset the password for your Throughline account. If this was you, set a "
            "new password within %(minutes)s minutes:\n"
            "%(link)s\n\n"
            "If this was not you, ignore this message. Your password will not change. Do not share "
            "this link."
        ) % {"link": link, "minutes": settings.PASSWORD_RESET_TIMEOUT // 60}
        _mail(person, district, _("Set a new password"), body)


def mail_address_link(address_pk: int) -> None:
    """Mail the link that confirms a new e-mail address, to that address."""
    address = EmailAddress.objects.select_related("user").filter(pk=address_pk, verified=False).first()
    if address is None:
        return  # canceled in the meantime
    path = reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key])
    with _language_of(address.user) as district:
        body = _(
            "You asked to use this email address for your Throughline account. Confirm it within one "
            "day:\n"
            "%(link)s\n\n"
            "If this was not you, ignore this message. Nothing will change."
        ) % {"link": settings.BASE_URL + path}
        _mail(address.user, district, _("Confirm your new email address"), body, to=address.email)


def mail_notice(person_id: str, verb: str, at: str, *, to: str = "") -> None:
    """Tell people that something about their account changed, and what to do if they did not do it."""
    person = Person.objects.get(public_id=person_id)
    if not person.is_active and not to:
        return  # deleted in the meantime: there is no address any more
    with _language_of(person) as district:
        zone = district.zone if district else timezone.get_default_timezone()
        moment = datetime.fromisoformat(at).astimezone(zone)
        is_address_lost = verb == "change_email"  # then no link to a new password comes here any more
        remedy = str(TELL_AN_OWNER if is_address_lost else SET_A_NEW_PASSWORD)
        body = _(
            "%(sentence)s\n\nWhen: %(when)s\n\nIf this was you, you don't need to do anything.\n\n%(remedy)s"
        ) % {
            "sentence": NOTICES[verb],
            "when": f"{date_format(moment, 'DATETIME_FORMAT')} ({moment.tzname()})",
            "remedy": remedy % {"link": settings.BASE_URL + reverse("account_reset_password")},
        }
        _mail(person, district, _("Your Throughline account: security notice"), body, to)


def delete_account(person: Person) -> None:
    """Delete the account, then confirm it to the address it had, which no background task may keep."""
    address = person.email
    with _language_of(person) as district:
        actions.delete_account(person)
        body = _(
            "Your Throughline account was deleted, as you requested.\n\n"
            "If you did not request this, tell someone with the Owner role in your district."
        )
        try:
            _mail(person, district, _("Your Throughline account was deleted"), body, to=address)
        except OSError:
            log.exception("The email about a deleted account could not be sent")


def remind_of_two_step(district: District) -> int:
    """Remind each person twice at most, whatever the number of their districts; return how many were."""
    if settings.DEMO:
        return 0
    for person in [*queries.people_without_date(), *queries.people_with_date_and_no_need()]:
        actions.date_two_step(person)
    now, n_reminded = timezone.now(), 0
    for person in queries.people_without_two_step(now, due_before=now + max(actions.DAYS_BEFORE.values())):
        number = actions.reminder_due(person, now)
        if number and _is_reminded(district, person):
            actions.note_reminder(person, number)
            n_reminded += 1
    return n_reminded


def _is_reminded(district: District, person: Person) -> bool:
    assert person.two_step_due_at is not None
    with translation.override(person.language or district.source_language):
        words = {
            "district": district.name,
            "day": date_format(timezone.localtime(person.two_step_due_at), "DATE_FORMAT"),
            "link": settings.BASE_URL + reverse("mfa_index"),
        }
        subject = _("Set up two-step sign-in by %(day)s") % words
        body = (
            _(
                "Your role in %(district)s requires two-step sign-in: a passkey or an authenticator app on "
                "your phone.\n\n"
                "Set it up by %(day)s. After that date, you can't open the pages of %(district)s until you "
                "set it up:\n"
                "%(link)s"
            )
            % words
        )
        try:
            return actions.send_message(district, to=[person.email], subject=subject, body=body) > 0
        except Exception:  # if one mailbox fails, the others are still reminded; this one at the next run
            log.exception("A two-step sign-in reminder could not be sent")
            return False


def mail_two_step_reset(person_id: str) -> None:
    person = Person.objects.get(public_id=person_id)
    with _language_of(person) as district:
        body = _(
            "Your system administrator removed your passkeys, authenticator app and backup codes, and "
            "signed you out on all devices.\n\n"
            "Sign in with your password and set up two-step sign-in again:\n"
            "%(link)s\n\n"
            "If you did not request this, tell your system administrator or someone with the Owner "
            "role in your district right away."
        ) % {"link": settings.BASE_URL + reverse("mfa_index")}
        _mail(person, district, _("Your two-step sign-in was reset"), body)


def fail_lost_jobs() -> None:
    actions.fail_lost_jobs(timezone.now())


def remove_expired_rows() -> None:
    actions.remove_expired_rows(timezone.now())


def remove_old_uploads(district: District) -> None:
    actions.remove_old_uploads(Actor.system(district), timezone.now())
