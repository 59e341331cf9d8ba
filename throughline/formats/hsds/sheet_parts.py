"""What the cells of a spreadsheet hold: lists, phones and addresses in one cell, and ids made of names."""

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from throughline.formats.folding import fold
from throughline.formats.hsds.additions import says_confidential
from throughline.formats.names import plain_name

_NAMESPACE: Final = uuid.UUID("6a0f1f0c-5d3d-5a55-9d56-5b7c2a0a3c11")
NAMES_LISTED: Final = re.compile(r"(?:\s*(?:[,;/|&+\n\u2022]|\band\b|\b[ye]\b))+\s*", re.IGNORECASE)
ITEMS: Final = re.compile(r"\s*[;|\n\u2022]\s*")
KINDS_LISTED: Final = re.compile(r"\s*[,;|\n\u2022]\s*")
_PHONES: Final = re.compile(r"\s*(?:[;/|\n,]|\bor\b|\bo\b)\s*", re.IGNORECASE)
_EXTENSION: Final = re.compile(
    r"(?P<number>.*\d.*?)[\s,]*(?:\bextensi[oó]n|\bext|\bx|#)\.?\s*(?P<digits>\d{1,15})", re.IGNORECASE
)
_FEWEST_DIGITS: Final = 7
ERROR: Final = re.compile(r"#(REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|N/A|SPILL!|CALC!)", re.IGNORECASE)
STATES: Final = (
    "A[KLRZ]|C[AOT]|D[CE]|FL|G[AU]|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|"
    "V[AIT]|W[AIVY]"
)
"""Abbreviations of states and territories of the United States, as a pattern."""
_WHOLE_ADDRESS: Final = re.compile(
    r"(?P<address_1>.+),\s*(?P<city>[^,\d]+),\s*(?P<state_province>[A-Za-z][A-Za-z. ]+?)\.?,?\s+"
    r"(?P<postal_code>\d{5}(?:-\d{4})?)(?:,?\s*(?:USA?|U\.S\.A?\.|United States))?",
    re.ASCII,
)
_CITY_LINE: Final = re.compile(
    r"(?P<city>[^,\d]+?),\s*(?P<state_province>[A-Za-z][A-Za-z. ]+?)\.?,?\s+(?P<postal_code>\d{5}(?:-\d{4})?)"
    r"(?:,?\s*(?:USA?|U\.S\.A?\.|United States))?|"
    rf"(?P<town>[^,\d]+?)(?:,\s*|\s+)(?P<state>{STATES})(?:,?\s+(?P<zip>\d{{5}}(?:-\d{{4}})?))?",
    re.ASCII,
)
_COORDINATES: Final = re.compile(
    r"\(?\s*(-?\d{1,3}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*\)?", re.ASCII
)
_ZIP: Final = re.compile(r"\d{5}(?:-\d{4})?", re.ASCII)


_SAYS_NO_MORE: Final = frozenset(
    fold(one)
    for one in (
        *("yes", "y", "true", "t", "x", "1", "sí", "s", "verdadero", "confidential", "confidencial"),
        *("hidden", "hide", "private", "oculto", "oculta", "privado", "privada", "✓", "✔"),
    )
)


@dataclass
class Cells:
    """The filled cells of one row, by the key of their field, with the headers of their columns."""

    row: int
    found: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    extra_of_place: dict[str, str] = field(default_factory=dict)
    """What could not be read of the place. It stays with the place, which may be confidential."""
    is_confidential: bool = False
    """Whether the address of the row is kept back."""

    def mark(self, header: str, text: str) -> None:
        """Keep the address back unless the cell clearly says no. What else it says stays with the place."""
        if not says_confidential(text):
            return
        self.is_confidential = True
        if fold(text) not in _SAYS_NO_MORE:
            self.extra_of_place[header] = " ".join(text.split())

    def first(self, key: str) -> str:
        """The cell of a field; several of one field are joined."""
        return "; ".join(text for _, text in self.found.get(key, ()))

    def header(self, key: str) -> str:
        """The header of the first column of a field."""
        return self.found[key][0][0] if key in self.found else ""

    def has(self, *tables: str) -> bool:
        """Whether any field of these tables is filled."""
        return any(key.partition(".")[0] in tables for key in self.found)


def id_of(*parts: str) -> str:
    """
    Make an id that is the same whenever the same spreadsheet is read again.

    Parameters
    ----------
    *parts : str
        Names that tell the row from others, in any spelling.

    Returns
    -------
    str
        A UUID. It is published, so no part may say where a place is: who guesses an address could check it.
    """
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(fold(part) or part for part in parts)))


