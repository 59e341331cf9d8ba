"""What a partner may keep current: by a link without an account, or with an account of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch, Q, QuerySet

from throughline.accounts.permissions import Actor
from throughline.partner.models import (
    CostOption,
    DirectorySettings,
    Language,
    Location,
    Organization,
    PartnerLink,
    Phone,
    ProposedEdit,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
)
from throughline.partner.queries.details import Facts, do_openings_disagree, in_order
from throughline.partner.queries.entries import organizations_of, with_names
from throughline.partner.queries.hours import ages, hours
from throughline.partner.queries.places import Places, all_places, with_hours
from throughline.partner.queries.quotes import hidden_places_near
from throughline.partner.queries.shown import states_to_confirm

PAGES: Final = {
    "home": ("partner_entry", "partner_home"),
    "confirm": ("confirm_by_link", "confirm_own_services"),
    "openings": ("set_openings_by_link", "set_own_openings"),
    "edit": ("edit_by_link", "edit_own_service"),
}
"""Each page of a partner: its URL name with a link, and with an account."""


@dataclass(frozen=True)
class PartnerAccess:
    """Whose services may be kept current, by whom; `link` is None for those who signed in."""

    actor: Actor
    organizations: Sequence[Organization]
    link: PartnerLink | None = None

    @property
    def email(self) -> str:
        """The address to which the confirmation is ascribed."""
        if self.link is not None:
            return self.link.email
        return self.actor.person.email if self.actor.person else ""

    @property
    def services(self) -> QuerySet[Service]:
        rows = Service.objects.filter(organization__in=[one.pk for one in self.organizations])
        return with_names(rows).select_related("organization").order_by("organization__name", "name", "pk")

    def url(self, page: str, **kwargs: object) -> str:
        with_link, with_account = PAGES[page]
        if self.link is None:
            return self.actor.district.url(with_account, **kwargs)
        return self.actor.district.url(with_link, code=self.link.code, **kwargs)


@dataclass(frozen=True)
class KeptService:
    """A service as its partner sees it before confirming it, with its latest edit if that waits or failed."""

    service: Service
    hours: Sequence[str]
    phones: Sequence[Phone]
    organization_phones: Sequence[Phone]
    """Those of the organization, which families read where the service has none."""

    facts: Facts
    ages: str
    places: Places
    edit_url: str
    state: str
    """A digest of what is shown, which is sent along with the confirmation."""

    waiting: ProposedEdit | None
    declined: ProposedEdit | None

    @property
    def cost(self) -> str:
        return self.service.fees_description or self.service.fees

    @property
    def languages(self) -> Sequence[Language]:
        return self.facts.languages


def access_of_member(actor: Actor) -> PartnerAccess:
    return PartnerAccess(actor, organizations_of(actor.person))


def access_by_link(actor: Actor, link: PartnerLink) -> PartnerAccess:
    return PartnerAccess(actor, [link.organization], link)


def find_partner_link(secret_hash: str) -> PartnerLink | None:
    """The link of the district in scope with this secret, whether it still works or not."""
    return PartnerLink.objects.filter(secret_hash=secret_hash).select_related("organization").first()


def directory_settings() -> DirectorySettings:
    """How the district keeps its directory; the defaults where nobody has chosen."""
    return DirectorySettings.objects.first() or DirectorySettings()


def kept_services(access: PartnerAccess, services: Sequence[Service]) -> list[KeptService]:
    """The services of one page with what their partner should check, in a few queries."""
    keys = [service.pk for service in services]
    places = ServiceAtLocation.objects.order_by("pk").prefetch_related(
        in_order("schedules", Schedule),
        in_order("phones", Phone),
        Prefetch("location", with_hours(Location.objects.all())),
    )
    rows = Service.objects.filter(pk__in=keys).prefetch_related(
        in_order("schedules", Schedule),
        in_order("phones", Phone),
        in_order("languages", Language),
        in_order("cost_options", CostOption),
        in_order("required_documents", RequiredDocument),
        in_order("service_areas", ServiceArea),
        Prefetch("capacities", ServiceCapacity.objects.select_related("unit").order_by("pk")),
        Prefetch("places", places),
    )
    owners = [one.pk for one in access.organizations]
    own_phones = Phone.objects.filter(organization__in=owners, service=None, contact=None).exclude(number="")
    phones: dict[int | None, list[Phone]] = {}
    for phone in own_phones.order_by("pk"):
        phones.setdefault(phone.organization_id, []).append(phone)
    found = {row.pk: row for row in rows}
    edits: dict[int, ProposedEdit] = {}
    states = states_to_confirm(services)
    is_open = Q(state=ProposedEdit.State.WAITING) | Q(state=ProposedEdit.State.DECLINED, answered_at=None)
    for edit in ProposedEdit.objects.filter(is_open, service__in=keys).order_by("pk"):
        known = edits.get(edit.service_id)
        if known is None or known.state != ProposedEdit.State.WAITING:
            edits[edit.service_id] = edit
    return [
        _kept(access, service, found[service.pk], phones, states.get(service.pk, ""), edits.get(service.pk))
        for service in services
        if service.pk in found
    ]


def _kept(
    access: PartnerAccess,
    service: Service,
    row: Service,
    organization_phones: Mapping[int | None, Sequence[Phone]],
    shown: str,
    edit: ProposedEdit | None,
) -> KeptService:
    places = list(row.places.all())
    schedules = {one.pk: one for place in places for one in place.schedules.all()}
    schedules |= {one.pk: one for one in row.schedules.all()}
    phones = {one.pk: one for place in places for one in place.phones.all()}
    phones |= {one.pk: one for one in row.phones.all()}
    state = edit.state if edit else ""
    return KeptService(
        service,
        hours([schedules[key] for key in sorted(schedules)]),
        [phones[key] for key in sorted(phones)],
        organization_phones.get(service.organization_id, ()),
        _facts(row),
        ages(row),
        all_places([place.location for place in places]),
        access.url("edit", service_id=service.public_id),
        shown,
        waiting=edit if state == ProposedEdit.State.WAITING else None,
        declined=edit if state == ProposedEdit.State.DECLINED else None,
    )


def _facts(row: Service) -> Facts:
    capacities = list(row.capacities.all())
    return Facts(
        costs=list(row.cost_options.all()),
        documents=[one for one in row.required_documents.all() if one.document or one.uri],
        areas=[one for one in row.service_areas.all() if one.name or one.description],
        capacities=capacities,
        languages=[one for one in row.languages.all() if one.name or one.code],
        do_openings_disagree=do_openings_disagree(row, capacities),
    )


def is_reviewed(service: Service) -> bool:
    """Whether what a partner edits of a service waits for approval.

    It always does where the service or its organization has a confidential place: a text could say where.
    """
    return directory_settings().approves_partner_edits or hidden_places_near(service).exists()


def has_confidential_place(service: Service) -> bool:
    return ServiceAtLocation.objects.filter(service=service, location__is_confidential=True).exists()
