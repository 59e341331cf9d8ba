"""What the contributors of a forum are now, by dimension: the input of the next kept view of coverage."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils import translation

from throughline.convene.models import Forum
from throughline.listen.queries.burst import Units, unvouched_units
from throughline.measure.models import Dimension, Population
from throughline.measure.queries.coverage.dimensions import ORDERED, has_white_note
from throughline.measure.queries.coverage.page import COMPARED, available_populations, chosen_population
from throughline.measure.queries.coverage.protected import protected_parts
from throughline.measure.queries.guard import REST, Rules, rules_of
from throughline.measure.queries.kept_views.columns import EVERYONE, NOTHING
from throughline.measure.queries.kept_views.steps import Groups, Values
from throughline.measure.queries.populations.counts import Target, dimensions_of, targets_of
from throughline.measure.queries.populations.matching import Asked, Match, asked_in, match_of
from throughline.measure.queries.populations.people import (
    ContributorAttributes,
    contributor_attributes,
    people_heard,
    roles_compared,
)
from throughline.measure.queries.populations.placement import category_of, values_of
from throughline.ui.fields import TranslatedText

SEPARATOR = "+"


@dataclass(frozen=True)
class LiveDimension:
    """One dimension, and which answers mean which of its groups; `match` is None if nothing tells it."""

    population: Population
    dimension: Dimension
    match: Match | None
    targets: Sequence[Target]
    labels: Mapping[str, TranslatedText]

    @property
    def column(self) -> str:
        """A name that changes with the question that tells the dimension."""
        question = self.match.question if self.match else None
        return f"{self.dimension} {question.public_id if question else ''}".strip()

    @property
    def has_white_note(self) -> bool:
        return self.match is not None and has_white_note(self.population, self.match)

    def values(self, people: ContributorAttributes) -> dict[int, str]:
        """What each person answered, whatever group that means."""
        answers = values_of(people, self.match) if self.match else {}
        return {pk: SEPARATOR.join(answers[pk]) if pk in answers else NOTHING for pk in people}

    def category(self, value: str) -> str:
        """The group with a count that a value means; empty if none."""
        if self.match is None or value == NOTHING:
            return ""
        category, has_no_count = category_of(self.population, self.match, value.split(SEPARATOR))
        return category if not has_no_count and category in self._counted else ""

    def heard(self, values: Mapping[int, str]) -> list[int]:
        """The number of people in each target."""
        n_by_value = Counter(values.values())
        n: Counter[str] = Counter()
        for value, n_of_value in n_by_value.items():
            n[self.category(value)] += n_of_value
        return [n[target.category] for target in self.targets]

    def parts(
        self, values: Mapping[int, str], rules: Rules, units: Units
    ) -> list[tuple[list[int], int]] | None:
        """The targets merged as they may be shown; None if nothing may be."""
        of_units = [{person: values[person] for person in unit if person in values} for unit in units]
        return protected_parts(
            self.targets,
            self.heard(values),
            rules,
            is_ordered=self.dimension in ORDERED,
            known=[self.heard(of_unit) for of_unit in of_units if of_unit],
        )

    def groups(self, values: Mapping[int, str], rules: Rules, units: Units) -> dict[str, int]:
        """The number of the merged group of each value, chosen by somebody or not."""
        known = {NOTHING, *values.values(), *(self.match.values if self.match else ())}
        parts = self.parts(values, rules, units)
        if parts is None:
            return dict.fromkeys(known, REST)
        part_of = {self.targets[i].category: number for number, (part, _n) in enumerate(parts) for i in part}
        return {value: part_of.get(self.category(value), REST) for value in known}

    @cached_property
    def _counted(self) -> set[str]:
        return {target.category for target in self.targets if target.n is not None}


@dataclass(frozen=True)
class LiveCoverage:
    """Everybody heard in a forum, and the dimensions in which they are compared with a population."""

    forum: Forum
    population: Population | None
    roles: Sequence[str]
    dimensions: Sequence[LiveDimension]

    @property
    def n_heard(self) -> int:
        return people_heard(self.forum, self.roles).count()

    def fingerprint(self, rules: Rules) -> str:
        """Changes with everything that the page depends on, except for people."""
        plain = [
            [rules.minimum_n, rules.protection],
            [self.population.public_id, self.population.title, self.population.n] if self.population else [],
            list(self.roles),
            [
                [
                    one.column,
                    dict(one.match.values) if one.match else None,
                    [[row.category, row.n, row.margin_of_error] for row in one.targets],
                ]
                for one in self.dimensions
            ],
        ]
        return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()

    @cached_property
    def asked(self) -> dict[str, LiveDimension]:
        """The dimensions that answers tell, by column."""
        return {one.column: one for one in self.dimensions if one.match is not None}

    def values(self) -> Values:
        if self.population is None:
            people = people_heard(self.forum).values_list("pk", flat=True)
            return {EVERYONE: dict.fromkeys(people, NOTHING)}
        attributes = contributor_attributes(self.forum, self.population)
        of_dimensions = {name: one.values(attributes) for name, one in self.asked.items()}
        return {EVERYONE: dict.fromkeys(attributes, NOTHING), **of_dimensions}

    @cached_property
    def units(self) -> Units:
        """People who came together and for whom nobody vouches."""
        return unvouched_units([self.forum])

    def grouped(self, values: Values, rules: Rules) -> Groups:
        groups: dict[str, dict[str, int]] = {EVERYONE: {NOTHING: 0}}
        asked = self.asked.items()
        return groups | {name: one.groups(values[name], rules, self.units) for name, one in asked}


def live_coverage(forum: Forum) -> LiveCoverage:
    """The comparison that users without access to raw voices see: they cannot choose the population.

    Each population counts another set of roles, and a small difference between two counts would disclose a
    small count.
    """
    population = chosen_population(forum, available_populations(forum), "")
    if population is None:
        return LiveCoverage(forum, None, (), ())
    offered = dimensions_of(population)
    asked = asked_in(forum, n_asked=rules_of(forum.district, [forum]).minimum_n)
    dimensions = [_dimension(forum, population, one, asked) for one in COMPARED if one in offered]
    return LiveCoverage(
        forum, population, tuple(roles_compared(forum, population)), _without_linked(dimensions)
    )


def _dimension(forum: Forum, population: Population, dimension: Dimension, asked: Asked) -> LiveDimension:
    targets = targets_of(population, dimension).rows
    labels: dict[str, dict[str, str]] = {target.category: {} for target in targets}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            for target in targets_of(population, dimension).rows:
                labels[target.category][code] = target.label
    source = settings.LANGUAGES[0][0]
    return LiveDimension(
        population,
        dimension,
        match_of(forum, population, dimension, asked),
        targets,
        {category: TranslatedText(source, texts) for category, texts in labels.items()},
    )


def _without_linked(dimensions: Sequence[LiveDimension]) -> list[LiveDimension]:
    """Remove grade bands derived from schools: with the counts by school, they would narrow merged counts."""
    has_schools = any(one.dimension == Dimension.SCHOOL and one.match is not None for one in dimensions)
    return [
        one
        for one in dimensions
        if not (
            has_schools
            and one.dimension == Dimension.GRADE_BAND
            and one.match is not None
            and one.match.question is None
        )
    ]
