"""What can be told from one value alone: phones, addresses on the web, coordinates, letters."""

import re
from datetime import date, datetime
from typing import Final
from urllib.parse import urlsplit

from throughline.formats.hsds import values
from throughline.formats.plain_text import plain_text

_EXTENSION: Final = re.compile(r"[\s,;]*(?:extension|ext\.?|x|#)\s*\.?:?\s*\d{1,8}\s*$", re.IGNORECASE)
_PHONE_SIGNS: Final = re.compile(r"[\s().\-/\u2010-\u2015\u00a0]+")
_NANP: Final = re.compile(r"1?[2-9](?!11)\d{2}[2-9]\d{6}")
_SHORT: Final = re.compile(r"[2-9]11|988|\d{5,6}")
_TRUNK: Final = re.compile(r"0\d{8,10}")
_INTERNATIONAL: Final = re.compile(r"\+[1-9]\d{6,14}")
_KEYS: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_VANITY: Final = re.compile(r"\+?1?[2-9]\d{2}(?=\d*[A-Z])[A-Z\d]{7,10}")
_EMAIL: Final = re.compile(
    r"[^@\s,;<>()\[\]\\\"]+@(?:[^@\s.,;<>()\[\]\\\"_]+\.)+[^@\s.,;<>()\[\]\\\"_\d]{2,}"
)
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)
_HOST: Final = re.compile(r"(?:[^\s./:@_]+\.)+[^\s./:@_\d]{2,}", re.IGNORECASE)
_MARK: Final = re.compile(r"<[a-z/!][^>]*>|&(?:[a-z]+|#\d+|#x[\da-f]+);", re.IGNORECASE)
_TIME: Final = re.compile(
    r"([01]\d|2[0-4]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-][01]\d:?[0-5]\d)?", re.IGNORECASE
)


def can_be_dialed(number: str) -> bool:
    """
    Tell whether a phone number can be dialed.

    Parameters
    ----------
    number : str
        The number, such as (217) 555-0100, 1-800-555-HELP, +44 20 7946 0958, 211 or 741741.

    Returns
    -------
    bool
        True for a number of the North American plan with its area code, an international one after a plus
        sign, one with the leading zero that other countries dial, a service code such as 211 or 988, and a
        short code of five or six digits. Two numbers in one cell cannot be dialed.

    References
    ----------
    North American Numbering Plan: https://www.nanpa.com/numbering
    ITU-T Recommendation E.164 (2010), The international public telecommunication numbering plan.
    """
    bare = _PHONE_SIGNS.sub("", _EXTENSION.sub("", number.strip())).upper()
    if _VANITY.fullmatch(bare):
        is_plus = bare.startswith("+")
        digits = bare.lstrip("+").translate(_KEYS)
        bare = ("+" if is_plus else "") + digits[: 11 if digits.startswith("1") else 10]
    if bare.startswith("+1"):
        return bool(_NANP.fullmatch(bare[1:])) and len(bare) == len("+12175550100")
    return any(rule.fullmatch(bare) for rule in (_NANP, _SHORT, _TRUNK, _INTERNATIONAL))


def is_email(text: str) -> bool:
    """
    Tell whether a text is an email address.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    bool
        True for one address with a domain name.
    """
    return len(text) <= 254 and bool(_EMAIL.fullmatch(text))


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


def is_date(text: str) -> bool:
    """
    Tell whether a text is a date of the standard.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    bool
        True for year-month-day, such as 2026-09-01.
    """
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False


def is_moment(text: str) -> bool:
    """
    Tell whether a text is a date with a time of the standard.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    bool
        True for such as 2026-09-01T12:00:00Z. The offset may be missing.
    """
    return len(text) > 10 and values.moment(text) is not None


def is_time(text: str) -> bool:
    """
    Tell whether a text is a time of day of the standard.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    bool
        True for such as 09:00, 09:00:00 or 09:00:00Z.
    """
    return bool(_TIME.fullmatch(text))


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
