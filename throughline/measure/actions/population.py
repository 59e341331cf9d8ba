"""Record population figures: counts, never the people they were counted from."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from throughline.accounts.actions import record
from throughline.accounts.models import ReportLine, School
from throughline.accounts.permissions import Actor
from throughline.formats.population import Count, Figures
from throughline.measure.models import Population, PopulationCount


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
    notes: Sequence[ReportLine] = (),
) -> Population:
    """Record all counts of a file, or none. `schools` are the district's known schools by the file's ids.

    Counts within a school the district does not have are left out; the count of that school itself is kept.
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
        _count_row(population, count, position, _school_of(count, schools))
        for position, count in enumerate(figures.counts)
        if not count.school_id or count.school_id in schools
    ]
    PopulationCount.objects.bulk_create(rows, batch_size=2_000)
    record(actor, "record_population", population, source=source, n=figures.n, n_counts=len(rows))
    return population


def _count_row(population: Population, count: Count, position: int, school: School | None) -> PopulationCount:
    return PopulationCount(
        district=population.district,
        population=population,
        dimension=count.dimension,
        category=count.category[:80],
        label=count.label[:200],
        position=position,
        school=school,
        n=count.n,
        margin_of_error=count.margin_of_error,
        state=count.state,
        margin_state=count.margin_state,
    )


def _school_of(count: Count, schools: Mapping[str, School]) -> School | None:
    return schools.get(count.category if count.dimension == "school" else count.school_id)


@transaction.atomic
def delete_population(actor: Actor, population: Population) -> None:
    record(actor, "delete_population", population, source=population.source)
    population.delete()
