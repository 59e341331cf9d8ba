"""The population figures of the sample district, and the runs that are evidence for its findings."""

from collections.abc import Mapping
from typing import Any

from throughline.accounts.models import School
from throughline.accounts.permissions import Actor
from throughline.formats.population import Count, Figures, SchoolNamed
from throughline.formats.population.acs import ESTIMATE_CODES
from throughline.formats.population.model import Dimension, PersonCategories, counted, in_order
from throughline.measure.actions.population import record_population
from throughline.measure.models import Population, PopulationSource, Run, WhoIsCounted


def latest_run(forum_id: int) -> Run:
    return Run.objects.filter(forum_id=forum_id).latest("pk")


def keep_figures(actor: Actor, sample: Mapping[str, Any], *, as_of: str) -> list[Population]:
    """Record the sample district's families: counts of a roster, and a made-up survey with margins of error.

    Its codes -9 and -8 become states, as in the real survey.
    """
    ours = {school.name: school for school in School.objects.all()}
    return [_survey_of_parents(actor, sample["edge"]), _roster(actor, sample["roster"], ours, as_of=as_of)]


def _roster(actor: Actor, sample: Mapping[str, Any], ours: Mapping[str, School], *, as_of: str) -> Population:
    people = []
    for row in sample["schools"]:
        level = ours[row["school"]].level
        for language in ("en", "es", "other"):
            known: dict[Dimension, tuple[str, str]] = {
                "language": (language, language),
                "grade_band": (level, level),
            }
            people += [PersonCategories(row["school"], known)] * row[language]
    n, counts = counted(people, {name: SchoolNamed(name, name) for name in ours})
    return record_population(
        actor,
        title=sample["title"]["en"],
        source=PopulationSource.ROSTER,
        who_is_counted=WhoIsCounted.FAMILIES,
        figures=Figures(n, counts),
        schools=ours,
        as_of=as_of,
        citation=sample["citation"],
    )


def _survey_of_parents(actor: Actor, sample: Mapping[str, Any]) -> Population:
    counts = []
    dimensions: tuple[Dimension, ...] = ("language", "group")
    for dimension in dimensions:
        for category, (n, margin) in sample[dimension].items():
            state = ESTIMATE_CODES.get(str(n), "counted")
            is_counted = state == "counted"
            counts.append(
                Count(
                    dimension,
                    category,
                    category,
                    n if is_counted else None,
                    float(margin) if is_counted else None,
                    state,
                    "given" if is_counted else "unknown",
                )
            )
    n, margin = sample["n"]
    return record_population(
        actor,
        title=sample["title"]["en"],
        source=PopulationSource.EDGE,
        who_is_counted=WhoIsCounted.FAMILIES,
        figures=Figures(n, in_order(counts), margin_of_error=float(margin), race_standard="1997"),
        schools={},
        as_of=sample["as_of"],
        citation=sample["citation"],
    )
