"""Read opening hours that a cell of a spreadsheet says in words."""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from throughline.formats.opening_hours import is_overnight, time_of_day
from throughline.formats.recurrence import WEEKDAYS, weekdays

EVERY_DAY: Final = tuple(range(7))

_CLOSED: Final = re.compile(
    r"(?:closed|cerrado)\s*:?\s*(?P<after>.*)|(?P<before>.+?)\s*:?\s*(?:closed|cerrado)"
)
_ALL_DAY: Final = re.compile(
    r"(?P<days>.*?)[\s,:]*\b(?:open\s+)?24\s*(?:hours|hrs|hr|h|horas)(?:\s+(?:a|per)\s+day)?[\s,]*(?P<more>.*)"
)
_TIME: Final = r"(?:noon|midnight|mediodia|medianoche|\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]\.?\s?m\b\.?|[ap]\b)?)"
_SPAN: Final = re.compile(
    rf"(?:(?:from|de|desde)\s+)?(?P<opens>{_TIME})\s*(?:-|to|until|till|a|hasta)\s*(?P<closes>{_TIME})"
)
_PARTS: Final = re.compile(r"[;\n|]+")
_AND: Final = re.compile(r"\s*(?:,|&|/|\band\b|\by\b)\s*$|^\s*(?:,|&|/|\band\b|\by\b)\s*")
_HALF: Final = re.compile(r"([ap])\s*\.?\s?m?\.?$")
_WITHOUT_HALF: Final = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")
_NAMED: Final = {"noon": "12:00", "mediodia": "12:00", "midnight": "00:00", "medianoche": "00:00"}


class Hours(NamedTuple):
    """
    Hours on some days of every week.

    Parameters
    ----------
    days : tuple of int
        The days, from Monday, which is 0.
    opens_at, closes_at : str
        Times as HH:MM.
    """

    days: tuple[int, ...]
    opens_at: str
    closes_at: str

    @property
    def byday(self) -> str:
        """The days in the letters of RFC 5545."""
        return ",".join(WEEKDAYS[day] for day in self.days)


@lru_cache(maxsize=1024)  # lists repeat the same hours
def read_hours(text: str, days: tuple[int, ...] = ()) -> tuple[Hours, ...] | None:
    """
    Read hours such as "Mon-Fri 9am-5pm; Sat 10am to 2pm", in English or Spanish.

    Parameters
    ----------
    text : str
        The cell.
    days : tuple of int
        The days that the column means, if it means some.

    Returns
    -------
    tuple of Hours or None
        The hours in the order written, none for "closed"; None if any part can't be read, or could mean two
        things: "5-9" lacks its a.m. or p.m. "9-5" can only be 9:00 to 17:00.
    """
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(letter)
    )
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", plain)
    found: list[Hours] = []
    for part in _PARTS.split(plain):
        if part.strip(" .,"):
            hours = _read_part(part.strip(" .,"), days)
            if hours is None:
                return None
            found.extend(hours)
    return tuple(found) if plain.strip() else None


def _read_part(part: str, days: tuple[int, ...]) -> list[Hours] | None:
    closed = _CLOSED.fullmatch(part)
    if closed:
        named = (closed["after"] or closed["before"] or "").strip(" :,")
        return [] if not named or weekdays(named) else None
    if part == "24/7":
        return [Hours(days or EVERY_DAY, "00:00", "23:59")]
    all_day = _ALL_DAY.fullmatch(part)
    if all_day:
        named = f"{all_day['days']} {all_day['more']}".strip(" ,:/")
        on = _days(named, days or EVERY_DAY) if named != "7 days a week" else EVERY_DAY
        return [Hours(on, "00:00", "23:59")] if on else None
    return _read_spans(part, days)


def _read_spans(part: str, days: tuple[int, ...]) -> list[Hours] | None:
    """Read days and the spans of time that follow them, several times over: Mon 9am-1pm, Tue 1pm-5pm."""
    found: list[Hours] = []
    on = days
    last = 0
    for span in _SPAN.finditer(part):
        between = part[last : span.start()]
        named = _AND.sub("", between).strip(" :,.()")
        if named:
            read = _days(named, ())
            if read is None:
                return None
            on = read
        times = _times(span["opens"].strip(), span["closes"].strip())
        if times is None:
            return None
        found.append(Hours(on, *times))
        last = span.end()
    rest = part[last:].strip(" :,.()")
    if not found:
        return None
    if rest:
        # The days may stand after the hours: 9am-5pm, Monday to Friday.
        after = _days(rest, ())
        if after is None or len(found) != 1 or (found[0].days != days):
            return None
        found = [found[0]._replace(days=after)]
    return found if all(hours.days for hours in found) else None


def _days(text: str, otherwise: tuple[int, ...]) -> tuple[int, ...] | None:
    if not text:
        return otherwise or None
    if text in {"7 days a week", "7 days", "daily", "todos los dias", "diario"}:
        return EVERY_DAY
    return weekdays(re.sub(r"^(?:on|open)\s+", "", text))


def _times(opens: str, closes: str) -> tuple[str, str] | None:
    """Read a span of time; a half of the day that is said once is meant for both where that is possible."""
    if whole := _bare_times(opens, closes):
        return whole
    closing = _time(closes)
    opening = _time(opens)
    if closing is None:
        return None
    half = _HALF.search(closes)
    bare = _WITHOUT_HALF.fullmatch(opens)
    if bare and half and not opens.startswith("0") and 1 <= int(bare[1]) <= 12:
        same, other = (_time(f"{opens} {one}m") for one in (half[1], "a" if half[1] == "p" else "p"))
        opening = same if same is not None and same < closing else other
    elif bare and not half and int(bare[1]) <= 12 and not (opens.startswith("0") or int(closing[:2]) > 12):
        return None
    if opening is None or is_overnight(opening, closing) is None:
        return None
    return opening, closing


def _bare_times(opens: str, closes: str) -> tuple[str, str] | None:
    """Read two times without a half of the day, which can only be a morning and the hours after it."""
    first, last = _WITHOUT_HALF.fullmatch(opens), _WITHOUT_HALF.fullmatch(closes)
    if not first or not last or opens.startswith("0") or closes.startswith("0"):
        return None
    begin, end = ((int(one[1]), int(one[2] or 0)) for one in (first, last))
    if end[0] < 12 and begin[0] <= 12 and end <= begin:
        end = (end[0] + 12, end[1])
    if not (1 <= begin[0] <= 12 < end[0] < 24 and max(begin[1], end[1]) < 60):
        return None
    return f"{begin[0]:02}:{begin[1]:02}", f"{end[0]:02}:{end[1]:02}"


def _time(text: str) -> str | None:
    if text in _NAMED:
        return _NAMED[text]
    found = time_of_day(re.sub(r"([ap])\s*\.?\s*m?\.?$", r" \1m", text))
    return found[0] if found else None
