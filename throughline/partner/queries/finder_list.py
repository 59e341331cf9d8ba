"""What the list of services that were found says of each, read in a few queries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from throughline.partner.models import CapacityStatus, Cost, FinderEntry, Phone, Service
from throughline.partner.queries.confirmed import confirmed, stale_sentence
from throughline.partner.queries.day_hours import OpenNow, open_now_at
from throughline.partner.queries.finder import Found, Hit, find_services
from throughline.partner.queries.finder_bits import LANGUAGES, language_label, names_in
from throughline.partner.queries.finder_wishes import Wishes
from throughline.partner.queries.near import Point, middle_of, postal_codes_like
from throughline.partner.queries.places import phones_by_service

METERS_PER_MILE: Final = 1_609.344
MOST_LANGUAGES: Final = 4
MOST_COMPARED: Final = 500
"""Among so many services the next to open is looked for."""
MOST_CONFIDENTIAL: Final = 10
COST_LABELS: Final = {
    Cost.FREE: gettext_lazy("Free"),
    Cost.REDUCED: gettext_lazy("Low cost or by income"),
    Cost.PAID: gettext_lazy("Has a cost"),
}
DROPPED_FIRST: Final = {
    "open_at": gettext_lazy("Open now"),
    "times": gettext_lazy("Time of day"),
    "month": gettext_lazy("Month"),
    "center": gettext_lazy("Distance"),
    "costs": gettext_lazy("Cost"),
    "leaves_out_full": gettext_lazy("Leave out services that are full"),
    "ages": gettext_lazy("Age or grade"),
    "school_id": gettext_lazy("Offered at this school"),
    "accessibility": gettext_lazy("Accessibility"),
    "languages": gettext_lazy("Language"),
    "kinds": gettext_lazy("Type of help"),
    "words": gettext_lazy("Words in the search box"),
}
"""The wishes in the order in which they are given up if nothing meets them all, with their labels."""


@dataclass(frozen=True)
class Listed:
    """One service of the list. `number` is that of its place on the map."""

    number: int
    service: Service
    entry: FinderEntry
    open_now: OpenNow | None
    miles: float | None
    phone: Phone | None
    stale_sentence: str

    @property
    def facts(self) -> list[str]:
        """Short facts: the hours now, the languages, the cost, the distance."""
        hours = self.open_now.sentence if self.open_now else ""
        spoken = [language_label(code) for code in names_in(self.entry.languages, LANGUAGES)]
        languages = ", ".join(spoken[:MOST_LANGUAGES])
        if len(spoken) > MOST_LANGUAGES:
            languages = _("%(languages)s and more") % {"languages": languages}
        cost = COST_LABELS.get(Cost(self.entry.cost), "")
        return [one for one in (hours or _("Hours not listed"), languages, str(cost), self.distance) if one]

    @property
    def distance(self) -> str:
        if self.miles is None:
            return ""
        rounded = round(self.miles, 1) if self.miles < 10 else round(self.miles)
        n = number_format(rounded, use_l10n=True)
        return ngettext("%(n)s mile away", "%(n)s miles away", 1 if rounded == 1 else 2) % {"n": n}

    @property
    def capacity(self) -> str:
        status = self.service.capacity_status
        return str(CapacityStatus(status).label) if status in CapacityStatus.values else ""


def listed_hits(hits: Sequence[Hit], first: int = 1, now: datetime | None = None) -> list[Listed]:
    """The services of one page of the list; the first has this number."""
    services = Service.objects.select_related("organization").in_bulk([hit.service_id for hit in hits])
    entries = FinderEntry.objects.in_bulk([hit.entry_id for hit in hits])
    hours = open_now_at(list(entries), now)
    phones = phones_by_service(list(services.values()))
    today = timezone.localdate(now)
    return [
        Listed(
            number=first + place,
            service=(service := services[hit.service_id]),
            entry=entries[hit.entry_id],
            open_now=hours.get(hit.entry_id),
            miles=None if hit.meters is None else hit.meters / METERS_PER_MILE,
            phone=next(iter(phones[hit.service_id]), None),
            stale_sentence=stale_sentence(confirmed(service, today)),
        )
        for place, hit in enumerate(hits)
        if hit.service_id in services and hit.entry_id in entries
    ]


def next_to_open(hits: Sequence[Hit], now: datetime | None = None) -> tuple[Service, OpenNow] | None:
    """Which of the first services that were found opens next in a week; the first of several."""
    hours = open_now_at([hit.entry_id for hit in hits[:MOST_COMPARED]], now)
    closed = [(hit, one) for hit in hits if (one := hours.get(hit.entry_id)) and one.opens_at]
    first = min(closed, key=lambda pair: pair[1].opens_at or datetime.max, default=None)
    return (Service.objects.get(pk=first[0].service_id), first[1]) if first else None


def unavailable_services() -> QuerySet[Service]:
    """Services that the finder does not show to families: closed, or of a former partner."""
    return Service.objects.filter(pk__in=FinderEntry.objects.filter(is_available=False).values("service"))


def center_of_zip(code: str) -> Point | None:
    """The middle of the places with this ZIP code; None if no place has it."""
    codes = postal_codes_like(code)
    return middle_of(codes) if codes else None


@dataclass(frozen=True)
class Closest:
    """What meets most of the wishes, and the labels of those that it does not."""

    found: Found
    given_up: Sequence[str]


def closest(wishes: Wishes, now: datetime | None = None) -> Closest | None:
    """What comes nearest if nothing meets all wishes: without one of them, or else without several.

    The words or the kind are kept, or else the school: without these, what is found has nothing to do with
    what was looked for.
    """
    set_ones = [name for name in DROPPED_FIRST if getattr(wishes, name) != getattr(Wishes(), name)]
    kept = {"words", "kinds"}.intersection(set_ones) or {"school_id"}.intersection(set_ones)
    parts = [[name] for name in set_ones] + [set_ones[:n] for n in range(2, len(set_ones))]
    for names in parts:
        if kept and kept <= set(names):
            continue
        found = find_services(_without(wishes, names), now)
        if found.hits:
            return Closest(found, [str(DROPPED_FIRST[name]) for name in names])
    return None


def _without(wishes: Wishes, names: Sequence[str]) -> Wishes:
    changes = {name: getattr(Wishes(), name) for name in names}
    if "center" in changes:
        changes["most_meters"] = None
    return replace(wishes, **changes)
