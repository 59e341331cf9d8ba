"""Population figures: populations, their dimensions and their counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from throughline.accounts.models import School
from throughline.formats import race_ethnicity
from throughline.listen.models import ContributorRole, QuestionKind, SurveyQuestion
from throughline.listen.queries.question_kinds import kind_of
from throughline.measure.models import CountState, Dimension, MarginState, Population, PopulationCount
from throughline.ui.language import language_name

WHOLE_COUNTS = "whole_counts"


@dataclass(frozen=True)
class Target:
    """One category of a population: a number with its margin of error at 90%, or why there is none."""

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
        """People by category, for categories with a count."""
        return {row.category: row.n for row in self.rows if row.n is not None}

    @property
    def n(self) -> int:
        """The total of all categories with a count."""
        return sum(self.counted.values())


def populations() -> QuerySet[Population]:
    """The populations of the district in scope, the newest first."""
    return Population.objects.select_related("person")


def populations_with_counts() -> QuerySet[Population]:
    return populations().annotate(n_counts=Count("counts")).order_by("-pk")


def rows_of(population: Population, dimension: str) -> QuerySet[PopulationCount]:
    """Every count of one dimension: those of the whole population first, then by school."""
    counts = PopulationCount.objects.filter(population=population, dimension=dimension)
    return counts.select_related("school").order_by(
        F("school__position").asc(nulls_first=True), "position", "pk"
    )


def dimension_of_page(dimensions: Sequence[Dimension], requested: str) -> Dimension | None:
    """The requested dimension, else the first."""
    return next((one for one in dimensions if one == requested), next(iter(dimensions), None))


def with_whole_counts(rows: QuerySet[Population]) -> QuerySet[Population]:
    """Populations with the counts that `targets_of` reads, in two queries for all of them."""
    counts = PopulationCount.objects.filter(Q(school=None) | Q(dimension=Dimension.SCHOOL))
    counts = counts.select_related("school").order_by("position", "pk")
    return rows.select_related("district").prefetch_related(Prefetch("counts", counts, to_attr=WHOLE_COUNTS))


def dimensions_by_population() -> dict[int, list[Dimension]]:
    """The dimensions each population has counts for, by row number."""
    present = set(PopulationCount.objects.order_by().values_list("population", "dimension").distinct())
    by_population: dict[int, list[Dimension]] = {}
    for dimension in Dimension:
        for population, _dimension in (one for one in present if one[1] == dimension):
            by_population.setdefault(population, []).append(dimension)
    return by_population


def dimensions_of(population: Population) -> list[Dimension]:
    """The dimensions a population has counts for, in the order of `Dimension`."""
    present = set(population.counts.order_by().values_list("dimension", flat=True).distinct())
    return [dimension for dimension in Dimension if dimension in present]


def targets_of(population: Population, dimension: str, *, school: School | None = None) -> Targets:
    """The counts of one dimension, for the whole population or for one school."""
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
        for count in _counts_of(population, dimension, school)
    ]
    return Targets(population, Dimension(dimension), tuple(rows))


def _counts_of(population: Population, dimension: str, school: School | None) -> Iterable[PopulationCount]:
    whole: list[PopulationCount] | None = getattr(population, WHOLE_COUNTS, None)
    if whole is not None and school is None:
        return [count for count in whole if count.dimension == dimension]
    counts = PopulationCount.objects.filter(population=population, dimension=dimension)
    counts = counts.select_related("school").order_by("position", "pk")
    return counts if dimension == Dimension.SCHOOL and school is None else counts.filter(school=school)


def label_of(count: PopulationCount) -> str:
    """The name of a category: our translated label if it is known, else the source's name."""
    if count.dimension == Dimension.SCHOOL and count.school is not None:
        return count.school.name
    known = known_labels(count.dimension).get(count.category)
    if count.dimension == Dimension.LANGUAGE and (name := language_name(count.category)) != count.category:
        return capfirst(name)  # the form asks in each language's own words, the reader wants theirs
    return known or count.label or count.category


def known_labels(dimension: str) -> dict[str, str]:
    """Names, in the current language, of the categories that are the same in every source."""
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
