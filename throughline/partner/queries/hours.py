"""Opening hours and ages in words."""

import re
from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from throughline.accounts.queries import sentence_in_words
from throughline.formats import opening_hours, recurrence
from throughline.partner.models import (
    Schedule,
    Service,
)

DATE_COLUMNS = ("start_date", "end_date", "valid_from", "valid_to", "dtstart")
"""Columns of a schedule that are in `extra` only where they could not be read."""


def ages(service: Service) -> str:
    """The ages of the people whom a service is for, in words; empty if it names none."""
    first, last = age_span(service)
    if first and last is not None:
        return _("Ages %(first)s to %(last)s") % {"first": _age(first), "last": _age(last)}
    if first:
        return _("Ages %(first)s and up") % {"first": _age(first)}
    return "" if last is None else _("Up to age %(last)s") % {"last": _age(last)}


def age_span(service: Service) -> tuple[float | None, float | None]:
    """The youngest and the oldest whom a service is for; None where its entry names none."""
    first, last = service.minimum_age, service.maximum_age
    if not last or (first and last < first):
        # Databases write 0 where nobody has named a maximum.
        last = None
    return first or None, last


def _age(years: float) -> str:
    return number_format(years, use_l10n=True) if years % 1 else str(int(years))


def hours(schedules: Sequence[Schedule], today: date | None = None, *, as_listed: bool = False) -> list[str]:
    """Opening hours in words. Days with the same hours are grouped; what has ended is omitted.

    Where a rule cannot be put into words, or a time is none, the line says to ask. `as_listed` shows it as it
    is in the directory, for those who can correct it.
    """
    today = today or timezone.localdate()
    local = local_offsets(today.year)
    openings = [opening_of(schedule, local, today.year) for schedule in schedules]
    lines = opening_hours.lines(openings, today, local)
    if not as_listed:
        lines = tuple(dict.fromkeys(opening_hours.readable(line) for line in lines))
    return [sentence_in_words(line) for line in lines]


def local_offsets(year: int) -> tuple[int, ...]:
    """The offsets of the clocks here from UTC, in minutes."""
    return _offsets_in(timezone.get_current_timezone(), year)


def _offsets_in(zone: tzinfo, year: int) -> tuple[int, ...]:
    """The offsets of a zone from UTC in January and in July, in minutes."""
    offsets = (zone.utcoffset(datetime(year, month, 1)) for month in (1, 7))
    return tuple(round(offset.total_seconds() / 60) for offset in offsets if offset is not None)


def opening_of(schedule: Schedule, local: tuple[int, ...], year: int) -> opening_hours.Opening:
    """The row as the directory has it: cells that could not be read are in `extra`."""
    extra = schedule.extra
    unread = [f"{name}={extra[name]}" for name in DATE_COLUMNS if extra.get(name)]
    offset = str(extra.get("opens_at_offset") or extra.get("closes_at_offset") or "")
    return opening_hours.Opening(
        columns={name: getattr(schedule, name, None) or extra.get(name) for name in recurrence.COLUMNS},
        opens_at=schedule.opens_at or str(extra.get("opens_at", "")),
        closes_at=schedule.closes_at or str(extra.get("closes_at", "")),
        offset=offset or _zone_of(schedule.timezone.strip(), local, year),
        valid_from=schedule.valid_from,
        valid_to=schedule.valid_to,
        dtstart=schedule.dtstart,
        closed=str(extra.get("closed", "")),
        dates_as_written=", ".join(unread),
        exdate=str(extra.get("exdate", "")),
        rdate=str(extra.get("rdate", "")),
        description=schedule.description,
        notes=schedule.notes,
        attending_type=schedule.attending_type or str(extra.get("attending_type", "")),
        schedule_link=schedule.schedule_link or str(extra.get("schedule_link", "")),
    )


def _zone_of(name: str, local: tuple[int, ...], year: int) -> str:
    """A schedule's `timezone`, as an offset or a name; empty if its clocks show the district's time all year.

    By the standard it is hours east of UTC; many files name a zone.
    """
    hours_east = re.fullmatch(r"([+-]?)(\d{1,2})(?:\.0+)?", name)
    if hours_east:
        return f"{hours_east[1] or '+'}{int(hours_east[2]):02}:00"
    key = _zone_names().get(name.replace(" ", "_").casefold())
    if key is None:
        return "" if "/" in name else name
    offsets = _offsets_in(ZoneInfo(key), year)
    if offsets == local:
        return ""
    if "/" not in key or len(set(offsets)) > 1 or offsets[0] in local:
        return key.replace("_", " ")
    return f"{'-' if offsets[0] < 0 else '+'}{abs(offsets[0]) // 60:02}:{abs(offsets[0]) % 60:02}"


@cache
def _zone_names() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}
