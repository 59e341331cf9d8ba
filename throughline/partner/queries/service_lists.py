"""Lists of services: those that staff made, and those that people keep on their device."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import ngettext

from throughline.accounts.permissions import Actor
from throughline.partner.models import Address, Phone, Schedule, Service, ServiceAtLocation, ServiceList
from throughline.partner.queries.confirmed import confirmed, stale_sentence
from throughline.partner.queries.details import in_order
from throughline.partner.queries.hours import hours
from throughline.partner.queries.places import phones_by_service, schedules_of

MOST_SENT: Final = 10
"""So many services stand in the message with which a list is sent; its link has all."""


@dataclass(frozen=True)
class ServiceCard:
    """A service as a list shows it. The address is that of its first place that is not confidential."""

    service: Service
    phones: Sequence[Phone]
    addresses: Sequence[Address]
    is_confidential: bool
    hours: Sequence[str]
    stale_sentence: str

    @property
    def line(self) -> str:
        """The service in one line, for a message."""
        numbers = [phone.number for phone in self.phones[:1]]
        return ": ".join([str(self.service), *numbers])


def service_lists(actor: Actor) -> QuerySet[ServiceList]:
    """For staff all lists, for others those that families may see; with `n_services`."""
    rows = ServiceList.objects.select_related("school", "made_by").annotate(n_services=Count("entries"))
    rows = rows.order_by("-pk")
    return rows if actor.is_staff else rows.filter(is_public=True)


def services_of_list(service_list: ServiceList) -> list[Service]:
    """The services of a list in its order, without those that are no longer there."""
    entries = service_list.entries.order_by("position", "pk").values_list("service", flat=True)
    found = _with_facts(Service.objects.filter(pk__in=entries)).in_bulk()
    return [found[key] for key in entries if key in found]


def services_by_ids(public_ids: Sequence[str]) -> list[Service]:
    """The services with these public ids in their order; an id that is none here is left out."""
    rows = _with_facts(Service.objects.filter(public_id__in=public_ids))
    found = {service.public_id: service for service in rows}
    return [found[one] for one in dict.fromkeys(public_ids) if one in found]


def _with_facts(rows: QuerySet[Service]) -> QuerySet[Service]:
    """With what a card says of each: the places in their order, with their addresses, and the hours."""
    places = ServiceAtLocation.objects.order_by("pk").select_related("location")
    places = places.prefetch_related(in_order("location__addresses", Address))
    return rows.select_related("organization").prefetch_related(
        in_order("schedules", Schedule), Prefetch("places", places)
    )


def lines_to_send(cards: Sequence[ServiceCard]) -> list[str]:
    """The first services of a list that families can use, each in a line, and how many more there are."""
    lines = [card.line for card in cards if card.service.is_available]
    n_more = len(lines) - MOST_SENT
    more = ngettext("and %(n)s more", "and %(n)s more", n_more) % {"n": n_more}
    return [*lines[:MOST_SENT], more] if n_more > 0 else lines


def service_cards(services: Sequence[Service]) -> list[ServiceCard]:
    """The cards of services as `services_of_list` and `services_by_ids` find them."""
    phones = phones_by_service(services)
    return [_card(service, phones[service.pk]) for service in services]


def _card(service: Service, phones: Sequence[Phone]) -> ServiceCard:
    locations = [place.location for place in service.places.all()]
    open_ones = [location for location in locations if not location.is_confidential]
    return ServiceCard(
        service=service,
        phones=phones,
        addresses=list(open_ones[0].addresses.all()) if open_ones else [],
        is_confidential=bool(locations) and not open_ones,
        hours=hours(schedules_of(service)),
        stale_sentence=stale_sentence(confirmed(service, timezone.localdate())),
    )
