"""Links by which partners keep their entries without an account."""

import hashlib
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks.base import Task

from throughline.accounts.actions import Refused, record
from throughline.accounts.permissions import Actor
from throughline.accounts.queries import is_mail_sent
from throughline.partner.models import DirectorySettings, Organization, PartnerLink

LINK_DAYS: Final = 60
MOST_LINKS: Final = 10
"""Links of one organization that work at the same time."""

MINUTES_BETWEEN_MAILS: Final = 10
"""Minutes after which the same link may be sent again."""

Mail = Task[[str, str], None]


def hash_of_link(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


@transaction.atomic
def create_partner_link(
    actor: Actor, organization: Organization, *, email: str = "", mail: Mail | None = None
) -> PartnerLink:
    """Create a link for an organization. `mail` is the task that sends it, if it has an address."""
    locked = Organization.objects.select_for_update(of=("self",)).filter(pk=organization.pk).first()
    if locked is None:
        raise Refused(_("Someone removed this organization in the meantime."))
    now = timezone.now()
    usable = PartnerLink.objects.filter(organization=locked, revoked_at=None, expires_at__gt=now)
    if usable.count() >= MOST_LINKS:
        raise Refused(_("This organization already has many links. Revoke one that isn't needed first."))
    link = PartnerLink(
        district=actor.district,
        organization=locked,
        email=email.strip().lower(),
        created_by=actor.person,
        expires_at=now + timedelta(days=LINK_DAYS),
    )
    link.secret_hash = hash_of_link(link.code)
    link.save()
    record(actor, "create_partner_link", link, organization=locked.public_id)
    if mail is not None and link.email:
        _queue(actor, link, mail)
    return link


@transaction.atomic
def send_partner_link(actor: Actor, link: PartnerLink, *, mail: Mail) -> PartnerLink:
    """Send a link again, and let it work for as long as a new one."""
    link = PartnerLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if link.revoked_at is not None:
        raise Refused(_("This link was revoked. Create a new one."))
    if not link.email:
        raise Refused(_("This link has no email address. Copy it and send it yourself."))
    if not may_be_mailed(link):
        raise Refused(_("This link was sent a few minutes ago. Wait a little before you send it again."))
    link.expires_at = timezone.now() + timedelta(days=LINK_DAYS)
    link.save(update_fields=["expires_at"])
    _queue(actor, link, mail)
    return link


def may_be_mailed(link: PartnerLink) -> bool:
    since = timezone.now() - timedelta(minutes=MINUTES_BETWEEN_MAILS)
    return link.sent_at is None or link.sent_at <= since


def _queue(actor: Actor, link: PartnerLink, mail: Mail) -> None:
    """Queue the mail and count it here, so that a second click within minutes sends nothing.

    Where the server sends no mail, the link wasn't sent.
    """
    if not is_mail_sent():
        return
    link.sent_at, link.n_sent = timezone.now(), min(link.n_sent + 1, 32_767)
    link.save(update_fields=["sent_at", "n_sent"])
    record(actor, "send_partner_link", link)
    mail.enqueue(actor.district.slug, link.public_id)


@transaction.atomic
def send_usable_link(actor: Actor, organization: Organization, *, email: str, mail: Mail) -> bool:
    """Send an organization the link that it already has at this address, or a new one.

    Return whether a mail was queued: none is within minutes of the last one.
    """
    rows = PartnerLink.objects.select_for_update(of=("self",)).filter(organization=organization)
    usable = rows.filter(email=email.strip().lower(), revoked_at=None, expires_at__gt=timezone.now())
    known = usable.order_by("-pk").first()
    try:
        if known is None:
            create_partner_link(actor, organization, email=email, mail=mail)
        else:
            send_partner_link(actor, known, mail=mail)
    except Refused:
        return False
    return True


@transaction.atomic
def revoke_partner_link(actor: Actor, link: PartnerLink, *, bars_address: bool = False) -> PartnerLink:
    """Revoke a link. Where it bars its address, no link is sent there again unless staff create one."""
    link = PartnerLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if link.revoked_at is None:
        link.revoked_at, link.bars_address = timezone.now(), bars_address
        link.save(update_fields=["revoked_at", "bars_address"])
        record(actor, "revoke_partner_link", link)
    return link


@transaction.atomic
def change_directory_settings(
    actor: Actor,
    *,
    approves_partner_edits: bool,
    sends_reminders: bool,
    helper_name: str,
    helper_phone: str,
) -> DirectorySettings:
    settings = DirectorySettings.objects.select_for_update().first() or DirectorySettings()
    settings.approves_partner_edits = approves_partner_edits
    settings.sends_reminders = sends_reminders
    settings.helper_name, settings.helper_phone = helper_name, helper_phone
    settings.save()
    record(
        actor,
        "change_directory_settings",
        settings,
        approves_partner_edits=approves_partner_edits,
        sends_reminders=sends_reminders,
    )
    return settings
