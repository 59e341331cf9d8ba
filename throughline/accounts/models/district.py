import re
import zoneinfo
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models.rule_set import OWN_RULES, RULE_FIELDS, RULE_SETS
from throughline.accounts.models.scoped import DistrictRow, PublicIdMixin


def validate_time_zone(value: str) -> None:
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("This time zone doesn't exist. Choose another one."), code="time_zone")


def validate_languages(value: object) -> None:
    offered = [code for code, _name in settings.LANGUAGES]
    if not isinstance(value, list) or not value or len(set(value)) < len(value) or set(value) - set(offered):
        raise ValidationError(
            _("Choose one or more of these languages: %(codes)s.") % {"codes": ", ".join(offered)},
            code="languages",
        )


def validate_accent(value: str) -> None:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValidationError(
            _("Enter a color as # followed by six digits or letters from a to f, such as #1f5b66.")
        )


class District(models.Model):
    """The tenant. External ids are text, since Colorado's begin with a zero."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=2, blank=True)
    nces_id = models.CharField(max_length=7, blank=True)
    state_id = models.CharField(max_length=20, blank=True)
    time_zone = models.CharField(max_length=50, default="America/Denver", validators=[validate_time_zone])
    languages = models.JSONField(default=list, validators=[validate_languages])
    accent = models.CharField(max_length=7, default="#1f5b66", validators=[validate_accent])
    contact = models.CharField(max_length=200, blank=True)
    minimum_n = models.PositiveSmallIntegerField(default=10)
    student_minimum_n = models.PositiveSmallIntegerField(default=16)
    employee_minimum_n = models.PositiveSmallIntegerField(default=5)
    protection = models.PositiveSmallIntegerField(null=True, blank=True)
    bottom_percent = models.PositiveSmallIntegerField(default=5)
    top_percent = models.PositiveSmallIntegerField(default=95)
    is_sample = models.BooleanField(default=False)
    setup = models.JSONField(default=dict, blank=True)
    """When each step of the owner's checklist was confirmed or skipped, by its key in `SetupStep`."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minimum_n__gte=3), name="district_minimum_n_at_least_3"
            ),
            models.CheckConstraint(
                condition=models.Q(student_minimum_n__gte=3), name="district_student_minimum_n_at_least_3"
            ),
            models.CheckConstraint(
                condition=models.Q(employee_minimum_n__gte=3), name="district_employee_minimum_n_at_least_3"
            ),
            models.CheckConstraint(
                condition=models.Q(protection__isnull=True) | models.Q(protection__gte=1),
                name="district_protection_at_least_1",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    bottom_percent__gte=1, bottom_percent__lt=50, top_percent__gt=50, top_percent__lte=99
                ),
                name="district_edges_on_either_side",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", self.slug):
            raise ValidationError(
                {
                    "slug": _(
                        "Enter the web address as lowercase letters, digits and single hyphens, such as "
                        "juniper-valley."
                    )
                }
            )

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def source_language(self) -> str:
        return self.languages[0] if self.languages else settings.LANGUAGE_CODE

    def url(self, name: str, **kwargs: object) -> str:
        return reverse(name, kwargs={"district": self.slug, **kwargs})

    @property
    def rule_set(self) -> str:
        """The key of the rule set that has these numbers; "own" if none has."""
        numbers = {name: getattr(self, name) for name in RULE_FIELDS}
        return next((one.key for one in RULE_SETS if one.numbers == numbers), OWN_RULES)

    def protection_of(self, minimum_n: int) -> int:
        """Minimum distance between the smallest and largest possible value of a hidden count."""
        half = (minimum_n + 1) // 2
        return half if self.protection is None else self.protection

    def starts(self, day: date) -> datetime:
        """Start of a day in the district's time zone, as UTC."""
        return datetime.combine(day, time.min, self.zone).astimezone(UTC)

    def ends(self, day: date) -> datetime:
        """End of a day (local midnight), as UTC."""
        return self.starts(day + timedelta(days=1))


class SetupStep(models.TextChoices):
    """The steps of the owner's checklist, in their order."""

    SCHOOLS = "schools", _("Schools")
    PEOPLE = "people", _("Colleagues")
    LANGUAGES = "languages", _("Languages")
    SMALL_GROUPS = "small_groups", _("Small-group privacy")
    CONTACT = "contact", _("Contact for families")
    CYCLE = "cycle", _("First cycle")


class School(PublicIdMixin, DistrictRow):
    class Level(models.TextChoices):
        ELEMENTARY = "elementary", _("Elementary school")
        MIDDLE = "middle", _("Middle school")
        HIGH = "high", _("High school")
        OTHER = "other", _("Other")

    name = models.CharField(max_length=120)
    level = models.CharField(max_length=12, choices=Level, default=Level.OTHER)
    nces_id = models.CharField(max_length=12, blank=True)
    state_id = models.CharField(max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["district", "name"], name="school_name_once_a_district"),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="school_on_the_globe_or_nowhere",
            ),
        ]

    def __str__(self) -> str:
        return self.name
