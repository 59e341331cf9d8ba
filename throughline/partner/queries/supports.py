"""Supports by school and by community priority."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from throughline.accounts.declarations import PublishedPriority, published_priorities
from throughline.accounts.models import School
from throughline.align.models import Directive
from throughline.partner.models import (
    Support,
    SupportState,
)


def supports() -> QuerySet[Support]:
    return Support.objects.select_related("service__organization", "school", "term", "directive__cycle")


@dataclass(frozen=True)
class SchoolSupports:
    """What is offered at one school; `school` is None for what is offered in the whole district."""

    school: School | None
    supports: Sequence[Support]

    @property
    def n_seats(self) -> int:
        return sum(support.n_seats or 0 for support in self.supports)


@dataclass(frozen=True)
class DirectiveSupports:
    directive: Directive
    supports: Sequence[Support]


def schools_and_district() -> list[School | None]:
    """Every school, including those without a support, so gaps show; then None for the whole district."""
    return [*School.objects.all(), None]


def supports_by_school(schools: Sequence[School | None]) -> list[SchoolSupports]:
    at_school: dict[int | None, list[Support]] = {}
    shown = Q(school__in=[school for school in schools if school])
    if None in schools:
        shown |= Q(school__isnull=True)
    for support in supports().exclude(state=SupportState.ENDED).filter(shown):
        at_school.setdefault(support.school_id, []).append(support)
    return [SchoolSupports(school, at_school.get(school.pk if school else None, [])) for school in schools]


def public_supports() -> QuerySet[Support]:
    """Supports that families read of: those offered today, of services with a name."""
    today = timezone.localdate()
    has_begun = Q(begins_on__isnull=True) | Q(begins_on__lte=today)
    goes_on = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    rows = supports().filter(has_begun, goes_on, state=SupportState.OFFERED).exclude(service__name="")
    return rows.order_by("school__position", "school__name", "service__name", "pk")


def public_supports_by_directive(public_ids: Sequence[str]) -> dict[str, list[Support]]:
    """The supports that families read of, by the public id of the directive that they answer."""
    answering: dict[str, list[Support]] = {}
    for support in public_supports().filter(directive__public_id__in=public_ids):
        if support.directive is not None:
            answering.setdefault(support.directive.public_id, []).append(support)
    return answering


@dataclass(frozen=True)
class PublicSupport:
    """A support as families read of it, with the priority that it answers if they can read that too."""

    support: Support
    priority: PublishedPriority | None


def with_priorities(rows: Iterable[Support]) -> list[PublicSupport]:
    shown = list(rows)
    found = published_priorities([one.directive.public_id for one in shown if one.directive])
    return [
        PublicSupport(one, found.get(one.directive.public_id) if one.directive else None) for one in shown
    ]


def directives_to_answer() -> QuerySet[Directive]:
    return Directive.objects.select_related("cycle").order_by("-cycle_id", "position", "id")


def supports_by_directive(directives: Sequence[Directive]) -> list[DirectiveSupports]:
    answering: dict[int | None, list[Support]] = {}
    for support in supports().exclude(state=SupportState.ENDED).filter(directive__in=directives):
        answering.setdefault(support.directive_id, []).append(support)
    return [DirectiveSupports(directive, answering.get(directive.pk, [])) for directive in directives]
