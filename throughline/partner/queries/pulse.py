"""How fresh the directory is: what was confirmed lately, by kind and by school, and what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from throughline.accounts.models import School
from throughline.partner.models import (
    Organization,
    PartnerLink,
    Service,
    ServiceTerm,
    Support,
    SupportKind,
)
from throughline.partner.queries.confirmed import stale_before
from throughline.partner.queries.freshness import (
    DAYS_RECENT,
    is_confirmed_since,
    listed_services,
    oldest_first,
)
from throughline.partner.queries.proposed_edits import waiting_edits
from throughline.partner.queries.reports import n_open_reports

N_FIRST: Final = 5
"""Services that the desk lists as next to confirm."""


@dataclass(frozen=True)
class Share:
    """Of `n` services, `n_recent` were confirmed in the last 90 days."""

    n: int
    n_recent: int
    name: object = ""
    """The kind of support or the school; empty for all services."""

    @property
    def share(self) -> float:
        return self.n_recent / self.n if self.n else 0.0


@dataclass(frozen=True)
class Pulse:
    """The figures of the desk, and those of its own page."""

    today: date
    services: Share
    n_partner: int
    """Of those confirmed lately, how many the organization itself confirmed."""
    n_stale: int
    n_silent: int
    """Organizations with a listed service that have never answered."""
    n_waiting: int
    n_reports: int
    first: Sequence[Service]

    @property
    def since(self) -> date:
        return self.today - timedelta(days=DAYS_RECENT)


def pulse_of_directory(today: date) -> Pulse:
    recent = is_confirmed_since(today - timedelta(days=DAYS_RECENT))
    fresh = is_confirmed_since(stale_before(today))
    found = listed_services().aggregate(
        n=Count("pk"),
        n_recent=Count("pk", filter=recent),
        n_partner=Count("pk", filter=recent & Q(assured_by="partner")),
        n_fresh=Count("pk", filter=fresh),
    )
    return Pulse(
        today,
        Share(found["n"], found["n_recent"]),
        n_partner=found["n_partner"],
        n_stale=found["n"] - found["n_fresh"],
        n_silent=partners_without_answer().count(),
        n_waiting=waiting_edits().count(),
        n_reports=n_open_reports(),
        first=list(services_to_confirm(today)[:N_FIRST]),
    )


def shares_by_kind(today: date) -> list[Share]:
    """The share of each kind of support that services have. A service of several kinds is in each."""
    recent = is_confirmed_since(today - timedelta(days=DAYS_RECENT), "service__")
    rows = ServiceTerm.objects.filter(service__in=listed_services().order_by().values("pk")).order_by()
    counts = {
        term: (n, n_recent)
        for term, n, n_recent in rows.values("term")
        .annotate(n=Count("service"), n_recent=Count("service", filter=recent))
        .values_list("term", "n", "n_recent")
    }
    kinds = SupportKind.objects.filter(pk__in=counts)
    return [Share(*counts[kind.pk], name=kind.name) for kind in kinds]


def shares_by_school(today: date) -> list[Share]:
    """The share of the services that are offered at each school; those of the whole district come last."""
    recent = is_confirmed_since(today - timedelta(days=DAYS_RECENT), "service__")
    rows = Support.objects.filter(service__in=listed_services().order_by().values("pk")).order_by()
    counts: dict[int | None, tuple[int, int]] = {
        school: (n, n_recent)
        for school, n, n_recent in rows.values("school")
        .annotate(n=Count("service", distinct=True), n_recent=Count("service", distinct=True, filter=recent))
        .values_list("school", "n", "n_recent")
    }
    schools = School.objects.filter(pk__in=[key for key in counts if key is not None]).order_by("name", "pk")
    shares = [Share(*counts[school.pk], name=school.name) for school in schools]
    return shares + ([Share(*counts[None])] if None in counts else [])


def services_to_confirm(today: date) -> QuerySet[Service]:
    """Services that were not confirmed in the last 90 days, those never confirmed and the oldest first."""
    recent = is_confirmed_since(today - timedelta(days=DAYS_RECENT))
    rows = listed_services().exclude(pk__in=Service.objects.filter(recent).values("pk"))
    return oldest_first(rows).select_related("organization")


def partners_without_answer() -> QuerySet[Organization]:
    """Organizations with a listed service that never answered: those who never got a link come first."""
    offering = listed_services().order_by().values("organization")
    links = PartnerLink.objects.filter(organization=OuterRef("pk"))
    rows = Organization.objects.filter(answered_at=None, ended_on=None, pk__in=offering)
    return rows.annotate(has_link=Exists(links)).order_by("has_link", "name", "pk")
