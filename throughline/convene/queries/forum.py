from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import Membership, Person, Role
from throughline.accounts.permissions import STAFF
from throughline.accounts.queries import people_with_roles
from throughline.convene.models import Cycle, Forum, ForumKind, Tally
from throughline.ui.language import language_name

STATE_LABELS: dict[str, Promise] = {
    "draft": _("Draft"),
    "announced": _("Announced"),
    "open": _("Open"),
    "closed": _("Closed"),
}

MEETING_STATE_LABELS: dict[str, Promise] = STATE_LABELS | {"open": _("Announced"), "closed": _("Past")}

KIND_WORDS: dict[str, Promise] = {
    ForumKind.STATEMENTS: _(
        "People vote on short statements one at a time, and they can add their own. The results "
        "show what most people agree on and which groups vote alike."
    ),
    ForumKind.QUESTION: _("People answer one question in their own words."),
    ForumKind.MEETING: _(
        "People meet in small groups at tables. Each table writes down common ground, "
        "disagreements, questions and next steps."
    ),
    ForumKind.SURVEY: _("A few questions with choices, rating scales and written answers."),
}


@dataclass(frozen=True)
class Count:
    """The value of a tally of a forum or a cycle, and when it was counted."""

    n: int
    counted_at: datetime
    oldest_at: datetime | None


@dataclass
class ForumRow:
    """A forum with its state at one moment and its tallies."""

    forum: Forum
    state: str
    counts: dict[str, Count] = field(default_factory=dict)
    asked_gaps: Count | None = None
    """How many texts of what it asks lack one of the district's languages: of no response, so by itself."""

    @property
    def languages(self) -> str:
        return ", ".join(language_name(code) for code in self.forum.district.languages)

    @property
    def state_label(self) -> str:
        labels = MEETING_STATE_LABELS if self.forum.is_meeting else STATE_LABELS
        return str(labels[self.state])

    @property
    def first_day(self) -> date | None:
        """The day it opens; None unless it opens at local midnight."""
        return _day_that_begins(self.forum.opens_at)

    @property
    def last_day(self) -> date | None:
        """The day it closes; None unless it closes at local midnight, which belongs to the day it ends."""
        day = _day_that_begins(self.forum.closes_at)
        return day - timedelta(days=1) if day else None

    @property
    def counted_at(self) -> datetime | None:
        """When the oldest of the counts shown was made."""
        return min((count.counted_at for count in self.counts.values()), default=None)


def _day_that_begins(moment: datetime | None) -> date | None:
    if moment is None:
        return None
    local = timezone.localtime(moment)
    return local.date() if local.time() == time.min else None


def counts_of(tallies: Iterable[Tally]) -> dict[str, Count]:
    return {tally.what: Count(tally.n, tally.counted_at, tally.oldest_at) for tally in tallies}


def _row(forum: Forum, now: datetime, tallies: Iterable[Tally]) -> ForumRow:
    counts = counts_of(tallies)
    return ForumRow(forum, forum.state(now), asked_gaps=counts.pop("asked_gaps", None), counts=counts)


def forum_rows(cycles: list[Cycle], now: datetime) -> list[ForumRow]:
    forums = Forum.objects.filter(cycle__in=cycles).select_related("cycle").prefetch_related("tallies")
    return [_row(forum, now, forum.tallies.all()) for forum in forums]


def forum_row(forum: Forum, now: datetime) -> ForumRow:
    return _row(forum, now, Tally.objects.filter(forum=forum))


def possible_responders() -> QuerySet[Person]:
    """Staff who may be named as responders to urgent voices; a partner's contact may not."""
    return people_with_roles(*STAFF)


def named_responders(forum: Forum) -> list[Person]:
    """The named responders to urgent voices who still belong to the district's staff."""
    staff = Membership.objects.filter(role__in=STAFF).values("person_id")
    return list(forum.responders.filter(is_active=True, pk__in=staff).order_by("name"))


def responders_of(forum: Forum) -> list[Person]:
    """Who is alerted about an urgent voice: the named responders, else the owners and coordinators."""
    return named_responders(forum) or list(people_with_roles(Role.OWNER, Role.COORDINATOR))
