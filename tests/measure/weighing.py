"""Population figures that people are weighted to, and runs of weights."""

from typing import Any

from throughline.accounts.actions import RunningJob
from throughline.accounts.models import District, Job, School
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.listen.models import ContributorRole
from throughline.measure import workflows
from throughline.measure.models import (
    Dimension,
    Population,
    PopulationCount,
    PopulationSource,
    Run,
    WhoIsCounted,
)
from throughline.measure.queries.weights.margins import margins_to_choose

FAMILY, STUDENT = ContributorRole.FAMILY, ContributorRole.STUDENT


def population(
    district: District,
    schools: list[School],
    n_of_school: list[int],
    n_of_role: dict[str, int],
    **fields: Any,
) -> Population:
    fields = {
        "title": "District roster",
        "source": PopulationSource.ROSTER,
        "who_is_counted": WhoIsCounted.INVITED,
        "as_of": "fall 2026",
        "n": sum(n_of_school),
        **fields,
    }
    made = Population.objects.create(**fields)
    for position, (school, n) in enumerate(zip(schools, n_of_school, strict=True)):
        PopulationCount.objects.create(
            population=made,
            dimension=Dimension.SCHOOL,
            category=school.public_id,
            label=school.name,
            school=school,
            position=position,
            n=n,
        )
    for role, n in n_of_role.items():
        PopulationCount.objects.create(population=made, dimension=Dimension.ROLE, category=role, n=n)
    return made


def weigh(actor: Actor, forum: Forum, *dimensions: str, **settings: Any) -> Run:
    wanted = dimensions or (Dimension.SCHOOL, Dimension.ROLE)
    by_dimension = {choice.dimension: choice.key for choice in margins_to_choose(forum)}
    job = Job.objects.create(kind="weights", title="Weights", person=actor.person)
    workflows.find_weights(
        RunningJob(job, actor),
        forum_id=forum.public_id,
        margins=[by_dimension[Dimension(one)] for one in wanted],
        **settings,
    )
    return Run.objects.latest("pk")
