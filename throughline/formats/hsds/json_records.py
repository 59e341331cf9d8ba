"""Take records of HSDS apart into rows of its tables: what they hold becomes rows with links."""

import json
import uuid
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from throughline.formats.hsds.cells import EXTRA_COLUMNS
from throughline.formats.hsds.json_store import JsonStore
from throughline.formats.hsds.rows import Findings
from throughline.formats.hsds.spec import OLD_FILES
from throughline.formats.hsds.spellings import known_spellings, stem_within
from throughline.formats.hsds.standard import TABLES
from throughline.formats.hsds.version import ONE, Field
from throughline.formats.names import plain_name
from throughline.formats.problems import BadFile, quoted

_DERIVED: Final = uuid.UUID("5b0f3c5e-6b5d-5f4c-9d3f-6a1f3c0f7c11")
"""The namespace of ids that we derive for records without one."""

_WHOLE: Final = frozenset(
    ("organization", "program", "service", "location", "service_at_location", "taxonomy", "taxonomy_term")
)
"""Records that stand for themselves. Every other one only describes the record that holds it."""

_LONGEST_NUMBER: Final = 40

_NAMES: Final = known_spellings(
    [name for table, one in TABLES.items() for name in (table, one.stem)],
    {one.stem: table for table, one in TABLES.items()},
)
"""Table by the plain name of a spelling."""

_LINKED_BY: Final = {("taxonomy_term", "taxonomy_detail"): "taxonomy_id"}
"""Links whose name is not that of the record with `_id`, by table and name of the record."""

_OF: Final = {
    "attribute": ("link_id", "link_entity"),
    "metadata": ("resource_id", "resource_type"),
}
"""Fields of records that can describe any other: its id, and its table."""


class Held(NamedTuple):
    """
    How a record holds records of another table.

    Parameters
    ----------
    table : str
        Their table.
    link : str
        The field of the record that links to the one it holds; empty where it holds a list.
    back : tuple of str
        The field of the records in the list that links to the record, and the one that names its table.
    """

    table: str
    link: str = ""
    back: tuple[str, ...] = ()


@lru_cache(maxsize=2_000)
def held_as(table: str, name: str, is_list: bool) -> Held | None:
    """
    Tell how a record holds others under a name.

    Parameters
    ----------
    table : str
        The table of the record.
    name : str
        The name.
    is_list : bool
        Whether it holds a list of them.

    Returns
    -------
    Held or None
        How; None if the name means no table that is linked with this one.
    """
    child = TABLES[table].nested.get(name) or _NAMES.get(plain_name(name), "")
    if not child:
        return None
    link = _LINKED_BY.get((table, name), f"{child}_id")
    if not is_list and TABLES[table].links.get(link) == child:
        return Held(child, link)
    if child in _OF:
        return Held(child, back=_OF[child])
    back = next((one for one, target in TABLES[child].links.items() if target == table), "")
    if (child, table) == ("address", "organization"):
        back = "organization_id"
    return Held(child, back=(back,)) if back else None


def table_named(name: str) -> str:
    """
    Find the table that the name of a file or a list means.

    Parameters
    ----------
    name : str
        Such as services, service_list, organization_full or services.csv.

    Returns
    -------
    str
        The table; empty if there is none.
    """
    stem = name.removesuffix(".csv").removesuffix(".json")
    return _NAMES.get(plain_name(stem)) or stem_within(stem, _NAMES) or ""


def table_of(record: Mapping[str, Any], hint: str) -> str:
    """
    Tell the table of a record by its names.

    Parameters
    ----------
    record : mapping of str to value
        The record.
    hint : str
        The table that its file or list is named for; empty if it is not.

    Returns
    -------
    str
        The table; empty if that is uncertain.
    """
    if hint:
        n_known = sum(_is_known(hint, name) for name in record)
        if n_known >= 2 or n_known == len(record):
            return hint
    known = {table: sum(_is_known(table, name) for name in record) for table in TABLES}
    most = max(known.values(), default=0)
    best = [table for table, n in known.items() if n == most]
    return best[0] if len(best) == 1 and most >= 3 and 2 * most >= len(record) else ""


@lru_cache(maxsize=10_000)
def _is_known(table: str, name: str) -> bool:
    return name in TABLES[table].by_name or name in TABLES[table].nested


