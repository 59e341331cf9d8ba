"""The category of each contributor in a population."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from throughline.convene.models import Forum
from throughline.formats import race_ethnicity
from throughline.listen.models import QuestionKind, SurveyAnswer
from throughline.measure.models import Population, RaceStandard
from throughline.measure.queries.populations.counts import targets_of
from throughline.measure.queries.populations.matching import NO_COUNT, Asked, Match, match_of
from throughline.measure.queries.populations.people import ContributorAttributes, contributor_attributes


@dataclass(frozen=True)
class Placed:
    """Categories of contributors; `by_contributor` omits those who cannot be placed."""

    match: Match | None
    by_contributor: Mapping[int, str] = field(default_factory=dict)
    n_no_count: int = 0
    n_unknown: int = 0

    @property
    def n_by_category(self) -> Counter[str]:
        return Counter(self.by_contributor.values())


def categories_of_contributors(
    forum: Forum,
    population: Population,
    dimension: str,
    *,
    people: ContributorAttributes | None = None,
    asked: Asked | None = None,
) -> Placed:
    """The category of each contributor who is compared with a population.

    Pass `people` and `asked` to avoid queries for each dimension. `n_no_count` people chose a category
    without an official count to compare.
    """
    match = match_of(forum, population, dimension, asked)
    people = contributor_attributes(forum, population) if people is None else people
    if match is None:
        return Placed(None, n_unknown=len(people))
    known = {row.category for row in targets_of(population, dimension).rows}
    by_contributor: dict[int, str] = {}
    n_no_count = 0
    for contributor_id, keys in values_of(people, match).items():
        category, has_no_count = category_of(population, match, keys)
        if has_no_count:
            n_no_count += 1
        elif category in known:
            by_contributor[contributor_id] = category
    return Placed(match, by_contributor, n_no_count, len(people) - len(by_contributor) - n_no_count)


def category_of(population: Population, match: Match, keys: Sequence[str]) -> tuple[str, bool]:
    """The category of somebody who chose these options, and whether it has no official count to compare."""
    chosen = [match.values[key] for key in keys if match.values.get(key)]
    is_multiple = match.question is not None and match.question.kind == QuestionKind.MULTIPLE
    if not chosen:
        return "", False
    if not is_multiple:
        return chosen[0], chosen[0] == NO_COUNT
    if population.race_standard == RaceStandard.SPD_2024:
        return (chosen[0], False) if len(set(chosen)) == 1 else (race_ethnicity.TWO_OR_MORE, False)
    category = race_ethnicity.to_1997(set(chosen) & set(race_ethnicity.KEYS_2024))
    return category or "", category is None


KEY_OF_ANSWER: dict[str, str] = {
    QuestionKind.SCHOOL: "school__public_id",
    QuestionKind.ROLE: "word",
    QuestionKind.LANGUAGE: "word",
    QuestionKind.SINGLE: "choices__public_id",
    QuestionKind.MULTIPLE: "choices__public_id",
}
"""The column that holds the chosen option, by the kind of question."""


def values_of(people: ContributorAttributes, match: Match) -> dict[int, list[str]]:
    """The options that each contributor chose, or their attribute."""
    if match.question is None:
        return {pk: [about[match.dimension]] for pk, about in people.items() if about[match.dimension]}
    rows: Any = SurveyAnswer.objects.filter(question=match.question).order_by("pk")
    values: dict[int, list[str]] = {}
    for contributor_id, key in rows.values_list("contributor_id", KEY_OF_ANSWER[match.question.kind]):
        if key and contributor_id in people:
            values.setdefault(contributor_id, []).append(key)
    return values
