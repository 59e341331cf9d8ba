"""What partners and staff confirm, and whether a service takes new people."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from throughline.accounts.actions import record
from throughline.accounts.permissions import Actor
from throughline.partner.actions.history import revising
from throughline.partner.models import Assurer, Organization, PartnerLink, ProposedEdit, Revision, Service
from throughline.partner.queries import values_of
from throughline.partner.queries.partner_access import PartnerAccess
from throughline.partner.queries.proposed_edits import waiting_edits
from throughline.partner.queries.shown import states_to_confirm


@transaction.atomic
def confirm_service(actor: Actor, service: Service) -> Service:
    """Note that a member of staff checked today that what the directory says of a service is right."""
    with revising(actor) as revision:
        before = values_of(service)
        email = actor.person.email if actor.person else ""
        _assure(service, Assurer.STAFF, email)
        service.save()
        revision.changed(service, before)
    record(actor, "confirm_service", service)
    return service


@transaction.atomic
def confirm_as_partner(
    access: PartnerAccess, services: Sequence[Service], *, shown: Mapping[str, str] | None = None
) -> list[Service]:
    """Note that the partner said today that what the directory says of these services is right.

    `shown` has the states that were shown, by public id: a service that was changed since is left out, and
    so is one with a correction that waits. None: there was no page.
    """
    locked = _locked(services)
    if shown is not None:
        states = states_to_confirm(locked)
        waiting = set(waiting_edits().filter(service__in=locked).values_list("service", flat=True))
        locked = [
            row for row in locked if row.pk not in waiting and shown.get(row.public_id) == states.get(row.pk)
        ]
    with revising(access.actor, Revision.Kind.PARTNER) as revision:
        for service in locked:
            before = values_of(service)
            _assure(service, Assurer.PARTNER, access.email)
            service.save()
            revision.changed(service, before)
    for service in locked:
        record(access.actor, "confirm_service", service, by="partner")
    note_answer(access, locked)
    end_refusals(locked)
    return locked


@transaction.atomic
def set_openings(access: PartnerAccess, service: Service, *, status: str) -> Service:
    """Note whether a service takes new people, as its partner says."""
    (service,) = _locked([service])
    with revising(access.actor, Revision.Kind.PARTNER) as revision:
        before = values_of(service)
        service.capacity_status, service.capacity_on = status, timezone.localdate()
        service.save()
        revision.changed(service, before)
    record(access.actor, "set_openings", service, status=status)
    note_answer(access, [service])
    return service


def note_answer(access: PartnerAccess, services: Sequence[Service]) -> None:
    """Note when the organizations of services last answered, and that their link was used.

    It is no part of the history: undoing what they said doesn't change that they answered. Without services
    nothing was answered.
    """
    if not services:
        return
    now = timezone.now()
    organizations = {service.organization_id for service in services if service.organization_id}
    Organization.objects.filter(pk__in=organizations).update(answered_at=now)
    if access.link is not None:
        PartnerLink.objects.filter(pk=access.link.pk).update(used_at=now)


def end_refusals(services: Sequence[Service]) -> None:
    """Note that the partner has answered for services of which an edit was declined."""
    declined = ProposedEdit.objects.filter(service__in=services, state=ProposedEdit.State.DECLINED)
    declined.filter(answered_at=None).update(answered_at=timezone.now())


def _locked(services: Sequence[Service]) -> list[Service]:
    keys = [service.pk for service in services]
    return list(Service.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))


def _assure(service: Service, assurer: str, email: str) -> None:
    service.assured_date = timezone.localdate()
    service.assured_by, service.assurer_email = assurer, email
