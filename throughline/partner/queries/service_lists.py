"""Lists of services: those that staff made, and those that people keep on their device."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils import timezone

from throughline.accounts.permissions import Actor
from throughline.partner.models import Address, Phone, Service, ServiceList
from throughline.partner.queries.confirmed import confirmed, stale_sentence
from throughline.partner.queries.details import in_order
from throughline.partner.queries.hours import hours
from throughline.partner.queries.places import phones_of, schedules_of


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
    return rows.select_related("organization").prefetch_related(in_order("organization__phones", Phone))


def service_cards(services: Iterable[Service]) -> list[ServiceCard]:
    return [_card(service) for service in services]


def _card(service: Service) -> ServiceCard:
    phones = list(phones_of(service))
    if not phones and service.organization:
        phones = [phone for phone in service.organization.phones.all() if phone.number]
    places = list(service.places.select_related("location").order_by("pk"))
    open_places = [one.location for one in places if not one.location.is_confidential]
    addresses = list(open_places[0].addresses.order_by("pk")) if open_places else []
    return ServiceCard(
        service=service,
        phones=phones,
        addresses=addresses,
        is_confidential=bool(places) and not open_places,
        hours=hours(schedules_of(service)),
        stale_sentence=stale_sentence(confirmed(service, timezone.localdate())),
    )
