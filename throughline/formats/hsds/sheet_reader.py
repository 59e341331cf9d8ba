"""Turn each row of a spreadsheet into rows of the standard, by what its columns are said to be."""

import re
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final

from throughline.formats.folding import fold
from throughline.formats.hsds.additions import CONFIDENTIAL, KINDS_TAXONOMY
from throughline.formats.hsds.cells import TIMES, convert, text_of
from throughline.formats.hsds.rows import Findings
from throughline.formats.hsds.sheet_checks import check_cells
from throughline.formats.hsds.sheet_fields import (
    CONFIDENTIAL_COLUMN,
    KEPT_ASIDE,
    LEFT_OUT,
    PLACE_TABLES,
    WEEKDAY_FIELDS,
)
from throughline.formats.hsds.sheet_hours import Hours, read_hours
from throughline.formats.hsds.sheet_parts import (
    ERROR,
    ITEMS,
    KINDS_LISTED,
    NAMES_LISTED,
    Cells,
    address_of,
    coordinates_of,
    id_of,
    joined_address,
    numbers_of,
    parts_of,
    says_more,
    with_country,
)
from throughline.formats.hsds.sheet_rows import SheetRows
from throughline.formats.hsds.standard import TABLES
from throughline.formats.problems import quoted
from throughline.formats.recurrence import weekdays

_OF_A_SERVICE: Final = ("support", "schedule", "language", "required_document", "service_area")
"""Tables whose rows need a service."""


