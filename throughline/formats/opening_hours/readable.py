"""Replace what only a machine can read in lines of opening hours: rules, and times that are none."""

import re
from typing import Final

from throughline.formats.opening_hours.times import time_of_day
from throughline.formats.phrases import Param, Phrase

_DATES: Final = {
    "start_date": "from",
    "valid_from": "from",
    "dtstart": "from",
    "end_date": "until",
    "valid_to": "until",
    "exdate": "except_on",
    "rdate": "also_on",
}
"""Columns of dates, and the phrase that says the date of each after the hours."""

_ALONE: Final = {"from": "from_date", "until": "until_date"}
_COLUMN: Final = re.compile(rf"(?:^|, )({'|'.join(_DATES)})=")
_WORD: Final = re.compile(r"[^\W\d_]{3}")
_TIME: Final = re.compile(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?", re.ASCII)
_ASK_DAYS: Final = Phrase("ask_days")
_ASK_HOURS: Final = Phrase("ask_hours")
_ASKED: Final = frozenset({_ASK_DAYS, _ASK_HOURS})


def readable(line: Phrase) -> Phrase:
    """
    Replace the parts of a line of hours that people can't read by the advice to ask.

    Parameters
    ----------
    line : Phrase
        A line, as `lines` returns it.

    Returns
    -------
    Phrase
        The same line. A rule as it is written, a time that is none, such as 25:00, and a date of digits are
        replaced; words, such as "until end of May", stay.
    """
    return _without_rule(line, _ASK_HOURS)


def _without_rule(one: Phrase, asked: Phrase) -> Phrase:
    if one.code == "as_listed":
        return _dates_alone(str(one.params["text"])) or asked
    if one.code in {"hours", "hours_next_day", "hours_from", "hours_until", "text"}:
        return _ASK_HOURS if any(map(_is_impossible, one.params.values())) else one
    if one.code in {"recurring", "dated"}:
        return _joined(one)
    if one.code == "with_listed":
        what = one.params["what"]
        return _with_dates(_without_rule(what, asked) if isinstance(what, Phrase) else what, one)
    items = tuple(
        (name, _without_rule(part, asked) if isinstance(part, Phrase) else part) for name, part in one.items
    )
    no_hours = one.code == "in_zone" and ("hours", _ASK_HOURS) in items
    return _ASK_HOURS if no_hours else Phrase(one.code, items)


def _joined(one: Phrase) -> Phrase:
    when, hours = one.params["when"], one.params["hours"]
    when = _without_rule(when, _ASK_DAYS) if isinstance(when, Phrase) else when
    hours = _without_rule(hours, _ASK_HOURS) if isinstance(hours, Phrase) else hours
    if when == _ASK_DAYS and hours in _ASKED:
        return _ASK_HOURS
    return Phrase.of("dated" if hours in _ASKED else one.code, when=when, hours=hours)


def _is_impossible(text: Param) -> bool:
    return isinstance(text, str) and bool(_TIME.fullmatch(text.strip())) and not time_of_day(text.strip())


def _named(text: str) -> list[tuple[str, str]]:
    """Take dates as written apart: the phrase of each column, and its text."""
    parts = _COLUMN.split(text)
    return [(_DATES[name], words) for name, words in zip(parts[1::2], parts[2::2], strict=True)]


def _dates_alone(text: str) -> Phrase | None:
    """Say dates that are words; None if there are none, or any of them is none."""
    said = [
        Phrase.of(_ALONE[code], dates=words) if code in _ALONE else Phrase.of("as_listed", text=words)
        for code, words in _named(text)
    ]
    if not said or not all(_WORD.search(words) for _, words in _named(text)):
        return None
    return said[0] if len(said) == 1 else Phrase.of("as_listed", text=", ".join(w for _, w in _named(text)))


def _with_dates(what: Param, listed: Phrase) -> Phrase:
    """Say dates as written after the hours that they limit."""
    said = what
    for code, words in _named(str(listed.params["text"])):
        if not _WORD.search(words):
            return Phrase.of("with_ask", what=what)
        said = Phrase.of(code, what=said, dates=words)
    return said if isinstance(said, Phrase) and said != what else Phrase.of("with_ask", what=what)
