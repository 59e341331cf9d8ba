"""Put the rows of opening hours of a place or service into lines of words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Final

from throughline.formats.opening_hours.own_words import only_repeats
from throughline.formats.opening_hours.times import (
    is_all_day,
    is_closed,
    is_overnight,
    offset_minutes,
    time_of_day,
)
from throughline.formats.phrases import ClockText, DateSpan, Days, Phrase
from throughline.formats.recurrence import (
    TooManyDates,
    as_written,
    last_date,
    phrase,
    read_columns,
    read_dates,
)

_EVERY_YEAR: Final = 1
"""Dates in the year 1 mean every year: directories write January 01, 0001."""

_NO_END: Final = 2099
"""Dates from this year on mean that there is no end."""

_NO_START: Final = (1900, date(1970, 1, 1))
"""Dates until this year, and this one, mean that nobody wrote down a beginning."""

_DATED: Final = frozenset({"span", "yearly_span", "from_date", "until_date", "listed_dates"})
_WITHOUT_YEAR: Final = timedelta(days=330)
"""Within this time a date needs no year."""


@dataclass(frozen=True, kw_only=True)
class Opening:
    """
    One row of hours.

    Parameters
    ----------
    columns : mapping of str to object
        What the row says about recurrence, as for `recurrence.read_columns`.
    opens_at, closes_at : str
        Times as HH:MM, or as written where they cannot be read.
    offset : str
        Offset of the times from UTC, or the name of another zone, if the file gives one.
    valid_from, valid_to, dtstart : date or None
        As in HSDS 3.0.
    closed : str
        The `closed` column of holidays, as written.
    dates_as_written : str
        Dates of the row that cannot be read.
    exdate, rdate : str
        Dates that a rule leaves out or adds, as in RFC 5545.
    description, notes, attending_type : str
        What the directory says in its own words.
    schedule_link : str
        A page with each date.
    """

    columns: Mapping[str, object] = field(default_factory=dict)
    opens_at: str = ""
    closes_at: str = ""
    offset: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    dtstart: date | None = None
    closed: str = ""
    dates_as_written: str = ""
    exdate: str = ""
    rdate: str = ""
    description: str = ""
    notes: str = ""
    attending_type: str = ""
    schedule_link: str = ""


def lines(
    openings: Sequence[Opening], today: date, local_offsets: Collection[int] = ()
) -> tuple[Phrase, ...]:
    """
    Put rows of hours into words. What has ended is omitted; what cannot be said is shown as written.

    Parameters
    ----------
    openings : sequence of Opening
        The rows.
    today : date
        The day on which they are read.
    local_offsets : collection of int
        Offsets from UTC of the reader's zone, in minutes. Times in another zone are shown with it.

    Returns
    -------
    tuple of Phrase
        Days of the week first, those with the same hours in one line; then other rules, then dates, then what
        the directory says in its own words.
    """
    rows = [row for opening in openings if not (row := _Row(opening, today, local_offsets)).has_ended]
    dated = [row for row in rows if row.is_said]
    has_hours = any(row.hours for row in dated)
    _join_days(dated)
    for row in dated:
        row.miss_hours(is_among_hours=has_hours)
    of_all = [text for text in dated[0].texts if all(text in row.texts for row in dated)] if dated else []
    weekly: dict[tuple[Phrase, _Bounds, tuple[Phrase, ...]], tuple[set[int], Opening]] = {}
    others: list[tuple[date, Phrase]] = []
    for row in dated:
        own = tuple(text for text in row.texts if text not in of_all)
        if row.when and row.when.code == "days" and row.hours and not row.dates_as_written:
            together = weekly.setdefault((row.hours, row.bounds, own), (set(), row.opening))[0]
            together.update(row.when.params["days"].numbers)  # type: ignore[union-attr]
            continue
        what = row.bounds.around(_joined(row.when, row.hours), today)
        others.append((row.first, _with_texts(_listed(row.dates_as_written, what), own)))
    first = sorted(
        ((min(days), opening.opens_at, opening.closes_at), days, key)
        for key, (days, opening) in weekly.items()
    )
    said = [
        _with_texts(
            bounds.around(_joined(Phrase.of("days", days=Days(tuple(sorted(days)))), hours), today), own
        )
        for _, days, (hours, bounds, own) in first
    ]
    said.extend(line for _, line in sorted(others, key=lambda pair: pair[0]))
    alone = [text for row in rows if not row.is_said for text in row.texts]
    return tuple(dict.fromkeys([*said, *of_all, *alone]))


def _join_days(rows: Sequence["_Row"]) -> None:
    """Let rows with the same hours and description know their days together: often each day is a row."""
    together: dict[tuple[object, ...], set[int]] = {}
    for row in rows:
        opening = row.opening
        key = row.bounds, opening.opens_at, opening.closes_at, opening.description
        row.days = together.setdefault(key, set())
        if row.when and row.when.code == "days":
            row.days.update(row.when.params["days"].numbers)  # type: ignore[union-attr]


def _with_texts(what: Phrase, texts: Sequence[Phrase]) -> Phrase:
    """Add what the directory says of these hours alone."""
    for text in texts:
        what = Phrase.of("with_text", what=what, text=text)
    return what


@dataclass(frozen=True)
class _Bounds:
    """What limits a recurrence: its first date if it is to come, its last one, its count, and exceptions."""

    first: date | None = None
    last: date | None = None
    count: int | None = None
    without: tuple[date, ...] = ()
    added: tuple[date, ...] = ()

    def around(self, what: Phrase, today: date) -> Phrase:
        """Say the bounds after a line."""
        what = self._between(what, today)
        if self.added:
            what = Phrase.of("also_on", what=what, dates=_list(self.added, today))
        if self.without:
            what = Phrase.of("except_on", what=what, dates=_list(self.without, today))
        return what

    def _between(self, what: Phrase, today: date) -> Phrase:
        if self.count:
            what = Phrase.of("count", what=what, n=self.count)
        if self.first and self.last:
            first, last = _span(self.first, self.first, today), _span(self.last, self.last, today)
            return Phrase.of("from_until", what=what, first=first, last=last)
        if self.first:
            return Phrase.of("from", what=what, dates=_span(self.first, self.first, today))
        if self.last:
            return Phrase.of("until", what=what, dates=_span(self.last, self.last, today))
        return what


class _Row:
    """One row: whether it has ended, when it applies, its hours, and what it says in its own words."""

    def __init__(self, opening: Opening, today: date, local_offsets: Collection[int]) -> None:
        self.opening = self._opening = opening
        self._today = today
        self.bounds = _Bounds()
        self.when: Phrase | None = None
        self.days: set[int] = set()
        without, added = read_dates(opening.exdate), read_dates(opening.rdate)
        self._without = _to_come(without or (), today)
        self._added = tuple(day for day in _to_come(added or (), today) if day not in self._without)
        unread = [
            f"{name}={text}"
            for name, text, found in (("exdate", opening.exdate, without), ("rdate", opening.rdate, added))
            if found is None
        ]
        self.dates_as_written = ", ".join(filter(None, (opening.dates_as_written, *unread)))
        self.has_ended = self._is_over()
        self.first = date.min
        if not self.has_ended:
            self._read()
        if self.has_ended and self._added:
            self.has_ended, self.bounds, self.first = False, _Bounds(), self._added[0]
            self.when = Phrase.of("listed_dates", dates=_list(self._added, today))
        self.hours = _hours(opening, local_offsets)
        if self.hours and opening.closed and not self.when and not self.dates_as_written:
            # A row of holidays without a date must not be read as hours of every day.
            self.hours = _closed_as_listed(opening)

    @property
    def is_said(self) -> bool:
        """Whether the row says anything by its columns."""
        return bool(self.when or self.hours or self.dates_as_written)

    def miss_hours(self, *, is_among_hours: bool) -> None:
        """Say that a day has no hours: a date, or a day among days with hours, would say that it is open."""
        is_bare = self.when and not self.hours and not self.texts
        if self.when and is_bare and (is_among_hours or self.when.code in _DATED):
            self.hours = Phrase("no_hours")

    @property
    def texts(self) -> tuple[Phrase, ...]:
        """What the row says besides its hours."""
        opening = self.opening
        is_whole = self.when and self.when.code != "as_listed" and self.hours and not self.dates_as_written
        texts = [opening.description, opening.notes, opening.attending_type]
        if is_whole and only_repeats(opening.description, opening.opens_at, opening.closes_at, self.days):
            texts.pop(0)
        phrases = [Phrase.of("text", text=text) for text in texts if text]
        if opening.schedule_link:
            phrases.append(Phrase.of("schedule_link", link=opening.schedule_link))
        return tuple(dict.fromkeys(phrases))

    def _is_over(self) -> bool:
        until = read_columns({"freq": "DAILY", "until": self._opening.columns.get("until")}).rule
        lasts = [self._opening.valid_to, until and until.until]
        return any(last and last.year > _EVERY_YEAR and _day(last) < self._today for last in lasts)

    def _read(self) -> None:
        opening = self._opening
        reading = read_columns(opening.columns)
        if reading.rule is None and not reading.unread:
            self._read_dates()
            return
        last, count = None, None
        if reading.rule is not None:
            self.when = phrase(reading.rule, opening.dtstart)
            count = reading.rule.count
            last = _day(reading.rule.until) if reading.rule.until else None
            if count is not None and opening.dtstart is not None:
                try:
                    last, count = last_date(reading.rule, opening.dtstart), None
                except TooManyDates:
                    last = None
        if self.when is None:
            self.when, count = Phrase.of("as_listed", text=as_written(opening.columns)), None
        ends = [day for day in (last, opening.valid_to) if day and _EVERY_YEAR < day.year < _NO_END]
        begins = [day for day in (opening.valid_from, opening.dtstart) if day and day > self._today]
        first, last = max(begins, default=None), min(ends, default=None)
        self.bounds = _Bounds(first, last, count, self._without, self._added)
        self.has_ended = bool(ends) and min(ends) < self._today

    def _read_dates(self) -> None:
        """Read a row without a rule: a holiday, a season, or one date."""
        opening, today = self._opening, self._today
        first, last = opening.valid_from, opening.valid_to
        if first and last and first.year == _EVERY_YEAR == last.year:
            self.when = Phrase.of("yearly_span", dates=DateSpan(first, last, has_year=False))
            self.first = date.max
            return
        if first and (first.year <= _NO_START[0] or first == _NO_START[1]):
            first = None
        if last and last.year >= _NO_END:
            last = None
        if first is None and last is None:
            first = last = opening.dtstart
            self.has_ended = bool(first and first < today)
            if self._added and not self.has_ended:
                days = sorted({*self._added, *([first] if first else [])} - set(self._without))
                if days:
                    self.when, self.first = Phrase.of("listed_dates", dates=_list(days, today)), days[0]
                self.has_ended = not days
                return
        if first and last:
            self.when = Phrase.of("span", dates=_span(first, last, today))
        elif first and first > today:
            self.when = Phrase.of("from_date", dates=_span(first, first, today))
        elif last:
            self.when = Phrase.of("until_date", dates=_span(last, last, today))
        self.first = first or last or date.min


def _listed(dates_as_written: str, what: Phrase) -> Phrase:
    """Add the dates that cannot be read, which limit what is said."""
    if not dates_as_written:
        return what
    if what.code == "nothing":
        return Phrase.of("as_listed", text=dates_as_written)
    return Phrase.of("with_listed", what=what, text=dates_as_written)


def _to_come(days: Sequence[date], today: date) -> tuple[date, ...]:
    return tuple(sorted({_day(day) for day in days if _day(day) >= today}))


def _list(days: Sequence[date], today: date) -> tuple[Phrase, ...]:
    return tuple(Phrase.of("span", dates=_span(day, day, today)) for day in days)


def _day(moment: date) -> date:
    return date(moment.year, moment.month, moment.day)


def _span(first: date, last: date, today: date) -> DateSpan:
    return DateSpan(first, last, has_year=not (first <= last and today <= last <= today + _WITHOUT_YEAR))


def _joined(when: Phrase | None, hours: Phrase | None) -> Phrase:
    if when is None or hours is None:
        return when or hours or Phrase("nothing")
    is_dated = when.code in _DATED
    if is_dated or hours.code in {"closed", "open", "as_listed", "no_hours"}:
        return Phrase.of("dated", when=when, hours=hours)
    return Phrase.of("recurring", when=when, hours=hours)


def _hours(opening: Opening, local_offsets: Collection[int]) -> Phrase | None:
    hours = _times(opening)
    if not opening.closed:
        return _in_zone(hours, opening, local_offsets) if hours else None
    is_shut = is_closed(opening.closed)
    if is_shut is None or (is_shut and hours):
        return _closed_as_listed(opening)
    if is_shut:
        return Phrase("closed")
    return _in_zone(hours, opening, local_offsets) if hours else Phrase("open")


def _closed_as_listed(opening: Opening) -> Phrase:
    texts = [f"closed={opening.closed}", *filter(None, (opening.opens_at, opening.closes_at))]
    return Phrase.of("as_listed", text=", ".join(texts))


def _times(opening: Opening) -> Phrase | None:
    opens, closes = _clock(opening.opens_at), _clock(opening.closes_at)
    alone = _word_alone(opening.opens_at, opening.closes_at)
    if alone:
        return alone
    if not opening.opens_at or not opening.closes_at:
        if opening.opens_at:
            return Phrase.of("hours_from", opens=opens)
        return Phrase.of("hours_until", closes=closes) if opening.closes_at else None
    if not isinstance(opens, time) or not isinstance(closes, time):
        return Phrase.of("hours", opens=opens, closes=closes)
    texts = [(time_of_day(text) or (text,))[0] for text in (opening.opens_at, opening.closes_at)]
    if is_all_day(*texts):
        return Phrase("all_day")
    overnight = is_overnight(*texts)
    if overnight is None:
        first, last = (ClockText(text.removeprefix("0")) for text in texts)
        return Phrase.of("hours", opens=first, closes=last)
    return Phrase.of("hours_next_day" if overnight else "hours", opens=opens, closes=closes)


def _word_alone(opens_at: str, closes_at: str) -> Phrase | None:
    """Read a word that stands for both times, such as "Closed", in one of the columns or in both."""
    texts = {text.strip() for text in (opens_at, closes_at) if text.strip()}
    if len(texts) != 1 or time_of_day(text := texts.pop()):
        return None
    if is_all_day(text, ""):
        return Phrase("all_day")
    return Phrase("closed") if is_closed(text) and not text.isdecimal() else Phrase.of("text", text=text)


def _clock(text: str) -> time | str:
    """Read a time as stored; return anything else as it is written."""
    found = time_of_day(text.strip())
    return time(int(found[0][:2]) % 24, int(found[0][3:])) if found else text


def _in_zone(hours: Phrase, opening: Opening, local_offsets: Collection[int]) -> Phrase:
    """Say the zone of times that are not by the clock of the place."""
    texts = (opening.opens_at, opening.closes_at)
    offset = opening.offset or next((found[1] for text in texts if (found := time_of_day(text))), "")
    minutes = offset_minutes(offset)
    if not offset or minutes in local_offsets:
        return hours
    if minutes is None:
        return Phrase.of("in_zone", hours=hours, zone=offset)
    sign = "\N{MINUS SIGN}" if minutes < 0 else "+"
    zone = f"UTC{sign}{abs(minutes) // 60}:{abs(minutes) % 60:02}" if minutes else "UTC"
    return Phrase.of("in_zone", hours=hours, zone=zone)
