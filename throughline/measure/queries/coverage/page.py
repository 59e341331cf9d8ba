"""The page that compares participation in a forum with a population. Computed on request."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from throughline.convene.models import DataKind, Forum, ForumKind
from throughline.measure.models import Comparison, Dimension, Population, WhoIsCounted
from throughline.measure.models.results import KeptPopulation
from throughline.measure.queries.coverage.comparison import ComparedDimension, CoveragePage
from throughline.measure.queries.coverage.dimensions import compared_dimension
from throughline.measure.queries.coverage.invitations import funnel_page
from throughline.measure.queries.coverage.summary import paragraph_of
from throughline.measure.queries.guard import rules_of
from throughline.measure.queries.populations.counts import dimensions_of, populations
from throughline.measure.queries.populations.matching import asked_in
from throughline.measure.queries.populations.people import (
    contributor_attributes,
    people_heard,
    roles_compared,
    unanswered,
)

COMPARED = (
    Dimension.SCHOOL,
    Dimension.GRADE_BAND,
    Dimension.LANGUAGE,
    Dimension.ROLE,
    Dimension.GROUP,
    Dimension.SEX,
    Dimension.AGE,
    Dimension.EDUCATION,
    Dimension.INCOME,
    Dimension.TENURE,
    Dimension.CHILDREN,
    Dimension.OTHER,
)


def coverage_page(forum: Forum, *, population_id: str = "", now: datetime | None = None) -> CoveragePage:
    """The page for users who may read everything, computed on request."""
    now = now or timezone.now()
    available = available_populations(forum)
    population = chosen_population(forum, available, population_id)
    parts: list[ComparedDimension] = []
    roles: list[str] = []
    if population is None:
        n_compared = people_heard(forum).count()
    else:
        roles = roles_compared(forum, population)
        people = contributor_attributes(forum, population)
        n_compared = len(people)
        is_random = forum.data_kind == DataKind.RANDOM
        offered = dimensions_of(population)
        asked, silent = asked_in(forum), unanswered(forum, roles)
        parts = [
            compared_dimension(
                forum, population, dimension, people, asked=asked, unanswered=silent, is_random=is_random
            )
            for dimension in COMPARED
            if dimension in offered
        ]
    page = CoveragePage(
        population=population,
        others=[one for one in available if population is not None and one.pk != population.pk],
        parts=[part for part in parts if part.is_compared],
        unmatched=[part for part in parts if not part.is_compared],
        n_heard=n_compared,
        roles=roles,
        paragraph=(),
        computed_at=now,
        minimum_n=rules_of(forum.district, [forum]).minimum_n,
        is_guarded=False,
        reach=reach_label(population, n_compared),
        is_of_another_count=is_of_another_count(forum, population),
        steps=funnel_page(forum),
    )
    return replace(page, paragraph=paragraph_of(forum, page, now))


def available_populations(forum: Forum) -> list[Population]:
    """The figures that may be compared with; a meeting knows nothing of people."""
    return [] if forum.kind == ForumKind.MEETING else list(populations())


def chosen_population(forum: Forum, available: Sequence[Population], public_id: str) -> Population | None:
    """The requested population, else the last one set for the forum, else one of the people it addresses."""
    requested = next((one for one in available if one.public_id == public_id), None)
    if requested is not None or not available:
        return requested
    settled = Comparison.objects.filter(forum=forum).order_by("-at").values_list("population_id", flat=True)
    first = next(iter(settled), None)
    if first is not None:
        return next(one for one in available if one.pk == first)
    wanted = [WhoIsCounted.FAMILIES, WhoIsCounted.STUDENTS, WhoIsCounted.INVITED, WhoIsCounted.RESIDENTS]
    if forum.is_for_students:
        wanted = [WhoIsCounted.STUDENTS]
    elif forum.is_for_staff:
        wanted = [WhoIsCounted.STAFF]
    for who in wanted:
        fitting = [one for one in available if one.who_is_counted == who]
        if fitting:
            return fitting[0]
    return available[0]


def is_of_another_count(forum: Forum, population: Population | None) -> bool:
    """Whether others are compared with a count of students, an approximation that the page must state."""
    return (
        population is not None
        and population.who_is_counted == WhoIsCounted.STUDENTS
        and not forum.is_for_students
    )


def reach_label(population: Population | KeptPopulation | None, n_heard: int) -> str:
    if population is None or not population.n or population.margin_of_error:
        return ""
    return _("%(n)s of %(of)s people (%(percent)s%%)") % {
        "n": number_format(n_heard, force_grouping=True),
        "of": number_format(population.n, force_grouping=True),
        "percent": number_format(100 * n_heard / population.n, decimal_pos=1),
    }
