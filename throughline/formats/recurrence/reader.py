"""Read a rule from a text of RFC 5545 or from the columns of a table."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from throughline.formats.names import plain_name
from throughline.formats.recurrence.days import ordinal_days, weekdays
from throughline.formats.recurrence.rule import FREQUENCIES, LISTS, BadRule, Frequency, Rule

COLUMNS: Final = (
    "rrule",
    "freq",
    "interval",
    "byday",
    "weekday",
    *LISTS,
    "wkst",
    "count",
    "until",
)
"""Columns that together are a rule: parts of RFC 5545, `rrule` for a whole one, and `weekday` of HSDS 1.1."""

_FREQUENCY_NAMES: Final[Mapping[str, Frequency]] = {
    **{freq.lower(): freq for freq in FREQUENCIES},
    "annually": "YEARLY",
    "year": "YEARLY",
    "month": "MONTHLY",
    "week": "WEEKLY",
    "day": "DAILY",
}
_NO_RULE: Final = ({"interval": "1"},)
"""What tools write into a row without a rule."""

_NUMBER: Final = re.compile(r"[+-]?\d{1,9}(?:\.0+)?", re.ASCII)
_UNTIL: Final = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d))?(?:\.\d+)?(.*))?", re.ASCII
)
_OFFSET: Final = re.compile(r"([+-]\d\d):?(\d\d)?", re.ASCII)


@dataclass(frozen=True)
class Reading:
    """
    What the columns of a row say about recurrence.

    Parameters
    ----------
    rule : Rule or None
        The rule; None if the columns say nothing about recurrence, or cannot be read.
    unread : tuple of str
        Columns that cannot be read, or that RFC 5545 does not allow together. Then there is no rule: the rest
        of the columns would say more, or less, than the row.
    """

    rule: Rule | None = None
    unread: tuple[str, ...] = ()


def read_rule(text: str) -> Rule:
    """
    Read a rule as RFC 5545 writes it, with or without `RRULE:`.

    Parameters
    ----------
    text : str
        Such as "FREQ=MONTHLY;BYDAY=1SA". Capitals, blanks and the order of the parts make no difference.

    Returns
    -------
    Rule
        The rule.

    Raises
    ------
    BadRule
        If a part is unknown, repeated or unreadable, or if RFC 5545 does not allow the rule.
    """
    body = re.sub(r"^\s*rrule\s*:", "", text, flags=re.IGNORECASE)
    columns: dict[str, str] = {}
    for part in body.split(";"):
        if not part.strip():
            continue
        name, sign, value = part.partition("=")
        name = name.strip().lower()
        if not sign or name in columns or name not in COLUMNS or name in {"rrule", "weekday"}:
            raise BadRule(name[:20], value)
        columns[name] = value.strip()
    if "freq" not in columns:
        raise BadRule("freq")
    for name, value in columns.items():
        if not value:
            raise BadRule(name)
    return _rule(columns)


def read_columns(columns: Mapping[str, object]) -> Reading:
    """
    Read the columns of a row, such as those of HSDS 3.0.

    Where `freq` is blank, days of the week mean every week, and days with an ordinal or days of the month
    mean every month: no other frequency of HSDS allows them.

    Parameters
    ----------
    columns : mapping of str to object
        Values by column. Columns that are not in `COLUMNS` are ignored; blank ones say nothing.

    Returns
    -------
    Reading
        The rule, or the columns that cannot be read.
    """
    texts = _filled(columns)
    if not texts or texts in _NO_RULE or (texts.keys() == {"wkst"}):
        return Reading()
    try:
        if "rrule" in texts:
            if len(texts) > 1:
                return Reading(unread=("rrule",))
            return Reading(read_rule(texts["rrule"]))
        if "weekday" in texts:
            if "byday" in texts:
                return Reading(unread=("weekday", "byday"))
            if weekdays(texts["weekday"]) is None:
                return Reading(unread=("weekday",))
            texts["byday"] = texts.pop("weekday")
        return Reading(_rule(texts))
    except BadRule as bad:
        return Reading(unread=(bad.part,))


def read_dates(text: str) -> tuple[date, ...] | None:
    """
    Read a list of dates, such as those of EXDATE and RDATE.

    Parameters
    ----------
    text : str
        Dates or moments with commas between them, as RFC 5545 or ISO 8601 write them.

    Returns
    -------
    tuple of date or None
        The days; none for a blank text. None if any part cannot be read.
    """
    try:
        return tuple(_until(part.strip()) for part in re.split(r"[,;]", text) if part.strip())
    except BadRule:
        return None


def as_written(columns: Mapping[str, object]) -> str:
    """
    Write down the columns of a rule that cannot be put into words.

    Parameters
    ----------
    columns : mapping of str to object
        As for `read_columns`.

    Returns
    -------
    str
        The filled columns as in the file, such as "FREQ=WEEKLY;BYDAY=2MO".
    """
    texts = _filled(columns)
    if "rrule" in texts and len(texts) == 1:
        return texts["rrule"]
    if "weekday" in texts and texts.get("freq") == "WEEKLY":
        # A table of HSDS 1.1 has no column of the frequency: WEEKLY is implied by its name.
        del texts["freq"]
    return ";".join(f"{name.upper()}={text}" for name, text in texts.items())


def _filled(columns: Mapping[str, object]) -> dict[str, str]:
    texts = {name: str(columns[name]).strip() for name in COLUMNS if columns.get(name) is not None}
    return {name: text for name, text in texts.items() if text}


def _rule(texts: Mapping[str, str]) -> Rule:
    values: dict[str, Any] = {name: _numbers(name, texts[name]) for name in LISTS if name in texts}
    if "byday" in texts:
        values["byday"] = ordinal_days(texts["byday"])
        if values["byday"] is None:
            raise BadRule("byday", texts["byday"])
    if "wkst" in texts:
        start = weekdays(texts["wkst"])
        if start is None or len(start) != 1:
            raise BadRule("wkst", texts["wkst"])
        values["wkst"] = start[0]
    for name in ("interval", "count"):
        if name in texts:
            (values[name],) = _numbers(name, texts[name], most=1)
    if "until" in texts:
        values["until"] = _until(texts["until"])
    return Rule(freq=_frequency(texts, values), **values)


def _frequency(texts: Mapping[str, str], values: Mapping[str, Any]) -> Frequency:
    if "freq" in texts:
        found = _FREQUENCY_NAMES.get(plain_name(texts["freq"]))
        if found is None:
            raise BadRule("freq", texts["freq"])
        return found
    if values.get("bymonthday") or any(day.ordinal for day in values.get("byday", ())):
        return "MONTHLY"
    if values.get("byday"):
        return "WEEKLY"
    raise BadRule(next(iter(texts)), next(iter(texts.values())))


def _numbers(name: str, text: str, most: int | None = None) -> tuple[int, ...]:
    parts = [part for part in re.split(r"[\s,;]+", text) if part]
    if not parts or (most and len(parts) > most) or not all(_NUMBER.fullmatch(part) for part in parts):
        raise BadRule(name, text)
    return tuple(dict.fromkeys(int(part.partition(".")[0]) for part in parts))


def _until(text: str) -> date | datetime:
    """Read a day or a moment, in the form of RFC 5545 or of ISO 8601."""
    match = _UNTIL.fullmatch(text.upper())
    if not match:
        raise BadRule("until", text)
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        if hour is None:
            return date(int(year), int(month), int(day))
        moment = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))
        if not zone:
            return moment
        if zone == "Z":
            return moment.replace(tzinfo=UTC)
        offset = _OFFSET.fullmatch(zone)
        if not offset:
            raise BadRule("until", text)
        return datetime.fromisoformat(f"{moment.isoformat()}{offset[1]}:{offset[2] or '00'}").astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadRule("until", text) from None
