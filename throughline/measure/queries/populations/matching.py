"""Matching a dimension of a population with contributors' answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from throughline.accounts.models import School
from throughline.convene.models import Forum
from throughline.formats import race_ethnicity
from throughline.listen.models import QuestionKind, SurveyQuestion
from throughline.listen.queries.question_kinds import Option, kind_of
from throughline.listen.queries.survey import questions_of
from throughline.measure.models import Comparison, Dimension, Population
from throughline.measure.queries.populations.counts import Targets, known_labels, targets_of
from throughline.measure.queries.populations.people import known_attributes

NO_COUNT = "-"
"""The category of values without an official count to compare."""

OF_KIND: dict[str, str] = {
    Dimension.SCHOOL: QuestionKind.SCHOOL,
    Dimension.LANGUAGE: QuestionKind.LANGUAGE,
    Dimension.ROLE: QuestionKind.ROLE,
}


@dataclass(frozen=True)
class Match:
    """The source of contributors' values of one dimension, and the category of each value.

    People whose value has no category in `values` cannot be placed.
    """

    dimension: Dimension
    question: SurveyQuestion | None
    options: tuple[Option, ...]
    values: Mapping[str, str]
    is_settled: bool = False

    @property
    def without_count(self) -> list[Option]:
        """Options without an official count to compare."""
        nowhere = {NO_COUNT, race_ethnicity.MIDDLE_EASTERN}
        return [option for option in self.options if self.values.get(option.key) in nowhere]


@dataclass(frozen=True)
class Asked:
    """What matches of a forum are made from, read once for all populations and dimensions.

    `attributes` are those of contributors for which enough people were asked.
    """

    questions: Sequence[SurveyQuestion]
    comparisons: Mapping[int, Comparison]
    attributes: frozenset[str]


def asked_in(forum: Forum, *, n_asked: int = 1) -> Asked:
    """Read what matches are made from. An attribute counts as asked for if `n_asked` people were."""
    comparisons = {one.population_id: one for one in Comparison.objects.filter(forum=forum).order_by("-pk")}
    return Asked(questions_of(forum), comparisons, known_attributes(forum, n_asked=n_asked))


def questions_for(forum: Forum, dimension: str, asked: Asked | None = None) -> list[SurveyQuestion]:
    """Questions whose answers may be matched with a dimension."""
    kinds = {QuestionKind.SINGLE, OF_KIND.get(dimension)}
    if dimension == Dimension.GROUP:
        kinds.add(QuestionKind.MULTIPLE)
    questions = questions_of(forum) if asked is None else asked.questions
    return [question for question in questions if question.kind in kinds]


def match_of(
    forum: Forum, population: Population, dimension: str, asked: Asked | None = None
) -> Match | None:
    """The match set by an analyst, else the likeliest; None if no answers can be matched."""
    asked = asked or asked_in(forum)
    comparison = asked.comparisons.get(population.pk)
    settled = (comparison.matches if comparison else {}).get(dimension)
    questions = questions_for(forum, dimension, asked)
    if settled is not None:
        question = next((one for one in questions if one.public_id == settled.get("question")), None)
        if settled.get("question") and question is None:
            return None
        if question is None and dimension not in asked.attributes:
            return None
        options = options_of(dimension, question)
        return Match(
            Dimension(dimension), question, options, dict(settled.get("values", {})), is_settled=True
        )
    return _likeliest(targets_of(population, dimension), questions, asked.attributes)


def match_with(population: Population, dimension: str, question: SurveyQuestion | None) -> Match:
    """Match by this question, or by contributors' attributes (None); values are matched by name."""
    targets = targets_of(population, dimension)
    options = options_of(dimension, question)
    return Match(targets.dimension, question, options, values_by_name(targets, options, question))


