"""Recognize columns of personal data by their cells."""

import ipaddress
import re
import unicodedata
from collections.abc import Callable, Collection
from contextlib import suppress
from itertools import islice
from typing import Final

from throughline.formats.survey_csv.given_names import GIVEN_NAMES
from throughline.formats.survey_csv.personal import PersonalData, plain_header

_NEED_DIGITS: Final = frozenset[PersonalData]({"phone", "birth", "place", "id"})

_TELLING: Final = re.compile(r"[\d@]|://|[(\[]at[)\]]|::")
"""What a cell of personal data other than names has: most answers in own words have nothing of it."""
_EMAIL: Final = re.compile(
    r"[^@\s]+@[^@\s]+\.[a-z]{2,}|[\w.+-]+ ?[(\[]at[)\]] ?[\w.-]+\.[a-z]{2,}", re.IGNORECASE
)
_PHONE: Final = re.compile(
    r"\+?[\d(][\d\s().-]{5,18}\d(?:\s*(?:x|ext\.?|extension)\s*\d{1,6})?", re.IGNORECASE
)
_DATE: Final = re.compile(r"\d{1,4}([/.-])\d{1,2}\1\d{1,4}")
_RANGE: Final = re.compile(r"(\d+)\s?[-.]\s?(\d+)")
_HOURS: Final = re.compile(r"\d{1,2}\.\d{2}\s?-\s?\d{1,2}\.\d{2}")
_COORDINATES: Final = re.compile(
    r"(?=.*(?:\.\d{3}|-\d{2,3}\.|[°NSEWnsew]))\(?\s?-?\d{1,3}\.\d+\s{0,2}°?[NSns]?(?:\s{0,3}[,;]\s{0,3}|\s{1,3})"
    r"-?\d{1,3}\.\d+\s{0,2}°?[EWew]?\s?\)?(?:[,; ]\s{0,3}-?\d+(?:\.\d+)?){0,2}"
)
_POINT: Final = re.compile(
    r"(?:srid=\d+; ?)?point ?z?m? ?\(.*\)|"
    r"\d{1,3}°(?=[^°]*[nsew])[^°]{0,40}?\d{1,3}°[^°]{0,40}[nsewo]\.?|"
    r".*@-?\d{1,3}\.\d{3,},-?\d{1,3}\.\d{3,}.*",
    re.IGNORECASE,
)
_BROWSER: Final = re.compile(r"(?:mozilla|opera|dalvik|okhttp)/\d.*", re.IGNORECASE)
_CALLE: Final = re.compile(
    r"(?:calle|c/|av\.?|avenida|blvd\.?|boulevard|calz(?:ada|\.)|carrera|cra\.?|privada|priv\.|"
    r"prol(?:ongacion|\.)|"
    r"paseo|camino|carretera|andador|callejon|circuito|retorno) (?:[^\W\d].*?[ #]\d+|\d+.*#).*",
    re.IGNORECASE,
)
_UPLOADED: Final = re.compile(
    r"https?://(?:drive\.google|docs\.google|[\w-]+\.sharepoint|[\w-]+-my\.sharepoint)\.com/\S+.*|"
    r"https?://\S+/(?:attachments?|media|uploads?|files?|att)/\S+.*",
    re.IGNORECASE | re.DOTALL,
)
_MAC: Final = re.compile(r"[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}", re.IGNORECASE)
_FULL_NAME: Final = re.compile(
    r"(?:(?:mr|mrs|ms|miss|dr|sra?|srta|profr?a?|maestr[oa])\.? )?([^\W\d_]+)(?:[ ,]+[^\W\d_][\w.'’-]*){1,4}",
    re.IGNORECASE,
)
_STREET: Final = re.compile(
    r"\d{1,6}(?:-\d+)? [\w.' -]{2,60}\b(?:st|street|ave|avenue|rd|road|dr|drive|ln|lane|ct|court|blvd|"
    r"boulevard|way|pl|place|cir|circle|ter|terrace|hwy|highway|pkwy|parkway|trl|trail|apt|unit|po box)\b.*|"
    r"p\.? ?o\.? box \d+.*",
    re.IGNORECASE,
)
_UUID: Final = re.compile(r"(?:uuid:)?\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?", re.IGNORECASE)
_SSN: Final = re.compile(r"\d{3}-\d{2}-\d{4}")
_FEWEST_IDS: Final = 4
_SHORTEST_ID: Final = 4
_FEWEST_NAMES: Final = 3
_FEWEST_CHOICES: Final = 6
_FEWEST_DIGITS_OF_A_PHONE: Final = 7
_AT: Final = re.compile(r"@|\bat\b|\barroba\b", re.IGNORECASE)
_TITLED: Final = re.compile(
    r"(?:mr|mrs|ms|miss|mx|dr|sra?|srta|profr?a?|maestr[oa]|coach)\b\.? ?[^\W\d_][\w'’-]*", re.IGNORECASE
)
_NO_PERSON: Final = re.compile(
    r"\b(?:school|elementary|middle|high|academy|escuela|primaria|secundaria|preparatoria|colegio|park|"
    r"street|ave|"
    r"library|center|centro|hospital|church|university)\b",
    re.IGNORECASE,
)
_LONGEST_CELL_CHARS: Final = 80
_MOST_CHARS: Final = 300
"""What stands behind these characters decides nothing."""
_MOST_LOOKED_AT: Final = 100


