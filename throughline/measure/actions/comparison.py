"""Set how the contributors of a forum are compared with a population."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from throughline.accounts.actions import record
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.measure.models import Comparison, Population


@transaction.atomic
def settle_roles(actor: Actor, forum: Forum, population: Population, *, roles: Sequence[str]) -> Comparison:
    """Set which roles of a forum are compared with a population; all, if `roles` is empty."""
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
    """Set the source of contributors' values of a dimension and the category of each value.

    `question` is a public id, or "" for attributes of contributors; `roles` are those of a new comparison.
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
