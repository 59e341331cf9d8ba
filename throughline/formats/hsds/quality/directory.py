"""Check a whole directory: every row by itself, and how the rows fit together.

The directory is read twice. What is kept in between is ids: which rows there are, which entry a row belongs
to, and which services and places have hours and a way to reach them.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from math import asin, cos, radians, sin, sqrt
from typing import Final, Protocol

from throughline.formats.hsds.additions import CONFIDENTIAL, says_confidential
from throughline.formats.hsds.model import HsdsRow
from throughline.formats.hsds.quality import rows
from throughline.formats.hsds.quality.forms import forms
from throughline.formats.hsds.quality.model import Grade, Problem
from throughline.formats.hsds.quality.words import coordinate_fault
from throughline.formats.hsds.standard import TABLES

ENTRIES: Final = ("organization", "service", "location")
_ENTRY_LINKS: Final = (
    ("service", "service_id"),
    ("location", "location_id"),
    ("organization", "organization_id"),
)
_VIA: Final = (
    ("service_at_location", "service_at_location_id"),
    ("contact", "contact_id"),
    ("phone", "phone_id"),
)
_MUST_LINK: Final = frozenset({("service", "organization_id")})
_LEAST_FAR_KM: Final = 500.0
_LEAST_PLACES: Final = 10
_EARTH_KM: Final = 6371.0

Entry = tuple[str, str]
"""The table and id of an organization, a service or a location."""


class Source(Protocol):
    """A directory: one that was read, or a district's own."""

    def rows(self, table: str) -> Iterable[HsdsRow]:
        """Return the rows of a table, each time from the beginning."""


@dataclass
class _Known:
    """What the first reading leaves behind."""

    ids: dict[str, set[str]] = field(default_factory=dict)
    repeated: dict[str, set[str]] = field(default_factory=dict)
    n_rows: Counter[str] = field(default_factory=Counter)
    entries: dict[str, dict[str, Entry]] = field(default_factory=dict)
    with_hours: set[Entry] = field(default_factory=set)
    with_address: set[str] = field(default_factory=set)
    reachable: set[Entry] = field(default_factory=set)
    places_of: dict[str, set[str]] = field(default_factory=dict)
    used_places: set[str] = field(default_factory=set)
    placed: list[tuple[float, float]] = field(default_factory=list)
    middle: tuple[float, float] = (0.0, 0.0)
    far_km: float = float("inf")


