from dataclasses import dataclass
from datetime import date, datetime

from throughline.accounts.models import District
from throughline.convene.models import Cycle, Forum, Tally

N_KNOWN = 5


@dataclass(frozen=True)
class ForumsThisYear:
    """The year's forums, how often each audience was asked, and what earlier cycles have released."""

    year: int
    forums: list[Forum]
    known: list[Tally]

    @property
    def n_everyone(self) -> int:
        return sum(not forum.is_for_students for forum in self.forums)

    @property
    def n_students(self) -> int:
        return sum(forum.is_for_students for forum in self.forums)


def forums_this_year(district: District, now: datetime, cycle: Cycle | None = None) -> ForumsThisYear:
    """Forums of this calendar year in the district's time zone, and what other cycles have released."""
    year = now.astimezone(district.zone).year
    forums = Forum.objects.filter(
        announced_at__isnull=False,
        opens_at__gte=district.starts(date(year, 1, 1)),
        opens_at__lt=district.starts(date(year + 1, 1, 1)),
    )
    known = Tally.objects.filter(forum=None, what="released", n__gt=0).select_related("cycle")
    if cycle is not None:
        known = known.exclude(cycle=cycle)
    return ForumsThisYear(
        year,
        list(forums.select_related("cycle").order_by("opens_at")),
        list(known.order_by("-cycle_id")[:N_KNOWN]),
    )
