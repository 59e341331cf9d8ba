"""Bursts: contributors whom one person or one network may have made up, and what was decided about them."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet

from throughline.convene.models import Forum
from throughline.listen.models import Burst, BurstKind, BurstState, Contributor
from throughline.methods.bursts import find_bursts

MIDNIGHT = datetime(2000, 1, 1)


Units = tuple[frozenset[int], ...]
"""Row numbers of contributors whom one person or one network may have made up, unit by unit."""


@dataclass(frozen=True)
class FoundBurst:
    """The people of a burst about whom nobody has decided. `burst_id` is its row, None if it has none yet."""

    kind: BurstKind
    people: frozenset[int]
    n_networks: int
    first_at: datetime
    last_at: datetime
    burst_id: int | None


@dataclass(frozen=True)
class _Arrival:
    contributor_id: int
    at: datetime
    network: str
    burst_id: int | None
    state: str | None


def found_bursts(forum: Forum) -> list[FoundBurst]:
    """The undecided bursts of a forum at this moment; nothing is written.

    People whose network and minute were forgotten stay in the burst in which they were.
    """
    columns = ("pk", "began_at", "network", "burst_id", "burst__state")
    rows = Contributor.objects.filter(forum=forum, began_at__isnull=False).order_by("pk")
    arrivals = [_Arrival(*row) for row in rows.values_list(*columns)]
    found = _claimed(_undecided(arrivals))
    forgotten = _forgotten(forum)
    found = [replace(one, people=one.people | forgotten.pop(one.burst_id or 0, frozenset())) for one in found]
    return found + [_kept(burst, forgotten[burst.pk]) for burst in Burst.objects.filter(pk__in=forgotten)]


def are_noted(forum: Forum, found: Iterable[FoundBurst]) -> bool:
    """Whether the open bursts of a forum stand as they were found: then noting them again changes nothing."""
    rows = Burst.objects.filter(forum=forum, state=BurstState.OPEN).values_list("pk", flat=True)
    noted: dict[int | None, set[int]] = {pk: set() for pk in rows}
    members = Contributor.objects.filter(forum=forum, burst__in=list(noted))
    for burst_id, contributor_id in members.values_list("burst_id", "pk"):
        noted[burst_id].add(contributor_id)
    return noted == {one.burst_id: one.people for one in found}


def unvouched_units(forums: Iterable[Forum]) -> Units:
    """The contributors for whom nobody vouches, as one unit: all bursts that are undecided or set aside.

    Labels of networks are others in each forum and on each day, so one person may have made several bursts.
    """
    unvouched: set[int] = set()
    for forum in forums:
        unvouched.update(people_set_aside(forum), *(one.people for one in found_bursts(forum)))
    return (frozenset(unvouched),) if unvouched else ()


class BurstsOfForums:
    """The unvouched unit of forums and the people set aside, read once for all that is counted together."""

    def __init__(self) -> None:
        self._units: dict[int, Units] = {}
        self._aside: dict[int, frozenset[int]] = {}

    def units(self, *forums: Forum) -> Units:
        for forum in forums:
            if forum.pk not in self._units:
                self._units[forum.pk] = unvouched_units([forum])
        together = frozenset(person for forum in forums for unit in self._units[forum.pk] for person in unit)
        return (together,) if together else ()

    def aside(self, forum: Forum) -> frozenset[int]:
        if forum.pk not in self._aside:
            self._aside[forum.pk] = people_set_aside(forum)
        return self._aside[forum.pk]


def units_among(units: Units, people: Collection[int]) -> Units:
    """What there is of each unit among some people, without units of which there is nobody."""
    among = (unit & frozenset(people) for unit in units)
    return tuple(unit for unit in among if unit)


@dataclass(frozen=True)
class PeopleTogether:
    """How many people of a forum came together and wait for a decision, and how many are set aside."""

    forum: Forum
    n_open: int
    n_aside: int


def people_together(forums: Iterable[Forum]) -> list[PeopleTogether]:
    """The forums in which somebody came together with others, as noted by the timed job."""
    by_id = {forum.pk: forum for forum in forums}
    rows = Burst.objects.filter(forum__in=by_id).exclude(state=BurstState.COUNTED).order_by()
    n_people: Counter[tuple[int, str]] = Counter()
    for forum_id, state, n in rows.values_list("forum_id", "state", "n_people"):
        n_people[forum_id, state] += n
    return [
        PeopleTogether(forum, n_people[forum_id, BurstState.OPEN], n_people[forum_id, BurstState.SET_ASIDE])
        for forum_id, forum in by_id.items()
        if n_people[forum_id, BurstState.OPEN] or n_people[forum_id, BurstState.SET_ASIDE]
    ]


@dataclass(frozen=True)
class BurstsPage:
    """The bursts of a forum for staff. `n_people` are all who took part, those set aside included."""

    rows: QuerySet[Burst]
    n_people: int
    n_set_aside: int


def bursts_page(forum: Forum) -> BurstsPage:
    rows = Burst.objects.filter(forum=forum).select_related("decided_by").order_by("-first_at", "-pk")
    return BurstsPage(
        rows=rows,
        n_people=Contributor.objects.filter(forum=forum).count(),
        n_set_aside=len(people_set_aside(forum)),
    )


def stand(burst: Burst) -> str:
    """The state of a burst as one word. It is sent back to undo a decision, to detect that it has changed."""
    decided = "" if burst.decided_at is None else f"{burst.decided_at.timestamp():.6f}"
    return f"{burst.state}-{burst.n_people}-{decided}"


def people_set_aside(forum: Forum) -> frozenset[int]:
    """Row numbers of the contributors who are not counted in anything new."""
    rows = Contributor.objects.filter(forum=forum, burst__state=BurstState.SET_ASIDE)
    return frozenset(rows.values_list("pk", flat=True))


def _undecided(arrivals: Sequence[_Arrival]) -> list[FoundBurst]:
    """The undecided people of each unit, the most first; `burst_id` is the open burst most of them are in."""
    minutes = [
        int(one.at.timestamp()) // 60 for one in arrivals
    ]  # days begin with their keys, at midnight UTC
    found = []
    for unit in find_bursts(minutes, [one.network for one in arrivals]):
        everybody = [arrivals[index] for index in unit.people.tolist()]
        people = [one for one in everybody if one.state in {None, BurstState.OPEN}]
        if people:
            found.append(
                FoundBurst(
                    BurstKind(unit.kind),
                    frozenset(one.contributor_id for one in people),
                    len({one.network for one in people if one.network}),
                    min(one.at for one in people),
                    max(one.at for one in people),
                    _most_common(one.burst_id for one in people if one.burst_id is not None),
                )
            )
    return sorted(found, key=lambda one: (-len(one.people), one.first_at, min(one.people)))


def _most_common(burst_ids: Iterable[int]) -> int | None:
    n_of = Counter(burst_ids)
    return min(n_of, key=lambda burst_id: (-n_of[burst_id], burst_id), default=None)


def _claimed(found: Sequence[FoundBurst]) -> list[FoundBurst]:
    """Where a burst has come apart, its largest part keeps the row."""
    taken: set[int | None] = set()
    claimed = []
    for one in found:
        claimed.append(replace(one, burst_id=None) if one.burst_id in taken else one)
        taken.add(one.burst_id)
    return claimed


def _forgotten(forum: Forum) -> dict[int, frozenset[int]]:
    """By open burst, its people whose network and minute were forgotten."""
    rows = Contributor.objects.filter(forum=forum, burst__state=BurstState.OPEN, began_at__isnull=True)
    people: dict[int, set[int]] = {}
    for burst_id, contributor_id in rows.values_list("burst_id", "pk"):
        people.setdefault(burst_id, set()).add(contributor_id)
    return {burst_id: frozenset(those) for burst_id, those in people.items()}


def _kept(burst: Burst, people: frozenset[int]) -> FoundBurst:
    return FoundBurst(
        BurstKind(burst.kind), people, burst.n_networks, burst.first_at, burst.last_at, burst.pk
    )
