"""The people heard in a forum, and the attributes known without a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from throughline.convene.models import Forum
from throughline.listen.models import (
    BurstState,
    Contributor,
    ContributorRole,
    CurrentVote,
    SurveyAnswer,
    Voice,
    VoiceState,
)
from throughline.listen.queries.about_self import asked_about_self
from throughline.measure.models import Comparison, Dimension, Population, WhoIsCounted

ROLES_OF: dict[str, tuple[str, ...]] = {
    WhoIsCounted.STUDENTS: (ContributorRole.STUDENT,),
    WhoIsCounted.FAMILIES: (ContributorRole.FAMILY,),
    WhoIsCounted.STAFF: (ContributorRole.STAFF,),
}


def people_heard(forum: Forum, roles: Sequence[str] = ()) -> QuerySet[Contributor]:
    """Contributors with a current vote, an answer or a text not withdrawn; only of `roles`, if given.

    Those who were set aside are not counted.
    """
    voices = Voice.objects.filter(forum=forum, is_seed=False, contributor__isnull=False)
    votes = CurrentVote.objects.filter(forum=forum, value__isnull=False)
    answers = SurveyAnswer.objects.filter(forum=forum, is_declined=False)
    counted = Contributor.objects.filter(forum=forum).exclude(burst__state=BurstState.SET_ASIDE)
    people = counted.filter(
        Q(pk__in=voices.exclude(state=VoiceState.WITHDRAWN).order_by().values("contributor"))
        | Q(pk__in=votes.order_by().values("contributor"))
        | Q(pk__in=answers.order_by().values("contributor"))
    )
    return people.filter(role__in=roles) if roles else people


def comparison_of(forum: Forum, population: Population) -> Comparison | None:
    return Comparison.objects.filter(forum=forum, population=population).first()


def roles_compared(forum: Forum, population: Population) -> list[str]:
    """The roles compared with a population: those set, else those it counts, if contributors have them."""
    return roles_to_compare(population, comparison_of(forum, population), roles_known_in(forum))


def roles_known_in(forum: Forum) -> set[str]:
    """The roles that contributors of a forum have."""
    return set(Contributor.objects.filter(forum=forum).order_by().values_list("role", flat=True).distinct())


def roles_to_compare(
    population: Population, comparison: Comparison | None, roles_known: set[str]
) -> list[str]:
    """The same as `roles_compared`, from what was read before."""
    if comparison is not None:
        return list(comparison.roles)
    roles = ROLES_OF.get(population.who_is_counted, ())
    return list(roles) if roles_known & set(roles) else []


ContributorAttributes = Mapping[int, Mapping[str, str]]


def contributor_attributes(forum: Forum, population: Population) -> ContributorAttributes:
    """Attributes by dimension of each contributor who is compared with a population."""
    people = people_heard(forum, roles_compared(forum, population))
    rows: Any = people.values_list("pk", "school__public_id", "school__level", "language", "role")
    return {
        pk: {
            Dimension.SCHOOL: school or "",
            Dimension.GRADE_BAND: level or "",
            Dimension.LANGUAGE: language,
            Dimension.ROLE: role,
        }
        for pk, school, level, language, role in rows
    }


IS_ASKED: dict[str, Q] = {
    Dimension.SCHOOL: Q(is_school_asked=True) | Q(school__isnull=False),
    Dimension.GRADE_BAND: Q(is_school_asked=True) | Q(school__isnull=False),
    Dimension.ROLE: Q(is_role_asked=True) | ~Q(role=""),
}
"""Who answered or skipped the question that tells an attribute, or has it from an import."""

IS_GIVEN: dict[str, Q] = {
    Dimension.SCHOOL: Q(school__isnull=False),
    Dimension.GRADE_BAND: Q(school__isnull=False),
    Dimension.ROLE: ~Q(role=""),
}


def known_attributes(forum: Forum, *, n_asked: int = 1) -> frozenset[str]:
    """The attributes for which at least `n_asked` people were asked; of the others nothing is known."""
    known = {str(Dimension.LANGUAGE)}
    for dimensions in ((Dimension.SCHOOL, Dimension.GRADE_BAND), (Dimension.ROLE,)):
        asked = Contributor.objects.filter(IS_ASKED[dimensions[0]], forum=forum).order_by()
        if len(asked.values_list("pk", flat=True)[:n_asked]) >= n_asked:
            known |= {str(dimension) for dimension in dimensions}
    return frozenset(known)


def is_attribute_wanted(forum: Forum, dimension: str) -> bool:
    """Whether people who take part now are asked for an attribute."""
    asked = asked_about_self(forum)
    return asked.is_role_asked if dimension == Dimension.ROLE else asked.is_school_asked


@dataclass(frozen=True)
class Unanswered:
    """Those compared who did not tell an attribute: they skipped the question, or were never asked."""

    n_skipped: int
    n_not_asked: int


def unanswered(forum: Forum, roles: Sequence[str]) -> dict[str, Unanswered]:
    """By attribute that people are asked for, those who did not tell it; read once for all of them."""
    counts: dict[str, Count] = {}
    for dimension, is_asked in IS_ASKED.items():
        counts[f"{dimension}_skipped"] = Count("pk", filter=is_asked & ~IS_GIVEN[dimension])
        counts[f"{dimension}_not_asked"] = Count("pk", filter=~is_asked)
    n = people_heard(forum, roles).aggregate(**counts)
    return {one: Unanswered(n[f"{one}_skipped"], n[f"{one}_not_asked"]) for one in IS_ASKED}