class DirectoryCheck:
    """
    A check of one directory.

    Parameters
    ----------
    source : Source
        The directory.
    today : date
        The day on which its entries should be fresh.
    judges_links : bool
        Whether rows must point to rows that are there. False for a part of a directory.
    judges_forms : bool
        Whether each value must be written as HSDS 3 wants: for files of this version.
    is_ours : bool
        Whether it is the directory that our files are written from. They have a status that no one stated,
        and say so in `not_stated`: a blank one is a warning and no fault.

    Attributes
    ----------
    n_rows : Counter of str
        How many rows each table has, once `problems` has begun.
    """

    def __init__(
        self,
        source: Source,
        today: date,
        *,
        judges_links: bool = True,
        judges_forms: bool = False,
        is_ours: bool = False,
    ) -> None:
        self._source = source
        self._is_ours = is_ours
        self._today = today
        self._confidential: set[str] = set()
        self._judges_links = judges_links
        self._judges_forms = judges_forms
        self._known = _Known()
        self.n_rows: Counter[str] = self._known.n_rows

    def prepare(self) -> Iterator[None]:
        """
        Read the directory once, for what the rows must fit together with.

        A location whose column `is_confidential` says so needs nothing that says where it is.

        Yields
        ------
        None
            After each row, so that the caller can report progress.
        """
        for table in _BY_DEPENDENCE:
            for row in self._source.rows(table):
                self._note(table, row)
                yield None
        self._measure_distances()

    def problems(self, table: str) -> Iterator[Problem | None]:
        """
        Find the problems of one table. `prepare` has to be exhausted before.

        Parameters
        ----------
        table : str
            The table.

        Yields
        ------
        Problem or None
            Each problem, and None after each row, so that the caller can report progress.
        """
        for row in self._source.rows(table):
            for found in self._found(table, row):
                yield self._placed(found, table, row)
            yield None

    def _note(self, table: str, row: HsdsRow) -> None:
        known, values = self._known, row.values
        known.n_rows[table] += 1
        record = values.get("id") or ""
        if table in _TARGETS and record:
            ids = known.ids.setdefault(table, set())
            if record in ids:
                known.repeated.setdefault(table, set()).add(record)
            ids.add(record)
        entry = self._entry(table, row)
        if table in {"service_at_location", "contact", "phone"} and entry:
            known.entries.setdefault(table, {})[record] = entry
        if table == "service_at_location":
            known.places_of.setdefault(values.get("service_id") or "", set()).add(
                values.get("location_id") or ""
            )
            known.used_places.add(values.get("location_id") or "")
        elif table == "schedule":
            known.with_hours.update(self._all_entries(row))
        elif table == "address" and values.get("location_id"):
            known.with_address.add(values["location_id"])
        elif table == "location":
            if says_confidential(row.extra.get(CONFIDENTIAL)):
                self._confidential.add(record)
            self._note_place(row)
        self._note_reach(table, row)

    def _note_reach(self, table: str, row: HsdsRow) -> None:
        values = row.values
        reaches = {"phone": values.get("number"), "contact": values.get("email"), "url": True}
        if reaches.get(table):
            self._known.reachable.update(self._all_entries(row))
        elif table in ENTRIES and any(values.get(name) for name in ("email", "url", "website")):
            self._known.reachable.add((table, values.get("id") or ""))

    def _note_place(self, row: HsdsRow) -> None:
        latitude, longitude = row.values.get("latitude"), row.values.get("longitude")
        if latitude is not None and longitude is not None and not coordinate_fault(latitude, longitude):
            self._known.placed.append((latitude, longitude))

    def _measure_distances(self) -> None:
        """Places are far if they are much farther from the middle than nine of ten others."""
        known = self._known
        if len(known.placed) < _LEAST_PLACES:
            known.placed.clear()
            return
        latitudes, longitudes = (sorted(one) for one in zip(*known.placed, strict=True))
        known.middle = latitudes[len(latitudes) // 2], longitudes[len(longitudes) // 2]
        distances = sorted(_km(known.middle, place) for place in known.placed)
        known.far_km = max(_LEAST_FAR_KM, 5 * distances[len(distances) * 9 // 10])
        known.placed.clear()

    def _all_entries(self, row: HsdsRow) -> list[Entry]:
        """Every entry that a row is of: hours of a service at a place are the service's."""
        found = [(table, row.values[name]) for table, name in _ENTRY_LINKS if row.values.get(name)]
        for table, name in _VIA:
            if row.values.get(name):
                entry = self._known.entries.get(table, {}).get(row.values[name])
                found.extend([entry] if entry else [])
        return found

    def _entry(self, table: str, row: HsdsRow) -> Entry | None:
        values = row.values
        if table in ENTRIES:
            return table, values.get("id") or ""
        if table == "attribute" and values.get("link_entity") in ENTRIES and values.get("link_id"):
            return values["link_entity"], str(values["link_id"])
        if table == "metadata" and values.get("resource_type") in ENTRIES and values.get("resource_id"):
            return values["resource_type"], str(values["resource_id"])
        found = self._all_entries(row)
        return found[0] if found else None

    def _placed(self, found: "rows.Finding", table: str, row: HsdsRow) -> Problem:
        entry_table, entry = self._entry(table, row) or (table, row.values.get("id") or "")
        code, grade, name, params = found
        file = row.file or f"{TABLES[table].stem}.csv"
        record = row.values.get("id") or ""
        return Problem(code, grade, table, record, file, row.row or None, name, params, entry_table, entry)

    def _found(self, table: str, row: HsdsRow) -> "rows.Found":
        """Find what is wrong with a row; a cell that is written wrongly has no other problem."""
        unfit = row.unfit
        if self._judges_forms:
            yield from forms(row)
        elif unfit:
            unfit = {name: one for name, one in unfit.items() if not one.code}
        yield from (one for one in self._others(table, row) if one[2] not in unfit)

    def _others(self, table: str, row: HsdsRow) -> "rows.Found":
        values = row.values
        record = values.get("id") or ""
        if record and record in self._known.repeated.get(table, ()):
            yield "quality_repeated_id", "fault", "id", {}
        is_confidential = (table == "location" and record in self._confidential) or (
            table in {"address", "accessibility"} and values.get("location_id") in self._confidential
        )
        if not is_confidential:
            yield from map(self._graded, rows.blanks(table, values))
            yield from rows.formats(table, values)
            yield from rows.contents(table, values, self._today)
        if self._judges_links:
            yield from self._links(table, row)
        if table == "service":
            yield from self._service(record, row)
        elif table == "location" and not is_confidential:
            yield from self._location(record, row)

    def _graded(self, finding: rows.Finding) -> rows.Finding:
        code, grade, name, params = finding
        return (
            (code, "warning", name, params)
            if self._is_ours and name == "status"
            else (code, grade, name, params)
        )

    def _links(self, table: str, row: HsdsRow) -> "rows.Found":
        links = TABLES[table].links
        for name, target in links.items():
            link = row.values.get(name)
            if link and link not in self._known.ids.get(target, ()):
                yield "quality_link", "fault", name, {"table": target}
            elif not link and (table, name) in _MUST_LINK and name not in row.extra:
                yield "quality_no_organization", "fault", name, {}
        has_link = any(row.values.get(name) or name in row.extra for name in (*links, "organization_id"))
        if table in _OF_AN_ENTRY and not has_link:
            yield "quality_orphan", "warning", "", {}

    def _service(self, record: str, row: HsdsRow) -> "rows.Found":
        known, values = self._known, row.values
        if values.get("status") in {"inactive", "defunct"}:
            return
        around: list[Entry] = [("service", record)]
        around += [("location", place) for place in known.places_of.get(record, ())]
        if not any(entry in known.with_hours for entry in around):
            yield "quality_no_hours", "advice", "", {}
        around.append(("organization", values.get("organization_id") or ""))
        if not any(entry in known.reachable for entry in around):
            yield "quality_unreachable", "warning", "", {}

    def _location(self, record: str, row: HsdsRow) -> "rows.Found":
        known, values = self._known, row.values
        if values.get("location_type") not in {"virtual", "postal"}:
            latitude, longitude = values.get("latitude"), values.get("longitude")
            has_unread = bool(row.extra.keys() & {"latitude", "longitude"})
            if (latitude is None or longitude is None) and not has_unread:
                yield "quality_no_coordinates", "advice", "latitude", {}
            elif latitude is not None and longitude is not None:
                is_possible = not coordinate_fault(latitude, longitude)
                if is_possible and _km(known.middle, (latitude, longitude)) > known.far_km:
                    yield "quality_far", "advice", "latitude", {}
            if record not in known.with_address:
                yield "quality_no_address", "advice", "", {}
        if self._judges_links and record not in known.used_places and not values.get("organization_id"):
            yield "quality_unused", "advice", "", {}


_OF_AN_ENTRY: Final = frozenset(
    ("phone", "contact", "address", "schedule", "language", "accessibility", "funding", "service_area")
) | {"required_document", "url", "cost_option", "organization_identifier", "service_capacity"}
_TARGETS: Final = frozenset(link for table in TABLES.values() for link in table.links.values()) | set(ENTRIES)
_BY_DEPENDENCE: Final = (
    "organization",
    "service",
    "location",
    "service_at_location",
    "contact",
    "phone",
    *(name for name in TABLES if name not in {*ENTRIES, "service_at_location", "contact", "phone"}),
)


def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance over the surface of the Earth."""
    first, second = radians(one[0]), radians(other[0])
    half_up = sin((second - first) / 2)
    half_across = sin(radians(other[1] - one[1]) / 2)
    chord = half_up * half_up + cos(first) * cos(second) * half_across * half_across
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(chord)))


def check_directory(source: Source, today: date, *, judges_links: bool = True) -> Iterator[Problem]:
    """
    Find every problem of a directory.

    Parameters
    ----------
    source : Source
        The directory.
    today : date
        The day on which its entries should be fresh.
    judges_links : bool
        Whether rows must point to rows that are there. False for a part of a directory.

    Yields
    ------
    Problem
        Each problem, table by table.
    """
    check = DirectoryCheck(source, today, judges_links=judges_links)
    for _row in check.prepare():
        pass
    for table in TABLES:
        for problem in check.problems(table):
            if problem is not None:
                yield problem


def grade_of(grades: Collection[Grade]) -> Grade | None:
    """
    Grade an entry by its problems.

    Parameters
    ----------
    grades : collection of str
        The grades of its problems.

    Returns
    -------
    str or None
        The worst of them; None for an entry without problems.
    """
    for grade in ("fault", "warning", "advice"):
        if grade in grades:
            return grade
    return None