class SheetReader:
    """
    Reads the rows of one spreadsheet.

    Parameters
    ----------
    file : str
        Name of the file in messages.
    columns : sequence of tuple of str, str
        The name of each column, and the key of its field.
    kinds : mapping of str to tuple of str, str
        The code and the name of each kind of support, by each folded name that means it.
    into : SheetRows
        Takes the rows.
    found : Findings
        Collects what does not fit.
    """

    def __init__(
        self,
        file: str,
        columns: Sequence[tuple[str, str]],
        kinds: Mapping[str, tuple[str, str]],
        into: SheetRows,
        found: Findings,
    ) -> None:
        self._file = file
        self._columns = columns
        self._kinds = kinds
        self._into = into
        self._found = found
        self._places: dict[bytes, str] = {}
        self._n_places: dict[str, int] = {}
        self._names_organizations = any(key.startswith("organization.") for _, key in columns)
        self._n_apart = 0
        self.n_filled = [0] * len(columns)

    def take(self, number: int, texts: Sequence[str]) -> None:
        """Read one row."""
        row = self._cells(number, texts)
        if not row.found and not row.extra and not row.extra_of_place:
            return
        organization = self._organization(row)
        service = self._service(row, organization)
        location = self._location(row, organization, service)
        if row.is_confidential and location:
            # Any cell that was not read may say where the place is.
            row.extra_of_place |= row.extra
            row.extra.clear()
        if not (organization or service or location):
            self._found.add("sheet_nothing", self._file, number, "")
            return
        check_cells(row, self._file, self._found)
        if service and not organization and (self._names_organizations or not self._n_apart):
            self._n_apart += 1
            self._found.add("sheet_no_organization", self._file, number, "")
        links = {"service_id": service} if service else {"organization_id": organization}
        if not any(links.values()):
            links = {"location_id": location}
        at_place = self._service_at_location(row, service, location)
        self._take_phones(row, links)
        self._take_contact(row, links)
        if service or location:
            owner = {"service_id": service} if service else {"location_id": location}
            self._take_hours(row, {"service_at_location_id": at_place} if at_place else owner)
            self._take_languages(row, owner)
        if service:
            self._take_lists(row, service)
            self._take_kinds(row, service)
        if row.extra_of_place:
            self._into.put("location", location, {}, _as_columns(row.extra_of_place), number)
        if row.extra:
            table = "service" if service else "organization" if organization else "location"
            self._into.put(table, service or organization or location, {}, _as_columns(row.extra), number)

    def _cells(self, number: int, texts: Sequence[str]) -> Cells:
        row = Cells(number)
        for i, ((header, key), text) in enumerate(zip(self._columns, texts, strict=True)):
            if not text or text.isspace() or key == LEFT_OUT:
                continue
            if key == CONFIDENTIAL_COLUMN:
                self.n_filled[i] += 1
                if plain := text_of("service", None, text)[0]:
                    row.mark(header, plain)
                continue
            if ERROR.fullmatch(text.strip()):
                self._found.add("sheet_error", self._file, number, header)
                continue
            self.n_filled[i] += 1
            table, _, name = key.partition(".")
            is_field = table in TABLES and name in TABLES[table].by_name
            plain, had_marks = text_of(table, name, text) if is_field else text_of("service", None, text)
            if had_marks:
                self._found.add("sheet_marks", self._file, number, header)
            if not plain:
                continue
            if key == KEPT_ASIDE:
                row.extra[header] = plain
            else:
                row.found.setdefault(key, []).append((header, plain))
        return row

    def _put(self, table: str, one: str, values: Mapping[str, Any], row: Cells) -> str:
        first_row, others = self._into.put(table, one, values, {}, row.row)
        for name in others:
            if (table, name) == ("location", "organization_id"):
                continue  # Organizations that share a place: the first one has it.
            self._found.add(
                "sheet_differs",
                self._file,
                row.row,
                row.header(f"{table}.{name}"),
                first_row=first_row,
            )
        return one

    def _values(self, row: Cells, table: str) -> dict[str, Any]:
        """Read the cells that are fields of a table as they stand."""
        values: dict[str, Any] = {}
        for key in row.found:
            name = key.partition(".")[2]
            if not key.startswith(f"{table}.") or name not in TABLES[table].by_name or name == "id":
                continue
            text = row.first(key)
            code, value = convert(table, name, name, text)
            if value is None:
                self._keep_unread(row, key, text, code)
            else:
                values[name] = value[0] if name in TIMES else value
        return values

    def _keep_unread(self, row: Cells, key: str, text: str, code: str) -> None:
        """Keep a cell that can't be read beside its row; say what it says unless it tells of a place."""
        table, _, name = key.partition(".")
        header = row.header(key)
        if table in PLACE_TABLES:
            row.extra_of_place[header] = text
            self._found.add("sheet_place", self._file, row.row, header)
            return
        row.extra[header] = text
        allowed = ", ".join(TABLES[table].values.get(name, ()))
        self._found.add(code, self._file, row.row, header, value=quoted(text), allowed=allowed)

    def _organization(self, row: Cells) -> str:
        values = self._values(row, "organization")
        name, own = values.get("name", ""), row.first("organization.id")
        if not name and not own:
            return ""
        return self._put("organization", own or id_of("organization", name), values, row)

    def _service(self, row: Cells, organization: str) -> str:
        values = self._values(row, "service")
        name, own = values.get("name", ""), row.first("service.id")
        if not name and not own:
            if not values and not row.has(*_OF_A_SERVICE):
                return ""
            # A list of agencies often describes what they offer without a name for it.
            values["name"] = name = row.first("organization.name")
            if not name:
                return ""
            self._found.add("sheet_service_named", self._file, row.row, "")
        if organization:
            values["organization_id"] = organization
            program = row.first("program.name")
            if program:
                about = {"organization_id": organization, "name": program}
                values["program_id"] = self._put(
                    "program", id_of("program", organization, program), about, row
                )
        return self._put("service", own or id_of("service", organization, name), values, row)

    def _location(self, row: Cells, organization: str, service: str) -> str:
        """Find or add the place. Its id says nothing about where it is: it is published."""
        values = {**self._values(row, "location"), **self._coordinates(row)}
        address, differs = joined_address(
            self._taken_apart(row, "address.whole"), self._values(row, "address")
        )
        if differs:
            header = row.header("address.whole")
            row.extra_of_place[header] = row.first("address.whole")
            self._found.add("sheet_two_addresses", self._file, row.row, header)
        postal = self._taken_apart(row, "mailing.whole")
        own = row.first("location.id")
        if not (values or address or postal or own or row.extra_of_place):
            return ""
        about = repr(
            (
                own,
                *(
                    [(name, fold(str(each[name]))) for name in sorted(each)]
                    for each in (values, address, postal)
                ),
            )
        )
        key = blake2b(about.encode(errors="replace"), digest_size=16).digest()
        one = own or self._places.get(key, "")
        if not one:
            owner = service or organization
            self._n_places[owner] = n = self._n_places.get(owner, 0) + 1
            one = id_of("location", owner, str(n))
        self._places[key] = one
        if organization:
            values["organization_id"] = organization
        self._put("location", one, {"location_type": "physical", **values}, row)
        if row.is_confidential:
            self._into.put("location", one, {}, {CONFIDENTIAL: "yes"}, row.row)
        for kind, parts in (("physical", address), ("postal", postal)):
            if parts:
                about_place = {"location_id": one, "address_type": kind, **with_country(parts)}
                self._put("address", id_of("address", one, kind), about_place, row)
        accessibility = self._values(row, "accessibility")
        if accessibility:
            self._put(
                "accessibility", id_of("accessibility", one), {"location_id": one, **accessibility}, row
            )
        return one

    def _coordinates(self, row: Cells) -> dict[str, float]:
        text = row.first("location.coordinates")
        found = coordinates_of(text) if text else None
        if text and not found:
            self._keep_unread(row, "location.coordinates", text, "")
        return {"latitude": found[0], "longitude": found[1]} if found else {}

    def _taken_apart(self, row: Cells, key: str) -> dict[str, str]:
        text = row.first(key)
        found = address_of(text) if text else {}
        if found is None and "address.city" not in row.found:
            self._found.add("sheet_address", self._file, row.row, row.header(key))
        return {"address_1": " ".join(text.split())} if found is None else found

    def _service_at_location(self, row: Cells, service: str, location: str) -> str:
        if not service or not location:
            return ""
        values = {"service_id": service, "location_id": location}
        return self._put("service_at_location", id_of("service_at_location", service, location), values, row)

    def _take_phones(self, row: Cells, links: Mapping[str, str]) -> None:
        for key, kind in (("phone.number", "voice"), ("phone.fax", "fax")):
            for header, text in row.found.get(key, ()):
                for number, extension in numbers_of(text):
                    values = {"number": number, "extension": extension, "type": kind, **links}
                    if not extension and kind == "voice" and len(row.found.get("phone.number", ())) == 1:
                        values["extension"] = row.first("phone.extension")
                    if says_more(header):
                        values["description"] = header
                    digits = re.sub(r"\D", "", number) or number
                    one = id_of("phone", *links.values(), kind, digits, values["extension"])
                    self._into.put("phone", one, values, {}, row.row)

    def _take_contact(self, row: Cells, links: Mapping[str, str]) -> None:
        values = self._values(row, "contact")
        phone = row.first("contact.phone")
        if not values and not phone:
            return
        who = values.get("name") or values.get("email") or values.get("title") or ""
        one = self._put("contact", id_of("contact", *links.values(), who), {**values, **links}, row)
        for number, extension in numbers_of(phone) if phone else ():
            about = {"number": number, "extension": extension, "type": "voice", "contact_id": one}
            self._into.put("phone", id_of("phone", one, number), about, {}, row.row)

    def _take_hours(self, row: Cells, links: Mapping[str, str]) -> None:
        for header, text in row.found.get("schedule.hours", ()):
            self._put_hours(row, links, header, text, read_hours(text))
        for day, key in enumerate(WEEKDAY_FIELDS):
            for header, text in row.found.get(key, ()):
                self._put_hours(row, links, header, f"{header}: {text}", read_hours(text, (day,)))
        opens, closes = row.first("schedule.opens_at"), row.first("schedule.closes_at")
        named = row.first("schedule.days")
        if not (opens or closes or named):
            return
        days = weekdays(named) if named else None
        key = "schedule.days" if named else "schedule.opens_at" if opens else "schedule.closes_at"
        text = f"{named} {opens} - {closes}".strip(" -")
        read = read_hours(f"{opens} - {closes}", days) if days and opens and closes else None
        if read is None and days and not opens and not closes:
            read = (Hours(days, "", ""),)
        self._put_hours(row, links, row.header(key), text, read)

    def _put_hours(
        self, row: Cells, links: Mapping[str, str], header: str, text: str, read: Sequence[Hours] | None
    ) -> None:
        if read is None:
            self._found.add("sheet_hours", self._file, row.row, header, value=quoted(text))
            one = id_of("schedule", *links.values(), text)
            self._into.put("schedule", one, {**links, "description": text}, {}, row.row)
        for hours in read or ():
            times = {"opens_at": hours.opens_at, "closes_at": hours.closes_at}
            values = {**links, "freq": "WEEKLY", "byday": hours.byday, **times}
            self._into.put(
                "schedule",
                id_of("schedule", *links.values(), *hours.byday, *times.values()),
                values,
                {},
                row.row,
            )

    def _take_languages(self, row: Cells, links: Mapping[str, str]) -> None:
        for name in parts_of(row.first("language.name"), NAMES_LISTED):
            self._into.put(
                "language", id_of("language", *links.values(), name), {**links, "name": name}, {}, row.row
            )

    def _take_lists(self, row: Cells, service: str) -> None:
        for table, name in (("required_document", "document"), ("service_area", "name")):
            for part in parts_of(row.first(f"{table}.{name}"), ITEMS):
                values = {"service_id": service, name: part}
                self._into.put(table, id_of(table, service, part), values, {}, row.row)

    def _take_kinds(self, row: Cells, service: str) -> None:
        for header, text in row.found.get("support.kinds", ()):
            unknown = []
            for part in [text] if fold(text) in self._kinds else parts_of(text, KINDS_LISTED):
                code, name = self._kinds.get(fold(part), ("", ""))
                if not code:
                    unknown.append(part)
                    self._found.add("sheet_kind", self._file, row.row, header, value=quoted(part))
                    continue
                about = {"code": code, "name": name, "description": name, "taxonomy": KINDS_TAXONOMY}
                term = id_of("taxonomy_term", code)
                self._into.put("taxonomy_term", term, about, {}, row.row)
                values = {"link_id": service, "link_entity": "service", "taxonomy_term_id": term}
                self._into.put("attribute", id_of("attribute", service, code), values, {}, row.row)
            if unknown:
                row.extra[header] = "; ".join(unknown)


def _as_columns(extra: Mapping[str, str]) -> dict[str, str]:
    """Name columns as the reader of HSDS files does, so that they come back from our files unchanged."""
    return {name.lower(): text for name, text in extra.items()}
