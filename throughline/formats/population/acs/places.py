"""Find the district among the geographies of a file, or ask which one is meant."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from throughline.formats.names import plain_name
from throughline.formats.population.acs.headings import Heading
from throughline.formats.problems import BadFile, quoted

_ID: Final = re.compile(r"(\d{3,}\w*US)?(\d{7})")
_DISTRICT_LEVELS: Final = ("95", "96", "97")
"""First digits of the Census Bureau's summary levels of elementary, secondary and unified districts."""
_ID_IN_NAME: Final = re.compile(r"(?<![\w])(\d{3,}\w*US)?(\d{7})(?!\w)")
MAX_NAMES: Final = 40
MAX_CHOICES: Final = 2_000
"""More geographies without ids than this are not offered for choice."""


@dataclass(frozen=True)
class Place:
    """
    A geography of a file.

    Parameters
    ----------
    name : str
        As written in the file; empty if it has none.
    ids : tuple of str
        The ids beside it, those of the column LEAID first; blank ones are left out.
    leaid : str
        What the column LEAID has.
    """

    name: str = ""
    ids: tuple[str, ...] = ()
    leaid: str = ""

    @property
    def has_id(self) -> bool:
        return bool(self.ids) or _ID_IN_NAME.search(self.name) is not None

    @property
    def label(self) -> str:
        """Its name; without one, its id."""
        return self.name or next(iter(self.ids), "")

    def is_district(self, leaid: str) -> bool:
        """
        Return whether its id is the district's.

        Parameters
        ----------
        leaid : str
            NCES's seven digits.

        Returns
        -------
        bool
            True for the seven digits alone or behind the prefix of a school district. A town may have the
            same seven digits behind another prefix, which goes before an id without one.
        """
        if not leaid:
            return False
        if self.leaid:
            return _is_id_of(self.leaid, leaid)
        ids = self.ids or tuple(match.group() for match in _ID_IN_NAME.finditer(self.name))
        prefixed = [one for one in ids if "US" in one]
        return any(_is_id_of(one, leaid) for one in prefixed or ids)


def _is_id_of(one: str, leaid: str) -> bool:
    match = _ID.fullmatch(one)
    if match is None or match.group(2) != leaid:
        return False
    return match.group(1) is None or match.group(1).startswith(_DISTRICT_LEVELS)


@dataclass(frozen=True)
class Choice:
    """
    The geography to read, or those to choose from.

    Parameters
    ----------
    places : frozenset of Place
        What the file calls the geography; more than one only where one id has several names.
    by : {"id", "name", "only"}
        Whether its id is the district's, a person chose it, or the file has no other.
    candidates : tuple of str
        Names to choose from, if it is not decided; else empty.
    """

    places: frozenset[Place] = frozenset()
    by: Literal["id", "name", "only"] = "only"
    candidates: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return min((place.label for place in self.places), default="")[:200]


def choose(places: Iterable[Place], leaid: str, geography: str, file: str) -> Choice:
    """
    Decide which geography is the district.

    Parameters
    ----------
    places : iterable of Place
        Those of the file; they may occur several times.
    leaid : str
        NCES's seven digits of the district.
    geography : str
        The name a person chose; empty if none was chosen.
    file : str
        Name of the file in messages.

    Returns
    -------
    Choice
        One geography, or the candidates.

    Raises
    ------
    BadFile
        If no geography has the district's id although the file has ids, or none has the name chosen.
    """
    distinct = list(dict.fromkeys(places))
    if geography:
        return Choice(_named(distinct, geography, file), "name")
    matched = [place for place in distinct if place.is_district(leaid)]
    if matched:
        return Choice(frozenset(matched), "id")
    if any(place.has_id for place in distinct) or not distinct:
        names = listed([place.label for place in distinct])
        raise BadFile.of("acs_no_district" if names else "population_no_rows", file, leaid=leaid, names=names)
    if len({plain_name(place.name) for place in distinct}) == 1:
        return Choice(frozenset(distinct), "only")
    return Choice(candidates=tuple(dict.fromkeys(place.label for place in distinct)))


def _named(places: Sequence[Place], geography: str, file: str) -> frozenset[Place]:
    """Find a geography by its name; the state after the last comma may be missing on either side."""
    wanted = plain_name(geography)
    found = [place for place in places if geography.strip() in (place.name, *place.ids)]
    found = found or [place for place in places if plain_name(place.label) == wanted]
    if not found:
        short = plain_name(_without_state(geography))
        found = [
            place
            for place in places
            if plain_name(_without_state(place.name)) == short and wanted in (short, plain_name(place.name))
        ] or [place for place in places if plain_name(place.name) == short]
    names = {plain_name(place.label) for place in found}
    if len(names) > 1:
        raise BadFile.of("acs_which_geography", file, names=listed([place.label for place in found]))
    if not found:
        names_of_file = listed([place.label for place in places])
        raise BadFile.of("acs_no_geography", file, geography=quoted(geography), names=names_of_file)
    return frozenset(found)


def _without_state(name: str) -> str:
    return name.rpartition(",")[0] or name


def listed(names: Iterable[str]) -> str:
    """
    List names in a sentence.

    Parameters
    ----------
    names : iterable of str
        The names; blank and repeated ones are left out.

    Returns
    -------
    str
        Each in quotation marks, at most `MAX_NAMES` of them.
    """
    distinct = list(dict.fromkeys(quoted(name) for name in names if name.strip()))
    shown = ", ".join(f"“{name}”" for name in distinct[:MAX_NAMES])
    return shown + (", …" if len(distinct) > MAX_NAMES else "")


def place_of(cells: Sequence[str], columns: "PlaceColumns") -> Place:
    """
    Read the geography of a row.

    Parameters
    ----------
    cells : sequence of str
        The row.
    columns : PlaceColumns
        Where it is named.

    Returns
    -------
    Place
        With its ids and its name; of several names that differ, all.
    """
    ids = tuple(word for i in columns.ids if (word := cells[i].strip()))
    names: dict[str, str] = {}
    for i in columns.names:
        if word := " ".join(cells[i].split()):
            names.setdefault(plain_name(word), word)
    leaid = "" if columns.leaid is None else cells[columns.leaid].strip()
    return Place("; ".join(names.values()), tuple(dict.fromkeys(ids)), leaid)


@dataclass(frozen=True)
class PlaceColumns:
    """
    Columns that name the geography of a row.

    Parameters
    ----------
    ids, names : tuple of int
        Positions of ids and of names.
    leaid : int or None
        Position of the column LEAID.
    """

    ids: tuple[int, ...]
    names: tuple[int, ...]
    leaid: int | None

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return bool(self.ids or self.names)


_IDS: Final = frozenset(
    {"leaid", "geoid", "geoid2", "ucgid", "geographyid", "geographicidentifier", "ncesid"}
)
_NAMES: Final = frozenset(
    {
        "name",
        "geography",
        "geoname",
        "geographicareaname",
        "geodisplaylabel",
        "district",
        "districtname",
        "leaname",
    }
)


def place_columns(headings: Sequence[Heading]) -> PlaceColumns:
    """
    Find the columns that name the geography of a row.

    Parameters
    ----------
    headings : sequence of Heading
        The header.

    Returns
    -------
    PlaceColumns
        Those that are there.
    """
    ids = tuple(one.index for one in headings if one.plain in _IDS)
    leaid = [one.index for one in headings if one.plain == "leaid"]
    names = tuple(one.index for one in headings if one.plain in _NAMES)
    return PlaceColumns(ids, names, leaid[0] if len(leaid) == 1 else None)
