"""Emails with the links of partners. Only the worker calls these."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy
from django_scopes import scope

from throughline.accounts.actions import send_message
from throughline.accounts.models import District
from throughline.accounts.permissions import Actor
from throughline.accounts.queries import is_mail_sent
from throughline.partner import actions
from throughline.partner.models import Organization, PartnerLink
from throughline.partner.queries.partner_access import directory_settings
from throughline.partner.queries.partner_links import address_to_remind, organizations_to_remind

if TYPE_CHECKING:
    from throughline.ui.forms import Words

LINK_SUBJECT = gettext_lazy("Your entry in the directory of %(district)s")
LINK_BODY = gettext_lazy(
    "Families find %(organization)s in the service directory of %(district)s.\n\n"
    "With this link you can confirm that your entry is right, say whether you have openings, and correct "
    "it. You don't need an account. The link works until %(until)s:\n%(link)s\n\n"
    "Anyone who has this link can do the same. Share it only with people who work on your entry."
)
REMINDER_SUBJECT = gettext_lazy("Is your entry in the directory of %(district)s still right?")
REMINDER_BODY = gettext_lazy(
    "Families find %(organization)s in the service directory of %(district)s. Part of your entry hasn't "
    "been confirmed for about a year.\n\n"
    "Please open this link and check it. If everything is right, one click is enough. You don't need an "
    "account. The link works until %(until)s:\n%(link)s"
)
CONTACT = gettext_lazy("Questions, or do you no longer want these emails? Tell the district: %(contact)s")
NO_CONTACT = gettext_lazy(
    "Questions, or do you no longer want these emails? Tell the person at the district who works with you."
)


def mail_partner_link(district_slug: str, link_id: str) -> None:
    _mail(district_slug, link_id, LINK_SUBJECT, LINK_BODY)


def mail_reminder(district_slug: str, link_id: str) -> None:
    _mail(district_slug, link_id, REMINDER_SUBJECT, REMINDER_BODY)


def _mail(district_slug: str, link_id: str, subject: "Words", body: "Words") -> None:
    """Mail a link in every language of the district: the reader's language is not known."""
    district = District.objects.get(slug=district_slug)
    with scope(district=district), timezone.override(district.zone):
        rows = PartnerLink.objects.select_related("organization").filter(public_id=link_id)
        link = rows.first()
        if link is None or not link.email or not link.is_usable(timezone.now()):
            return
        subjects, parts = [], []
        for language in district.languages or [district.source_language]:
            with translation.override(language):
                words = _words(district, link)
                subjects.append(str(subject) % words)
                parts.append("\n\n".join([str(body) % words, str(_contact(district)) % words]))
        send_message(district, to=[link.email], subject=subjects[0], body="\n\n---\n\n".join(parts))


def _words(district: District, link: PartnerLink) -> Mapping[str, str]:
    return {
        "district": district.name,
        "organization": str(link.organization),
        "until": date_format(timezone.localdate(link.expires_at)),
        "link": settings.BASE_URL + district.url("partner_entry", code=link.code),
        "contact": district.contact,
    }


def _contact(district: District) -> "Words":
    return CONTACT if district.contact else NO_CONTACT


def send_requested_links(
    district_slug: str, organization_ids: Sequence[str], address: str, mail: actions.Mail
) -> None:
    """Send the links of organizations that are known to have this address. There may be none."""
    district = District.objects.get(slug=district_slug)
    with scope(district=district):
        for organization in Organization.objects.filter(public_id__in=organization_ids).order_by("pk"):
            actions.send_usable_link(Actor.system(district), organization, email=address, mail=mail)


def remind_partners(district: District, mail: actions.Mail) -> int:
    """Send reminders, if the district wants them, to partners with an entry that is about to be stale."""
    if not is_mail_sent() or not directory_settings().sends_reminders:
        return 0
    now = timezone.now()
    reminded = 0
    for organization in organizations_to_remind(timezone.localdate(now), now):
        address = address_to_remind(organization)
        if address:
            reminded += actions.send_usable_link(
                Actor.system(district), organization, email=address, mail=mail
            )
    return reminded
