"""Keeping the community's own figures: counts, never the people they were counted from."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from throughline.accounts.actions import record
from throughline.accounts.models import School
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.formats.population import Count, Figures
from throughline.measure.models import Comparison, InvitationRound, Population, PopulationCount


@transaction.atomic
def record_population(
    actor: Actor,
    *,
    title: str,
    source: str,
    who_is_counted: str,
    figures: Figures,
    schools: Mapping[str, School],
    as_of: str = "",
    citation: str = "",
    file_name: str = "",
    file_sha256: str = "",
    notes: Sequence[dict[str, Any]] = (),
) -> Population:
    """Keep all counts of a file, or none. `schools` are ours by the file's ids, as far as they are known.

    Counts within a school the district does not have are left out; the school's own count stays.
    """
    population = Population.objects.create(
        title=title,
        source=source,
        who_is_counted=who_is_counted,
        as_of=as_of,
        citation=citation,
        race_standard=figures.race_standard,
        n=figures.n,
        margin_of_error=figures.margin_of_error,
        file_name=file_name[:200],
        file_sha256=file_sha256,
        notes=list(notes),
        person=actor.person,
    )
    rows = [
        PopulationCount(
            district=actor.district,
            population=population,
            dimension=count.dimension,
            category=count.category[:80],
            label=count.label[:200],
            position=position,
            school=_school_of(count, schools),
            n=count.n,
            margin_of_error=count.margin_of_error,
            state=count.state,
            margin_state=count.margin_state,
        )
        for position, count in enumerate(figures.counts)
        if not count.school_id or count.school_id in schools
    ]
    PopulationCount.objects.bulk_create(rows, batch_size=2_000)
    record(actor, "record_population", population, source=source, n=figures.n, n_counts=len(rows))
    return population


def _school_of(count: Count, schools: Mapping[str, School]) -> School | None:
    return schools.get(count.category if count.dimension == "school" else count.school_id)


@transaction.atomic
def delete_population(actor: Actor, population: Population) -> None:
    record(actor, "delete_population", population, source=population.source)
    population.delete()


@transaction.atomic
def settle_roles(actor: Actor, forum: Forum, population: Population, *, roles: Sequence[str]) -> Comparison:
    """Say whose voices of a forum are held against a population; of everybody, if no role is named."""
    comparison = _comparison(actor, forum, population)
    comparison.roles = list(roles)
    comparison.save(update_fields=["roles", "person", "at"])
    record(actor, "settle_comparison", population, forum=forum.public_id, roles=list(roles))
    return comparison


@transaction.atomic
def settle_match(
    actor: Actor,
    forum: Forum,
    population: Population,
    *,
    dimension: str,
    question: str,
    values: Mapping[str, str],
    roles: Sequence[str] = (),
) -> Comparison:
    """Say where contributors' values of a dimension come from and which category each belongs to.

    `question` is a public id, or "" for what stands beside a contributor; `roles` those compared so far.
    """
    comparison = _comparison(actor, forum, population, roles=roles)
    comparison.matches = {
        **comparison.matches,
        dimension: {"question": question, "values": dict(values)},
    }
    comparison.save(update_fields=["matches", "person", "at"])
    record(actor, "settle_comparison", population, forum=forum.public_id, dimension=dimension)
    return comparison


def _comparison(
    actor: Actor, forum: Forum, population: Population, *, roles: Sequence[str] = ()
) -> Comparison:
    Comparison.objects.get_or_create(forum=forum, population=population, defaults={"roles": list(roles)})
    comparison = Comparison.objects.select_for_update().get(forum=forum, population=population)
    comparison.person = actor.person
    return comparison


@transaction.atomic
def add_invitation_round(actor: Actor, forum: Forum, **counts: Any) -> InvitationRound:
    """Keep one wave of invitations; counts that nobody made are None."""
    invited = InvitationRound.objects.create(forum=forum, person=actor.person, **counts)
    record(actor, "add_invitation_round", invited, n_invited=invited.n_invited)
    return invited


@transaction.atomic
def edit_invitation_round(actor: Actor, invited: InvitationRound, **counts: Any) -> InvitationRound:
    for name, value in counts.items():
        setattr(invited, name, value)
    invited.save(update_fields=list(counts))
    record(actor, "edit_invitation_round", invited, n_invited=invited.n_invited)
    return invited


@transaction.atomic
def remove_invitation_round(actor: Actor, invited: InvitationRound) -> None:
    record(actor, "remove_invitation_round", invited)
    invited.delete()
