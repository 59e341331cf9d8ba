"""What a school offers families: its supports by kind, its forums, and what came of the last ones."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from throughline.accounts.models import School
from throughline.convene.models import Cycle, Forum
from throughline.partner.models import Phone, Service, Support, SupportKind
from throughline.partner.queries.day_hours import weekly_hours
from throughline.partner.queries.supports import PublicSupport, public_supports, with_priorities

MOST_OFFERS: Final = 40
"""At the school, and as many for every school: a page that is printed on one or two sheets."""

MOST_FORUMS: Final = 5
MOST_CYCLES: Final = 3


@dataclass(frozen=True)
class Offer:
    """A support with a number to call, and its hours where they are the same each week."""

    public: PublicSupport
    phone: Phone | None
    hours: Sequence[str]

    @property
    def service(self) -> Service:
        return self.public.support.service


@dataclass(frozen=True)
class KindOffers:
    kind: SupportKind
    offers: Sequence[Offer]


@dataclass(frozen=True)
class Offers:
    """Supports by kind, and how many more there are."""

    kinds: Sequence[KindOffers]
    n_more: int = 0


@dataclass(frozen=True)
class SchoolRow:
    """A school, and how many supports families read of there."""

    school: School
    n_offers: int


def schools_with_offers() -> list[SchoolRow]:
    """All schools in their order."""
    at_schools = _open_supports().filter(school__isnull=False).order_by()
    offered = dict(at_schools.values_list("school").annotate(n=Count("pk")))
    schools = School.objects.order_by("position", "name", "pk")
    return [SchoolRow(school, offered.get(school.pk, 0)) for school in schools]


def offers_at(school: School | None) -> Offers:
    """What is offered at a school; without one, at every school of the district."""
    rows = _open_supports().filter(school=school).order_by("term__position", "term", "service__name", "pk")
    public = with_priorities(rows[: MOST_OFFERS + 1])
    n_more = max(0, rows.count() - MOST_OFFERS) if len(public) > MOST_OFFERS else 0
    shown = public[:MOST_OFFERS]
    keys = {one.support.service_id for one in shown}
    phones, hours = _first_phones(keys), weekly_hours(keys)
    by_kind: dict[SupportKind, list[Offer]] = defaultdict(list)
    for one in shown:
        key = one.support.service_id
        by_kind[one.support.term].append(Offer(one, phones.get(key), hours.get(key, [])))
    return Offers([KindOffers(kind, offers) for kind, offers in by_kind.items()], n_more)


def _open_supports() -> QuerySet[Support]:
    """Supports of services that are neither closed nor of a former partner."""
    is_open = Q(service__status__in=["", Service.Status.ACTIVE])
    is_partner = Q(service__organization__isnull=True) | Q(service__organization__ended_on__isnull=True)
    return public_supports().filter(is_open, is_partner)


def _first_phones(services: Collection[int]) -> dict[int, Phone]:
    """The first number of each service: its own, one of it at a place, or that of its organization."""
    found: dict[int, Phone] = {}
    own = Q(service__in=services) | Q(service_at_location__service__in=services)
    phones = Phone.objects.filter(own).exclude(number="").select_related("service_at_location").order_by("pk")
    for phone in phones:
        place = phone.service_at_location
        found.setdefault(phone.service_id or (place.service_id if place else 0), phone)
    missing = Service.objects.filter(pk__in=[key for key in services if key not in found])
    organizations = dict(missing.exclude(organization=None).order_by().values_list("pk", "organization"))
    of_organization: dict[int | None, Phone] = {}
    others = Phone.objects.filter(organization__in=set(organizations.values())).exclude(number="")
    for phone in others.order_by("pk"):
        of_organization.setdefault(phone.organization_id, phone)
    for key, organization in organizations.items():
        if organization in of_organization:
            found[key] = of_organization[organization]
    return found


def open_forums_at(school: School, now: datetime | None = None) -> list[Forum]:
    """Public forums that are open now: the school's own before those of the whole district."""
    now = now or timezone.now()
    still = Q(closes_at__isnull=True) | Q(closes_at__gt=now)
    rows = Forum.objects.select_related("cycle__school").filter(
        still, _of(school, "cycle__"), announced_at__isnull=False, opens_at__lte=now, cycle__is_public=True
    )
    return sorted(rows, key=lambda forum: (forum.cycle.school_id is None, forum.closes_at or now, forum.pk))[
        :MOST_FORUMS
    ]


def past_cycles_at(school: School, now: datetime | None = None) -> list[Cycle]:
    """Public cycles with a forum that has closed, the last first: their pages say what came of them."""
    now = now or timezone.now()
    closed = Q(forums__announced_at__isnull=False, forums__closes_at__lte=now)
    cycles = Cycle.objects.select_related("school").filter(_of(school), is_public=True)
    cycles = cycles.annotate(closed_at=Max("forums__closes_at", filter=closed)).filter(
        closed_at__isnull=False
    )
    return list(cycles.order_by("-closed_at", "-pk")[:MOST_CYCLES])


def _of(school: School, path: str = "") -> Q:
    return Q(**{f"{path}school": school}) | Q(**{f"{path}school__isnull": True})
