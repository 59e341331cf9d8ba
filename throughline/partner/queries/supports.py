"""Supports by school and by community priority."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

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


def directives_to_answer() -> QuerySet[Directive]:
    return Directive.objects.select_related("cycle").order_by("-cycle_id", "position", "id")


def supports_by_directive(directives: Sequence[Directive]) -> list[DirectiveSupports]:
    answering: dict[int | None, list[Support]] = {}
    for support in supports().exclude(state=SupportState.ENDED).filter(directive__in=directives):
        answering.setdefault(support.directive_id, []).append(support)
    return [DirectiveSupports(directive, answering.get(directive.pk, [])) for directive in directives]
