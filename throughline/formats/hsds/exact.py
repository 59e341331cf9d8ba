"""Whether a text is written as HSDS 3 wants: what is read may be written in more ways."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from throughline.formats.hsds import values
from throughline.formats.hsds.version import Field

_CURRENCY: Final = re.compile(r"[A-Za-z]{3}")
_TIME: Final = re.compile(
    r"([01]\d|2[0-4]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-][01]\d:?[0-5]\d)?", re.IGNORECASE
)


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


def is_uuid(text: str) -> bool:
    """
    Tell whether an id is a UUID, as the standard wants.

    Parameters
    ----------
    text : str
        The id.

    Returns
    -------
    bool
        True for a UUID with its hyphens.
    """
    try:
        return len(text) == 36 and bool(UUID(text).hex)
    except ValueError:
        return False


def is_currency(text: str) -> bool:
    """
    Tell whether a text is a currency as the standard names it.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    bool
        True for three letters, as in ISO 4217, such as USD or usd.
    """
    return bool(_CURRENCY.fullmatch(text))


def is_extension(text: str) -> bool:
    """
    Tell whether a text is the extension of a phone as the standard has it.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    bool
        True for digits alone, such as 12: the standard has a number.
    """
    return text.isascii() and text.isdecimal()


def form_fault(field: Field, text: str) -> str:
    """
    Tell what is wrong with the way a value is written.

    Parameters
    ----------
    field : Field
        Its field.
    text : str
        The value, not blank. For a number, as the cell of a table has it.

    Returns
    -------
    str
        The code of the problem; empty if there is none. Addresses and ids have problems of their own.
    """
    if field.values:
        return "" if text in field.values else "quality_value"
    code, is_right = _FORMS.get(field.kind, ("", None))
    return code if is_right and not is_right(text) else ""


def _is_number(text: str) -> bool:
    return values.number(text) is not None


_FORMS: Final[Mapping[str, tuple[str, Callable[[str], bool]]]] = {
    "number": ("quality_number", _is_number),
    "date": ("quality_date", is_date),
    "datetime": ("quality_moment", is_moment),
    "time": ("quality_time", is_time),
}
