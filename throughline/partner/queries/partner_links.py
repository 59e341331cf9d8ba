"""The links of organizations as staff see them, and the addresses to which they may be sent."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from throughline.partner.models import Contact, Organization, PartnerLink, Service
from throughline.partner.queries.entries import with_address
from throughline.partner.queries.freshness import DAYS_TO_REMIND, is_confirmed_since, listed_services

DAYS_BETWEEN_REMINDERS: Final = 30
"""Days in which an organization gets at most one reminder, and none after any other mail with its link."""

MOST_REMINDERS: Final = 200
"""Reminders of one district in one run: what is left is sent the next day."""


def links_of(organization: Organization) -> QuerySet[PartnerLink]:
    return PartnerLink.objects.filter(organization=organization).select_related("created_by").order_by("-pk")


def organizations_to_send_link(address: str) -> list[Organization]:
    """Organizations that are known to have an address: by their listing, or by a link not revoked."""
    if not address.strip():
        return []
    linked = PartnerLink.objects.annotate(address=Lower("email")).filter(address=address.strip().lower())
    known = with_address(address) | Q(pk__in=linked.filter(revoked_at=None).values("organization"))
    barred = Q(pk__in=linked.filter(bars_address=True).values("organization"))
    rows = Organization.objects.filter(known, ~barred, ended_on__isnull=True)
    return list(rows.order_by("name", "pk")[:10])


def address_of(organization: Organization) -> str:
    """Where an organization is written to: its own address, else that of a contact; empty if it has none."""
    if organization.email:
        return organization.email
    contacts = Contact.objects.exclude(email="").filter(
        Q(organization=organization) | Q(service__organization=organization)
    )
    return contacts.order_by("pk").values_list("email", flat=True).first() or ""


def address_to_remind(organization: Organization) -> str:
    """The address of the newest link that was not revoked, else where the organization is written to.

    Empty if a revoked link bars it.
    """
    links = PartnerLink.objects.filter(organization=organization).exclude(email="").order_by("-pk")
    barred = {address.lower() for address in links.filter(bars_address=True).values_list("email", flat=True)}
    usable = [*links.filter(revoked_at=None).values_list("email", flat=True), address_of(organization)]
    return next((address for address in usable if address.lower() not in barred), "")


def organizations_to_remind(today: date, now: datetime) -> list[Organization]:
    """Organizations of which a service must be confirmed soon, and to which no link was sent lately."""
    recent = is_confirmed_since(today - timedelta(days=DAYS_TO_REMIND))
    aging = listed_services().exclude(pk__in=Service.objects.filter(recent).values("pk"))
    links = PartnerLink.objects.filter(organization=OuterRef("pk"))
    sent = links.filter(sent_at__gt=now - timedelta(days=DAYS_BETWEEN_REMINDERS))
    contacts = Contact.objects.exclude(email="").filter(
        Q(organization=OuterRef("pk")) | Q(service__organization=OuterRef("pk"))
    )
    linked = links.filter(revoked_at=None).exclude(email="")
    reachable = ~Q(email="") | Exists(contacts) | Exists(linked)
    rows = Organization.objects.filter(
        reachable, ~Exists(sent), pk__in=aging.values("organization"), ended_on__isnull=True
    )
    return list(rows.order_by("pk")[:MOST_REMINDERS])
