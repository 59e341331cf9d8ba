"""The district's front page: open forums and public cycles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from throughline.convene.models import Cycle, Forum
from throughline.report.queries.publication import current_publications


@dataclass(frozen=True)
class CycleCard:
    cycle: Cycle
    published_at: datetime | None
    is_open: bool


def open_forums(now: datetime) -> list[Forum]:
    """Public forums that are open at `now`, those that close first in front."""
    return list(
        Forum.objects.select_related("cycle", "cycle__school", "district")
        .filter(
            Q(closes_at__isnull=True) | Q(closes_at__gt=now), announced_at__isnull=False, opens_at__lte=now
        )
        .filter(cycle__is_public=True)
        .order_by(F("closes_at").asc(nulls_last=True), "id")
    )


def meetings_to_come(forums: Iterable[Forum], now: datetime) -> list[Forum]:
    """Those of these forums that are meetings and have not begun, the next in front, undated ones last."""
    to_come = [
        forum for forum in forums if forum.is_meeting and (not forum.starts_at or forum.starts_at > now)
    ]
    return sorted(to_come, key=lambda forum: (forum.starts_at is None, forum.starts_at or now))


def forums_to_come(now: datetime) -> list[Forum]:
    return list(
        Forum.objects.select_related("cycle", "cycle__school")
        .filter(announced_at__isnull=False, opens_at__gt=now, cycle__is_public=True)
        .order_by("opens_at", "id")
    )


def public_cycles() -> QuerySet[Cycle]:
    return Cycle.objects.select_related("school").filter(is_public=True)


def cycle_cards(cycles: Iterable[Cycle], open_forums: Iterable[Forum]) -> list[CycleCard]:
    """Each cycle with the time its page was published, and whether one of these forums is part of it."""
    publications = current_publications()
    open_cycles = {forum.cycle_id for forum in open_forums}
    return [
        CycleCard(
            cycle,
            publications[cycle.pk].published_at if cycle.pk in publications else None,
            cycle.pk in open_cycles,
        )
        for cycle in cycles
    ]
