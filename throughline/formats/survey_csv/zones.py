"""Time zones of the times in a survey: which one a file states, and which one a name means."""

import json
import re
from datetime import timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from throughline.formats.names import plain_name
from throughline.formats.survey_csv.personal import plain_header
from throughline.formats.survey_csv.tools import TOOLS, Source

_OFFSET: Final = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?")
_ZONES_IN_WORDS: Final = (
    ("UTC", re.compile(r"\b(?:utc|gmt|zulu|coordinated universal time|tiempo universal)\b")),
    ("America/New_York", re.compile(r"\beastern (?:standard |daylight )?time\b|\bhora del este\b")),
    ("America/Chicago", re.compile(r"\bcentral (?:standard |daylight )?time\b|\bhora del centro\b")),
    (
        "America/Denver",
        re.compile(
            r"\bmountain (?:standard |daylight )?time\b|\bhora de (?:la montana|las montanas|denver)\b|"
            r"\bdenver time\b"
        ),
    ),
    ("America/Los_Angeles", re.compile(r"\bpacific (?:standard |daylight )?time\b|\bhora del pacifico\b")),
)
_SHORT_ZONE: Final = re.compile(r"[(\[]\s*([ECMP])([SD]?)T\s*[)\]]")
_OF_LETTER: Final = {
    "E": ("America/New_York", -5),
    "C": ("America/Chicago", -6),
    "M": ("America/Denver", -7),
    "P": ("America/Los_Angeles", -8),
}
_ZONE_IN_HEADER: Final = re.compile(
    r"[(\[]\s*(Z|UTC|GMT|[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_]+)+|(?:UTC|GMT)\s*[+-]\d{1,2}(?::?\d{2})?)\s*[)\]]"
)


def zone_of(source: Source, header: str, import_id: str = "") -> str:
    """
    Find the time zone that a column of times states.

    Parameters
    ----------
    source : str
        The tool.
    header : str
        Name of the column.
    import_id : str
        Its cell in the row of import ids of a Qualtrics file.

    Returns
    -------
    str
        Name of the zone, ``UTC`` with an offset, or empty.
    """
    if import_id:
        try:
            stated = json.loads(import_id)
        except ValueError:
            stated = {}
        zone = str(stated.get("timeZone", "")) if isinstance(stated, dict) else ""
        return "UTC" if zone.casefold() in {"z", "utc"} else zone
    found = _ZONE_IN_HEADER.search(header)
    if found:
        return "UTC" if found[1] in {"Z", "GMT"} else re.sub(r"\s", "", found[1])
    short = _SHORT_ZONE.search(header)
    if short:
        zone, hours = _OF_LETTER[short[1]]
        return f"UTC-{-hours - (short[2] == 'D'):02}:00" if short[2] else zone
    plain = plain_header(header)
    in_words = next((zone for zone, pattern in _ZONES_IN_WORDS if pattern.search(plain)), "")
    if in_words:
        return in_words
    return TOOLS[source].zones.get(plain_name(header), "")


def zone_named(name: str) -> tzinfo | None:
    """
    Find a time zone.

    Parameters
    ----------
    name : str
        Its name, such as ``America/Denver``, ``UTC`` or ``GMT-6``.

    Returns
    -------
    tzinfo or None
        The zone; None if it is not known.
    """
    offset = _OFFSET.fullmatch(name)
    if offset:
        minutes = 60 * int(offset[2]) + int(offset[3] or 0)
        shift = timedelta(minutes=-minutes if offset[1] == "-" else minutes)
        return timezone(shift) if abs(shift) < timedelta(hours=24) else None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
