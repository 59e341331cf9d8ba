"""The community's own figures, and into which of their categories the contributors of a forum fall."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from throughline.accounts.models import School
from throughline.convene.models import Forum
from throughline.formats import race_ethnicity
from throughline.listen.models import (
    Contributor,
    ContributorRole,
    CurrentVote,
    QuestionKind,
    SurveyAnswer,
    SurveyQuestion,
    Voice,
    VoiceState,
)
from throughline.listen.queries.question_kinds import Option, kind_of
from throughline.listen.queries.survey import questions_of
from throughline.measure.models import (
    Comparison,
    CountState,
    Dimension,
    MarginState,
    Population,
    PopulationCount,
    RaceStandard,
    WhoIsCounted,
)

BESIDE = ""
"""Where a value comes from if no question was asked: what stands beside the contributor."""

NO_COUNT = "-"
"""What a value belongs to of which there is no official count to compare."""

ATTRIBUTE_DIMENSIONS = (Dimension.SCHOOL, Dimension.GRADE_BAND, Dimension.LANGUAGE, Dimension.ROLE)
OF_KIND: dict[str, str] = {
    Dimension.SCHOOL: QuestionKind.SCHOOL,
    Dimension.LANGUAGE: QuestionKind.LANGUAGE,
    Dimension.ROLE: QuestionKind.ROLE,
}
ROLES_OF: dict[str, tuple[str, ...]] = {
    WhoIsCounted.STUDENTS: (ContributorRole.STUDENT,),
    WhoIsCounted.FAMILIES: (ContributorRole.FAMILY,),
    WhoIsCounted.STAFF: (ContributorRole.STAFF,),
}


@dataclass(frozen=True)
class Target:
    """One category of a population: a number with its margin of error at 90 %, or the state in its place."""

    category: str
    label: str
    n: int | None
    margin_of_error: float | None
    state: CountState
    margin_state: MarginState
    school: School | None = None


@dataclass(frozen=True)
class Targets:
    population: Population
    dimension: Dimension
    rows: tuple[Target, ...]

    @property
    def counted(self) -> dict[str, int]:
        """People by category, of the categories that are counted."""
        return {row.category: row.n for row in self.rows if row.n is not None}

    @property
    def not_counted(self) -> tuple[Target, ...]:
        return tuple(row for row in self.rows if row.n is None)

    @property
    def n(self) -> int:
        """People of all categories that are counted."""
        return sum(self.counted.values())


def populations() -> QuerySet[Population]:
    """Those of the district in scope, the newest first."""
    return Population.objects.select_related("person")


def populations_with_counts() -> QuerySet[Population]:
    return populations().annotate(n_counts=Count("counts")).order_by("-pk")


def rows_of(population: Population, dimension: str) -> QuerySet[PopulationCount]:
    """Every count by one dimension: of all people first, then school by school."""
    counts = PopulationCount.objects.filter(population=population, dimension=dimension)
    return counts.select_related("school").order_by(
        F("school__position").asc(nulls_first=True), "position", "pk"
    )


def dimension_of_page(dimensions: Sequence[Dimension], asked: str) -> Dimension | None:
    """The dimension asked for, else the first."""
    return next((one for one in dimensions if one == asked), next(iter(dimensions), None))


def dimensions_of(population: Population) -> list[Dimension]:
    """By what it counts, in the order of the list of dimensions."""
    present = set(population.counts.order_by().values_list("dimension", flat=True).distinct())
    return [dimension for dimension in Dimension if dimension in present]


def targets_of(population: Population, dimension: str, *, school: School | None = None) -> Targets:
    """The counts of a population by one dimension: of all of it, or within one school."""
    counts = PopulationCount.objects.filter(population=population, dimension=dimension)
    counts = counts.select_related("school").order_by("position", "pk")
    if dimension != Dimension.SCHOOL or school is not None:
        counts = counts.filter(school=school)
    rows = [
        Target(
            count.category,
            label_of(count),
            count.n,
            count.margin_of_error,
            CountState(count.state),
            MarginState(count.margin_state),
            count.school,
        )
        for count in counts
    ]
    return Targets(population, Dimension(dimension), tuple(rows))


def label_of(count: PopulationCount) -> str:
    """The name of a category: our own word for those we know, else as the source names it."""
    if count.dimension == Dimension.SCHOOL and count.school is not None:
        return count.school.name
    known = known_labels(count.dimension).get(count.category)
    return known or count.label or count.category


def known_labels(dimension: str) -> dict[str, str]:
    """Names, in the language of the page, of the categories that mean the same in every source."""
    if dimension == Dimension.GROUP:
        return {key: _(label) for key, label in race_ethnicity.LABELS.items()}
    if dimension == Dimension.ROLE:
        return {value: str(label) for value, label in ContributorRole.choices}
    if dimension == Dimension.GRADE_BAND:
        return {
            "early": _("Before kindergarten"),
            School.Level.ELEMENTARY: _("Kindergarten to grade 5"),
            School.Level.MIDDLE: _("Grades 6 to 8"),
            School.Level.HIGH: _("Grades 9 to 12"),
        }
    if dimension == Dimension.SEX:
        return {"female": _("Female"), "male": _("Male"), "nonbinary": _("Nonbinary or another gender")}
    if dimension == Dimension.LANGUAGE:
        options = kind_of(SurveyQuestion(kind=QuestionKind.LANGUAGE)).options(SurveyQuestion())
        return {option.key: option.label for option in options}
    return {}


# Who took part


def people_heard(forum: Forum, roles: Sequence[str] = ()) -> QuerySet[Contributor]:
    """Contributors who said something that stands: a vote, an answer or words; of these roles, if any."""
    said = Voice.objects.filter(forum=forum, is_seed=False, contributor__isnull=False)
    votes = CurrentVote.objects.filter(forum=forum, value__isnull=False)
    answers = SurveyAnswer.objects.filter(forum=forum)
    people = Contributor.objects.filter(forum=forum).filter(
        Q(pk__in=said.exclude(state=VoiceState.WITHDRAWN).order_by().values("contributor"))
        | Q(pk__in=votes.order_by().values("contributor"))
        | Q(pk__in=answers.order_by().values("contributor"))
    )
    return people.filter(role__in=roles) if roles else people


# How the two meet


@dataclass(frozen=True)
class Match:
    """How one dimension of a population meets what contributors said.

    `values` holds the category of each value; a value without one is of people who cannot be placed.
    """

    dimension: Dimension
    question: SurveyQuestion | None
    options: tuple[Option, ...]
    values: Mapping[str, str]
    is_settled: bool = False

    @property
    def without_count(self) -> list[Option]:
        """Options of which there is no official count to compare."""
        nowhere = {NO_COUNT, race_ethnicity.MIDDLE_EASTERN}
        return [option for option in self.options if self.values.get(option.key) in nowhere]


def comparison_of(forum: Forum, population: Population) -> Comparison | None:
    return Comparison.objects.filter(forum=forum, population=population).first()


def roles_compared(forum: Forum, population: Population) -> list[str]:
    """Whose voices are held against a population: as settled, else those it counts where roles are known."""
    settled = comparison_of(forum, population)
    if settled is not None:
        return list(settled.roles)
    roles = ROLES_OF.get(population.who_is_counted, ())
    is_known = roles and Contributor.objects.filter(forum=forum, role__in=roles).exists()
    return list(roles) if is_known else []


def questions_for(forum: Forum, dimension: str) -> list[SurveyQuestion]:
    """Questions whose answers may say which category of a dimension somebody falls into."""
    kinds = {QuestionKind.SINGLE, OF_KIND.get(dimension)}
    if dimension == Dimension.GROUP:
        kinds.add(QuestionKind.MULTIPLE)
    return [question for question in questions_of(forum) if question.kind in kinds]


def match_of(forum: Forum, population: Population, dimension: str) -> Match | None:
    """The match as settled, else the likeliest; None where nothing said in the forum tells the category."""
    settled = comparison_of(forum, population)
    kept = (settled.matches if settled else {}).get(dimension)
    questions = questions_for(forum, dimension)
    if kept is not None:
        question = next((one for one in questions if one.public_id == kept.get("question")), None)
        if kept.get("question") and question is None:
            return None
        options = options_of(dimension, question)
        return Match(Dimension(dimension), question, options, dict(kept.get("values", {})), is_settled=True)
    return _likeliest(targets_of(population, dimension), questions)


def match_with(population: Population, dimension: str, question: SurveyQuestion | None) -> Match:
    """The match through this question (or what stands beside the contributors), each value placed by name."""
    targets = targets_of(population, dimension)
    options = options_of(dimension, question)
    return Match(targets.dimension, question, options, values_by_name(targets, options, question))


def _likeliest(targets: Targets, questions: Sequence[SurveyQuestion]) -> Match | None:
    own_kind = [one for one in questions if one.kind == OF_KIND.get(targets.dimension)]
    sources: list[SurveyQuestion | None] = [*own_kind]
    if targets.dimension in ATTRIBUTE_DIMENSIONS:
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
    """Place each value under the category of the same key or name, in any language of the district."""
    names = _names_of(targets)
    if targets.dimension == Dimension.SCHOOL and (question is None or question.kind == QuestionKind.SCHOOL):
        by_school = {row.school.public_id: row.category for row in targets.rows if row.school is not None}
        return {option.key: by_school[option.key] for option in options if option.key in by_school}
    values = {}
    labels = _labels_in_every_language(question, targets.population.district.languages)
    for option in options:
        said = [option.key, option.label, *labels.get(option.key, [])]
        found = next((names[plain(word)] for word in said if plain(word) in names), None)
        if found is None and targets.dimension == Dimension.GROUP:
            found = _group_by_name(targets, said, question)
        if found is not None:
            values[option.key] = found
    return values


def _group_by_name(targets: Targets, said: Sequence[str], question: SurveyQuestion | None) -> str | None:
    keys = (race_ethnicity.key_of(word) for word in said)
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
    """Words as they are compared: case, spaces and punctuation do not count."""
    return " ".join("".join(c if c.isalnum() else " " for c in words.casefold()).split())


def categories_to_match(population: Population, match: Match) -> list[tuple[str, str]]:
    """What values may be matched with: the population's categories, or, where one may choose several races,
    those of the 2024 standard, from which the crosswalk leads on."""
    if match.question is not None and match.question.kind == QuestionKind.MULTIPLE:
        names = known_labels(Dimension.GROUP)
        return [(key, names[key]) for key in race_ethnicity.KEYS_2024]
    rows = targets_of(population, match.dimension).rows
    return [(NO_COUNT, _("No official count to compare")), *((row.category, row.label) for row in rows)]


@dataclass(frozen=True)
class Placed:
    """Contributors by category. `by_contributor` leaves out those who cannot be placed."""

    match: Match | None
    by_contributor: Mapping[int, str] = field(default_factory=dict)
    n_no_count: int = 0
    n_unknown: int = 0

    @property
    def n_by_category(self) -> Counter[str]:
        return Counter(self.by_contributor.values())


ContributorAttributes = Mapping[int, Mapping[str, str]]


def contributor_attributes(forum: Forum, population: Population) -> ContributorAttributes:
    """Those whose voices are compared with a population, with what stands beside each, by dimension."""
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


def categories_of_contributors(
    forum: Forum, population: Population, dimension: str, *, people: ContributorAttributes | None = None
) -> Placed:
    """Into which category of a population each contributor falls, of those whose voices are compared with it.

    `people` spares reading them once a dimension. `n_no_count` chose a category of which there is no official
    count to compare.
    """
    match = match_of(forum, population, dimension)
    people = contributor_attributes(forum, population) if people is None else people
    if match is None:
        return Placed(None, n_unknown=len(people))
    known = {row.category for row in targets_of(population, dimension).rows}
    by_contributor: dict[int, str] = {}
    n_no_count = 0
    for contributor_id, keys in _values_of(people, match).items():
        category, has_no_count = _category_of(population, match, keys)
        if has_no_count:
            n_no_count += 1
        elif category in known:
            by_contributor[contributor_id] = category
    return Placed(match, by_contributor, n_no_count, len(people) - len(by_contributor) - n_no_count)


def _category_of(population: Population, match: Match, keys: Sequence[str]) -> tuple[str, bool]:
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
"""The column that holds what was chosen, as the kinds of question key their options."""


def _values_of(people: ContributorAttributes, match: Match) -> dict[int, list[str]]:
    if match.question is None:
        return {pk: [about[match.dimension]] for pk, about in people.items() if about[match.dimension]}
    rows: Any = SurveyAnswer.objects.filter(question=match.question).order_by("pk")
    values: dict[int, list[str]] = {}
    for contributor_id, key in rows.values_list("contributor_id", KEY_OF_ANSWER[match.question.kind]):
        if key and contributor_id in people:
            values.setdefault(contributor_id, []).append(key)
    return values