def can_be(kind: PersonalData, cells: Collection[str], n_filled: int = 0, *, is_plain: bool = True) -> bool:
    """
    Return whether cells can be the personal data that their column's name suggests.

    Parameters
    ----------
    kind : str
        What the name suggests.
    cells : collection of str
        The different cells.
    n_filled : int
        Number of filled cells.
    is_plain : bool
        True if the name says nothing else, so that a list of choices is personal too.

    Returns
    -------
    bool
        False if phone numbers, birth dates, coordinates or ids are expected and no cell has a digit; and if
        the name says something else too, and no cell is of the kind or the cells are choices that repeat.
    """
    if kind in _NEED_DIGITS and not any(one.isdigit() for cell in cells for one in cell):
        return False
    if is_plain:
        return True
    if kind == "email" and not any(map(_AT.search, cells)):
        return n_filled < _FEWEST_CHOICES
    if kind == "phone":
        return any(sum(one.isdigit() for one in cell) >= _FEWEST_DIGITS_OF_A_PHONE for cell in cells)
    if kind == "id":
        return not all(cell.isdigit() and len(cell) <= 2 for cell in cells)
    if n_filled < _FEWEST_CHOICES or 2 * len(cells) > n_filled:
        has_digits = any(one.isdigit() for cell in cells for one in cell)
        return kind != "address" or n_filled < _FEWEST_CHOICES or has_digits
    looked_at = list(islice(cells, _MOST_LOOKED_AT))
    return kind == "name" and 2 * sum(map(_names_somebody, looked_at)) >= len(looked_at)


def _names_somebody(cell: str) -> bool:
    """Return whether a choice under a column's name with "name" is somebody's name."""
    return plain_header(cell) in GIVEN_NAMES or bool(_TITLED.match(cell)) or _is_name(cell, is_expected=True)


def personal_by_cells(
    cells: Collection[str],
    n_filled: int,
    *,
    is_question: bool,
    is_person_named: bool = False,
    is_about_others: bool = False,
) -> PersonalData | None:
    """
    Find by its cells whether a column has personal data.

    Parameters
    ----------
    cells : collection of str
        Some of its different cells.
    n_filled : int
        Number of filled cells.
    is_question : bool
        True if the column's name is a question or asks for a postal code: different answers are no ids.
    is_person_named : bool
        True if the column's name makes names of people likely.
    is_about_others : bool
        True if the column's name asks to choose among people or things, so that names are answers.

    Returns
    -------
    str or None
        One of `PersonalData`, or None.
    """
    found = [cell.strip()[:_MOST_CHARS] for cell in islice(cells, _MOST_LOOKED_AT)]
    if not found:
        return None

    def most(fits: int) -> bool:
        return 2 * fits >= len(found)

    telling = [cell for cell in found if _TELLING.search(cell)]
    for kind, is_of_kind in _TESTS.items():
        if most(len(telling)) and most(sum(is_of_kind(cell) for cell in telling)):
            return kind
    is_repeated = is_question and n_filled >= _FEWEST_CHOICES and 2 * len(cells) <= n_filled
    may_be_names = len(found) >= _FEWEST_NAMES and not is_about_others and not is_repeated
    if may_be_names and most(sum(_is_name(cell, is_person_named) for cell in found)):
        return "name"
    if most(len(telling)) and most(
        sum(any(is_of_kind(cell) for is_of_kind in _TESTS.values()) for cell in telling)
    ):
        return "other"
    is_each_different = len(cells) == n_filled >= _FEWEST_IDS
    return "id" if is_each_different and not is_question and _are_ids(found) else None


