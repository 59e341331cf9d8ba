"""Read days of the week, as RFC 5545 and as people write them."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from throughline.formats.recurrence.rule import WEEKDAYS, OrdinalDay

_NAMES: Final = (
    ("monday", "lunes"),
    ("tuesday", "martes"),
    ("wednesday", "miercoles"),
    ("thursday", "jueves"),
    ("friday", "viernes"),
    ("saturday", "sabado"),
    ("sunday", "domingo"),
)
_LETTERS: Final = {"m": 0, "w": 2, "f": 4}
"""Single letters that can mean one day only: T can be two days, and so can S."""

_GROUPS: Final = {
    "daily": range(7),
    "everyday": range(7),
    "weekday": range(5),
    "weekdays": range(5),
    "weekend": range(5, 7),
    "weekends": range(5, 7),
}
_ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_EACH: Final = frozenset({"every", "each", "on", "los"})
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>[+-]?\d{1,3})(?:st|nd|rd|th|º|ª)?"
    r"|(?P<month>of\s+(?:the|each|every)\s+month)"
    r"|(?P<range>[-\u2013\u2014]|(?:to|through|thru|a)\b)"
    r"|(?P<joint>[,;/&+]|(?:and|y)\b)"
    r"|(?P<word>[a-z]+)\.?)",
    re.ASCII,
)


def weekdays(text: str) -> tuple[int, ...] | None:
    """
    Read days of the week without ordinals.

    Parameters
    ----------
    text : str
        Such as "MO,WE", "mo; we", "Monday", "Mon-Fri", "Mondays and Thursdays", "weekdays".

    Returns
    -------
    tuple of int or None
        The days from Monday, which is 0, each once; None if the text is anything else.
    """
    found = ordinal_days(text)
    if found is None or any(day.ordinal for day in found):
        return None
    return tuple(sorted({day.day for day in found}))


def ordinal_days(text: str) -> tuple[OrdinalDay, ...] | None:
    """
    Read days of the week with or without ordinals.

    Numbers alone are not read: they can mean different days.

    Parameters
    ----------
    text : str
        Such as "2MO", "+1SA,-1FR", "1st and 3rd Monday", "last Friday of the month", or what `weekdays`
        reads.

    Returns
    -------
    tuple of OrdinalDay or None
        The days, each once, in the order written; None if any part of the text cannot be read.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).strip()
    return _Days(re.sub(r"every\s*day", "everyday", plain)).read()


class _Days:
    """Reads one text from left to right; `found` is None as soon as a part cannot be read."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: list[OrdinalDay] = []
        self._pending: list[int] = []
        self._is_range = self._is_each = False

    def _tokens(self) -> Iterator[tuple[str, str]]:
        position = 0
        while position < len(self._text):
            match = _TOKEN.match(self._text, position)
            if not match or not match.lastgroup:
                yield "unread", ""
                return
            yield match.lastgroup, match[match.lastgroup]
            position = match.end()

    def read(self) -> tuple[OrdinalDay, ...] | None:
        for kind, token in self._tokens():
            if not self._take(kind, token):
                return None
        has_ordinal = any(day.ordinal for day in self._found)
        if not self._found or self._pending or self._is_range or (self._is_each and has_ordinal):
            return None
        return tuple(dict.fromkeys(self._found))

    def _take(self, kind: str, token: str) -> bool:
        if kind == "number":
            self._pending.append(int(token))
            return int(token) != 0 and not self._is_range
        if kind == "month":
            return bool(self._found) and all(day.ordinal for day in self._found)
        if kind == "range":
            can_begin = bool(self._found) and not self._pending and not self._is_range
            self._is_range = can_begin
            return can_begin
        if kind == "joint":
            return not self._is_range
        return kind == "word" and self._take_word(token)

    def _take_word(self, word: str) -> bool:
        if word in _EACH:
            self._is_each = True
            return True
        if word in _ORDINALS:
            self._pending.append(_ORDINALS[word])
            return not self._is_range
        if word in _GROUPS:
            self._found.extend(OrdinalDay(day) for day in _GROUPS[word])
            return not self._pending and not self._is_range
        day = _day(word)
        if day is None:
            return False
        if self._is_range:
            first = self._found[-1]
            self._is_range = False
            self._found.extend(OrdinalDay((first.day + n) % 7) for n in range(1, (day - first.day) % 7 + 1))
            return not first.ordinal and first.day != day
        self._found.extend(OrdinalDay(day, ordinal) for ordinal in self._pending or [0])
        self._pending = []
        return True


def _day(word: str) -> int | None:
    if word.upper() in WEEKDAYS:
        return WEEKDAYS.index(word.upper())
    if word in _LETTERS:
        return _LETTERS[word]
    for day, (english, spanish) in enumerate(_NAMES):
        is_short = len(word) > 2 and (english.startswith(word) or spanish.startswith(word))
        if is_short or word in {f"{english}s", f"{spanish}s"}:
            return day
    return None
