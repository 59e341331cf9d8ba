"""Margins: the population figures that a forum's contributors can be weighted to."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from throughline.convene.models import Forum
from throughline.measure.models import Dimension, Population, Run
from throughline.measure.models.results import WeightMargin
from throughline.measure.queries.populations.counts import (
    dimensions_by_population,
    populations,
    with_whole_counts,
)
from throughline.measure.queries.populations.matching import asked_in, match_of
from throughline.measure.queries.populations.people import roles_known_in, roles_to_compare


@dataclass(frozen=True)
class MarginChoice:
    """One dimension of one population, in which a forum's contributors can be placed."""

    population: Population
    dimension: Dimension
    roles: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.population.public_id}:{self.dimension}"

    @property
    def label(self) -> str:
        return margin_label(self.dimension, self.population.title, self.population.as_of)


def margin_label(dimension: Dimension, title: str, as_of: str) -> str:
    """The label of a dimension and its population, in the current language."""
    values = {"dimension": dimension.label, "population": title}
    if as_of:
        return _("%(dimension)s, from %(population)s (%(as_of)s)") % {**values, "as_of": as_of}
    return _("%(dimension)s, from %(population)s") % values


def margin_labels(run: Run) -> list[str]:
    """The labels of the margins of a run of weights, even if it found no weights."""
    return [margin_label(Dimension(one.dimension), one.title, one.as_of) for one in run.exact_weights.margins]


def margins_to_choose(forum: Forum) -> list[MarginChoice]:
    """All margins in the district's figures that a forum's contributors can be weighted to."""
    choices = []
    asked, roles_known = asked_in(forum), roles_known_in(forum)
    dimensions = dimensions_by_population()
    for population in with_whole_counts(populations()):
        comparison = asked.comparisons.get(population.pk)
        roles = tuple(sorted(roles_to_compare(population, comparison, roles_known)))
        choices += [
            MarginChoice(population, dimension, roles)
            for dimension in dimensions.get(population.pk, [])
            if match_of(forum, population, dimension, asked) is not None
        ]
    return choices


def margin_described(
    choice: MarginChoice, labels: Mapping[str, str], left_out: Mapping[str, float]
) -> WeightMargin:
    return WeightMargin(
        dimension=str(choice.dimension),
        population=choice.population.public_id,
        title=choice.population.title,
        as_of=choice.population.as_of,
        labels=dict(labels),
        left_out=dict(left_out),
    )
