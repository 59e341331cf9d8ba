"""Partners of the sample district. Only the sample calls this."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NotRequired, TypedDict

from django.db import transaction
from django.utils import timezone

from throughline.accounts.actions import record
from throughline.accounts.models import School
from throughline.accounts.permissions import Actor
from throughline.align.models import Directive
from throughline.partner.actions import create_partner_link, ensure_terms, index_services, mark_confidential
from throughline.partner.models import (
    Accessibility,
    Address,
    Assurer,
    Contact,
    CostOption,
    Language,
    Layer,
    Location,
    Organization,
    PartnerLink,
    Phone,
    ProposedEdit,
    RequiredDocument,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    Support,
    SupportKind,
    SupportState,
    Unit,
)
from throughline.partner.workflows.quality import check_directory
from throughline.partner.workflows.sample_lists import bring_lists_and_reports

CITY, STATE, POSTAL_CODE = "Juniper", "CO", "81500"
NAMES_OF_LANGUAGES = {"en": "English", "es": "Spanish"}
DAYS_OF_A_MONTH = 30


class Spot(TypedDict):
    """A place of an organization in `sample/partners.json`."""

    name: str
    street: str
    latitude: float
    longitude: float
    access: NotRequired[str]
    confidential: NotRequired[bool]


class Offer(TypedDict):
    """A service in `sample/partners.json`. `months` is how long ago it was confirmed, `by` by whom.

    `status` is whether it takes new people, `edit` what its partner sent and waits for approval.
    """

    name: str
    description: str
    terms: list[str]
    days: str
    opens: str
    closes: str
    months: int
    by: NotRequired[str]
    status: NotRequired[str]
    edit: NotRequired[dict[str, str]]
    cost: str
    amount: NotRequired[float]
    languages: NotRequired[list[str]]
    bring: NotRequired[list[str]]
    ages: NotRequired[tuple[int, int | None]]
    capacity: NotRequired[tuple[int, int, str]]
    wait: NotRequired[str]
    place: NotRequired[int]
    dates: NotRequired[tuple[str, str]]
    seats: NotRequired[int]


class Partner(TypedDict):
    """An organization in `sample/partners.json`."""

    name: str
    description: str
    email: str
    phone: str
    link: NotRequired[bool]
    website: NotRequired[str]
    contact: NotRequired[dict[str, str]]
    places: list[Spot]
    services: list[Offer]


@transaction.atomic
def bring_partners(
    actor: Actor,
    organizations: Sequence[Partner],
    schools: Sequence[School],
    directives: Sequence[Directive],
) -> None:
    """Create the directory and check it, with a few supports at schools in answer to directives."""
    kinds = {kind.code: kind for kind in ensure_terms(actor)}
    hidden = []
    for place, row in enumerate(organizations):
        organization = Organization.objects.create(
            name=row["name"],
            description=row["description"],
            email=row["email"],
            website=row.get("website", ""),
        )
        record(actor, "create_organization", organization)
        Phone.objects.create(organization=organization, number=row["phone"], type="voice")
        if "contact" in row:
            Contact.objects.create(organization=organization, **row["contact"])
        if row.get("link"):
            create_partner_link(actor, organization, email=row["email"])
        locations = [_location(organization, spot) for spot in row["places"]]
        hidden += [one for one, spot in zip(locations, row["places"], strict=True) if "confidential" in spot]
        for offer in row["services"]:
            service = _service(organization, offer, kinds)
            _keep(service, offer, row["email"])
            ServiceAtLocation.objects.create(service=service, location=locations[offer.get("place", 0)])
            if "seats" in offer:
                _support(service, offer, schools[place % len(schools)], kinds, directives)
    index_services(Service.objects.values_list("pk", flat=True))
    for location in hidden:
        mark_confidential(actor, location)
    bring_lists_and_reports(actor, schools)
    check_directory(actor.district)


def _location(organization: Organization, spot: Spot) -> Location:
    location = Location.objects.create(
        organization=organization,
        location_type="physical",
        name=spot["name"],
        latitude=spot["latitude"],
        longitude=spot["longitude"],
    )
    Address.objects.create(
        location=location,
        address_1=spot["street"],
        city=CITY,
        state_province=STATE,
        postal_code=POSTAL_CODE,
    )
    if "access" in spot:
        Accessibility.objects.create(location=location, description=spot["access"])
    return location


def _service(organization: Organization, offer: Offer, kinds: Mapping[str, SupportKind]) -> Service:
    today = timezone.localdate()
    first, last = offer.get("ages", (None, None))
    service = Service.objects.create(
        organization=organization,
        name=offer["name"],
        description=offer["description"],
        fees_description=offer["cost"],
        minimum_age=first,
        maximum_age=last,
        wait_time=offer.get("wait", ""),
        assured_date=today - timedelta(days=DAYS_OF_A_MONTH * offer["months"]),
    )
    for code in offer["terms"]:
        service.terms.add(kinds[code])
    begins, ends = (_day_of(today, one) for one in offer.get("dates", ("", "")))
    Schedule.objects.create(
        service=service,
        freq="WEEKLY",
        byday=offer["days"],
        opens_at=offer["opens"],
        closes_at=offer["closes"],
        valid_from=begins,
        valid_to=ends,
    )
    for code in offer.get("languages", ()):
        Language.objects.create(service=service, code=code, name=NAMES_OF_LANGUAGES[code])
    for document in offer.get("bring", ()):
        RequiredDocument.objects.create(service=service, document=document)
    if "amount" in offer:
        CostOption.objects.create(
            service=service, option=offer["cost"], currency="USD", amount=offer["amount"]
        )
    if "capacity" in offer:
        available, maximum, counted_in = offer["capacity"]
        unit, _is_new = Unit.objects.get_or_create(name=counted_in)
        ServiceCapacity.objects.create(
            service=service, unit=unit, available=available, maximum=maximum, updated=timezone.now()
        )
    return service


def _keep(service: Service, offer: Offer, email: str) -> None:
    """Who confirmed a service, whether it takes new people, and what its partner sent."""
    by, now = offer.get("by", ""), timezone.now()
    service.assured_by = by
    service.assurer_email = email if by == Assurer.PARTNER else ""
    if "status" in offer:
        service.capacity_status, service.capacity_on = offer["status"], timezone.localdate(now)
    service.save()
    link = PartnerLink.objects.filter(organization=service.organization).first()
    if by == Assurer.PARTNER and link is not None:
        link.used_at = now - timedelta(days=DAYS_OF_A_MONTH)
        link.save(update_fields=["used_at"])
        Organization.objects.filter(pk=link.organization_id).update(answered_at=link.used_at)
    if "edit" in offer:
        fields = {"own": offer["edit"], "rows": {}}
        ProposedEdit.objects.create(service=service, link=link, fields=fields)


def _day_of(today: date, month_and_day: str) -> date | None:
    """The next such day that is not long past: seasons of the sample lie around today."""
    if not month_and_day:
        return None
    month, day = map(int, month_and_day.split("-"))
    return date(today.year + (month < today.month), month, day)


def _support(
    service: Service,
    offer: Offer,
    school: School,
    kinds: Mapping[str, SupportKind],
    directives: Sequence[Directive],
) -> None:
    code = offer["terms"][0]
    Support.objects.create(
        service=service,
        school=school,
        directive=directives[0] if code == "work-experience" else None,
        term=kinds[code],
        layer=Layer.TARGETED if code == "mentoring" else Layer.UNIVERSAL,
        is_in_school_time=offer["opens"] < "14:00",
        n_seats=offer["seats"],
        state=SupportState.OFFERED,
    )
