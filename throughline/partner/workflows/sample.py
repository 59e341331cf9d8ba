"""Partners of the sample district. Only the sample calls this."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from django.db import transaction

from throughline.accounts.actions import record
from throughline.accounts.models import School
from throughline.accounts.permissions import Actor
from throughline.align.models import Directive
from throughline.partner.actions import ensure_terms
from throughline.partner.models import (
    Contact,
    Layer,
    Organization,
    Schedule,
    Service,
    Support,
    SupportState,
)


class Offer(TypedDict):
    """A service in `sample/partners.json`."""

    name: str
    description: str
    term: str
    days: str
    opens: str
    closes: str


class Partner(TypedDict):
    """An organization in `sample/partners.json`."""

    name: str
    description: str
    email: str
    contact: NotRequired[dict[str, str]]
    services: list[Offer]


@transaction.atomic
def bring_partners(
    actor: Actor,
    organizations: Sequence[Partner],
    schools: Sequence[School],
    directives: Sequence[Directive],
) -> None:
    """Create the directory, and a few supports at schools in answer to directives."""
    terms = {term.code: term for term in ensure_terms(actor)}
    for place, row in enumerate(organizations):
        organization = Organization.objects.create(
            name=row["name"], description=row["description"], email=row["email"]
        )
        record(actor, "create_organization", organization)
        if "contact" in row:
            Contact.objects.create(organization=organization, **row["contact"])
        for offer in row["services"]:
            service = Service.objects.create(
                organization=organization, name=offer["name"], description=offer["description"]
            )
            service.terms.add(terms[offer["term"]])
            Schedule.objects.create(
                service=service,
                freq="WEEKLY",
                byday=offer["days"],
                opens_at=offer["opens"],
                closes_at=offer["closes"],
            )
            Support.objects.create(
                service=service,
                school=schools[place % len(schools)],
                directive=directives[0] if offer["term"] == "work-experience" else None,
                term=terms[offer["term"]],
                layer=Layer.TARGETED if offer["term"] == "mentoring" else Layer.UNIVERSAL,
                is_in_school_time=offer["opens"] < "14:00",
                n_seats=24 + 6 * place,
                state=SupportState.OFFERED,
            )
