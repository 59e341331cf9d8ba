"""What a directory says about hours in its own words: whether it says more than the columns do."""

import re
import unicodedata
from collections.abc import Collection
from typing import Final

from throughline.formats.opening_hours.times import is_all_day, time_of_day
from throughline.formats.recurrence import weekdays

_REPEATING_WORDS: Final = (
    "open opens hours hour time times from to until till through thru and at on each every weekly is are the "
    "noon midnight closes abierto abre horario horas hora de desde hasta a al las la los y cada cierra "
    "mediodia medianoche"
)
_REPEATING: Final = frozenset(_REPEATING_WORDS.split())
"""Words that add nothing to days and times. Ordinals, “other” and “closed” do."""

_TIME: Final = re.compile(
    r"(?<![\w:])(?:(?:12(?:[:.]00)?\s*)?(?P<name>noon|mediodia|midnight|medianoche)"
    r"|(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?::00)?"
    r"(?:\s*(?P<half>[ap])\.?\s?m\b\.?|(?P<short>[ap])\b)?)(?!\w)"
)
_NAMED: Final = {"noon": 12 * 60, "mediodia": 12 * 60, "midnight": 0, "medianoche": 0}
_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+|[-\u2013\u2014\ue000]")
_A_TIME: Final = "\ue000"
"""Stands where a time was."""

_RANGING_WORDS: Final = "to until till through thru a al hasta"
_RANGES: Final = frozenset(["-", "\u2013", "\u2014", *_RANGING_WORDS.split()])
_DAY: Final = 24 * 60


def only_repeats(text: str, opens_at: str, closes_at: str, days: Collection[int] = range(7)) -> bool:
    """
    Tell whether a description says nothing but the days and times that the columns of its row say.

    Parameters
    ----------
    text : str
        The description.
    opens_at, closes_at : str
        The times of the row.
    days : collection of int
        The days of the week of the row, from Monday, which is 0.

    Returns
    -------
    bool
        True if every word is one of these days or one that adds nothing, and all its times are the two of the
        row, in their order.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    if any(unicodedata.category(sign) in {"So", "Sc"} for sign in plain):
        return False
    times = list(_TIME.finditer(plain))
    named = _named_days(_TOKEN.findall(_TIME.sub(_A_TIME, plain)))
    return named is not None and named <= set(days) and _are_of_row(times, opens_at, closes_at)


def _named_days(tokens: list[str]) -> set[int] | None:
    """Collect the days that are named, with those of ranges; None if any word says more."""
    named: set[int] = set()
    before = ""
    first: int | None = None
    for token in tokens:
        days = weekdays(token) if token not in _REPEATING and token.isalpha() else None
        if days is not None:
            named.update(days)
            if first is not None and before in _RANGES and len(days) == 1:
                named.update((first + n) % 7 for n in range((days[0] - first) % 7))
            first = days[-1]
        elif token in _RANGES and first is not None and before not in _RANGES:
            pass
        elif token in _REPEATING or token in _RANGES or token == _A_TIME:
            first = None
        else:
            return None
        before = token
    return named


def _are_of_row(times: list[re.Match[str]], opens_at: str, closes_at: str) -> bool:
    if is_all_day(opens_at, closes_at):
        times = [match for match in times if match["hour"] != "24"]
    if not times:
        return True
    cells = [time_of_day(cell) for cell in (opens_at, closes_at)]
    if len(times) % 2 or not all(cells):
        return False
    row = [int(found[0][:2]) * 60 + int(found[0][3:]) for found in cells if found]
    return all(_is_at(match, row[n % 2]) for n, match in enumerate(times))


def _is_at(match: re.Match[str], minutes: int) -> bool:
    """Return whether a time is that of the row; one that does not say which half of the day may be either."""
    if match["name"]:
        return _NAMED[match["name"]] == minutes % _DAY
    hour, half = int(match["hour"]), match["half"] or match["short"]
    at = hour * 60 + int(match["minute"] or 0)
    if half:
        return 1 <= hour <= 12 and at % (_DAY // 2) + (_DAY // 2 if half == "p" else 0) == minutes % _DAY
    if hour > 12 or match["hour"].startswith("0"):
        return at % _DAY == minutes % _DAY
    return (at - minutes) % (_DAY // 2) == 0
