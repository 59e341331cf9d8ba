import secrets
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_scopes.manager import DisabledQuerySet

from throughline.accounts.models import District, DistrictRow, Person, PublicIdMixin
from throughline.accounts.models.scoped import DistrictManager
from throughline.convene.models.cycle import Cycle
from throughline.ui.fields import TranslatedTextField

SHORT_CODE_SIGNS = "bcdfghjkmnprstvwxz"
"""No vowels, so that a code is never a word, and no letters that are taken for a digit or for each other."""


def new_short_code() -> str:
    """Return the code of a short link, which people type from a poster."""
    return "".join(secrets.choice(SHORT_CODE_SIGNS) for _sign in range(7))


class ForumKind(models.TextChoices):
    STATEMENTS = "statements", _("Vote on statements")
    QUESTION = "question", _("Open question")
    MEETING = "meeting", _("Meeting")
    SURVEY = "survey", _("Short survey")


class DataKind(models.TextChoices):
    """How the answers were collected, which determines what may be claimed from them."""

    CHOSE = "chose", _("people who chose to take part")
    ROSTER = "roster", _("people invited from a complete list")
    RANDOM = "random", _("a random sample")
    IMPORTED = "imported", _("responses collected elsewhere")


class Moderation(models.TextChoices):
    BEFORE = "before", _("Reviewed before they are shown")
    AFTER = "after", _("Shown right away and reviewed afterward")


class WholeForums(DistrictManager["Forum"]):
    """Forums as every page sees them, without those whose import is still being written."""

    def get_queryset(self) -> "models.QuerySet[Forum]":
        rows = super().get_queryset()
        return rows if isinstance(rows, DisabledQuerySet) else rows.filter(arriving_at__isnull=True)


class ArrivingForums(DistrictManager["Forum"]):
    """Forums of imports that are being written, or whose worker was stopped while writing."""

    def get_queryset(self) -> "models.QuerySet[Forum]":
        rows = super().get_queryset()
        return rows if isinstance(rows, DisabledQuerySet) else rows.filter(arriving_at__isnull=False)


class Forum(PublicIdMixin, DistrictRow):
    """One form and one data set, open on its own dates. What it asks is stored in `listen`.

    `starts_at`, `ends_at`, `place` and `online_url` are those of a meeting: it opens when it is announced and
    closes when it ends. `n_changes` counts what calendars have to be told: edits after the announcement.
    `arriving_at` is when an import last wrote rows; null once all of them are written.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="forums")
    kind = models.CharField(max_length=12, choices=ForumKind)
    title = TranslatedTextField()
    introduction = TranslatedTextField(blank=True)
    is_for_students = models.BooleanField(default=False)
    is_for_staff = models.BooleanField(default=False)
    moderation = models.CharField(max_length=6, choices=Moderation, default=Moderation.BEFORE)
    may_add_statements = models.BooleanField(default=True)
    data_kind = models.CharField(max_length=10, choices=DataKind, default=DataKind.CHOSE)
    ready_question = models.CharField(max_length=20, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    place = TranslatedTextField(blank=True)
    online_url = models.URLField(max_length=500, blank=True)
    n_changes = models.PositiveSmallIntegerField(default=0, editable=False)
    responders: "models.ManyToManyField[Person, ForumResponder]" = models.ManyToManyField(
        Person, through="ForumResponder", related_name="+", blank=True
    )
    short_code = models.CharField(max_length=7, default=new_short_code, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    arriving_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[WholeForums] = WholeForums()
    arriving: ClassVar[ArrivingForums] = ArrivingForums()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__isnull=True) | models.Q(closes_at__gt=models.F("opens_at")),
                name="forum_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=models.Q(starts_at__isnull=True, ends_at__isnull=True)
                | models.Q(ends_at__gt=models.F("starts_at")),
                name="meeting_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(is_for_students=False) | models.Q(is_for_staff=False),
                name="forum_for_staff_or_for_students",
            ),
            models.UniqueConstraint(fields=["district", "short_code"], name="forum_short_code_once"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def state(self, now: datetime) -> str:
        """`draft`, `announced` (opens later), `open` or `closed`."""
        if self.announced_at is None or self.opens_at is None:
            return "draft"
        if now < self.opens_at:
            return "announced"
        return "open" if self.closes_at is None or now < self.closes_at else "closed"

    @property
    def last_day(self) -> date | None:
        """The last day on which people can take part; a closing at midnight is the end of that day."""
        return None if self.closes_at is None else last_day_before(self.closes_at, self.district)

    @property
    def is_meeting(self) -> bool:
        return self.kind == ForumKind.MEETING

    @property
    def when_label(self) -> str:
        """The day and the times of a meeting by the district's clock; empty if they aren't known.

        A meeting of an earlier version has no times: it names its day if it was open on one day only.
        """
        if self.starts_at is None or self.ends_at is None:
            return self._only_day_label()
        starts, ends = (at.astimezone(self.district.zone) for at in (self.starts_at, self.ends_at))
        return gettext("%(day)s, %(start)s to %(end)s") % {
            "day": date_format(starts, "DATE_FORMAT"),
            "start": date_format(starts, "TIME_FORMAT"),
            "end": date_format(ends, "TIME_FORMAT"),
        }

    def _only_day_label(self) -> str:
        if not self.is_meeting or self.opens_at is None or self.last_day is None:
            return ""
        first_day = self.opens_at.astimezone(self.district.zone).date()
        return date_format(first_day, "DATE_FORMAT") if first_day == self.last_day else ""

    def is_open(self, now: datetime) -> bool:
        return self.state(now) == "open"


class ForumResponder(DistrictRow):
    """A person who is alerted at once when a voice of the forum may indicate danger."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["forum", "person"], name="forum_responder_once")]


def last_day_before(closes_at: datetime, district: District) -> date:
    """The last day before a closing time, in the district's time zone; midnight ends a day."""
    return (closes_at.astimezone(district.zone) - timedelta(microseconds=1)).date()