def _likeliest(
    targets: Targets, questions: Sequence[SurveyQuestion], attributes: Collection[str]
) -> Match | None:
    own_kind = [one for one in questions if one.kind == OF_KIND.get(targets.dimension)]
    sources: list[SurveyQuestion | None] = [*own_kind]
    if targets.dimension in attributes:
        sources.append(None)
    sources += [one for one in questions if one not in own_kind]
    for question in sources:
        options = options_of(targets.dimension, question)
        values = values_by_name(targets, options, question)
        n_needed = 1 if question is None or question in own_kind else 2
        if len(set(values.values())) >= n_needed:
            return Match(targets.dimension, question, options, values)
    return None


def options_of(dimension: str, question: SurveyQuestion | None) -> tuple[Option, ...]:
    if question is not None:
        return tuple(kind_of(question).options(question))
    if dimension == Dimension.GRADE_BAND:
        return tuple(Option(value, str(label)) for value, label in School.Level.choices)
    if dimension not in OF_KIND:
        return ()
    stand_in = SurveyQuestion(kind=OF_KIND[dimension])
    return tuple(kind_of(stand_in).options(stand_in))


def values_by_name(
    targets: Targets, options: Sequence[Option], question: SurveyQuestion | None
) -> dict[str, str]:
    """Match each value with the category of the same key or name, in any language of the district."""
    names = _names_of(targets)
    if targets.dimension == Dimension.SCHOOL and (question is None or question.kind == QuestionKind.SCHOOL):
        by_school = {row.school.public_id: row.category for row in targets.rows if row.school is not None}
        return {option.key: by_school[option.key] for option in options if option.key in by_school}
    values = {}
    labels = _labels_in_every_language(question, targets.population.district.languages)
    for option in options:
        words = [option.key, option.label, *labels.get(option.key, [])]
        found = next((names[plain(word)] for word in words if plain(word) in names), None)
        if found is None and targets.dimension == Dimension.GROUP:
            found = _group_by_name(targets, words, question)
        if found is not None:
            values[option.key] = found
    return values


def _group_by_name(targets: Targets, words: Sequence[str], question: SurveyQuestion | None) -> str | None:
    keys = (race_ethnicity.key_of(word) for word in words)
    key = next((one for one in keys if one is not None), None)
    if question is not None and question.kind == QuestionKind.MULTIPLE:
        return key if key in race_ethnicity.KEYS_2024 else None
    if key in {row.category for row in targets.rows}:
        return key
    return NO_COUNT if key == race_ethnicity.MIDDLE_EASTERN else None


def _names_of(targets: Targets) -> dict[str, str]:
    names: dict[str, str] = {}
    for code in targets.population.district.languages or ["en"]:
        with translation.override(code):
            known = known_labels(targets.dimension)
        for row in targets.rows:
            for name in (row.category, row.label, known.get(row.category, "")):
                if name:
                    names.setdefault(plain(name), row.category)
    return names


def _labels_in_every_language(
    question: SurveyQuestion | None, languages: Sequence[str]
) -> dict[str, list[str]]:
    labels: dict[str, list[str]] = {}
    if question is None:
        return labels
    for code in languages:
        with translation.override(code):
            for option in kind_of(question).options(question):
                labels.setdefault(option.key, []).append(option.label)
    return labels


def plain(words: str) -> str:
    """Normalize words for comparison: ignore case, spaces and punctuation."""
    return " ".join("".join(c if c.isalnum() else " " for c in words.casefold()).split())


def categories_to_match(population: Population, match: Match) -> list[tuple[str, str]]:
    """The categories that values may be matched with.

    They are the population's; for a multiple-choice question those of the 2024 standard, which are converted.
    """
    if match.question is not None and match.question.kind == QuestionKind.MULTIPLE:
        names = known_labels(Dimension.GROUP)
        return [(key, names[key]) for key in race_ethnicity.KEYS_2024]
    rows = targets_of(population, match.dimension).rows
    return [(NO_COUNT, _("No official count to compare with")), *((row.category, row.label) for row in rows)]
