"""How a version of the Human Services Data Specification (HSDS) is described: its tables and their fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

Kind = Literal["string", "uuid", "uri", "email", "number", "date", "datetime", "time"]
Version = Literal["3.0", "3.1"]

WRITTEN: Final[tuple[Version, ...]] = ("3.0", "3.1")
"""Versions that can be written, oldest first."""

ONE: Final = frozenset({"organization", "program", "location", "taxonomy_term", "taxonomy_detail", "unit"})
"""Names under which a record holds one record of another table. Under every other name it holds a list."""

_LATER_LISTS: Final[Mapping[tuple[str, str], Version]] = {
    ("organizations", "additional_websites"): "3.1",
    ("services", "additional_urls"): "3.1",
    ("services", "capacities"): "3.1",
    ("service_at_location", "service_areas"): "3.1",
}
"""Lists in records that came after 3.0, by file of the table and name."""


@dataclass(frozen=True)
class Field:
    """
    One field of a table.

    Attributes
    ----------
    name : str
        Its name in the standard.
    kind : str
        Its type and format in the standard.
    is_required : bool
        Whether every record has it.
    is_required_in_tables : bool
        Whether every row of a table has it, though a record within another one need not.
    values : tuple of str
        The only values it may have; empty for any.
    link : str
        The table that it points to; empty if it is no link.
    since : str
        The version of the standard that introduced it.
    """

    name: str
    kind: Kind = "string"
    is_required: bool = False
    is_required_in_tables: bool = False
    values: tuple[str, ...] = ()
    link: str = ""
    since: Version = "3.0"


@dataclass(frozen=True)
class Table:
    """
    One table.

    Attributes
    ----------
    stem : str
        Name of its file, without the ending.
    fields : tuple of Field
        Its fields, in the order of the standard.
    held : str
        Records of other tables that its records hold in JSON: names with a colon and their table where it is
        not the same, separated by spaces. See `ONE`.
    since : str
        The version of the standard that introduced it.
    """

    stem: str
    fields: tuple[Field, ...]
    held: str = ""
    since: Version = "3.0"

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The fields by name."""
        return {one.name: one for one in self.fields}

    @cached_property
    def nested(self) -> Mapping[str, str]:
        """Records of other tables that its records hold: name to table."""
        pairs = (one.partition(":") for one in self.held.split())
        return {name: table or name for name, _, table in pairs}

    @cached_property
    def required(self) -> tuple[str, ...]:
        """Fields that every row of the table has."""
        return tuple(one.name for one in self.fields if one.is_required or one.is_required_in_tables)

    @cached_property
    def links(self) -> Mapping[str, str]:
        """Fields that point to another table, by name."""
        return {one.name: one.link for one in self.fields if one.link}

    @cached_property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        """The values of fields that may have only some, by name."""
        return {one.name: one.values for one in self.fields if one.values}

    def fields_in(self, version: Version) -> tuple[Field, ...]:
        """
        Select the fields that a version of the standard has.

        Parameters
        ----------
        version : str
            The version.

        Returns
        -------
        tuple of Field
            Its fields, in the order of the standard.
        """
        return tuple(one for one in self.fields if one.since <= version)

    def nested_in(self, version: Version) -> Mapping[str, str]:
        """
        Select the records of other tables that records hold in a version of the standard.

        Parameters
        ----------
        version : str
            The version.

        Returns
        -------
        mapping of str to str
            Name to table.
        """
        return {
            name: table
            for name, table in self.nested.items()
            if _LATER_LISTS.get((self.stem, name), "3.0") <= version
        }
