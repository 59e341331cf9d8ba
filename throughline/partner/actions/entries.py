"""Changes to organizations and services."""

from collections.abc import Iterable
from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused, record
from throughline.accounts.permissions import Actor
from throughline.partner.actions.history import revising, rows_deleted_with
from throughline.partner.actions.shown import lock_as_shown
from throughline.partner.models import (
    Location,
    Organization,
    Revision,
    Service,
    Support,
    SupportKind,
)
from throughline.partner.queries import terms_of, values_of


class OrganizationFields(TypedDict, total=False):
    """The editable fields of an organization."""

    name: str
    alternate_name: str
    description: str
    website: str
    email: str
    ended_on: date | None


class ServiceFields(TypedDict, total=False):
    """The editable fields of a service, except its organization and its kinds."""

    name: str
    description: str
    status: str
    eligibility_description: str
    fees_description: str
    application_process: str
    interpretation_services: str
    url: str
    email: str


@transaction.atomic
def create_organization(actor: Actor, **fields: Unpack[OrganizationFields]) -> Organization:
    with revising(actor) as revision:
        organization = Organization.objects.create(**fields)
        revision.added(organization)
    record(actor, "create_organization", organization)
    return organization


@transaction.atomic
def edit_organization(
    actor: Actor,
    organization: Organization,
    *,
    shown: str | None = None,
    **fields: Unpack[OrganizationFields],
) -> Organization:
    lock_as_shown(organization, shown)
    with revising(actor) as revision:
        before = values_of(organization)
        for name, value in fields.items():
            setattr(organization, name, value)
        organization.save()
        revision.changed(organization, before)
    record(actor, "edit_organization", organization, fields=list(fields))
    return organization


@transaction.atomic
def create_service(
    actor: Actor,
    organization: Organization,
    *,
    terms: Iterable[SupportKind] = (),
    **fields: Unpack[ServiceFields],
) -> Service:
    with revising(actor) as revision:
        service = Service.objects.create(organization=organization, **fields)
        revision.added(service)
        service.terms.set(terms)
    record(actor, "create_service", service, organization=organization.public_id)
    return service


@transaction.atomic
def edit_service(
    actor: Actor,
    service: Service,
    *,
    terms: Iterable[SupportKind],
    shown: str | None = None,
    **fields: Unpack[ServiceFields],
) -> Service:
    lock_as_shown(service, shown)
    with revising(actor) as revision:
        before, kinds = values_of(service), terms_of(service)
        for name, value in fields.items():
            setattr(service, name, value)
        service.save()
        revision.changed(service, before)
        service.terms.set(terms)
        revision.terms_changed(service, kinds)
    record(actor, "edit_service", service, fields=list(fields))
    return service


@transaction.atomic
def remove_entry(actor: Actor, entry: Organization | Service) -> Revision | None:
    """Remove an organization or a service with all that hangs on it. The history brings it back."""
    lock_as_shown(entry, None)
    going = rows_deleted_with(entry)
    if any(isinstance(row, Support) for row in going):
        raise Refused(_("Supports at schools use this. Change their service first."))
    if any(isinstance(row, Location) and row.is_confidential for row in going):
        raise Refused(_("A location of this organization has a confidential address. Remove it first."))
    record(actor, f"remove_{entry._meta.model_name}", entry)
    with revising(actor) as recorder:
        recorder.remove(entry)
    return recorder.revision
