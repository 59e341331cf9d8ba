"""Lists of services that staff make for families."""

from typing import Final, TypedDict, Unpack

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused, record, swap_with_neighbor
from throughline.accounts.models import School
from throughline.accounts.permissions import Actor
from throughline.partner.actions.shown import CHANGED_SINCE
from throughline.partner.models import ListedService, Service, ServiceList
from throughline.partner.queries import state_of_list
from throughline.ui.fields import TranslatedText

MOST_ON_A_LIST: Final = 100


class ServiceListFields(TypedDict, total=False):
    name: TranslatedText
    note: TranslatedText
    school: School | None
    is_public: bool


@transaction.atomic
def create_service_list(actor: Actor, **fields: Unpack[ServiceListFields]) -> ServiceList:
    service_list = ServiceList.objects.create(**fields, made_by=actor.person)
    record(actor, "create_service_list", service_list)
    return service_list


@transaction.atomic
def edit_service_list(
    actor: Actor, service_list: ServiceList, *, shown: str | None = None, **fields: Unpack[ServiceListFields]
) -> ServiceList:
    """Change a list, unless it is not as a form has `shown` it."""
    service_list = ServiceList.objects.select_for_update(of=("self",)).get(pk=service_list.pk)
    if shown is not None and shown != state_of_list(service_list):
        sentence = _(
            "Someone changed this list while you were editing. Compare with the list, then save again."
        )
        raise Refused(sentence, code=CHANGED_SINCE)
    for name, value in fields.items():
        setattr(service_list, name, value)
    service_list.save()
    record(actor, "edit_service_list", service_list, fields=list(fields))
    return service_list


@transaction.atomic
def delete_service_list(actor: Actor, service_list: ServiceList) -> None:
    record(actor, "delete_service_list", service_list)
    service_list.delete()


@transaction.atomic
def add_to_service_list(actor: Actor, service: Service, *, service_list: ServiceList) -> ListedService:
    """Add a service at the end of a list; one that is on it stays where it is."""
    ServiceList.objects.select_for_update().get(pk=service_list.pk)
    entries = ListedService.objects.filter(of=service_list)
    if (there := entries.filter(service=service).first()) is not None:
        return there
    if entries.count() >= MOST_ON_A_LIST:
        raise Refused(
            _("A list can have %(n)s services. Remove one, or make another list.") % {"n": MOST_ON_A_LIST}
        )
    last = entries.aggregate(last=Max("position"))["last"]
    entry = ListedService.objects.create(
        of=service_list, service=service, position=0 if last is None else last + 1
    )
    record(actor, "add_to_service_list", service_list, service=service.public_id)
    return entry


@transaction.atomic
def remove_from_service_list(actor: Actor, service_list: ServiceList, *, service: Service) -> None:
    ListedService.objects.filter(of=service_list, service=service).delete()
    record(actor, "remove_from_service_list", service_list, service=service.public_id)


@transaction.atomic
def move_in_service_list(
    actor: Actor, service_list: ServiceList, *, service: Service, is_up: bool
) -> int | None:
    """Move a service one place up or down; None if it is at the end or no longer on the list."""
    rows = ListedService.objects.filter(of=service_list).select_for_update().order_by("position", "pk")
    entry = next((one for one in rows if one.service_id == service.pk), None)
    if entry is None:
        return None
    position = swap_with_neighbor(rows, entry, is_up=is_up)
    if position is not None:
        record(actor, "move_in_service_list", service_list, service=service.public_id)
    return position