class Records:
    """
    Takes records apart.

    Parameters
    ----------
    store : JsonStore
        Where the rows go.
    found : Findings
        Collects what was found.
    """

    def __init__(self, store: JsonStore, found: Findings) -> None:
        self._store, self._found = store, found
        self._file, self._number = "", 0
        self._names: dict[str, dict[str, str]] = {}

    def take(self, table: str, record: Mapping[str, Any], file: str, number: int) -> None:
        """
        Take a record apart.

        Parameters
        ----------
        table : str
            Its table.
        record : mapping of str to value
            The record.
        file : str
            Its file.
        number : int
            Its number in the file.
        """
        self._file, self._number = file, number
        self._take(table, record, {}, is_linked=False)

    def _take(
        self, table: str, record: Mapping[str, Any], links: Mapping[str, str], *, is_linked: bool
    ) -> str:
        """Take a record apart that another one holds; return its id."""
        cells: dict[str, str] = {}
        types: dict[str, str] = {}
        held: list[tuple[Held, Mapping[str, Any]]] = []
        given: dict[str, str] = {}
        for key, value in record.items():
            name = self._name_of(table, key)
            if name in given:
                two = {"first": quoted(given[name]), "second": quoted(key)}
                raise BadFile.of("hsds_two_columns", self._file, self._number, **two)
            given[name] = key
            if isinstance(value, dict | list):
                parts = self._parts(table, name, value, held)
                cells |= parts
                if parts and name not in parts:
                    types[name] = ""
            else:
                cells[name] = _text(value)
                if kind := _wanted_type(table, name, value):
                    types[name] = kind
        for name, own in links.items():
            self._set_link(cells, types, name, own)
        inner = [(how, part) for how, part in held if how.link]
        for how, part in inner:
            self._set_link(cells, types, how.link, self._take(how.table, part, {}, is_linked=True))
        own = self._add(table, cells, types, links, is_needed=is_linked or len(inner) < len(held))
        for how, part in held:
            if not how.link:
                back = dict(zip(how.back, (own, table), strict=False))
                self._take(how.table, part, back, is_linked=False)
        return own

    def _set_link(self, cells: dict[str, str], types: dict[str, str], name: str, own: str) -> None:
        """Link a record with the one that it stands with, whatever it says itself."""
        before = cells.get(name, "")
        if before and before != own:
            value, other = quoted(before), quoted(own)
            self._found.add("hsds_json_link", self._file, self._number, name, value=value, other=other)
        if not before and own:
            types[name] = ""
        cells[name] = own

    def _name_of(self, table: str, key: str) -> str:
        names = self._names.setdefault(table, {})
        if key not in names and len(names) < 20_000:
            names[key] = _spellings(table).get(plain_name(key)) or key.strip().lower() or "_"
        return names.get(key, key)

    def _parts(
        self, table: str, name: str, value: Any, held: list[tuple[Held, Mapping[str, Any]]]
    ) -> dict[str, str]:
        """Find the records that a name holds; what is no record is kept as it is written."""
        parts = value if isinstance(value, list) else [value]
        how = held_as(table, name, isinstance(value, list))
        if how is None and isinstance(value, list) and len(value) == 1:
            how = held_as(table, name, False)
        if not parts or value == {}:
            return {} if how else {name: ""}
        if how and all(isinstance(part, dict) for part in parts):
            held.extend((how, part) for part in parts)
            return {}
        if how or name in TABLES[table].by_name:
            field = TABLES[table].by_name.get(name)
            kind = _type_of(field) if field else "object"
            self._found.add("hsds_json_value", self._file, self._number, name, kind=kind)
            name = f"{name}_json"
        return {name: json.dumps(value, ensure_ascii=False, default=str)}

    def _add(
        self,
        table: str,
        cells: dict[str, str],
        types: Mapping[str, str],
        links: Mapping[str, str],
        *,
        is_needed: bool,
    ) -> str:
        """Add a row; return its id, which is derived from what the row says if it has none."""
        own = cells.get("id", "").strip()
        if not own:
            derived = _derived(table, json.dumps(sorted(cells.items())))
            if is_needed:
                self._found.add("hsds_json_no_id", self._file, self._number, "id", table=table)
                cells["id"] = own = derived
            key = own or f" {derived}"
        else:
            key = cells["id"] = own = self._own_copy(table, own, cells, links)
        self._store.add(table, key, self._file, self._number, cells, types)
        return own

    def _own_copy(self, table: str, own: str, cells: Mapping[str, str], links: Mapping[str, str]) -> str:
        """Return the id of a record that describes another one: each record that holds it has its own row.

        A row has one link to a service: a phone that two services hold would be lost for one of them.
        """
        if table in _WHOLE:
            return own
        before = self._store.cells(table, own)
        if before is None or all(before.get(name, one) in {"", one} for name, one in links.items()):
            return own
        self._found.add("hsds_json_shared", self._file, self._number, "id", id=quoted(own))
        return _derived(table, json.dumps([own, sorted(links.items())]))


def _derived(table: str, text: str) -> str:
    return str(uuid.uuid5(_DERIVED, f"{table}:{text}"))


@cache
def _spellings(table: str) -> Mapping[str, str]:
    one = TABLES[table]
    old = OLD_FILES.get(one.stem)
    names = [*one.by_name, *one.nested, *EXTRA_COLUMNS.get(table, ()), *(old.renamed if old else ())]
    return known_spellings(names)


def _type_of(field: Field) -> str:
    return "number" if field.kind == "number" else "string"


@lru_cache(maxsize=2_000)
def _type_named(table: str, name: str) -> str:
    """The type that the standard requires of a name; empty for a name that it does not have."""
    if field := TABLES[table].by_name.get(name):
        return _type_of(field)
    if name in TABLES[table].nested:
        return "object" if name in ONE else "array"
    return ""


def _wanted_type(table: str, name: str, value: Any) -> str:
    """Return the type that the standard requires, if a value has another one."""
    wanted = _type_named(table, name)
    if not wanted or value is None or value == "":
        return ""
    if isinstance(value, str):
        return "" if wanted == "string" else wanted
    is_number = not isinstance(value, bool)
    return "" if wanted == "number" and is_number else wanted


def _text(value: Any) -> str:
    """Write a value as a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        plain = f"{value:f}" if value.is_finite() and abs(value.adjusted()) < _LONGEST_NUMBER else ""
        return plain or str(value)
    return str(value)