def parts_of(text: str, separator: re.Pattern[str]) -> Iterator[str]:
    """
    Take a list in one cell apart.

    Parameters
    ----------
    text : str
        The cell.
    separator : pattern
        What stands between its parts.

    Returns
    -------
    iterator of str
        The parts, each once.
    """
    return iter(dict.fromkeys(part for part in separator.split(text) if part))


def numbers_of(text: str) -> Iterator[tuple[str, str]]:
    """
    Read the phone numbers of a cell.

    Parameters
    ----------
    text : str
        One number or several, with or without extensions.

    Yields
    ------
    tuple of str, str
        A number and its extension. A cell of which a part is too short for a number is one number.
    """
    parts = [part for part in _PHONES.split(text) if part]
    if any(sum(letter.isdigit() for letter in part) < _FEWEST_DIGITS for part in parts):
        parts = [text]
    for part in parts:
        found = _EXTENSION.fullmatch(part)
        yield (found["number"].strip(), found["digits"]) if found else (part.strip(), "")


def says_more(header: str) -> bool:
    """
    Tell whether the name of a column of phones says whose they are.

    Parameters
    ----------
    header : str
        The name, such as Intake phone.

    Returns
    -------
    bool
        False for names that only say that it is a phone.
    """
    return re.sub(r"\d+$", "", plain_name(header)) not in _PLAIN_PHONES


_PLAIN_PHONES: Final = frozenset(
    plain_name(one)
    for one in (
        *("phone", "phones", "phone number", "phone numbers", "telephone", "telephone number", "tel", "ph"),
        *("main phone", "organization phone", "agency phone", "service phone", "program phone", "column"),
        *("teléfono", "teléfonos", "número de teléfono", "fax", "fax number", "número de fax"),
    )
)


def address_of(text: str) -> dict[str, str] | None:
    """
    Take an address of the United States apart that stands in one cell.

    Parameters
    ----------
    text : str
        Such as 12 Main St, Pueblo, CO 81003, in one line or several; or only Pueblo, CO 81003.

    Returns
    -------
    dict of str to str or None
        Its parts by the fields of the standard; None if it is written in another way.
    """
    found = _WHOLE_ADDRESS.fullmatch(re.sub(r"\s*\n\s*", ", ", text.strip()))
    if found:
        return {name: part.strip() for name, part in found.groupdict().items()}
    line = _CITY_LINE.fullmatch(" ".join(text.split()))
    if not line:
        return None
    parts = {
        "city": line["city"] or line["town"],
        "state_province": line["state_province"] or line["state"],
        "postal_code": line["postal_code"] or line["zip"] or "",
    }
    return {name: part.strip() for name, part in parts.items() if part}


def joined_address(whole: Mapping[str, str], columns: Mapping[str, str]) -> tuple[dict[str, str], bool]:
    """
    Join an address that was in one cell and the columns of its parts.

    Parameters
    ----------
    whole : mapping of str to str
        What the cell says, by the fields of the standard.
    columns : mapping of str to str
        What the columns say.

    Returns
    -------
    dict of str to str, bool
        The address, and whether the cell says another city, state or ZIP code than the columns. The columns
        have precedence; of two streets, both are kept.
    """
    joined = {**whole, **columns}
    street, other = columns.get("address_1", ""), whole.get("address_1", "")
    if street and other:
        words, others = f" {fold(street)} ", f" {fold(other)} "
        more = other if words in others else f"{street}, {other}"
        joined["address_1"] = street if others in words else more
    both = (whole.keys() & columns.keys()) - {"address_1"}
    return joined, any(fold(whole[name]) != fold(columns[name]) for name in both)


def coordinates_of(text: str) -> tuple[float, float] | None:
    """
    Read a latitude and a longitude in one cell.

    Parameters
    ----------
    text : str
        Such as 38.27, -104.61.

    Returns
    -------
    tuple of float or None
        Latitude and longitude; None if they are not on earth.
    """
    found = _COORDINATES.fullmatch(text)
    if not found or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        return None
    return float(found[1]), float(found[2])


def with_country(parts: Mapping[str, str]) -> dict[str, str]:
    """
    Add the country that most lists leave unsaid.

    Parameters
    ----------
    parts : mapping of str to str
        An address by the fields of the standard.

    Returns
    -------
    dict of str to str
        The same, in the United States if it has a ZIP code and no country.
    """
    country = parts.get("country", "")
    if not country and _ZIP.fullmatch(parts.get("postal_code", "")):
        country = "US"
    return {**parts, "country": country}