def _is_email(cell: str) -> bool:
    return len(cell) <= _LONGEST_CELL_CHARS and bool(_EMAIL.search(cell))


def _is_device(cell: str) -> bool:
    if _MAC.fullmatch(cell) or _BROWSER.fullmatch(cell):
        return True
    with suppress(ValueError):
        ipaddress.ip_address(cell)
        return True
    return False


def _is_phone(cell: str) -> bool:
    n_digits = sum(one.isdigit() for one in cell)
    if not _PHONE.fullmatch(cell) or not 7 <= n_digits <= 15 or _DATE.match(cell):
        return False
    if _is_range(cell):
        return False
    return n_digits in {10, 11} or not cell.isdigit()


def _is_range(cell: str) -> bool:
    """Two amounts, years or times of day: a phone number has parts of other lengths."""
    if _HOURS.fullmatch(cell):
        return True
    if not (two := _RANGE.fullmatch(cell)):
        return False
    first, second = len(two[1]), len(two[2])
    return first == second or (min(first, second) >= 4 and abs(first - second) == 1)


def _is_place(cell: str) -> bool:
    return bool(_COORDINATES.fullmatch(cell) or _POINT.fullmatch(cell))


def _is_id(cell: str) -> bool:
    return bool(_UUID.fullmatch(cell) or _SSN.fullmatch(cell))


def _is_address(cell: str) -> bool:
    plain = "".join(one for one in unicodedata.normalize("NFKD", cell) if not unicodedata.combining(one))
    return bool(_STREET.fullmatch(cell) or _CALLE.fullmatch(plain))


def _is_upload(cell: str) -> bool:
    return bool(_UPLOADED.fullmatch(cell))


def _is_name(cell: str, is_expected: bool) -> bool:
    """Two to five words without digits, the first a frequent given name unless names are expected."""
    found = _FULL_NAME.fullmatch(cell)
    if found is None or _NO_PERSON.search(cell):
        return False
    if is_expected:
        return cell.istitle() or all(word[0].isupper() for word in cell.split())
    first, _, last = cell.partition(",")
    given = last.split()[0] if last.strip() and " " not in first else found[1]
    return plain_header(given) in GIVEN_NAMES


_TESTS: Final[dict[PersonalData, Callable[[str], bool]]] = {
    "email": _is_email,
    "device": _is_device,
    "place": _is_place,
    "id": _is_id,
    "phone": _is_phone,
    "address": _is_address,
    "other": _is_upload,
}
"""What a cell of each kind of personal data looks like."""


def _are_ids(cells: Collection[str]) -> bool:
    """Ids have a digit, no blank, and nearly the same length: no words, no amounts."""
    lengths = [len(cell) for cell in cells]
    shortest, longest = min(lengths), max(lengths)
    return (
        shortest >= _SHORTEST_ID
        and longest - shortest <= 3
        and all(" " not in cell and any(one.isdigit() for one in cell) for cell in cells)
        and not any(_DATE.match(cell) for cell in cells)
        and not all(_is_range(cell) for cell in cells)
        and not all(_is_year_or_amount(cell) for cell in cells)
        and not all(cell.replace(".", "", 1).lstrip("-").isdigit() and "." in cell for cell in cells)
    )


def _is_year_or_amount(cell: str) -> bool:
    """A year, or a round number."""
    return bool(re.fullmatch(r"(?:19|20)\d\d", cell)) or bool(re.fullmatch(r"\$?[\d,]*(?:00|50)", cell))
