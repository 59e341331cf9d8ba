"""What families narrow the services by, one row for each service at each of its places."""

from typing import ClassVar

from django.db import models

from throughline.accounts.models import DistrictRow
from throughline.partner.models.directory import Location, Service


class Cost(models.IntegerChoices):
    """What a service costs, as far as its entry says."""

    UNKNOWN = 0
    FREE = 1
    REDUCED = 2
    """Depends on income, or low."""
    PAID = 3


class FinderEntry(DistrictRow):
    """One service at one of its places, or without a place, in the form in which the finder filters.

    It is made from the rows of the directory, is never edited, and can be made again at any time. A
    confidential location gives it no coordinates. The sets of languages, months, times of day and
    accessibility are bits; `throughline.partner.queries.finder_bits` names them.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="finder_entries")
    location = models.ForeignKey(
        Location, null=True, blank=True, on_delete=models.CASCADE, related_name="finder_entries"
    )
    is_first = models.BooleanField(default=True)
    """One entry of each service is the first: a list without a filter of places reads these only."""

    is_available = models.BooleanField(default=True)
    """Neither closed nor of a former partner."""

    name = models.CharField(max_length=250)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    languages = models.BigIntegerField(default=0)
    accessibility = models.IntegerField(default=0)
    times = models.IntegerField(default=0)
    months = models.IntegerField(default=0)
    cost = models.SmallIntegerField(choices=Cost, default=Cost.UNKNOWN)
    minimum_age = models.FloatField(null=True, blank=True)
    maximum_age = models.FloatField(null=True, blank=True)
    capacity_status = models.CharField(max_length=20, blank=True)
    has_hours = models.BooleanField(default=False)
    """Whether its hours are known well enough to say when it is open."""

    hours_until = models.DateField(null=True, blank=True)
    """The last day on which its hours may stand as they are written; null if they repeat every week."""

    confirmed_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["district", "is_first", "is_available", "name"], name="finder_by_name"),
            models.Index(fields=["district", "latitude", "longitude"], name="finder_by_place"),
            models.Index(fields=["district", "confirmed_on"], name="finder_by_confirmed"),
            models.Index(fields=["district", "hours_until"], name="finder_by_hours_until"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["service", "location"], name="finder_entry_once_a_place"),
        ]


class FinderHours(DistrictRow):
    """A stretch of time in which an entry is open, as `throughline.formats.opening_hours.Stretch`."""

    entry = models.ForeignKey(FinderEntry, on_delete=models.CASCADE, related_name="hours")
    weekday = models.SmallIntegerField(null=True, blank=True)
    day = models.DateField(null=True, blank=True)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    opens = models.SmallIntegerField(null=True, blank=True)
    closes = models.SmallIntegerField(null=True, blank=True)
    is_instead = models.BooleanField(default=False)
    """On its day this holds instead of the weekly hours; without a time the place is closed."""

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["entry", "weekday"], name="finder_hours_by_weekday"),
            models.Index(fields=["entry", "day"], name="finder_hours_by_day"),
        ]
