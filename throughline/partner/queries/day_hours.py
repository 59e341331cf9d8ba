"""When services are open now, today and in the days to come, as far as their hours say."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from throughline.accounts.queries import in_words, sentence_in_words
from throughline.formats.opening_hours import DAY, Opening, OpenTimes, Stretch, lines
from throughline.formats.phrases import Days, Phrase
from throughline.partner.models import FinderEntry, FinderHours, Service
from throughline.partner.queries.finder_bits import ALL_MONTHS

DAYS_SHOWN: Final = 7
_DAYS_AHEAD: Final = 366
WEEKDAY_CODES: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class DayHours:
    """The hours of one day, in words. Without hours it is closed, or nothing is known."""

    day: date
    name: str
    hours: tuple[str, ...]
    is_today: bool
    is_known: bool

    @property
    def is_closed(self) -> bool:
        return self.is_known and not self.hours

    @property
    def sentence(self) -> str:
        if self.hours:
            return get_text_list(list(self.hours), _("and"))
        return _("closed") if self.is_known else _("not known")


@dataclass(frozen=True)
class OpenNow:
    """Whether something is open at a moment, and when that changes: None if it does not in a week."""

    is_open: bool
    is_known: bool
    changes_at: datetime | None
    at: datetime
    opens_on: date | None = None
    """The day on which it opens after a week or more in which it is closed."""
    is_over: bool = False
    """Its season is over, and no other one is known."""

    @property
    def sentence(self) -> str:
        """Empty if nothing is known."""
        if not self.is_known:
            return ""
        if self.changes_at is None:
            return _("Open now") if self.is_open else self._closed
        at = {"time": time_format(self.changes_at, "TIME_FORMAT")}
        if self.is_open and self.changes_at.date() == self.at.date():
            return _("Open now until %(time)s") % at
        when = {"when": self.changes_when}
        return _("Open now until %(when)s") % when if self.is_open else _("Closed now. Opens %(when)s") % when

    @property
    def opens_at(self) -> datetime | None:
        return self.changes_at if self.is_known and not self.is_open else None

    @property
    def changes_when(self) -> str:
        """A day and a time of the clock, in words; empty if it does not change in a week."""
        return _when(self.changes_at, self.at) if self.changes_at else ""

    @property
    def _closed(self) -> str:
        if self.opens_on is not None:
            return _("Closed until %(day)s") % {"day": date_format(self.opens_on, "MONTH_DAY_FORMAT")}
        return _("Closed for the season") if self.is_over else _("Closed now")


@dataclass(frozen=True)
class Week:
    """The hours of a service at its places with these hours: now, and on seven days from today on."""

    places: tuple[str, ...]
    now: OpenNow
    days: tuple[DayHours, ...]

    @property
    def today(self) -> DayHours:
        return self.days[0]


def weeks_of(service: Service, now: datetime | None = None) -> list[Week]:
    """The week of a service at each of its places; places with the same hours are together.

    Empty if nothing is known of the hours anywhere.
    """
    entries = (
        FinderEntry.objects.filter(service=service).select_related("location").order_by("-is_first", "pk")
    )
    together: dict[tuple[OpenTimes, bool], list[str]] = {}
    for entry, times in with_times(entries):
        names = together.setdefault((times, _is_seasonal(entry)), [])
        if entry.location is not None and entry.location.name:
            names.append(entry.location.name)
    is_split = len(together) > 1
    return [
        week(times, now, places=tuple(names) if is_split else (), is_seasonal=is_seasonal)
        for (times, is_seasonal), names in together.items()
        if times.stretches
    ]


def weekly_hours(services: Collection[int], today: date | None = None) -> dict[int, list[str]]:
    """Hours of services by their keys in a few lines, as they are every week, for a list.

    Those with other hours at each place, or on dates only, are missing: their own page says when.
    """
    found: dict[int, set[tuple[str, ...]]] = defaultdict(set)
    entries = FinderEntry.objects.filter(service__in=services).order_by("pk")
    for entry, times in with_times(entries):
        found[entry.service_id].add(tuple(_weekly_lines(times, today or timezone.localdate())))
    return {key: list(next(iter(said))) for key, said in found.items() if len(said) == 1}


def _weekly_lines(times: OpenTimes, today: date) -> list[str]:
    openings = [
        Opening(
            columns={"freq": "WEEKLY", "byday": WEEKDAY_CODES[one.weekday]},
            opens_at=_text(one.opens),
            closes_at=_text(one.closes),
        )
        for one in times.stretches
        if one.weekday is not None and one.opens is not None and one.closes is not None
        if (one.first_day is None or one.first_day <= today)
        and (one.last_day is None or today <= one.last_day)
    ]
    return [sentence_in_words(line) for line in lines(openings, today)]


def _text(minute: int) -> str:
    return f"{_clock(minute):%H:%M}"


def open_now(services: Collection[int], now: datetime | None = None) -> dict[int, OpenNow]:
    """Whether services, by their keys, are open now at any place; those without an entry are missing."""
    found: dict[int, OpenNow] = {}
    entries = FinderEntry.objects.filter(service__in=services).order_by("pk")
    for entry, times in with_times(entries):
        here = now_by(times, now, is_seasonal=_is_seasonal(entry))
        before = found.get(entry.service_id)
        if before is None or _rank(here) < _rank(before):
            found[entry.service_id] = here
    return found


def open_now_at(entries: Collection[int], now: datetime | None = None) -> dict[int, OpenNow]:
    """Whether services are open now at the places of these entries, by the keys of the entries."""
    rows = FinderEntry.objects.filter(pk__in=entries).order_by("pk")
    return {
        entry.pk: now_by(times, now, is_seasonal=_is_seasonal(entry)) for entry, times in with_times(rows)
    }


def _is_seasonal(entry: FinderEntry) -> bool:
    return entry.months != ALL_MONTHS


def _rank(here: OpenNow) -> tuple[bool, bool, float]:
    """Open before closed before unknown; open the longest first, and what opens next."""
    seconds = here.changes_at.timestamp() if here.changes_at else float("inf")
    return not here.is_open, not here.is_known, -seconds if here.is_open else seconds


def with_times(entries: Iterable[FinderEntry]) -> list[tuple[FinderEntry, OpenTimes]]:
    """Entries with the times when they are open."""
    found = list(entries)
    stretches: dict[int, list[Stretch]] = defaultdict(list)
    for row in FinderHours.objects.filter(entry__in=[entry.pk for entry in found]).order_by("pk"):
        stretches[row.entry_id].append(
            Stretch(
                weekday=row.weekday,
                day=row.day,
                first_day=row.first_day,
                last_day=row.last_day,
                opens=row.opens,
                closes=row.closes,
                is_instead=row.is_instead,
            )
        )
    return [
        (entry, OpenTimes(stretches=tuple(stretches[entry.pk]), is_whole=entry.has_hours)) for entry in found
    ]


def week(
    times: OpenTimes, now: datetime | None = None, *, places: tuple[str, ...] = (), is_seasonal: bool = False
) -> Week:
    """Seven days from today on."""
    at = timezone.localtime(now)
    today = at.date()
    days = [today + timedelta(days=n) for n in range(DAYS_SHOWN)]
    return Week(
        places,
        now_by(times, at, is_seasonal=is_seasonal),
        tuple(
            DayHours(
                day,
                _name_of(day, today),
                tuple(in_words(_hours_phrase(opens, closes)) for opens, closes in times.on(day)),
                is_today=day == today,
                is_known=times.is_whole or any(one.holds_on(day) for one in times.stretches),
            )
            for day in days
        ),
    )


def now_by(times: OpenTimes, now: datetime | None = None, *, is_seasonal: bool = False) -> OpenNow:
    """Whether it is open at a moment, by the clock of the district, and when that changes.

    `is_seasonal` if it is open in some months only.
    """
    at = timezone.localtime(now)
    minute = at.hour * 60 + at.minute
    for opens, closes in _spells(times, at.date()):
        if closes <= minute:
            continue
        if opens <= minute:
            return _now(at, closes if closes < DAYS_SHOWN * DAY else None, is_open=True)
        return _now(at, opens, is_known=times.is_whole)
    today = at.date()
    days = (today + timedelta(days=n) for n in range(DAYS_SHOWN, _DAYS_AHEAD))
    later = _opens_later(times, today)
    opens_on = next((day for day in days if times.on(day)), None) if later else None
    is_over = is_seasonal and not later
    return replace(_now(at, None, is_known=times.is_whole), opens_on=opens_on, is_over=is_over)


def _opens_later(times: OpenTimes, today: date) -> bool:
    """Whether any hours are left."""
    lasts = (one.last_day if one.day is None else one.day for one in times.stretches if one.opens is not None)
    return any(last is None or last > today for last in lasts)


def _now(at: datetime, minute: int | None, *, is_open: bool = False, is_known: bool = True) -> OpenNow:
    return OpenNow(is_open, is_known, None if minute is None else _moment(at, minute), at)


def _spells(times: OpenTimes, today: date) -> list[tuple[int, int]]:
    """The hours from yesterday on, in minutes after midnight of today. Those that meet are one."""
    spells = sorted(
        (opens + n * DAY, closes + n * DAY)
        for n in range(-1, DAYS_SHOWN)
        for opens, closes in times.on(today + timedelta(days=n))
    )
    joined = spells[:1]
    for opens, closes in spells[1:]:
        if opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(closes, joined[-1][1]))
        else:
            joined.append((opens, closes))
    return joined


def _moment(at: datetime, minute: int) -> datetime:
    """A time of the clock on wall time, so that a day with a change of the clock is no exception."""
    day = at.date() + timedelta(days=minute // DAY)
    return datetime.combine(day, _clock(minute), tzinfo=at.tzinfo)


def _clock(minute: int) -> time:
    return time(minute % DAY // 60, minute % 60)


def _hours_phrase(opens: int, closes: int) -> Phrase:
    if (opens, closes) == (0, DAY):
        return Phrase("all_day")
    code = "hours_next_day" if closes > DAY else "hours"
    return Phrase.of(code, opens=_clock(opens), closes=_clock(closes))


def _name_of(day: date, today: date) -> str:
    return _("Today") if day == today else str(WEEKDAYS[day.weekday()])


def _when(moment: datetime, now: datetime) -> str:
    """A day, by its name where it is neither today nor tomorrow, and a time: all are within a week."""
    at = {"time": time_format(moment, "TIME_FORMAT")}
    days = (moment.date() - now.date()).days
    if days < 2:
        return _("tomorrow at %(time)s") % at if days else _("today at %(time)s") % at
    return _("%(day)s at %(time)s") % {"day": _day_word(moment.date()), **at}


def _day_word(day: date) -> str:
    return in_words(Phrase.of("days", days=Days((day.weekday(),))))
