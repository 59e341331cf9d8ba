"""What can be told from one value alone: phones, addresses on the web, coordinates, letters."""

import re
from datetime import date, datetime
from typing import Final
from urllib.parse import urlsplit

from throughline.formats.hsds import values
from throughline.formats.plain_text import plain_text

_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)
_HOST: Final = re.compile(r"(?:[^\s./:@_]+\.)+[^\s./:@_\d]{2,}", re.IGNORECASE)
_MARK: Final = re.compile(r"<[a-z/!][^>]*>|&(?:[a-z]+|#\d+|#x[\da-f]+);", re.IGNORECASE)


def is_uri(text: str) -> bool:
    """
    Tell whether a text is a whole address of the web, or another URI.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    bool
        True if it has a scheme such as https, and a host where the scheme needs one.
    """
    if not _SCHEME.fullmatch(text):
        return False
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    if parts.scheme.lower() not in {"http", "https", "ftp"}:
        return len(parts.scheme) > 1
    return bool(host) and "_" not in str(host)


def is_host(text: str) -> bool:
    """
    Tell whether a text is an address of the web that only lacks its beginning.

    Parameters
    ----------
    text : str
        The text, such as www.example.org/help.

    Returns
    -------
    bool
        True if https:// in front of it would make it whole.
    """
    return bool(_HOST.fullmatch(re.split(r"[/?#:]", text, maxsplit=1)[0])) and is_uri(f"https://{text}")


def has_marks(text: str) -> bool:
    """
    Tell whether a text holds marks of HTML.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    bool
        True if there are tags or letters written as marks, such as &amp;amp;.
    """
    return bool(_MARK.search(text)) and plain_text(text).strip() != text.strip()


def is_in_capitals(name: str) -> bool:
    """
    Tell whether a name is written in capital letters only.

    Parameters
    ----------
    name : str
        The name.

    Returns
    -------
    bool
        True if it has two words or more of four letters or more, and no small letter.
    """
    return name.isupper() and sum(len(word) >= 4 for word in re.findall(r"[^\W\d_]+", name)) >= 2


def day_of(value: object) -> date | None:
    """
    Take the day of a date, a date with time, or a text that is one.

    Parameters
    ----------
    value : object
        The value.

    Returns
    -------
    date or None
        The day; None if there is none.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and value:
        moment = values.moment(value)
        return moment.date() if moment else values.day(value)
    return None


def coordinate_fault(latitude: float, longitude: float) -> str:
    """
    Tell what is wrong with coordinates by themselves.

    Parameters
    ----------
    latitude, longitude : float
        The coordinates, in degrees.

    Returns
    -------
    str
        "swapped" if only the other way around they are a place on Earth, "impossible" if neither way or in
        the sea at 0, 0; else empty.
    """
    if abs(latitude) <= 90 and abs(longitude) <= 180:
        return "impossible" if abs(latitude) < 0.001 and abs(longitude) < 0.001 else ""
    return "swapped" if abs(latitude) <= 180 and abs(longitude) <= 90 else "impossible"
