"""Check the rows of a directory one by one, and count them for the report."""

from collections.abc import Callable, Iterable, Mapping, Sized
from datetime import date
from typing import Final

from throughline.formats.hsds.cells import BLANKS
from throughline.formats.hsds.exact import is_currency, is_extension
from throughline.formats.hsds.model import HsdsRow
from throughline.formats.hsds.reaching import can_be_dialed, is_email
from throughline.formats.hsds.report import FieldUse, Freshness, Report
from throughline.formats.hsds.rows import Findings
from throughline.formats.hsds.schedules import check_schedule
from throughline.formats.hsds.standard import TABLES
from throughline.formats.problems import quoted

_EMAILS: Final = {
    name: fields
    for name, table in TABLES.items()
    if (fields := tuple(one.name for one in table.fields if one.kind == "email"))
}

_DOUBTFUL: Final[Mapping[str, tuple[tuple[str, str, Callable[[str], bool]], ...]]] = {
    "phone": (
        ("number", "sheet_phone", can_be_dialed),
        ("extension", "hsds_extension", is_extension),
    ),
    "cost_option": (("currency", "hsds_currency", is_currency),),
}
"""Texts that are kept and shown as written, whatever they say: field, problem, and what is right."""


def check_row(row: HsdsRow, found: Findings) -> None:
    """
    Report what does not fit in a row.

    Parameters
    ----------
    row : HsdsRow
        The row, with its links.
    found : Findings
        Collects what was found.
    """
    if row.table in {"organization", "service"} and not row.values["name"]:
        found.add("hsds_nameless", row.file, row.row, "name", table=row.table)
    elif row.table == "schedule":
        check_schedule(row, found)
    if row.table in {"organization", "service", "location"} and not row.values["id"]:
        found.add("hsds_no_id", row.file, row.row, "id", table=row.table)
    for name in _EMAILS.get(row.table, ()):
        if (text := row.values[name]) and not is_email(text):
            found.add("hsds_email", row.file, row.row, name, value=quoted(text))
    for name, code, is_right in _DOUBTFUL.get(row.table, ()):
        if (text := row.values[name]) and not is_right(text):
            found.add(code, row.file, row.row, name, value=quoted(text))


def placed_row(service: HsdsRow, location: str) -> HsdsRow:
    """
    Make the row of a service at a location from a service that links to its location, as in HSDS 1.0.

    Parameters
    ----------
    service : HsdsRow
        The service.
    location : str
        The id of the location.

    Returns
    -------
    HsdsRow
        The row.
    """
    table = "service_at_location"
    values = {**BLANKS[table], "service_id": service.values["id"], "location_id": location}
    return HsdsRow(table=table, values=values, file=service.file, row=service.row, source=service.source)


class Summary:
    """
    Counts the rows of a directory.

    Parameters
    ----------
    at_place : sized
        The services that are at a location, once all rows were counted.
    """

    def __init__(self, at_place: Sized) -> None:
        self._at_place = at_place
        self._n_rows = dict.fromkeys(TABLES, 0)
        self._dates: list[date] = []
        self._n_without_coordinates = 0
        self._n_without_organization = 0

    def add(self, row: HsdsRow) -> None:
        """Count a row."""
        table, values = row.table, row.values
        self._n_rows[table] += 1
        if table == "location":
            self._n_without_coordinates += values["latitude"] is None or values["longitude"] is None
        elif table == "service":
            self._n_without_organization += not values["organization_id"]
            modified = values["last_modified"]
            known = [day for day in (modified and modified.date(), values["assured_date"]) if day]
            if known:
                self._dates.append(max(known))

    def report(self, version: str, fields: Iterable[FieldUse], found: Findings) -> Report:
        """Report on the directory."""
        n_services = self._n_rows["service"]
        return Report(
            version=version,
            n_rows=self._n_rows,
            fields=tuple(fields),
            problems=tuple(found.rows),
            counts=found.counts(),
            n_locations_without_coordinates=self._n_without_coordinates,
            n_services_without_location=n_services - len(self._at_place),
            n_services_without_organization=self._n_without_organization,
            freshness=Freshness(tuple(sorted(self._dates)), n_services - len(self._dates)),
        )
