"""Population figures: counts of people by category, never records of people.

A roster is read, counted and deleted; docs/architecture/decisions has the reasons.
"""

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import DistrictRow, PublicIdMixin


class PopulationSource(models.TextChoices):
    ROSTER = "roster", _("Roster (CSV)")
    ONEROSTER = "oneroster", _("OneRoster export")
    CCD = "ccd", _("NCES enrollment counts (CCD membership)")
    ACS = "acs", _("American Community Survey (ACS)")
    EDGE = "edge", _("NCES EDGE table on parents")
    TYPED = "typed", _("Entered by hand")


class WhoIsCounted(models.TextChoices):
    STUDENTS = "students", _("Students")
    FAMILIES = "families", _("Parents and guardians")
    STAFF = "staff", _("School staff")
    RESIDENTS = "residents", _("Everyone who lives in the district")
    INVITED = "invited", _("Everyone who was invited")


class Dimension(models.TextChoices):
    """The variable by which people are counted."""

    SCHOOL = "school", _("School")
    GRADE_BAND = "grade_band", _("Grade band")
    GRADE = "grade", _("Grade")
    LANGUAGE = "language", _("Language at home")
    ROLE = "role", _("Role")
    GROUP = "group", _("Race and ethnicity")
    SEX = "sex", _("Sex")
    AGE = "age", _("Age")
    EDUCATION = "education", _("Education level")
    INCOME = "income", _("Household income")
    TENURE = "tenure", _("Housing (own or rent)")
    CHILDREN = "children", _("Children at home")
    OTHER = "other", _("Other grouping")


class RaceStandard(models.TextChoices):
    """The two federal standards of race and ethnicity, which use the same words for different categories."""

    OMB_1997 = "1997", _("1997 federal standard: separate questions on race and Hispanic origin")
    SPD_2024 = "2024", _("2024 federal standard: one question, choose all that apply")


class CountState(models.TextChoices):
    """Whether there is a number, or why there is none. A missing number is never stored as a number."""

    COUNTED = "counted", _("counted")
    TOO_FEW = "too_few", _("hidden by the source: too few people")
    NOT_AVAILABLE = "not_available", _("not available in the source")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    MISSING = "missing", _("missing from the source")
    DOUBTFUL = "doubtful", _("withheld by the source because of doubts about its quality")
    NO_COUNT = "no_count", _("no official count to compare with")


class MarginState(models.TextChoices):
    """What is known of a count's margin of error."""

    EXACT = "exact", _("complete count")
    GIVEN = "given", _("margin of error given by the source")
    CONTROLLED = "controlled", _("adjusted to an official total: no margin of error")
    UNKNOWN = "unknown", _("no usable margin of error from the source")


class Population(PublicIdMixin, DistrictRow):
    """One source of counts: whom it counts, as of when, and its origin."""

    title = models.CharField(max_length=200)
    source = models.CharField(max_length=10, choices=PopulationSource)
    who_is_counted = models.CharField(max_length=10, choices=WhoIsCounted)
    as_of = models.CharField(max_length=40, blank=True)
    citation = models.CharField(max_length=300, blank=True)
    race_standard = models.CharField(max_length=4, choices=RaceStandard, blank=True)
    n = models.PositiveIntegerField(null=True, blank=True)
    margin_of_error = models.FloatField(null=True, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    notes = models.JSONField(default=list, blank=True)
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class PopulationCount(DistrictRow):
    """The number of people in one category of the whole population, or of `school` if it is set.

    With the dimension `school` the school is the category itself; it is null if the source names a school the
    district does not have. The margin of error is at the 90% level, as published by the Census Bureau.
    """

    population = models.ForeignKey(Population, on_delete=models.CASCADE, related_name="counts")
    dimension = models.CharField(max_length=12, choices=Dimension)
    category = models.CharField(max_length=80)
    label = models.CharField(max_length=200, blank=True)
    position = models.PositiveIntegerField(default=0)
    school = models.ForeignKey(
        "accounts.School", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    n = models.PositiveIntegerField(null=True, blank=True)
    margin_of_error = models.FloatField(null=True, blank=True)
    state = models.CharField(max_length=14, choices=CountState, default=CountState.COUNTED)
    margin_state = models.CharField(max_length=10, choices=MarginState, default=MarginState.EXACT)

    class Meta:
        ordering = ["dimension", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="counted", n__isnull=False)
                | (~models.Q(state="counted") & models.Q(n__isnull=True)),
                name="population_count_is_a_number_or_a_state",
            ),
            models.CheckConstraint(
                condition=models.Q(margin_of_error__isnull=True) | models.Q(margin_of_error__gte=0),
                name="population_margin_is_not_negative",
            ),
            models.UniqueConstraint(
                "population",
                "dimension",
                "category",
                Coalesce("school", 0, output_field=models.BigIntegerField()),
                name="population_count_once",
            ),
        ]


class Comparison(DistrictRow):
    """How the contributors of a forum are compared with a population, as set by an analyst.

    `roles` are the roles of the contributors compared (all, if empty). `matches` has, by dimension, the
    source of contributors' values ("" for attributes of a contributor, else a question's public id) and the
    category of each value: {"language": {"question": "", "values": {"es": "spanish"}}}.
    """

    forum = models.ForeignKey("convene.Forum", on_delete=models.CASCADE, related_name="+")
    population = models.ForeignKey(Population, on_delete=models.CASCADE, related_name="comparisons")
    roles = models.JSONField(default=list, blank=True)
    matches = models.JSONField(default=dict, blank=True)
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["forum", "population"], name="comparison_once_a_forum")
        ]
