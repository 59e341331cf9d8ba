"""Numbers of people that apps to the right show on their pages, protected by the same guard.

A reader may compare a page with an earlier one. So shown numbers are stored in a ledger (`PublicCount`), and
a new number is checked against all that any app has shown of the same series.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from throughline.accounts.models import District
from throughline.convene.models import Forum
from throughline.listen.queries.burst import BurstsOfForums
from throughline.measure.published import PublishedCount, protect_count, rules_of
from throughline.understand.models import PublicCount


@dataclass(frozen=True)
class CountToShow:
    """`series` identifies what is counted, the same each time; `n` is None if it was not counted.

    The rules are those of the forums it was counted in; counts of students have the students' minimum.
    """

    series: str
    n: int | None
    counted_at: datetime | None
    forums: tuple[Forum, ...] = ()
    is_of_students: bool = False


@dataclass(frozen=True)
class ShownCount:
    series: str
    n: int
    counted_at: datetime | None


def public_counts(district: District, counts: Sequence[CountToShow]) -> dict[str, PublishedCount]:
    """The counts as they may be shown, by series. Nothing is written: call `note_shown` for those shown."""
    shown: dict[str, list[tuple[int, datetime | None]]] = {}
    rows = PublicCount.objects.filter(series__in=[one.series for one in counts]).order_by("-id")
    for series, n, counted_at in rows.values_list("series", "n", "counted_at"):
        shown.setdefault(series, []).append((n, counted_at))
    bursts = BurstsOfForums()
    return {
        one.series: protect_count(
            one.n,
            one.counted_at,
            rules_of(district, one.forums, is_of_students=one.is_of_students),
            shown.get(one.series, ()),
            [len(unit) for unit in bursts.units(*one.forums)],
        )
        for one in counts
    }


def note_shown(app: str, shown: Iterable[ShownCount]) -> None:
    """Record what an app showed to the public, unless it is unchanged since that app's last record."""
    for one in shown:
        rows = PublicCount.objects.filter(app=app, series=one.series)
        last = rows.order_by("-id").values_list("n", "counted_at").first()
        if last != (one.n, one.counted_at):
            PublicCount.objects.create(app=app, series=one.series, n=one.n, counted_at=one.counted_at)
